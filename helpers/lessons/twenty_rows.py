"""Twenty rows to look at one by one, and what Keras makes of their weights."""

import re
from collections.abc import Callable
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import numpy as np

from helpers.settings import course_seed

if TYPE_CHECKING:
    from helpers.quiet_keras import keras

LETTERS = 120  # of an error: the word that explains it may be the last of its sentence


def witness(y: np.ndarray, class_weight: Any) -> np.ndarray:
    """Return the weight that `fit(class_weight=...)` gives to each row: float (n,).

    y (ndarray): Targets, as they would be given to `fit`.
    class_weight (dict, or whatever is to be tried): Handed to `fit` as it is, which raises what it
        will.
    """
    from helpers.lessons.witness import Witness  # here, for Keras takes seconds

    nothing = np.zeros((len(y), 1))
    [weights] = Witness().watch(nothing, y, class_weight=class_weight, batch_size=len(y))
    return weights


def rows() -> tuple[np.ndarray, np.ndarray]:
    """Return x, float32 (20, 4), and y, int (20,): 15 rows of class 0, one of 1, four of 2."""
    x = np.random.default_rng(course_seed()).normal(scale=0.5, size=(20, 4))
    return x.astype("float32"), np.repeat([0, 1, 2], [15, 1, 4])


def attempt(function: Callable[..., Any], *args: Any, **arguments: Any) -> str:
    """Call a function; return the error that it raises, shortened, or 'no error'."""
    return _error_of(function, *args, **arguments)[1] or "no error"


def outcome(function: Callable[..., Any], *args: Any, **arguments: Any) -> str:
    """Call a function; return its result as text, or the error that it raises, shortened."""
    result, error = _error_of(function, *args, **arguments)
    return error or str(result)


def _error_of(function: Callable[..., Any], *args: Any, **arguments: Any) -> tuple[Any, str]:
    """Return (result, '') of a call, or (None, its error on one line)."""
    try:
        return function(*args, **arguments), ""
    except Exception as error:
        # The last is TensorFlow's, known by its name: a call need not have loaded TensorFlow.
        known = isinstance(error, (TypeError, ValueError, AttributeError, KeyError))
        if not known and type(error).__name__ != "InvalidArgumentError":
            raise
        # TensorFlow says where it came from before it says which shapes can't be multiplied.
        shapes = re.search(r"Incompatible shapes: \[[\d,]*\] vs. \[[\d,]*\]", str(error))
        text = shapes.group() if shapes else shorten(str(error), LETTERS, placeholder=" ...")
        return None, f"{type(error).__name__}: {text}"


def apart(a: "keras.Model", b: "keras.Model") -> float:
    """Return the largest difference between two models' parameters."""
    pairs = zip(a.get_weights(), b.get_weights(), strict=True)
    return max(float(np.abs(one - other).max()) for one, other in pairs)
