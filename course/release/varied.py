"""Cases that differ from others in one argument only: they show whether an answer depends on it."""

import inspect
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np

from course.encode import encode
from course.exercise import Exercise
from helpers.checks.calls import call
from helpers.checks.compare import find_problem, identical
from helpers.checks.exercise import Case

EACH = 2  # so many for each argument: of one alone two results may be alike by chance
MOST_CHARACTERS = 6_000  # of a case with the results of all mistakes, about
_SECONDS = 60.0


def varied_cases(exercise: Exercise, cases: Sequence[Case]) -> list[Case]:
    """Return cases made of others by changing one argument, where all right answers agree.

    The change keeps what an argument must be: its rows or values in another order, or another
    case's number. None are made where the cases themselves vary every argument as often.
    """
    names = list(inspect.signature(exercise.reference).parameters)
    found: list[Case] = []
    if _all_varied(exercise, cases, len(names)):
        return found
    for place in range(len(names) if len(names) > 1 else 0):
        made = 0
        for case in sorted(cases, key=_size):
            if made == EACH:
                break
            for argument in _others(case.args, place, cases):
                args = (*case.args[:place], argument, *case.args[place + 1 :])
                new = replace(case, args=args)
                if _tells(exercise, case, new):
                    found.append(new)
                    made += 1
                    break
    return found


def _all_varied(exercise: Exercise, cases: Sequence[Case], arguments: int) -> bool:
    """Tell whether pairs of cases differ in one argument and the result, EACH of any argument."""
    texts = [[json.dumps(encode(argument)) for argument in case.args] for case in cases]
    due = [call(exercise.reference, case, _SECONDS) for case in cases]
    pairs = [0] * arguments
    for one, other in combinations(range(len(cases)), 2):
        if len(texts[one]) != len(texts[other]) or due[one].error or due[other].error:
            continue
        places = [n for n in range(len(texts[one])) if texts[one][n] != texts[other][n]]
        if len(places) == 1 and not identical(due[one].value, due[other].value, 1e-4):
            pairs[places[0]] += 1
    return min(pairs) >= EACH


def _size(case: Case) -> int:
    return len(json.dumps(encode(case.args)))


def _others(args: Sequence[Any], place: int, cases: Sequence[Case]) -> Iterator[Any]:
    if place >= len(args):
        return
    argument = args[place]
    if isinstance(argument, np.ndarray) and argument.ndim:
        square = argument.ndim == 2 and argument.shape[0] == argument.shape[1]
        yield (argument[::-1, ::-1] if square else argument[::-1]).copy()
        if not square:
            yield np.roll(argument, 1, axis=0)
    elif isinstance(argument, dict) and len(argument) > 1:
        yield dict(zip(argument, list(argument.values())[::-1], strict=True))
    elif type(argument) in (int, float):
        given = [case.args[place] for case in cases if len(case.args) > place]
        yield from (other for other in given if type(other) is type(argument))


def _tells(exercise: Exercise, old: Case, new: Case) -> bool:
    """Tell whether another result is due for a new case, on which all right answers agree."""
    before, due = (call(exercise.reference, case, _SECONDS) for case in (old, new))
    if before.error or due.error or identical(before.value, due.value, 1e-4):
        return False
    if len(json.dumps(encode(due.value))) * len(exercise.mistakes) > MOST_CHARACTERS:
        return False
    results = [call(function, new, _SECONDS) for function in exercise.alternatives]
    return not any(
        result.error or find_problem(due.value, result.value, exercise.tolerance)
        for result in results
    )
