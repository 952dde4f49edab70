"""Marks by hand that nbgrader's own programs, or other words for a while, let wait."""

import json

import pytest
from nbgrader.api import Gradebook

from course.grader.marks.results import gradebook_rows
from tests.course.grader.by_hand.test_answers import mark_of
from tests.course.grader.by_hand.test_marked_again import ask_else, hand_in_again, page_of
from tests.course.grader.by_hand.written_class import CELL, HEADING
from tests.course.grader.small_class import LESSON, grade
from tests.course.grader.test_year import stock_autograde


@pytest.fixture(autouse=True)
def _at_home(course, monkeypatch):
    monkeypatch.chdir(course)


def typed(course, points, *, student="ann", resolves=True):
    """Give a mark as the formgrader does; its server may take it for one that doesn't wait."""
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as book:
        found = book.find_grade(CELL, LESSON, LESSON, student)
        found.manual_score = points
        if resolves:
            found.needs_manual_grade = False
        book.db.commit()


def autograded_by_nbgrader(course, student="ann"):
    """Do what `nbgrader autograde` does to marks by hand and to the marked notebook."""
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as book:
        for notebook in book.find_submission(LESSON, student).notebooks:
            for found in notebook.grades:
                found.needs_manual_grade = found.manual_score is not None
        book.db.commit()
    file = course / "grading" / "autograded" / student / LESSON / f"{LESSON}.ipynb"
    notebook = json.loads(file.read_text())
    notebook["metadata"]["language_info"]["version"] = "3.11.4"
    file.write_text(json.dumps(notebook))


@pytest.mark.parametrize("graded_between", [True, False])
def test_after_nbgraders_autograde_of_the_same_words_a_mark_counts_again(
    course, question, capsys, graded_between
):
    grade(course)
    typed(course, 1.5)
    if graded_between:
        grade(course)
    autograded_by_nbgrader(course)
    capsys.readouterr()
    grade(course)
    assert mark_of(course, question, "ann").points == 1.5
    assert "3.5 of 4 points." in page_of(course, "ann")
    assert f"for {HEADING} waited" in (said := capsys.readouterr().out)
    assert "count again: ann 1.5." in said
    grade(course)
    assert "count again" not in capsys.readouterr().out


def test_after_nbgraders_autograde_of_other_words_a_mark_waits(course, question, capsys):
    typed(course, 1.5)
    grade(course)
    autograded_by_nbgrader(course)
    hand_in_again(course, "ann", "so on", "so forth")
    assert "count again" not in capsys.readouterr().out
    grade(course)
    assert (mark_of(course, question, "ann").points, mark_of(course, question, "ann").before) == (
        None,
        1.5,
    )


def test_a_mark_counts_again_where_its_words_are_handed_in_again(course, question):
    typed(course, 1.5)
    grade(course)
    hand_in_again(course, "ann", "so on", "so forth")
    assert mark_of(course, question, "ann").points is None
    assert "still has to read" in page_of(course, "ann")
    hand_in_again(course, "ann", "so forth", "so on")
    assert mark_of(course, question, "ann").points == 1.5
    assert "3.5 of 4 points." in page_of(course, "ann")


def test_a_waiting_mark_that_was_changed_in_the_formgrader_is_named(course, capsys):
    typed(course, 1)
    hand_in_again(course, "ann", "so on", "so forth")
    typed(course, 2, resolves=False)
    capsys.readouterr()
    grade(course)
    assert "were changed while they waited, and wait still: ann 1 → 2." in capsys.readouterr().out
    [row] = [row for row in gradebook_rows(course, LESSON) if row.student == "ann"]
    assert row.waiting
    typed(course, 2)
    grade(course)
    assert "wait still" not in capsys.readouterr().out


def test_a_mark_that_came_from_elsewhere_and_waits_does_not_count_by_itself(course, question):
    typed(course, 1.5, resolves=False)
    grade(course)
    assert mark_of(course, question, "ann").points is None


def test_a_mark_scheme_that_says_something_else_is_named_with_the_marks_by_the_old_one(
    course, capsys
):
    typed(course, 1.5)
    grade(course)
    capsys.readouterr()
    ask_else(course, ("1 point: a reason.", "2 points: a good reason."))
    said = capsys.readouterr().out
    assert f"The mark scheme of {HEADING} has changed." in said
    assert "given by the old one: ann 1.5." in said
    grade(course)
    assert "mark scheme" not in capsys.readouterr().out


@pytest.mark.slow
def test_nbgraders_own_autograde_leaves_a_mark_by_hand(course, question):
    typed(course, 1.5)
    assert stock_autograde(course, "ann") == 0
    assert mark_of(course, question, "ann").points is None
    grade(course)
    assert mark_of(course, question, "ann").points == 1.5
