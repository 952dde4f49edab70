"""A result in the form that is due: where only the form is wrong, the rest can be judged."""

import numpy as np
import pytest

from helpers.checks.compare import identical
from helpers.checks.relations.known import in_the_form_of

FLOATS = np.array([1.0, 2.0])


@pytest.mark.parametrize(
    ("due", "got", "made"),
    [
        (FLOATS, [3, 4], np.array([3, 4])),
        (FLOATS, np.array([[3.0], [4.0]]), np.array([3.0, 4.0])),
        (np.array([0, 1]), np.array([True, False]), np.array([1, 0])),
        (2.0, np.array([3.0]), 3.0),
        ([1, 2], np.array([3, 4]), [3, 4]),
        ((1.0, 2.0), [3.0, 4.0], (3.0, 4.0)),
        ({1: 2.0}, {np.int64(1): 3.0}, {1: 3.0}),
        ((FLOATS, 1), [[3, 4], 5], (np.array([3, 4]), 5)),
    ],
)
def test_what_holds_as_much_takes_the_form_that_is_due(due, got, made):
    assert identical(in_the_form_of(due, got), made)


@pytest.mark.parametrize(
    ("due", "got"),
    [
        (FLOATS, [1.0, 2.0, 3.0]),
        (FLOATS, [[1.0], [2.0, 3.0]]),
        (FLOATS, np.array([True, False])),
        (np.ones((2, 3)), np.ones((6,))),
        (2.0, FLOATS),
        ((1.0, 2.0), (1.0,)),
        (FLOATS, None),
    ],
)
def test_what_holds_something_else_stays_as_it_is(due, got):
    assert in_the_form_of(due, got) is got
