import numpy as np


def class_counts(y: np.ndarray) -> np.ndarray:
    return np.unique(y, return_counts=True)[1]


def labels_with_counts(
    rng: np.random.Generator, classes: list[int], counts: list[int]
) -> np.ndarray:
    return rng.permutation(np.repeat(classes, counts))
