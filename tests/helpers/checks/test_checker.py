"""`check` in a session: cards, states, hints, and nothing of ours in a traceback."""

import pytest

from helpers.checks import checker
from helpers.checks.checker import NotYet
from helpers.checks.exercise import CheckError
from tests.helpers.checks.small_answers import half, rows


def test_a_right_answer_shows_a_card_and_raises_nothing(check, capsys):
    check("halves", half)
    assert capsys.readouterr().out == ("✓ Right: halves\nhalves is right in all 4 cases.\n")


def test_a_wrong_answer_shows_a_card_then_raises_its_first_sentence(check, capsys):
    with pytest.raises(NotYet, match=r"^halves: You doubled it\.$"):
        check("halves", lambda y: y * 2)
    out = capsys.readouterr().out
    assert out.startswith("△ Not yet: halves\nYou doubled it. We want half.\n  call")
    assert out.endswith('For a hint: check.hint("halves")\n')


def test_where_no_limit_of_time_is_kept_it_is_said_once(check, capsys, monkeypatch):
    monkeypatch.setattr(checker, "limits_are_kept", lambda: False)
    check("halves", half)
    first = capsys.readouterr().out
    assert first.startswith("○ No limit of time here\nA loop that doesn't end is not broken off")
    assert "restart Python: what you wrote stays." in first
    check("halves", half)
    assert capsys.readouterr().out.startswith("✓ Right: halves")


def test_the_stub_is_not_attempted(check, capsys):
    with pytest.raises(NotYet, match=r"^halves: halves still returns"):
        check("halves", lambda y: ...)
    assert capsys.readouterr().out.startswith("○ Not attempted: halves")


def test_an_unknown_name_is_a_check_error_with_the_names_near_it(check):
    with pytest.raises(CheckError, match="Did you mean halves"):
        check("halfs", half)


def test_what_the_function_prints_comes_before_the_card(check, capsys):
    with pytest.raises(NotYet):
        check("halves", lambda y: print("debug", len(y)))
    assert capsys.readouterr().out.startswith("debug 2\ndebug 1\ndebug 4\ndebug 4\n△ Not yet")


def test_printing_without_end_is_cut(check, capsys):
    with pytest.raises(NotYet):
        check("halves", lambda y: [print("x" * 999) for _ in range(99)])
    assert len(capsys.readouterr().out) < checker.LONGEST_OUTPUT + 1000


def test_the_last_line_is_one_line_and_short(check):
    def function(y):
        raise ValueError("a\nb" + "x" * 1000)

    with pytest.raises(NotYet) as caught:
        check("halves", function)
    (line,) = caught.value._render_traceback_()
    assert "\n" not in line
    assert len(line) < 280


# --- one voice


def test_below_the_card_there_is_one_quiet_word(check):
    with pytest.raises(NotYet) as caught:
        check("halves", lambda y: y)
    assert caught.value._render_traceback_() == ["not yet"]
    with pytest.raises(NotYet) as caught:
        check.needs("halves")
    assert caught.value._render_traceback_() == ["waiting"]


def test_nbgrader_which_shows_no_card_has_the_sentence(check, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(NotYet) as caught:
        check("halves", lambda y: y * 2)
    assert caught.value._render_traceback_() == ["NotYet: halves: You doubled it."]


# --- progress


def test_progress_shows_the_state_of_each_exercise(check, capsys):
    check.progress()
    assert capsys.readouterr().out.splitlines() == [
        "01_small: 0 of 2 exercises done, 0 of 3 points",
        "  halves      ○ not tried  2 points",
        "  check_rows  ○ not tried  1 point",
    ]


def test_progress_follows_the_checks(check, capsys):
    check("halves", half)
    with pytest.raises(NotYet):
        check("check_rows", lambda counts: None)
    capsys.readouterr()
    check.progress()
    assert capsys.readouterr().out.splitlines() == [
        "01_small: 1 of 2 exercises done, 2 of 3 points",
        "  halves      ✓ right    2 points  1 try",
        "  check_rows  △ not yet  1 point   1 try",
    ]


def test_an_answer_that_was_right_may_become_wrong(check, capsys):
    check("halves", half)
    with pytest.raises(NotYet):
        check("halves", lambda y: y)
    check.progress()
    assert "0 of 2 exercises done" in capsys.readouterr().out


# --- needs


def test_a_cell_waits_for_the_exercises_it_needs(check):
    with pytest.raises(
        NotYet, match="needs your halves and check_rows: solve them and run their ch"
    ):
        check.needs("halves", "check_rows")
    check("halves", half)
    with pytest.raises(NotYet, match="needs your check_rows: solve it and run its check"):
        check.needs("halves", "check_rows")
    check("check_rows", rows)
    check.needs("halves", "check_rows")


def test_a_cell_does_not_blame_a_restart_for_an_answer_that_was_broken_since(check):
    check("halves", half)
    with pytest.raises(NotYet):
        check("halves", ...)
    with pytest.raises(NotYet, match="your halves, which was right earlier: run the cell with it"):
        check.needs("halves")


def test_a_cell_that_needs_an_unknown_exercise_is_a_check_error(check):
    with pytest.raises(CheckError, match="Did you mean halves"):
        check.needs("halfs")
