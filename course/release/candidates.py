"""Wrong functions that nobody has to write down, each with words for what comes out.

They are made from the references themselves: arguments swapped, a matrix transposed, another
exercise's function on the same input, a usual measure in its place, and the reference with one step
changed (a minimum for a maximum, another axis).
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations, permutations
from typing import Any, NamedTuple

import numpy as np

from course.exercise import Exercise
from course.release.changes import CHANGES, square
from course.release.measures import measures
from course.release.mutants import mutants

Function = Callable[..., Any]


class Candidate(NamedTuple):
    """A wrong function: a short name for reports, a sentence for the learner, the function."""

    name: str
    sentence: str
    function: Function


def candidates(exercise: Exercise, others: Mapping[str, Function]) -> Iterator[Candidate]:
    """Yield wrong functions, the likeliest first.

    exercise: Exercise.
    others (mapping of str to callable): The references of all exercises of the course, by name.
    """
    names = list(inspect.signature(exercise.reference).parameters)
    yield from _other_functions(exercise, names, others)
    yield from _measures(exercise, names)
    for a, b in combinations(range(len(names)), 2):
        yield Candidate(
            f"{names[a]} and {names[b]} swapped",
            f"This is what comes out when `{names[a]}` and `{names[b]}` are taken for each other.",
            _with_arguments(exercise.reference, _swapped(a, b)),
        )
    for a, b in permutations(range(len(names)), 2):
        yield Candidate(
            f"{names[a]} for {names[b]}",
            f"This is what comes out when `{names[a]}` is read where `{names[b]}` belongs.",
            _with_arguments(exercise.reference, _copied(a, b)),
        )
    for place, name in enumerate(names):
        for words, sentence, change in CHANGES:
            yield Candidate(
                f"{name} {words}",
                f"This is what comes out when {sentence.replace('{}', name)}.",
                _with_arguments(exercise.reference, _changed(place, change)),
            )
    yield from _of_some_rows(exercise.reference)
    for place, name in enumerate(names):
        for mistake in exercise.mistakes:
            yield Candidate(
                f"{mistake.name}, {name} transposed",
                f"Two things at once: rows and columns of `{name}` are swapped. {mistake.hint}",
                _of_values(mistake.function, exercise.reference, place),
            )
    # Only of the reference, whose steps are those of the text: alternatives have others.
    for words, sentence, code in mutants(function_tree(exercise.reference)):
        told = f"This is what comes out when {sentence}."
        yield Candidate(words, told, compiled(code, exercise.reference))


def _other_functions(
    exercise: Exercise, names: Sequence[str], others: Mapping[str, Function]
) -> Iterator[Candidate]:
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
        yield Candidate(
            f"{other.replace('_', ' ')} in its place",
            f"This is what `{other}` gives, the answer to another exercise.",
            _with_arguments(function, _chosen(places)),
        )


def _measures(exercise: Exercise, names: list[str]) -> Iterator[Candidate]:
    """Yield usual measures in the place of a number, or of one entry of a tuple or a dict."""
    for words, measure in measures(names):
        yield Candidate(
            f"{words} in its place",
            f"What you return is the {words}; something else is asked for.",
            _in_place_of(exercise.reference, measure, None),
        )
        for slot in range(_LONGEST_TUPLE):
            yield Candidate(
                f"{words} as entry {slot + 1}",
                f"Entry {slot + 1} of your result is the {words}; something else is asked for.",
                _in_place_of(exercise.reference, measure, slot),
            )


_LONGEST_TUPLE = 2


def _in_place_of(reference: Function, measure: Function, slot: int | None) -> Function:
    def changed(*args: Any) -> Any:
        right = reference(*args)
        if slot is None:
            if not isinstance(right, float):
                raise TypeError("the result is not one number")
            return measure(*args)
        if not isinstance(right, tuple) or not isinstance(right[slot], float):
            raise TypeError("there is no such entry")
        return (*right[:slot], measure(*args), *right[slot + 1 :])

    return changed


def _of_values(mistake: Function, reference: Function, place: int) -> Function:
    """Return a mistake on a transposed matrix; one of form alone is told by its values."""
    transposed = _with_arguments(mistake, _changed(place, lambda a: square(a).T.copy()))

    def changed(*args: Any) -> Any:
        result = transposed(*args)
        if np.shape(result) != np.shape(reference(*args)):
            raise TypeError("a result of another form")
        return result

    return changed


# Which rows of all arrays are looked at: a short name, words, and the slice.
_ROWS: tuple[tuple[str, str, slice], ...] = (
    ("of the first row alone", "only the first row is looked at", slice(1)),
    ("without the last row", "the last row is left out", slice(-1)),
    ("without the first row", "the first row is left out", slice(1, None)),
)


def _of_some_rows(reference: Function) -> Iterator[Candidate]:
    """Yield the reference on some rows; and for a mean, divided by the number of all rows."""
    for name, words, rows in _ROWS:
        yield Candidate(
            name,
            f"This is what comes out when {words}.",
            _with_arguments(reference, partial(_cut, rows)),
        )
        yield Candidate(
            f"{name}, divided by all",
            f"This is what comes out when {words}, but the number of all rows is divided by.",
            _divided_by_all(reference, rows),
        )


def _cut(rows: slice, args: list[Any]) -> list[Any]:
    size = len(_row_array(args))
    return [a[rows] if _has_rows(a) and len(a) == size else a for a in args]


def _row_array(args: Sequence[Any]) -> np.ndarray:
    """Return the first array of labels or of rows among the arguments."""
    found = next((a for a in args if _has_rows(a)), None)
    if found is None:
        raise TypeError("no arguments with rows")
    return found


def _has_rows(argument: Any) -> bool:
    """Tell whether an argument is an array with rows: a square matrix has true classes."""
    if not isinstance(argument, np.ndarray) or not argument.ndim:
        return False
    return argument.shape != (len(argument), len(argument))


def _divided_by_all(reference: Function, rows: slice) -> Function:
    def changed(*args: Any) -> Any:
        size = len(_row_array(args))
        if not range(size)[rows]:
            return 0.0
        result = reference(*_cut(rows, list(args)))
        if not isinstance(result, float):
            raise TypeError("no mean")
        return result * len(range(size)[rows]) / size

    return changed


def _with_arguments(function: Function, change: Callable[[list[Any]], list[Any]]) -> Function:
    return lambda *args: function(*change(list(args)))


def _swapped(a: int, b: int) -> Callable[[list[Any]], list[Any]]:
    def change(args: list[Any]) -> list[Any]:
        args[a], args[b] = args[b], args[a]
        return args

    return change


def _copied(a: int, b: int) -> Callable[[list[Any]], list[Any]]:
    def change(args: list[Any]) -> list[Any]:
        if type(args[a]) is not type(args[b]) or np.shape(args[a]) != np.shape(args[b]):
            raise TypeError("two arguments of different kinds")
        args[b] = args[a]
        return args

    return change


def _changed(place: int, change: Callable[[Any], Any]) -> Callable[[list[Any]], list[Any]]:
    return lambda args: [*args[:place], change(args[place]), *args[place + 1 :]]


def _chosen(places: Sequence[int]) -> Callable[[list[Any]], list[Any]]:
    return lambda args: [args[place] for place in places]


def function_tree(function: Function) -> ast.FunctionDef | None:
    """Return the code of a function without its decorators and hints, or None for a lambda."""
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


def compiled(tree: ast.FunctionDef, function: Function) -> Function:
    """Return changed code of a function as a function that knows the same names."""
    module = ast.fix_missing_locations(ast.Module([tree], []))
    names = dict(function.__globals__)
    exec(compile(module, f"<{tree.name}>", "exec"), names)
    made: Function = names[tree.name]
    return made
