"""What Keras answered is looked up where there is no Keras."""

import numpy as np
import pytest

from course.lite.page.remembered import ASKED, NotRememberedError, note, noting, recall, recalling
from helpers.lessons import target_weights, twenty_rows


def asks_keras(y, weights):
    if weights == "odd":
        raise ZeroDivisionError("Incompatible shapes")
    if weights == "wrong":
        raise ValueError("no such class")
    return y * 2


@pytest.fixture
def looks_up():
    """Note three calls; return a function that answers from what was noted."""
    noted = {}
    asking = noting(asks_keras, noted)
    asking(np.array([1, 2]), {0: 1, 1: 9})
    with pytest.raises(ZeroDivisionError):
        asking(np.array([1, 2]), "odd")
    with pytest.raises(ValueError, match="no such class"):
        asking(np.array([1, 2]), "wrong")
    return recalling(asks_keras, noted)


@pytest.fixture
def restored(monkeypatch):
    """Put the functions of the lessons back when a test has ended."""
    for module, name in ((twenty_rows, "witness"), (target_weights, "landed")):
        monkeypatch.setattr(module, name, getattr(module, name))


def test_what_was_asked_before_is_answered(looks_up):
    answer = looks_up(np.array([1, 2]), {0: 1, 1: 9})
    np.testing.assert_array_equal(answer, [2, 4])


def test_equal_numbers_of_another_type_count_as_equal(looks_up):
    answer = looks_up(np.array([1, 2], dtype=np.int32), {np.int64(0): 1.0, 1: 9.0})
    np.testing.assert_array_equal(answer, [2, 4])


def test_an_error_comes_again(looks_up):
    with pytest.raises(ValueError, match="no such class"):
        looks_up(np.array([1, 2]), "wrong")


def test_an_error_of_another_kind_comes_again_under_its_own_name(looks_up):
    with pytest.raises(Exception, match="Incompatible shapes") as raised:
        looks_up(np.array([1, 2]), "odd")
    assert type(raised.value).__name__ == "ZeroDivisionError"


@pytest.mark.parametrize("y", [np.array([1, 3]), np.array([[1, 2]])])
def test_anything_else_is_said_not_to_be_known(looks_up, y):
    with pytest.raises(NotRememberedError, match="asks_keras"):
        looks_up(y, {0: 1, 1: 9})


def test_the_lessons_functions_note_and_then_recall(restored):
    noted = note()
    y, weights = np.array([0, 0, 1]), {0: 1, 1: 9}
    seen, landed = twenty_rows.witness(y, weights), target_weights.landed(y, class_weight=weights)
    recall(noted)
    np.testing.assert_array_equal(twenty_rows.witness(y, weights), seen)
    np.testing.assert_array_equal(target_weights.landed(y, class_weight=weights), landed)
    with pytest.raises(NotRememberedError, match="witness"):
        twenty_rows.witness(y, {0: 2})


def test_what_asks_keras_is_there():
    assert {(twenty_rows.__name__, "witness"), (target_weights.__name__, "landed")} == {*ASKED}
