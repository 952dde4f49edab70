"""What an error says, without what varies: the same slip gives the same words on other data."""

import re

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")
_NUMBER = re.compile(r"-?\d[\d.,_]*(e[+-]?\d+)?")
_NAME = re.compile(r"'([^']*)'")
# Of `max` and `min`: the checks are compiled by one Python and read by another.
_EMPTY = re.compile(r"\barg is an empty sequence|iterable argument is empty")
_EMPTY_ARRAY = re.compile(r"zero-size array to reduction operation (max|min)\w+ which has .*")
_NUMERIC = frozenset({"int", "float", "numpy.float64", "numpy.int64", "numpy.int32"})
_MODULES = "math|cmath|statistics|itertools|functools|collections|heapq|bisect|operator|random"


# What Python and NumPy say of slips that beginners make, and what it means.
_MEANINGS = {
    r"BdbQuit$": "A breakpoint was left in it: take out `breakpoint()` or `set_trace()`.",
    rf"name '({_MODULES})' is not defined": (
        "It is a module of Python's own: `import` it in a line above the function."
    ),
    r"name '\w+' is not defined": (
        "Nothing has this name here: is it spelt as it was before, or is its `import` missing?"
    ),
    r"unhashable type: 'numpy.ndarray'$": (
        "An array can't be the key of a dict: look its entries up one by one."
    ),
    r"tuple index out of range$": (
        "Is it `shape[1]`? A flat array has one number only in its `shape`: look at `ndim` first."
    ),
    r"too many indices for array: array is 0-dimensional": (
        "What you index is a single object. `np.array(d.values())` makes one, too: it takes "
        "`list(d.values())`."
    ),
    r"too many indices for array: array is 1-dimensional": (
        "A flat array has one place for each entry: `a[i, j]` is one number too many, and so is a "
        "mask that isn't flat."
    ),
    r"arrays used as indices must be of integer": (
        "An array of floats names no places: `.astype(int)` makes whole numbers of it."
    ),
    r"index 0 is out of bounds for axis 0 with size 0": (
        "There is nothing in it, and so no first entry: is there a case in which nothing is found?"
    ),
    r"cannot convert dictionary update sequence": (
        "`dict(...)` makes a dict of pairs, and `zip` pairs the keys with the values."
    ),
    r"index -?\d+ is out of bounds for axis|(list|tuple) index out of range": (
        "Places are counted from 0, so the last is one less than the length. Is it a class that "
        "stands in the brackets? Look it up in the dict by its key."
    ),
    r"operands could not be broadcast together": (
        "Arrays are combined entry by entry, and these two don't have the same shape: does one "
        "have a number for each row, and the other for each class or column?"
    ),
    r"too many values to unpack": (
        "More values come from the right than there are names on the left. (`np.unique` gives "
        "its counts only with `return_counts=True`.)"
    ),
    r"not enough values to unpack": (
        "Fewer values come from the right than there are names on the left."
    ),
    r"The truth value of an array with more than one element is ambiguous": (
        "`if`, `and`, `or` and `not` take one truth value, and got an array of them: use `&`, `|` "
        "or `np.where`, or look at one entry at a time. With `&` and `|`, each comparison needs "
        "brackets: `(a == 1) & (b == 1)`."
    ),
    r"ufunc 'bitwise_(and|or)' not supported": (
        "With `&` and `|`, each comparison needs brackets: `(a == 1) & (b == 1)`."
    ),
    r"ufunc 'bitwise_xor' not supported|unsupported operand type\(s\) for \^": (
        "A power is written `**`; `^` is something else."
    ),
    r"only (0-dimensional|length-1) arrays can be converted to Python scalars": (
        "This takes one number at a time. NumPy's functions, such as `np.log`, take whole arrays."
    ),
    r"'numpy.ndarray' object has no attribute '(count|index)'$": (
        "This belongs to lists. `np.sum(a == value)` counts, and `np.flatnonzero(a == value)` "
        "gives places."
    ),
    r"cannot access (local|free) variable|local variable .* referenced before": (
        "The line that gives this name its value was not reached."
    ),
    r"'(int|float|numpy\.(int|float)\d+)' object is not (subscriptable|iterable)$": (
        "It is a single number, where you expect several."
    ),
    r"'(dict|list|tuple|numpy\.ndarray)' object is not callable$": (
        "Round brackets call a function: a place or a key stands in square ones."
    ),
    r"'dict_(values|items|keys)' object": "Put `list(...)` around it first.",
    r"list indices must be integers or slices, not (numpy\.)?float|only integers, slices": (
        "A place is a whole number: `int(...)` or `//` gives one."
    ),
    r"list indices must be .*, not (numpy\.ndarray|list|tuple)|only integer scalar arrays": (
        "A list takes one place at a time: `np.array(...)` of it takes several."
    ),
    r"'list' object has no attribute '(sum|mean|shape|max|min|astype|ravel|reshape|ndim|size)'$": (
        "It is a list, and this belongs to arrays: `np.array(...)` makes one of it."
    ),
    r".*'NoneType'": (
        "Something is None here: what a function without `return` gives, or `get` for a key that "
        "isn't there, or what changes a list in place, as `sort` and `append` do."
    ),
}


def meaning(error: str, message: str) -> str:
    """Return in plain words what an error means, by its type and text, or an empty text."""
    if error == "KeyError":
        return "The dict has no such key: `get(key, other)` gives something else for it."
    return next((words for text, words in _MEANINGS.items() if re.match(text, message)), "")


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
