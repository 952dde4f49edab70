"""What an exercise is: a reference, cases to try it on, and the mistakes people make."""

from collections.abc import Callable, Iterable, Sequence
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


@dataclass(frozen=True)
class Mistake:
    """A wrong way to solve an exercise, and what to say to somebody who took it.

    name (str): A short name in snake_case, as it appears in reports.
    function (callable): The wrong function. It is recognised by its results on the visible cases,
        so they must differ from the reference's results and from every other mistake's.
    hint (str): One to three sentences that name the mistake and point the way, without the
        solution.
    """

    name: str
    function: Callable[..., Any]
    hint: str


@dataclass(frozen=True)
class Exercise:
    """An exercise: everything that checks, grading and reports are made from.

    name (str): The name of the function that the learner writes.
    signature (str): The call and its result in one line, such as ``"dog_targets(y) -> int array
        (n,)"``.
    reference (callable): A right answer, written as the notebook's solution cell shows it.
    cases (callable): ``cases(rng)`` yields `Case` objects or bare tuples of arguments, drawn with
        the NumPy generator that it is given: seed 0 makes the visible cases, other seeds hidden
        ones. The first cases may be fixed ones; at least one must depend on `rng`.
    mistakes (sequence of Mistake): At least four.
    hints (sequence of str): Two, from a nudge to nearly there; never the solution itself.
    alternatives (sequence of callable): Other right ways to write it, at least two.
    points (int): What a right answer is worth.
    tolerance (float): How far off a number may be, as a share: see `compare.find_problem`.
    bounds (pair of float or None): Smallest and largest value that any number in a result can have,
        if there are any.
    any_order (bool): Whether the rows of a result, a tuple of arrays, may come in any order, the
        same for all.
    any_keys (bool): Whether the keys of a dict that comes out may be NumPy's whole numbers.
    repeatable (bool): Whether the function is called on the first case once more at the end, and
        must give exactly the same again: for functions that draw numbers from a seed.
    seeded (bool): Whether the last argument is a seed that must count: the function is called on
        the first case with other seeds, too, and may not always give the same.
    json_safe (bool): Whether JSON must be able to keep the result, which it can't do with NumPy's
        numbers.
    """

    name: str
    signature: str
    reference: Callable[..., Any]
    cases: Callable[[np.random.Generator], Iterable[Case | tuple[Any, ...]]]
    mistakes: Sequence[Mistake]
    hints: Sequence[str]
    alternatives: Sequence[Callable[..., Any]]
    points: int = 1
    tolerance: float = SINGLE_PRECISION
    bounds: tuple[float, float] | None = None
    any_order: bool = False
    any_keys: bool = False
    repeatable: bool = False
    seeded: bool = False
    json_safe: bool = False
