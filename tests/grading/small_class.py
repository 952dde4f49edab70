"""A class for the small course: what it hands in, and what the gradebook says of it."""

import json
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from helpers.cli import main
from helpers.grading.handed import code_cell

LESSON = "01_small"
RIGHT = "def double(y):\n    return y + y"
SQUARED = "def double(y):\n    return y**2"


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


def grade(course: Path, *options: str) -> dict:
    """Grade without a sandbox, for speed; return the JSON."""
    file = course / "results.json"
    assert main(["grade", "01", "--no-sandbox", "--workers=1", f"--json={file}", *options]) == 0
    return json.loads(file.read_text())


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
