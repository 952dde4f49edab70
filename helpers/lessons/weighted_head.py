"""A head refitted in milliseconds: logistic regression with a weight for the rows of class 1."""

import numpy as np
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from threadpoolctl import ThreadpoolController

_MANY = 5_000  # rows from which single precision is used
_POOLS = ThreadpoolController()


class Rows:
    """Feature rows and their classes, made ready for fitting again and again.

    features: float array (n, d).
    y (int array (n,)): True classes, 0 or 1; both occur.
    """

    def __init__(self, features: np.ndarray, y: np.ndarray) -> None:
        self.y = y
        # Few rows may be told apart all but perfectly, which takes all digits and costs no time.
        digits, slope = (np.float64, 1e-8) if len(features) < _MANY else (np.float32, 1e-5)
        # Centred, wherever the features lie Newton's steps find the way. The intercept, which has
        # no penalty, makes up for it: the answer stays the same.
        self.centre = features.mean(axis=0, dtype=np.float64)
        self.centred = (features - self.centre).astype(digits)
        # Each fit starts where the one before ended.
        self.model = LogisticRegression(solver="newton-cholesky", tol=slope, warm_start=True)

    def fit(self, ratio: float) -> np.ndarray:
        """Fit a logistic regression in which each row of class 1 weighs `ratio`, the others 1.

        ratio (float): Above 0.
        Returns (float array (d + 1,)): The coefficients, and the intercept last.
        """
        weights = np.where(self.y == 1, float(ratio), 1.0)
        # Threads that wait for each other over such small products cost more than they give.
        with _POOLS.limit(limits=1, user_api="blas"):
            self.model.fit(self.centred, self.y, sample_weight=weights)
        slopes = self.model.coef_[0].astype(float)
        return np.append(slopes, self.model.intercept_ - slopes @ self.centre)


def scores(coefficients: np.ndarray, features: np.ndarray) -> np.ndarray:
    """Return the probability of class 1 that a fitted head gives to each row: float (n,)."""
    return expit(logit(coefficients, features))


def logit(coefficients: np.ndarray, features: np.ndarray) -> np.ndarray:
    """Return what `scores` turns into probabilities: float (n,)."""
    return features @ coefficients[:-1] + coefficients[-1]
