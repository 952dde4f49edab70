"""A question in words comes after some have handed in: for them it is open, and no 0."""

import json

import nbformat
import pytest
from nbgrader.api import Gradebook

from course.grader.marks.results import class_rows
from course.release.lessons import release
from tests.course.grader.by_hand.written_class import ANSWERS, SCHEME, written_course
from tests.course.grader.small_class import LESSON, grade, hand_in, notebook_with, row
from tests.small_course import graded

NEW, HEADING = "bill-written", "And the bill?"


@pytest.fixture
def course(tmp_path, empty_gradebook, monkeypatch):
    """Return a graded course to which a question has been added."""
    course = written_course(tmp_path / "course", empty_gradebook, ANSWERS)
    monkeypatch.chdir(course)
    grade(course)
    file = course / "solutions" / LESSON / f"{LESSON}.ipynb"
    lesson = nbformat.read(file, as_version=4)
    about = {**graded(NEW, points=1), "solution": True, "locked": False}
    lesson.cells += [
        nbformat.v4.new_markdown_cell(f"## {HEADING} (1 point)\n\nWho pays it?", id="bill"),
        nbformat.v4.new_markdown_cell(SCHEME, id=NEW, metadata={"nbgrader": about}),
    ]
    nbformat.write(lesson, file)
    return course


def waiting(course) -> dict[str, bool]:
    rows, _ = class_rows(course, LESSON)
    return {row.student: HEADING in row.waiting for row in rows}


def page(course, student: str) -> str:
    file = course / "grading" / "feedback" / student / LESSON / f"{LESSON}.html"
    return file.read_text()


def test_it_waits_for_those_who_handed_in_before_it_existed(course, capsys):
    grade(course)
    assert waiting(course) == {"ann": True, "bob": True, "cyd": True}
    said = capsys.readouterr().out
    assert "3 handed in before it existed, so it waits for a mark for each of them." in said
    assert "Newer than your notebook" in page(course, "ann")


def test_it_waits_though_one_other_learner_alone_is_graded(course):
    grade(course, "--student=ann")
    assert waiting(course) == {"ann": True, "bob": True, "cyd": True}


def test_it_waits_still_where_the_old_notebook_is_handed_in_again(course):
    grade(course)
    file = course / "grading" / "submitted" / "bob" / LESSON / f"{LESSON}.ipynb"
    file.write_text(file.read_text().replace("don't know", "know it now"))
    grade(course)
    assert waiting(course)["bob"]
    grade(course, "--again")
    assert waiting(course)["bob"]


def test_it_is_worth_0_to_somebody_whose_notebook_has_it_and_leaves_it_empty(course):
    release(course, [course / "solutions" / LESSON])
    hand_in(course, "bob", notebook_with(course, "def double(y):\n    return y + y"))
    data = grade(course)
    assert not waiting(course)["bob"]
    assert row(data, "bob")["notes"] == []


def test_a_mark_for_it_counts_and_stays(course):
    grade(course)
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as book:
        found = book.find_grade(NEW, LESSON, LESSON, "ann")
        found.manual_score, found.needs_manual_grade = 1.0, False
        book.db.commit()
    grade(course, "--again")
    assert waiting(course) == {"ann": False, "bob": True, "cyd": True}


def test_an_answer_whose_cell_has_lost_its_id_is_no_older_than_its_question(course):
    grade(course)
    release(course, [course / "solutions" / LESSON])
    notebook = json.loads(notebook_with(course, "def double(y):\n    return y + y"))
    notebook["nbformat_minor"] = 4
    for cell in notebook["cells"]:
        cell.pop("id")
        cell["metadata"] = {}
    notebook["cells"][-1]["source"] = "The supplier pays it, since the count is theirs."
    hand_in(course, "bob", json.dumps(notebook))
    grade(course)
    assert waiting(course)["bob"]
    assert "The supplier pays it" in page(course, "bob")
    assert "Newer than your notebook" not in page(course, "bob")
