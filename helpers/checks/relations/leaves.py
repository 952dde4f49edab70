"""The numbers of two results of one form, side by side."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Arguments = Mapping[str, Any]  # of a case, by name: plain data


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
        keys = tuple(sorted(expected, key=key_order))
        return _of_numbers([expected[k] for k in keys], [actual[k] for k in keys], keys)
    if isinstance(expected, list | tuple) and isinstance(actual, list | tuple):
        if len(expected) != len(actual):
            return None
        if isinstance(expected, list) and any(isinstance(item, list) for item in expected):
            return _of_arrays(table_of(expected), table_of(actual))
        return _of_numbers(expected, actual, tuple(range(len(expected))))
    return _of_arrays(expected, actual)


def stacked(pairs: Sequence[Pair]) -> tuple[np.ndarray, np.ndarray]:
    """Return what is due and what came in all cases, one after the other."""
    return np.concatenate([p.expected for p in pairs]), np.concatenate([p.actual for p in pairs])


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


def _of_numbers(
    expected: Sequence[Any], actual: Sequence[Any], keys: tuple[Hashable, ...]
) -> Pair | None:
    a, b = single_numbers(expected), single_numbers(actual)
    return None if a is None or b is None else Pair(a, b, keys, (len(keys),))


def table_of(value: Any) -> np.ndarray | None:
    """Return lists of as many numbers each as an array; None for anything else."""
    if not isinstance(value, list | tuple):
        return None
    rows = [single_numbers(row) if isinstance(row, list | tuple) else None for row in value]
    known = [row for row in rows if row is not None]
    same = len(known) == len(rows) and len(set(map(len, known))) == 1
    return np.array(known) if same else None


def single_numbers(values: Iterable[Any]) -> np.ndarray | None:
    """Return numbers as floats (m,); None if there are none, or any value is no single number."""
    found = [numbers(value) for value in values]
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
