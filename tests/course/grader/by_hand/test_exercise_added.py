"""An exercise comes after some have handed in: for them it is open, and no 0."""

import json

import pytest

from course.grader.by_hand.answers import marks, save
from course.grader.by_hand.asked import questions
from course.grader.marks.results import class_rows
from tests.course.grader.changed_lesson import TRIPLE, change, exercise_cells
from tests.course.grader.small_class import (
    LESSON,
    RIGHT,
    SQUARED,
    grade,
    graded_course,
    hand_in,
    notebook_with,
    row,
)


@pytest.fixture
def course(released_course, tmp_path, monkeypatch):
    """Return a graded course to which an exercise has been added."""
    course = graded_course(released_course, tmp_path, {"ann": RIGHT, "bob": SQUARED})
    monkeypatch.chdir(course)
    change(course, more=["triple"])
    return course


def waiting(course) -> list[tuple[str, ...]]:
    rows, _ = class_rows(course, LESSON)
    return [found.waiting for found in rows]


def with_triple(notebook: str, answer: str) -> str:
    """Return a notebook with the exercise that came, and an answer to it."""
    data = json.loads(notebook)
    data["cells"] += exercise_cells("triple")
    data["cells"][-2]["source"] = answer
    return json.dumps(data)


def test_it_waits_for_those_who_handed_in_before_it_existed(course):
    data = grade(course)
    assert row(data, "ann")["notes"] == []
    assert waiting(course) == [("triple",), ("triple",)]
    page = (course / "grading" / "feedback" / "ann" / LESSON / f"{LESSON}.html").read_text()
    assert "Newer than your notebook, and not marked yet" in page
    assert "Newer than your notebook, and without a mark: triple." in page
    assert "has to read" not in page
    assert "replace that line" not in page


def test_it_still_waits_where_it_gets_another_name(course):
    grade(course)
    folder = course / "solutions" / LESSON
    bank = folder / "exercises"
    (bank / "treble.py").write_text((bank / "triple.py").read_text().replace("triple", "treble"))
    (bank / "triple.py").unlink()
    lesson = folder / f"{LESSON}.ipynb"
    lesson.write_text(lesson.read_text().replace("triple", "treble"))
    data = grade(course)
    assert row(data, "ann")["notes"] == []
    assert waiting(course) == [("treble",), ("treble",)]


def test_it_waits_no_more_where_a_notebook_with_it_is_handed_in(course):
    grade(course)
    hand_in(course, "ann", with_triple(notebook_with(course, RIGHT), TRIPLE))
    stub = "def triple(y):\n    raise NotImplementedError"
    hand_in(course, "bob", with_triple(notebook_with(course, SQUARED), stub))
    data = grade(course)
    assert row(data, "ann")["points"] == 4
    assert waiting(course) == [(), ()]


def test_it_waits_again_where_the_old_notebook_is_handed_in_again(course):
    hand_in(course, "bob", with_triple(notebook_with(course, SQUARED), TRIPLE))
    grade(course)
    assert waiting(course) == [("triple",), ()]
    hand_in(course, "bob", notebook_with(course, RIGHT))
    grade(course, "--again")
    assert waiting(course) == [("triple",), ("triple",)]


def test_a_mark_for_it_counts_and_stays(course):
    grade(course)
    [asked] = [one for one in questions(course, LESSON) if one.cell == "triple-check"]
    [bob] = [mark for mark in marks(course, LESSON, asked) if mark.student == "bob"]
    save(course, LESSON, asked, "bob", {"points": 2.0, "version": bob.version})
    grade(course, "--again")
    rows, _ = class_rows(course, LESSON)
    assert [found.waiting for found in rows] == [("triple",), ()]
    assert rows[1].scores["triple"] == 2
