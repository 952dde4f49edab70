"""A small class for lesson 01, as it is in the course."""

import os
import subprocess
import sys
from pathlib import Path

from course.grader.lesson import load_lesson
from course.rehearsal.handed import cell_of, filled, to_bytes
from course.rehearsal.rehearse import solved_answers

COURSE = Path(__file__).resolve().parents[2]
LESSON = "01_accuracy_paradox"
COLUMN_KEPT = "def dog_targets(y):\n    return (y == 5).astype(int)"


def hand_in_class(course: Path) -> None:
    """Hand in: everything right and a written answer, one known mistake, nothing at all."""
    lesson = load_lesson(course, LESSON, seed=0)
    answers = solved_answers(course / "solutions" / LESSON)
    right = filled(lesson, answers)
    cell_of(right, "supplier-written")["source"] = "Nine of ten <b>metres</b> are whole."
    column = answers | {"dog_targets": COLUMN_KEPT}
    class_ = {"Änne": right, "bob": filled(lesson, column), "cyd": filled(lesson, {})}
    for student, notebook in class_.items():
        file = course / "grading" / "submitted" / student / LESSON / f"{LESSON}.ipynb"
        file.parent.mkdir(parents=True)
        file.write_bytes(to_bytes(notebook))


def grade(course: Path, *options: str) -> None:
    """Run `course grade 01`; without a sandbox, as the notebooks are our own."""
    command = [sys.executable, "-m", "course.cli", "grade", "01", "--no-sandbox", "--workers=1"]
    environment = {**os.environ, "PYTHONPATH": str(COURSE)}
    subprocess.run([*command, *options], cwd=course, env=environment, check=True)
