"""Relatives: wrong functions made from the references, known by a sketch of their results."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from helpers.checks.relations.sketch import Sketch, sketch


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
