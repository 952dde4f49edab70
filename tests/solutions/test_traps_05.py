"""What lesson 05 says of Keras, Python and JSON, held against what is installed.

Where one of these fails, a library has changed: its message names the cell and the sentence that
is no longer true.
"""

import json
from functools import partial

import keras
import numpy as np
import pytest
import tensorflow as tf

from helpers.lessons import cost_losses as costs
from tests.solutions.facts import sentences, stands_there

LESSON = "05_cost_matrix"
Y = np.array([0, 2, 1, 1])
LOGITS = np.array([[0.5, 0.0, -1.0], [2.0, 0.0, 1.0], [0.0, 3.0, 0.0], [0.1, 0.2, 0.3]])
C = np.array([[0.0, 1.0, 4.0], [2.0, 0.0, 6.0], [9.0, 3.0, 0.5]])

SAID = {
    "slope": ("cost-mask", "Its gradient over the logits is `p - one_hot`"),
    "constant": ("predict-mask", "the mask is a constant, and the gradient `mask * (p - one_hot)`"),
    "ties": ("dead-rows", "At a tie the copied code adds up prices"),
    "no say": ("dead-rows", "Other answers' prices have no say"),
    "right rows": ("expected-cost", "rows that are right teach nothing"),
    "softmax": ("expected-cost-gradient", "`dp[m]/dz[j] = p[m] * ((m == j) - p[j])`"),
    "corner": ("surfaces-read", "near a corner, right or wrong, its arrows vanish"),
    "arrays": ("loss-config", "JSON, which knows no arrays"),
    "late": ("mended-intro", "A lambda looks `c` up when it is called"),
    "order": ("mended-intro", "Keras calls a loss with `(y_true, y_pred)`, whatever their names"),
    "no config": ("mended-intro", "Without `get_config` no prices are saved"),
    "silent": ("what-we-claim", "Matrices turned over or bound late raise no error"),
}

said = sentences(LESSON, SAID, "keras")


def expected(y, p, matrix):
    return (matrix[y] * p).sum(axis=1)


def expected_slope(y, p, matrix):
    return p * (matrix[y] - expected(y, p, matrix)[:, np.newaxis])


def argmax_price(y, p, matrix):
    return matrix[y, p.argmax(axis=1)]


class Priced(keras.losses.Loss):
    """The loss of the lesson, without a config of its own."""

    def __init__(self, cost_matrix, **kwargs):
        super().__init__(**kwargs)
        self.C = np.array(cost_matrix, dtype=float)
        self.call = costs.for_keras(expected, expected_slope, self.C)


class Configured(Priced):
    def get_config(self):
        return super().get_config() | {"cost_matrix": self.C.tolist()}


class WithDefault(Priced):
    def __init__(self, cost_matrix=((0, 1, 1), (1, 0, 1), (1, 1, 0)), **kwargs):
        super().__init__(cost_matrix, **kwargs)


def model_with(loss):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(3)])
    model.compile("adam", loss, jit_compile=False)
    return model


def derived(loss_of_logits):
    """Return the value of a loss at LOGITS and its gradient, as TensorFlow derives it."""
    z = tf.Variable(LOGITS)
    with tf.GradientTape() as tape:
        loss = loss_of_logits(z)
    return loss.numpy(), tape.gradient(loss, z).numpy()


def copied(z, matrix):
    """The copied loss in TensorFlow: floats compared for equality, times the cross-entropy."""
    probs, one_hot = tf.nn.softmax(z), tf.one_hot(Y, 3, dtype=z.dtype)
    highest = tf.cast(probs == tf.reduce_max(probs, axis=1, keepdims=True), z.dtype)
    mask = tf.einsum("nt,tj,nj->n", one_hot, tf.constant(matrix), highest)
    return mask * keras.losses.categorical_crossentropy(one_hot, probs)


@pytest.mark.parametrize("fact", SAID)
def test_the_lesson_still_says_what_is_tested_here(fact):
    assert stands_there(LESSON, SAID[fact])


def test_the_gradient_of_cross_entropy_is_p_minus_one_hot():
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction=None)
    _, gradient = derived(lambda z: loss(Y, z))
    probs = costs.softmax(LOGITS)
    np.testing.assert_allclose(
        gradient, probs - np.eye(3)[Y], atol=1e-6, err_msg=said("slope")
    )  # fmt: skip
    np.testing.assert_allclose(
        costs.cross_entropy_gradient(Y, probs), probs - np.eye(3)[Y], err_msg=said("slope")
    )


def test_the_mask_of_the_copied_loss_is_a_constant_to_tensorflow():
    _, gradient = derived(lambda z: copied(z, C))
    by_hand = costs.masked(argmax_price, C)(Y, costs.softmax(LOGITS))
    np.testing.assert_allclose(gradient, by_hand, atol=1e-5, err_msg=said("constant"))


def test_prices_of_other_answers_do_not_change_the_gradient_of_the_copied_loss():
    dear = C.copy()
    dear[1, 0] = 1000.0  # no row of class 1 answers 0
    before, after = derived(lambda z: copied(z, C)), derived(lambda z: copied(z, dear))
    np.testing.assert_array_equal(before[1], after[1], err_msg=said("no say"))


def test_rows_that_are_right_have_no_gradient_with_zeros_on_the_diagonal():
    _, gradient = derived(lambda z: copied(z, C * (1 - np.eye(3))))
    right = LOGITS.argmax(axis=1) == Y
    assert right.any(), said("right rows")
    assert not gradient[right].any(), said("right rows")


def test_at_a_tie_the_copied_loss_adds_up_prices():
    tie = np.array([[0.2, 0.4, 0.4]])
    assert costs.copied_mask(np.eye(3)[[0]], tie, C).tolist() == [5.0], said("ties")


def test_the_derivative_of_softmax():
    z = tf.Variable(LOGITS[0])
    with tf.GradientTape() as tape:
        p = tf.nn.softmax(z)
    p_of = p.numpy()
    by_hand = p_of[:, np.newaxis] * (np.eye(3) - p_of)
    np.testing.assert_allclose(tape.jacobian(p, z).numpy(), by_hand, err_msg=said("softmax"))


def test_near_a_corner_the_expected_cost_has_hardly_any_gradient():
    sure = costs.softmax(np.eye(3) * 12)
    slope = expected_slope(np.zeros(3, dtype=int), sure, C)
    assert np.abs(slope).max() < 0.01, said("corner")
    assert np.abs(costs.cross_entropy_gradient(np.zeros(3, dtype=int), sure)).max() > 0.9, said(
        "corner"
    )


def test_json_takes_no_arrays():
    with pytest.raises(TypeError, match="ndarray"):
        json.dumps({"cost_matrix": C})


def test_a_lambda_over_a_loop_has_the_last_value_and_bound_ones_have_their_own():
    late = [lambda: number for number in (1, 2)]  # noqa: B023
    bound = [lambda number=number: number for number in (1, 2)]
    assert [f() for f in late] == [2, 2], said("late")
    assert [f() for f in bound] == [1, 2], said("late")
    assert [f() for f in [partial(int, number) for number in (1, 2)]] == [1, 2]


def test_keras_hands_targets_and_answers_to_a_loss_in_this_order_whatever_it_calls_them():
    seen = {}

    def backwards(y_pred, y_true):
        seen["first"], seen["second"] = np.array(y_pred), np.array(y_true)
        return keras.ops.mean(y_true, axis=-1)

    one_hot, probs = np.eye(3)[Y], costs.softmax(LOGITS)
    costs.reported(backwards, one_hot, probs)
    np.testing.assert_allclose(seen["first"], one_hot, err_msg=said("order"))
    np.testing.assert_allclose(seen["second"], probs, rtol=1e-6, err_msg=said("order"))


def test_a_loss_with_a_config_comes_back_with_its_prices():
    model = model_with(Configured(C))
    back = costs.saved_and_loaded(model, Configured)
    np.testing.assert_array_equal(back.loss.C, C, err_msg=said("no config"))
    assert back.evaluate(LOGITS, Y, verbose=0) == model.evaluate(LOGITS, Y, verbose=0)


def test_a_loss_without_a_config_does_not_come_back():
    with pytest.raises(TypeError, match="cost_matrix"):
        costs.saved_and_loaded(model_with(Priced(C)), Priced)


def test_a_loss_without_a_config_and_with_a_default_comes_back_with_that():
    model = model_with(WithDefault(C))
    back = costs.saved_and_loaded(model, WithDefault)
    np.testing.assert_array_equal(back.loss.C, 1 - np.eye(3), err_msg=said("no config"))
    assert back.evaluate(LOGITS, Y, verbose=0) != model.evaluate(LOGITS, Y, verbose=0)


def test_a_transposed_matrix_raises_nothing_and_changes_the_cost():
    probs = costs.softmax(LOGITS)
    assert expected(Y, probs, C.T).mean() != expected(Y, probs, C).mean(), said("silent")


def test_a_whole_network_trains_by_a_gradient_in_numpy(monkeypatch):
    monkeypatch.setenv("COURSE_QUICK", "1")
    rng = np.random.default_rng(0)
    pictures = rng.integers(0, 256, size=(64, 32, 32, 3), dtype=np.uint8)
    prices = 1 - np.eye(10)
    network = costs.one_epoch(None, Configured(prices), pictures, rng.integers(0, 10, size=64))
    on = costs.one_epoch(network, network.loss, pictures, rng.integers(0, 10, size=64))
    assert network.predict(pictures, verbose=0).shape == (64, 10)
    assert not np.array_equal(network.get_weights()[0], on.get_weights()[0])
