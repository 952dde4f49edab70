"""What lesson 08 says of where a training starts, and of a shift inside the loss."""

import keras
import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import logit, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from helpers.models import small_cnn
from tests.solutions.lesson_08 import RNG, X, Y, keras_said, said


def test_the_small_network_begins_near_one_half():
    keras.utils.set_random_seed(0)
    pictures = RNG.integers(0, 256, size=(50, 32, 32, 3), dtype=np.uint8)
    first = small_cnn().predict(pictures, verbose=0)
    assert np.all(np.abs(first - 0.5) < 0.2), keras_said("near one half")


def test_one_half_is_the_right_start_at_weight_nine_and_the_share_without_weights():
    y, starts = np.repeat([0, 1], [900, 100]), np.linspace(0.05, 0.95, 19)
    for weight, best in ((9, 0.5), (1, 0.1)):
        rows = np.where(y == 1, weight, 1)
        losses = [log_loss(y, np.full(1000, start), sample_weight=rows) for start in starts]
        assert starts[np.argmin(losses)] == pytest.approx(best), said("right start")


def trained_line(bias=0.0, in_the_loss=0.0, steps=30):
    """Train one layer on X and Y with a number added to its logit in the loss alone."""
    layer = keras.layers.Dense(1, kernel_initializer="zeros")
    model = keras.Sequential([keras.Input((2,)), layer])
    layer.bias.assign([bias])
    binary = keras.losses.BinaryCrossentropy(from_logits=True)
    model.compile("adam", lambda y, f: binary(y, f + in_the_loss), run_eagerly=True)
    for _ in range(steps):
        model.train_on_batch(X, Y[:, None])
    return model.predict(X, verbose=0)[:, 0]


def test_logit_adjustment_in_the_loss_is_not_the_shift_after_an_ordinary_training():
    """With a free bias its steps are those of an ordinary training from the initial bias."""
    prior = np.log(np.sum(Y == 1) / np.sum(Y == 0))
    in_the_loss = trained_line(in_the_loss=prior)
    after = trained_line() - prior
    assert np.abs(in_the_loss - after).max() > 0.5, keras_said("in the loss")
    from_the_bias = trained_line(bias=prior)
    np.testing.assert_allclose(in_the_loss + prior, from_the_bias, atol=1e-4)


def test_added_inside_the_loss_the_prior_favours_the_rare_class_and_subtracted_the_common_one():
    prior = np.log(np.sum(Y == 1) / np.sum(Y == 0))
    columns = np.column_stack([np.ones(len(X)), X])

    def least(in_the_loss):
        def loss(line_):
            logits = columns @ line_ + in_the_loss
            return np.mean(np.logaddexp(0, logits) - Y * logits)

        return columns @ minimize(loss, np.zeros(3)).x

    plain = least(0)
    np.testing.assert_allclose(least(prior), plain - prior, atol=0.01, err_msg=said("added"))
    np.testing.assert_allclose(least(-prior), plain + prior, atol=0.01, err_msg=said("added"))


def test_an_initial_bias_changes_the_start_and_not_the_end():
    ends = [LogisticRegression(C=1e6).fit(X, Y).decision_function(X)]
    ends.append(LogisticRegression(C=1e6, warm_start=True).fit(X, Y).decision_function(X))
    begun = LogisticRegression(C=1e6, warm_start=True)
    begun.coef_, begun.intercept_ = np.zeros((1, 2)), np.array([-5.0])
    ends.append(begun.fit(X, Y).decision_function(X))
    np.testing.assert_allclose(ends[2], ends[0], atol=0.01, err_msg=said("no weight"))


def test_logit_adjustment_after_training_moves_every_logit_by_the_same():
    p = RNG.random(50)
    priors = np.array([0.9, 0.1])
    two = np.log(np.stack([1 - p, p], axis=1)) - np.log(priors)
    adjusted = softmax(two, axis=1)[:, 1]
    np.testing.assert_allclose(
        logit(adjusted) - logit(p), np.log(9), err_msg=said("after training")
    )
