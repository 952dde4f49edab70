"""Tables of what is done, as text."""

from pathlib import Path

import pytest

from helpers.checks.desk.lessons import Question
from helpers.checks.desk.overview import (
    Overview,
    Part,
    exercise_part,
    finish_card,
    points,
    progress_table,
    question_part,
)
from helpers.checks.desk.progress import Record


def test_a_lesson_without_exercises_is_no_error():
    text = progress_table(Overview("01_small", ()))["text/plain"]
    assert text == "01_small: 0 of 0 exercises done, 0 of 0 points"


@pytest.mark.parametrize(
    ("record", "more"),
    [
        (Record(), ""),
        (Record("right", tries=1), "1 try"),
        (Record("not yet", tries=2, hints=1), "2 tries, 1 hint"),
        (Record("not tried", hints=2), "2 hints"),
    ],
)
def test_tries_and_hints_are_counted_in_words(record, more):
    assert exercise_part("a", 1, record).more == more


@pytest.mark.parametrize(
    ("number", "words"), [(1, "1 point"), (2, "2 points"), (0.5, "0.5 points"), (1.0, "1 point")]
)
def test_points_are_said_as_one_says_them(number, words):
    assert points(number) == words


DONE, TRIED, OPEN = Part("a", "right", 1), Part("b", "not yet", 2), Part("c", "not tried", 1)
WRITTEN = question_part(Question("d", 2, answered=True))
UNWRITTEN = question_part(Question("d", 2, answered=False))


@pytest.mark.parametrize(
    ("exercises", "questions", "line"),
    [
        ((DONE, DONE), (), "✓ 2 of 2 exercises done  2 of 2 points"),
        ((DONE, OPEN), (), "△ 1 of 2 exercises done  1 of 2 points"),
        ((TRIED, OPEN), (), "△ 0 of 2 exercises done  0 of 3 points"),
        ((OPEN, OPEN), (UNWRITTEN,), "○ 0 of 2 exercises done  0 of 2 points"),
        ((DONE,), (UNWRITTEN,), "△ 1 of 1 exercises done  1 of 1 point"),
        ((DONE,), (WRITTEN,), "✓ 1 of 1 exercises done  1 of 1 point  question written"),
        ((OPEN,), (WRITTEN,) * 2, "△ 0 of 1 exercises done  0 of 1 point  2 questions written"),
    ],
)
def test_another_lesson_is_one_line(exercises, questions, line):
    other = Overview("02_other", exercises, questions)
    text = progress_table(Overview("01_small", (OPEN,)), [other])["text/plain"]
    assert text.splitlines()[-2:] == ["The other lessons:", f"  02_other  {line}"]


def test_a_question_that_is_written_is_not_open():
    text = finish_card(Overview("01_small", (DONE,), (WRITTEN,)), None, linked=True)["text/plain"]
    assert text == "✓ 01_small: 1 of 1 exercises done, 1 of 1 point"


def test_a_next_lesson_whose_notebook_cant_be_read_has_its_folders_name():
    card = finish_card(Overview("01_small", (DONE,)), Path("02_it's"), linked=True)
    assert card["text/plain"].endswith("Next lesson: 02 02_it's")
    assert "href='../02_it&#x27;s/02_it&#x27;s.ipynb'" in card["text/html"]
