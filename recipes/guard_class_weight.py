"""Stop a faulty class_weight before Keras takes it, and prove which weights arrive.

Keras 3.15 trains without a word where a key is missing, where keys are text, or where a weight is
NaN. Call `checked_class_weight` before `fit`, and `weights_that_arrive` once in your tests.
"""
# SPDX-License-Identifier: MIT

import math
from collections.abc import Mapping
from typing import Any

import keras
import numpy as np


def checked_class_weight(weights: Mapping[int, float], y: np.ndarray) -> dict[int, float]:
    """Return the weights as a plain dict that Keras reads as it is meant.

    Parameters
    ----------
    weights : mapping of int to float
        A weight for each class of y, and for no other.
    y : int array (n,)
        The training labels as class numbers, not one-hot.

    Raises
    ------
    ValueError
        If a class has no weight, a weight has no class, or a weight is NaN, infinite or negative.
    """
    if not isinstance(weights, Mapping):
        raise ValueError(f"class_weight is a {type(weights).__name__}: write {{class: weight}}.")
    if np.ndim(y) != 1 or not np.issubdtype(np.asarray(y).dtype, np.integer):
        raise ValueError(f"y has shape {np.shape(y)}: give whole numbers, one for each row.")
    classes = np.unique(y).tolist()
    for key in weights:
        if isinstance(key, (bool, str)) or key not in classes:
            raise ValueError(f"the key {key!r} is no class of y: the classes are {classes}.")
    for c in classes:
        if c not in weights:
            raise ValueError(f"class {c} has no weight: Keras would take 1 and say nothing.")
        if not (math.isfinite(weights[c]) and weights[c] >= 0):
            raise ValueError(f"the weight of class {c} is {weights[c]}: use a number, 0 or above.")
    return {c: float(weights[c]) for c in classes}


def weights_that_arrive(class_weight: dict[int, float], classes: list[int]) -> np.ndarray:
    """Return the weight that `fit` gives to a row of each class, as float array (k,).

    The witness has one number for each row, begins at 0, and its loss is its own output. One step
    of SGD with learning rate k then moves each number down by exactly the weight of its row.
    """
    k = len(classes)
    witness = keras.Sequential([keras.Input((k,)), keras.layers.Dense(1, use_bias=False)])
    witness.layers[-1].set_weights([np.zeros((k, 1))])
    witness.compile(optimizer=keras.optimizers.SGD(float(k)), loss=lambda y, p: p)
    witness.fit(np.eye(k), np.array(classes), class_weight=class_weight, batch_size=k, verbose=0)
    return -witness.layers[-1].get_weights()[0][:, 0]


if __name__ == "__main__":
    y = np.repeat([0, 1, 2], [80, 5, 15])
    weights = checked_class_weight({0: 0.42, 1: 6.67, 2: 2.22}, y)
    arrived = weights_that_arrive(weights, [0, 1, 2])
    print("given: ", list(weights.values()), "arrived: ", arrived.round(2).tolist())
    assert np.allclose(arrived, list(weights.values()), atol=1e-4)
    wrong: Any = ({0: 1, 1: 9}, {"0": 1, "1": 9}, {0: 1, 1: -9, 2: 3}, [1, 9, 3])
    for faulty in wrong:
        try:
            checked_class_weight(faulty, y)
        except ValueError as error:
            print("stopped:", error)
        else:
            raise AssertionError(f"{faulty} was not stopped")
    print("Self-check passed.")
