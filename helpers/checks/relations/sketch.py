"""A short sketch of many results: enough to tell whether others are the same, and no results.

Relatives of an exercise (the same with its arguments swapped, another exercise's function, one
step turned round) are many; their results on all cases would fill a megabyte. A sketch keeps the
form of the results as a digest and a few weighted sums of their numbers.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.checks.plain import Stream
from helpers.checks.relations.leaves import key_order

_SUMS = 3
_SPECIAL = {"nan": 11.3, "inf": 1.7e5, "-inf": -2.3e5}


@dataclass(frozen=True)
class Sketch:
    """The form of some results, and weighted sums of all numbers in them, with their size."""

    form: str
    sums: tuple[float, ...]
    size: float

    def fits(self, other: "Sketch") -> bool:
        """Tell whether two sketches are of the same results, to about six digits."""
        room = 1e-6 * max(self.size, other.size, 1e-6)
        return self.form == other.form and all(
            abs(a - b) <= room for a, b in zip(self.sums, other.sums, strict=True)
        )


def sketch(values: Sequence[Any]) -> Sketch:
    """Return the sketch of plain results, one for each case."""
    numbers: list[float] = []
    form = hashlib.sha256(repr([list(_words(value, numbers)) for value in values]).encode())
    array = np.array(numbers, dtype=float)
    weights = np.random.default_rng(len(array)).uniform(0.5, 1.5, (_SUMS, len(array)))
    return Sketch(
        form.hexdigest()[:12], tuple(float(s) for s in weights @ array), float(np.abs(array).sum())
    )


def _words(value: Any, numbers: list[float]) -> Iterator[Any]:
    """Yield what a result is but for its numbers, which are appended to the list."""
    if isinstance(value, np.ndarray):
        if value.dtype.kind in "iuf":
            yield ("array", value.shape)
            numbers.extend(_finite(float(number)) for number in value.ravel().tolist())
        else:
            yield ("array", value.dtype.kind, value.shape, value.tolist())
    elif isinstance(value, bool | np.bool_) or value is None or isinstance(value, str):
        yield value
    elif isinstance(value, int | float | np.generic):
        yield "number"
        numbers.append(_finite(float(value)))
    elif isinstance(value, dict):
        for key in sorted(value, key=lambda key: (str(type(key)), key_order(key))):
            yield (str(type(key)), key)
            yield from _words(value[key], numbers)
    elif isinstance(value, Stream):
        yield ("stream", value.eager)
        yield from _words(list(value.items), numbers)
    elif isinstance(value, list | tuple):
        yield (type(value).__name__, len(value))
        for item in value:
            yield from _words(item, numbers)
    else:
        yield type(value).__name__


def _finite(number: float) -> float:
    return number if np.isfinite(number) else _SPECIAL[str(number)]
