"""Tables of what is done, as text."""

from pathlib import Path

import pytest

from helpers.checks.desk.lessons import Part
from helpers.checks.desk.overview import (
    Overview,
    course_table,
    exercise_part,
    finish_card,
    points,
    progress_table,
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
WRITTEN = Part("d", "written", 2)
UNWRITTEN = Part("d", "not tried", 2)


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


def lesson(number: int, *parts: Part) -> Overview:
    return Overview(f"0{number}_any", parts, title=f"Title {number}")


@pytest.mark.parametrize(
    ("lessons", "first_line"),
    [
        ([lesson(1, OPEN), lesson(2, OPEN)], "Begin with: 01 Title 1"),
        ([lesson(1, DONE, OPEN), lesson(2, OPEN)], "Go on with: 01 Title 1"),
        ([lesson(1, DONE), lesson(2, OPEN)], "Go on with: 02 Title 2"),
        ([lesson(1, OPEN), lesson(2, TRIED), lesson(3, OPEN)], "Go on with: 02 Title 2"),
        ([lesson(1, OPEN), lesson(2, DONE)], "Go on with: 01 Title 1"),
        ([lesson(1, DONE), lesson(2, DONE)], "✓ All lessons are done"),
    ],
)
def test_one_goes_on_with_the_last_lesson_begun_or_the_next_one_that_is_open(lessons, first_line):
    assert course_table(lessons)["text/plain"].splitlines()[0] == first_line


def test_the_table_of_all_lessons_links_to_each():
    card = course_table([lesson(1, DONE), lesson(2, OPEN)])
    assert card["text/plain"].splitlines()[1] == (
        "  01 Title 1  ✓ 1 of 1 exercises done  1 of 1 point"
    )
    for number in (1, 2):
        assert f"href='0{number}_any/0{number}_any.ipynb'" in card["text/html"]


def test_the_end_of_a_lesson_links_to_the_page_with_all_lessons():
    card = finish_card(Overview("01_small", (DONE,)), None, linked=True, start=True)
    assert "href='../00_start.ipynb'" in card["text/html"]
