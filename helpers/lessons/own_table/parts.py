"""Lesson 10: the parts of a split that a model can be fitted and judged on."""

from collections.abc import Iterable

import numpy as np

from helpers.lessons.own_table.csv_cells import TableError

Rows = np.ndarray


def usable(parts: Iterable[tuple[Rows, Rows]], y: np.ndarray) -> list[tuple[Rows, Rows]]:
    """Return the parts that hold both classes on both sides, and say how many don't.

    parts (pairs of int arrays): The positions of training rows and of new rows, as scikit-learn's
        splitters give them.
    y (int array (n,)): 0 and 1.
    Raises TableError: If no part is left, as in a table that is sorted by its target.
    """
    parts = list(parts)
    kept = [pair for pair in parts if all(len(np.unique(y[rows])) > 1 for rows in pair)]
    if not kept:
        raise TableError(
            f"in none of {len(parts)} parts are both classes on both sides: if the rows are not "
            "in order of time, they can't be tested forward in time; leave this cell out."
        )
    if len(kept) < len(parts):
        missing = len(parts) - len(kept)
        print(f"{missing} of {len(parts)} parts have only one class on one side: left out.")
    return kept
