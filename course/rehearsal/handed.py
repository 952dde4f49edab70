"""Notebooks to try the grader with: what is handed in, and the marks that it must get."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.grader.lesson import Lesson, load_lesson
from course.released import released_copy
from helpers.checks.source import BANK_FOLDER

Notebook = dict[str, Any]
Answers = dict[str, str]


@dataclass(frozen=True)
class Handed:
    """Something that is handed in, and what must come of it.

    name: str.
    content: bytes.
    right (frozenset of str): The exercises that must get full marks; all others must get none.
    status (str): What the status must be, or empty where it doesn't matter.
    noted (str): What a note must contain.
    mistake (pair of str): An exercise and the mistake that must be named there.
    """

    name: str
    content: bytes
    right: frozenset[str]
    status: str = ""
    noted: str = ""
    mistake: tuple[str, str] | tuple[()] = ()


def filled(lesson: Lesson, answers: Answers) -> Notebook:
    """Return the released notebook with answers, by the exercises' names."""
    notebook: Notebook = json.loads(json.dumps(lesson.notebook))
    for task in lesson.tasks:
        if task.name in answers:
            cell_of(notebook, task.solution_id)["source"] = answers[task.name]
    return notebook


def wrong_answers(lesson: Lesson) -> Answers:
    """Return answers that are nobody's right ones."""
    return {task.name: f"def {task.name}(*given):\n    return 'wrong'" for task in lesson.tasks}


def cell_of(notebook: Notebook, cell_id: str) -> dict[str, Any]:
    """Return a notebook's cell."""
    [cell] = [cell for cell in notebook["cells"] if cell.get("id") == cell_id]
    return cell


def code_cell(source: str) -> dict[str, Any]:
    """Return a cell as a learner adds it."""
    return {
        "cell_type": "code",
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def to_bytes(notebook: Notebook) -> bytes:
    """Return a notebook as a file's content."""
    return json.dumps(notebook).encode()


def copy_course(course: Path, lesson: str, copy: Path, seed: int) -> Lesson:
    """Copy what grading a lesson needs of a course; return the lesson as it is there."""
    released = released_copy(course, lesson)
    shutil.copytree(course / "solutions" / lesson, copy / "solutions" / lesson)
    # A wrong answer is compared with the exercises of all lessons.
    for bank in (course / "solutions").glob(f"*/{BANK_FOLDER}"):
        shutil.copytree(bank, copy / bank.relative_to(course), dirs_exist_ok=True)
    shutil.copy(course / "nbgrader_config.py", copy)
    shutil.copytree(released.parent, copy / released.parent.relative_to(course))
    return load_lesson(copy, lesson, seed)


def hand_in(course: Path, lesson: str, class_: Sequence[Handed]) -> Path:
    """Put what a class hands in where grading looks for it; return that folder."""
    submitted = course / "grading" / "submitted"
    for handed in class_:
        file = submitted / handed.name / lesson / f"{lesson}.ipynb"
        file.parent.mkdir(parents=True)
        file.write_bytes(handed.content)
    return submitted


def ids_swapped(lesson: Lesson, notebook: Notebook) -> None:
    """Exchange the metadata of each answer and its check."""
    for task in lesson.tasks:
        one, other = cell_of(notebook, task.solution_id), cell_of(notebook, task.check_id)
        one["metadata"], other["metadata"] = other["metadata"], one["metadata"]
