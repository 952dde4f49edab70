"""`check` in a session: hints, the solution and hidden cases."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from course.compiled import compile_exercise
from helpers.checks import checker
from helpers.checks.checker import HIDDEN_SEEDS, Checker, NotYet
from helpers.checks.exercise import CheckError
from tests.helpers.checks.small_answers import half

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
