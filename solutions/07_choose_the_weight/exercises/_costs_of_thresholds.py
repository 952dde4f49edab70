import numpy as np


def costs_of(
    thresholds: np.ndarray,
    y: np.ndarray,
    p: np.ndarray,
    c_fp: float,
    c_fn: float,
    *,
    above: bool = False,
    on_it_missed: bool = False,
) -> list[float]:
    """Return the cost of each threshold; with `above`, only rows above it are called 1.

    With `on_it_missed`, rows on it are called 1 and their ones count as missed all the same.
    """
    costs = []
    for t in thresholds:
        predicted = p > t if above else p >= t
        missed = p <= t if on_it_missed else ~predicted
        alarms, misses = predicted & (y == 0), missed & (y == 1)
        costs.append(float(c_fp * np.sum(alarms) + c_fn * np.sum(misses)))
    return costs


def first_least_of(
    thresholds: np.ndarray, y: np.ndarray, p: np.ndarray, c_fp: float, c_fn: float, **how: bool
) -> float:
    """Return the first of the cheapest thresholds."""
    return float(thresholds[np.argmin(costs_of(thresholds, y, p, c_fp, c_fn, **how))])


def first_least(y: np.ndarray, p: np.ndarray, c_fp: float, c_fn: float, **how: bool) -> float:
    """Return the smallest of the cheapest scores."""
    return first_least_of(np.unique(p), y, p, c_fp, c_fn, **how)


def first_least_by_rates(y: np.ndarray, p: np.ndarray, c_fp: float, c_fn: float) -> float:
    """Return the smallest of the cheapest scores, with prices for whole classes."""
    return first_least(y, p, c_fp / np.sum(y == 0), c_fn / np.sum(y == 1))
