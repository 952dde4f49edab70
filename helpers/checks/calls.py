"""Calling a learner's function: what goes in, what comes out, and what went wrong on the way."""

import linecache
import traceback
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from helpers.checks.compare import identical
from helpers.checks.exercise import Case
from helpers.checks.limits import TooSlow, time_limit
from helpers.checks.plain import decode, encode, to_plain

SECONDS_PER_CALL = 2.0


@dataclass(frozen=True)
class Result:
    """What one call gave.

    Attributes
    ----------
    value : plain data
        What it returned; None where it raised.
    error : str
        The name of the exception's type; empty where it returned.
    message : str
        The exception's text.
    where : str
        The line of the learner's code that raised, where it is known.
    changed : bool
        Whether the call changed its arguments in place.
    """

    value: Any = None
    error: str = ""
    message: str = ""
    where: str = ""
    changed: bool = False


def call(function: Callable[..., Any], case: Case, seconds: float = SECONDS_PER_CALL) -> Result:
    """Call a function on copies of a case's arguments and return what happened as plain data.

    Nothing that the function raises gets out, not even `SystemExit`. A call that runs for longer
    than the limit counts as an error named `TooSlow`.
    """
    args = deepcopy(case.args)
    value: Any = None
    error = message = where = ""
    try:
        with time_limit(seconds):
            value = to_plain(function(*args))
    except TooSlow:
        error = "TooSlow"
    except BaseException as problem:
        error = _name(problem)
        message = _text(problem)
        where = _line(problem)
    return Result(value, error, message, where, not identical(to_plain(args), case.args))


def _name(problem: BaseException) -> str:
    """Name the built-in type that an exception is or derives from: subclasses count as it."""
    for kind in type(problem).__mro__:
        if kind.__module__ == "builtins":
            return kind.__name__
    return "Exception"


def _text(problem: BaseException) -> str:
    try:
        return str(problem)[:500]
    except BaseException:  # a learner's own exception may have a __str__ that raises
        return ""


def _line(problem: BaseException) -> str:
    """Return the learner's line that raised: the last one that stands in a notebook's cell."""
    for frame in reversed(traceback.extract_tb(problem.__traceback__)):
        if "ipykernel" in frame.filename or frame.filename.startswith("<ipython"):
            text = linecache.getline(frame.filename, frame.lineno or 0).strip()
            return f"line {frame.lineno}: {text}" if text else ""
    return ""


def encode_result(result: Result) -> dict[str, Any]:
    """Return a result as JSON data, leaving out what is empty."""
    data: dict[str, Any] = {}
    if result.error:
        data["error"] = result.error
        data["message"] = result.message
    else:
        data["value"] = encode(result.value)
    if result.changed:
        data["changed"] = True
    return data


def decode_result(data: dict[str, Any]) -> Result:
    """Return what `encode_result` was given (but for `where`, which is never stored)."""
    return Result(
        value=decode(data.get("value")),
        error=data.get("error", ""),
        message=data.get("message", ""),
        changed=data.get("changed", False),
    )
