"""How an exercise is written: decorators that put a reference, its cases and mistakes together."""

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, ParamSpec, TypeVar

import numpy as np

from course.compiled import compile_exercise
from helpers.checks.bank import CompiledExercise
from helpers.checks.exercise import SINGLE_PRECISION, Case, CheckError

P = ParamSpec("P")
R = TypeVar("R")
Function = TypeVar("Function", bound=Callable[..., Any])


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
    eight_bytes (bool): Whether integers of eight bytes are handed over as such where this machine's
        own have four, as in a browser: where the bytes of an argument count.
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
    eight_bytes: bool = False

    def compiled(self, *seeds: int) -> CompiledExercise:
        """Return the exercise as data, with the cases that some seeds draw."""
        return compile_exercise(self, *seeds)


@dataclass
class Draft(Generic[P, R]):
    """An exercise while its file is read: the reference, to which the rest is added.

    It can be called like the reference. Its methods are decorators; each returns what
    it was given, unchanged.

    gives (str): What comes out: the right half of the signature.
    settings (dict): The fields of `Exercise` that `exercise` was given.
    """

    reference: Callable[P, R]
    gives: str
    settings: dict[str, Any]
    _cases: list[Callable[..., Any]] = field(default_factory=list)
    _alternatives: list[Callable[..., Any]] = field(default_factory=list)
    _mistakes: list[Callable[..., Any]] = field(default_factory=list)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call the reference."""
        return self.reference(*args, **kwargs)

    def cases(self, function: Function) -> Function:
        """Draw the cases with this function; see `Exercise.cases`."""
        self._cases.append(function)
        return function

    def alternatives(self, group: type) -> type:
        """Add the functions of a class body: other right ways to write the reference."""
        self._alternatives += _functions(group)
        return group

    def mistakes(self, group: type) -> type:
        """Add the functions of a class body: wrong ways, each with its hint as a docstring."""
        self._mistakes += _functions(group)
        return group

    def finished(self) -> Exercise:
        """Return the exercise.

        Raises CheckError: If there is not one function that draws cases, or if a mistake has no
            hint.
        """
        name = self.reference.__name__
        if len(self._cases) != 1:
            raise CheckError(
                f"the exercise {name} has {len(self._cases)} functions that draw cases: put "
                f"@{name}.cases over one."
            )
        for mistake in self._mistakes:
            if not mistake.__doc__:
                raise CheckError(
                    f"the mistake {mistake.__name__} of {name} has no hint: write it as the "
                    "function's docstring."
                )
        parameters = inspect.signature(self.reference).parameters.values()
        shown = [p.name if p.default is p.empty else f"{p.name}={p.default!r}" for p in parameters]
        return Exercise(
            name=name,
            signature=f"{name}({', '.join(shown)}) -> {self.gives}",
            reference=self.reference,
            cases=self._cases[0],
            alternatives=tuple(self._alternatives),
            mistakes=tuple(
                Mistake(m.__name__, m, " ".join((m.__doc__ or "").split())) for m in self._mistakes
            ),
            **self.settings,
        )


def _functions(group: type) -> list[Callable[..., Any]]:
    """Return what a class body defines, in order: the class is there to hold it together."""
    return [item for item in vars(group).values() if inspect.isfunction(item)]


def exercise(
    *, hints: Sequence[str], gives: str = "", **settings: Any
) -> Callable[[Callable[P, R]], Draft[P, R]]:
    """Make a function the reference of an exercise of the same name.

    gives (str, optional): What the function returns, as the signature says it: by default its
        return annotation.
    hints, settings: See `Exercise`: points, tolerance, bounds, any_order, any_keys, repeatable,
        seeded, json_safe, eight_bytes.
    """

    def drafted(reference: Callable[P, R]) -> Draft[P, R]:
        annotation = inspect.signature(reference).return_annotation
        comes_out = gives or inspect.formatannotation(annotation)
        return Draft(reference, comes_out, {"hints": hints, **settings})

    return drafted
