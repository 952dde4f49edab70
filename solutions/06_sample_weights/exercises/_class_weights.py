from collections.abc import Sequence

import numpy as np

ByClass = dict[int, float]


def random_weights(rng: np.random.Generator, keys: Sequence[int]) -> ByClass:
    """Return different weights with one decimal, none of them 1."""
    drawn = rng.choice(np.arange(12, 90), size=len(keys), replace=False) / 10
    return dict(zip(keys, drawn.tolist(), strict=True))


def looked_up(y: np.ndarray, class_weight: ByClass, missing: float = 1.0) -> np.ndarray:
    """Return the weight of each class id, in an array of any shape."""
    flat = [class_weight.get(int(c), missing) for c in np.ravel(y)]
    return np.array(flat, dtype=float).reshape(np.shape(y))


def zero_as_missing(y: np.ndarray, class_weight: ByClass) -> np.ndarray:
    """Return the weight of each class id; a weight of 0 counts 1.0, as with `or 1.0`."""
    return looked_up(y, {c: weight for c, weight in class_weight.items() if weight})


def strictly(y: np.ndarray, class_weight: ByClass) -> np.ndarray:
    """Return the weight of each class id; a missing key is a KeyError."""
    flat = [class_weight[int(c)] for c in np.ravel(y)]
    return np.array(flat, dtype=float).reshape(np.shape(y))
