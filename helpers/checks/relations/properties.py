"""What is special about the cases that went wrong: a gap in the labels, ties, a weight of 0."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from math import isfinite
from typing import Any

import numpy as np

from helpers.checks.relations.leaves import Arguments, Pair, near, numbers
from helpers.checks.relations.numbers import Relation
from helpers.checks.relations.quantities import class_counts

Properties = dict[str, Any]  # words with a place for a name: whether it holds
_ENOUGH_RIGHT = 2
_ENOUGH_WRONG = 2


def where_wrong(
    cases: Sequence[Arguments],
    wrong: Sequence[bool],
    outcomes: Sequence[str],
    telling: Collection[str] | None = None,
) -> Iterator[Relation]:
    """Yield the one property that just the wrong cases have, where some cases are right.

    cases (sequence of Arguments): The arguments of each case.
    wrong (sequence of bool): Which cases went wrong.
    outcomes (sequence of str): A property of what each case expects, such as 'None is due', or ''.
    telling (collection of str, optional): The properties that may be told, by default all.
    """
    fits = properties_of_the_wrong(cases, wrong, outcomes)
    if telling is not None:
        fits &= set(telling)
    if len(fits) == 1:
        (words,) = fits
        text = f"Your result is right, except where {words}."
        yield Relation(f"wrong where {words}", text, 5)


def properties_of_the_wrong(
    cases: Sequence[Arguments], wrong: Sequence[bool], outcomes: Sequence[str]
) -> set[str]:
    """Return the properties that all wrong cases have and no right one; see `where_wrong`."""
    if not any(wrong) or sum(not bad for bad in wrong) < _ENOUGH_RIGHT:
        return set()
    held = [properties(args) | {outcome} for args, outcome in zip(cases, outcomes, strict=True)]
    found = {
        words
        for words in set().union(*held) - {""}
        if all((words in one) is bool(bad) for one, bad in zip(held, wrong, strict=True))
    }
    for name in set().union(*cases):  # what a single row implies is no other property
        if f"`{name}` has a single row" in found:
            found.discard(f"`{name}` has a single class")
    return found


def of_some_classes(cases: Sequence[Arguments], pairs: Sequence[Pair]) -> Iterator[Relation]:
    """Yield the classes whose rows came out wrong without an exception, where no others did.

    pairs (sequence of Pair): The results of each case: one number for each label of an argument.
    """
    for name in cases[0]:
        labels: list[Any] = [args.get(name) for args in cases]
        if not all(_labels_of(one, p) for one, p in zip(labels, pairs, strict=True)):
            continue
        wrong: Counter[int] = Counter()  # in how many cases rows of the class are wrong
        right: set[int] = set()
        for one, p in zip(labels, pairs, strict=True):
            good, flat = near(p.expected, p.actual), np.ravel(one)
            right |= set(flat[good].tolist())
            wrong.update(set(flat[~good].tolist()))
        if right and not right & set(wrong) and min(wrong.values(), default=0) >= _ENOUGH_WRONG:
            listed = " or ".join(map(str, sorted(wrong)))
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


def properties(args: Arguments) -> set[str]:
    """Return what is special about the arguments of a case, in words."""
    found: set[str] = set()
    labels: set[Any] = set()
    for name, arg in args.items():
        if isinstance(arg, np.ndarray) and arg.size:
            held = _of_array(arg)
            labels |= set(class_counts(arg) or ())
        elif isinstance(arg, dict):
            held = _of_dict(arg)
        elif isinstance(arg, list | tuple):
            held = {f"{{}} is a {type(arg).__name__}": True}
        else:
            held = _of_number(arg)
        found |= {words.format(f"`{name}`") for words, holds in held.items() if holds}
    for name, arg in args.items():
        if isinstance(arg, dict) and labels:
            if labels - set(arg):
                found.add(f"a class has no key in `{name}`")
            if set(arg) - labels:
                found.add(f"`{name}` has a key for a class without rows")
    return found


def _of_array(array: np.ndarray) -> Properties:
    """Return for each property of an array, in words with a place for its name, if it has it."""
    counts, kind = class_counts(array), array.dtype.kind
    table = array.ndim == 2
    held = {
        "{} has a single row": array.shape[:1] == (1,),
        "{} is a column": table and array.shape[1] == 1,
        "rows of {} are alike": (
            table and kind in "biuf" and len(np.unique(array, axis=0)) < len(array)
        ),
        "{} has three axes": array.ndim == 3,
        "{} has capital letters": kind == "U" and any(t != t.lower() for t in array.flat),
        "{} holds True and False": kind == "b",
    }
    if counts is not None:
        return held | _of_labels(sorted(counts))
    return held | _of_floats(array) if kind == "f" else held


def _of_labels(classes: list[int]) -> Properties:
    return {
        "{} has a single class": len(classes) == 1,
        "{} has more than two classes": len(classes) > 2,
        "{} has negative labels": classes[0] < 0,
        "the labels in {} have a gap": classes[-1] - classes[0] >= len(classes),
        "the labels in {} don't start at 0": classes[0] > 0,
    }


def _of_floats(array: np.ndarray) -> Properties:
    ties = array.ndim == 2 and any((row == row.max()).sum() > 1 for row in array)
    return {
        "{} has equal values (ties)": array.ndim == 1 and len(np.unique(array)) < len(array),
        "a row of {} has two largest values (a tie)": ties,
        "{} has a 0": (array == 0).any(),
        "{} has negative values": (array < 0).any(),
        "{} has values above 1": (array > 1).any(),
        "{} has values that are not finite": not np.isfinite(array).all(),
    }


def _of_dict(values: dict[Any, Any]) -> Properties:
    numeric = [v for v in values.values() if isinstance(v, int | float) and not isinstance(v, bool)]
    return {
        "{} is empty": not values,
        "{} has text keys": any(isinstance(key, str) for key in values),
        "{} has a weight or count of 0": 0 in numeric,
        "{} has a negative value": any(value < 0 for value in numeric),
        "{} has a value that is not finite": not all(map(isfinite, numeric)),
        "{} has equal values": len(set(numeric)) < len(numeric),
        "{} has more than two keys": len(values) > 2,
    }


def _of_number(arg: Any) -> Properties:
    number = numbers(arg)
    if number is None or number.ndim:
        return {"{} is None": arg is None}
    return {"{} is 0": number == 0, "{} is 1": number == 1, "{} is negative": number < 0}
