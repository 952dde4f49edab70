"""Relatives: wrong functions made from the references, known by a sketch of their results.

Relatives of an exercise (the same with its arguments swapped, another exercise's function, one
step turned round) are many; their results on all cases would fill a megabyte. A sketch keeps the
form of the results as a digest and a few weighted sums of their numbers: enough to tell whether
others are the same.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.checks.plain import Stream
from helpers.checks.relations.leaves import key_order

_SUMS = 3


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


@dataclass(frozen=True)
class Relative:
    """A wrong function that nobody has written down: a short name, what it is, its results."""

    name: str
    sentence: str
    results: Sketch

    def to_data(self) -> list[Any]:
        """Return the relative as data for JSON."""
        sums = [float(f"{number:.9g}") for number in (*self.results.sums, self.results.size)]
        return [self.name, self.sentence, self.results.form, *sums]

    @classmethod
    def from_data(cls, data: Sequence[Any]) -> "Relative":
        """Return a relative that was written as data; raise `ValueError` if it is damaged."""
        name, sentence, form, *numbers = data
        if not all(isinstance(text, str) for text in (name, sentence, form)):
            raise ValueError("a relative has a name, a sentence and a form, as text")
        *sums, size = map(float, numbers)
        return cls(name, sentence, Sketch(form, tuple(sums), size))


def find_relative(relatives: Sequence[Relative], values: Sequence[Any]) -> Relative | None:
    """Return the relative that gives just these results, if there is one."""
    found = sketch(values)
    return next((one for one in relatives if one.results.fits(found)), None)


def sketch(values: Sequence[Any]) -> Sketch:
    """Return the sketch of plain results, one for each case."""
    numbers: list[float] = []
    form = hashlib.sha256(repr([list(_words(value, numbers)) for value in values]).encode())
    # Any numbers will do for those that aren't finite, if they seldom come by themselves.
    array = np.nan_to_num(np.array(numbers, float), nan=11.3, posinf=1.7e5, neginf=-2.3e5)
    weights = np.random.default_rng(len(array)).uniform(0.5, 1.5, (_SUMS, len(array)))
    return Sketch(
        form.hexdigest()[:12], tuple(float(s) for s in weights @ array), float(np.abs(array).sum())
    )


def _words(value: Any, numbers: list[float]) -> Iterator[Any]:
    """Yield what a result is but for its numbers, which are appended to the list."""
    if isinstance(value, np.ndarray):
        if value.dtype.kind in "iuf":
            yield ("array", value.shape)
            numbers.extend(value.ravel().tolist())
        else:
            yield ("array", value.dtype.kind, value.shape, value.tolist())
    elif isinstance(value, bool | np.bool_) or value is None or isinstance(value, str):
        yield value
    elif isinstance(value, int | float | np.generic):
        yield "number"
        numbers.append(float(value))
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
