"""Relatives of an exercise: wrong functions that nobody has to write down.

They are made from the references themselves: arguments swapped, a matrix transposed, another
exercise's function on the same input, and the reference with one step changed (a minimum for a
maximum, > for >=, another axis). What each gives on the cases is kept as a sketch.
"""

import ast
import inspect
import textwrap
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import combinations
from typing import Any

import numpy as np

from course.release.mutants import mutants
from helpers.checks.exercise import Case, Exercise
from helpers.checks.limits import time_limit
from helpers.checks.plain import Stream, to_plain
from helpers.checks.relations.relatives import Relative, raised
from helpers.checks.relations.sketch import Sketch, sketch

Function = Callable[..., Any]
_SECONDS = 2.0  # for a function on all cases


def relatives_of(
    exercise: Exercise, cases: Sequence[Case], others: Mapping[str, Function]
) -> tuple[Relative, ...]:
    """Return the relatives of an exercise that its cases tell from it and from each other.

    exercise: Exercise.
    cases (sequence of Case): The cases that learners see.
    others (mapping of str to callable): The references of all exercises of the course, by name.
    """
    if any(case.prices is not None for case in cases):
        return ()  # many answers are right: a result tells nothing of how it was made
    if any(isinstance(arg, Stream) for case in cases for arg in case.args):
        return ()  # a stream is handed over as an iterator, which plain calls don't do
    own = [exercise.reference, *exercise.alternatives]
    known = [found for function in own if (found := _sketch(function, cases)) is not None]
    known += [
        found
        for mistake in exercise.mistakes
        if (found := _sketch(mistake.function, cases)) is not None
    ]
    kept: list[Relative] = []
    for name, sentence, function in _candidates(exercise, others):
        found = _sketch(function, cases)
        if found is None or any(found.fits(other) for other in known):
            continue
        known.append(found)
        kept.append(Relative(name, sentence, found))
    return tuple(kept)


def _candidates(
    exercise: Exercise, others: Mapping[str, Function]
) -> Iterator[tuple[str, str, Function]]:
    """Yield relatives, the likeliest first: of two with the same results the first is kept."""
    names = list(inspect.signature(exercise.reference).parameters)
    yield from _other_functions(exercise, names, others)
    for a, b in combinations(range(len(names)), 2):
        yield (
            f"{names[a]} and {names[b]} swapped",
            f"This is what comes out when `{names[a]}` and `{names[b]}` are taken for each other.",
            _with_arguments(exercise.reference, _swapped(a, b)),
        )
    for place, name in enumerate(names):
        for words, sentence, change in _CHANGES:
            yield (
                f"{name} {words}",
                f"This is what comes out when {sentence.replace('{}', name)}.",
                _with_arguments(exercise.reference, _changed(place, change)),
            )
    for function in (exercise.reference, *exercise.alternatives):
        for words, sentence, code in mutants(_tree(function)):
            yield words, f"This is what comes out when {sentence}.", _compiled(code, function)


def _other_functions(
    exercise: Exercise, names: Sequence[str], others: Mapping[str, Function]
) -> Iterator[tuple[str, str, Function]]:
    for other, function in others.items():
        asked = list(inspect.signature(function).parameters)
        if other == exercise.name:
            continue
        if set(asked) <= set(names):
            places = [names.index(name) for name in asked]
        elif len(asked) == len(names):
            places = list(range(len(names)))
        else:
            continue
        words = other.replace("_", " ")
        yield (
            f"{words} in its place",
            f"This is what `{other}` gives, the answer to another exercise.",
            _with_arguments(function, _chosen(places)),
        )


# What an argument is taken for: a short name, words, and the change.
_CHANGES: tuple[tuple[str, str, Callable[[Any], Any]], ...] = (
    ("transposed", "rows and columns of `{}` are swapped", lambda a: _square(a).T.copy()),
    ("of the other class", "0 and 1 are swapped in `{}`", lambda a: 1 - _binary(a)),
    ("as 1 minus itself", "1 minus `{}` is taken in place of `{}`", lambda a: 1 - _shares(a)),
    ("sorted", "`{}` is sorted first", lambda a: np.sort(_flat(a))),
    ("reversed", "`{}` is read from its end", lambda a: _flat(a)[::-1].copy()),
    ("rounded", "`{}` is rounded to 0 and 1 first", lambda a: np.round(_shares(a))),
    ("in two digits", "`{}` is rounded to two digits first", lambda a: np.round(_shares(a), 2)),
    ("without its first row", "the first row of `{}` is left out", lambda a: _flat(a)[1:]),
    ("with a diagonal of 0", "the diagonal of `{}` is taken for 0", lambda a: _diagonal(a, 0.0)),
    ("with a diagonal of 1", "the diagonal of `{}` is taken for 1", lambda a: _diagonal(a, 1.0)),
    (
        "inverted",
        "each value of `{}` is taken for its reciprocal",
        lambda a: {key: 1 / value for key, value in _dict(a).items()},
    ),
    ("all ones", "all values of `{}` are taken for 1", lambda a: dict.fromkeys(_dict(a), 1.0)),
    (
        "without class 0",
        "class 0 is left out of `{}`",
        lambda a: {key: value for key, value in _dict(a).items() if key != 0},
    ),
    (
        "in whole numbers",
        "the values of `{}` are cut to whole numbers",
        lambda a: {key: int(value) for key, value in _dict(a).items()},
    ),
    (
        "in another order",
        "the values of `{}` are given to its keys in sorted order",
        lambda a: dict(zip(sorted(_dict(a)), a.values(), strict=True)),
    ),
)


def _diagonal(a: Any, value: float) -> np.ndarray:
    changed = np.array(_square(a), dtype=float)
    np.fill_diagonal(changed, value)
    return changed


def _square(a: Any) -> np.ndarray:
    if not isinstance(a, np.ndarray) or a.ndim != 2 or a.shape[0] != a.shape[1]:
        raise TypeError("not a square matrix")
    return a


def _binary(a: Any) -> np.ndarray:
    if not isinstance(a, np.ndarray) or a.dtype.kind not in "iu" or not np.isin(a, (0, 1)).all():
        raise TypeError("not labels 0 and 1")
    return a


def _shares(a: Any) -> Any:
    kinds = isinstance(a, float) or (isinstance(a, np.ndarray) and a.dtype.kind == "f")
    if not kinds or np.min(a) < 0 or np.max(a) > 1:
        raise TypeError("not a share or shares")
    return a


def _flat(a: Any) -> np.ndarray:
    if not isinstance(a, np.ndarray) or a.ndim != 1:
        raise TypeError("not an array (n,)")
    return a


def _dict(a: Any) -> dict[Any, Any]:
    if not isinstance(a, dict):
        raise TypeError("not a dict")
    return a


def _with_arguments(function: Function, change: Callable[[list[Any]], list[Any]]) -> Function:
    return lambda *args: function(*change(list(args)))


def _swapped(a: int, b: int) -> Callable[[list[Any]], list[Any]]:
    def change(args: list[Any]) -> list[Any]:
        args[a], args[b] = args[b], args[a]
        return args

    return change


def _changed(place: int, change: Callable[[Any], Any]) -> Callable[[list[Any]], list[Any]]:
    return lambda args: [*args[:place], change(args[place]), *args[place + 1 :]]


def _chosen(places: Sequence[int]) -> Callable[[list[Any]], list[Any]]:
    return lambda args: [args[place] for place in places]


def _sketch(function: Function, cases: Sequence[Case]) -> Sketch | None:
    """Return the sketch of what a function gives; None where it takes long or gives no data.

    Calls are plain ones, many thousands in all: nobody's code runs here but ours, changed.
    """
    values: list[Any] = []
    try:
        with time_limit(_SECONDS), np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for case in cases:
                try:
                    values.append(to_plain(function(*deepcopy(case.args))))
                except (ValueError, KeyError, ZeroDivisionError) as error:
                    values.append(raised(type(error).__name__))
    except Exception:  # a changed function can end in any way: then it is no relative
        return None
    return sketch(values) if len(set(map(repr, values))) > 1 else None


def _tree(function: Function) -> ast.FunctionDef | None:
    try:
        (tree,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    except (OSError, SyntaxError, ValueError):
        return None
    if not isinstance(tree, ast.FunctionDef):
        return None
    tree.decorator_list, tree.returns = [], None
    for argument in ast.walk(tree.args):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    return tree


def _compiled(tree: ast.FunctionDef, function: Function) -> Function:
    module = ast.fix_missing_locations(ast.Module([tree], []))
    names = dict(function.__globals__)
    exec(compile(module, f"<{tree.name}>", "exec"), names)
    made: Function = names[tree.name]
    return made
