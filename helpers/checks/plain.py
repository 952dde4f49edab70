"""Plain data: what an exercise may take and return, and its lossless form in JSON."""

import sys
from collections import UserDict
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

MAX_DEPTH = 8
MAX_ENTRIES = 100_000  # of all lists, tuples and dicts of one value together
MAX_BYTES = 8_000_000  # of one array
MAX_CHARACTERS = 100_000
MAX_BITS = 1000  # of a whole number: beyond, it would not fit into a float
_NUMERIC_KINDS = "biuf"
# In a browser NumPy's own whole numbers have 32 bits, and `np.bincount` takes no longer ones.
_OWN_INT = np.dtype(int)
_LONGEST_DTYPE = 20

# Types are recognised by identity: `==` and `isinstance` would ask the learner's own classes.
_EXACT = frozenset(map(id, (bool, int, float, str)))
_SCALARS = frozenset(id(np.dtype(code).type) for code in "?bhilqBHILQefdg") | {
    id(np.str_),
    id(np.intp),
    id(np.uintp),
}
_TENSOR_LIBRARIES = frozenset({"tensorflow", "torch", "jax", "jaxlib"})
_mro_of = type.__dict__["__mro__"].__get__
_module_of = type.__dict__["__module__"].__get__
_name_of = type.__dict__["__name__"].__get__


@dataclass(frozen=True)
class Foreign:
    """Stands for something that isn't plain data: only the name of its type is kept.

    Where there is more to say than a name, `type_name` is a phrase such as
    ``"a list nested more than 8 deep"``.
    """

    type_name: str


@dataclass(frozen=True)
class Stream:
    """Values that come one after the other.

    items (list of plain data): As an argument, what the iterator gives that stands in its place; as
        a result, what a generator gave.
    eager (bool): Of a result: whether more of the argument was read than had been asked for.
    """

    items: list[Any]
    eager: bool = False


def to_plain(value: object) -> Any:
    """Return a copy of a value made of exact built-in types and NumPy arrays only.

    Anything else becomes a `Foreign`: an object with an `__eq__` of its own never takes part in a
    comparison, and none of its methods is called. Subclasses count as anything else, but for named
    tuples and other tuples, which become plain tuples, and dicts and mappings of the standard
    library, which become plain dicts. Python's fractions and decimals become floats. NumPy scalars
    stay NumPy scalars; a tensor becomes an array, or a scalar where it has no axis. What is too big
    to be an answer becomes a `Foreign` as well.
    """
    return _plain(value, 0, [MAX_ENTRIES])


def type_name(value: object) -> str:
    """Return the name of a value's type, whatever the type itself has to say about it."""
    return str.__str__(_name_of(type(value)))


def _plain(value: Any, depth: int, entries_left: list[int]) -> Any:
    kind = type(value)
    if value is None or value is ... or kind is Foreign:
        return value
    if id(kind) in _EXACT:
        return _plain_exact(value)
    if kind is np.ndarray:
        return _plain_array(value)
    if id(kind) in _SCALARS:
        return np.float64(value) if kind is np.longdouble else _with_own_ints(value)
    if _is_exact_number(kind):
        return _as_float(value)
    if kind is Stream:
        return Stream(_plain(value.items, depth, entries_left), value.eager)
    value = _unwrapped(value, kind)
    kind = type(value)
    is_dict = kind is dict
    if kind is np.ndarray or id(kind) in _SCALARS:
        return _plain(value, depth, entries_left)
    if not (kind is list or kind is tuple or is_dict):
        return Foreign(type_name(value))
    word = "dict" if is_dict else type_name(value)
    if depth > MAX_DEPTH:
        return Foreign(f"a {word} nested more than {MAX_DEPTH} deep")
    entries_left[0] -= len(value)
    if entries_left[0] < 0:
        return Foreign(f"a {word} with more than {MAX_ENTRIES:,} entries")
    if is_dict:
        return {
            _plain_key(key): _plain(item, depth + 1, entries_left) for key, item in value.items()
        }
    items = [_plain(item, depth + 1, entries_left) for item in value]
    return items if kind is list else tuple(items)


def _is_exact_number(kind: type) -> bool:
    """Tell whether a type is Python's own for fractions or decimals, if anybody has imported it."""
    modules = (("fractions", "Fraction"), ("decimal", "Decimal"))
    return any(kind is getattr(sys.modules.get(module), name, ...) for module, name in modules)


def _as_float(value: Any) -> Any:
    try:
        return float(value)
    except (OverflowError, ValueError):  # too large, or a signalling NaN
        return Foreign(type_name(value))


def _unwrapped(value: Any, kind: type) -> Any:
    """Return the tuple, dict or array in a named tuple, a mapping or a tensor; else the value.

    What a class of the learner's own says of itself is not asked: the built-in methods are used.
    """
    if kind is MappingProxyType or kind is UserDict:
        return dict(value)
    bases = set(map(id, _mro_of(kind)))
    if id(dict) in bases:
        return dict(dict.items(value))
    if id(tuple) in bases:
        return tuple(tuple.__iter__(value))
    module = _module_of(kind)
    if type(module) is str and module.partition(".")[0] in _TENSOR_LIBRARIES:
        array = np.asarray(value)
        return array if array.ndim else array[()]
    return value


def _plain_exact(value: Any) -> Any:
    if type(value) is int and value.bit_length() > MAX_BITS:
        return Foreign("a whole number of more than 300 digits")
    if type(value) is str and len(value) > MAX_CHARACTERS:
        return Foreign(f"a text of more than {MAX_CHARACTERS:,} characters")
    return value


def _plain_array(array: np.ndarray) -> Any:
    if array.nbytes > MAX_BYTES:
        return Foreign(f"an array with shape {array.shape}")
    if array.dtype.kind not in _NUMERIC_KINDS + "U":
        kind = "Python objects" if array.dtype.kind == "O" else f"type {array.dtype.name}"
        return Foreign(f"an array of {kind} with shape {array.shape}")
    return array.astype(np.float64) if array.dtype.char == "g" else _with_own_ints(array.copy())


def _plain_key(key: object) -> Any:
    if id(type(key)) in _EXACT | _SCALARS:
        return _plain(key, 0, [0])
    return Foreign(type_name(key))


def unknown_to_json(value: Any) -> str:
    """Name the first thing in plain data that JSON can't write, with its key, or return ''.

    Python's `json` writes a `np.float64`, which is a float, and no other NumPy number.
    """
    if isinstance(value, dict):
        for key, part in value.items():
            found = unknown_to_json(part)
            if found:
                return found if " under " in found else f"{found}, under the key {key!r}"
    if isinstance(value, list | tuple):
        return next(filter(None, map(unknown_to_json, value)), "")
    if isinstance(value, np.ndarray):
        return "a NumPy array"
    foreign = isinstance(value, np.generic) and not isinstance(value, float | str)
    return f"a NumPy number of type np.{type(value).__name__}" if foreign else ""


def decode(data: Any, *, own_ints: bool = True) -> Any:
    """Return the plain data that `course.encode` has put into a form for JSON.

    The data may come from anybody: they are read, never run, and can't ask for more memory or time
    than they take themselves. All that they hold together is bounded as one value of `to_plain` is.

    own_ints (bool): Whether integers of eight bytes come as this machine's own, where these have
        four.
    Raises ValueError: If the data are of another form.
    """
    try:
        return _decode(data, 0, _Room(own_ints))
    except (TypeError, OverflowError, MemoryError, SyntaxError) as error:
        raise ValueError(f"this is not encoded plain data: {error}") from None


class _Room:
    """What the rest of a value may still take, and whether its integers become our own."""

    def __init__(self, own_ints: bool) -> None:
        self.own_ints = own_ints
        self.entries = 2 * MAX_ENTRIES  # keys count, too
        self.bytes = 2 * MAX_BYTES

    def take(self, entries: int, of_bytes: int = 0) -> None:
        """Take room, or raise where there is none left."""
        self.entries -= entries
        self.bytes -= of_bytes
        if self.entries < 0 or self.bytes < 0:
            raise ValueError("this is not encoded plain data: there is too much of it")


def _decode(data: Any, depth: int, room: _Room) -> Any:
    if data is None or type(data) in (bool, int, float, str):
        return _plain_exact(data)
    if depth > MAX_DEPTH + 2:
        raise ValueError("this is not encoded plain data: it is nested too deep")
    match data:
        case {"float": ("nan" | "inf" | "-inf") as text}:
            return float(text)
        case {"ellipsis": True}:
            return ...
        case {"foreign": str(name)}:
            return Foreign(name)
        case {"array": list(items), "dtype": str(dtype), "shape": list(shape)}:
            kind = require_plain(_dtype(dtype), len(items))
            room.take(1, kind.itemsize * len(items))
            values = [_decode(item, MAX_DEPTH + 2, room) for item in items]
            if any(type(value) not in (bool, int, float, str) for value in values):
                raise ValueError("this is not encoded plain data: an entry of an array is none")
            array = np.array(values, dtype=kind).reshape(shape)
            return _with_own_ints(array) if room.own_ints else array
        case {"scalar": item, "dtype": str(dtype)}:
            kind = require_plain(_dtype(dtype))
            room.take(0, kind.itemsize)
            number = kind.type(_decode(item, depth + 1, room))
            return _with_own_ints(number) if room.own_ints else number
        case {"list": list(items)}:
            room.take(len(items))
            return [_decode(item, depth + 1, room) for item in items]
        case {"tuple": list(items)}:
            room.take(len(items))
            return tuple(_decode(item, depth + 1, room) for item in items)
        case {"stream": list(items), "eager": bool(eager)}:
            room.take(len(items))
            return Stream([_decode(item, depth + 1, room) for item in items], eager)
        case {"dict": list(pairs)}:
            room.take(2 * len(pairs))
            found: dict[Any, Any] = {}
            for key, item in pairs:
                found[_decode(key, MAX_DEPTH + 2, room)] = _decode(item, depth + 1, room)
            return found
    raise ValueError(f"this is not encoded plain data: a {type(data).__name__} of another form")


def _with_own_ints(value: Any) -> Any:
    """Return 64-bit integers, array or scalar, as this machine's own where they fit into these."""
    if value.dtype != np.int64 or np.int64 == _OWN_INT:
        return value
    short = value.astype(_OWN_INT)
    return short if np.all(short == value) else value


def _dtype(name: str) -> np.dtype[Any]:
    if len(name) > _LONGEST_DTYPE:  # of hundreds of fields: NumPy takes seconds to read it
        raise ValueError("this is not encoded plain data: no array is of such a type")
    return np.dtype(name)


def require_plain(dtype: np.dtype[Any], entries: int = 1) -> np.dtype[Any]:
    """Return a dtype, or raise where arrays of it are not plain data or would be huge."""
    if dtype.kind not in _NUMERIC_KINDS + "U" or dtype.char == "g":
        raise TypeError(f"an array of {dtype.name} is not plain data: use numbers and text")
    if dtype.itemsize * entries > MAX_BYTES:
        raise ValueError(f"an array of {entries} times {dtype.itemsize} bytes is too big")
    return dtype
