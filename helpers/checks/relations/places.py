"""Relations of place: one number everywhere, one constant, an edge that is left out.

And on which side of what is due a wrong result lies: never too large, never too small, or near.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from helpers.checks.compare import identical
from helpers.checks.plain import Foreign, Stream
from helpers.checks.relations.leaves import Arguments, Pair, agree, near, pair, stacked
from helpers.checks.relations.numbers import Relation, plain
from helpers.checks.words import show

_EVERYWHERE: dict[str, tuple[Callable[[np.ndarray], float], str]] = {
    "the first everywhere": (lambda e: e[0], "the first one that is due"),
    "the last everywhere": (lambda e: e[-1], "the last one that is due"),
    "the mean everywhere": (np.mean, "the mean of those that are due"),
    "the largest everywhere": (np.max, "the largest of those that are due"),
    "the smallest everywhere": (np.min, "the smallest of those that are due"),
    "the sum everywhere": (np.sum, "the sum of those that are due"),
    "the median everywhere": (np.median, "the median of those that are due"),
}


_FEW = 3  # so many cases at least tell that a result is always the same
_LONGEST_SHOWN = 40


def always_the_same(expected: Sequence[Any], actual: Sequence[Any]) -> Relation | None:
    """Return that what came is one and the same in every case, though other things are due."""
    if len(actual) < _FEW or all(identical(expected[0], e, _SAME) for e in expected[1:]):
        return None
    if any(map(_unread, actual)):
        return None
    text = _of_one_number(expected, actual)
    if not text and all(identical(actual[0], a) for a in actual[1:]):
        shown = show(actual[0])
        text = f"Your function gives {shown} whatever it is called with."
        if actual[0] is None:
            text = "Your function gives None whatever it is called with: is a `return` missing?"
        if len(shown) > _LONGEST_SHOWN:
            text = (
                "Your function gives the same result whatever it is called with: does it use "
                "something other than its arguments?"
            )
    return Relation("one constant", text, 1) if text else None


def _unread(value: Any) -> bool:
    """Tell whether a value holds something that isn't plain data: two of a type may differ."""
    if isinstance(value, dict):
        value = list(value.values())
    items = value.items if isinstance(value, Stream) else value
    if isinstance(items, list | tuple):
        return any(map(_unread, items))
    return isinstance(value, Foreign)


def _of_one_number(expected: Sequence[Any], actual: Sequence[Any]) -> str:
    """Return the sentence for results that hold the same number everywhere, or an empty text."""
    pairs = [pair(e, a) for e, a in zip(expected, actual, strict=True)]
    of_numbers = [p for p in pairs if p is not None]
    flat = np.concatenate([p.actual for p in of_numbers]) if of_numbers else np.empty(0)
    if len(of_numbers) < len(pairs) or not np.isfinite(flat).all():
        return ""
    if not agree(flat, np.full_like(flat, flat[0])):
        return ""
    value = plain(float(flat[0]))
    text = f"Your function gives {value} whatever it is called with."
    if any(p.shape for p in of_numbers):
        text = f"Each number of your result is {value}, whatever your function is called with."
    if value == "0" and all((np.abs(p.expected) < 1).all() for p in of_numbers):
        text += " A share becomes 0 where it is cut to a whole number, as `//` and `int` do it."
    return text


def independent(
    cases: Sequence[Arguments], expected: Sequence[Any], actual: Sequence[Any], seed: str = ""
) -> Iterator[Relation]:
    """Yield the argument that makes no difference, where cases differ in nothing else.

    seed (str): The argument that is not looked at, if there is one.
    """
    names = dict.fromkeys(name for args in cases for name in args if name != seed)
    for name in names if len(names) > 1 else ():
        pairs = [
            (i, j)
            for i, one in enumerate(cases)
            for j, other in enumerate(cases[:i])
            if _differ_only_in(name, one, other) and not identical(expected[i], expected[j], _SAME)
        ]
        if pairs and all(identical(actual[i], actual[j]) for i, j in pairs):
            text = (
                f"Cases that differ in `{name}` alone get the same result from you: does something "
                "else stand in its place, or is it used in part only, or not at all?"
            )
            if all(_same_numbers(cases[i][name], cases[j][name]) for i, j in pairs):
                text = (
                    f"If two values of `{name}` are swapped, your result stays the same: is each "
                    f"value used where it belongs, and is `{name}` used at all?"
                )
            yield Relation(f"independent of {name}", text, 5)


_SAME = 1e-6


def _same_numbers(one: Any, other: Any) -> bool:
    """Tell whether two arrays, or the values of two dicts, hold the same numbers."""
    both = [list(x.values()) if isinstance(x, dict) else x for x in (one, other)]
    if not all(isinstance(x, list | np.ndarray) for x in both):
        return False
    sizes = [sorted(map(repr, np.ravel(np.array(x, dtype=object)).tolist())) for x in both]
    return sizes[0] == sizes[1]


def _differ_only_in(name: str, one: Arguments, other: Arguments) -> bool:
    known = name in one and one.keys() == other.keys()
    return known and all(identical(one[n], other[n]) is (n != name) for n in one)


def one_number(pairs: Sequence[Pair]) -> Iterator[Relation]:
    """Yield that all numbers within each case are one."""
    long = [p for p in pairs if len(p.expected) > 1]
    if len(long) < len(pairs) or not all(np.ptp(p.actual) < 1e-12 for p in long):
        return
    for name, (function, words) in _EVERYWHERE.items():
        if all(near(p.actual, function(p.expected)).all() for p in long):
            yield Relation(name, f"All numbers of your result are alike: each is {words}.", 2)
            return
    yield Relation("one number for all", "All numbers of your result are alike in each case.", 7)


def one_number_a_row(pairs: Sequence[Pair]) -> Iterator[Relation]:
    """Yield that all numbers of a row are one, but for zeros that are due."""
    if not all(len(p.shape) == 2 for p in pairs):
        return
    tables = [(p.expected.reshape(p.shape), p.actual.reshape(p.shape)) for p in pairs]
    rows = [(e[e != 0], a[e != 0]) for pair_ in tables for e, a in zip(*pair_, strict=True)]
    rows = [(e, a) for e, a in rows if len(e) > 1 and np.ptp(e) > _SAME]
    if len(rows) >= _FEW and all(np.ptp(a) < 1e-12 for _, a in rows):
        text = (
            "All numbers in a row of your result are alike, but for zeros. Each has a value of "
            "its own."
        )
        yield Relation("one number a row", text, 6)


def not_among(cases: Sequence[Arguments], pairs: Sequence[Pair]) -> Iterator[Relation]:
    """Yield the argument of which one value is due each time, and none came where it is wrong."""
    if any(len(p.expected) != 1 for p in pairs):
        return
    for name in cases[0]:
        arguments = [args.get(name) for args in cases]
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
            yield Relation(f"not a value of {name}", text, 6)


_EDGES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "the first entry": lambda table: table.ravel()[0],
    "the last entry": lambda table: table.ravel()[-1],
}
_EDGES_OF_A_TABLE: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "the first row": lambda table: table[0],
    "the last row": lambda table: table[-1],
    "the first column": lambda table: table[:, 0],
    "the last column": lambda table: table[:, -1],
}


def left_out(pairs: Sequence[Pair]) -> Iterator[Relation]:
    """Yield that only one edge is wrong: the first entry, the last one or the diagonal."""
    wrong = [~near(p.expected, p.actual) for p in pairs]
    hit = [(p, w) for p, w in zip(pairs, wrong, strict=True) if w.any()]
    if len(hit) < 2 or not all(len(p.expected) > 2 for p, _ in hit):
        return
    if any(isinstance(key, str) for p, _ in hit for key in p.keys):
        yield from _one_key(hit)
        return
    tables = [w.reshape(p.shape) for p, w in hit]
    edges = dict(_EDGES)
    if all(table.ndim == 2 for table in tables):
        edges = dict(_EDGES_OF_A_TABLE)
        if all(table.shape[0] == table.shape[1] for table in tables):
            edges["the diagonal"] = np.diag
    for name, edge in edges.items():
        if all(edge(table).sum() == table.sum() for table in tables):
            text = f"All of your result is right but {name}: is one step left out, or one too many?"
            yield Relation(f"only {name} is wrong", text, 3)


def _one_key(hit: Sequence[tuple[Pair, np.ndarray]]) -> Iterator[Relation]:
    """Yield that one value of a dict is wrong each time, under its name."""
    names = {tuple(key for key, bad in zip(p.keys, w, strict=True) if bad) for p, w in hit}
    if len(names) == 1 and len(next(iter(names))) == 1:
        (name,) = names.pop()
        text = f"All of your result is right but the value of {name!r}."
        yield Relation(f"only {name} is wrong", text, 6)


_NEAR = 0.02
_SMALLEST_WORTH_A_NUMBER = 1e-5  # below, `plain` would call it 0


def too_large_or_small(pairs: Sequence[Pair]) -> Iterator[Relation]:
    """Yield that all wrong numbers lie on one side of what is due, and how far off they are."""
    expected, actual = stacked(pairs)
    wrong = ~near(expected, actual)
    if not wrong.any() or not np.isfinite(actual).all():
        return
    off = (actual - expected)[wrong]
    largest = float(np.abs(off).max())
    most = plain(largest) if largest > _SMALLEST_WORTH_A_NUMBER else f"{largest:.1g}"
    if (np.abs(off) <= _NEAR * np.maximum(np.abs(expected[wrong]), 1e-3)).all():
        text = (
            f"Your numbers come near what is due, but are up to {most} off: is something rounded "
            "on the way, looked up on a grid, or a small number added?"
        )
        yield Relation("near, but not exact", text, 8)
    for side, word in ((off > 0, "large"), (off < 0, "small")):
        if side.all() and len(off) > 1:
            text = f"Wherever your numbers are wrong they are too {word}, by up to {most}."
            yield Relation(f"too {word}", text, 9)
