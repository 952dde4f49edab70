"""Two numbers that the cases bring along, put together: one divided by the other, or their product.

What came may be such a number itself (the rows of a class divided by all rows), or what is due
times one.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from helpers.checks.relations.leaves import Pair, agree
from helpers.checks.relations.numbers import Relation

_ENOUGH = 3  # so many different numbers must agree before it is more than chance
_MOST_FITS = 2
Together = Callable[[np.ndarray, np.ndarray], np.ndarray]

_PAIRS: dict[str, Together] = {
    "{a} divided by {b}": lambda a, b: a / b,
    "{a} times {b}": lambda a, b: a * b,
    "{a} minus {b}": lambda a, b: a - b,
    "{a} to the power of {b}": np.power,
    "the logarithm of {a} divided by {b}": lambda a, b: np.log(a / b),
}
_BOTH_WAYS = frozenset({"{a} times {b}"})
_SINGLE: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "1 divided by {a}": lambda a: 1 / a,
    "the logarithm of {a}": np.log,
    "the square of {a}": np.square,
    "the square root of {a}": np.sqrt,
    "1 minus {a}": lambda a: 1 - a,
}


def by_two_quantities(
    pairs: Sequence[Pair], known: Sequence[dict[str, np.ndarray]]
) -> Iterator[Relation]:
    """Yield what two numbers of the cases make together, where it is what came, or a factor of it.

    pairs, known: See `numbers.by_quantities`.
    """
    expected = np.concatenate([p.expected for p in pairs])
    actual = np.concatenate([p.actual for p in pairs])
    if len(pairs) < _ENOUGH or min(_different(expected), _different(actual)) < _ENOUGH:
        return
    found = _distinct(known)
    with np.errstate(all="ignore"):
        for target, name, start in (
            (actual, "", "What you return is"),
            (actual / expected, "due times ", "Each number of your result is what is due times"),
            (actual - expected, "due plus ", "Each number of your result is what is due plus"),
        ):
            if not np.isfinite(target).all() or _different(target) < _ENOUGH:
                continue
            fits = list(_fits(found, target))
            if 1 <= len(fits) <= _MOST_FITS:
                yield Relation(f"{name}{fits[0]}", f"{start} {fits[0]}.", 6)
            if fits:
                return


def _distinct(known: Sequence[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """Return the numbers that all cases have, those once that are alike, and that vary."""
    names = set(known[0]).intersection(*known[1:]) if known else set()
    found: dict[str, np.ndarray] = {}
    for name in sorted(names, key=lambda name: (len(name), name)):
        values = np.concatenate([case[name] for case in known])
        if np.ptp(values) > 1e-9 and not any(agree(values, other) for other in found.values()):
            found[name] = values
    return found


def _fits(found: dict[str, np.ndarray], target: np.ndarray) -> Iterator[str]:
    names, table = list(found), np.array(list(found.values()))
    if not names:
        return
    for words, alone in _SINGLE.items():
        for place in _rows_near(alone(table), target):
            yield words.format(a=names[place])
    size = len(names)
    for words, together in _PAIRS.items():
        made = together(table[:, None, :], table[None, :, :]).reshape(size * size, -1)
        for place in _rows_near(made, target):
            a, b = divmod(int(place), size)
            if a != b and not (words in _BOTH_WAYS and a > b):
                yield words.format(a=names[a], b=names[b])


def _rows_near(table: np.ndarray, target: np.ndarray) -> list[int]:
    near = np.abs(table - target) <= 1e-9 + 2e-6 * np.abs(target)
    return np.flatnonzero(near.all(axis=1)).tolist()


def _different(values: np.ndarray) -> int:
    return len(np.unique(np.round(values, 9)))
