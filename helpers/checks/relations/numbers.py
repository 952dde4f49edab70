"""Relations between numbers: a factor, an offset, a power, rounding, another base of a logarithm.

Each function is given the numbers of all cases and yields the relations that hold on all of them.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from helpers.checks.relations.leaves import Pair, agree, stacked

# So many different numbers must have become others before one relation is more than chance.
ENOUGH = 2
_ENOUGH_FOR_A_CONSTANT = 3
_LONG = 1e7  # from here on a number is told with four digits and a power of ten
_PER_CENT = 0.1  # a factor nearer to 1 is told in per cent


class Relation(NamedTuple):
    """What a wrong answer is.

    `name` is short, for reports. `sentence` is for the learner: it says what the answer is, not
    how to write the right one. Of relations that hold at once the one with the smallest `rank`
    is told, and none where two have it.
    """

    name: str
    sentence: str
    rank: float


# What became of each number, in words that follow "Each number of your result is".
_MAPS: dict[str, tuple[Callable[[np.ndarray], np.ndarray], str]] = {
    "negative": (lambda e: -e, "the one that is due with its sign changed"),
    "without its sign": (np.abs, "the one that is due without its sign"),
    "reciprocal": (
        lambda e: 1 / e,
        "1 divided by the one that is due: numerator and denominator are swapped",
    ),
    "one minus": (lambda e: 1 - e, "1 minus the one that is due"),
    "minus one": (lambda e: e - 1, "smaller by 1 than the one that is due"),
    "plus one": (lambda e: e + 1, "larger by 1 than the one that is due"),
    "squared": (np.square, "the square of the one that is due"),
    "cubed": (lambda e: e**3, "the third power of the one that is due"),
    "root": (np.sqrt, "the square root of the one that is due"),
    "one over the root": (
        lambda e: 1 / np.sqrt(e),
        "1 divided by the square root of the one that is due",
    ),
    "logarithm": (np.log, "the natural logarithm of the one that is due"),
    "logarithm of one plus": (np.log1p, "the natural logarithm of 1 plus the one that is due"),
    "exponential": (np.exp, "e to the power of the one that is due"),
    "exponential minus one": (np.expm1, "e to the power of the one that is due, minus 1"),
    "odds": (lambda e: e / (1 - e), "the odds of the one that is due, p / (1 - p), not p itself"),
    "share of odds": (
        lambda e: e / (1 + e),
        "a share where odds or a ratio are due: r / (1 + r) in place of r",
    ),
    "ratio plus one": (lambda e: e / (1 - e) + 1, "1 / (1 - p) where p is due"),
    "one over one plus": (lambda e: 1 / (1 + e), "1 / (1 + r) where r is due"),
    "logit": (lambda e: np.log(e / (1 - e)), "the log-odds of the one that is due"),
    "probability of logit": (lambda e: 1 / (1 + np.exp(-e)), "the sigmoid of the one that is due"),
    "at least one": (lambda e: np.maximum(e, 1), "never below 1, where smaller ones are due, too"),
    "at most one": (lambda e: np.minimum(e, 1), "never above 1, where larger ones are due, too"),
    "at least zero": (
        lambda e: np.maximum(e, 0),
        "never below 0, where negative ones are due, too",
    ),
}
_CUTS: dict[str, tuple[Callable[[np.ndarray], np.ndarray], str]] = {
    "rounded down": (
        np.floor,
        "cut down to a whole number, as `//`, `int` and an array of ints do it",
    ),
    "rounded up": (np.ceil, "rounded up to a whole number"),
    "cut to whole numbers": (np.trunc, "cut to a whole number"),
}
_FACTORS = {
    100.0: "in per cent",
    0.01: "divided by 100",
    2.0: "twice as large as",
    0.5: "half as large as",
    1 / np.log(2): "a logarithm in base 2, where the natural one is due",
    1 / np.log(10): "a logarithm in base 10, where the natural one is due",
    np.log(2): "a natural logarithm, where base 2 is due",
    float(np.e): "e (2.718...) times as large as",
    float(1 / np.e): "e (2.718...) times smaller than",
    float(np.e**2): "e squared times as large as",
}


def of_each_number(pairs: Sequence[Pair]) -> Iterator[Relation]:
    """Yield the fixed functions that turn what is due into what came, number by number."""
    expected, actual = stacked(pairs)
    changed = kinds_gone_wrong(expected, actual)
    for name, (function, words) in _MAPS.items():
        if changed >= ENOUGH and _fits(function, expected, actual):
            yield Relation(name, f"Each number of your result is {words}.", 2)
    yield from _rounded(expected, actual) if changed and np.ptp(actual) else ()


def _rounded(expected: np.ndarray, actual: np.ndarray) -> Iterator[Relation]:
    """Yield to how many digits numbers are rounded, a half in either direction."""
    for name, (function, words) in _CUTS.items():
        if _fits(function, expected, actual):
            yield Relation(name, f"Your numbers are {words}: return them unrounded.", 3)
            return
    off = np.abs(actual - expected) * (1 - 1e-9)
    for digits in range(9):
        if agree(np.round(actual, digits), actual) and (off <= 0.5 * 10**-digits).all():
            places = f"{digits} digit{'s' if digits > 1 else ''}"
            words = f"to {places} behind the point" if digits else "to a whole number"
            text = f"Your numbers are rounded {words}: return them unrounded."
            yield Relation(f"rounded to {digits} digits", text, 3)
            return


def by_a_constant(pairs: Sequence[Pair]) -> Iterator[Relation]:
    """Yield one factor, one offset or one power that fits all numbers of all cases."""
    expected, actual = stacked(pairs)
    if kinds(expected) < _ENOUGH_FOR_A_CONSTANT:
        return
    with np.errstate(all="ignore"):
        usable = (np.abs(expected) > 1e-12) & np.isfinite(actual)
        ratios = actual[usable] / expected[usable]
        offsets = actual - expected
        positive = (
            usable & (expected > 0) & (actual > 0) & (np.abs(np.log(np.abs(expected))) > 1e-3)
        )
        powers = np.log(actual[positive]) / np.log(expected[positive])
    factor = ratios[0] if _one(ratios) else 0
    if factor and abs(factor - 1) > 1e-6 and agree(expected * factor, actual):
        yield Relation("a constant factor", _factor_words(float(factor)), 4)
    if _one(offsets) and abs(offsets[0]) > 1e-9:
        more = "larger" if offsets[0] > 0 else "smaller"
        off = plain(abs(offsets[0]))
        text = f"Each number of your result is {more} by {off} than it should be."
        yield Relation("a constant offset", text, 4)
    if positive.all() and _one(powers) and abs(powers[0] - 1) > 1e-6:
        power = plain(powers[0])
        text = f"Each number of your result is the one that is due to the power {power}."
        yield Relation("a power", text, 4)


def _factor_words(factor: float) -> str:
    for known, words in _FACTORS.items():
        if np.isclose(factor, known, rtol=1e-6):
            tail = " it should be" if words.endswith((" as", " than")) else ""
            return f"Each number of your result is {words}{tail}."
    if factor < 0:
        return f"Each number of your result is {plain(factor)} times what it should be."
    if abs(factor - 1) < _PER_CENT:
        word = "large" if factor > 1 else "small"
        return f"Each number of your result is {plain(100 * abs(factor - 1))} % too {word}."
    if factor < 1:
        return f"Each number of your result is {plain(1 / factor)} times too small."
    return f"Each number of your result is {plain(factor)} times too large."


_NORMS: dict[str, Callable[[np.ndarray], float]] = {
    "sum": np.sum, "mean": np.mean, "largest": np.max, "smallest": np.min,
}  # fmt: skip


def scaled(pairs: Sequence[Pair]) -> Iterator[Relation]:
    """Yield that the ratios are right and only the scale isn't, and which scale it is."""
    if not all(len(p.expected) > 1 for p in pairs):
        return
    with np.errstate(all="ignore"):
        ratios = [p.actual[p.expected != 0] / p.expected[p.expected != 0] for p in pairs]
    if not all(len(r) > 1 and _one(r) and r[0] > 0 for r in ratios):
        return
    if not all(agree(p.expected * r[0], p.actual) for p, r in zip(pairs, ratios, strict=True)):
        return
    if all(np.ptp(p.expected) < 1e-9 for p in pairs):
        return
    for what, norm in _NORMS.items():
        sizes = np.array([norm(p.actual) for p in pairs])
        due = np.array([norm(p.expected) for p in pairs])
        if _one(sizes) and not _one(due):
            verb = "is" if what in ("largest", "smallest") else "of your numbers is"
            text = (
                f"The ratios between your numbers are right, but not their size: the {what} "
                f"{verb} {plain(sizes[0])} in every case."
            )
            yield Relation(f"scaled to a {what} of {plain(sizes[0])}", text, 5)
            return
    yield Relation(
        "right ratios, wrong size",
        "The ratios between your numbers are right, but not their size: all are too large or too "
        "small by one factor, another one in each case.",
        7,
    )


def kinds(values: np.ndarray) -> int:
    """Return how many different numbers there are."""
    return len(np.unique(np.round(values, 9)))


def kinds_gone_wrong(expected: np.ndarray, actual: np.ndarray) -> int:
    """Return how many different numbers came out wrong."""
    wrong = np.abs(expected - actual) > 1e-9 * np.maximum(1, np.abs(expected))
    return kinds(expected[wrong | ~np.isfinite(actual)])


def _fits(
    function: Callable[[np.ndarray], np.ndarray], expected: np.ndarray, actual: np.ndarray
) -> bool:
    with np.errstate(all="ignore"):
        return agree(function(expected), actual)


def _one(values: np.ndarray) -> bool:
    """Tell whether there is one finite value, the same everywhere."""
    return (
        bool(len(values))
        and bool(np.isfinite(values).all())
        and agree(values, np.full_like(values, values[0]))
    )


def plain(value: float) -> str:
    """Return a number as short as it is true: 3, 0.25 or about 2.718."""
    if abs(value) < _LONG and abs(value - round(value)) < 1e-6 * max(1, abs(value)):
        return str(round(value))
    return f"{value:.4g}"
