"""An exercise compiled to plain data: what its reference and its mistakes give on drawn cases."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from course.encode import encode, encode_result
from helpers.checks.bank import ASKED, Bank, CompiledExercise, CompiledMistake
from helpers.checks.calls import Result, call
from helpers.checks.exercise import Case
from helpers.checks.judge import OTHER_SEEDS

if TYPE_CHECKING:
    from course.exercise import Exercise

# For the bank's own functions: the first call may import a library, on a busy machine.
_SECONDS_PER_OWN_CALL = 60.0


def compile_exercise(exercise: "Exercise", *seeds: int) -> CompiledExercise:
    """Draw an exercise's cases with some seeds and record what its reference and mistakes give.

    What two seeds draw alike stands there once. Where a seed must count, the first case stands at
    the end with others; where results must be repeatable, it stands there once more as it is.
    """
    return compile_cases(exercise, drawn_cases(exercise, *seeds))


def drawn_cases(exercise: "Exercise", *seeds: int) -> tuple[Case, ...]:
    """Return the cases that some seeds draw, equal ones once."""
    drawn: dict[str, Case] = {}
    for seed in seeds:
        for case in exercise.cases(np.random.default_rng(seed)):
            whole = case if isinstance(case, Case) else Case(tuple(case))
            drawn.setdefault(json.dumps(_case_to_data(whole)), whole)
    return tuple(drawn.values())


def compile_cases(exercise: "Exercise", cases: tuple[Case, ...]) -> CompiledExercise:
    """Record what an exercise's reference and mistakes give on some cases."""
    if exercise.seeded:
        cases += tuple(_with_seed(cases[0], step) for step in range(1, OTHER_SEEDS + 1))
    if exercise.repeatable:
        cases += cases[:1]
    return CompiledExercise(
        name=exercise.name,
        signature=exercise.signature,
        points=exercise.points,
        tolerance=exercise.tolerance,
        bounds=exercise.bounds,
        hints=tuple(exercise.hints),
        cases=cases,
        expected=tuple(_own_call(exercise.reference, case) for case in cases),
        mistakes=tuple(
            CompiledMistake(m.name, m.hint, tuple(_own_call(m.function, case) for case in cases))
            for m in exercise.mistakes
        ),
        **{name: getattr(exercise, name) for name in ASKED},
    )


def _with_seed(case: Case, step: int) -> Case:
    return replace(case, args=(*case.args[:-1], case.args[-1] + step))


def _own_call(function: Callable[..., Any], case: Case) -> Result:
    return call(function, case, _SECONDS_PER_OWN_CALL)


def bank_to_text(bank: Bank) -> str:
    """Return the content of `checks.json`: the same text for the same bank, an exercise a line."""
    data = [_exercise_to_data(bank.exercise(name)) for name in bank.names]
    lines = [json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in data]
    body = ",\n".join(lines)
    return f'{{"lesson": {json.dumps(bank.lesson)}, "exercises": [\n{body}\n]}}\n'


def _exercise_to_data(exercise: CompiledExercise) -> dict[str, Any]:
    asked: dict[str, Any] = {name: True for name in ASKED if getattr(exercise, name)}
    asked |= {} if exercise.telling is None else {"telling": exercise.telling}
    return {
        "name": exercise.name,
        "signature": exercise.signature,
        "points": exercise.points,
        "tolerance": exercise.tolerance,
        "bounds": exercise.bounds,
        **asked,
        "hints": exercise.hints,
        "cases": [_case_to_data(case) for case in exercise.cases],
        "expected": [encode_result(result) for result in exercise.expected],
        "mistakes": [
            {"name": m.name, "hint": m.hint, "results": [encode_result(r) for r in m.results]}
            for m in exercise.mistakes
        ],
        "relatives": [relative.to_data() for relative in exercise.relatives],
    }


def _case_to_data(case: Case) -> dict[str, Any]:
    data = {"args": encode(case.args), "mentions": case.mentions}
    if case.prices is not None:
        data |= {"prices": encode(case.prices), "at_most": float(case.at_most)}
    return data
