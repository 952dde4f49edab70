"""A wrong answer is described by the one relation that holds between it and what was due."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.checks.relations import Relation, describe, simplest

from .named import named

SEEDS = range(6)


def labels(seed: int) -> np.ndarray:
    """Return labels of three classes, each with a row or more."""
    rng = np.random.default_rng(seed)
    return rng.permutation(np.append([0, 1, 2], rng.integers(0, 3, size=5 + seed)))


def shares(y: np.ndarray) -> dict[int, float]:
    classes, counts = np.unique(y, return_counts=True)
    return dict(zip(classes.tolist(), (counts / len(y)).tolist(), strict=True))


def told(function: Callable[[np.ndarray], Any], right: Callable[[np.ndarray], Any] = shares) -> str:
    """Return what is said of a function that is called with labels."""
    cases = [(labels(seed),) for seed in SEEDS]
    expected, actual = [right(*args) for args in cases], [function(*args) for args in cases]
    wrong = [repr(e) != repr(a) for e, a in zip(expected, actual, strict=True)]
    relation = describe(named(cases, "y"), expected, actual, wrong)
    return relation.sentence if relation else ""


def each(change: Callable[[float], float]) -> Callable[[np.ndarray], dict[int, float]]:
    return lambda y: {key: change(value) for key, value in shares(y).items()}


def counts_of(y: np.ndarray) -> dict[int, float]:
    return {key: value * len(y) for key, value in shares(y).items()}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda e: 1 / e, "1 divided by the one that is due"),
        (lambda e: 1 - e, "1 minus the one that is due"),
        (lambda e: e**2, "the square of the one"),
        (np.sqrt, "the square root of the one"),
        (np.log, "the natural logarithm of the one"),
        (lambda e: -e, "with its sign changed"),
        (lambda e: e / (1 - e), "the odds of the one"),
        (lambda e: 3 * e, "3 times too large"),
        (lambda e: 100 * e, "in per cent"),
        (lambda e: e / 2, "half as large as it should be"),
        (lambda e: e + 0.25, "larger by 0.25 than it should be"),
        (lambda e: e**1.5, "to the power 1.5"),
        (lambda e: round(e, 2), "rounded to 2 digits"),
        (lambda e: 0.0, "is 0, whatever your function is called with"),
        (lambda e: 0.7, "is 0.7, whatever your function is called with"),
        (lambda e: e + 0.001 * np.sin(1e4 * e), "come near what is due"),
    ],
)
def test_one_change_of_each_number_is_described(change, words):
    assert words in told(each(change))


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (counts_of, "What you return is the count of the entry's class in `y`."),
        (
            lambda y: {k: v * len(y) ** 2 for k, v in shares(y).items()},
            "multiplied by the square of the number of rows",
        ),
        (
            lambda y: {k: v / len(y) for k, v in shares(y).items()},
            "divided by the number of rows once too often",
        ),
        (
            lambda y: {k: v * v * len(y) for k, v in shares(y).items()},
            "multiplied by the count of the entry's class in `y` once too often",
        ),
        (
            lambda y: {k: v / max(shares(y).values()) for k, v in shares(y).items()},
            "the largest is 1 in every case",
        ),
        (
            lambda y: dict(zip(shares(y), sorted(shares(y).values()), strict=True)),
            "sorted from the smallest to the largest",
        ),
        (
            lambda y: dict(zip(shares(y), list(shares(y).values())[::-1], strict=True)),
            "in reverse order",
        ),
        (lambda y: dict.fromkeys(shares(y), shares(y)[0]), "the first one that is due"),
        (lambda y: dict.fromkeys(shares(y), max(shares(y).values())), "the largest of those"),
    ],
)
def test_a_number_of_the_case_or_an_order_is_named(function, words):
    assert words in told(function)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda m: m.T, "transposed"),
        (lambda m: m[::-1], "The rows of your result come in reverse order"),
        (lambda m: m * (1 - np.eye(len(m))), "right but the diagonal"),
        (lambda m: m / m.sum(axis=1, keepdims=True), "Each row of your result is divided by its"),
    ],
)
def test_a_table_is_seen_as_a_table(change, words):
    def table(y: np.ndarray) -> np.ndarray:
        return np.random.default_rng(len(y)).uniform(1, 9, size=(3, 3))

    assert words in told(lambda y: change(table(y)), table)


def test_the_entry_of_a_tuple_that_is_wrong_is_named():
    def both(y: np.ndarray) -> tuple[float, float]:
        return shares(y)[0], shares(y)[2]

    def wrong(y: np.ndarray) -> tuple[float, float]:
        return shares(y)[0], 1 - shares(y)[2]

    said = told(wrong, both)
    assert said.startswith("The second entry alone is wrong.")
    assert "1 minus the one that is due" in said


def test_a_property_of_the_wrong_cases_is_named():
    cases = [(np.array(y),) for y in ([0, 1, 2], [0, 1, 1], [0, 2, 2], [1, 0, 0], [0, 5, 0])]
    expected = [len(np.unique(*args)) for args in cases]
    actual = [int(np.max(*args)) + 1 for args in cases]
    wrong = [e != a for e, a in zip(expected, actual, strict=True)]
    relation = describe(named(cases, "y"), expected, actual, wrong)
    assert relation is not None
    assert relation.sentence == "Your result is right, except where the labels in `y` have a gap."


@given(st.lists(st.floats(0.1, 10), min_size=6, max_size=6), st.integers(0, 2**32 - 1))
def test_what_has_nothing_to_do_with_what_is_due_is_given_no_formula(expected, seed):
    actual = np.random.default_rng(seed).uniform(-5, 5, size=6).tolist()
    relation = describe([{"y": labels(s)} for s in SEEDS], expected, actual, [True] * 6)
    assert relation is None or relation.rank >= 7


def test_of_two_that_fit_the_simpler_is_told_and_of_equals_none():
    square, power = Relation("a", "Squared.", 2), Relation("b", "To the power 2.", 4)
    assert simplest([power, square]) == square
    assert simplest([square, Relation("c", "Something else.", 2)]) is None


def test_two_numbers_that_are_alike_in_all_cases_are_both_named():
    cases = [(np.arange(n), np.ones(n, dtype=float)) for n in (3, 5, 9, 40)]
    expected = [1 / (2 + n**2) for n in (3, 5, 9, 40)]
    actual = [e * n for e, n in zip(expected, (3, 5, 9, 40), strict=True)]
    relation = describe(named(cases, "y", "w"), expected, actual, [True] * 4)
    assert relation is not None
    assert "in these cases the two are alike" in relation.sentence


def test_a_property_is_told_only_where_most_cases_are_right_and_it_is_a_telling_one():
    cases = [(np.array(y),) for y in ([0, 1, 2], [0, 1, 1], [0, 2, 2], [1, 0, 0])]
    due, gap = [1, 2, 3, 4], "the labels in `y` have a gap"

    def said(wrong, telling=None):
        got = [e + 1000**n * bad for n, (e, bad) in enumerate(zip(due, wrong, strict=True), 1)]
        relation = describe(named(cases, "y"), due, got, wrong, telling)
        return relation.sentence if relation else ""

    assert gap in said([False, False, True, False])
    assert gap in said([False, False, True, False], {gap})
    assert gap not in said([False, False, True, False], {"`y` has a single row"})
    assert "gap" not in said([True, True, False, True])


def test_rows_that_no_longer_go_together_are_described_where_any_order_will_do():
    cases = [(seed,) for seed in range(4)]
    due = [(np.arange(6.0).reshape(3, 2) + seed, np.array([0, 1, 1])) for seed in range(4)]
    apart = [(X[[1, 0, 2]], y) for X, y in due]
    relation = describe(named(cases, "seed"), due, apart, [True] * 4, any_order=True)
    assert relation is not None
    assert relation.name == "rows no longer together"


def test_a_number_that_should_be_one_of_an_argument_is_described():
    cases = [(np.random.default_rng(seed).uniform(size=5),) for seed in range(5)]
    due = [float(p.min()) for (p,) in cases]
    got = [float(np.sort(p)[seed % 3 : seed % 3 + 2].mean()) for seed, (p,) in enumerate(cases)]
    relation = describe(named(cases, "p"), due, got, [True] * 5)
    assert relation is not None
    assert "does not occur in `p`" in relation.sentence


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (
            lambda y: {k: len(y) / (3 * v) for k, v in counts_of(y).items()},
            "Each number of your result is what is due times",
        ),
        (
            lambda y: {k: np.log(len(y) / v) for k, v in counts_of(y).items()},
            "What you return is the logarithm of the number of rows divided by the count",
        ),
    ],
)
def test_two_numbers_of_the_case_put_together_are_named(function, words):
    def right(y: np.ndarray) -> dict[int, float]:
        return {k: float(np.sqrt(v) + len(y)) for k, v in counts_of(y).items()}

    assert (words in told(function, right)) is ("logarithm" in words)
    due = told(lambda y: {k: v * len(y) / counts_of(y)[k] for k, v in right(y).items()}, right)
    assert "the number of rows divided by the count of the entry's class" in due


def test_a_factor_near_1_is_told_in_per_cent():
    assert "0.05 % too large" in told(each(lambda e: 1.0005 * e))


def test_one_value_whatever_comes_is_told_first():
    assert told(lambda y: None, lambda y: int(y.sum())) == (
        "Your function gives None whatever it is called with: is a `return` missing?"
    )
    said = told(lambda y: np.arange(40), lambda y: y)
    assert "the same result whatever it is called with" in said


def test_a_number_of_many_digits_is_told_in_short():
    cases = [(float(n),) for n in range(1, 6)]
    due, got = [n for (n,) in cases], [n + 3e20 * np.sqrt(n) for (n,) in cases]
    relation = describe(named(cases, "n"), due, got, [True] * 5)
    assert relation is not None
    assert "by up to 6.708e+20" in relation.sentence


def test_the_classes_of_which_all_rows_are_wrong_are_named():
    rng = np.random.default_rng(0)
    cases = [(np.append(rng.integers(0, 6, size=12), [0, 4, 5]),) for _ in range(4)]
    due = [(y == 5).astype(int) for (y,) in cases]
    got = [((y == 5) | (y == 0) | (y == 4)).astype(int) for (y,) in cases]
    relation = describe(named(cases, "y"), due, got, [True] * 4)
    assert relation is not None
    assert relation.sentence == (
        "Each row in which `y` is 0 or 4 is wrong in your result, and no other."
    )
    got[0] = due[0].copy()  # now a row of class 0 is right, too
    relation = describe(named(cases, "y"), due, got, [False, True, True, True])
    assert relation is None or "is wrong in your result" not in relation.sentence


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda pairs: [], "gives [] whatever it is called with"),
        (lambda pairs: pairs[::-1], "in another order"),
        (lambda pairs: [pair[::-1] for pair in pairs], "each is turned round"),
        (lambda pairs: pairs[:-1], "some is missing, such as"),
        (lambda pairs: [*pairs, (9, 9)], "(9, 9) does not belong there"),
        (lambda pairs: [*pairs[1:], (9, 9)], "is missing, and (9, 9) does not belong there"),
    ],
)
def test_lists_of_tuples_are_looked_up_in_each_other(change, words):
    def pairs(y: np.ndarray) -> list[tuple[int, int]]:
        return [(int(c), n) for n, c in enumerate(y.tolist(), start=3)]

    assert words in told(lambda y: change(pairs(y)), pairs)


def test_rows_that_come_too_often_are_described_where_any_order_will_do():
    due = [(np.arange(6.0).reshape(3, 2) + seed, np.array([0, 1, 1])) for seed in range(4)]
    again = [(X[[0, 1, 1]], y) for X, y in due]
    other = [(X + 0.5, y) for X, y in due]
    cases = [(seed,) for seed in range(4)]
    said = describe(named(cases, "seed"), due, again, [True] * 4, any_order=True)
    assert said is not None
    assert said.name == "rows too often or not often enough"
    said = describe(named(cases, "seed"), due, other, [True] * 4, any_order=True)
    assert said is not None
    assert said.name == "rows that are not due"
