"""What is special about the cases that went wrong: a gap in the labels, ties, a weight of 0."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np

from helpers.checks.relations.leaves import Pair, near, numbers
from helpers.checks.relations.numbers import Relation
from helpers.checks.relations.quantities import class_counts

Args = Sequence[Any]
_ENOUGH_RIGHT = 2
_ENOUGH_WRONG = 2


def where_wrong(
    names: Sequence[str],
    cases: Sequence[Args],
    wrong: Sequence[bool],
    outcomes: Sequence[str],
    telling: Collection[str] | None = None,
) -> Iterator[Relation]:
    """Yield the one property that just the wrong cases have, where some cases are right.

    names (sequence of str): What the arguments are called.
    cases (sequence of sequences): The arguments of each case.
    wrong (sequence of bool): Which cases went wrong.
    outcomes (sequence of str): A property of what each case expects, such as 'None is due', or ''.
    telling (collection of str, optional): The properties that may be told, by default all.
    """
    fits = properties_of_the_wrong(names, cases, wrong, outcomes)
    if telling is not None:
        fits &= set(telling)
    if len(fits) == 1:
        (words,) = fits
        text = f"Your result is right, except where {words}."
        yield Relation(f"wrong where {words}", text, 5)


def properties_of_the_wrong(
    names: Sequence[str], cases: Sequence[Args], wrong: Sequence[bool], outcomes: Sequence[str]
) -> set[str]:
    """Return the properties that all wrong cases have and no right one; see `where_wrong`."""
    if not any(wrong) or sum(not bad for bad in wrong) < _ENOUGH_RIGHT:
        return set()
    held = [properties(names, args) for args in cases]
    for one, outcome in zip(held, outcomes, strict=True):
        if outcome:
            one.add(outcome)
    found = {
        words
        for words in set().union(*held)
        if all((words in one) is bool(bad) for one, bad in zip(held, wrong, strict=True))
    }
    for name in names:  # what a single row implies is no other property
        if f"`{name}` has a single row" in found:
            found -= {f"`{name}` has a single class"}
    return found


def of_some_classes(
    names: Sequence[str], cases: Sequence[Args], pairs: Sequence[Pair]
) -> Iterator[Relation]:
    """Yield the classes whose rows came out wrong without an exception, where no others did.

    names (sequence of str): What the arguments are called.
    cases (sequence of sequences): The arguments of each case.
    pairs (sequence of Pair): The results of each case: one number for each label of an argument.
    """
    for place, name in enumerate(names):
        labels: list[Any] = [args[place] if place < len(args) else None for args in cases]
        if not all(_labels_of(one, p) for one, p in zip(labels, pairs, strict=True)):
            continue
        wrong: dict[int, int] = {}  # in how many cases rows of the class are wrong
        right: set[int] = set()
        for one, p in zip(labels, pairs, strict=True):
            good, flat = near(p.expected, p.actual), np.ravel(one)
            right |= set(flat[good].tolist())
            wrong |= {c: wrong.get(c, 0) + 1 for c in set(flat[~good].tolist())}
        if right and not right & set(wrong) and min(wrong.values(), default=0) >= _ENOUGH_WRONG:
            listed = " or ".join(str(c) for c in sorted(wrong))
            text = f"Each row in which `{name}` is {listed} is wrong in your result, and no other."
            yield Relation(f"wrong where {name} is {listed}", text, 6)


def _labels_of(argument: Any, numbers_of: Pair) -> bool:
    """Tell whether an argument holds the label of each row of a flat result."""
    return (
        isinstance(argument, np.ndarray)
        and argument.dtype.kind in "iu"
        and len(numbers_of.shape) == 1
        and argument.size == len(argument) == len(numbers_of.expected)
        and list(numbers_of.keys) == list(range(argument.size))
    )


def properties(names: Sequence[str], args: Args) -> set[str]:
    """Return what is special about the arguments of a case, in words."""
    found: set[str] = set()
    labels: set[Any] = set()
    for name, arg in zip(names, args, strict=False):
        if isinstance(arg, np.ndarray) and arg.size:
            found |= set(_of_array(name, arg))
            labels |= set(class_counts(arg) or ())
        elif isinstance(arg, dict):
            found |= set(_of_dict(name, arg))
        elif isinstance(arg, list | tuple):
            found.add(f"`{name}` is a {type(arg).__name__}")
        elif arg is None:
            found.add(f"`{name}` is None")
        else:
            found |= set(_of_number(name, arg))
    for name, arg in zip(names, args, strict=False):
        if isinstance(arg, dict) and labels:
            if labels - set(arg):
                found.add(f"a class has no key in `{name}`")
            if set(arg) - labels:
                found.add(f"`{name}` has a key for a class without rows")
    return found


def _of_array(name: str, array: np.ndarray) -> Iterator[str]:
    counts = class_counts(array)
    if len(array) == 1:
        yield f"`{name}` has a single row"
    if array.ndim == 2:
        if array.shape[1] == 1:
            yield f"`{name}` is a column"
        if array.dtype.kind in "biuf" and len(np.unique(array, axis=0)) < len(array):
            yield f"rows of `{name}` are alike"
    if array.ndim == 3:
        yield f"`{name}` has three axes"
    if counts is not None:
        yield from _of_labels(name, counts)
    elif array.dtype.kind == "f":
        yield from _of_floats(name, array)
    elif array.dtype.kind == "U" and any(text != text.lower() for text in array.ravel().tolist()):
        yield f"`{name}` has capital letters"
    if array.dtype.kind == "b":
        yield f"`{name}` holds True and False"


def _of_labels(name: str, counts: dict[int, int]) -> Iterator[str]:
    classes = sorted(counts)
    if len(classes) == 1:
        yield f"`{name}` has a single class"
    if len(classes) > 2:
        yield f"`{name}` has more than two classes"
    if classes[0] < 0:
        yield f"`{name}` has negative labels"
    if classes != list(range(classes[0], classes[0] + len(classes))):
        yield f"the labels in `{name}` have a gap"
    if classes[0] > 0:
        yield f"the labels in `{name}` don't start at 0"


def _of_floats(name: str, array: np.ndarray) -> Iterator[str]:
    if array.ndim == 1 and len(np.unique(array)) < len(array):
        yield f"`{name}` has equal values (ties)"
    if array.ndim == 2 and any((row == row.max()).sum() > 1 for row in array):
        yield f"a row of `{name}` has two largest values (a tie)"
    if (array == 0).any():
        yield f"`{name}` has a 0"
    if (array < 0).any():
        yield f"`{name}` has negative values"
    if (array > 1).any():
        yield f"`{name}` has values above 1"
    if not np.isfinite(array).all():
        yield f"`{name}` has values that are not finite"


def _of_dict(name: str, values: dict[Any, Any]) -> Iterator[str]:
    if not values:
        yield f"`{name}` is empty"
    if any(isinstance(key, str) for key in values):
        yield f"`{name}` has text keys"
    numeric = [v for v in values.values() if isinstance(v, int | float) and not isinstance(v, bool)]
    if any(value == 0 for value in numeric):
        yield f"`{name}` has a weight or count of 0"
    if any(value < 0 for value in numeric):
        yield f"`{name}` has a negative value"
    if any(not np.isfinite(value) for value in numeric):
        yield f"`{name}` has a value that is not finite"
    if len(set(numeric)) < len(numeric):
        yield f"`{name}` has equal values"
    if len(values) > 2:
        yield f"`{name}` has more than two keys"


def _of_number(name: str, arg: Any) -> Iterator[str]:
    number = numbers(arg)
    if number is None or number.ndim:
        return
    if number == 0:
        yield f"`{name}` is 0"
    if number == 1:
        yield f"`{name}` is 1"
    if number < 0:
        yield f"`{name}` is negative"
