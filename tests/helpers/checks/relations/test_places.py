"""Relations of place: what is always the same, and how near a wrong result comes."""

import numpy as np
import pytest

from helpers.checks.plain import Foreign
from helpers.checks.relations import always_the_same
from helpers.checks.relations.leaves import pair
from helpers.checks.relations.places import one_number_a_row, too_large_or_small

DUE = [[0], [0, 1], [2], []]


@pytest.mark.parametrize("value", [Foreign("set"), (Foreign("set"), 1), {"a": [Foreign("set")]}])
def test_of_what_only_the_type_is_known_it_is_not_said_that_it_is_always_the_same(value):
    assert always_the_same(DUE, [value] * 4) is None
    assert always_the_same(DUE, [[7]] * 4) is not None


def test_a_difference_too_small_for_four_digits_is_not_called_0():
    pairs = [pair(due, due + off) for due, off in ((0.017, 3.1e-7), (0.5, 0.0))]
    assert all(pairs)
    [near, *_] = too_large_or_small([one for one in pairs if one])
    assert near.name == "near, but not exact"
    assert "up to 3e-07 off" in near.sentence
    assert np.isclose(0.017, 0.017 + 3.1e-7, rtol=1e-4)


def test_rows_of_one_number_each_are_told_whatever_zeros_are_due():
    due = [
        np.array([[1.0, 2.0, 0.0], [3.0, 1.0, 2.0]]),
        np.array([[4.0, 0.0, 1.0], [2.0, 5.0, 0.0]]),
    ]
    came = [np.where(d == 0, 0.0, d.max(axis=1, keepdims=True)) for d in due]
    both = [pair(d, c) for d, c in zip(due, came, strict=True)]
    [alike] = one_number_a_row([one for one in both if one])
    assert "All numbers in a row of your result are alike" in alike.sentence
    assert not list(one_number_a_row([one for one in map(pair, due, due) if one]))
