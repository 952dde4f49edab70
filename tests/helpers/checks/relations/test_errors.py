"""An error is what it says, whatever the data that it says it of."""

from typing import Any

import numpy as np
import pytest

from helpers.checks.calls import Result, call
from helpers.checks.exercise import Case
from helpers.checks.relations.errors import gist

ITEMS: Any = {1: 2}
THREE: Any = 3


def raised_by(function) -> Result:
    return call(function, Case(()))


def gist_of(function) -> str:
    result = raised_by(function)
    return gist(result.error, result.message, own=result.own)


@pytest.mark.parametrize(
    ("one", "same"),
    [
        (lambda: ITEMS[3], lambda: ITEMS[np.int64(40)]),
        (lambda: np.ones(2)[7], lambda: np.ones(1)[3]),
        (lambda: 1 / 0, lambda: 1.0 / 0),
        (lambda: np.ones(3) + np.ones(4), lambda: np.ones((2, 5)) + np.ones((2, 7))),
        (lambda: 2.0 * ITEMS.values(), lambda: ITEMS.values() / 3),
        (lambda: len(THREE), lambda: len(THREE + 1)),
    ],
)
def test_the_same_slip_on_other_data_is_the_same(one, same):
    assert gist_of(one) == gist_of(same)


def test_what_a_newer_python_says_in_other_words_is_the_same():
    older, newer = "max() arg is an empty sequence", "max() iterable argument is empty"
    assert gist("ValueError", older) == gist("ValueError", newer)


@pytest.mark.parametrize(("python", "numpy"), [(max, np.max), (min, np.min)])
def test_the_largest_of_nothing_is_the_same_in_python_and_in_numpy(python, numpy):
    assert gist_of(lambda: python([])) == gist_of(lambda: numpy(np.array([])))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (lambda: ITEMS[3], lambda: ITEMS["a"]),
        (lambda: len(THREE), lambda: THREE + ITEMS),
        (lambda: THREE + ITEMS, lambda: THREE + "a"),
        (lambda: np.ones(3) + np.ones(4), lambda: np.ones(3).reshape(2, 2)),
    ],
)
def test_two_slips_of_one_type_are_two(one, other):
    assert raised_by(one).error
    assert gist_of(one) != gist_of(other)


def test_an_error_that_the_function_raises_itself_is_its_own():
    def refuses():
        raise ValueError("no good")

    def asserts():
        assert not "good"

    assert raised_by(refuses).own
    assert raised_by(asserts).own
    assert not raised_by(lambda: np.ones(3) + np.ones(4)).own
    assert not raised_by(lambda: {}[1]).own
    assert not raised_by(lambda: np.linalg.inv(np.zeros((2, 2)))).own  # raised inside a package
