"""Trying many functions on many cases, by plain calls: what each gives, and which give the same."""

import json
import warnings
from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

import numpy as np

from course.exercise import Exercise
from helpers.checks.calls import raised_itself
from helpers.checks.exercise import Case
from helpers.checks.limits import TooSlow, time_limit
from helpers.checks.plain import to_plain
from helpers.checks.relations.errors import gist
from helpers.checks.relations.relatives import Sketch, sketch

Function = Callable[..., Any]
_SECONDS = 10.0  # for a function on all cases
_WAYS_TO_FAIL = (ValueError, KeyError, ZeroDivisionError, TypeError, IndexError)


class Tries:
    """What functions give on the cases of an exercise where a value is due.

    cases (list of Case): Those cases: where an error is due, a value is no evidence.
    """

    def __init__(self, exercise: Exercise, cases: Sequence[Case]) -> None:
        self.exercise = exercise
        self.cases = [case for case in cases if not _fails(exercise.reference, case)]
        self._found: dict[Function, list[Any] | None] = {}
        self._singles: dict[Function, list[Sketch]] = {}

    def add(self, cases: Sequence[Case]) -> None:
        """Add cases on which the reference gives a value."""
        self.cases += cases

    def results(self, function: Function) -> list[Any] | None:
        """Return what a function gives, plain data; None where it takes long or ends oddly."""
        found = self._found.setdefault(function, [])
        if found is not None and len(found) < len(self.cases):
            more = _results(function, self.cases[len(found) :])
            self._found[function] = found = None if more is None else [*found, *more]
        return found

    def sketch(self, function: Function) -> Sketch | None:
        """Return the sketch of what a function gives; None where that is the same every time."""
        values = self.results(function)
        if values is None or len(set(map(repr, values))) < 2:
            return None
        return sketch(values)

    def wrong(self, function: Function) -> list[bool] | None:
        """Tell for each case whether a function gives something other than the reference."""
        due, got = self._sketches(self.exercise.reference), self._sketches(function)
        if due is None or got is None:
            return None
        return [not a.fits(b) for a, b in zip(due, got, strict=True)]

    def where_apart(self, one: Function, other: Function) -> list[int]:
        """Return the numbers of the cases on which two functions give different results."""
        a, b = self._sketches(one), self._sketches(other)
        if a is None or b is None:
            return []
        return [n for n, (x, y) in enumerate(zip(a, b, strict=True)) if not x.fits(y)]

    def _sketches(self, function: Function) -> list[Sketch] | None:
        """Return a sketch of each result."""
        values = self.results(function)
        if values is None:
            return None
        found = self._singles.setdefault(function, [])
        found += [sketch([value]) for value in values[len(found) :]]
        return found


def _fails(function: Function, case: Case) -> bool:
    return _one(function, case)[0]


def _results(function: Function, cases: Sequence[Case]) -> list[Any] | None:
    """Return what a function gives. Nobody's code runs here but ours, changed."""
    try:
        with time_limit(_SECONDS):
            return [_one(function, case)[1] for case in cases]
    except (
        Exception,
        TooSlow,
    ):  # a changed function can end in any way: then nothing is said of it
        return None


def _one(function: Function, case: Case) -> tuple[bool, Any]:
    """Return whether a call fails, and the plain result or what stands for the error."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return False, to_plain(function(*deepcopy(case.args)))
        except _WAYS_TO_FAIL as error:
            own = raised_itself(error.__traceback__)
            return True, gist(type(error).__name__, str(error), own=own)


def different(cases: Sequence[Case], others: Sequence[Case]) -> list[Case]:
    """Return the cases of which no equal one is among others."""
    known = {_key(case) for case in others}
    return [case for case in cases if _key(case) not in known]


def _key(case: Case) -> str:
    return json.dumps(case.args, default=lambda value: [str(value.dtype), value.tolist()])
