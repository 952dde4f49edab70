"""Numbers that the cases bring along, and what came: one of them, or two put together, make it.

What came may be such a number itself (the rows of a class divided by all rows), or what is due
changed by one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from helpers.checks.relations.leaves import Pair, agree, near, stacked
from helpers.checks.relations.numbers import ENOUGH, Relation, kinds, kinds_gone_wrong

_ENOUGH_FOR_TWO = 3  # so many different numbers must agree before it is more than chance
_MOST_FITS = 2
Arrays = dict[str, np.ndarray]
Together = Callable[[np.ndarray, np.ndarray], np.ndarray]

# What became of what is due, e, by a number of the case, q.
_JUST = "just {}"
_SIMPLEST = 1.5  # nothing explains what came better than a number of the case as it is
_LIMITS = frozenset({"never above {}", "never below {}"})
_WITH_SIGN = frozenset({"multiplied by {} once too often", "divided by {} once too often"})
# The root of a square table's number of entries is its number of columns, and the mean of shares
# is 1 divided by that number: it is the number that is said.
_LESS_SIMPLE = 3.5
_OF_POWERS = frozenset(
    f"{done} by the {power} of {{}} once too often"
    for done in ("multiplied", "divided")
    for power in ("square", "root")
)
_WITH_DUE: dict[str, Together] = {
    "multiplied by {} once too often": lambda e, q: e * q,
    "divided by {} once too often": lambda e, q: e / q,
    "divided by the square of {} once too often": lambda e, q: e / q**2,
    "multiplied by the square of {} once too often": lambda e, q: e * q**2,
    "multiplied by the root of {} once too often": lambda e, q: e * np.sqrt(q),
    "divided by the root of {} once too often": lambda e, q: e / np.sqrt(q),
    "larger by {}": lambda e, q: e + q,
    "smaller by {}": lambda e, q: e - q,
    "{} minus what is due": lambda e, q: q - e,
    "{} divided by what is due": lambda e, q: q / e,
    "what is due to the power of {}": np.power,
    "never above {}": np.minimum,
    "never below {}": np.maximum,
    _JUST: lambda e, q: q,
}
_SINGLE: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "1 divided by {a}": lambda a: 1 / a,
    "the logarithm of {a}": np.log,
    "the square of {a}": np.square,
    "the square root of {a}": np.sqrt,
    "1 minus {a}": lambda a: 1 - a,
}
_PAIRS: dict[str, Together] = {
    "{a} divided by {b}": lambda a, b: a / b,
    "{a} times {b}": lambda a, b: a * b,
    "{a} minus {b}": lambda a, b: a - b,
    "{a} to the power of {b}": np.power,
    "the logarithm of {a} divided by {b}": lambda a, b: np.log(a / b),
}
_BOTH_WAYS = frozenset({"{a} times {b}"})


def by_quantities(
    pairs: Sequence[Pair], known: Sequence[Mapping[str, np.ndarray]]
) -> list[Relation]:
    """Return how numbers that the cases bring along turn what is due into what came.

    pairs: sequence of Pair.
    known (sequence of mapping of str to float array (m,)): For each case: numbers by what to call
        them, one for each entry of the result.
    """
    expected, actual = stacked(pairs)
    with np.errstate(all="ignore"):
        found = _varying(known)
        return [*_by_one(found, expected, actual), *_by_two(found, expected, actual, len(pairs))]


def _varying(known: Sequence[Mapping[str, np.ndarray]]) -> Arrays:
    """Return the numbers that all cases have and that vary, by name in alphabetical order."""
    names = set(known[0]).intersection(*known[1:]) if known else set()
    found = {name: np.concatenate([case[name] for case in known]) for name in sorted(names)}
    return {name: values for name, values in found.items() if not np.ptp(values) < 1e-9}


def _by_one(found: Arrays, expected: np.ndarray, actual: np.ndarray) -> Iterator[Relation]:
    if min(kinds(expected), kinds_gone_wrong(expected, actual)) < ENOUGH:
        return
    wrong = ~near(expected, actual)
    fits: dict[str, list[str]] = {}
    for name, q in found.items():
        for words, function in _WITH_DUE.items():
            if words in _LIMITS and len(np.unique(q[wrong])) < ENOUGH:
                continue  # a single limit is no more than the one case that goes wrong
            if agree(function(expected, q), actual):
                fits.setdefault(words, []).append(name)
            elif words in _WITH_SIGN and agree(function(-expected, q), actual):
                fits.setdefault(f"with its sign changed, and {words}", []).append(name)
    for words, names in fits.items():
        which = " or ".join(names[:2])
        more = " (in these cases the two are alike)" if len(names) > 1 else ""
        text = f"Each number of your result is {words.format(which)}{more}."
        if words == _JUST:
            text = f"What you return is {which}{more}."
        derived = words in _OF_POWERS or all(name.startswith("the mean of") for name in names)
        rank = _SIMPLEST if words == _JUST else _LESS_SIMPLE if derived else 3.0
        yield Relation(words.format("a number of the case"), text, rank)


def _by_two(
    found: Arrays, expected: np.ndarray, actual: np.ndarray, cases: int
) -> Iterator[Relation]:
    """Yield what two numbers make together, where it is what came, or what changed what is due."""
    if min(cases, kinds(expected), kinds(actual)) < _ENOUGH_FOR_TWO:
        return
    found = _distinct(found)
    for target, name, start in (
        (actual, "", "What you return is"),
        (actual / expected, "due times ", "Each number of your result is what is due times"),
        (actual - expected, "due plus ", "Each number of your result is what is due plus"),
    ):
        if not np.isfinite(target).all() or kinds(target) < _ENOUGH_FOR_TWO:
            continue
        fits = list(_fits(found, target))
        if 1 <= len(fits) <= _MOST_FITS:
            yield Relation(f"{name}{fits[0]}", f"{start} {fits[0]}.", 6)
        if fits:
            return


def _distinct(found: Arrays) -> Arrays:
    """Return those once that are alike, under the shortest name."""
    kept: Arrays = {}
    for name in sorted(found, key=len):
        if not any(agree(found[name], other) for other in kept.values()):
            kept[name] = found[name]
    return kept


def _fits(found: Arrays, target: np.ndarray) -> Iterator[str]:
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
            a, b = divmod(place, size)
            if a != b and not (words in _BOTH_WAYS and a > b):
                yield words.format(a=names[a], b=names[b])


def _rows_near(table: np.ndarray, target: np.ndarray) -> list[int]:
    near_it = np.abs(table - target) <= 1e-9 + 2e-6 * np.abs(target)
    return np.flatnonzero(near_it.all(axis=1)).tolist()
