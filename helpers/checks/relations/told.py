"""What the results of an exercise are, where no known mistake fits: its relation or relative."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from helpers.checks.compare import form_problem
from helpers.checks.exercise import SINGLE_PRECISION
from helpers.checks.relations import Relation, always_the_same, describe, of_another_form
from helpers.checks.relations.errors import gist
from helpers.checks.relations.known import comparable, value_cases
from helpers.checks.relations.places import independent
from helpers.checks.relations.relatives import find_relative

if TYPE_CHECKING:
    from helpers.checks.bank import CompiledExercise
    from helpers.checks.calls import Result

_SURE = 4  # up to this rank a relation is told before a relative


def constant(exercise: "CompiledExercise", results: Sequence["Result"]) -> Relation | None:
    """Return that a function gives one and the same whatever it is called with, or None."""
    values = value_cases(exercise)
    if len(results) < len(exercise.cases) or any(results[n].error for n in values):
        return None
    return always_the_same(
        [_value(exercise, exercise.expected[n]) for n in values],
        [_value(exercise, results[n]) for n in values],
    )


def form_described(exercise: "CompiledExercise", results: Sequence["Result"]) -> Relation | None:
    """Return what results are, where at least one doesn't have the form that is due, or None."""
    values = value_cases(exercise)
    if len(results) < len(exercise.cases) or any(results[n].error for n in values):
        return None
    if all(results[n].value is None for n in values):
        return None  # the sentence on the form says so
    return constant(exercise, results) or of_another_form(
        [exercise.cases[n].args for n in values],
        [_value(exercise, exercise.expected[n]) for n in values],
        [_value(exercise, results[n]) for n in values],
    )


def described(
    exercise: "CompiledExercise", results: Sequence["Result"], wrong: Sequence[bool]
) -> tuple[str, str]:
    """Return what a wrong answer is: a short name and a sentence, both empty where unknown.

    Only the cases count in which a value is due: a missing error has a sentence of its own.
    """
    if len(results) < len(exercise.cases) or any(c.prices is not None for c in exercise.cases):
        return "", ""
    if exercise.tolerance > SINGLE_PRECISION:  # what is drawn by chance has no exact relation
        ignored = unused(exercise, results)
        return (ignored.name, ignored.sentence) if ignored else ("", "")
    values = value_cases(exercise)
    if not any(wrong[n] for n in values):
        return "", ""
    expected = [_value(exercise, exercise.expected[n]) for n in values]
    actual = [_value(exercise, results[n]) for n in values]
    cases = [exercise.cases[n].args for n in values]
    flags = [wrong[n] for n in values]
    relation = describe(
        exercise.parameters,
        cases,
        expected,
        actual,
        flags,
        exercise.telling,
        any_order=exercise.any_order,
    ) or of_another_form(cases, expected, actual)
    if relation is None or relation.rank > _SURE:
        relative = find_relative(exercise.relatives, actual)
        if relative is not None:
            return relative.name, relative.sentence
    if relation is None:
        return "", ""
    return relation.name, relation.sentence


def unused(exercise: "CompiledExercise", results: Sequence["Result"]) -> Relation | None:
    """Return the argument that makes no difference to what is drawn by chance, or None.

    A seed that must count isn't looked at: there is a sentence of its own.
    """
    if exercise.tolerance <= SINGLE_PRECISION or any(result.error for result in results):
        return None
    cases = [case.args for case in exercise.cases]
    due, came = ([one.value for one in found] for found in (exercise.expected, results))
    names = exercise.parameters[:-1] if exercise.seeded else exercise.parameters
    return next(independent(names, cases, due, came), None)


def same_form(exercise: "CompiledExercise", results: Sequence["Result"]) -> bool:
    """Tell whether all values have the form that is due: then a strange one is out of range."""
    if len(results) < len(exercise.cases):
        return False
    pairs = [(exercise.expected[n], results[n]) for n in value_cases(exercise)]
    return all(not got.error and not form_problem(due.value, got.value) for due, got in pairs) and (
        not any(result.changed or result.replaced for result in results)
    )


def _value(exercise: "CompiledExercise", result: "Result") -> Any:
    if result.error:
        return gist(result.error, result.message, own=result.own)
    return comparable(exercise, result.value)
