"""Values in words: short, safe to show, and without running anybody's `__repr__`."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from helpers.checks.plain import Foreign, Stream

KIND_WORDS = {"b": "True/False values", "i": "ints", "u": "ints", "f": "floats", "U": "text"}
LONGEST = 160
_ENTRIES = 12  # of a list, a dict or a row of an array, before the rest is left out
_ROWS = 8
_TAIL = 2
_TEXT = 60
_WHOLE = 64  # floats of an array that are compared before it is shown

# What to say about results of types that beginners return by accident.
_ADVICE = {
    "generator": "was `yield` written in place of `return`?",
    "coroutine": "write `def` in place of `async def`.",
    "type": "return a value, not a type.",
    **dict.fromkeys(
        ("function", "method", "builtin_function_or_method"),
        "are the parentheses of a call missing?",
    ),
    **dict.fromkeys(
        ("range", "map", "zip", "filter", "set", "dict_keys", "dict_values"),
        "turn it into what is asked for.",
    ),
    **dict.fromkeys(
        ("MaskedArray", "matrix", "Series", "EagerTensor"), "`np.asarray` makes an array of it."
    ),
}

# What makes one kind of sequence out of another.
_SINGLE = ("a number", "True or False", "text")
_MADE_BY = {
    "a tuple": "after `return`, write its entries with a comma between them.",
    "a list": "`list(...)` makes a list of it.",
    "an array": "`np.array(...)` makes an array of it.",
}


def clean(text: str) -> str:
    """Return a text without control characters and without halves of characters."""
    return "".join(
        c if c.isprintable() or c == "\n" else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}"
        for c in text
    )


def nth(number: int) -> str:
    """Return words for the place of an entry, counted from 1."""
    names = ("first", "second", "third", "fourth")
    return f"the {names[number - 1]} entry" if number <= len(names) else f"entry {number}"


def cut(text: str, length: int) -> str:
    """Return a text, or its beginning and an ellipsis where it is longer than that."""
    return text if len(text) <= length else text[: length - 1] + "…"


def advice(value: Any, asked: str = "") -> str:
    """Return what to do about a result of the wrong type, or an empty text.

    asked (str): What it should be, in words: 'a tuple'.
    """
    if isinstance(value, np.ndarray) and not value.ndim:
        return "`.item()` takes the value out of it." if asked in _SINGLE else ""
    if isinstance(value, np.ndarray) and asked.startswith("a list"):
        return "`.tolist()` makes a list of it."
    if isinstance(value, list | tuple) or (isinstance(value, np.ndarray) and value.ndim):
        return next((way for kind, way in _MADE_BY.items() if asked.startswith(kind)), "")
    return _ADVICE.get(value.type_name, "") if isinstance(value, Foreign) else ""


def describe(value: Any) -> str:
    """Name a plain value's type and size in words: 'an array of ints with shape (3,)'."""
    if isinstance(value, Foreign):
        if " " in value.type_name:  # a phrase, see `Foreign`
            return value.type_name
        return f"an object of type {cut(value.type_name, _TEXT)}"
    if isinstance(value, np.ndarray):
        return f"an array of {KIND_WORDS[value.dtype.kind]} with shape {value.shape}"
    if isinstance(value, Stream):
        return f"a generator of {len(value.items)} values"
    if isinstance(value, list | tuple):
        return f"a {type(value).__name__} of length {len(value)}"
    if isinstance(value, dict):
        return f"a dict with {len(value)} {'key' if len(value) == 1 else 'keys'}"
    if value is None or value is ... or isinstance(value, bool | np.bool_):
        return show(value)
    if isinstance(value, str):
        return f"the text {show(value)}"
    kind = "float" if isinstance(value, float | np.floating) else "int"
    return f"the {kind} {show(value)}"


def show(value: Any, digits: int = 6) -> str:
    """Return a plain value as one would type it, in one short line, floats with so many digits."""
    return cut(_show(value, digits), LONGEST)


def show_all(values: Sequence[Any]) -> str:
    """Return plain values with commas between them; numbers that differ look different."""
    floats = [number for value in values for number in _floats(value)]
    apart = {f"{number:.12g}" for number in floats}
    digits = 6 if len({f"{number:.6g}" for number in floats}) == len(apart) else 12
    return ", ".join(show(value, digits) for value in values)


def _floats(value: Any) -> list[float]:
    """Return the floats in a value that is short enough to be seen whole."""
    if isinstance(value, np.ndarray):
        return value.ravel().tolist() if value.dtype.kind == "f" and value.size <= _WHOLE else []
    if isinstance(value, float | np.floating):
        return [float(value)]
    items = value.values() if isinstance(value, dict) else value
    if isinstance(items, str | Foreign | Stream) or not hasattr(items, "__iter__"):
        return []
    return [number for item in items for number in _floats(item)]


def _show(value: Any, digits: int) -> str:
    match value:
        case Foreign():
            return f"<{describe(value)}>"
        case np.ndarray():
            return _show_array(value, digits)
        case bool() | np.bool_() | None:
            return str(value)
        case int() | np.integer():
            return cut(str(int(value)), _TEXT)
        case float() | np.floating():
            return _show_float(float(value), digits)
        case str():
            return cut(clean(repr(str(value[: _TEXT + 1]))), _TEXT)
        case Stream():
            return f"iter([{_join(value.items, digits)}])"
        case list():
            return f"[{_join(value, digits)}]"
        case tuple():
            return f"({_join(value, digits)}{',' if len(value) == 1 else ''})"
        case dict():
            return "{" + _join(value, digits, value) + "}"
    return "..."


def _show_float(value: float, digits: int) -> str:
    text = f"{value:.{digits}g}" if digits <= 15 else repr(value)
    return text if not text.lstrip("-").isdigit() else f"{text}.0"


def show_key(key: Any, digits: int = 6) -> str:
    """Return a dict's key as `show` does, with the type of a NumPy scalar: it is no plain key."""
    if isinstance(key, np.generic):
        return f"np.{type(key).__name__}({_show(key, digits)})"
    return _show(key, digits)


def _join(items: Any, digits: int, values: dict[Any, Any] | None = None) -> str:
    texts = [
        _show(item, digits)
        if values is None
        else f"{show_key(item, digits)}: {_show(values[item], digits)}"
        for item, _ in zip(items, range(_ENTRIES), strict=False)
    ]
    more = len(items) - len(texts)
    return ", ".join(texts + [f"… {more} more"] * bool(more))


def _show_array(array: np.ndarray, digits: int) -> str:
    """Return an array as code that makes it, where it is short enough to be seen whole."""
    if array.size == 0:
        return f"np.empty({array.shape}, dtype={_dtype(array)})"
    standard = array.dtype.kind in "bU" or array.dtype in (np.dtype(int), np.dtype(float))
    dtype = "" if standard else f", dtype={_dtype(array)}"
    left_out = array.ndim > 0 and any(
        size > most for size, most in zip(array.shape[::-1], _limits(array.ndim), strict=True)
    )
    note = f", shape {array.shape}" if left_out else ""
    return f"np.array({_rows(array, digits)}{dtype}{note})"


def _dtype(array: np.ndarray) -> str:
    short = {"i8": "int", "f8": "float", "b1": "bool"}.get(array.dtype.str[1:])
    return short or ("str" if array.dtype.kind == "U" else f"np.{array.dtype.name}")


def _limits(dimensions: int) -> list[int]:
    """Return how many entries are shown along each axis, the last axis first."""
    return [_ENTRIES + _TAIL + 1] + [_ROWS] * (dimensions - 1)


def _rows(array: np.ndarray, digits: int) -> str:
    if array.ndim == 0:
        return _show(array.item(), digits)
    most = _limits(array.ndim)[-1]
    if len(array) <= most:
        return f"[{', '.join(_rows(part, digits) for part in array)}]"
    head = [_rows(part, digits) for part in array[: most - _TAIL - 1]]
    tail = [_rows(part, digits) for part in array[-_TAIL:]]
    return f"[{', '.join([*head, '…', *tail])}]"
