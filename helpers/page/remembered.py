"""What Keras answered is remembered: a browser has no TensorFlow, and looks the answer up."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import numpy as np

P = ParamSpec("P")
R = TypeVar("R")


class _Memory:
    """What is remembered by this process.

    known (dict or None): In a browser: the answers that came with the page.
    noted (dict or None): While a page is made: the answers that will go with it.
    busy (bool): Whether a remembered function is at work.
    """

    known: dict[str, Any] | None = None
    noted: dict[str, Any] | None = None
    busy = False


_memory = _Memory()


class RememberedError(Exception):
    """An error of Keras that is raised again where there is no Keras; its name is the error's."""


class NotRememberedError(RuntimeError):
    """Keras was not asked this when the page was made."""

    def _render_traceback_(self) -> list[str]:
        return [f"NotRemembered: {self}"]


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """Let a function that asks Keras be called where there is none, with arguments seen before.

    It must depend on nothing but its arguments: numbers, text, arrays, and lists, tuples and dicts
    of such. Elsewhere it is as it was.
    """

    @wraps(function)
    def call(*args: P.args, **arguments: P.kwargs) -> R:
        if _memory.known is None and _memory.noted is None:
            return function(*args, **arguments)
        key = digest(function.__name__, args, arguments)
        if _memory.known is not None:
            return _recalled(_memory.known, key, function.__name__)
        return _noting(key, lambda: function(*args, **arguments))

    return call


def busy() -> bool:
    """Tell whether a remembered function is at work: what it does needs no other record."""
    return _memory.busy


def note() -> dict[str, Any]:
    """Remember from now on; return where it is written down, as plain data."""
    _memory.noted = {}
    return _memory.noted


def recall(known: dict[str, Any]) -> None:
    """Answer from now on with what was noted elsewhere."""
    _memory.known = known


def digest(name: str, args: tuple[Any, ...], arguments: dict[str, Any]) -> str:
    """Return a short text that changes with a function's name and with what it is given.

    Equal numbers count as equal, whatever their type; of floats seven digits are looked at.
    """
    said = (name, _said(args), _said(arguments))
    return hashlib.sha256(repr(said).encode()).hexdigest()[:20]


def _said(value: Any) -> Any:
    if isinstance(value, bool | str) or value is None:
        return value
    if isinstance(value, int | float | np.number):
        return f"{float(value):.6g}"
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        content = value.astype("<f4").tobytes()
        return "array", value.shape, hashlib.sha256(content).hexdigest()
    if isinstance(value, dict):
        return [(_said(key), _said(item)) for key, item in value.items()]
    if isinstance(value, list | tuple):
        return [type(value).__name__, *map(_said, value)]
    return type(value).__name__


def _noting(key: str, call: Callable[[], R]) -> R:
    assert _memory.noted is not None
    outer, _memory.busy = _memory.busy, True
    try:
        result = call()
    except Exception as error:
        _memory.noted[key] = {"error": type(error).__name__, "text": str(error)}
        raise
    finally:
        _memory.busy = outer
    _memory.noted[key] = {"result": result}
    return result


def _recalled(known: dict[str, Any], key: str, name: str) -> Any:
    if key not in known:
        raise NotRememberedError(
            f"`{name}` asks Keras, which does not run in a browser. This page remembers what "
            "it answered to the lesson's own values, and these are others: try them in the full "
            "course."
        )
    answer = known[key]
    if "error" not in answer:
        return answer["result"]
    kinds = {kind.__name__: kind for kind in (TypeError, ValueError, KeyError, AttributeError)}
    kind = kinds.get(answer["error"]) or type(answer["error"], (RememberedError,), {})
    raise kind(answer["text"])
