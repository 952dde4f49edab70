from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Order = Callable[[np.ndarray], np.ndarray]


def shuffled(seed: int) -> Order:
    """Return what shuffles the places of one class after the other, with one generator."""
    return np.random.default_rng(seed).permutation


def half_up(x: float) -> int:
    return int(x + 0.5)


def size_of_test(
    share: float, n: int, rounded: Callable[[float], int] = half_up, least: int = 1, left: int = 1
) -> int:
    """Return how many of n rows are test rows: at least `least`, and `left` stay for training."""
    return min(max(rounded(share * n), least), n - left)


def drawn_sides(
    y: np.ndarray, share: float, order: Order, classes: Sequence[int] = (0, 1), **sizes: Any
) -> tuple[np.ndarray, np.ndarray]:
    """Return training rows and test rows as drawn, class by class.

    order: puts the places of a class in an order; the first ones are test rows. sizes: what
    size_of_test is told besides.
    """
    train, test = [], []
    for c in classes:
        places = order(np.flatnonzero(y == c))
        size = size_of_test(share, len(places), **sizes)
        train.append(places[size:])
        test.append(places[:size])
    return np.concatenate(train), np.concatenate(test)


def sorted_sides(
    y: np.ndarray, share: float, order: Order, classes: Sequence[int] = (0, 1), **sizes: Any
) -> tuple[np.ndarray, np.ndarray]:
    train, test = drawn_sides(y, share, order, classes, **sizes)
    return np.sort(train), np.sort(test)
