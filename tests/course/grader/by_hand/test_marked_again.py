"""Marks by hand through a year: what stays, what waits for another look, and what is said of it."""

import shutil

import pytest

from course.grader.by_hand.answers import answer, marks, save
from course.grader.by_hand.asked import questions
from course.grader.marks.results import gradebook_rows
from tests.course.grader.by_hand.test_answers import mark_of
from tests.course.grader.by_hand.written_class import HEADING
from tests.course.grader.small_class import LESSON, grade, mark_by_hand, scores


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


def test_a_mark_counts_again_where_its_words_come_back_though_no_run_had_seen_it(
    course, question, monkeypatch
):
    monkeypatch.chdir(course)
    seen = mark_of(course, question, "ann")
    given = {"points": 1.5, "comment": "", "version": seen.version}
    save(course, LESSON, question, "ann", given)
    hand_in_again(course, "ann", "so on", "so forth")
    hand_in_again(course, "ann", "so forth", "so on")
    assert mark_of(course, question, "ann").points == 1.5


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


def page_of(course, student):
    page = course / "grading" / "feedback" / student / LESSON / f"{LESSON}.html"
    return page.read_text()


def test_a_comment_on_other_words_is_not_shown_beside_the_new_ones(course, question, monkeypatch):
    monkeypatch.chdir(course)
    seen = mark_of(course, question, "ann")
    given = {"points": 1.5, "comment": "A good reason.", "version": seen.version}
    save(course, LESSON, question, "ann", given)
    grade(course)
    assert "A good reason." in page_of(course, "ann")
    hand_in_again(course, "ann", "Because $a<b$, and **so on**.", "*Write your answer here.*")
    assert "A good reason." not in page_of(course, "ann")
    assert mark_of(course, question, "ann").comment == "A good reason."


def ask_else(course, *replacements):
    """Replace something in the lesson, and grade."""
    file = course / "solutions" / LESSON / f"{LESSON}.ipynb"
    text = file.read_text()
    for before, after in replacements:
        assert before in text
        text = text.replace(before, after)
    file.write_text(text)
    grade(course)


def worth(points):
    """Return what makes the question, of 2 points in the gradebook, worth so many."""
    about = (
        '"grade": true,\n     "grade_id": "why-written",\n     "locked": false,\n     "points": '
    )
    return f"{about}{points},"


@pytest.fixture
def both_marked(course, question, monkeypatch):
    monkeypatch.chdir(course)
    for student, points in (("ann", 2), ("bob", 1)):
        version = mark_of(course, question, student).version
        given = {"points": points, "comment": "", "version": version}
        save(course, LESSON, question, student, given)
    return course


def points_of(course, question):
    return {mark.student: (mark.points, mark.before) for mark in marks(course, LESSON, question)}


def test_marks_by_hand_count_again_where_points_are_put_back(both_marked, question, capsys):
    course = both_marked
    ask_else(course, (worth(2), worth(1)))
    assert points_of(course, question) == {"ann": (None, 2.0), "bob": (1.0, None)}
    capsys.readouterr()
    ask_else(course, (worth(1), worth(2)))
    assert points_of(course, question) == {"ann": (2.0, None), "bob": (1.0, None)}
    said = capsys.readouterr().out
    assert "Marks by hand stay as they are (bob 1)." in said
    assert "Given for these points before, and counting again: ann 2." in said


def test_a_mark_for_other_words_does_not_count_again_with_the_points(both_marked, question):
    course = both_marked
    ask_else(course, (worth(2), worth(1)))
    hand_in_again(course, "ann", "so on", "so forth")
    ask_else(course, (worth(1), worth(2)))
    assert points_of(course, question)["ann"] == (None, 2.0)


def test_marks_by_hand_for_fewer_points_than_there_are_now_wait(both_marked, question, capsys):
    course = both_marked
    ask_else(course, (worth(2), worth(4)))
    assert points_of(course, question) == {"ann": (None, 2.0), "bob": (None, 1.0)}
    assert "waiting for another look: ann 2, bob 1." in capsys.readouterr().out
    ask_else(course, (worth(4), worth(2)))
    assert points_of(course, question) == {"ann": (2.0, None), "bob": (1.0, None)}


def test_a_question_that_asks_something_else_is_named_with_its_marks(both_marked, capsys):
    grade(both_marked)
    capsys.readouterr()
    ask_else(both_marked, ("Say it.", "Say why."))
    assert f"The text of {HEADING} has changed." in (said := capsys.readouterr().out)
    assert "ann 2, bob 1." in said
    grade(both_marked)
    assert "has changed" not in capsys.readouterr().out
