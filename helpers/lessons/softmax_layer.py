"""The last layer of a network in NumPy: softmax, and the gradient of its cross-entropy."""

import numpy as np
import scipy.special


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
