import numpy as np


def scored_rows(
    rng: np.random.Generator, size: int, positives: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return classes in random order and different probabilities that say something of them."""
    y = rng.permutation(np.repeat([0, 1], [size - positives, positives]))
    steps = rng.permutation(np.arange(1, 4 * size))[:size] / (4 * size)
    return y, np.round(0.7 * steps + 0.28 * y, 4)
