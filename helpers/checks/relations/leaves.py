"""The numbers of two results of one form, side by side."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Pair:
    """What one case expects and what it got, as numbers in the same order.

    expected, actual (float array (m,)): The numbers, first axis first; those of a dict in the order
        of its sorted keys.
    keys (tuple): The key of each number in a dict, otherwise its place.
    shape (tuple of int): The shape of an array; ``(m,)`` for a dict, a list or a tuple; ``()`` for
        one number.
    """

    expected: np.ndarray
    actual: np.ndarray
    keys: tuple[Hashable, ...]
    shape: tuple[int, ...]

    def only(self, mask: np.ndarray) -> "Pair":
        """Return the numbers that a boolean array (m,) chooses."""
        keys = tuple(key for key, kept in zip(self.keys, mask, strict=True) if kept)
        return Pair(self.expected[mask], self.actual[mask], keys, (int(mask.sum()),))


def near(a: Any, b: Any) -> np.ndarray:
    """Tell for each number whether two agree to six digits: single precision suffices for that."""
    with np.errstate(invalid="ignore", over="ignore"):
        return np.isclose(a, b, rtol=2e-6, atol=1e-9, equal_nan=True)


def agree(a: Any, b: Any) -> bool:
    """Tell whether all numbers of two arrays of one shape are near each other."""
    return np.shape(a) == np.shape(b) and bool(near(a, b).all())


def pair(expected: Any, actual: Any) -> Pair | None:
    """Return the numbers of two results of the same form; None where they have none or differ."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        if expected.keys() != actual.keys():
            return None
        keys = _in_order(expected)
        return _of_numbers([expected[k] for k in keys], [actual[k] for k in keys], keys)
    if isinstance(expected, list | tuple) and isinstance(actual, list | tuple):
        if len(expected) != len(actual):
            return None
        if isinstance(expected, list) and any(isinstance(item, list) for item in expected):
            return _of_arrays(table_of(expected), table_of(actual))
        return _of_numbers(list(expected), list(actual), tuple(range(len(expected))))
    return _of_arrays(expected, actual)


def _in_order(values: dict[Any, Any]) -> tuple[Hashable, ...]:
    return tuple(sorted(values, key=key_order))


def key_order(key: Any) -> tuple[bool, float, str]:
    """Return by what keys of any plain types can be sorted, numbers by size and first."""
    if isinstance(key, bool | int | float | np.number | np.bool_) and key == key:
        return False, float(key), ""
    return True, 0.0, key if isinstance(key, str) else repr(key)


def _of_arrays(expected: Any, actual: Any) -> Pair | None:
    a, b = numbers(expected), numbers(actual)
    if a is None or b is None or a.shape != b.shape or not a.size:
        return None
    return Pair(a.ravel(), b.ravel(), tuple(range(a.size)), a.shape)


def _of_numbers(expected: list[Any], actual: list[Any], keys: tuple[Hashable, ...]) -> Pair | None:
    a, b = [numbers(item) for item in expected], [numbers(item) for item in actual]
    if not a or any(item is None or item.ndim for item in [*a, *b]):
        return None
    return Pair(np.array(a, dtype=float), np.array(b, dtype=float), keys, (len(keys),))


def table_of(value: Any) -> np.ndarray | None:
    """Return lists of as many numbers each as an array; None for anything else."""
    if not isinstance(value, list | tuple) or not value:
        return None
    rows = [
        [numbers(item) for item in row] if isinstance(row, list | tuple) else [] for row in value
    ]
    if not rows[0] or any(len(row) != len(rows[0]) for row in rows):
        return None
    if any(item is None or item.ndim for row in rows for item in row):
        return None
    return np.array(rows, dtype=float)


def values_of(values: dict[Any, Any]) -> np.ndarray | None:
    """Return the values of a dict as floats (m,); None if any is no single number."""
    found = [numbers(value) for value in values.values()]
    if not found or any(one is None or one.ndim for one in found):
        return None
    return np.array(found, dtype=float)


def numbers(value: Any) -> np.ndarray | None:
    """Return a number or a numeric array as floats; None for anything else."""
    if isinstance(value, bool | np.bool_) or not isinstance(
        value, int | float | np.generic | np.ndarray
    ):
        return None
    array = np.asarray(value)
    return array.astype(float) if array.dtype.kind in "iuf" else None
