"""The references of lesson 07 against scikit-learn, Keras and SciPy, and what they must satisfy."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, logit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, make_scorer, precision_recall_curve
from sklearn.model_selection import TunedThresholdClassifierCV

from helpers.checks.bank import bank_from_source
from tests.solutions.scored_rows import scored

LESSON = Path(__file__).resolve().parents[2] / "solutions" / "07_choose_the_weight"
REFERENCES = {
    name: exercise.reference
    for name, exercise in bank_from_source(LESSON / "exercises").sources.items()
}
PRICES = st.floats(0.01, 1000)
RATIOS = st.floats(0.01, 1000)


@given(c_fp=PRICES, c_fn=PRICES)
def test_at_the_threshold_both_answers_cost_the_same(c_fp, c_fn):
    t = REFERENCES["threshold_from_costs"](c_fp, c_fn)
    assert (1 - t) * c_fp == pytest.approx(t * c_fn)


@given(c_fp=PRICES, c_fn=PRICES)
def test_the_ratio_of_the_threshold_is_that_of_the_prices(c_fp, c_fn):
    t = REFERENCES["threshold_from_costs"](c_fp, c_fn)
    assert REFERENCES["ratio_from_threshold"](t) == pytest.approx(c_fn / c_fp)


@given(t=st.floats(0.001, 0.999))
def test_the_shift_moves_the_threshold_to_one_half(t):
    shift = REFERENCES["logit_shift"](REFERENCES["ratio_from_threshold"](t))
    assert expit(logit(t) + shift) == pytest.approx(0.5)


def test_a_weighted_logistic_regression_differs_by_the_shift():
    """Where every cell of the data has its own coefficient, the model is right for any weight."""
    x = np.repeat(np.eye(2), [100, 100], axis=0)
    y = np.r_[np.repeat([0, 1], [90, 10]), np.repeat([0, 1], [60, 40])]
    plain, weighted = (
        LogisticRegression(C=1e9, tol=1e-10, class_weight={0: 1, 1: ratio}).fit(x, y)
        for ratio in (1, 9)
    )
    moved = weighted.decision_function(np.eye(2)) - plain.decision_function(np.eye(2))
    np.testing.assert_allclose(moved, REFERENCES["logit_shift"](9), atol=1e-3)


def total(y, said, c_fp, c_fn):
    _, fp, fn, _ = confusion_matrix(y, said, labels=[0, 1]).ravel()
    return c_fp * fp + c_fn * fn


@given(data=scored(), c_fp=st.integers(1, 20), c_fn=st.integers(1, 20))
def test_no_value_is_a_cheaper_threshold_and_no_smaller_one_as_cheap(data, c_fp, c_fn):
    y, p = data
    best = REFERENCES["best_threshold"](y, p, c_fp, c_fn)
    least = total(y, p >= best, c_fp, c_fn)
    assert best in p
    for t in p:
        cost = total(y, p >= t, c_fp, c_fn)
        assert cost > least or (cost == least and t >= best)


class Given(ClassifierMixin, BaseEstimator):
    """A classifier that says the probability that it is shown."""

    def fit(self, x, y):
        self.classes_ = np.array([0, 1])
        self.n_features_in_ = 1
        return self

    def predict_proba(self, x):
        return np.column_stack([1 - x[:, 0], x[:, 0]])


def test_scikit_learns_tuned_threshold_is_no_cheaper():
    rng = np.random.default_rng(0)
    p = rng.random(300)
    y = (rng.random(300) < p**2).astype(int)
    x = p.reshape(-1, 1)
    scorer = make_scorer(lambda y, said: -total(y, said, 1, 9))
    tuned = TunedThresholdClassifierCV(
        FrozenEstimator(Given().fit(x, y)),
        scoring=scorer,
        thresholds=1000,
        cv="prefit",
        refit=False,
    ).fit(x, y)
    best = REFERENCES["best_threshold"](y, p, 1, 9)
    assert total(y, p >= best, 1, 9) <= -tuned.best_score_
    assert tuned.best_threshold_ == pytest.approx(best, abs=0.05)


@given(data=scored(), least=st.floats(0.01, 1))
def test_the_best_recall_is_on_scikit_learns_curve(data, least):
    y, p = data
    precision, recall, _ = precision_recall_curve(y, p)
    expected = max(recall[precision >= least])  # its last point has recall 0
    assert REFERENCES["best_recall"](y, p, least) == pytest.approx(expected)


@given(data=scored())
def test_everything_is_found_where_any_precision_will_do(data):
    assert REFERENCES["best_recall"](*data, 0.0) == 1
