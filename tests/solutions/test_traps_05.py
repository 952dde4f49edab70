"""What lesson 05 says of Keras, Python and JSON, held against what is installed.

Where one of these fails, a library has changed: its message names the cell and the sentence that
is no longer true. The losses are those of the lesson: their cells are executed here.
"""

import keras
import numpy as np
import pytest
import tensorflow as tf
from scipy.special import softmax

from tests.solutions.facts import stands_there
from tests.solutions.lesson_05 import (
    CONFIGURED,
    LESSON,
    LOGITS,
    LOSSES,
    ONE_HOT,
    SAID,
    C,
    P,
    Y,
    said,
)


def derived(loss_of_logits):
    """Return the value of a loss at LOGITS and its gradient, as TensorFlow derives it."""
    z = tf.Variable(LOGITS.astype("float32"))
    with tf.GradientTape() as tape:
        loss = loss_of_logits(z)
    return np.array(loss), tape.gradient(loss, z).numpy()


def masked(matrix):
    loss = LOSSES.MaskedCrossentropy(matrix, reduction=None)
    return derived(lambda z: loss(ONE_HOT, tf.nn.softmax(z)))


class FromTheWeb(LOSSES.WeightedCategoricalCrossentropy):  # type: ignore[name-defined]
    """The copied class, with the two lines mended that stop with an error."""

    def __init__(self, weights):
        keras.losses.CategoricalCrossentropy.__init__(self, reduction=None)
        self.weights = weights

    def call(self, y_true, y_pred):
        highest = np.array(y_pred) == np.array(y_pred).max(axis=1, keepdims=True)
        mask = sum(
            np.array(y_true)[:, t] * highest[:, j] * self.weights[t, j]
            for t, j in np.ndindex(*self.weights.shape)
        )
        return mask * keras.losses.CategoricalCrossentropy.call(self, y_true, y_pred)


@pytest.mark.parametrize("fact", SAID)
def test_the_lesson_still_says_what_is_tested_here(fact):
    assert stands_there(LESSON, SAID[fact])


def test_the_gradient_of_cross_entropy_is_p_minus_one_hot():
    loss = keras.losses.CategoricalCrossentropy(reduction=None)
    _, gradient = derived(lambda z: loss(ONE_HOT, tf.nn.softmax(z)))
    np.testing.assert_allclose(gradient, P - ONE_HOT, atol=1e-5, err_msg=said("slope"))


def test_the_mask_is_a_constant_to_the_gradient():
    losses, gradient = masked(C)
    mask = C[Y, P.argmax(axis=1)]
    np.testing.assert_allclose(losses, mask * -np.log(P[np.arange(4), Y]), rtol=1e-5)
    np.testing.assert_allclose(
        gradient, mask[:, np.newaxis] * (P - ONE_HOT), atol=1e-5, err_msg=said("constant")
    )


def test_prices_of_other_answers_do_not_change_the_gradient_of_the_masked_loss():
    raised = C.copy()
    raised[1, 0] = 1000.0  # no row of class 1 answers 0
    np.testing.assert_array_equal(masked(C)[1], masked(raised)[1], err_msg=said("no say"))


def test_rows_that_are_right_are_dead_with_zeros_on_the_diagonal_and_alive_with_ones():
    right = P.argmax(axis=1) == Y
    assert right.any(), said("right rows")
    assert not masked(C)[1][right].any(), said("right rows")
    assert masked(C + np.eye(3))[1][right].all(), said("two causes")


def test_a_wrong_row_is_dead_where_its_mistake_is_free():
    free = C.copy()
    free[2, 0] = 0.0  # row 1 is of class 2 and answers 0
    assert not masked(free)[1][1].any(), said("two causes")


@pytest.mark.parametrize(("p", "answer"), [((0.6, 0.08, 0.32), 1), ((0.9, 0.08, 0.02), 0)])
def test_the_costly_class_is_said_unless_another_is_ten_times_as_probable(p, answer):
    prices = np.array([[0.0, 1.0, 1.0], [10.0, 0.0, 10.0], [1.0, 1.0, 0.0]])
    assert np.argmin(np.array(p) @ prices) == answer, said("ten times")


def test_a_bias_for_each_class_decides_like_the_least_cost():
    weights = np.array([1.0, 10.0, 2.5])
    prices = weights[:, np.newaxis] * (1 - np.eye(3))
    p = np.random.default_rng(0).dirichlet(np.ones(3), size=500)
    biased = (np.log(p) + np.log(weights)).argmax(axis=1)
    np.testing.assert_array_equal(biased, (p @ prices).argmin(axis=1), err_msg=said("bias"))


def test_a_float_times_a_bool_is_a_bool_in_tensorflow_and_the_copied_loss_stops_at_it():
    product = tf.constant([10.0, 10.0]) * tf.constant([True, False])
    assert product.numpy().tolist() == [True, False], said("bool")
    with pytest.raises((TypeError, tf.errors.InvalidArgumentError)):
        LOSSES.WeightedCategoricalCrossentropy(C)(ONE_HOT, P)


def test_by_position_a_reduction_lands_in_the_place_of_the_axis():
    loss = keras.losses.CategoricalCrossentropy(False, 0.0, "sum")
    assert loss.get_config()["axis"] == "sum", said("position")
    with pytest.raises((TypeError, ValueError, tf.errors.InvalidArgumentError)):
        loss(ONE_HOT, P)


def test_a_matrix_for_fewer_classes_kills_the_rows_of_the_others():
    losses = np.array(FromTheWeb(1 + C[:2, :2])(ONE_HOT, P))
    assert losses[Y == 2].tolist() == [0.0], said("small matrix")
    assert losses[2] > 0
    with pytest.raises(ValueError, match="row for each class"):
        LOSSES.MaskedCrossentropy(C[:2, :2])(ONE_HOT, P)


def test_at_a_tie_the_copied_loss_adds_up_prices_and_ours_takes_the_first():
    tie, truth = np.array([[0.2, 0.4, 0.4]]), np.eye(3)[[0]]
    entropy = -np.log(0.2)
    assert float(FromTheWeb(C)(truth, tie)[0]) == pytest.approx((1 + 4) * entropy), said("ties")
    assert float(LOSSES.MaskedCrossentropy(C)(truth, tie)) == pytest.approx(entropy), said("ties")


def test_label_smoothing_gives_every_wrong_class_the_same_small_target():
    loss = keras.losses.CategoricalCrossentropy(label_smoothing=0.3, reduction=None)
    by_hand = -np.sum((0.7 * ONE_HOT + 0.1) * np.log(P), axis=1)
    np.testing.assert_allclose(loss(ONE_HOT, P), by_hand, rtol=1e-5, err_msg=said("smoothing"))


def test_logits_need_to_be_announced_and_raise_no_error_if_they_are_not():
    by_hand = float(LOSSES.MaskedCrossentropy(C)(ONE_HOT, P))
    announced = float(LOSSES.MaskedCrossentropy(C, from_logits=True)(ONE_HOT, LOGITS))
    assert announced == pytest.approx(by_hand, rel=1e-5), said("logits")
    assert float(LOSSES.MaskedCrossentropy(C)(ONE_HOT, LOGITS)) != pytest.approx(by_hand, rel=0.01)


def test_the_loss_of_the_lesson_is_the_expected_cost_and_keras_derives_its_gradient():
    loss = CONFIGURED.CostMatrixLoss(C, reduction=None)
    losses, gradient = derived(lambda z: loss(ONE_HOT, tf.nn.softmax(z)))
    expected = np.sum(C[Y] * P, axis=1)
    np.testing.assert_allclose(losses, expected, rtol=1e-5)
    by_hand = P * (C[Y] - expected[:, np.newaxis])
    np.testing.assert_allclose(gradient, by_hand, atol=1e-5, err_msg=said("softmax"))
    np.testing.assert_allclose(LOSSES.losses["closure"](ONE_HOT, P), expected, rtol=1e-5)


def test_the_derivative_of_softmax():
    z = tf.Variable(LOGITS[0])
    with tf.GradientTape() as tape:
        p = tf.nn.softmax(z)
    p_of = p.numpy()
    by_hand = p_of[:, np.newaxis] * (np.eye(3) - p_of)
    np.testing.assert_allclose(tape.jacobian(p, z).numpy(), by_hand, err_msg=said("softmax"))


def test_near_a_corner_the_expected_cost_has_hardly_any_gradient():
    sure, truth = softmax(np.eye(3) * 12, axis=1), np.zeros(3, dtype=int)
    slope = sure * (C[truth] - np.sum(C[truth] * sure, axis=1, keepdims=True))
    assert np.abs(slope).max() < 0.01, said("corner")
    assert np.abs(sure - np.eye(3)[truth]).max() > 0.9, said("corner")
