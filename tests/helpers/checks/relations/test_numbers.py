"""Relations between numbers: rounding, and a limit that numbers of the case set."""

import numpy as np
import pytest

from helpers.checks.relations import describe
from helpers.checks.relations.combinations import by_quantities
from helpers.checks.relations.leaves import Pair
from helpers.checks.relations.numbers import of_each_number


def pair_of(expected: list[float], actual: list[float]) -> Pair:
    size = len(expected)
    return Pair(np.array(expected), np.array(actual), tuple(range(size)), (size,))


@pytest.mark.parametrize("half", [0.12, 0.13])
def test_a_half_may_be_rounded_up_or_down(half):
    [told] = of_each_number([pair_of([0.125, 0.288, 0.5], [half, 0.29, 0.5])])
    assert told.name == "rounded to 2 digits"


def test_one_digit_is_one_digit():
    [told] = of_each_number([pair_of([0.12, 0.28, 0.5], [0.1, 0.3, 0.5])])
    assert "rounded to 1 digit behind the point" in told.sentence


def test_numbers_that_are_off_by_more_than_a_half_are_not_rounded():
    assert not list(of_each_number([pair_of([0.125, 0.288, 0.5], [0.12, 0.28, 0.5])]))


def test_a_limit_is_told_only_where_more_than_one_number_sets_it():
    once = [pair_of([0.2], [0.0]), pair_of([0.5], [0.0]), pair_of([0.4], [0.4])]
    found = [{"`found`": np.array([n])} for n in (0.0, 0.0, 3.0)]
    assert not by_quantities(once, found)
    twice = [pair_of([0.2], [0.1]), pair_of([0.5], [0.0]), pair_of([0.4], [0.4])]
    found = [{"`found`": np.array([n])} for n in (0.1, 0.0, 3.0)]
    assert "never above `found`" in by_quantities(twice, found)[0].sentence


def test_an_argument_that_came_back_is_told_before_any_formula():
    thresholds = (0.1, 0.2, 0.5, 0.8)
    ratios = [1 / t - 1 for t in thresholds]
    said = describe([{"t": t} for t in thresholds], ratios, thresholds, [True] * 4)
    assert said is not None
    assert said.sentence == "What you return is `t`."


def test_a_single_number_is_told_as_one():
    due = [0.5, 1.25, 3.0, 7.0]
    said = describe([{} for _ in due], due, [2 * number for number in due], [True] * 4)
    assert said is not None
    assert said.sentence == "Your result is twice as large as it should be."
