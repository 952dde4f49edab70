"""A last layer in NumPy: probabilities of any logits, and training by a gradient."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from helpers.lessons.softmax_layer import cross_entropy_gradient, softmax, train_layer


@pytest.fixture
def blobs():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 3, size=1500)
    return rng.normal(size=(1500, 4)) + 1.5 * np.eye(4)[y], y


def test_softmax_gives_probabilities_also_of_huge_logits():
    p = softmax(np.array([[1000.0, 0.0, 999.0], [0.0, 0.0, 0.0]]))
    np.testing.assert_allclose(p.sum(axis=1), 1)
    np.testing.assert_allclose(p[1], 1 / 3)


def test_a_layer_trained_by_cross_entropy_is_a_logistic_regression(blobs):
    x, y = blobs
    p = train_layer(x, y, cross_entropy_gradient, epochs=500).probabilities(x)
    other = LogisticRegression(C=1e6, max_iter=1000).fit(x, y).predict_proba(x)
    assert np.abs(p - other).max() < 0.03


def test_a_feature_that_is_the_same_in_all_rows_does_no_harm(blobs):
    x, y = blobs
    dead = np.column_stack([x, np.zeros(len(x))])
    layer = train_layer(dead, y, cross_entropy_gradient, epochs=1)
    dead[:, -1] = 1e-3
    assert np.isfinite(layer.probabilities(dead)).all()


def test_layers_differ_by_draw_and_by_the_seed_of_the_course(blobs, monkeypatch):
    def weights(draw):
        return train_layer(*blobs, cross_entropy_gradient, draw, epochs=1).weights

    first = weights(0)
    np.testing.assert_array_equal(first, weights(0))
    assert not np.array_equal(first, weights(1))
    monkeypatch.setenv("COURSE_SEED", "4")
    assert not np.array_equal(first, weights(0))
