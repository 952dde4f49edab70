"""Exercises that leave a choice: cheap answers, rows in any order, and seeds that must count."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from course.compiled import bank_to_text, compile_exercise
from course.exercise import Exercise, Mistake
from helpers.checks.attempt import try_function
from helpers.checks.bank import Bank as Bank
from helpers.checks.bank import bank_from_data
from helpers.checks.exercise import Case, CheckError
from helpers.checks.relations.order import in_row_order

PRICES = np.array([[0.0, 1.0], [0.0, 1.0], [9.0, 0.0], [9.0, 0.0]])
P = np.array([0.1, 0.6, 0.4, 0.9])


def decide(p, cut):
    """Return 1 where p is at least the cut."""
    return (p >= cut).astype(int)


DECIDE = Exercise(
    name="decide",
    signature="decide(p, cut) -> int array (n,)",
    reference=decide,
    cases=lambda rng: [Case((P, 0.3), prices=PRICES, at_most=1.0)],
    mistakes=[Mistake("never", lambda p, cut: np.zeros(len(p), int), "You never say 1.")],
    hints=["Compare.", "Compare with the cut."],
    alternatives=[],
)


def shuffle(x, y, seed):
    """Return the rows in an order drawn from the seed."""
    order = np.random.default_rng(seed).permutation(len(y))
    return x[order], y[order]


SHUFFLE = Exercise(
    name="shuffle",
    signature="shuffle(x, y, seed) -> (x, y)",
    reference=shuffle,
    cases=lambda rng: [(np.array([[1.0, 5.0], [2.0, 6.0], [3.0, 7.0]]), np.array([0, 1, 1]), 4)],
    mistakes=[Mistake("only_x", lambda x, y, seed: (x[::-1], y), "The labels stayed behind.")],
    hints=["Draw.", "Draw an order."],
    alternatives=[],
    any_order=True,
    repeatable=True,
)


@pytest.fixture(params=["from source", "from data"])
def exercises(request, tmp_path: Path):
    """Return both exercises: compiled here, or read back from their data."""
    bank = Bank("small", ("decide", "shuffle"), sources={"decide": DECIDE, "shuffle": SHUFFLE})
    if request.param == "from data":
        (tmp_path / "checks.json").write_text(bank_to_text(bank), encoding="utf-8")
        bank = bank_from_data(tmp_path / "checks.json")
    return {name: bank.exercise(name) for name in bank.names}


def test_answers_are_right_where_they_cost_little_enough(exercises):
    for answer in ([0, 0, 1, 1], [0, 1, 1, 1], [1, 0, 1, 1]):
        assert (
            try_function(exercises["decide"], lambda p, cut, a=answer: np.array(a)).outcome
            == "right"
        )


def test_answers_that_cost_too_much_are_wrong_and_their_cost_is_told(exercises):
    verdict = try_function(exercises["decide"], lambda p, cut: np.array([1, 1, 1, 1]))
    assert verdict.outcome == "wrong"
    assert "cost too much" in verdict.message
    assert verdict.evidence.expected == "answers that cost 1 or less"
    assert verdict.evidence.got.endswith("at a cost of 2")


def test_a_known_costly_answer_gets_its_hint(exercises):
    verdict = try_function(exercises["decide"], lambda p, cut: np.array([0, 0, 0, 0]))
    assert (verdict.outcome, verdict.mistake) == ("mistake", "never")


@pytest.mark.parametrize(
    "answer", [[0, 0, 1], [0, 0, 1, 2], [0, 0, -1, 1], [0.0, 0.0, 1.0, 1.0], [False] * 4]
)
def test_answers_of_another_form_are_refused_and_not_priced(exercises, answer):
    verdict = try_function(exercises["decide"], lambda p, cut: np.array(answer))
    assert verdict.outcome == "sanity"
    assert "at a cost" not in verdict.evidence.got


def test_an_error_is_no_answer_however_cheap(exercises):
    assert try_function(exercises["decide"], lambda p, cut: 1 / 0).outcome == "sanity"


def test_rows_may_come_in_any_order_that_is_the_same_for_all_arrays(exercises):
    verdict = try_function(exercises["shuffle"], lambda x, y, seed: (x[::-1], y[::-1]))
    assert verdict.outcome == "right"
    assert try_function(exercises["shuffle"], lambda x, y, seed: (x, y)).outcome == "right"


def test_rows_that_were_torn_apart_are_not_right(exercises):
    verdict = try_function(exercises["shuffle"], lambda x, y, seed: (x[::-1], y.copy()))
    assert (verdict.outcome, verdict.mistake) == ("mistake", "only_x")
    assert try_function(exercises["shuffle"], lambda x, y, seed: (x, y[::-1])).outcome != "right"


def test_a_row_given_twice_in_place_of_another_is_not_right(exercises):
    verdict = try_function(exercises["shuffle"], lambda x, y, s: (x[[0, 1, 1]], y[[0, 1, 1]]))
    assert verdict.outcome == "wrong"


def test_a_function_that_ignores_its_seed_is_found_out(exercises):
    rng = np.random.default_rng(0)
    verdict = try_function(
        replace(exercises["shuffle"], any_order=False, tolerance=100.0, mistakes=()),
        lambda x, y, seed: (x + rng.random(x.shape), y),
    )
    assert verdict.outcome == "wrong"
    assert "two results" in verdict.message


def test_the_first_case_of_a_repeatable_exercise_is_tried_again_at_the_end():
    cases = compile_exercise(SHUFFLE, 0).cases
    assert len(cases) == 2
    assert cases[0] is cases[1]


@pytest.mark.parametrize("value", [None, 3, (), (np.arange(2), np.arange(3)), (np.array(1),)])
def test_what_has_no_rows_in_common_stays_as_it_is(value):
    assert in_row_order(value) is value


@pytest.mark.parametrize("prices", ["5", '{"array": [1], "dtype": "<i8", "shape": [1]}'])
def test_damaged_prices_are_refused(tmp_path, prices):
    bank = Bank("small", ("decide",), sources={"decide": DECIDE})
    text = bank_to_text(bank)
    start = text.index('"prices":') + len('"prices":')
    end = text.index(',"at_most"')
    (tmp_path / "checks.json").write_text(text[:start] + prices + text[end:])
    with pytest.raises(CheckError, match="damaged"):
        bank_from_data(tmp_path / "checks.json")


def test_empty_arrays_have_no_order():
    for value in ((np.empty(0), np.empty(0)), (np.empty((3, 0)), np.zeros(3))):
        assert in_row_order(value) is value
