"""`check` in a session: cards, states, hints, and nothing of ours in a traceback."""

import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from course.compiled import compile_exercise
from helpers.checks import checker
from helpers.checks.checker import HIDDEN_SEEDS, Checker, NotYet
from helpers.checks.exercise import CheckError


def half(y):
    return y / 2


def rows(counts):
    for name, count in counts.items():
        if not count:
            raise ValueError(f"class {name} is empty")
    return counts


@pytest.fixture
def check(released: Path, monkeypatch: pytest.MonkeyPatch) -> Checker:
    """Return a fresh `check` on a learner's machine."""
    monkeypatch.chdir(released)
    return Checker()


@pytest.fixture
def check_with_solutions(course: Path, monkeypatch: pytest.MonkeyPatch) -> Checker:
    """Return a fresh `check` in the learner's notebook of somebody who has the whole course."""
    folder = course / "notebooks" / "01_small"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return Checker()


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


# --- hints


def test_hints_come_one_after_the_other(check, capsys):
    check.hint("halves")
    assert capsys.readouterr().out == (
        "Hint 1 of 2: halves(y) -> float array (n,)\nThink of a division.\n"
        'One more: `check.hint("halves")`\n'
    )
    check.hint("halves")
    assert capsys.readouterr().out == (
        "Hint 2 of 2: halves(y) -> float array (n,)\nThink of a division.\nDivide `y` by 2.\n"
        "That was the last one.\n"
    )


def test_after_the_last_hint_all_are_shown_again(check, capsys):
    for _ in range(3):
        check.hint("halves")
    assert capsys.readouterr().out.count("Hint 2 of 2") == 2


def test_each_exercise_has_its_own_stage(check, capsys):
    check.hint("halves")
    check.hint("check_rows")
    assert capsys.readouterr().out.count("Hint 1 of 2") == 2


def test_a_hint_for_an_unknown_name_is_a_check_error(check):
    with pytest.raises(CheckError, match="Did you mean halves"):
        check.hint("halfs")


def shown(check: Checker, monkeypatch: pytest.MonkeyPatch, function: Callable[..., Any]) -> str:
    """Return the HTML of the card that a check shows."""
    cards: list[str] = []
    monkeypatch.setattr(checker, "_display", lambda bundle: cards.append(bundle["text/html"]))
    with suppress(NotYet):
        check("halves", function)
    return cards[-1]


def test_hints_can_be_opened_on_the_card_of_a_wrong_answer(check, monkeypatch):
    html = shown(check, monkeypatch, lambda y: y)
    assert html.count("<details") == 2
    assert html.index("Hint 1 of 2") < html.index("Think of a") < html.index("Hint 2 of 2")
    assert "<details" not in shown(check, monkeypatch, half)


def test_the_solution_is_behind_the_hints_where_it_is_at_hand(check_with_solutions, monkeypatch):
    html = shown(check_with_solutions, monkeypatch, lambda y: y)
    assert html.index("Hint 2 of 2") < html.index("One right answer") < html.index("def halves(y)")


def test_the_solution_gets_into_nothing_that_nbgrader_runs(check_with_solutions, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert "One right answer" not in shown(check_with_solutions, monkeypatch, lambda y: y)
    cards: list[str] = []
    monkeypatch.setattr(checker, "_display", lambda bundle: cards.append(bundle["text/plain"]))
    check_with_solutions.solution("halves")
    assert "def halves" not in cards[0]


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


def test_a_cell_that_needs_an_unknown_exercise_is_a_check_error(check):
    with pytest.raises(CheckError, match="Did you mean halves"):
        check.needs("halfs")


# --- solution


def test_the_solution_is_shown_where_the_solutions_are_at_hand(check_with_solutions, capsys):
    check_with_solutions.solution("halves")
    out = capsys.readouterr().out
    assert out.startswith("Solution of halves\nOne right way to write it:\n\ndef halves(y):")
    assert "return np.asarray(y) / 2" in out


def test_where_they_are_not_the_card_says_so(check, capsys):
    check.solution("halves")
    out = capsys.readouterr().out
    assert "The solutions are not on this machine. In a graded course ask your teacher" in out
    assert "/ 2" not in out


def test_a_solution_of_an_unknown_exercise_is_a_check_error(check_with_solutions):
    with pytest.raises(CheckError, match="Did you mean halves"):
        check_with_solutions.solution("halfs")


# --- hidden


def test_a_right_answer_passes_the_hidden_cases_silently(check_with_solutions, capsys):
    check_with_solutions.hidden("halves", half)
    assert capsys.readouterr().out == ""


def test_an_answer_that_knows_the_visible_cases_fails_on_fresh_ones(check_with_solutions, capsys):
    exercise = check_with_solutions._place.bank().exercise("halves")
    known = {case.args[0].tobytes(): case.args[0] / 2 for case in exercise.cases}
    check_with_solutions("halves", lambda y: known.get(y.tobytes(), y * 0))
    capsys.readouterr()
    with pytest.raises(NotYet, match="halves, fresh cases: not right there"):
        check_with_solutions.hidden("halves", lambda y: known.get(y.tobytes(), y * 0))


def test_a_known_mistake_gets_its_hint_on_hidden_cases_too(check_with_solutions):
    with pytest.raises(NotYet, match="halves, fresh cases: You doubled it"):
        check_with_solutions.hidden("halves", lambda y: y * 2)


def test_nothing_attempted_is_said_so(check_with_solutions):
    with pytest.raises(NotYet, match="halves, fresh cases: not attempted"):
        check_with_solutions.hidden("halves", lambda y: ...)


def spying(effect):
    def function(y):
        return effect(y.tolist())

    return function


def raise_it(values):
    raise ValueError(values)


@pytest.mark.parametrize(
    "function",
    [spying(raise_it), spying(print), spying(str), spying(lambda v: {str(v): 1}), spying(tuple)],
    ids=["raised", "printed", "returned", "key", "tuple"],
)
def test_hidden_inputs_are_never_shown(check_with_solutions, capsys, function):
    exercise = check_with_solutions._place.bank().sources["halves"]
    inputs = [
        number
        for seed in HIDDEN_SEEDS
        for case in compile_exercise(exercise, seed).cases
        for number in case.args[0].tolist()
    ]
    with pytest.raises(NotYet) as caught:
        check_with_solutions.hidden("halves", function)
    said = "".join([str(caught.value), *caught.value._render_traceback_(), *capsys.readouterr()])
    assert not any(str(number)[:6] in said for number in inputs)


def test_without_the_bank_there_are_no_hidden_cases(check):
    with pytest.raises(CheckError, match="drawn from the folder solutions .* which is not here"):
        check.hidden("halves", half)


# --- what may go wrong


def test_another_folder_doesnt_matter_once_the_session_has_begun(check, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    check("halves", half)


def test_a_removed_folder_doesnt_matter(check, tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    check("halves", half)
    check.progress()


def test_a_folder_without_exercises_names_the_way_out(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CheckError, match="open the notebook in its own folder"):
        Checker()("halves", half)


def test_a_folder_that_gets_its_exercises_later_is_found(tmp_path, released, monkeypatch):
    folder = tmp_path / "late"
    folder.mkdir()
    monkeypatch.chdir(folder)
    check = Checker()
    with pytest.raises(CheckError):
        check.progress()
    shutil.copy(released / "checks.json", folder)
    check("halves", half)


def test_a_function_that_checks_itself_gets_a_sentence(check):
    def function(y):
        check("halves", function)

    with pytest.raises(NotYet, match="check was called by the function that it checks"):
        check("halves", function)
    check("halves", half)


def test_the_stop_button_stops_the_check(check, monkeypatch):
    def stopped(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(checker, "try_function", stopped)
    with pytest.raises(CheckError, match="was interrupted: run the cell again"):
        check("halves", half)


class Mute(Exception):
    def __str__(self):
        raise RuntimeError


@pytest.mark.parametrize("error", [ZeroDivisionError("oh"), SystemExit(1), GeneratorExit(), Mute()])
def test_an_error_of_our_own_is_one_line_with_a_way_out(check, monkeypatch, error):
    def broken(*args):
        raise error

    monkeypatch.setattr(checker, "try_function", broken)
    name = type(error).__name__
    with pytest.raises(
        CheckError, match=rf"could not finish \({name}.*Restart the kernel"
    ) as caught:
        check("halves", half)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_every_refusal_renders_as_one_line(check):
    with pytest.raises(CheckError) as caught:
        check("halfs", half)
    assert caught.value._render_traceback_() == [f"CheckError: {caught.value}"]


def test_replaced_functions_are_put_back_and_named(check, capsys):
    original = np.mean
    np.mean = 0.5  # type: ignore[assignment]
    check("halves", half)
    assert np.mean is original
    out = capsys.readouterr().out
    assert "put something else in place of `np.mean`" in out
    assert "✓ Right: halves" in out


def test_the_recursion_limit_is_put_back(check):
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(before + 17)
    try:
        check("halves", half)
        assert sys.getrecursionlimit() == before + 17
    finally:
        sys.setrecursionlimit(before)


def test_a_recursion_without_end_ends_whatever_the_limit(check):
    def function(y):
        return function(y)

    before = sys.getrecursionlimit()
    sys.setrecursionlimit(10**9)
    try:
        with pytest.raises(NotYet, match="raised RecursionError"):
            check("halves", function)
    finally:
        sys.setrecursionlimit(before)


def test_a_broken_print_costs_the_card_only(check, monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    check("halves", half)
