"""Lesson 10: the parts of a split that a model can be fitted and judged on."""

from collections.abc import Iterable

import numpy as np

Rows = np.ndarray


def usable(parts: Iterable[tuple[Rows, Rows]], y: np.ndarray) -> list[tuple[Rows, Rows]]:
    """Return the parts that hold both classes on both sides, perhaps none; say how many don't.

    parts (pairs of int arrays): The positions of training rows and of new rows, as scikit-learn's
        splitters give them.
    y (int array (n,)): 0 and 1.
    """
    parts = list(parts)
    kept = [pair for pair in parts if all(len(np.unique(y[rows])) > 1 for rows in pair)]
    missing = len(parts) - len(kept)
    if missing:
        print(f"{missing} of {len(parts)} parts have only one class on one side: left out.")
    if not kept:
        print("If the rows are not in order of time, they can't be tested forward in time.")
    return kept
