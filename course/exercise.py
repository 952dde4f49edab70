"""How an exercise is written: decorators that put a reference, its cases and mistakes together."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, ParamSpec, TypeVar

from helpers.checks.exercise import CheckError, Exercise, Mistake

P = ParamSpec("P")
R = TypeVar("R")
Function = TypeVar("Function", bound=Callable[..., Any])


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
        seeded, json_safe.
    """

    def drafted(reference: Callable[P, R]) -> Draft[P, R]:
        annotation = inspect.signature(reference).return_annotation
        comes_out = gives or inspect.formatannotation(annotation)
        return Draft(reference, comes_out, {"hints": hints, **settings})

    return drafted
