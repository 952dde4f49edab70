"""Plain data and results in the form that JSON keeps exactly; `helpers.checks` reads it back."""

import math
from typing import Any

import numpy as np

from helpers.checks.calls import Result
from helpers.checks.plain import Foreign, Stream, require_plain


def encode(value: Any) -> Any:
    """Return plain data (see `to_plain`) in a form that JSON keeps exactly.

    Raises TypeError: If the value holds something that is not plain data.
    """
    if value is None or type(value) in (bool, int, str):
        return value
    if type(value) is float:
        return value if math.isfinite(value) else {"float": str(value)}
    if value is ...:
        return {"ellipsis": True}
    if isinstance(value, Foreign):
        return {"foreign": value.type_name}
    if isinstance(value, np.ndarray | np.generic):
        require_plain(value.dtype)
        if isinstance(value, np.generic):
            return {"scalar": encode(value.item()), "dtype": value.dtype.str}
        items = [encode(item) for item in value.ravel().tolist()]
        return {"array": items, "dtype": value.dtype.str, "shape": list(value.shape)}
    if isinstance(value, Stream):
        return {"stream": [encode(item) for item in value.items], "eager": value.eager}
    if isinstance(value, list):
        return {"list": [encode(item) for item in value]}
    if isinstance(value, tuple):
        return {"tuple": [encode(item) for item in value]}
    if isinstance(value, dict):
        return {"dict": [[encode(key), encode(item)] for key, item in value.items()]}
    raise TypeError(f"a {type(value).__name__} is not plain data: use numbers, text and arrays")


def encode_result(result: Result) -> dict[str, Any]:
    """Return a result as JSON data, leaving out what is empty, and what it printed."""
    data: dict[str, Any] = {}
    if result.error:
        data["error"] = result.error
        data["message"] = result.message
        if result.own:
            data["own"] = True
    else:
        data["value"] = encode(result.value)
    if result.changed:
        data["changed"] = True
    if result.replaced:
        data["replaced"] = result.replaced
    return data
