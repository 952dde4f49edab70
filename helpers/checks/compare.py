"""Comparing what came with what was expected, and saying in words where they part."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.checks.plain import Foreign

_KIND_WORDS = {"b": "True/False values", "i": "ints", "u": "ints", "f": "floats", "U": "text"}


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
    return (
        _form_problem(expected, got)
        or _bounds_problem(got, bounds)
        or _value_problem(expected, got, tolerance)
    )


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
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(
            identical(x, y, tolerance) for x, y in zip(a, b, strict=True)
        )
    if isinstance(a, dict):
        keys_a = {(type(key), key) for key in a}
        keys_b = {(type(key), key) for key in b}
        return keys_a == keys_b and all(identical(a[key], b[key], tolerance) for key in a)
    return bool(a == b)


def _family(array: np.ndarray) -> str:
    return "number" if array.dtype.kind in "iuf" else array.dtype.kind


def describe(value: Any) -> str:
    """Name a value's type and size in words: 'an array of ints with shape (3,)'."""
    if isinstance(value, Foreign):
        return f"an object of type {value.type_name}"
    if isinstance(value, np.ndarray):
        return f"an array of {_KIND_WORDS[value.dtype.kind]} with shape {value.shape}"
    if isinstance(value, list | tuple):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, dict):
        return f"a dict with {len(value)} keys"
    if value is None:
        return "None"
    if isinstance(value, bool | np.bool_):
        return f"{bool(value)}"
    if _is_number(value):
        kind = "float" if isinstance(_item(value), float) else "int"
        return f"the {kind} {_item(value)!r}"
    return f"the text {str(value)[:60]!r}"


def _item(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)


def _close(a: Any, b: Any, tolerance: float) -> bool:
    a, b = np.asarray(a), np.asarray(b)
    if a.dtype.kind == "U":
        return bool(np.array_equal(a, b))
    a, b = a.astype(float), b.astype(float)
    with np.errstate(invalid="ignore"):
        near = np.abs(b - a) <= tolerance * np.maximum(1.0, np.abs(a))
    return bool(np.all((a == b) | near | (np.isnan(a) & np.isnan(b))))


def _form_problem(expected: Any, got: Any, part: str = "the result") -> Problem | None:
    """Look at types, shapes, keys and NaN, not at values."""
    if expected is not None and got is None:
        return Problem(
            f"{_start(part)} is None, not {_wanted(expected)}: is there a `return` on every path?"
        )
    if isinstance(expected, np.ndarray):
        return _array_problem(expected, got, part)
    if _is_number(expected):
        return _number_problem(expected, got, part)
    if isinstance(expected, dict):
        return _dict_problem(expected, got, part)
    if isinstance(expected, list | tuple):
        return _sequence_problem(expected, got, part)
    if isinstance(expected, bool) and not isinstance(got, bool | np.bool_):
        return Problem(f"{_start(part)} is {describe(got)}, not True or False.")
    if isinstance(expected, str) and not isinstance(got, str):
        return Problem(f"{_start(part)} is {describe(got)}, not text.")
    return None


def _array_problem(expected: np.ndarray, got: Any, part: str) -> Problem | None:
    if not isinstance(got, np.ndarray):
        return Problem(f"{_start(part)} is {describe(got)}, not {_wanted(expected)}.")
    if got.shape != expected.shape:
        return Problem(f"{_start(part)} has shape {got.shape}, but {expected.shape} is asked for.")
    if not _kind_fits(expected.dtype.kind, got.dtype.kind):
        return Problem(
            f"{_start(part)} holds {_KIND_WORDS[got.dtype.kind]}, "
            f"but {_KIND_WORDS[expected.dtype.kind]} are asked for."
        )
    return _not_finite(expected, got, part)


def _number_problem(expected: Any, got: Any, part: str) -> Problem | None:
    wanted = "f" if isinstance(_item(expected), float) else "i"
    if not _is_number(got):
        return Problem(f"{_start(part)} is {describe(got)}, not {_wanted(expected)}.")
    if not _kind_fits(wanted, "f" if isinstance(_item(got), float) else "i"):
        return Problem(f"{_start(part)} is {describe(got)}, not a whole number of type int.")
    return _not_finite(expected, got, part)


def _kind_fits(wanted: str, got: str) -> bool:
    if wanted == "f":
        return got in "fiu"
    return got in "iu" if wanted in "iu" else got == wanted


def _not_finite(expected: Any, got: Any, part: str) -> Problem | None:
    if np.asarray(expected).dtype.kind != "f" or not np.all(np.isfinite(expected)):
        return None
    if np.any(np.isnan(got)):
        return Problem(f"{_start(part)} is or holds NaN, 'not a number': is 0 divided by 0?")
    if np.any(np.isinf(got)):
        return Problem(f"{_start(part)} is or holds infinity: is something divided by 0?")
    return None


def _dict_problem(expected: dict[Any, Any], got: Any, part: str) -> Problem | None:
    if not isinstance(got, dict):
        return Problem(f"{_start(part)} is {describe(got)}, not a dict.")
    for key in got:
        if type(key) not in (int, str):
            shown = key.type_name if isinstance(key, Foreign) else repr(key)
            return Problem(f"{_start(part)} has the key {shown}: keys must be plain int or str.")
    missing = [key for key in expected if key not in got]
    extra = [key for key in got if key not in expected]
    if missing or extra:
        words = [f"lacks the key {missing[0]!r}"] if missing else []
        words += [f"has the key {extra[0]!r} that does not belong there"] if extra else []
        return Problem(f"{_start(part)} {' and '.join(words)}.")
    for key, value in expected.items():
        problem = _form_problem(value, got[key], f"the value of key {key!r}")
        if problem:
            return problem
    return None


def _sequence_problem(expected: Any, got: Any, part: str) -> Problem | None:
    if type(got) is not type(expected):
        return Problem(f"{_start(part)} is {describe(got)}, not {_wanted(expected)}.")
    if expected and isinstance(expected, tuple) and len(got) != len(expected):
        return Problem(f"{_start(part)} has {len(got)} entries, not {len(expected)}.")
    for number, (wanted, item) in enumerate(zip(expected, got, strict=False), start=1):
        problem = _form_problem(wanted, item, f"entry {number} of {part}")
        if problem:
            return problem
    return None


def _bounds_problem(got: Any, bounds: tuple[float, float] | None) -> Problem | None:
    if bounds is None:
        return None
    low, high = bounds
    for number in _numbers(got):
        if number < low or number > high:
            return Problem(
                f"A result of {number:.6g} can't be: it must be between {low} and {high}."
            )
    return None


def _numbers(value: Any) -> list[float]:
    if isinstance(value, np.ndarray) and value.dtype.kind in "iuf":
        return [float(item) for item in value.ravel()]
    if _is_number(value):
        return [float(value)]
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [number for item in value for number in _numbers(item)]
    return []


def _value_problem(expected: Any, got: Any, tolerance: float) -> Problem | None:
    return None if _equal(expected, got, tolerance) else Problem("The values differ.", sane=True)


def _equal(expected: Any, got: Any, tolerance: float) -> bool:
    if isinstance(expected, dict):
        return all(_equal(value, got[key], tolerance) for key, value in expected.items())
    if isinstance(expected, list | tuple):
        return len(expected) == len(got) and all(
            _equal(x, y, tolerance) for x, y in zip(expected, got, strict=True)
        )
    if isinstance(expected, np.ndarray) or _is_number(expected):
        return _close(expected, got, tolerance)
    return identical(_item(expected), _item(got))


def _wanted(expected: Any) -> str:
    if isinstance(expected, dict):
        return "a dict"
    if isinstance(expected, list | tuple):
        return f"a {type(expected).__name__}"
    if isinstance(expected, np.ndarray):
        return describe(expected)
    if isinstance(expected, bool):
        return "True or False"
    if _is_number(expected):
        return "a number"
    return "text"


def _start(part: str) -> str:
    return part[0].upper() + part[1:]
