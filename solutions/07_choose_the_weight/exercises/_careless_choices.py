import numpy as np


def first_least_torn_apart(y: np.ndarray, p: np.ndarray, c_fp: float, c_fn: float) -> float:
    """Return the cheapest score where each row has its own turn, those of equal score too."""
    order = np.argsort(p, kind="stable")
    ones = y[order]
    misses = np.concatenate([[0], np.cumsum(ones)[:-1]])
    alarms = np.cumsum((1 - ones)[::-1])[::-1]
    return float(p[order][np.argmin(c_fp * alarms + c_fn * misses)])


def first_best_f1(y: np.ndarray, p: np.ndarray) -> float:
    """Return the smallest of the scores with the best F1."""
    values = np.unique(p)
    hits = np.array([np.sum((p >= t) & (y == 1)) for t in values])
    called = np.array([np.sum(p >= t) for t in values])
    return float(values[np.argmax(2 * hits / (called + np.sum(y == 1)))])
