import warnings

import numpy as np
from scipy.stats import bootstrap


def drawn_means(
    values: np.ndarray,
    draws: int,
    seed: int | np.random.Generator,
    *,
    size: int | None = None,
    first: int = 0,
    end: int | None = None,
) -> np.ndarray:
    """Return the mean of each draw, float array (draws,).

    size: rows of a draw, by default as many as there are; first, end: the rows from `first` to
    before `end` are drawn, by default all.
    """
    n = len(values)
    rows = np.random.default_rng(seed).integers(first, end or n, size=(draws, size or n))
    return values[rows].mean(axis=1)


def drawn_differences(hits_a: np.ndarray, hits_b: np.ndarray, draws: int, seed: int) -> np.ndarray:
    """Return recall of a minus recall of b for each draw."""
    return drawn_means(hits_a, draws, seed) - drawn_means(hits_b, draws, seed)


def interval(values: np.ndarray, low: float = 2.5, high: float = 97.5) -> tuple[float, float]:
    """Return two percentiles of some values."""
    ends = np.percentile(values, [low, high])
    return float(ends[0]), float(ends[1])


def scipys_interval(
    hits_a: np.ndarray, hits_b: np.ndarray, draws: int, seed: int, method: str
) -> tuple[float, float]:
    """Return the interval that SciPy makes by one of its methods."""
    rng = np.random.default_rng(seed)
    with warnings.catch_warnings(action="ignore"):  # where all differences are equal
        found = bootstrap((hits_a - hits_b,), np.mean, n_resamples=draws, method=method, rng=rng)
    return float(found.confidence_interval.low), float(found.confidence_interval.high)
