"""The twenty rows of lesson 02, and the witness."""

import keras
import numpy as np
import pytest
from sklearn.ensemble import VotingClassifier
from sklearn.tree import DecisionTreeClassifier
from sklearn.utils import compute_class_weight

from helpers.lessons import twenty_rows as toy


def test_the_rows_are_fifteen_one_and_four():
    x, y = toy.rows()
    assert x.shape == (20, 4)
    assert np.bincount(y).tolist() == [15, 1, 4]


def test_the_rows_follow_the_seed_of_the_course(monkeypatch):
    first, again = toy.rows()[0], toy.rows()[0]
    monkeypatch.setenv("COURSE_SEED", "7")
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, toy.rows()[0])


def test_the_witness_tells_the_weights_in_the_order_of_the_rows():
    seen = toy.witness(np.array([2, 0, 1, 0]), {0: 0.5, 1: 50, 2: 2})
    assert seen.tolist() == [2, 0.5, 50, 0.5]


def test_the_witness_lets_the_error_of_keras_through():
    with pytest.raises(AttributeError):
        toy.witness(np.arange(3), [1, 50, 2])


def test_an_attempt_names_the_error_and_its_text():
    assert toy.attempt(int, "dog").startswith("ValueError: invalid literal")


def test_an_attempt_shortens_a_long_text():
    shown = toy.attempt(int, "dog " * 100)
    assert len(shown) < 140
    assert shown.endswith("dog ...")


def test_an_attempt_keeps_a_sentence_up_to_its_last_word():
    error = toy.attempt(
        compute_class_weight, class_weight="balanced", classes=[0, 1], y=np.array([0, 1])
    )
    assert "must be an instance of 'numpy.ndarray'." in error


def test_an_attempt_shows_what_may_be_given_instead():
    vote = VotingClassifier([("tree", DecisionTreeClassifier())], voting="mean")
    error = toy.attempt(vote.fit, [[0], [1]], [0, 1])
    assert "'hard'" in error  # of a set, in either order
    assert "'soft'" in error
    assert error.endswith("Got 'mean' instead.")


def test_an_attempt_is_one_line_and_ends_with_a_word():
    def fail():
        raise ValueError("many\nwords " * 30)

    error = toy.attempt(fail)
    assert "\n" not in error
    assert error.endswith(("many ...", "words ..."))


def test_an_attempt_that_succeeds_says_so():
    assert toy.attempt(int, "7") == "no error"


def test_an_outcome_is_what_comes_out_as_text():
    assert toy.outcome(toy.witness, np.arange(3), {1: 50}) == "[ 1. 50.  1.]"


def test_an_outcome_that_fails_is_its_error():
    assert toy.outcome(int, "dog") == toy.attempt(int, "dog")


def test_models_are_apart_by_their_largest_difference():
    one, other = (keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)]) for _ in range(2))
    kernel, bias = one.get_weights()
    other.set_weights([kernel, bias + np.array([0.0, -0.5, 0.25])])
    assert toy.apart(one, other) == 0.5
