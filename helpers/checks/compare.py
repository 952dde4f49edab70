"""Comparing what came with what was expected, and saying in words where they part."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np

from helpers.checks.plain import Stream
from helpers.checks.words import KIND_WORDS, advice, describe, nth, show, show_key

_NUMBER = "a number"
_COARSE = 1e-4  # a tolerance beyond this is a leeway, and counts from 1 on
_ROUNDING = 1e-6  # how far out of its range rounding may lead, as a share of it
_SMALL = 0.01  # smaller numbers are as near as this one is: sums leave traces of what cancels
_KINDS: tuple[tuple[Any, str], ...] = (
    (bool | np.bool_, "True or False"),  # before the numbers, for a bool is an int
    (int | float | np.integer | np.floating, _NUMBER),
    (str, "text"),
    (dict, "a dict"),
    (list, "a list"),
    (tuple, "a tuple"),
    (Stream, "a generator"),
    (np.ndarray, "an array"),
)
# Nearly all values are of these types themselves.
_KIND_OF: dict[Any, str] = {
    kind: name for kinds, name in _KINDS for kind in getattr(kinds, "__args__", (kinds,))
}


@dataclass(frozen=True)
class Problem:
    """Why a result isn't the expected one.

    `sane` is True where the form is right and only the value is wrong.
    """

    sentence: str
    sane: bool = False


def find_problem(
    expected: Any, got: Any, tolerance: float, bounds: tuple[float, float] | None = None
) -> Problem | None:
    """Return the first difference that matters, or None where a result counts as right.

    expected, got (plain data): See `helpers.checks.plain.to_plain`.
    tolerance (float): Numbers are equal where they differ by at most this share of the larger of
        what is expected there, the largest number expected in the array (1 at most) and 0.01; of
        1 and what is expected there, if it is a leeway of more than 1e-4.
    bounds (pair of float, optional): The range in which every number of a right answer lies.

    NumPy scalars count as numbers, and whole numbers are welcome where floats are expected.
    True and False are no numbers, a list is no array, and a dict's keys are plain ints or texts.
    """
    problem = form_problem(expected, got)
    if problem is not None:
        return problem
    if isinstance(expected, Stream):  # one that comes earlier than it need is asked for no more
        expected, got = expected.items, got.items
    if identical(expected, got, tolerance):  # before the range: rounding may lead just out of it
        return None
    return bounds_problem(got, bounds) or Problem("The values differ.", sane=True)


def identical(a: Any, b: Any, tolerance: float = 0.0) -> bool:
    """Tell whether two plain values have the same form and the same numbers.

    Whole numbers and floats are alike here, True and False are not numbers, and a dict's keys
    must agree in type as well. NaN is the same as NaN.
    """
    if _kind(a) != _kind(b):
        return False
    # What is equal is near: most is, and need not be looked at more closely.
    if isinstance(a, np.ndarray):
        same_form = _family(a) == _family(b) and a.shape == b.shape
        return same_form and (bool((a == b).all()) or bool(_near(a, b, tolerance).all()))
    if _kind(a) == _NUMBER:
        return bool(a == b) or bool(_near(a, b, tolerance))
    if isinstance(a, Stream):
        return a.eager == b.eager and identical(a.items, b.items, tolerance)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(identical, a, b, repeat(tolerance)))
    if isinstance(a, dict):
        typed_a, typed_b = ({(type(key), key) for key in keys} for keys in (a, b))
        return typed_a == typed_b and all(identical(a[key], b[key], tolerance) for key in a)
    return bool(a == b)


def where_different(expected: Any, got: Any, tolerance: float) -> str:
    """Say which entries of a result of the right form are wrong; nothing where all are."""
    if isinstance(expected, np.ndarray) and expected.ndim:
        wrong = np.flatnonzero(~_near(expected, got, tolerance))
        if len(wrong) == expected.size:
            return ""
        first = ", ".join(str(i) for i in np.unravel_index(wrong[0], expected.shape))
        return f"{len(wrong)} of {expected.size} entries differ, the first one at [{first}]"
    if isinstance(expected, dict):
        one, several = "the value of key", "the values of keys"
        parts = [(show(key), value, got[key]) for key, value in expected.items()]
    elif isinstance(expected, tuple):
        one, several = "entry", "entries"
        parts = [(str(n), *pair) for n, pair in enumerate(zip(expected, got, strict=True), start=1)]
    else:
        return ""
    differing = [name for name, x, y in parts if not identical(x, y, tolerance)]
    if len(differing) == len(expected):
        return ""
    if len(differing) == 1:
        return f"{one} {differing[0]} differs"
    return f"{several} {_listed(differing)} differ"


def _listed(words: list[str]) -> str:
    return " and ".join(words) if len(words) < 4 else ", ".join([*words[:3], "…"])


def _kind(value: Any) -> str:
    """Name the kind of a value as a sentence does, or return an empty text for what is none."""
    kind = _KIND_OF.get(type(value))
    if kind is None:
        kind = next((name for types, name in _KINDS if isinstance(value, types)), "")
    return kind


def _family(array: np.ndarray) -> str:
    return "number" if array.dtype.kind in "iuf" else array.dtype.kind


def _near(a: Any, b: Any, tolerance: float) -> np.ndarray:
    """Tell for each entry whether it is near enough."""
    a, b = np.asarray(a), np.asarray(b)
    whole = a.dtype.kind in "biuO" and b.dtype.kind in "biuO"  # O: beyond 64 bits
    if a.dtype.kind == "U" or (whole and not tolerance):
        return np.asarray(a == b)
    a, b = a.astype(float), b.astype(float)
    with np.errstate(all="ignore"):
        finite = np.abs(a[np.isfinite(a)])
        least = 1.0 if tolerance > _COARSE else max(min(1.0, finite.max(initial=0.0)), _SMALL)
        near = np.abs(b - a) <= tolerance * np.maximum(np.abs(a), least)
        # Infinity times a tolerance is infinity: infinite values are equal or they aren't near.
        near &= np.isfinite(a) & np.isfinite(b)
    return np.asarray((a == b) | near | (np.isnan(a) & np.isnan(b)))


def form_problem(expected: Any, got: Any, part: str = "the result") -> Problem | None:
    """Look at types, shapes, keys and NaN, not at values."""
    if expected is None:
        return None if got is None else _problem(part, f"is {describe(got)}, not None.")
    asked = describe(expected) if isinstance(expected, np.ndarray) else _kind(expected)
    if got is None:
        return _problem(part, f"is None, not {asked}: {_way_out(expected)}")
    if not _kind(got) or _kind(got) != _kind(expected):
        more = advice(got, asked)
        if describe(got).startswith(asked):  # 'a generator that gives more than 1,000 values'
            return _problem(part, f"is {describe(got)}.")
        return _problem(part, f"is {describe(got)}, not {asked}{f': {more}' if more else '.'}")
    if isinstance(expected, np.ndarray) or _kind(expected) == _NUMBER:
        return _numeric_problem(expected, got, part)
    if isinstance(expected, dict):
        return _dict_problem(expected, got, part)
    if isinstance(expected, list | tuple):
        return _sequence_problem(expected, got, part)
    if isinstance(expected, Stream):
        return _stream_problem(expected, got, part)
    return None


def _way_out(expected: Any) -> str:
    if isinstance(expected, Stream):
        return "no line of the function gives its values with `yield`."
    return "a way through the function ends without `return`, or returns None."


def _problem(part: str, text: str) -> Problem:
    return Problem(f"{part[0].upper()}{part[1:]} {text}")


def _first_problem(parts: Iterable[tuple[Any, Any, str]]) -> Problem | None:
    """Return the first problem of form among (expected, got, name of the part)."""
    return next(filter(None, (form_problem(*part) for part in parts)), None)


def _numeric_problem(expected: Any, got: Any, part: str) -> Problem | None:
    """Look at shape, type and NaN of an array or a number."""
    due, came, is_array = np.asarray(expected), np.asarray(got), isinstance(expected, np.ndarray)
    if came.shape != due.shape:
        way = " Its last axis is one too many." if came.shape == (*due.shape, 1) else ""
        return _problem(part, f"has shape {came.shape}, but {due.shape} is asked for.{way}")
    if not _kind_fits(due.dtype.kind, came.dtype.kind):
        text = f"is {describe(got)}, not a whole number of type int."
        if is_array:
            held, asked = KIND_WORDS[came.dtype.kind], KIND_WORDS[due.dtype.kind]
            text = f"holds {held}, but {asked} are asked for."
        return _problem(part, text)
    if due.dtype.kind != "f" or not np.isfinite(due).all():
        return None
    verb, came = "holds" if is_array else "is", came.astype(float)
    if np.isnan(came).any():
        asked = "is there a 0 divided by 0, or a logarithm of something below 0?"
        return _problem(part, f"{verb} NaN, 'not a number': {asked}")
    if np.isinf(came).any():
        return _problem(part, f"{verb} infinity: is there a division by 0, or a logarithm of 0?")
    return None


def _kind_fits(expected: str, got: str) -> bool:
    """Tell whether entries of a NumPy kind will do; O are ints beyond 64 bits."""
    if expected == "f":
        return got in "fiuO"
    return got in "iuO" if expected in "iuO" else got == expected


def _dict_problem(expected: dict[Any, Any], got: dict[Any, Any], part: str) -> Problem | None:
    for key in got:
        if type(key) not in (int, str):
            return _problem(part, f"has the key {show_key(key)}: keys must be {_plain(expected)}.")
    missing = [key for key in expected if key not in got]
    extra = [key for key in got if key not in expected]
    words = [f"lacks the key {show(key)}" for key in missing[:1]]
    words += [f"has the key {show(key)} that does not belong there" for key in extra[:1]]
    if words:
        return _problem(part, f"{' and '.join(words)}.")
    return _first_problem(
        (value, got[key], f"the value of key {show(key)}") for key, value in expected.items()
    )


def _plain(expected: dict[Any, Any]) -> str:
    """Say of which plain type the keys of a dict are."""
    kinds = {type(key) for key in expected}
    if kinds == {int}:
        return "plain ints, as `int` and `.tolist()` make them"
    return "plain text" if kinds == {str} else "plain int or str"


def _sequence_problem(expected: Any, got: Any, part: str) -> Problem | None:
    if isinstance(expected, tuple) and len(got) != len(expected):
        entries = "entry" if len(got) == 1 else "entries"
        return _problem(part, f"has {len(got)} {entries}, not {len(expected)}.")
    pairs = enumerate(zip(expected, got, strict=False), start=1)
    return _first_problem((*pair, f"{nth(number)} of {part}") for number, pair in pairs)


def _stream_problem(expected: Stream, got: Stream, part: str) -> Problem | None:
    if len(got.items) != len(expected.items):
        values = "value" if len(got.items) == 1 else "values"
        more = _which_values(expected.items, got.items)
        return _problem(part, f"gives {len(got.items)} {values}, not {len(expected.items)}{more}.")
    if got.eager and not expected.eager:
        text = (
            "comes too early: more of the input was read than had been asked for. Take one value, "
            "give one, and only then take the next."
        )
        return _problem(part, text)
    pairs = enumerate(zip(expected.items, got.items, strict=True), start=1)
    return _first_problem((*pair, f"value {number} of {part}") for number, pair in pairs)


def _which_values(expected: list[Any], got: list[Any]) -> str:
    """Say which values of a stream came, where too few or too many did."""
    if not got:
        return ""
    if identical(expected[: len(got)], got, _COARSE):
        return ": it ends before the input does"
    if len(got) < len(expected) and identical(expected[-len(got) :], got, _COARSE):
        return f": the first {'is' if len(expected) - len(got) == 1 else 'are'} missing"
    times = len(got) // max(len(expected), 1)
    if times > 1 and identical([one for one in expected for _ in range(times)], got, _COARSE):
        return f": each comes {times} times"
    return ""


def bounds_problem(got: Any, bounds: tuple[float, float] | None) -> Problem | None:
    """Look for a number that lies out of the range of all right answers."""
    if bounds is None:
        return None
    low, high = bounds
    slack = _ROUNDING * (high - low)
    for number in _numbers(got):
        if number < low - slack or number > high + slack:
            return Problem(
                f"{show(number)} can't be right: a number in the result always lies between "
                f"{low:g} and {high:g}."
            )
    return None


def _numbers(value: Any) -> list[float]:
    if isinstance(value, np.ndarray):
        return value.ravel().tolist() if _family(value) == "number" else []
    if _kind(value) == _NUMBER:
        return [value.item() if isinstance(value, np.generic) else value]
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [number for item in value for number in _numbers(item)]
    return []
