"""What an argument can be taken for by mistake: transposed, sorted, squared, always 1.

A change raises TypeError for an argument of another kind.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

# What an argument is taken for: a short name, words, and the change.
CHANGES: tuple[tuple[str, str, Callable[[Any], Any]], ...] = (
    ("transposed", "rows and columns of `{}` are swapped", lambda a: square(a).T.copy()),
    ("of the other class", "0 and 1 are swapped in `{}`", lambda a: 1 - _binary(a)),
    ("as 1 minus itself", "1 minus `{}` is taken in place of `{}`", lambda a: 1 - _shares(a)),
    ("sorted", "`{}` is sorted first", lambda a: np.sort(_flat(a))),
    ("reversed", "`{}` is read from its end", lambda a: _flat(a)[::-1].copy()),
    ("rounded", "`{}` is rounded to 0 and 1 first", lambda a: np.round(_shares(a))),
    ("in two digits", "`{}` is rounded to two digits first", lambda a: np.round(_shares(a), 2)),
    ("without its first row", "the first row of `{}` is left out", lambda a: _flat(a)[1:]),
    ("with a diagonal of 0", "the diagonal of `{}` is taken for 0", lambda a: _diagonal(a, 0.0)),
    ("with a diagonal of 1", "the diagonal of `{}` is taken for 1", lambda a: _diagonal(a, 1.0)),
    (
        "inverted",
        "each value of `{}` is taken for its reciprocal",
        lambda a: {key: 1 / value for key, value in _dict(a).items()},
    ),
    ("all ones", "all values of `{}` are taken for 1", lambda a: dict.fromkeys(_dict(a), 1.0)),
    (
        "without class 0",
        "class 0 is left out of `{}`",
        lambda a: {key: value for key, value in _dict(a).items() if key != 0},
    ),
    (
        "in whole numbers",
        "the values of `{}` are cut to whole numbers",
        lambda a: {key: int(value) for key, value in _dict(a).items()},
    ),
    (
        "with 1 added to each",
        "1 is added to each value of `{}` first",
        lambda a: {key: value + 1 for key, value in _dict(a).items()},
    ),
    (
        "as roots",
        "the square roots of the values of `{}` are taken",
        lambda a: {key: value**0.5 for key, value in _dict(a).items()},
    ),
    (
        "with 1 for 0",
        "a 0 among the values of `{}` is taken for 1, as by `or`",
        lambda a: {key: value or 1.0 for key, value in _dict(a).items()},
    ),
    ("minus 1", "1 is subtracted from `{}` first", lambda a: _number(a) - 1),
    ("plus 1", "1 is added to `{}` first", lambda a: _number(a) + 1),
    ("as its reciprocal", "1 / `{}` is taken in place of `{}`", lambda a: 1 / _number(a)),
    ("squared", "`{}` is squared first", lambda a: _number(a) ** 2),
    ("as its root", "the square root of `{}` is taken", lambda a: float(np.sqrt(_number(a)))),
    ("as its logarithm", "the logarithm of `{}` is taken", lambda a: float(np.log(_number(a)))),
    ("always 1", "`{}` is always taken for 1", lambda a: type(_number(a))(1)),
    ("always 0", "`{}` is always taken for 0", lambda a: type(_number(a))(0)),
    ("always 0.5", "`{}` is always taken for 0.5", lambda a: 0.5 + 0 * _number(a)),
    ("doubled", "`{}` is doubled first", lambda a: 2 * _number(a)),
    ("at most 1", "`{}` is never taken for more than 1", lambda a: min(_number(a), type(a)(1))),
    ("in whole numbers", "`{}` is cut to a whole number first", lambda a: int(_number(a))),
    (
        "of 0 taken for 1",
        "a `{}` of 0 counts as none, as in `or`, and 1 stands in its place",
        lambda a: _number(a) or type(a)(1),
    ),
    ("with its sign changed", "the sign of `{}` is changed", lambda a: -_floats(a)),
    ("as ones", "all values of `{}` are taken for 1", lambda a: np.ones_like(_floats(a))),
    ("squared", "the values of `{}` are squared first", lambda a: _floats(a) ** 2),
    ("as roots", "the square roots of `{}` are taken", lambda a: np.sqrt(_floats(a))),
    (
        "in whole numbers",
        "the numbers of `{}` are cut to whole ones",
        lambda a: np.trunc(_floats(a)),
    ),
    (
        "clipped",
        "the numbers of `{}` are cut to between 0 and 1 first",
        lambda a: np.clip(_floats(a), 0, 1),
    ),
    ("in one digit", "`{}` is rounded to one digit first", lambda a: np.round(_floats(a), 1)),
    ("as logarithms", "the logarithms of `{}` are taken", lambda a: np.log(_floats(a))),
    ("with sorted rows", "each row of `{}` is sorted first", lambda a: np.sort(_table(a), axis=1)),
    (
        "through a softmax",
        "a softmax is taken of `{}` first",
        lambda a: np.exp(_table(a)) / np.exp(a).sum(axis=1, keepdims=True),
    ),
    (
        "divided by its largest",
        "each row of `{}` is divided by its largest number first",
        lambda a: _table(a) / a.max(axis=1, keepdims=True),
    ),
    ("divided by its sum", "`{}` is divided by its sum first", lambda a: _floats(a) / a.sum()),
    (
        "squared",
        "the values of `{}` are squared first",
        lambda a: {key: value**2 for key, value in _dict(a).items()},
    ),
    (
        "backwards",
        "the values of `{}` are given to its keys in reverse order",
        lambda a: dict(zip(_dict(a), list(a.values())[::-1], strict=True)),
    ),
    (
        "as its largest",
        "only the largest number of each row of `{}` counts",
        lambda a: np.eye(_table(a).shape[1])[a.argmax(axis=1)],
    ),
    (
        "in another order",
        "the values of `{}` are given to its keys in sorted order",
        lambda a: dict(zip(sorted(_dict(a)), a.values(), strict=True)),
    ),
)


def _diagonal(a: Any, value: float) -> np.ndarray:
    changed = np.array(square(a), dtype=float)
    np.fill_diagonal(changed, value)
    return changed


def square(a: Any) -> np.ndarray:
    """Return a square matrix, or raise TypeError for anything else."""
    if not isinstance(a, np.ndarray) or a.ndim != 2 or a.shape[0] != a.shape[1]:
        raise TypeError("not a square matrix")
    return a


def _binary(a: Any) -> np.ndarray:
    if not isinstance(a, np.ndarray) or a.dtype.kind not in "iu" or not np.isin(a, (0, 1)).all():
        raise TypeError("not labels 0 and 1")
    return a


def _shares(a: Any) -> Any:
    kinds = isinstance(a, float) or (isinstance(a, np.ndarray) and a.dtype.kind == "f")
    if not kinds or np.min(a) < 0 or np.max(a) > 1:
        raise TypeError("not a share or shares")
    return a


def _number(a: Any) -> Any:
    if isinstance(a, bool) or not isinstance(a, int | float):
        raise TypeError("not a number")
    return a


def _floats(a: Any) -> np.ndarray:
    if not isinstance(a, np.ndarray) or a.dtype.kind != "f":
        raise TypeError("not floats")
    return a


def _table(a: Any) -> np.ndarray:
    if _floats(a).ndim != 2:
        raise TypeError("not a table")
    return a


def _flat(a: Any) -> np.ndarray:
    if not isinstance(a, np.ndarray) or a.ndim != 1:
        raise TypeError("not an array (n,)")
    return a


def _dict(a: Any) -> dict[Any, Any]:
    if not isinstance(a, dict):
        raise TypeError("not a dict")
    return a
