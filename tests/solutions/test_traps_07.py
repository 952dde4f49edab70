"""What lesson 07 says of scikit-learn and Keras, held against those that are installed.

Where one of these fails, a library has changed: its message names the cell and the sentence that
is no longer true.
"""

import numpy as np
import pytest
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, balanced_accuracy_score
from sklearn.model_selection import TunedThresholdClassifierCV
from sklearn.utils.class_weight import compute_class_weight

from helpers.quiet_keras import keras
from tests.solutions.facts import sentences, stands_there

LESSON = "07_choose_the_weight"
SAID = {
    "default": ("chosen-read", "By default it maximises balanced accuracy"),
    "ratio": ("balanced-intro", "so their ratio is $r = n_0 / n_1$"),
    "condition": (
        "what-we-claim",
        "under three conditions: the model is well-specified, there are many rows",
    ),
    "always": ("what-we-claim", "and logit shift $\\ln r$ always decide alike"),
    "own number": (
        "conditions-intro",
        "can multiply all odds by any number; without a bias it mostly can't",
    ),
    "bias": ("shift-in-keras-intro", "The last layer adds its bias to every logit."),
    "optimistic": ("chosen-read", "To choose and to bill on the same rows is optimistic."),
    "ranking": ("what-we-claim", "because a threshold changes no score"),
}
said = sentences(LESSON, SAID, "scikit-learn")
keras_said = sentences(LESSON, SAID, "keras")
RNG = np.random.default_rng(0)
X = RNG.normal(size=(600, 2))
Y = (RNG.random(600) < 1 / (1 + np.exp(2.5 - X[:, 0]))).astype(int)


@pytest.mark.parametrize("fact", SAID)
def test_the_lesson_still_says_what_is_tested_here(fact):
    assert stands_there(LESSON, SAID[fact])


def test_a_tuned_threshold_takes_the_best_balanced_accuracy_unasked():
    head = LogisticRegression()
    unasked = TunedThresholdClassifierCV(head).fit(X, Y)
    asked = TunedThresholdClassifierCV(head, scoring="balanced_accuracy").fit(X, Y)
    assert unasked.best_threshold_ == asked.best_threshold_, said("default")
    tuned = balanced_accuracy_score(Y, unasked.predict(X))
    assert tuned > balanced_accuracy_score(Y, head.fit(X, Y).predict(X)) + 0.05, said("default")


def logits_with(weight, features, y):
    """Return the logits of a last layer as the lesson fits it, with hardly any penalty."""
    layer = LogisticRegression(C=1e6, class_weight={0: 1, 1: weight}, solver="newton-cholesky")
    return layer.fit(features, y).decision_function(features)


def test_balanced_weights_have_the_ratio_of_the_counts():
    zero, one = compute_class_weight("balanced", classes=np.array([0, 1]), y=Y)
    assert one / zero == pytest.approx(np.sum(Y == 0) / np.sum(Y == 1)), said("ratio")


@pytest.mark.parametrize(("bend", "fits"), [(0.0, True), (1.5, False)])
def test_a_weight_shifts_logits_where_the_form_can_express_the_risks_and_else_it_does_not(
    bend, fits
):
    """The risk bends in the one feature: a straight logit can't follow it."""
    rng = np.random.default_rng(1)
    x = rng.normal(size=(200_000, 1))
    y = (rng.random(len(x)) < expit(-2.2 + x[:, 0] + bend * (x[:, 0] ** 2 - 1))).astype(int)
    moved = logits_with(9, x, y) - logits_with(1, x, y)
    assert (np.abs(moved - np.log(9)).max() < 0.3) == fits, said("condition")


def test_a_weight_needs_a_layer_that_can_move_all_odds_even_where_the_risks_fit():
    """The true logit is a line through 0, which a layer without a bias fits; 9 times it isn't."""
    rng = np.random.default_rng(1)
    x = rng.normal(size=(50_000, 1))
    y = (rng.random(len(x)) < expit(x[:, 0])).astype(int)
    off = {}
    for bias in (True, False):
        plain, weighted = (
            LogisticRegression(C=1e6, fit_intercept=bias, class_weight={0: 1, 1: weight})
            .fit(x, y)
            .decision_function(x)
            for weight in (1, 9)
        )
        assert np.abs(plain - x[:, 0]).mean() < 0.1
        off[bias] = np.abs(weighted - plain - np.log(9)).mean()
    assert off[True] < 0.1 < 0.5 < off[False], said("own number")
    assert keras.layers.Dense(1).use_bias, keras_said("own number")


@pytest.mark.parametrize("scores", [expit(X[:, 0]), RNG.random(600) ** 4])
def test_threshold_and_shift_decide_alike_for_any_scores(scores):
    shifted = expit(logit(scores) + np.log(9))
    assert np.array_equal(shifted >= 0.5, scores >= 0.1), said("always")
    before, after = (average_precision_score(Y, values) for values in (scores, shifted))
    assert before == pytest.approx(after), said("ranking")


def test_a_shift_of_the_bias_shifts_every_logit():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, activation="sigmoid")])
    before = model.predict(X, verbose=0)[:, 0]
    kernel, bias = model.layers[-1].get_weights()
    model.layers[-1].set_weights([kernel, bias + np.log(9)])
    after = model.predict(X, verbose=0)[:, 0]
    moved = logit(after.astype(float)) - logit(before.astype(float))
    np.testing.assert_allclose(moved, np.log(9), atol=1e-3, err_msg=keras_said("bias"))


def test_the_least_of_many_costs_is_too_low_for_new_rows():
    """Scores that tell nothing: no threshold is better than another, but one always looks so."""
    rng, gaps = np.random.default_rng(0), []
    for _ in range(100):
        (y, p), (y_new, p_new) = (
            ((rng.random(200) < 0.1).astype(int), rng.random(200)) for _ in range(2)
        )
        costs = [np.sum((p >= t) & (y == 0)) + 9 * np.sum((p < t) & (y == 1)) for t in p]
        t = p[np.argmin(costs)]
        new = np.sum((p_new >= t) & (y_new == 0)) + 9 * np.sum((p_new < t) & (y_new == 1))
        gaps.append(new - min(costs))
    assert np.mean(gaps) > 5, said("optimistic")
