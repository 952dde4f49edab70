"""Comparing what came with what was expected, and saying in words where they part."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.checks.plain import Stream
from helpers.checks.words import KIND_WORDS, advice, describe, show, show_key


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

    Parameters
    ----------
    expected, got : plain data
        See `helpers.checks.plain.to_plain`.
    tolerance : float
        Numbers are equal where ``|got - expected| <= tolerance * max(1, |expected|)``.
    bounds : pair of float, optional
        The range in which every number of a right answer lies.

    Notes
    -----
    NumPy scalars count as numbers, and whole numbers are welcome where floats are expected.
    True and False are no numbers, a list is no array, and a dict's keys are plain ints or texts.
    """
    problem = form_problem(expected, got)
    if problem is not None:
        return problem
    if _equal(expected, got, tolerance):  # before the range: rounding may lead just out of it
        return None
    return bounds_problem(got, bounds) or Problem("The values differ.", sane=True)


def identical(a: Any, b: Any, tolerance: float = 0.0) -> bool:
    """Tell whether two plain values have the same form and the same numbers.

    Whole numbers and floats are alike here, True and False are not numbers, and a dict's keys
    must agree in type as well. NaN is the same as NaN.
    """
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return _family(a) == _family(b) and a.shape == b.shape and _close(a, b, tolerance)
    if _is_number(a) and _is_number(b):
        return _close(a, b, tolerance)
    a, b = _item(a), _item(b)
    if type(a) is not type(b):
        return False
    if isinstance(a, Stream):
        return a.eager == b.eager and identical(a.items, b.items, tolerance)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(
            identical(x, y, tolerance) for x, y in zip(a, b, strict=True)
        )
    if isinstance(a, dict):
        keys_a = {(type(key), key) for key in a}
        keys_b = {(type(key), key) for key in b}
        return keys_a == keys_b and all(identical(a[key], b[key], tolerance) for key in a)
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
        word = "the value of key"
        wrong_ones = [show(k) for k in expected if not _equal(expected[k], got[k], tolerance)]
    elif isinstance(expected, tuple):
        word = "entry"
        pairs = enumerate(zip(expected, got, strict=True), start=1)
        wrong_ones = [str(n) for n, (x, y) in pairs if not _equal(x, y, tolerance)]
    else:
        return ""
    if len(wrong_ones) == len(expected):
        return ""
    return f"{word} {_listed(wrong_ones)} differ{'s' if len(wrong_ones) == 1 else ''}"


def _listed(words: list[str]) -> str:
    return " and ".join(words) if len(words) < 4 else ", ".join([*words[:3], "…"])


def _family(array: np.ndarray) -> str:
    return "number" if array.dtype.kind in "iuf" else array.dtype.kind


def _item(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)


def _close(a: Any, b: Any, tolerance: float) -> bool:
    return bool(np.all(_near(a, b, tolerance)))


def _near(a: Any, b: Any, tolerance: float) -> np.ndarray:
    """Tell for each entry whether it is near enough."""
    a, b = np.asarray(a), np.asarray(b)
    whole = a.dtype.kind in "biuO" and b.dtype.kind in "biuO"  # O: beyond 64 bits
    if a.dtype.kind == "U" or (whole and not tolerance):
        return np.asarray(a == b)
    a, b = a.astype(float), b.astype(float)
    with np.errstate(all="ignore"):
        near = np.abs(b - a) <= tolerance * np.maximum(1.0, np.abs(a))
        # Infinity times a tolerance is infinity: infinite values are equal or they aren't near.
        near &= np.isfinite(a) & np.isfinite(b)
    return np.asarray((a == b) | near | (np.isnan(a) & np.isnan(b)))


def form_problem(expected: Any, got: Any, part: str = "the result") -> Problem | None:
    """Look at types, shapes, keys and NaN, not at values."""
    if expected is None:
        return None if got is None else Problem(f"{_start(part)} is {describe(got)}, not None.")
    if got is None:
        return Problem(
            f"{_start(part)} is None, not {_wanted(expected)}: "
            "does every way through the function end in `return`?"
        )
    if isinstance(expected, np.ndarray):
        return _array_problem(expected, got, part)
    if _is_number(expected):
        return _number_problem(expected, got, part)
    if isinstance(expected, dict):
        return _dict_problem(expected, got, part)
    if isinstance(expected, list | tuple):
        return _sequence_problem(expected, got, part)
    if isinstance(expected, Stream):
        return _stream_problem(expected, got, part)
    wanted: tuple[type, ...] = (bool, np.bool_) if isinstance(expected, bool | np.bool_) else (str,)
    if not isinstance(got, wanted):
        return _wrong_type(expected, got, part)
    return None


def _wrong_type(expected: Any, got: Any, part: str) -> Problem:
    more = advice(got)
    end = f": {more}" if more else "."
    return Problem(f"{_start(part)} is {describe(got)}, not {_wanted(expected)}{end}")


def _array_problem(expected: np.ndarray, got: Any, part: str) -> Problem | None:
    if not isinstance(got, np.ndarray):
        return _wrong_type(expected, got, part)
    if got.shape != expected.shape:
        return Problem(f"{_start(part)} has shape {got.shape}, but {expected.shape} is asked for.")
    if not _kind_fits(expected.dtype.kind, got.dtype.kind):
        return Problem(
            f"{_start(part)} holds {KIND_WORDS[got.dtype.kind]}, "
            f"but {KIND_WORDS[expected.dtype.kind]} are asked for."
        )
    return _not_finite(expected, got, f"{part} holds")


def _number_problem(expected: Any, got: Any, part: str) -> Problem | None:
    wanted = "f" if isinstance(expected, float | np.floating) else "i"
    if not _is_number(got):
        return _wrong_type(expected, got, part)
    if not _kind_fits(wanted, "f" if isinstance(got, float | np.floating) else "i"):
        return Problem(f"{_start(part)} is {describe(got)}, not a whole number of type int.")
    return _not_finite(expected, got, f"{part} is")


def _kind_fits(wanted: str, got: str) -> bool:
    if wanted == "f":
        return got in "fiu"
    return got in "iu" if wanted in "iu" else got == wanted


def _not_finite(expected: Any, got: Any, part_is: str) -> Problem | None:
    if np.asarray(expected).dtype.kind != "f" or not np.all(np.isfinite(expected)):
        return None
    got = np.asarray(got, dtype=float)
    if np.any(np.isnan(got)):
        return Problem(f"{_start(part_is)} NaN, 'not a number': is 0 divided by 0?")
    if np.any(np.isinf(got)):
        return Problem(f"{_start(part_is)} infinity: is something divided by 0?")
    return None


def _dict_problem(expected: dict[Any, Any], got: Any, part: str) -> Problem | None:
    if not isinstance(got, dict):
        return _wrong_type(expected, got, part)
    for key in got:
        if type(key) not in (int, str):
            return Problem(
                f"{_start(part)} has the key {show_key(key)}: keys must be plain int or str."
            )
    missing = [key for key in expected if key not in got]
    extra = [key for key in got if key not in expected]
    if missing or extra:
        words = [f"lacks the key {show(missing[0])}"] if missing else []
        words += [f"has the key {show(extra[0])} that does not belong there"] if extra else []
        return Problem(f"{_start(part)} {' and '.join(words)}.")
    for key, value in expected.items():
        problem = form_problem(value, got[key], f"the value of key {show(key)}")
        if problem:
            return problem
    return None


def _sequence_problem(expected: Any, got: Any, part: str) -> Problem | None:
    if type(got) is not type(expected):
        return _wrong_type(expected, got, part)
    if isinstance(expected, tuple) and len(got) != len(expected):
        entries = "entry" if len(got) == 1 else "entries"
        return Problem(f"{_start(part)} has {len(got)} {entries}, not {len(expected)}.")
    for number, (wanted, item) in enumerate(zip(expected, got, strict=False), start=1):
        problem = form_problem(wanted, item, f"entry {number} of {part}")
        if problem:
            return problem
    return None


def _stream_problem(expected: Stream, got: Any, part: str) -> Problem | None:
    if not isinstance(got, Stream):
        return _wrong_type(expected, got, part)
    if got.eager and not expected.eager:
        return Problem(
            f"{_start(part)} comes too early: more of the input was read than had been asked "
            "for. Take one value, give one, and only then take the next."
        )
    if len(got.items) != len(expected.items):
        return Problem(f"{_start(part)} gives {len(got.items)} values, not {len(expected.items)}.")
    for number, (wanted, item) in enumerate(zip(expected.items, got.items, strict=True), start=1):
        problem = form_problem(wanted, item, f"value {number} of {part}")
        if problem:
            return problem
    return None


def bounds_problem(got: Any, bounds: tuple[float, float] | None) -> Problem | None:
    """Look for a number that lies out of the range of all right answers."""
    if bounds is None:
        return None
    low, high = bounds
    for number in _numbers(got):
        if number < low or number > high:
            question = " Is something divided the other way round, or not at all?"
            more = question if isinstance(number, float) and number > high == 1 else ""
            return Problem(
                f"{show(number)} can't be right: a number in the result always lies between "
                f"{low:g} and {high:g}.{more}"
            )
    return None


def _numbers(value: Any) -> list[float]:
    if isinstance(value, np.ndarray) and value.dtype.kind in "iuf":
        return value.ravel().tolist()
    if _is_number(value):
        return [_item(value)]
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, Stream):
        value = value.items
    if isinstance(value, list | tuple):
        return [number for item in value for number in _numbers(item)]
    return []


def _equal(expected: Any, got: Any, tolerance: float) -> bool:
    """Compare the values of two results of the same form."""
    if isinstance(expected, dict):
        return all(_equal(value, got[key], tolerance) for key, value in expected.items())
    if isinstance(expected, Stream):
        return _equal(expected.items, got.items, tolerance)
    if isinstance(expected, list | tuple):
        return len(expected) == len(got) and all(
            _equal(x, y, tolerance) for x, y in zip(expected, got, strict=True)
        )
    if isinstance(expected, np.ndarray) or _is_number(expected):
        return _close(expected, got, tolerance)
    return identical(expected, got)


def _wanted(expected: Any) -> str:
    if isinstance(expected, dict):
        return "a dict"
    if isinstance(expected, list | tuple):
        return f"a {type(expected).__name__}"
    if isinstance(expected, Stream):
        return "a generator"
    if isinstance(expected, np.ndarray):
        return describe(expected)
    if isinstance(expected, bool | np.bool_):
        return "True or False"
    if _is_number(expected):
        return "a number"
    return "text"


def _start(part: str) -> str:
    return part[0].upper() + part[1:]
