"""What lesson 02 says of models that have learnt nothing, and of copies, worked out on paper."""

import keras
import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from tests.solutions.lesson_02 import COPIED, X, Y, said, softmax_model


def constant_losses(share, weight, q):
    """Return (loss, val_loss) of a model that says q to every row, for one share of ones."""
    ones, zeros = -share * np.log(q), -(1 - share) * np.log(1 - q)
    return weight * ones + zeros, ones + zeros


def blind_model(y, class_weight):
    """Return what fit reports of a blind model in the end, and the probability that it says."""
    nothing = np.zeros((len(y), 1))
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, activation="sigmoid")])
    model.compile(keras.optimizers.SGD(1.0), "binary_crossentropy", run_eagerly=True)
    told = {"class_weight": class_weight, "validation_data": (nothing, y)}
    history = model.fit(nothing, y, batch_size=len(y), epochs=60, verbose=0, **told).history
    p = float(np.asarray(model(nothing[:1]))[0, 0])
    return (history["loss"][-1], history["val_loss"][-1]), p


def test_a_mean_weight_of_one_does_not_keep_the_loss():
    assert constant_losses(0.1, 1, 0.1)[0] == pytest.approx(0.325, abs=5e-4)
    balanced = 0.1 * 5 * -np.log(0.1) + 0.9 * 5 / 9 * -np.log(0.9)
    assert balanced == pytest.approx(1.204, abs=5e-4), said("size of the loss")


def test_a_blind_model_has_the_losses_that_are_worked_out_on_paper():
    losses, p = blind_model(np.repeat([0, 1], [9, 1]), {0: 1, 1: 9})
    assert p == pytest.approx(0.5, abs=1e-3)
    assert losses == pytest.approx((1.25, 0.69), abs=5e-3), said("blind")
    assert losses == pytest.approx(constant_losses(0.1, 9, p), abs=1e-3)


def test_the_numbers_of_the_last_question_are_those_of_a_model_that_has_learnt_nothing():
    share = 0.02 * 20 / (0.02 * 20 + 0.98)
    assert share == pytest.approx(0.29, abs=5e-3)
    assert constant_losses(0.02, 20, share) == pytest.approx((0.83, 0.36), abs=5e-3), said(
        "constant"
    )


def test_copies_and_weights_of_mean_one_take_the_same_step():
    weights = np.array([1, 1, 50, 2, 1])
    rescaled = {c: w * len(Y) / weights.sum() for c, w in COPIED.items()}
    by_copies, by_weight = (softmax_model(keras.optimizers.SGD(0.5)) for _ in range(2))
    by_copies.train_on_batch(np.repeat(X, weights, axis=0), np.repeat(Y, weights))
    by_weight.train_on_batch(X, Y, class_weight=rescaled)
    for one, other in zip(by_copies.get_weights(), by_weight.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5, err_msg=said("copies"))


@pytest.mark.parametrize("weight", [1, 9, 27])
def test_at_the_lowest_loss_the_weighted_mean_score_is_the_weighted_share(weight):
    rng = np.random.default_rng(0)
    y = (rng.random(400) < 0.15).astype(int)
    x = rng.normal(size=(400, 3)) + y[:, np.newaxis]
    model = LogisticRegression(C=np.inf, class_weight={0: 1, 1: weight}, tol=1e-8, max_iter=1000)
    scores, rows = model.fit(x, y).predict_proba(x)[:, 1], np.where(y == 1, weight, 1)
    share = np.average(y, weights=rows)
    assert np.average(scores, weights=rows) == pytest.approx(share, abs=1e-4), said("weighted mean")
    if weight > 1:
        assert y.mean() < scores.mean() < share - 0.01, said("weighted mean")
