"""The models of lesson 07: each does what its source says."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit, logit
from sklearn.metrics import average_precision_score

from helpers.lessons import weight_or_threshold as roads
from helpers.lessons.explorer import fit_head, scores

RNG = np.random.default_rng(0)
X = RNG.normal(size=(1500, 3)).astype(np.float32)
Y = (RNG.random(1500) < expit(1.5 * X[:, 0] - 2.6)).astype(int)
RATIO = np.sum(Y == 0) / np.sum(Y == 1)


@pytest.fixture(scope="module")
def said():
    return roads.ways(X, Y, X, np.log, seed=1)


def test_a_network_is_tried_after_each_epoch(monkeypatch):
    monkeypatch.setenv("COURSE_QUICK", "1")
    pictures = RNG.integers(0, 256, size=(300, 32, 32, 3), dtype=np.uint8)
    net = roads.network(pictures, Y[:300], pictures[:20], 9, seed=0)
    assert sorted(net.after) == [1, 2]
    assert net.after[2].shape == (20,)
    assert not np.array_equal(net.after[1], net.after[2])


def test_the_plain_head_comes_first(said):
    assert next(iter(said)) == "plain"
    np.testing.assert_allclose(said["plain"], scores(fit_head(X, Y, 1), X))


def test_logit_adjustment_is_the_shift_by_the_ratio_of_the_classes(said):
    moved = logit(said["logit adjustment"]) - logit(said["plain"])
    np.testing.assert_allclose(moved, np.log(RATIO), rtol=1e-6)


def test_drawing_rows_does_about_what_the_weight_does(said):
    weight = said[f"weight {RATIO:.0f}"]
    assert np.abs(said["oversampling"] - weight).mean() < 0.03
    assert np.abs(said["undersampling"] - weight).mean() < 0.1


def test_the_focal_head_has_the_least_focal_loss(said):
    def loss(head):
        p = expit(X @ head[:-1] + head[-1])
        p = np.where(Y == 1, p, 1 - p)
        return -np.mean((1 - p) ** 2 * np.log(p))

    best = minimize(loss, np.zeros(4)).x
    np.testing.assert_allclose(said["focal loss"], expit(X @ best[:-1] + best[-1]), atol=0.01)


def test_the_focal_loss_moves_nothing_at_one_half_and_pulls_towards_it(said):
    decided = (said["focal loss"] >= 0.5) == (said["plain"] >= 0.5)
    assert decided.mean() > 0.97
    assert np.abs(said["focal loss"] - 0.5).mean() < np.abs(said["plain"] - 0.5).mean()


def test_weights_make_few_rows_vary_more():
    plain, weighted = roads.level_spread(X[:, :1], Y, 9, 10, seed=0)
    assert weighted > plain > 0


def test_measures_are_those_of_the_head_at_its_threshold():
    rows = X[:1000], Y[:1000], X[1000:], Y[1000:]
    found = roads.measures(rows, 1, 0.1, 9, lambda y, p, least: least)
    p = scores(fit_head(X[:1000], Y[:1000], 1), X[1000:])
    assert found["accuracy"] == np.mean((p >= 0.1) == Y[1000:])
    assert found["PR-AUC"] == average_precision_score(Y[1000:], p)
    assert found["recall at precision 0.3"] == 0.3
    assert found["Brier score"] == pytest.approx(np.mean((p - Y[1000:]) ** 2))
    alarms, misses = np.sum((p >= 0.1) & (Y[1000:] == 0)), np.sum((p < 0.1) & (Y[1000:] == 1))
    assert found["mean cost"] == pytest.approx((alarms + 9 * misses) / 500)


def test_pairs_of_heads_are_apart_by_the_logarithm_of_the_ratio():
    pairs = roads.head_pairs(X, Y, X, 9, seed=0)
    assert list(pairs) == ["drawn labels", "true labels"]
    for plain, weighted in pairs.values():
        assert np.mean(logit(weighted) - logit(plain)) == pytest.approx(np.log(9), abs=0.3)
    np.testing.assert_allclose(pairs["true labels"][0], scores(fit_head(X, Y, 1), X), atol=1e-4)


def test_a_bias_moves_where_an_untrained_network_begins():
    pictures = RNG.integers(0, 256, size=(40, 32, 32, 3), dtype=np.uint8)
    never = np.zeros(40, dtype=int)
    losses = [roads.first_loss(pictures, never, bias, seed=0) for bias in (-3.0, 0.0, 3.0)]
    assert losses == sorted(losses)


def test_found_are_those_of_the_highest_scores():
    y, p = np.array([1, 0, 1, 0, 1]), np.array([0.2, 0.9, 0.8, 0.1, 0.7])
    assert roads.found(y, p, 2).tolist() == [0, 1, 0]
    assert roads.found(y, p, 5).tolist() == [1, 1, 1]
