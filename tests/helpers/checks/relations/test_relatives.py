"""A relative is known by a sketch, which tells results apart without holding them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.checks.relations.relatives import Relative, find_relative, sketch

NUMBERS = st.lists(st.floats(-100, 100), min_size=1, max_size=8)


@given(NUMBERS)
def test_single_precision_fits(numbers):
    single = np.array(numbers, dtype=np.float32)
    assert sketch([np.array(numbers)]).fits(sketch([single]))


@given(NUMBERS, st.integers(0, 7), st.floats(0.01, 10))
def test_one_other_number_does_not_fit(numbers, place, off):
    other = np.array(numbers)
    other[place % len(other)] += off
    assert not sketch([np.array(numbers)]).fits(sketch([other]))


@pytest.mark.parametrize(
    "other",
    [(2, 1.0), [1.0, 2], (1.0, 2, 0), (1.0, True), (1.0, "2"), (1.0, None), {0: 1.0, 1: 2}],
    ids=repr,
)
def test_another_form_or_order_does_not_fit(other):
    assert not sketch([(1.0, 2)]).fits(sketch([other]))


def test_whole_numbers_and_floats_are_alike():
    assert sketch([{0: 1, 1: 2}]).fits(sketch([{1: 2.0, 0: 1.0}]))


def test_what_is_not_finite_is_told_apart():
    assert not sketch([np.nan]).fits(sketch([np.inf]))
    assert sketch([np.nan]).fits(sketch([float("nan")]))


def test_a_relative_is_found_after_a_journey_through_json():
    relative = Relative("doubled", "This is twice what is due.", sketch([2 / 3, 4 / 3]))
    again = Relative.from_data(relative.to_data())
    assert find_relative([again], [2 / 3, 4 / 3]) == again
    assert find_relative([again], [2 / 3, 5 / 3]) is None


@pytest.mark.parametrize("data", [[], ["a", "b"], [1, "b", "c", 1, 2, 3, 4], ["a", "b", "c", "x"]])
def test_a_damaged_relative_is_a_value_error(data):
    with pytest.raises(ValueError, match=r"."):
        Relative.from_data(data)
