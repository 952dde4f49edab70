"""Plain data: what an exercise may take and return, and its lossless form in JSON."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

MAX_DEPTH = 8
_EXACT = (bool, int, float, str)
_NUMERIC_KINDS = "biuf"


@dataclass(frozen=True)
class Foreign:
    """Stands for an object that isn't plain data: only the name of its type is kept."""

    type_name: str


def to_plain(value: object, depth: int = 0) -> Any:
    """Return a copy of a value made of exact built-in types and NumPy arrays only.

    Anything else, subclasses included, becomes a `Foreign`: an object with an `__eq__` of its own
    never takes part in a comparison. NumPy scalars stay NumPy scalars.
    """
    kind = type(value)
    if value is None or value is ... or kind in _EXACT or kind is Foreign:
        return value
    if depth > MAX_DEPTH:
        return Foreign("deeply nested value")
    if isinstance(value, np.generic) and kind.__module__ == "numpy":
        return value if value.dtype.kind in _NUMERIC_KINDS + "U" else Foreign(kind.__name__)
    if kind is np.ndarray:
        return _plain_array(value)  # type: ignore[arg-type]
    if kind is list:
        return [to_plain(item, depth + 1) for item in value]  # type: ignore[attr-defined]
    if kind is tuple:
        return tuple(to_plain(item, depth + 1) for item in value)  # type: ignore[attr-defined]
    if kind is dict:
        items = value.items()  # type: ignore[attr-defined]
        return {_plain_key(key): to_plain(item, depth + 1) for key, item in items}
    return Foreign(kind.__name__)


def _plain_array(array: np.ndarray) -> Any:
    if array.dtype.kind in _NUMERIC_KINDS + "U":
        return array.copy()
    return Foreign(f"ndarray of {array.dtype.name} values")


def _plain_key(key: object) -> Any:
    plain = to_plain(key)
    return plain if type(plain) in _EXACT or isinstance(plain, np.generic) else Foreign(repr(key))


def encode(value: Any) -> Any:
    """Return plain data (see `to_plain`) in a form that JSON keeps exactly.

    Raises
    ------
    TypeError
        If the value holds something that is not plain data.
    """
    if value is None or type(value) in (bool, int, str):
        return value
    if type(value) is float:
        return value if math.isfinite(value) else {"float": str(value)}
    if value is ...:
        return {"ellipsis": True}
    if isinstance(value, Foreign):
        return {"foreign": value.type_name}
    if isinstance(value, np.ndarray):
        items = [encode(item) for item in value.ravel().tolist()]
        return {"array": items, "dtype": value.dtype.str, "shape": list(value.shape)}
    if isinstance(value, np.generic):
        return {"scalar": encode(value.item()), "dtype": value.dtype.str}
    if isinstance(value, list):
        return {"list": [encode(item) for item in value]}
    if isinstance(value, tuple):
        return {"tuple": [encode(item) for item in value]}
    if isinstance(value, dict):
        return {"dict": [[encode(key), encode(item)] for key, item in value.items()]}
    raise TypeError(f"a {type(value).__name__} is not plain data: use numbers, text and arrays")


def decode(data: Any) -> Any:
    """Return what `encode` was given.

    Raises
    ------
    ValueError
        If the data didn't come from `encode`.
    """
    if data is None or type(data) in (bool, int, float, str):
        return data
    match data:
        case {"float": text}:
            return float(text)
        case {"ellipsis": True}:
            return ...
        case {"foreign": type_name}:
            return Foreign(type_name)
        case {"array": items, "dtype": dtype, "shape": shape}:
            return np.array([decode(item) for item in items], dtype=dtype).reshape(shape)
        case {"scalar": item, "dtype": dtype}:
            return np.dtype(dtype).type(decode(item))
        case {"list": items}:
            return [decode(item) for item in items]
        case {"tuple": items}:
            return tuple(decode(item) for item in items)
        case {"dict": pairs}:
            return {decode(key): decode(item) for key, item in pairs}
    raise ValueError(f"this is not encoded plain data: {str(data)[:80]}")
