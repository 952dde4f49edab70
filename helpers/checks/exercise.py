"""What an exercise is tried on, and the error that says why it can't be."""

from dataclasses import dataclass
from typing import Any

import numpy as np

# What learners compute with Keras is single precision: seven digits, of which sums lose one or two.
SINGLE_PRECISION = 1e-5


class CheckError(Exception):
    """A check can't be made: one sentence says why and what to do. Shown without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"]


@dataclass(frozen=True)
class Case:
    """One call of the learner's function.

    args (tuple): The arguments, in order. Plain data: numbers, strings, None, lists, tuples, dicts
        and NumPy arrays of these; a `Stream` of plain data is handed over as an iterator.
    mentions (tuple of str): Where the reference raises an error: words that the error's message
        must contain.
    prices (float array (n, k), optional): Where many answers are right: what each of the answers 0
        to k - 1 costs in each of n rows. The result, an int array (n,), is right where its summed
        cost is at most `at_most`.
    at_most (float): See `prices`.
    """

    args: tuple[Any, ...]
    mentions: tuple[str, ...] = ()
    prices: np.ndarray | None = None
    at_most: float = 0.0
