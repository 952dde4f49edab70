"""Judging results: right, a known mistake, of the wrong form, wrong, or not attempted.

Everything here looks at plain data; no learner's code runs.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from helpers.checks.bank import CompiledExercise, CompiledMistake
from helpers.checks.calls import SECONDS_PER_CALL, Result
from helpers.checks.compare import describe, find_problem, identical
from helpers.checks.exercise import Case

Outcome = Literal["right", "mistake", "sanity", "wrong", "not attempted"]
SHOWN_CHARACTERS = 300


@dataclass(frozen=True)
class Evidence:
    """The first case that went wrong, in words."""

    call: str
    expected: str
    got: str


@dataclass(frozen=True)
class Verdict:
    """What became of one check.

    Attributes
    ----------
    outcome : str
        One of 'right', 'mistake', 'sanity', 'wrong', 'not attempted'.
    message : str
        What to tell the learner, in sentences.
    mistake : str
        The name of the mistake that was recognised, or empty.
    evidence : Evidence or None
        The case to show, where one helps.
    """

    outcome: Outcome
    message: str
    mistake: str = ""
    evidence: Evidence | None = None


def judge(exercise: CompiledExercise, results: Sequence[Result]) -> Verdict:
    """Judge what a function gave for the cases of an exercise, in their order.

    `results` may end early, after a call that was too slow.
    """
    if any(_not_attempted(result) for result in results):
        return Verdict(
            "not attempted",
            f"{exercise.name} still returns `...`: replace that line with your answer.",
        )
    problems = [
        _problem(exercise, case, expected, result)
        for case, expected, result in zip(exercise.cases, exercise.expected, results, strict=False)
    ]
    wrong = [number for number, problem in enumerate(problems) if problem is not None]
    if not wrong and len(results) == len(exercise.cases):
        return Verdict("right", f"{exercise.name} is right on all {len(results)} cases.")
    first = wrong[0]
    evidence = _evidence(exercise, first, results[first])
    mistake = find_mistake(exercise, results)
    if mistake is not None:
        return Verdict("mistake", mistake.hint, mistake.name, evidence)
    for number in wrong:
        problem = problems[number]
        if problem is not None and problem.form:
            evidence = _evidence(exercise, number, results[number])
            return Verdict("sanity", problem.sentence, evidence=evidence)
    counted = f"{len(wrong)} of {len(exercise.cases)} cases"
    return Verdict("wrong", f"The form is right, but {counted} give another value.", "", evidence)


def find_mistake(exercise: CompiledExercise, results: Sequence[Result]) -> CompiledMistake | None:
    """Return the known mistake that gives these very results on every case, if there is one."""
    for mistake in exercise.mistakes:
        if len(results) == len(mistake.results) and all(
            _same(a, b, exercise.tolerance) for a, b in zip(mistake.results, results, strict=True)
        ):
            return mistake
    return None


@dataclass(frozen=True)
class _Difference:
    sentence: str
    form: bool


def _problem(
    exercise: CompiledExercise, case: Case, expected: Result, got: Result
) -> _Difference | None:
    if got.error == "TooSlow":
        return _Difference(
            f"This call was stopped after {SECONDS_PER_CALL:g} seconds: does a loop never end?",
            True,
        )
    if got.changed and not expected.changed:
        return _Difference(
            "The function changes its input in place: whoever calls it finds other data "
            "afterwards. Work on a copy.",
            True,
        )
    if expected.error:
        return _missing_error(case, expected, got)
    if got.error:
        at = f" in {got.where}" if got.where else ""
        return _Difference(f"It raised {got.error}: {got.message or 'no text'}{at}", True)
    problem = find_problem(expected.value, got.value, exercise.tolerance, exercise.bounds)
    return None if problem is None else _Difference(problem.sentence, not problem.sane)


def _missing_error(case: Case, expected: Result, got: Result) -> _Difference | None:
    if got.error != expected.error:
        what = f"raised {got.error}" if got.error else f"returned {show(got.value)}"
        return _Difference(f"It should raise {expected.error} here, but it {what}.", True)
    for word in case.mentions:
        if not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", got.message):
            return _Difference(
                f"It raises {got.error}, as it should, but the text does not name {word}: "
                f"{got.message!r}",
                True,
            )
    return None


def _same(a: Result, b: Result, tolerance: float) -> bool:
    if a.error or b.error:
        return a.error == b.error and a.changed == b.changed
    return a.changed == b.changed and identical(a.value, b.value, tolerance)


def _not_attempted(result: Result) -> bool:
    return result.value is ... or result.error == "NotImplementedError"


def _evidence(exercise: CompiledExercise, number: int, got: Result) -> Evidence:
    case, expected = exercise.cases[number], exercise.expected[number]
    arguments = ", ".join(show(argument) for argument in case.args)
    return Evidence(f"{exercise.name}({arguments})", _show_result(expected), _show_result(got))


def _show_result(result: Result) -> str:
    if result.error == "TooSlow":
        return "no answer in time"
    return f"{result.error}: {result.message}" if result.error else show(result.value)


def show(value: object) -> str:
    """Return a value as it would be typed, in one line and not too long."""
    if isinstance(value, np.ndarray):
        with np.printoptions(threshold=40, edgeitems=6, precision=6, linewidth=10_000):
            text = repr(value)
    elif isinstance(value, float | np.floating):
        text = f"{value:.10g}"
    elif isinstance(value, np.integer | np.bool_):
        text = str(value.item())
    elif value is None or isinstance(value, bool | int | str | list | tuple | dict):
        text = repr(value)
    else:
        text = describe(value)
    text = " ".join(text.split())
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
