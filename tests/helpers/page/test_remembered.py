"""What Keras answered is looked up where there is no Keras."""

import numpy as np
import pytest

from helpers.page import remembered as memory
from helpers.page.remembered import NotRememberedError, RememberedError, remembered


@remembered
def asks_keras(y, weights):
    if weights == "odd":
        raise ZeroDivisionError("Incompatible shapes")
    return y * 2


@pytest.fixture
def known(monkeypatch):
    """Note two calls, then answer from what was noted."""
    monkeypatch.setattr(memory, "_memory", memory._Memory())
    noted = memory.note()
    asks_keras(np.array([1, 2]), {0: 1, 1: 9})
    with pytest.raises(ZeroDivisionError):
        asks_keras(np.array([1, 2]), "odd")
    memory.recall(noted)
    return noted


def test_elsewhere_the_function_is_as_it_was():
    assert asks_keras(3, None) == 6


def test_what_was_asked_before_is_answered(known):
    answer = asks_keras(np.array([1, 2]), {0: 1, 1: 9})
    np.testing.assert_array_equal(answer, [2, 4])


def test_equal_numbers_of_another_type_count_as_equal(known):
    answer = asks_keras(np.array([1, 2], dtype=np.int32), {np.int64(0): 1.0, 1: 9.0})
    np.testing.assert_array_equal(answer, [2, 4])


def test_an_error_comes_again_under_its_own_name(known):
    with pytest.raises(RememberedError, match="Incompatible shapes") as raised:
        asks_keras(np.array([1, 2]), "odd")
    assert type(raised.value).__name__ == "ZeroDivisionError"


@pytest.mark.parametrize("y", [np.array([1, 3]), np.array([[1, 2]])])
def test_anything_else_is_said_not_to_be_known(known, y):
    with pytest.raises(NotRememberedError, match="asks_keras"):
        asks_keras(y, {0: 1, 1: 9})
