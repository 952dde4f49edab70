"""A class for the small course: what it hands in, and what the gradebook says of it."""

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from course.cli import main
from course.rehearsal.handed import code_cell

LESSON = "01_small"
RIGHT = "def double(y):\n    return y + y"
SQUARED = "def double(y):\n    return y**2"
# What somebody hands in: the answer, and cells after it.
CLASS = {
    "right": (RIGHT,),
    "mistake": (SQUARED,),
    "as_released": ("def double(y):\n    return ...",),
    "no_python": ("def double(y)\n    return",),
    "exits": ("def double(y):\n    import os\n    os._exit(0)",),
    "exits_in_a_cell": (RIGHT, "import os", "os._exit(0)", "1 + 1"),
    "raises": ("def double(y):\n    raise ValueError(y)", "print('after')"),
}


def notebook_with(course: Path, answer: str, *more: str) -> str:
    notebook = nbformat.read(course / "notebooks" / LESSON / f"{LESSON}.ipynb", as_version=4)
    for cell in notebook.cells:
        if cell.id == "double-solution":
            cell.source = answer
    notebook.cells += [nbformat.from_dict(code_cell(source)) for source in more]
    return json.dumps(notebook)


def hand_in(course: Path, student: str, content: str) -> Path:
    file = course / "grading" / "submitted" / student / LESSON / f"{LESSON}.ipynb"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content)
    return file


def whole_class(course: Path) -> None:
    for student, (answer, *more) in CLASS.items():
        hand_in(course, student, notebook_with(course, answer, *more))
    late = hand_in(course, "late", notebook_with(course, RIGHT))
    late.with_name("timestamp.txt").write_text("2026-11-01 10:00:00 UTC\n")
    hand_in(course, "damaged", "{")


def grade(course: Path, *options: str) -> dict:
    """Grade without a sandbox, for speed; return the JSON."""
    file = course / "results.json"
    assert main(["grade", "01", "--no-sandbox", "--workers=1", f"--json={file}", *options]) == 0
    return json.loads(file.read_text())


def graded_course(released: Path, place: Path, class_: dict[str, str]) -> Path:
    """Copy a released course into a folder, and grade there what a class answers, or '{'."""
    course = Path(shutil.copytree(released, place / "course"))
    for student, answer in class_.items():
        hand_in(course, student, answer if answer == "{" else notebook_with(course, answer))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course)
        grade(course)
    return course


def row(data: dict, student: str) -> dict:
    [found] = [row for row in data["submissions"] if row["student"] == student]
    return found


def scores(course: Path, student: str) -> dict:
    """Return auto and manual score of a student's check in the gradebook."""
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as book:
        grade = book.find_grade("double-check", LESSON, LESSON, student)
        return {"auto": grade.auto_score, "manual": grade.manual_score}


def mark_by_hand(course: Path, student: str, points: float) -> None:
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as book:
        grade = book.find_grade("double-check", LESSON, LESSON, student)
        grade.manual_score = points
        book.db.commit()
