from collections.abc import Callable, Sequence
from typing import Any

import numpy as np


def grouped_targets(
    rng: np.random.Generator, names: Sequence[int | str], text: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return shuffled targets, answers and groups.

    In each group: 2 to 4 ones with at least one hit, 3 to 6 zeros with at least one false alarm;
    the first group misses a one.
    """
    true: list[int] = []
    predicted: list[int] = []
    group: list[int | str] = []
    for number, name in enumerate(names):
        ones, zeros = int(rng.integers(2, 5)), int(rng.integers(3, 7))
        hits = 1 if number == 0 else int(rng.integers(1, ones + 1))
        alarms = int(rng.integers(1, zeros))
        true += [1] * ones + [0] * zeros
        predicted += [1] * hits + [0] * (ones - hits) + [1] * alarms + [0] * (zeros - alarms)
        group += [name] * (ones + zeros)
    order = rng.permutation(len(true))
    kind = str if text else int
    return np.array(true)[order], np.array(predicted)[order], np.array(group, dtype=kind)[order]


def in_each_group(
    measure: Callable[..., Any], y_true: np.ndarray, y_pred: np.ndarray, group: np.ndarray
) -> dict[Any, float]:
    """Return {group: measure(y_true, y_pred) of its rows}."""
    return {
        g: float(measure(y_true[group == g], y_pred[group == g])) for g in np.unique(group).tolist()
    }


def hits_of(y_true: np.ndarray, y_pred: np.ndarray) -> int:
    return int(np.sum((y_true == 1) & (y_pred == 1)))


def share(hits: np.ndarray, if_none: float = 0.0) -> float:
    """Return the share of hits among some rows, or what counts where there are none."""
    return float(np.mean(hits)) if len(hits) else if_none
