"""What lesson 04 says of NumPy, Keras and its own trap, held against what is installed."""

import math

import keras
import numpy as np
import pytest
from scipy.stats import binomtest

from helpers.checks.bank import bank_from_source
from helpers.lessons import twenty_rows as toy
from tests.solutions.facts import SOLUTIONS, sentences, stands_there

LESSON = "04_log_smoothed_weights"

NUMPY = {
    "older": ("spikes-intro", "the older version stops with a TypeError"),
    "newer": ("spikes-intro", "The newer one works"),
    "infinite": ("spikes-intro", "such a number divided by 0 is infinite"),
}
KERAS = {
    "takes infinity": ("spikes-intro", "Keras takes the infinite weight without a word"),
    "asleep": ("mu-facts-intro", "the same network as training without, bit for bit"),
    "sgd": ("ninety-ten-intro", "a pull eight times as hard is a step eight times as long"),
    "adam": ("ninety-ten-intro", "eight times as hard makes its step less than twice as long"),
}
RULES = {
    "a step of one size": ("log-smoothed", "From 10,000 rows to 1,000 the weight rises by 2.3"),
    "handful": ("handful", "true recalls from 0.47 to 0.91 fit this count"),
    "the most": ("mu-facts-read", "No mu reaches more"),
    "ratios": ("family-intro", "the *ratios* approach those of balanced weights"),
    "not the weights": ("family-intro", "By this rule they come to 0.2 and 1.8"),
}

of_numpy = sentences(LESSON, NUMPY, "numpy")
of_keras = sentences(LESSON, KERAS, "keras")
of_rules = sentences(LESSON, RULES, "numpy")
FACTS = NUMPY | KERAS | RULES
BANK = bank_from_source(SOLUTIONS / LESSON / "exercises").sources
HUGE = {0: 1_300_000, 1: 40, 2: 2000}


def weights_by(rule, *args):
    return BANK[rule].reference(*args)


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
def test_the_lesson_still_says_what_is_tested_here(fact):
    assert stands_there(LESSON, fact)


def test_numpy_does_not_add_up_the_values_of_a_dict():
    error = toy.attempt(lambda: 0.15 * np.sum({0: 90, 1: 10}.values()))
    assert error.startswith("TypeError"), of_numpy("older")
    assert "dict_values" in error, of_numpy("older")


def test_numpy_adds_up_a_list_of_the_values():
    assert 0.15 * np.sum(list({0: 90, 1: 10}.values())) == 15, of_numpy("newer")


def test_numpys_sum_makes_the_weight_of_a_class_without_rows_infinite():
    with pytest.warns(RuntimeWarning, match="divide by zero"):
        weight = math.log(0.15 * np.sum([10, 0]) / 0)
    assert weight == np.inf, of_numpy("infinite")
    with pytest.raises(ZeroDivisionError):
        math.log(0.15 * sum([10, 0]) / 0)


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


def steps(optimizer, gradients):
    """Return how far each of several gradients of one parameter moves it."""
    parameter = keras.Variable([0.0])
    moved, before = [], 0.0
    for gradient in gradients:
        optimizer.apply([np.array([gradient], dtype="float32")], [parameter])
        after = float(parameter.numpy()[0])
        moved.append(abs(after - before))
        before = after
    return moved


def test_a_spike_makes_as_long_a_step_with_sgd():
    *_, usual, long = steps(keras.optimizers.SGD(0.01), [1.0] * 10 + [8.0])
    assert long / usual == pytest.approx(8, rel=1e-3), of_keras("sgd")


@pytest.mark.parametrize("before", [200, 400])
def test_with_adam_it_makes_a_step_less_than_twice_as_long(before):
    *_, usual, long = steps(keras.optimizers.Adam(0.01), [1.0] * before + [8.0])
    assert 1 < long / usual < 2, of_keras("adam")


def test_each_power_of_ten_adds_the_same_to_the_log_rule():
    counts = {0: 10_000_000, 1: 10_000, 2: 1000, 3: 100}
    weights = weights_by("log_smoothed", counts)
    rises = [weights[2] - weights[1], weights[3] - weights[2]]
    assert rises == pytest.approx([math.log(10)] * 2), of_rules("a step of one size")


def test_nine_of_twelve_leave_the_recall_open():
    low, high = binomtest(9, 12).proportion_ci(method="wilson")
    assert (low, high) == pytest.approx((0.47, 0.91), abs=0.005), of_rules("handful")


def test_no_mu_makes_the_ratio_larger_than_the_lesson_says():
    ratios = []
    for mu in np.geomspace(0.001, 1e6, 2000):
        weights = weights_by("log_smoothed", HUGE, mu)
        ratios.append(weights[1] / weights[0])
    assert max(ratios) == pytest.approx(11.4, abs=0.05), of_rules("the most")


def test_the_effective_number_nears_balanced_in_ratios_only():
    counts = {0: 90, 1: 10}
    near = weights_by("effective_number_weights", counts, 1 - 1e-9)
    balanced = weights_by("power_weights", counts, 1)
    assert near[1] / near[0] == pytest.approx(balanced[1] / balanced[0]), of_rules("ratios")
    assert (near[0], near[1]) == pytest.approx((0.2, 1.8)), of_rules("not the weights")
    assert (balanced[0], balanced[1]) == pytest.approx((5 / 9, 5))
