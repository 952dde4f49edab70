from collections.abc import Sequence

import numpy as np
from sklearn.utils import compute_sample_weight


def shuffled_labels(
    rng: np.random.Generator, classes: Sequence[int], low: int = 1, high: int = 9
) -> np.ndarray:
    """Return labels in random order, each class with its own number of rows."""
    counts = rng.choice(np.arange(low, high), size=len(classes), replace=False)
    return rng.permutation(np.repeat(classes, counts))


def random_classes(rng: np.random.Generator, size: int) -> list[int]:
    """Return different ids with gaps, sorted, none of them in its place from 0."""
    return sorted(int(c) for c in rng.choice(np.arange(3, 15), size=size, replace=False))


def random_weights(rng: np.random.Generator, classes: Sequence[int]) -> dict[int, float]:
    """Return different weights with one decimal, none of them 1."""
    drawn = rng.choice(np.arange(12, 90), size=len(classes), replace=False) / 10
    return dict(zip(classes, drawn.tolist(), strict=True))


def counts_of(y: np.ndarray) -> dict[int, int]:
    """Return the number of rows of each class."""
    classes, counts = np.unique(y, return_counts=True)
    return dict(zip(classes.tolist(), counts.tolist(), strict=True))


def balanced_weights_by_rows(y: np.ndarray) -> dict[int, float]:
    weights = compute_sample_weight(class_weight="balanced", y=y)
    return {int(label): float(weight) for label, weight in zip(y, weights, strict=True)}
