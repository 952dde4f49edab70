"""What an error says, without what varies: the same slip gives the same words on other data."""

import re

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")
_NUMBER = re.compile(r"-?\d[\d.,_]*(e[+-]?\d+)?")
_NAME = re.compile(r"'([^']*)'")
# Of `max` and `min`: the checks are compiled by one Python and read by another.
_EMPTY = re.compile(r"\barg is an empty sequence|iterable argument is empty")
_EMPTY_ARRAY = re.compile(r"zero-size array to reduction operation (max|min)\w+ which has .*")
_NUMERIC = frozenset({"int", "float", "numpy.float64", "numpy.int64", "numpy.int32"})


# What Python says of slips that beginners make, and what it means.
_MEANINGS = {
    "unhashable type: 'numpy.ndarray'": (
        "An array can't be the key of a dict: look its entries up one by one."
    )
}


def meaning(message: str) -> str:
    """Return in plain words what an error's text means, or an empty text."""
    return _MEANINGS.get(message, "")


def gist(error: str, message: str, *, own: bool = False) -> str:
    """Return what stands for an error where two are compared.

    error, message (str): The name of its type, and its text.
    own (bool): Whether the function's own `raise` raised it: then the text is anybody's.
    """
    if own:
        return f"raises {error} itself"
    if error == "ZeroDivisionError":
        return f"raises {error}"
    if error == "KeyError":
        return f"raises {error}: {'text' if message.startswith(chr(39)) else 'a number'}"
    if message.startswith("unsupported operand type"):
        # The slip is the type that can't be computed with, whatever the operator and its partner.
        kinds = sorted(set(_NAME.findall(message)) - _NUMERIC)
        return f"raises {error}: operands {' and '.join(kinds)}"
    message = _EMPTY.sub("nothing in it", _EMPTY_ARRAY.sub(r"\1() nothing in it", message))
    return f"raises {error}: {_without_data(message)}"


def _without_data(message: str) -> str:
    before = ""
    while before != message:
        before, message = message, _BRACKETS.sub(" ", message)
    return " ".join(_NUMBER.sub("#", message).split()).rstrip(" .:")
