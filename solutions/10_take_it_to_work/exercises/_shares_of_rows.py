import numpy as np


def share_of_ones(y: np.ndarray, rows: np.ndarray) -> float:
    """Return the share of ones among some rows, 0.0 if there are none."""
    return float(np.mean(y[rows])) if rows.any() else 0.0


def mean_recall(y: np.ndarray, called: np.ndarray) -> float:
    return float((np.mean(called[y == 1]) + np.mean(~called[y == 0])) / 2)


def f1(y: np.ndarray, called: np.ndarray) -> float:
    return float(2 * np.sum(y[called]) / (np.sum(y) + np.sum(called)))
