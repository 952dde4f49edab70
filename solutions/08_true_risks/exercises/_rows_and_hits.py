import numpy as np


def scored_rows(
    rng: np.random.Generator, size: int, positives: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return classes in random order and different probabilities that say something of them."""
    y = rng.permutation(np.repeat([0, 1], [size - positives, positives]))
    steps = rng.permutation(np.arange(1, 4 * size))[:size] / (4 * size)
    return y, np.round(0.7 * steps + 0.28 * y, 4)


def hits(
    rng: np.random.Generator, both: int, only_a: int, only_b: int, none: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the hits of two models, rows in random order."""
    counts = [both, only_a, only_b, none]
    order = rng.permutation(sum(counts))
    a, b = np.repeat([1, 1, 0, 0], counts), np.repeat([1, 0, 1, 0], counts)
    return a[order], b[order]
