"""Tricks: wrong answers only, each with a way to get marks for them all the same."""

import copy
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from course.grader.lesson import Lesson
from course.rehearsal.handed import (
    Handed,
    Notebook,
    cell_of,
    code_cell,
    filled,
    ids_swapped,
    to_bytes,
    wrong_answers,
)

# Code by name: what runs before all else, and what stands in the functions.
_CODE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
PREPARED: dict[str, str] = {**_CODE["engine"], **_CODE["machine"]}
RETURNED: dict[str, str] = _CODE["returned"]


def _each_check(change: Callable[[dict[str, Any]], None]) -> Callable[[Lesson, Notebook], None]:
    def apply(lesson: Lesson, notebook: Notebook) -> None:
        for task in lesson.tasks:
            change(cell_of(notebook, task.check_id))

    return apply


def _without_checks(lesson: Lesson, notebook: Notebook) -> None:
    checks = {task.check_id for task in lesson.tasks}
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] not in checks]


def _checks_twice(lesson: Lesson, notebook: Notebook) -> None:
    for task in lesson.tasks:
        second = copy.deepcopy(cell_of(notebook, task.check_id)) | {"source": "pass"}
        second.pop("id")
        notebook["cells"].append(second)


def _check_graded_as_another(lesson: Lesson, notebook: Notebook) -> None:
    first = cell_of(notebook, lesson.tasks[0].check_id)
    for task in lesson.tasks:
        cell = cell_of(notebook, task.check_id)
        cell["metadata"]["nbgrader"]["grade_id"] = first["metadata"]["nbgrader"]["grade_id"]


CHANGES: dict[str, Callable[[Lesson, Notebook], None]] = {
    "checks_skipped_by_tag": _each_check(
        lambda cell: cell["metadata"].update(tags=["skip-execution"])
    ),
    "checks_emptied": _each_check(lambda cell: cell.update(source="")),
    "checks_that_are_numbers": _each_check(lambda cell: cell.update(source="1.0")),
    "checks_turned_into_text": _each_check(lambda cell: cell.update(cell_type="markdown")),
    "checks_worth_more": _each_check(lambda cell: cell["metadata"]["nbgrader"].update(points=100)),
    "checks_that_are_solutions": _each_check(
        lambda cell: cell["metadata"]["nbgrader"].update(solution=True, locked=False)
    ),
    "checks_deleted": _without_checks,
    "checks_twice": _checks_twice,
    "ids_swapped": ids_swapped,
    "checks_all_the_same": _check_graded_as_another,
}


def tricks(lesson: Lesson) -> list[Handed]:
    """Return notebooks with wrong answers only, each with a way to get marks all the same."""
    wrong = wrong_answers(lesson)
    none: frozenset[str] = frozenset()
    handed = []
    for name, code in PREPARED.items():
        notebook = filled(lesson, wrong)
        notebook["cells"].insert(0, code_cell(code))
        handed.append(Handed(name, to_bytes(notebook), none))
    for name, code in RETURNED.items():
        answers = {
            task.name: f"def {task.name}(*given):\n{code.replace('{name}', task.name)}"
            for task in lesson.tasks
        }
        handed.append(Handed(name, to_bytes(filled(lesson, answers)), none))
    for name, change in CHANGES.items():
        notebook = filled(lesson, wrong)
        change(lesson, notebook)
        handed.append(Handed(name, to_bytes(notebook), none))
    return handed
