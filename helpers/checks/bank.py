"""The exercise bank of a lesson: found beside the notebook, compiled to plain data, read back."""

import json
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import numpy as np

from helpers.checks.calls import Result, decode_result
from helpers.checks.exercise import Case, CheckError
from helpers.checks.plain import decode, type_name
from helpers.checks.relations.relatives import Relative
from helpers.checks.source import find_source, load_exercises
from helpers.checks.words import show

CHECKS_FILE = "checks.json"
VISIBLE_SEEDS = (0, 1)
# What an exercise may ask for, each a yes or no.
ASKED = ("any_order", "any_keys", "repeatable", "seeded", "json_safe", "eight_bytes")


@dataclass(frozen=True)
class CompiledMistake:
    """A mistake as data: its name, its hint, and what it gives for each case."""

    name: str
    hint: str
    results: tuple[Result, ...]


@dataclass(frozen=True)
class CompiledExercise:
    """An exercise as data, without code; `telling` holds the properties of cases to be told."""

    name: str
    signature: str
    points: int
    tolerance: float
    bounds: tuple[float, float] | None
    hints: tuple[str, ...]
    cases: tuple[Case, ...]
    expected: tuple[Result, ...]
    mistakes: tuple[CompiledMistake, ...]
    any_order: bool = False
    any_keys: bool = False
    repeatable: bool = False
    seeded: bool = False
    json_safe: bool = False
    eight_bytes: bool = False
    relatives: tuple[Relative, ...] = ()
    telling: tuple[str, ...] | None = None

    @property
    def parameters(self) -> list[str]:
        """What the arguments are called."""
        inside = self.signature.partition("(")[2].partition(")")[0]
        return [name.partition("=")[0].strip() for name in inside.split(",")]

    @property
    def arguments(self) -> list[dict[str, Any]]:
        """The arguments of each case by name."""
        return [dict(zip(self.parameters, case.args, strict=False)) for case in self.cases]


@dataclass
class Bank:
    """The exercises of one lesson, compiled from their source when needed or read as data.

    sources (dict of str to Exercise): What the course's files give for each exercise, which can
        compile itself; empty where only the data are there, as on a learner's machine.
    """

    lesson: str
    names: tuple[str, ...]
    compiled: dict[str, CompiledExercise] = field(default_factory=dict)
    sources: dict[str, Any] = field(default_factory=dict)

    def exercise(self, name: str) -> CompiledExercise:
        """Return an exercise with its visible cases.

        Raises CheckError: If the lesson has no such exercise; names the ones that come near.
        """
        self.require(name)
        if name not in self.compiled:
            self.compiled[name] = self.sources[name].compiled(*VISIBLE_SEEDS)
        return self.compiled[name]

    def require(self, name: object) -> None:
        """Raise `CheckError` unless the lesson has an exercise of this name."""
        if isinstance(name, str) and name in self.names:
            return
        if not isinstance(name, str):
            kind = type_name(name)
            raise CheckError(
                f"the name of an exercise goes first, as text, but this is of type {kind}: "
                f'write it in quotes, such as "{self.names[0]}".'
            )
        near = get_close_matches(name.lower(), self.names, n=3, cutoff=0.5)
        guess = f"Did you mean {' or '.join(near)}?" if near else ""
        raise CheckError(
            f"there is no exercise {show(name)} in lesson {self.lesson}. "
            f"{guess or 'It has: ' + ', '.join(self.names) + '.'}"
        )


def bank_from_source(folder: Path) -> Bank:
    """Return the bank of a lesson's folder `exercises`."""
    sources = {exercise.name: exercise for exercise in load_exercises(folder)}
    return Bank(folder.parent.name, tuple(sources), sources=sources)


def bank_from_data(file: Path) -> Bank:
    """Return the bank of a `checks.json`.

    Raises CheckError: If the file is damaged.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise CheckError(f"{file.name} can't be read: {error.strerror}.") from None
    except ValueError:
        text = ""
    try:
        data = json.loads(text)
        exercises = [_exercise_from_data(item) for item in data["exercises"]]
        lesson = str(data["lesson"])
    except (ArithmeticError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise CheckError(
            f"{file.name} in {file.parent.name} is damaged: restore it from the course, "
            "then restart the kernel."
        ) from None
    return Bank(lesson, tuple(e.name for e in exercises), {e.name: e for e in exercises})


def find_bank(folder: Path) -> Bank:
    """Return the bank for a notebook that runs in a folder.

    On the instructor's side that is the folder `exercises` beside the notebook, on the learner's
    side `checks.json`, and for a submission without it the course's own solutions.

    Raises CheckError: If there is none.
    """
    source = find_source(folder)
    if source is not None and source.parent == folder:
        return bank_from_source(source)
    if (folder / CHECKS_FILE).exists():
        return bank_from_data(folder / CHECKS_FILE)
    if source is not None:
        return bank_from_source(source)
    raise CheckError(
        f"no exercises found in the folder {folder.name!r}: open the notebook in its own folder, "
        f"with {CHECKS_FILE} beside it, and restart the kernel."
    )


def _case_from_data(data: dict[str, Any], eight_bytes: bool) -> Case:
    args, mentions = decode(data["args"], own_ints=not eight_bytes), _texts(data["mentions"])
    if "prices" not in data:
        return Case(args, mentions)
    prices = decode(data["prices"])
    if not isinstance(prices, np.ndarray) or prices.ndim != 2:
        raise TypeError("prices are an array (n, k)")
    return Case(args, mentions, prices, _number(data["at_most"]))


def _exercise_from_data(data: dict[str, Any]) -> CompiledExercise:
    """Return an exercise; raise one of the errors of a lookup or conversion if it is damaged."""
    low_high = data["bounds"]
    asked = {name: data.get(name, False) is True for name in ASKED}
    exercise = CompiledExercise(
        name=_text(data["name"]),
        signature=_text(data["signature"]),
        points=int(_number(data["points"])),
        tolerance=_number(data["tolerance"]),
        bounds=None if low_high is None else (_number(low_high[0]), _number(low_high[1])),
        hints=_texts(data["hints"]),
        cases=tuple(_case_from_data(case, asked["eight_bytes"]) for case in data["cases"]),
        expected=tuple(decode_result(item) for item in data["expected"]),
        mistakes=tuple(
            CompiledMistake(
                _text(m["name"]), _text(m["hint"]), tuple(decode_result(r) for r in m["results"])
            )
            for m in data["mistakes"]
        ),
        **asked,
        relatives=tuple(Relative.from_data(item) for item in data.get("relatives", [])),
        telling=None if data.get("telling") is None else _texts(data["telling"]),
    )
    results = [exercise.expected, *(mistake.results for mistake in exercise.mistakes)]
    if not exercise.cases or any(len(given) != len(exercise.cases) for given in results):
        raise ValueError("there must be one result for each case")
    if not all(isinstance(case.args, tuple) for case in exercise.cases):
        raise TypeError("the arguments of a case are a tuple")
    return exercise


def _checked(data: Any, *kinds: type) -> Any:
    if type(data) not in kinds:
        raise TypeError(f"{data!r} is of another type")
    return data


def _number(data: Any) -> float:
    number: float = _checked(data, int, float)
    return number


def _text(data: Any) -> str:
    return str(_checked(data, str))


def _texts(data: Any) -> tuple[str, ...]:
    return tuple(map(_text, _checked(data, list)))
