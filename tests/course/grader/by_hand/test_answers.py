"""Answers in words: what is asked and written, and what a marker gives, in nbgrader's gradebook."""

import contextlib

import nbformat
import pytest
from nbgrader.api import Gradebook

from course.cli import main
from course.folders import CourseError
from course.grader.by_hand.answers import Conflict, answer, marks, save
from course.grader.marks.results import gradebook_rows, waiting_by_question
from course.grader.roster import Person, save_roster
from tests.course.grader.by_hand.written_class import CELL, HEADING
from tests.course.grader.small_class import LESSON, grade


def mark_of(course, question, student):
    [found] = [mark for mark in marks(course, LESSON, question) if mark.student == student]
    return found


def test_a_question_has_its_heading_text_and_mark_scheme(question):
    assert (question.heading, question.points) == (HEADING, 2.0)
    assert "Say it." in question.text
    assert "1 point: a reason" in question.scheme
    assert "A model answer" in question.model
    assert "point" not in question.model


def test_who_wrote_something_waits_for_a_mark_and_who_did_not_is_not_asked_about(course, question):
    assert [(mark.student, mark.points) for mark in marks(course, LESSON, question)] == [
        ("ann", None),
        ("bob", None),
    ]


def test_an_answer_is_shown_as_it_was_written_and_harmless(course, question):
    assert "<strong>so on</strong>" in answer(course, LESSON, question, "ann")
    assert "<mi>a</mi>" in answer(course, LESSON, question, "ann")
    assert "&lt;script&gt;" in answer(course, LESSON, question, "bob")
    assert "<script" not in answer(course, LESSON, question, "bob")


def test_words_elsewhere_in_the_notebook_are_folded_away_below_an_answer(course, question):
    alone = answer(course, LESSON, question, "ann")
    file = course / "grading" / "submitted" / "ann" / LESSON / f"{LESSON}.ipynb"
    notebook = nbformat.read(file, as_version=4)
    notebook.cells[1:1] = [
        nbformat.v4.new_markdown_cell("A note of **mine**."),
        nbformat.v4.new_code_cell("# PS: <b>see</b> Saito.\n# That's all."),
        nbformat.v4.new_code_cell("x = 1  # no words of an answer"),
        nbformat.v4.new_raw_cell("More, at the top."),
        nbformat.v4.new_markdown_cell(notebook.cells[0].source),
    ]
    nbformat.write(notebook, file)
    with contextlib.chdir(course):
        grade(course)
    shown = answer(course, LESSON, question, "ann")
    for words in ("so on", "A note of <strong>mine</strong>", "see&lt;/b&gt; Saito", "More, at"):
        assert words in shown
    assert "<details><summary>Elsewhere in this notebook" in shown
    assert "no words of" not in shown
    assert "small lesson" not in shown
    assert "<details" not in alone
    assert "<details" not in answer(course, LESSON, question, "bob")


@pytest.mark.parametrize("student", ["eve", "../ann", "..", ".", ""])
def test_an_answer_of_nobody_is_refused(course, question, student):
    with pytest.raises(CourseError, match="no marked notebook"):
        answer(course, LESSON, question, student)


def test_a_mark_goes_into_the_gradebook(course, question):
    before = mark_of(course, question, "ann")
    given = {"points": 1.5, "comment": " Well said. ", "version": before.version}
    after = save(course, LESSON, question, "ann", given)
    assert (after.points, after.comment) == (1.5, "Well said.")
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as book:
        grade = book.find_grade(CELL, LESSON, LESSON, "ann")
        assert (grade.manual_score, grade.needs_manual_grade) == (1.5, False)
        assert book.find_comment(CELL, LESSON, LESSON, "ann").comment == "Well said."
    [row] = [row for row in gradebook_rows(course, LESSON) if row.student == "ann"]
    assert (row.total, row.waiting) == (3.5, ())


def test_a_mark_can_be_taken_back(course, question):
    first = save(
        course, LESSON, question, "ann",
        {"points": 2, "comment": "", "version": mark_of(course, question, "ann").version},
    )  # fmt: skip
    again = {"points": None, "comment": "", "version": first.version}
    assert save(course, LESSON, question, "ann", again).points is None
    assert mark_of(course, question, "ann").points is None


def test_of_two_markers_the_second_sees_what_the_first_gave(course, question):
    seen = mark_of(course, question, "ann").version
    save(course, LESSON, question, "ann", {"points": 2, "comment": "Yes.", "version": seen})
    with pytest.raises(Conflict) as conflict:
        save(course, LESSON, question, "ann", {"points": 1, "comment": "", "version": seen})
    assert (conflict.value.mark.points, conflict.value.mark.comment) == (2.0, "Yes.")
    assert mark_of(course, question, "ann").points == 2.0


def test_a_mark_is_not_given_to_words_that_the_marker_has_not_seen(course, question, monkeypatch):
    monkeypatch.chdir(course)
    seen = mark_of(course, question, "ann")
    file = course / "grading" / "submitted" / "ann" / LESSON / f"{LESSON}.ipynb"
    file.write_text(file.read_text().replace("and **so on**", "I don't know"))
    grade(course)
    with pytest.raises(Conflict) as conflict:
        save(course, LESSON, question, "ann", {"points": 2, "comment": "", "version": seen.version})
    assert conflict.value.mark.handed_in != seen.handed_in
    assert mark_of(course, question, "ann").points is None


def test_a_mark_is_not_given_to_somebody_who_has_the_name_now(course, question, monkeypatch):
    monkeypatch.chdir(course)
    seen = mark_of(course, question, "ann")
    for old, new in (("ann", "one"), ("bob", "ann"), ("one", "bob")):
        assert main(["roster", "--rename", old, new]) == 0
    with pytest.raises(Conflict):
        save(course, LESSON, question, "ann", {"points": 2, "comment": "", "version": seen.version})
    assert mark_of(course, question, "bob").version == seen.version


@pytest.mark.parametrize("points", [-1, 2.5, "2", True, float("nan"), [1]])
def test_points_that_the_question_cannot_have_are_refused(course, question, points):
    version = mark_of(course, question, "ann").version
    with pytest.raises(CourseError, match="take a number from 0 to 2"):
        save(course, LESSON, question, "ann", {"points": points, "comment": "", "version": version})


@pytest.mark.parametrize("comment", [7, "x" * 10_001])
def test_a_comment_is_text_that_a_page_can_hold(course, question, comment):
    with pytest.raises(CourseError, match="a comment is text"):
        save(course, LESSON, question, "ann", {"points": 1, "comment": comment, "version": ""})


def test_nobody_is_marked_who_did_not_hand_in(course, question):
    with pytest.raises(CourseError, match="eve has no answer to Last question: why"):
        save(course, LESSON, question, "eve", {"points": 1, "comment": "", "version": ""})


def test_a_run_says_what_waits_for_a_mark(course, monkeypatch, capsys):
    monkeypatch.chdir(course)
    grade(course)
    assert f"`course mark 01`, for 2 answers that wait ({HEADING}: 2)" in capsys.readouterr().out


def test_somebody_who_has_left_the_class_is_not_listed_and_waits_for_nobody(course, question):
    save_roster(course, [Person("ann"), Person("cyd")])
    assert [mark.student for mark in marks(course, LESSON, question)] == ["ann"]
    assert waiting_by_question(course, LESSON) == {HEADING: 1}
    save_roster(course, [Person("ann"), Person("bob"), Person("cyd")])
    assert [mark.student for mark in marks(course, LESSON, question)] == ["ann", "bob"]
