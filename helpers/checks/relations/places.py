"""Relations of place: one number everywhere, one constant, an edge that is left out."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from helpers.checks.relations.leaves import Pair, agree, near
from helpers.checks.relations.numbers import Relation, plain

_EVERYWHERE: dict[str, tuple[Callable[[np.ndarray], float], str]] = {
    "the first everywhere": (lambda e: e[0], "the first one that is due"),
    "the last everywhere": (lambda e: e[-1], "the last one that is due"),
    "the mean everywhere": (np.mean, "the mean of those that are due"),
    "the largest everywhere": (np.max, "the largest of those that are due"),
    "the smallest everywhere": (np.min, "the smallest of those that are due"),
    "the sum everywhere": (np.sum, "the sum of those that are due"),
    "the median everywhere": (np.median, "the median of those that are due"),
}


def one_number(pairs: Sequence[Pair]) -> Iterator[Relation]:
    """Yield that all numbers are one: in all cases, or within each."""
    actual = np.concatenate([p.actual for p in pairs])
    expected = np.concatenate([p.expected for p in pairs])
    if (
        len(pairs) > 2
        and agree(actual, np.full_like(actual, actual[0]))
        and np.ptp(expected) > 1e-9
    ):
        value = plain(float(actual[0])) if np.isfinite(actual[0]) else str(actual[0])
        text = f"Your function gives {value} whatever it is called with."
        if actual[0] == 0 and (np.abs(expected) < 1).all():
            text += " A share becomes 0 where it is cut to a whole number, as `//` and `int` do it."
        yield Relation("one constant", text, 1)
        return
    long = [p for p in pairs if len(p.expected) > 1]
    if len(long) < len(pairs) or not all(np.ptp(p.actual) < 1e-12 for p in long):
        return
    for name, (function, words) in _EVERYWHERE.items():
        if all(near(p.actual, function(p.expected)).all() for p in long):
            yield Relation(name, f"All numbers of your result are alike: each is {words}.", 2)
            return
    yield Relation("one number for all", "All numbers of your result are alike in each case.", 6)


def not_among(
    names: Sequence[str], cases: Sequence[Sequence[Any]], pairs: Sequence[Pair]
) -> Iterator[Relation]:
    """Yield the argument of which one value is due each time, and none came where it is wrong."""
    if any(len(p.expected) != 1 for p in pairs):
        return
    for name, *arguments in zip(names, *cases, strict=False):
        if not all(isinstance(arg, np.ndarray) and arg.dtype.kind == "f" for arg in arguments):
            continue
        due = [near(arg, p.expected).any() for arg, p in zip(arguments, pairs, strict=True)]
        came = [
            near(arg, p.actual).any()
            for arg, p in zip(arguments, pairs, strict=True)
            if not agree(p.expected, p.actual)
        ]
        if all(due) and came and not any(came):
            text = f"What you return does not occur in `{name}`; what is due always does."
            yield Relation(f"not a value of {name}", text, 5)


def left_out(pairs: Sequence[Pair]) -> Iterator[Relation]:
    """Yield that only one edge is wrong: the first entry, the last one or the diagonal."""
    wrong = [~near(p.expected, p.actual) for p in pairs]
    hit = [(p, w) for p, w in zip(pairs, wrong, strict=True) if w.any()]
    if len(hit) < 2 or not all(len(p.expected) > 2 for p, _ in hit):
        return
    shapes = [p.shape for p, _ in hit]
    masks = {
        "the first entry": lambda shape: np.arange(np.prod(shape)) == 0,
        "the last entry": lambda shape: np.arange(np.prod(shape)) == np.prod(shape) - 1,
    }
    if all(len(shape) == 2 for shape in shapes):
        masks = {
            "the first row": lambda shape: np.arange(shape[0])[:, None] + np.zeros(shape) == 0,
            "the last row": lambda shape: (
                np.arange(shape[0])[:, None] + np.zeros(shape) == shape[0] - 1
            ),
            "the first column": lambda shape: np.arange(shape[1]) + np.zeros(shape) == 0,
            "the last column": lambda shape: np.arange(shape[1]) + np.zeros(shape) == shape[1] - 1,
        }
        if all(shape[0] == shape[1] for shape in shapes):
            masks["the diagonal"] = lambda shape: np.eye(shape[0]) > 0
    for name, mask in masks.items():
        if all(not (w & ~mask(p.shape).ravel()).any() for p, w in hit):
            text = f"All of your result is right but {name}: is one step left out, or one too many?"
            yield Relation(f"only {name} is wrong", text, 3)
