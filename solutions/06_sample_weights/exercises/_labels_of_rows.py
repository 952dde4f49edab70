from collections.abc import Callable

import numpy as np

from ._class_weights import ByClass


def of_labels(
    Y: np.ndarray, class_weight: ByClass, merge: Callable[[list[float]], float]
) -> np.ndarray:
    """Return, for each row, what `merge` makes of its labels' weights; of label 0's if none."""
    weights = []
    for row in Y:
        labels = np.flatnonzero(row).tolist() or [0]
        weights.append(merge([class_weight.get(label, 1.0) for label in labels]))
    return np.array(weights, dtype=float)


def one_for_none(Y: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the weights with 1 for rows without labels."""
    return np.where(Y.any(axis=1), weights, 1.0)


def first_with_a_key(Y: np.ndarray, class_weight: ByClass) -> np.ndarray:
    """Return the weight of each row's first label that has a key, of label 0 if it has no label."""
    weights = []
    for row in Y:
        labels = np.flatnonzero(row).tolist() or [0]
        weights.append(next((class_weight[c] for c in labels if c in class_weight), 1.0))
    return np.array(weights, dtype=float)


def last_key(Y: np.ndarray, class_weight: dict[int, float]) -> np.ndarray:
    """Return the weight of the last key of the dict that is a label of the row; 1.0 for none."""
    weights = np.ones(len(Y))
    for label, weight in class_weight.items():
        weights[Y[:, label] == 1] = weight
    return weights
