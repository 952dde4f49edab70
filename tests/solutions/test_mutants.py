"""The cases tell: each right answer with one step changed is rejected, or equal and listed.

`equal_mutants.toml` beside this file lists the survivors of each exercise, by the function and the
changed line, with the reason why nobody could tell them from a right answer. Run weekly, or by
``pytest -m slow tests/solutions/test_mutants.py -k NAME``.
"""

import ast
import tomllib
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import pytest

from course.exercise import Exercise
from course.release.candidates import Function, compiled, function_tree
from course.release.mutants import mutants
from helpers.checks.bank import CompiledExercise, bank_from_source
from helpers.checks.calls import call
from helpers.checks.judge import judge

COURSE = Path(__file__).resolve().parents[2]
EQUAL = tomllib.loads(Path(__file__).with_name("equal_mutants.toml").read_text(encoding="utf-8"))
BANKS = [bank_from_source(folder) for folder in sorted(COURSE.glob("solutions/*/exercises"))]
EXERCISES = {name: (bank, exercise) for bank in BANKS for name, exercise in bank.sources.items()}
SECONDS = 0.5  # a changed loop may never end


def changed_line(before: ast.FunctionDef, after: ast.FunctionDef) -> str:
    """Return the first line in which two functions differ, as it is in the second."""
    lines = (ast.unparse(ast.fix_missing_locations(tree)).splitlines() for tree in (before, after))
    return next((new or "").strip() for old, new in zip_longest(*lines) if old != new)


def changed_functions(exercise: Exercise) -> Iterator[tuple[str, Function]]:
    for function in (exercise.reference, *exercise.alternatives):
        tree = function_tree(function)
        for _, _, changed in mutants(tree, every=True):
            assert tree is not None
            line = changed_line(tree, changed)
            yield f"{function.__name__}: {line}", compiled(changed, function)


def is_accepted(exercise: CompiledExercise, function: Function) -> bool:
    results = []
    for case, due in zip(exercise.cases, exercise.expected, strict=True):
        results.append(call(function, case, SECONDS))
        if results[-1].error != due.error:  # rejected, whatever comes
            return False
    return judge(exercise, results).outcome == "right"


def survivors(name: str) -> set[str]:
    bank, exercise = EXERCISES[name]
    told = bank.exercise(name)
    return {line for line, function in changed_functions(exercise) if is_accepted(told, function)}


@pytest.mark.slow
@pytest.mark.parametrize("name", EXERCISES)
def test_a_changed_right_answer_is_rejected_or_equal_to_it(name):
    listed = EQUAL.get(name, {})
    found = survivors(name)
    assert found - listed.keys() == set(), "a new case must reject these, or they are equal: why?"
    assert listed.keys() - found == set(), "these are rejected: take them off the list"


def test_every_survivor_has_a_reason_and_an_exercise():
    assert EQUAL.keys() <= EXERCISES.keys()
    reasons = [reason for listed in EQUAL.values() for reason in listed.values()]
    assert all(isinstance(reason, str) and reason.endswith(".") for reason in reasons)
