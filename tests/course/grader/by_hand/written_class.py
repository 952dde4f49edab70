"""A small class that has answered a question in words, graded."""

import contextlib
import shutil
from pathlib import Path

import nbformat

from course.release.lessons import release
from tests.course.grader.small_class import LESSON, RIGHT, grade, hand_in
from tests.small_course import graded, make_small_course, small_lesson

CELL, HEADING = "why-written", "Last question: why?"
SCHEME = (
    "A model answer.\n\n=== BEGIN MARK SCHEME ===\n- 1 point: a reason.\n=== END MARK SCHEME ==="
)
ANSWERS = {
    "ann": "Because $a<b$, and **so on**.",
    "bob": "I <script>alert(1)</script> don't know.",
    "cyd": "*Write your answer here.*",
}


def written_course(place: Path, empty_gradebook: Path, answers: dict[str, str]) -> Path:
    """Make a course with a question in words, and let a class answer it."""
    course = make_small_course(place, empty_gradebook)
    lesson = small_lesson()
    question = nbformat.v4.new_markdown_cell(f"## {HEADING} (2 points)\n\nSay it.", id="why")
    about = {**graded(CELL, points=2), "solution": True, "locked": False}
    cell = nbformat.v4.new_markdown_cell(SCHEME, id=CELL, metadata={"nbgrader": about})
    lesson.cells += [question, cell]
    nbformat.write(lesson, course / "solutions" / LESSON / f"{LESSON}.ipynb")
    release(course, [course / "solutions" / LESSON])
    for student, words in answers.items():
        notebook = nbformat.read(course / "notebooks" / LESSON / f"{LESSON}.ipynb", as_version=4)
        for cell in notebook.cells:
            if cell.id == "double-solution":
                cell.source = RIGHT
            if cell.id == CELL:
                cell.source = words
        hand_in(course, student, nbformat.writes(notebook))
    return course


def copy_of(course: Path, place: Path) -> Path:
    """Return a copy of a graded course, to be written to."""
    return Path(shutil.copytree(course, place / "course"))


def graded_course(place: Path, empty_gradebook: Path) -> Path:
    """Return the course above, graded."""
    course = written_course(place / "course", empty_gradebook, ANSWERS)
    with contextlib.chdir(course):
        grade(course)
    return course
