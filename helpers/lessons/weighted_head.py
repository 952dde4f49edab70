"""A head refitted in milliseconds: logistic regression with a weight for the rows of class 1."""

import numpy as np
from scipy.special import expit
from threadpoolctl import ThreadpoolController

# scikit-learn's default: half the squared coefficients are added to C times the rows' losses.
C = 1.0
_MANY = 5_000  # rows from which single precision is used
_BLOCK = 1024  # rows that fit into a core's own cache
_STEPS = 100
_POOLS = ThreadpoolController()
_SMALL = 3e-4  # a Newton step squares the error: after one this long, nothing is left to gain


class Rows:
    """Feature rows and their classes, made ready for fitting again and again.

    The objective is that of ``sklearn.linear_model.LogisticRegression().fit(features, y,
    sample_weight=...)``: half the sum of the squared coefficients (not of the intercept) plus
    the weighted sum of the rows' losses; scikit-learn's user guide, "Logistic regression". It
    is minimised by Newton's method (iteratively reweighted least squares): T. Hastie,
    R. Tibshirani, J. Friedman (2009), "The elements of statistical learning", section 4.4.1.

    The rows are centred and scaled. There the problem is well conditioned, so that single precision
    does for the products, and a fit takes a third of scikit-learn's time. The penalty is scaled
    back, which leaves the objective, and with it the answer, the same.

    features: float array (n, d).
    y (int array (n,)): True classes, 0 or 1; both occur.
    """

    def __init__(self, features: np.ndarray, y: np.ndarray) -> None:
        self.y = y.astype(np.float32)
        centre = features.mean(axis=0, dtype=np.float64)
        spread = features.std(axis=0, dtype=np.float64)
        # Where a feature is the same in all rows (as ReLU makes some: always 0) its coefficient
        # is 0, for the intercept does the same without a penalty.
        self.alive = spread > 1e-12 * np.abs(features).max(axis=0)
        self.centre, self.spread = centre[self.alive], spread[self.alive]
        # Few rows may be told apart all but perfectly, which takes all digits and costs no time.
        digits = np.float64 if len(features) < _MANY else np.float32
        self.ready = np.ones((len(features), self.alive.sum() + 1), dtype=digits)
        self.ready[:, :-1] = (features[:, self.alive] - self.centre) / self.spread

    def fit(self, ratio: float, start: np.ndarray | None = None) -> np.ndarray:
        """Fit a logistic regression in which each row of class 1 weighs `ratio`, the others 1.

        ratio (float): Above 0.
        start (float array (d + 1,), optional): Where to start from, such as the coefficients at a
            ratio nearby: saves time only.
        Returns (float array (d + 1,)): The coefficients, and the intercept last.
        Raises ValueError: If no coefficients are found.
        """
        weights = np.where(self.y == 1, ratio, 1).astype(self.ready.dtype)
        # Threads that wait for each other over such small products cost more than they give.
        with _POOLS.limit(limits=1, user_api="blas"):
            place = self._least(weights, self._start(start))
            if place is None:  # a start far off, where every probability is 0 or 1: no slope there
                place = self._least(weights, self._start(None))
        if place is None:
            raise ValueError(
                f"no head was found at ratio {ratio:g}: look at the features for very large values."
            )
        slopes = np.zeros(len(self.alive))
        slopes[self.alive] = place[:-1] / self.spread
        return np.append(slopes, place[-1] - slopes[self.alive] @ self.centre)

    def _start(self, head: np.ndarray | None) -> np.ndarray:
        """Return where to start from, in centred and scaled features: float array (live + 1,)."""
        if head is None:
            return np.zeros(len(self.spread) + 1)
        slopes = head[:-1][self.alive]
        return np.append(slopes * self.spread, head[-1] + slopes @ self.centre)

    def _least(self, weights: np.ndarray, place: np.ndarray) -> np.ndarray | None:
        """Walk to the least of the objective by Newton's steps; None if they don't lead there."""
        penalty = np.append(1 / (C * self.spread**2), 0.0)
        unit = np.append(self.spread, 1.0)
        step, slope = np.zeros_like(place), 0.0
        for _ in range(_STEPS):
            gradient, curvature = self._derivatives(weights, place)
            gradient += penalty * place
            # The objective is convex: rising at the end of a step, it has passed its least.
            if step @ gradient > 0.5 * abs(slope):
                step, slope = step / 2, slope / 2
                place = place - step
                continue
            curvature[np.diag_indices_from(curvature)] += penalty
            try:
                step = np.linalg.solve(curvature, -gradient)
            except np.linalg.LinAlgError:
                return None
            slope = step @ gradient
            place = place + step
            if np.abs(step / unit).max() < _SMALL:
                return place
        return None

    def _derivatives(self, weights: np.ndarray, place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return gradient (d + 1,) and Hessian (d + 1, d + 1) of the weighted sum of losses.

        Block by block: each stays in the processor's cache, and the blocks are added up in double
        precision, so that single precision costs the sum nothing.
        """
        at = place.astype(self.ready.dtype)
        gradient, curvature = np.zeros(len(at)), np.zeros((len(at), len(at)))
        for first in range(0, len(weights), _BLOCK):
            block = slice(first, first + _BLOCK)
            x, w = self.ready[block], weights[block]
            p = expit(x @ at)
            gradient += x.T @ (w * (p - self.y[block]))
            scaled = x * np.sqrt(w * p * (1 - p))[:, np.newaxis]
            curvature += scaled.T @ scaled
        return gradient, curvature


def scores(coefficients: np.ndarray, features: np.ndarray) -> np.ndarray:
    """Return the probability of class 1 that a fitted head gives to each row: float (n,)."""
    return expit(logit(coefficients, features))


def logit(coefficients: np.ndarray, features: np.ndarray) -> np.ndarray:
    """Return what `scores` turns into probabilities: float (n,)."""
    return features @ coefficients[:-1] + coefficients[-1]
