"""Results of a form that isn't asked for: the right numbers in a wrong shape, too few, too many.

Each function is given what is due and what came in every case, and yields what holds in all.
"""

from collections.abc import Callable, Iterator, Sequence, Sized
from itertools import permutations
from typing import Any

import numpy as np

from helpers.checks.compare import identical
from helpers.checks.relations.leaves import Arguments, agree, numbers, table_of
from helpers.checks.relations.numbers import Relation
from helpers.checks.relations.order import labelled_rows
from helpers.checks.relations.quantities import class_counts

Arrays = Sequence[tuple[np.ndarray, np.ndarray]]
Test = Callable[[np.ndarray, np.ndarray], bool]
Change = Callable[[np.ndarray], Any]


def of_another_form(
    cases: Sequence[Arguments], expected: Sequence[Any], actual: Sequence[Any]
) -> Relation | None:
    """Return what results of a form that isn't asked for are, or None where it isn't clear."""
    found = _none_or_not(expected, actual)
    found = found or _turned_round(expected, actual) or labelled_rows(expected, actual)
    if found is not None:
        return found
    if all(isinstance(value, tuple) for value in (*expected, *actual)):
        return _of_one_entry(cases, expected, actual)
    texts = {key for v in (*expected, *actual) if isinstance(v, dict) for key in v}
    if len(texts) == 1 and all(isinstance(v, dict) and len(v) == 1 for v in (*expected, *actual)):
        (key,) = texts
        return of_another_form(cases, [v[key] for v in expected], [v[key] for v in actual])
    arrays = [(_array(e), _array(a)) for e, a in zip(expected, actual, strict=True)]
    known = [(e, a) for e, a in arrays if e is not None and a is not None]
    if len(known) < len(arrays) or all(e.shape == a.shape for e, a in known):
        return None
    return next(_of_arrays(cases, known), None)


def _array(value: Any) -> np.ndarray | None:
    found = numbers(value)
    return table_of(value) if found is None else found


def _of_one_entry(
    cases: Sequence[Arguments], expected: Sequence[Any], actual: Sequence[Any]
) -> Relation | None:
    if len({len(value) for value in (*expected, *actual)}) != 1:
        return None
    for place in range(len(expected[0])):
        dues, gots = [value[place] for value in expected], [value[place] for value in actual]
        inner = of_another_form(cases, dues, gots)
        if inner is not None:
            text = f"In entry {place + 1}: {inner.sentence[0].lower()}{inner.sentence[1:]}"
            return Relation(f"entry {place + 1}: {inner.name}", text, inner.rank)
    return None


def _of_arrays(cases: Sequence[Arguments], arrays: Arrays) -> Iterator[Relation]:
    for name, sentence, holds in _SHAPES:
        fits = [holds(e, a) for e, a in arrays]
        if any(fits) and all(f or agree(e, a) for f, (e, a) in zip(fits, arrays, strict=True)):
            yield Relation(name, sentence, 2)
    yield from _as_many_as(cases, arrays)
    shapes = {a.shape for _, a in arrays}
    if len(shapes) == 1 and () not in shapes and len({e.shape for e, _ in arrays}) > 2:
        text = (
            f"The shape of your result is {shapes.pop()}, whatever your function is called with: "
            "does it use something other than its arguments, or only a part of them?"
        )
        yield Relation("one shape for all", text, 3)


def _begins(e: np.ndarray, a: np.ndarray) -> bool:
    """Tell whether what came are the first of the entries that are due."""
    return e.ndim == a.ndim > 0 and 0 < len(a) < len(e) and agree(e[: len(a)], a)


def _one_hot(e: np.ndarray, a: np.ndarray) -> bool:
    ones = a.ndim == 2 and e.ndim == 1 and len(a) == len(e) and bool(np.isin(a, (0, 1)).all())
    return ones and bool((a.sum(axis=1) == 1).all()) and agree(e, a.argmax(axis=1).astype(float))


def _by_row(function: Change) -> Test:
    return lambda e, a: (
        a.ndim == 2 and e.shape == a.shape[:1] and a.size > 0 and agree(e, function(a))
    )


def _of_all(function: Change) -> Test:
    return lambda e, a: e.ndim == 0 < a.ndim and a.size > 0 and agree(e, function(a))


def _of_due(function: Change) -> Test:
    return lambda e, a: e.ndim == 2 and e.size > 0 and agree(function(e), a)


# The names are for the teacher's report. To a learner, which step is left is not said.
_STEPS: dict[str, Change] = {
    "sum": lambda a: a.sum(axis=1),
    "mean": lambda a: a.mean(axis=1),
    "place of the smallest": lambda a: a.argmin(axis=1).astype(float),
    "place of the largest": lambda a: a.argmax(axis=1).astype(float),
}
_STEP_LEFT_IN_ROWS = (
    "Your result has a number for each row and column. One for each row is due, and yours are one "
    "step away from it."
)
_STEP_LEFT = "You return several numbers, and one is due: from yours to it is one step more."

_SHAPES: tuple[tuple[str, str, Test], ...] = (
    (
        "the right numbers in another shape",
        "The numbers are the right ones: only the shape isn't.",
        lambda e, a: (
            e.size == a.size
            and [s for s in e.shape if s != 1] == [s for s in a.shape if s != 1]
            and agree(e.ravel(), a.ravel())
        ),
    ),
    (
        "transposed",
        "The numbers are the right ones, but rows and columns are swapped.",
        lambda e, a: e.ndim == 2 and agree(e.T, a),
    ),
    (
        "the right numbers in another shape",
        "The numbers are the right ones, in their order: only the shape isn't.",
        lambda e, a: e.size == a.size and agree(e.ravel(), a.ravel()),
    ),
    (
        "only the first entry",
        "Your result ends after its first entry, which is right: does the function return before "
        "it has seen all rows?",
        lambda e, a: _begins(e, a) and len(a) == 1,
    ),
    (
        "all but the last entry",
        "Your result lacks its last entry; the others are right.",
        lambda e, a: _begins(e, a) and len(a) == len(e) - 1,
    ),
    (
        "only the first entries",
        "Your result is right as far as it goes, but it ends too early.",
        _begins,
    ),
    (
        "all but the first entry",
        "Your result lacks its first entry; the others are right.",
        lambda e, a: e.ndim == a.ndim > 0 and len(a) == len(e) - 1 > 0 and agree(e[1:], a),
    ),
    ("one-hot", "Your result is one-hot: its ones are in the columns that are due.", _one_hot),
    *(
        (f"the {name} of each row is due", _STEP_LEFT_IN_ROWS, _by_row(step))
        for name, step in _STEPS.items()
    ),
    (
        "one for each pair of rows",
        "Your result has a number for each pair of rows: those on the diagonal are due.",
        lambda e, a: (
            e.ndim == 1 and a.shape == (len(e), len(e)) and len(e) > 0 and agree(e, np.diag(a))
        ),
    ),
    ("the sum is due", _STEP_LEFT, _of_all(lambda a: a.sum())),
    ("the mean is due", _STEP_LEFT, _of_all(lambda a: a.mean())),
    (
        "rows summed",
        "Your result is the sum over the rows of what is due: one for each column is left.",
        _of_due(lambda e: e.sum(axis=0)),
    ),
    (
        "columns summed",
        "Your result is the sum of each row of what is due: one for each row is left.",
        _of_due(lambda e: e.sum(axis=1)),
    ),
    (
        "rows averaged",
        "Your result is the mean over the rows of what is due: one for each column is left.",
        _of_due(lambda e: e.mean(axis=0)),
    ),
)


_COUNTED = ("row", "column", "class that occurs", "key of the dict")


def _countable(args: Arguments) -> dict[str, int]:
    """Return how many there are of what a result may have an entry for each."""
    arrays = [arg for arg in args.values() if isinstance(arg, np.ndarray) and arg.ndim]
    columns = [array.T for array in arrays if array.ndim == 2]
    classes = [counts for array in arrays if (counts := class_counts(array))]
    dicts = [arg for arg in args.values() if isinstance(arg, dict)]
    found: list[list[Sized]] = [[*arrays], [*columns], [*classes], [*dicts]]
    return {word: len(of[0]) for word, of in zip(_COUNTED, found, strict=True) if of}


def _as_many_as(cases: Sequence[Arguments], arrays: Arrays) -> Iterator[Relation]:
    """Yield what the entries of a result are as many as, where others are asked for."""
    apart = [
        (_countable(args), len(e) if e.ndim else 0, len(a) if a.ndim else 0)
        for args, (e, a) in zip(cases, arrays, strict=True)
        if e.shape != a.shape
    ]
    flat = not any(a.ndim > 1 for _, a in arrays)
    apart_sizes = {(e, a) for _, e, a in apart}  # one size alone may fit by accident
    for due, came in permutations(_COUNTED, 2):
        if (
            flat
            and len(apart_sizes) > 1
            and all(
                e != a and there.get(due) == e and there.get(came) == a for there, e, a in apart
            )
        ):
            text = f"Your result has one entry for each {came}; one for each {due} is asked for."
            yield Relation(f"one for each {came}", text, 4)
    longer = [(e, a) for e, a in arrays if e.shape != a.shape]
    if longer and all(e.ndim == 1 and a.ndim == 2 and len(a) == len(e) for e, a in longer):
        where = "" if len(longer) == len(arrays) else " in some cases"
        text = f"Your result has a row of numbers for each row{where}; one for each is due."
        yield Relation("a row of numbers for each row", text, 5)
    if all(e.ndim == 1 and a.ndim == 2 and a.shape[1] == len(e) != len(a) for e, a in arrays):
        text = "Your result is a table; one number for each of its columns is due."
        yield Relation("a table", text, 5)
    if all(e.ndim == 2 and a.ndim == 1 and len(a) == len(e) for e, a in arrays):
        text = "Your result has one number for each row; a row of numbers for each is due."
        yield Relation("one number for each row", text, 5)
    if all(a.ndim == 1 < e.ndim and a.size == e.size for e, a in arrays):
        text = "Your result is flat: it holds the same number of values, in one row."
        yield Relation("flat", text, 4)
    if all(a.ndim == e.ndim == 2 and a.shape[1] != e.shape[1] for e, a in arrays):
        text = "Your table has the wrong number of columns."
        yield Relation("another number of columns", text, 6)
    if all(a.ndim == 0 < e.ndim for e, a in arrays):
        text = "Your result is a single number; an array of them is due."
        yield Relation("one number for all", text, 5)


def _none_or_not(expected: Sequence[Any], actual: Sequence[Any]) -> Relation | None:
    """Tell whether all is right but for None where a value is due, or the other way round."""
    pairs = list(zip(expected, actual, strict=True))
    apart = [(e, a) for e, a in pairs if (e is None) is not (a is None)]
    if not apart or not all(identical(e, a, 1e-6) for e, a in pairs if (e is None) is (a is None)):
        return None
    if all(e is None for e, _ in apart):
        text = "Where a value is due yours is right, but you return one where None is due as well."
        return Relation("a value where None is due", text, 2)
    if all(a is None for _, a in apart) and any(a is not None for a in actual):
        text = "All else is right, but you return None in some cases in which a value is due."
        return Relation("None where a value is due", text, 2)
    return None


def _turned_round(expected: Sequence[Any], actual: Sequence[Any]) -> Relation | None:
    """Tell whether all entries of a tuple are right, but in reverse order."""
    both = [*expected, *actual]
    if not all(isinstance(value, tuple) and len(value) > 1 for value in both):
        return None
    for e, a in zip(expected, actual, strict=True):
        parts = [(numbers(x), numbers(y)) for x, y in zip(e, a[::-1], strict=False)]
        if len(e) != len(a) or not all(
            x is not None and y is not None and x.shape == y.shape for x, y in parts
        ):
            return None
        if len({x.shape for x, _ in parts if x is not None}) < len(e):
            return None
    text = "The entries of your tuple have each other's form: are they in reverse order?"
    return Relation("entries in reverse order", text, 3)
