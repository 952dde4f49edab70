import numpy as np


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
