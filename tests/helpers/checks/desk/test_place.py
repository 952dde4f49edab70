"""What is done of a lesson: kept, restored, shown beside other lessons, linked to the next."""

import json
from pathlib import Path

import pytest

from helpers.checks import checker
from helpers.checks.checker import Checker, NotYet
from tests.helpers.checks.small_answers import half, rows


@pytest.fixture
def check_that_keeps(released: Path, monkeypatch: pytest.MonkeyPatch) -> Checker:
    """Return a fresh `check` of somebody who works in a notebook of the first of two lessons."""
    monkeypatch.chdir(released)
    other = released.parent / "02_other"
    other.mkdir()
    text = (released / "checks.json").read_text().replace("01_small", "02_other")
    (other / "checks.json").write_text(text)
    for lesson in (released, other):
        (lesson / f"{lesson.name}.ipynb").write_text(json.dumps(NOTEBOOK))
    return Checker(keep=True)


# As released: a title, an exercise, a question.
NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": ["Go.\n", "# A title"]},
        {"cell_type": "code", "metadata": {}, "source": 'check("halves", halves)'},
        {
            "cell_type": "markdown",
            "metadata": {
                "nbgrader": {
                    "grade": True,
                    "solution": True,
                    "grade_id": "offer-written",
                    "points": 2,
                }
            },
            "source": ["*Write your answer here.*"],
        },
    ]
}


def answered(text: str) -> str:
    """Return the notebook with an answer to its question."""
    return json.dumps({"cells": [*NOTEBOOK["cells"][:2], {**NOTEBOOK["cells"][2], "source": text}]})


def plain(check: Checker, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the lines of the table of progress."""
    capsys.readouterr()
    check.progress()
    return capsys.readouterr().out.splitlines()


def test_progress_stays_when_the_session_ends(check_that_keeps, capsys):
    check_that_keeps("halves", half)
    check_that_keeps.hint("check_rows")
    assert plain(Checker(keep=True), capsys) == [
        "01_small: 1 of 2 exercises done, 2 of 3 points",
        "  halves         ✓ right      2 points  1 try",
        "  check_rows     ○ not tried  1 point   1 hint",
        "  offer written  ○ not tried  2 points  in words, read by a teacher",
        "The other lessons:",
        "  02_other  ○ 0 of 2 exercises done  0 of 3 points",
    ]


def test_the_next_hint_follows_those_taken_before_a_restart(check_that_keeps, capsys):
    check_that_keeps.hint("halves")
    Checker(keep=True).hint("halves")
    assert "Hint 2 of 2" in capsys.readouterr().out


def test_progress_of_all_lessons_is_shown_in_each(check_that_keeps, released, monkeypatch, capsys):
    check_that_keeps("halves", half)
    (released / "01_small.ipynb").write_text(answered("I would ask for the recall."))
    monkeypatch.chdir(released.parent / "02_other")
    assert plain(Checker(keep=True), capsys)[-2:] == [
        "The other lessons:",
        "  01_small  △ 1 of 2 exercises done  2 of 3 points  question written",
    ]


def test_a_lesson_that_is_damaged_is_left_out(check_that_keeps, released, capsys):
    (released.parent / "02_other" / "checks.json").write_text("{")
    (released / "01_small.ipynb").write_text("{")
    assert len(plain(check_that_keeps, capsys)) == 3


@pytest.mark.parametrize(
    "text", ["*Write your answer here.*", "", " \n", "Write your answer here."]
)
def test_a_question_without_an_answer_is_not_tried(check_that_keeps, released, capsys, text):
    (released / "01_small.ipynb").write_text(answered(text))
    assert "  offer written  ○ not tried" in plain(check_that_keeps, capsys)[3]


def test_a_question_with_an_answer_is_written(check_that_keeps, released, capsys):
    (released / "01_small.ipynb").write_text(answered("I would ask for the recall."))
    assert "  offer written  ✎ written  " in plain(check_that_keeps, capsys)[3]


def test_a_stub_is_not_tried_and_takes_nothing_away(check_that_keeps, capsys):
    with pytest.raises(NotYet):
        check_that_keeps("halves", lambda y: ...)
    assert "○ not tried" in plain(check_that_keeps, capsys)[1]
    check_that_keeps("halves", half)
    with pytest.raises(NotYet):
        check_that_keeps("halves", ...)
    assert "✓ right" in plain(check_that_keeps, capsys)[1]
    with pytest.raises(NotYet, match="run the cell with it and its check"):
        check_that_keeps.needs("halves")


def test_what_was_right_before_a_restart_is_needed_anew(check_that_keeps):
    check_that_keeps("halves", half)
    check_that_keeps.needs("halves")
    again = Checker(keep=True)
    with pytest.raises(NotYet, match="your halves, which was right earlier: run the cell with it"):
        again.needs("halves")
    with pytest.raises(NotYet, match="your halves and check_rows: solve them"):
        again.needs("halves", "check_rows")
    again("halves", half)
    again.needs("halves")


def test_who_works_on_the_solutions_leaves_no_file(course, monkeypatch):
    folder = course / "solutions" / "01_small"
    monkeypatch.chdir(folder)
    Checker(keep=True)("halves", half)
    assert not (folder / "progress.json").exists()


def test_without_keeping_nothing_is_read_or_written(check_that_keeps, released, capsys):
    check_that_keeps("halves", half)
    before = (released / "progress.json").read_bytes()
    graded = Checker()
    assert "○ not tried" in plain(graded, capsys)[1]
    with pytest.raises(NotYet):
        graded("halves", lambda y: y)
    assert (released / "progress.json").read_bytes() == before


def test_what_a_grader_knows_is_shown(released, monkeypatch, capsys):
    monkeypatch.chdir(released)
    check = Checker()
    check.remember("halves", True)
    check.needs("halves")
    assert "1 of 2 exercises done" in plain(check, capsys)[0]
    check.remember("halves", False)
    with pytest.raises(NotYet):
        check.needs("halves")


# --- the end of a lesson


def test_the_end_of_a_lesson_says_what_is_open_and_links_to_the_next(check_that_keeps, monkeypatch):
    cards: list[dict[str, str]] = []
    monkeypatch.setattr(checker, "_display", cards.append)
    check_that_keeps("halves", half)
    check_that_keeps.finish()
    assert cards[-1]["text/plain"].splitlines() == [
        "△ 01_small: 1 of 2 exercises done, 2 of 3 points",
        "Still open: check_rows (1 point), offer written (2 points).",
        "Next lesson: 02 A title",
    ]
    assert "<a href='../02_other/02_other.ipynb'" in cards[-1]["text/html"]
    assert ">02 A title</a>" in cards[-1]["text/html"]


def test_where_all_is_done_nothing_is_open(check_that_keeps, released, capsys):
    (released / "01_small.ipynb").write_text(answered("I would ask for the recall."))
    check_that_keeps("halves", half)
    check_that_keeps("check_rows", rows)
    capsys.readouterr()
    check_that_keeps.finish()
    assert capsys.readouterr().out.splitlines() == [
        "✓ 01_small: 2 of 2 exercises done, 3 of 3 points",
        "Next lesson: 02 A title",
    ]


def test_the_last_lesson_leads_nowhere(check_that_keeps, released, monkeypatch, capsys):
    monkeypatch.chdir(released.parent / "02_other")
    Checker(keep=True).finish()
    assert "Next" not in capsys.readouterr().out


def test_on_a_page_the_next_lesson_is_no_link(check_that_keeps, monkeypatch):
    """The site is made of what a run showed, and has other addresses."""
    cards: list[dict[str, str]] = []
    monkeypatch.setattr(checker, "_display", cards.append)
    Checker().finish()
    assert "02 A title" in cards[0]["text/html"]
    assert "<a" not in cards[0]["text/html"]


def test_beside_the_lessons_the_progress_of_all_of_them_is_shown(
    check_that_keeps, released, monkeypatch, capsys
):
    with pytest.raises(NotYet):
        check_that_keeps("halves", lambda y: y)
    monkeypatch.chdir(released.parent)
    assert plain(Checker(keep=True), capsys) == [
        "Go on with: 01 A title",
        "  01 A title  △ 0 of 2 exercises done  0 of 3 points",
        "  02 A title  ○ 0 of 2 exercises done  0 of 3 points",
    ]
