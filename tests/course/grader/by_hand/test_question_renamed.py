"""A question in words gets another id in nbgrader's form: words and marks by hand stay."""

import nbformat
import pytest
from nbgrader.api import Gradebook

from course.grader.by_hand.asked import questions
from tests.course.grader.by_hand.written_class import ANSWERS, CELL, HEADING, written_course
from tests.course.grader.small_class import LESSON, grade

NEW = "last-question"


@pytest.fixture
def course(tmp_path, empty_gradebook, monkeypatch):
    course = written_course(tmp_path / "course", empty_gradebook, ANSWERS)
    monkeypatch.chdir(course)
    return course


def rename(course, old: str, new: str) -> None:
    """Change nbgrader's id of a cell, and not the notebook's own, as its form does."""
    file = course / "solutions" / LESSON / f"{LESSON}.ipynb"
    lesson = nbformat.read(file, as_version=4)
    for cell in lesson.cells:
        about = cell.metadata.get("nbgrader", {})
        if about.get("grade_id") == old:
            about["grade_id"] = new
    nbformat.write(lesson, file)


def given(course, student: str, cell: str):
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as book:
        grade = book.find_grade(cell, LESSON, LESSON, student)
        return grade.manual_score, bool(grade.needs_manual_grade)


def mark(course, student: str, points: float) -> None:
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as book:
        grade = book.find_grade(CELL, LESSON, LESSON, student)
        grade.manual_score, grade.needs_manual_grade = points, False
        book.db.commit()


def test_words_of_an_older_notebook_wait_for_a_mark(course):
    rename(course, CELL, NEW)
    grade(course)
    assert given(course, "ann", NEW) == (None, True)
    [question] = questions(course, LESSON)
    assert question.heading == HEADING


def test_marks_by_hand_stay_there_and_back(course):
    grade(course)
    mark(course, "ann", 1.5)
    rename(course, CELL, NEW)
    grade(course)
    assert given(course, "ann", NEW) == (1.5, False)
    rename(course, NEW, CELL)
    grade(course)
    assert given(course, "ann", CELL) == (1.5, False)
