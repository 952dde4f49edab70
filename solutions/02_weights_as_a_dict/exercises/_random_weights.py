from collections.abc import Sequence

import numpy as np


def shuffled_labels(
    rng: np.random.Generator, classes: Sequence[int], low: int = 1, high: int = 9
) -> np.ndarray:
    """Return labels in random order, each class with its own number of rows."""
    counts = rng.choice(np.arange(low, high), size=len(classes), replace=False)
    return rng.permutation(np.repeat(classes, counts))


def random_weights(rng: np.random.Generator, classes: Sequence[int]) -> dict[int, float]:
    """Return different weights with one decimal, none of them 1."""
    drawn = rng.choice(np.arange(12, 90), size=len(classes), replace=False) / 10
    return dict(zip(classes, drawn.tolist(), strict=True))


def weights_and_labels(
    rng: np.random.Generator, classes: list[int]
) -> tuple[dict[int, float], np.ndarray]:
    """Return random weights, in shuffled order of the keys, and labels of these classes."""
    y = shuffled_labels(rng, classes, low=2, high=12)
    return random_weights(rng, [int(c) for c in rng.permutation(classes)]), y
