"""What lesson 04 says of NumPy, Keras and its own trap, held against what is installed."""

import keras
import numpy as np
import pytest

from helpers.lessons import twenty_rows as toy
from tests.solutions.facts import sentences, stands_there

LESSON = "04_log_smoothed_weights"

NUMPY = {
    "sum of values": ("spikes-intro", "NumPy can't add up the `values()` of Python 3"),
    "infinite": ("spikes-intro", "it makes a weight infinite"),
}
KERAS = {
    "takes infinity": ("spikes-intro", "which Keras takes (lesson 02)"),
    "asleep": ("mu-facts-intro", "he trained without weights, and nothing said so"),
}

of_numpy = sentences(LESSON, NUMPY, "numpy")
of_keras = sentences(LESSON, KERAS, "keras")


@pytest.mark.parametrize("fact", [*NUMPY.values(), *KERAS.values()], ids=[*NUMPY, *KERAS])
def test_the_lesson_still_says_what_is_tested_here(fact):
    assert stands_there(LESSON, fact)


def test_numpy_does_not_add_up_the_values_of_a_dict():
    error = toy.attempt(lambda: 0.15 * np.sum({0: 90, 1: 10}.values()))
    assert error.startswith("TypeError"), of_numpy("sum of values")
    assert "dict_values" in error, of_numpy("sum of values")


def test_numpy_adds_up_a_list_of_the_values():
    assert np.sum(list({0: 90, 1: 10}.values())) == 100


def test_numpy_makes_the_weight_of_a_class_without_rows_infinite():
    with np.errstate(divide="ignore"):
        weight = np.log(0.15 * 100 / np.array([10, 0]))[1]
    assert weight == np.inf, of_numpy("infinite")


def trained(class_weight):
    """Return the loss and the parameters of a small model after some steps."""
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2, activation="softmax")])
    model.compile("adam", "sparse_categorical_crossentropy")
    x = np.random.default_rng(0).normal(size=(100, 4))
    y = np.repeat([0, 1], [90, 10])
    history = model.fit(x, y, class_weight=class_weight, epochs=3, verbose=0)
    return history.history["loss"][-1], model.get_weights()


def test_keras_takes_an_infinite_weight_without_a_word():
    assert not np.isfinite(trained({0: 1.0, 1: np.inf})[0]), of_keras("takes infinity")


def test_weights_of_one_train_bit_for_bit_as_no_weights():
    (_, weighted), (_, plain) = trained({0: 1.0, 1: 1.0}), trained(None)
    for one, other in zip(weighted, plain, strict=True):
        np.testing.assert_array_equal(one, other, err_msg=of_keras("asleep"))
