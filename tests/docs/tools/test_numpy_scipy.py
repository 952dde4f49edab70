"""What NumPy and SciPy do with labels, weights and shares of a rare class."""

import numpy as np
import pytest
from scipy import special, stats


def test_numpy_small_unsigned_labels():
    expected, predicted = np.array([0, 1, 0, 1], "uint8"), np.array([1, 1, 0, 0], "uint8")
    assert np.abs(expected - predicted).tolist() == [255, 0, 0, 1]
    assert np.mean(expected != predicted) == 0.5


@pytest.mark.filterwarnings("ignore:divide by zero")
def test_numpy_bincount_gap():
    y = np.array([1, 1, 3])
    assert (len(y) / np.bincount(y)).tolist() == [np.inf, 1.5, np.inf, 3]
    assert (len(y) / np.unique(y, return_counts=True)[1]).tolist() == [1.5, 3]


def test_numpy_text_width():
    labels = np.array(["ok", "ok"])
    labels[0] = "fraud"
    assert labels.tolist() == ["fr", "ok"]
    assert np.where([True, False], "fraud", "ok").tolist() == ["fraud", "ok"]


def test_numpy_number_and_text():
    assert (np.array([0, 1, 1]) == "1").sum() == 0


def test_numpy_missing_label():
    y = np.array([0, 0, 1, np.nan])
    assert np.mean(y != 0) == 0.5
    assert np.mean(y == 1) == 0.25


def test_numpy_weighted_quantile():
    scores, weights = [1.0, 2.0, 3.0], [1, 1, 5]
    with pytest.raises(ValueError, match="Only method 'inverted_cdf' supports weights"):
        np.quantile(scores, 0.5, weights=weights)
    assert np.quantile(scores, 0.5, weights=weights, method="inverted_cdf") == 3


def test_numpy_choice_without_replacement():
    rng = np.random.default_rng(0)
    shares = np.r_[0.5, np.full(9, 0.5 / 9)]  # the first row is to be drawn nine times as often
    drawn = [0 in rng.choice(10, 5, replace=False, p=shares) for _ in range(500)]
    others = [1 in rng.choice(10, 5, replace=False, p=shares) for _ in range(500)]
    assert np.mean(drawn) < 3 * np.mean(others)


def test_numpy_ties_at_k():
    y, blind = np.repeat([1, 0], [10, 90]), np.full(100, 0.1)
    first = np.argsort(-blind, kind="stable")[:10]
    last = np.argsort(blind, kind="stable")[::-1][:10]
    assert (y[first].mean(), y[last].mean()) == (1, 0)


@pytest.mark.filterwarnings("ignore")
def test_scipy_bootstrap_of_all_found():
    found = np.ones(8)
    rng = np.random.default_rng(0)
    default = stats.bootstrap((found,), np.mean, rng=rng).confidence_interval
    percentile = stats.bootstrap((found,), np.mean, method="percentile", rng=rng)
    assert np.isnan(default.low)
    assert percentile.confidence_interval == (1, 1)
    wilson = stats.binomtest(8, 8).proportion_ci(method="wilson")
    assert wilson.low == pytest.approx(0.676, abs=0.001)


def test_scipy_logit_of_zero(recwarn):
    moved = special.expit(special.logit(np.array([0.0, 0.01])) + np.log(9))
    assert moved == pytest.approx([0, 0.0833], abs=1e-4)
    assert not recwarn.list
