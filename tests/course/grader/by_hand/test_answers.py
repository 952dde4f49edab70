"""Answers in words: what is asked and written, and what a marker gives, in nbgrader's gradebook."""

import shutil

import pytest
from nbgrader.api import Gradebook

from course.cli import main
from course.folders import CourseError
from course.grader.by_hand.answers import Conflict, answer, marks, save
from course.grader.by_hand.asked import questions
from course.grader.marks.results import gradebook_rows
from tests.course.grader.by_hand.written_class import CELL, HEADING
from tests.course.grader.small_class import LESSON, grade, mark_by_hand, scores


@pytest.fixture
def question(course):
    [found] = questions(course, LESSON)
    return found


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


def hand_in_again(course, student, before, after):
    """Replace something in what a student has handed in, and grade."""
    file = course / "grading" / "submitted" / student / LESSON / f"{LESSON}.ipynb"
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after))
    grade(course)


def test_a_mark_stays_where_the_words_do_whatever_else_is_handed_in_again(
    course, question, monkeypatch
):
    monkeypatch.chdir(course)
    seen = mark_of(course, question, "ann")
    marked = save(
        course, LESSON, question, "ann",
        {"points": 1.5, "comment": "Yes.", "version": seen.version},
    )  # fmt: skip
    hand_in_again(course, "ann", "return y + y", "return 2 * y")
    hand_in_again(course, "ann", "Because $a", r"\n Because $a")
    hand_in_again(course, "ann", "so on**.", r"so on**.  \n\n")
    assert mark_of(course, question, "ann") == marked
    [row] = [row for row in gradebook_rows(course, LESSON) if row.student == "ann"]
    assert (row.total, row.waiting) == (3.5, ())


def test_a_mark_for_other_words_is_withdrawn_and_shown_as_what_was_there_before(
    course, question, monkeypatch
):
    monkeypatch.chdir(course)
    seen = mark_of(course, question, "ann")
    given = {"points": 1.5, "comment": "Yes.", "version": seen.version}
    save(course, LESSON, question, "ann", given)
    hand_in_again(course, "ann", "so on", "so forth")
    found = mark_of(course, question, "ann")
    assert (found.points, found.before, found.comment) == (None, 1.5, "Yes.")
    assert mark_of(course, question, "bob").before is None


def test_a_comment_alone_leaves_what_a_mark_was_before(course, question, monkeypatch):
    monkeypatch.chdir(course)
    seen = mark_of(course, question, "ann")
    given = {"points": 1.5, "comment": "", "version": seen.version}
    save(course, LESSON, question, "ann", given)
    hand_in_again(course, "ann", "so on", "so forth")
    waits = mark_of(course, question, "ann")
    said = {"points": None, "comment": "Why?", "version": waits.version}
    after = save(course, LESSON, question, "ann", said)
    assert (after.points, after.before, after.comment) == (None, 1.5, "Why?")


@pytest.mark.parametrize("left", ["another", "nobody", "no folder"])
def test_marks_are_put_into_the_pages_of_those_who_are_not_in_this_run(
    course, question, monkeypatch, capsys, left
):
    monkeypatch.chdir(course)
    seen = mark_of(course, question, "ann")
    given = {"points": 1.5, "comment": "Well said.", "version": seen.version}
    save(course, LESSON, question, "ann", given)
    submitted = course / "grading" / "submitted"
    shutil.rmtree(submitted / "ann" if left == "another" else submitted)
    if left == "nobody":
        submitted.mkdir()
    grade(course)
    page = (course / "grading" / "feedback" / "ann" / LESSON / f"{LESSON}.html").read_text()
    assert "3.5 of 4 points." in page
    assert "Well said." in page
    said = capsys.readouterr().out
    assert ("nobody was graded, and marks by hand were put into" in said) == (left != "another")
    assert "1 answer that waits" in said


@pytest.fixture
def exercise(course, monkeypatch):
    """Return the exercise as a question: ann has another mark there than the program's."""
    monkeypatch.chdir(course)
    assert [one.heading for one in questions(course, LESSON)] == [HEADING]
    mark_by_hand(course, "ann", 1)
    return questions(course, LESSON)[1]


def test_an_exercise_with_a_mark_by_hand_can_be_marked_beside_the_questions(course, exercise):
    assert (exercise.heading, exercise.points) == ("double", 2.0)
    assert "Double y." in exercise.text
    assert "return y * 2" in exercise.model
    found = mark_of(course, exercise, "ann")
    assert (found.points, found.program) == (1.0, 2.0)
    assert "<pre><code>def double(y):" in answer(course, LESSON, exercise, "ann")


def test_a_mark_on_an_exercise_waits_where_its_code_is_another_and_is_given_there(
    course, exercise, capsys
):
    hand_in_again(course, "ann", "return y + y", "return 2 * y")
    assert "double: 1" in capsys.readouterr().out
    waits = mark_of(course, exercise, "ann")
    assert (waits.points, waits.before) == (None, 1.0)
    given = {"points": 1.5, "comment": "Nearly.", "version": waits.version}
    assert save(course, LESSON, exercise, "ann", given).comment == "Nearly."
    [row] = [row for row in gradebook_rows(course, LESSON) if row.student == "ann"]
    assert row.scores["double"] == 1.5
    assert "double" not in row.waiting


def test_where_a_mark_on_an_exercise_is_taken_back_the_programs_counts_again(course, exercise):
    seen = mark_of(course, exercise, "ann").version
    save(course, LESSON, exercise, "ann", {"points": None, "comment": "", "version": seen})
    assert scores(course, "ann") == {"auto": 2.0, "manual": None}
    [row] = [row for row in gradebook_rows(course, LESSON) if row.student == "ann"]
    assert (row.scores["double"], "double" in row.waiting) == (2.0, False)
