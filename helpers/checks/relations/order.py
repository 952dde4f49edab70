"""Relations of order: sorted, reversed, shifted by one, permuted, transposed, accumulated.

And of lists of tuples, numbers or texts: some are missing, or don't belong there.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from helpers.checks.relations.leaves import Pair, agree
from helpers.checks.relations.numbers import Relation
from helpers.checks.relations.quantities import class_counts
from helpers.checks.words import show

_ORDERS: dict[str, tuple[Callable[[np.ndarray], np.ndarray], str]] = {
    "reversed": (lambda e: e[::-1], "in reverse order"),
    "sorted": (np.sort, "sorted from the smallest to the largest"),
    "sorted downwards": (lambda e: np.sort(e)[::-1], "sorted from the largest to the smallest"),
    "shifted by one": (lambda e: np.roll(e, 1), "each one place too late, the last one in front"),
    "shifted back by one": (
        lambda e: np.roll(e, -1),
        "each one place too early, the first one at the end",
    ),
    "accumulated": (np.cumsum, "sums of all up to each place, not the single ones"),
}


def in_another_order(pairs: Sequence[Pair]) -> Iterator[Relation]:
    """Yield the order in which the right numbers came."""
    long = [p for p in pairs if len(p.expected) > 1]
    if not long or any(len(p.expected) < 2 and not agree(p.expected, p.actual) for p in pairs):
        return
    keyed = any(key != place for p in long for place, key in enumerate(p.keys))
    where = " The numbers are right, but they are under the wrong keys." if keyed else ""
    flat = [p for p in long if len(p.shape) == 1]
    for name, (function, words) in _ORDERS.items():
        if len(flat) == len(long) and all(agree(function(p.expected), p.actual) for p in flat):
            verb = "are" if name == "accumulated" else "come"
            yield Relation(name, f"Your numbers {verb} {words}.{where}", 2)
            break  # of two numbers several orders are the same
    yield from _of_tables(long)
    if all(agree(np.sort(p.expected), np.sort(p.actual)) for p in long):
        text = where or " All the numbers are right, but they are in the wrong order."
        yield Relation("in another order", text.strip(), 7)


def rows_apart(expected: Sequence[Any], actual: Sequence[Any]) -> Iterator[Relation]:
    """Yield that arrays hold the right rows each, but no longer together; rows in any order."""
    if not all(_are_arrays(value, "iuf") and len(value) > 1 for value in (*expected, *actual)):
        return
    both = [(e, a) for e, a in zip(expected, actual, strict=True) if not all(map(agree, e, a))]
    sets = [(_rows_of(e), _rows_of(a)) for e, a in both]
    if not both:
        return
    if all(all(map(_same_rows, e, a)) for e, a in both):
        text = (
            "Each array of your result holds the right rows, but they don't go together any more: "
            "a row of one is beside a different row of the other."
        )
        yield Relation("rows no longer together", text, 2)
    elif all(a <= e for e, a in sets):
        text = (
            "All rows of your result are among those that are due, but some come too often and "
            "others not often enough."
        )
        yield Relation("rows too often or not often enough", text, 4)
    elif not any(a <= e for e, a in sets):
        text = "Your result holds rows that don't occur among those that are due."
        yield Relation("rows that are not due", text, 5)


def _are_arrays(value: Any, kinds: str) -> bool:
    """Tell whether a value is a tuple of arrays with rows, of such kinds of numbers."""
    return isinstance(value, tuple) and all(
        isinstance(one, np.ndarray) and one.ndim > 0 and one.dtype.kind in kinds for one in value
    )


def _side_by_side(arrays: Sequence[np.ndarray]) -> np.ndarray | None:
    """Return arrays as one table; None where they don't have as many rows each, or none."""
    if len(set(map(len, arrays))) != 1 or not all(array.size for array in arrays):
        return None
    return np.column_stack([array.reshape(len(array), -1) for array in arrays])


def _rows_of(arrays: Sequence[np.ndarray]) -> set[tuple[float, ...]]:
    table = _side_by_side(arrays)
    return set() if table is None else set(map(tuple, np.round(table, 6).tolist()))


def _same_rows(expected: np.ndarray, actual: np.ndarray) -> bool:
    return agree(*in_row_order((expected,)), *in_row_order((actual,)))


def _of_tables(pairs: Sequence[Pair]) -> Iterator[Relation]:
    tables = [
        (p.expected.reshape(p.shape), p.actual.reshape(p.shape)) for p in pairs if len(p.shape) == 2
    ]
    if not tables or len(tables) < len(pairs):
        return
    if all(e.shape[0] == e.shape[1] and agree(e.T, a) for e, a in tables):
        yield Relation("transposed", "Your result is transposed: rows and columns are swapped.", 2)
    for axis, word in enumerate(("row", "column")):
        if all(agree(np.flip(e, axis), a) for e, a in tables):
            text = f"The {word}s of your result come in reverse order."
            yield Relation(f"{word}s reversed", text, 2)
        if all(_scaled_along(1 - axis, e, a) for e, a in tables):
            text = f"Each {word} of your result is what is due times a factor of its own."
            yield Relation(f"each {word} has a factor of its own", text, 5)
        sums = [e.sum(axis=1 - axis, keepdims=True) for e, _ in tables]
        if all(s.all() and agree(e / s, a) for (e, a), s in zip(tables, sums, strict=True)):
            text = f"Each {word} of your result is divided by its sum, which is not asked for."
            yield Relation(f"each {word} brought to sum 1", text, 2)


def _scaled_along(axis: int, e: np.ndarray, a: np.ndarray) -> bool:
    """Tell whether the rows (axis 1) or columns of two tables have the same ratios each."""
    if min(e.shape) < 2 or not np.isfinite(a).all():
        return False
    sizes = [np.linalg.norm(table, axis=axis, keepdims=True) for table in (e, a)]
    due, came = (
        table / np.where(size > 0, size, 1) for table, size in zip((e, a), sizes, strict=True)
    )
    return agree(due, came) or agree(due, -came)


def of_lists(expected: Sequence[Any], actual: Sequence[Any]) -> Iterator[Relation]:
    """Yield how lists of tuples, numbers or texts differ: another order, a part, or more."""
    if not all(_is_list_of_entries(value) for value in (*expected, *actual)):
        return
    both = [(e, a) for e, a in zip(expected, actual, strict=True) if e != a]
    if not both or not any(e for e, _ in both):
        return
    if all(_in_any_order(e) == _in_any_order(a) for e, a in both):
        yield Relation("in another order", "Your list holds what is due, but in another order.", 4)
    elif all(_in_any_order(e, turned=True) == _in_any_order(a) for e, a in both):
        text = "The tuples of your list are the right ones, but each is turned round."
        yield Relation("each tuple turned round", text, 4)
    elif all(set(a) <= set(e) and len(a) < len(e) for e, a in both):
        lost = next(one for e, a in both for one in e if a.count(one) < e.count(one))
        text = f"All that your list holds is right, but some is missing, such as {show(lost)}."
        yield Relation("some are missing", text, 6)
    elif all(set(e) <= set(a) for e, a in both):
        more = next((one for e, a in both for one in a if one not in e), None)
        what = "some comes twice" if more is None else f"{show(more)} does not belong there"
        text = f"Your list holds all that is due, and more: {what} in the first such case."
        yield Relation("more than is due", text, 6)
    else:
        e, a = both[0]
        lost = [one for one in e if one not in a][:1]
        more = [one for one in a if one not in e][:1]
        if lost and more:
            text = (
                f"In the first such case {show(lost[0])} is missing, and {show(more[0])} does not "
                "belong there."
            )
            yield Relation("other entries", text, 8)


def of_texts(expected: Sequence[Any], actual: Sequence[Any]) -> Iterator[Relation]:
    """Yield how texts differ: a part of what is due, or of another length."""
    if not all(isinstance(text, str) for text in (*expected, *actual)):
        return
    both = [(e, a) for e, a in zip(expected, actual, strict=True) if e != a]
    lengths = {(len(a), len(e)) for e, a in both}
    if both and all(a and a in e for e, a in both):
        yield Relation("a part of the text", "Your text is a part of the one that is due.", 4)
    elif len(both) > 1 and len(lengths) == 1:
        ((came, due),) = lengths
        if came != due:
            text = f"Your text has {came} characters; the one that is due has {due}."
            yield Relation("a text of another length", text, 4)


def _in_any_order(entries: Iterable[Any], *, turned: bool = False) -> list[Any]:
    return sorted((e[::-1] if turned and isinstance(e, tuple) else e for e in entries), key=repr)


def _is_list_of_entries(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, int | str)
        or (isinstance(one, tuple) and all(isinstance(x, int | float | str) for x in one))
        for one in value
    )


def in_row_order(value: Any) -> Any:
    """Return arrays of equal length with their rows sorted, alike in all; others as they are."""
    columns = _side_by_side(value) if _are_arrays(value, "biuf") else None
    if columns is None:
        return value
    order = np.lexsort(columns.T[::-1])
    return tuple(array[order] for array in value)


def labelled_rows(expected: Sequence[Any], actual: Sequence[Any]) -> Relation | None:
    """Tell how many rows of which class there are, where arrays go with labels: (X, y)."""
    for e, a in zip(expected, actual, strict=True):
        due, came = _counts(e), _counts(a)
        if due is None or came is None:
            return None
        if due != came:
            parts = [
                f"{came.get(c, 0)} of class {c} (due: {due.get(c, 0)})"
                for c in sorted(due.keys() | came.keys())
                if came.get(c, 0) != due.get(c, 0)
            ]
            text = (
                "The number of rows isn't right. In the first such case there are "
                f"{', '.join(parts[:3])}."
            )
            return Relation("another number of rows", text, 4)
    return None


def _counts(value: Any) -> dict[int, int] | None:
    if not isinstance(value, tuple) or len(value) < 2:
        return None
    first, labels = value[0], value[-1]
    if not _are_arrays((first, labels), "biufU") or labels.shape != first.shape[:1]:
        return None
    return class_counts(labels)
