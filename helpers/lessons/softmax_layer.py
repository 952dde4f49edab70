"""The last layer of a network in NumPy: softmax, its gradient, and training by any gradient."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy.special
from sklearn.preprocessing import StandardScaler

from helpers.settings import course_seed

BATCH = 500
STEP_SIZE = 0.01

# From true classes (n,) and probabilities (n, k) to the gradient (n, k) of each row's loss with
# respect to its logits, not divided by n.
RowGradient = Callable[[np.ndarray, np.ndarray], np.ndarray]


def softmax(logits: np.ndarray) -> np.ndarray:
    """Return the probabilities (n, k) that belong to logits (n, k), in double precision."""
    return scipy.special.softmax(logits.astype(float), axis=1)


def cross_entropy_gradient(y_true: np.ndarray, probs: np.ndarray) -> np.ndarray:
    """Return the gradient (n, k) of each row's cross-entropy with respect to its logits.

    C. M. Bishop (2006), "Pattern Recognition and Machine Learning", equation 4.109.
    """
    return probs - np.eye(probs.shape[1])[y_true]


def with_ones(features: np.ndarray) -> np.ndarray:
    """Return features (n, d) with a column of ones (n, d + 1), whose coefficient is the bias."""
    return np.column_stack([features, np.ones(len(features))])


@dataclass(frozen=True)
class SoftmaxLayer:
    """A trained last layer: features are standardised, weighted, and go through softmax."""

    scaler: StandardScaler
    weights: np.ndarray

    def probabilities(self, features: np.ndarray) -> np.ndarray:
        """Return the probabilities of all classes: float (n, k) for features (n, d)."""
        return softmax(with_ones(self.scaler.transform(features)) @ self.weights)


def train_layer(
    features: np.ndarray, y: np.ndarray, gradient: RowGradient, draw: int = 0, epochs: int = 10
) -> SoftmaxLayer:
    """Train a last layer on the features of a network, by the gradient that it is given.

    The optimiser is Adam with the step size falling to 0 (Kingma and Ba 2015, algorithm 1).

    features (float array (n, d)): What the last layer of a network sees.
    y (int array (n,)): True classes, from 0.
    gradient (callable): Of the loss of each row, see `RowGradient`.
    draw (int): Numbers the repetitions: each starts elsewhere and sees the rows in another order.
    epochs (int): How often it sees all rows.
    """
    rng = np.random.default_rng([course_seed(), draw])
    scaler = StandardScaler().fit(features)
    inputs = with_ones(scaler.transform(features))
    weights = rng.normal(scale=0.05, size=(inputs.shape[1], int(y.max()) + 1))
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    step = 0
    for epoch in range(epochs):
        order = rng.permutation(len(inputs))
        size = STEP_SIZE * (1 - epoch / epochs)
        for start in range(0, len(inputs), BATCH):
            rows = order[start : start + BATCH]
            x = inputs[rows]
            slope = x.T @ gradient(y[rows], softmax(x @ weights)) / len(rows)
            step += 1
            mean += 0.1 * (slope - mean)
            square += 0.001 * (slope**2 - square)
            unbiased = mean / (1 - 0.9**step), square / (1 - 0.999**step)
            weights -= size * unbiased[0] / (np.sqrt(unbiased[1]) + 1e-8)
    return SoftmaxLayer(scaler, weights)
