"""A long-tailed CIFAR-10, and what weights make of it: the pull of a batch, the false alarms."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import softmax

from helpers.settings import course_seed

if TYPE_CHECKING:
    from helpers.quiet_keras import keras

LARGEST = 5000  # rows of class 0
FACTOR = 100  # how many times as large class 0 is as class 9
BATCH = 256


def profile() -> dict[int, int]:
    """Return how many rows each class of a long-tailed CIFAR-10 has, falling exponentially.

    Class c has ``LARGEST * FACTOR ** (-c / 9)`` rows, rounded down: 5,000 for class 0, 2,997 for
    class 1, and so on to 50 for class 9.

    Source: Y. Cui, M. Jia, T.-Y. Lin, Y. Song and S. Belongie (2019), "Class-Balanced Loss Based on
        Effective Number of Samples", section 5.1.
    """
    # The tiny addend: 5000 / 100 must not be rounded down to 49.
    return {c: int(LARGEST * FACTOR ** (-c / 9) + 1e-9) for c in range(10)}


def draw(x: np.ndarray, y: np.ndarray, rows: Mapping[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Draw so many rows of each class, without replacement, by the seed of the course.

    x, y (ndarray): Inputs, rows first, and labels (n,).
    rows (mapping of int to int): For each class, how many to draw.
    Returns (x, y : ndarray): The rows drawn, in the order in which they stand in the data.
    """
    rng = np.random.default_rng(course_seed())
    drawn = [rng.choice(np.flatnonzero(y == c), n, replace=False) for c, n in rows.items()]
    kept = np.sort(np.concatenate(drawn))
    return x[kept], y[kept]


def batches(y: np.ndarray) -> list[np.ndarray]:
    """Return the places of the rows in the batches of one epoch, mixed by the seed of the course.

    They are int arrays; the last batch may have fewer rows than the others.
    """
    order = np.random.default_rng(course_seed()).permutation(len(y))
    return [order[start : start + BATCH] for start in range(0, len(y), BATCH)]


def gradient_lengths(
    model: "keras.Model", x: np.ndarray, y: np.ndarray, rules: Mapping[str, Mapping[int, float]]
) -> dict[str, np.ndarray]:
    """Return how hard each batch of one epoch pulls at the last layer, the model staying as it is.

    model (keras.Model): Sequential, its last layer dense with a softmax.
    x, y (ndarray): Inputs, rows first, and labels (n,), whole numbers from 0.
    rules (mapping of str to mapping of int to float): For each way to weight, the weight of every
        class.
    Returns (dict of str to float array (batches,)): For each way to weight, the length of the
        gradient of the loss of each of the `batches`: the sum of weight times cross-entropy over
        the number of rows, as Keras has it.
    """
    from helpers.training import hidden_features  # here, for Keras takes seconds

    kernel, bias = (np.asarray(part, dtype=float) for part in model.layers[-1].get_weights())
    features = hidden_features(model, x).astype(float)
    # Of each row's cross-entropy, with respect to its logits: C. M. Bishop (2006), "Pattern
    # Recognition and Machine Learning", equation 4.109.
    gradient = softmax(features @ kernel + bias, axis=1) - np.eye(len(bias))[y]
    inputs = np.column_stack([features, np.ones(len(features))])  # the ones are for the bias
    lengths = {}
    for name, weights in rules.items():
        pulls = gradient * _of_rows(weights, y)[:, np.newaxis]
        lengths[name] = np.array(
            [np.linalg.norm(inputs[rows].T @ pulls[rows]) / len(rows) for rows in batches(y)]
        )
    return lengths


def precision_among(
    classes: Collection[int], y_true: np.ndarray, y_pred: np.ndarray, counts: Mapping[int, int]
) -> float:
    """Return how often an answer among some classes is right where classes are as large as said.

    A balanced test set holds rare classes too often, so that each of them gets too few false
    alarms. Here the rows of a class count together as `counts` says.

    classes (collection of int): The answers that are looked at.
    y_true, y_pred (int array (n,)): True classes and answers.
    counts (mapping of int to int): How many rows of each class there are in the world where the
        model is to work.
    Returns (float): 0.0 if no answer is among these classes.
    """
    from sklearn.metrics import precision_score  # here, for it takes a second

    worth = {c: n / max(np.sum(y_true == c), 1) for c, n in counts.items()}
    precision = precision_score(
        y_true,
        y_pred,
        labels=list(classes),
        average="micro",
        sample_weight=_of_rows(worth, y_true),
        zero_division=0,
    )
    return float(precision)


def _of_rows(values: Mapping[int, float], y: np.ndarray) -> np.ndarray:
    """Return the value of each row's class: float (n,)."""
    return np.array([values[label] for label in y.tolist()], dtype=float)
