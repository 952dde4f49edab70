"""A last layer in NumPy: probabilities of any logits, and the gradient of their cross-entropy."""

import numpy as np

from helpers.lessons.softmax_layer import cross_entropy_gradient, softmax


def test_softmax_gives_probabilities_also_of_huge_logits():
    p = softmax(np.array([[1000.0, 0.0, 999.0], [0.0, 0.0, 0.0]]))
    np.testing.assert_allclose(p.sum(axis=1), 1)
    np.testing.assert_allclose(p[1], 1 / 3)


def test_the_gradient_is_the_slope_of_the_cross_entropy():
    z, y, step = np.array([[0.5, 0.0, -1.0]]), np.array([2]), 1e-6
    nudged = [
        (-np.log(softmax(z + move)[0, 2]) + np.log(softmax(z - move)[0, 2])) / (2 * step)
        for move in step * np.eye(3)
    ]
    np.testing.assert_allclose(cross_entropy_gradient(y, softmax(z))[0], nudged, atol=1e-6)
