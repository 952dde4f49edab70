"""Numbers that a case brings along: how many rows, how many classes, the sum of an argument."""

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.checks.relations.leaves import Arguments, Pair, numbers, single_numbers

# Below so many different labels, whole numbers are taken for labels.
_MOST_CLASSES = 30
Quantities = dict[str, float]


def _of_the_case(args: Arguments) -> Quantities:
    """Return what can be counted or summed in a case's arguments, by what to call it."""
    found: Quantities = {}
    for name, arg in args.items():
        array = numbers(arg)
        if array is None and isinstance(arg, dict):
            found |= _of_dict(name, arg)
        elif array is None:
            continue
        elif array.ndim == 0:
            found[f"`{name}`"] = float(array)
        elif array.size:
            found |= _of_array(name, np.asarray(arg), found)
    return found


def _of_dict(name: str, values: dict[Any, Any]) -> Quantities:
    array = single_numbers(values.values())
    if array is None:
        return {}
    return {
        f"the number of keys in `{name}`": float(len(values)),
        f"the sum of the values of `{name}`": float(array.sum()),
        f"the largest value of `{name}`": float(array.max()),
        f"the smallest value of `{name}`": float(array.min()),
    }


def _of_array(name: str, array: np.ndarray, known: Quantities) -> Quantities:
    found: Quantities = {}
    if "the number of rows" not in known:
        found["the number of rows"] = float(len(array))
        found["the number of rows minus 1"] = float(len(array) - 1)
    if array.ndim == 2 and array.shape[1] > 1:
        found[f"the number of columns of `{name}`"] = float(array.shape[1])
        found[f"the number of entries of `{name}`"] = float(array.size)
    counts = class_counts(array)
    if counts is not None:
        found[f"the number of classes in `{name}`"] = float(len(counts))
        found[f"the largest count in `{name}`"] = float(max(counts.values()))
        found[f"the smallest count in `{name}`"] = float(min(counts.values()))
    if counts is None or set(counts) == {0, 1}:
        what = "sum of" if counts is None else "number of ones in"
        found[f"the {what} `{name}`"] = float(array.sum())
        found[f"the mean of `{name}`"] = float(array.mean())
        found[f"the largest of `{name}`"] = float(array.max())
    if counts is not None and set(counts) == {0, 1}:
        found[f"the number of zeros in `{name}`"] = float(counts[0])
    return found


def class_counts(array: np.ndarray) -> dict[int, int] | None:
    """Return how many rows each class has, where an array looks like labels; else None."""
    flat = array.ravel()
    if flat.dtype.kind not in "iu" or not flat.size or array.ndim > 2 or array.shape[1:] > (1,):
        return None
    classes, counts = np.unique(flat, return_counts=True)
    if len(classes) > _MOST_CLASSES:
        return None
    return dict(zip(classes.tolist(), counts.tolist(), strict=True))


def entry_quantities(args: Arguments, pair: Pair) -> dict[str, np.ndarray]:
    """Return numbers of the case, and those that each entry has of its own, as its class's count.

    An entry belongs to a class where the result is a dict by class, or has an entry for each label.

    Returns: dict of str to float array (m,).
    """
    by_class: dict[str, dict[Any, float]] = {}
    classes = [list(pair.keys)] if pair.shape else []  # a single number is no entry
    for name, arg in args.items():
        if isinstance(arg, dict):
            array = single_numbers(arg.values())
            if array is not None:
                values = dict(zip(arg, array.tolist(), strict=True))
                by_class[f"the entry's own value in `{name}`"] = values
        counts = class_counts(arg) if isinstance(arg, np.ndarray) else None
        if counts is not None:
            by_class[f"the count of the entry's class in `{name}`"] = dict(counts)
            classes.append(arg.ravel().tolist())
    size = len(pair.expected)
    found = {words: np.full(size, value) for words, value in _of_the_case(args).items()}
    for words, values in by_class.items():
        for labels in classes:
            if len(labels) == size and set(labels) <= set(values):
                found[words] = np.array([values[label] for label in labels], dtype=float)
    if len(pair.shape) == 1:
        arrays = {name: arg for name, arg in args.items() if isinstance(arg, np.ndarray)}
        found |= _of_rows(arrays, size)
    return found


_OF_A_ROW: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "the sum of the row": lambda table: table.sum(axis=1),
    "the largest of the row": lambda table: table.max(axis=1),
    "the smallest of the row": lambda table: table.min(axis=1),
    "the place of the largest in the row": lambda table: table.argmax(axis=1),
    "the place of the smallest in the row": lambda table: table.argmin(axis=1),
    "the first of the row": lambda table: table[:, 0],
    "the last of the row": lambda table: table[:, -1],
}


def _of_rows(arrays: dict[str, np.ndarray], rows: int) -> dict[str, np.ndarray]:
    """Return numbers of each row of the tables among the arguments, and of its class there."""
    labels = {
        name: array.ravel()
        for name, array in arrays.items()
        if array.size == len(array) == rows and array.dtype.kind in "iu"
    }
    found = {f"the class in `{name}`": of_rows.astype(float) for name, of_rows in labels.items()}
    for name, table in arrays.items():
        if table.ndim != 2 or table.dtype.kind not in "iuf" or min(table.shape) < 2:
            continue
        if len(table) == rows:
            found |= {
                f"{words} of `{name}`": function(table).astype(float)
                for words, function in _OF_A_ROW.items()
            }
        for label, of_rows in labels.items():
            if of_rows.min() < 0 or of_rows.max() >= table.shape[1]:
                continue
            if len(table) == rows:
                own = table[np.arange(rows), of_rows].astype(float)
                found[f"the number of `{name}` in the column of `{label}`"] = own
            if table.shape[0] == table.shape[1]:
                found |= {
                    f"{words} of `{name}` that belongs to `{label}`": function(table[of_rows])
                    for words, function in _OF_A_ROW.items()
                }
    return found
