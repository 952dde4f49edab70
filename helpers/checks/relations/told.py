"""What the results of an exercise are, where no known mistake fits: its relation or relative."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from helpers.checks.compare import form_problem
from helpers.checks.exercise import SINGLE_PRECISION
from helpers.checks.relations import Relation, always_the_same, describe, of_another_form
from helpers.checks.relations.errors import gist
from helpers.checks.relations.known import comparable, value_cases
from helpers.checks.relations.leaves import Arguments
from helpers.checks.relations.places import independent
from helpers.checks.relations.relatives import find_relative

if TYPE_CHECKING:
    from helpers.checks.bank import CompiledExercise
    from helpers.checks.calls import Result

_SURE = 4  # up to this rank a relation is told before a relative


def constant(exercise: "CompiledExercise", results: Sequence["Result"]) -> Relation | None:
    """Return that a function gives one and the same whatever it is called with, or None."""
    if not _gives_values(exercise, results):
        return None
    _, expected, actual = _compared(exercise, results)
    return always_the_same(expected, actual)


def form_described(exercise: "CompiledExercise", results: Sequence["Result"]) -> Relation | None:
    """Return what results are, where at least one doesn't have the form that is due, or None."""
    if not _gives_values(exercise, results):
        return None
    cases, expected, actual = _compared(exercise, results)
    if all(value is None for value in actual):
        return None  # the sentence on the form says so
    return always_the_same(expected, actual) or of_another_form(cases, expected, actual)


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
    flags = [wrong[n] for n in value_cases(exercise)]
    if not any(flags):
        return "", ""
    cases, expected, actual = _compared(exercise, results)
    relation = describe(
        cases, expected, actual, flags, exercise.telling, any_order=exercise.any_order
    ) or of_another_form(cases, expected, actual)
    if relation is None or relation.rank > _SURE:
        relative = find_relative(exercise.relatives, actual)
        if relative is not None:
            return relative.name, relative.sentence
    return (relation.name, relation.sentence) if relation else ("", "")


def unused(exercise: "CompiledExercise", results: Sequence["Result"]) -> Relation | None:
    """Return the argument that makes no difference to what is drawn by chance, or None.

    A seed that must count isn't looked at: there is a sentence of its own.
    """
    if exercise.tolerance <= SINGLE_PRECISION or any(result.error for result in results):
        return None
    due, came = ([one.value for one in found] for found in (exercise.expected, results))
    seed = exercise.parameters[-1] if exercise.seeded else ""
    return next(independent(exercise.arguments, due, came, seed), None)


def same_form(exercise: "CompiledExercise", results: Sequence["Result"]) -> bool:
    """Tell whether all values have the form that is due: then a strange one is out of range."""
    if not _gives_values(exercise, results) or any(r.changed or r.replaced for r in results):
        return False
    pairs = [(exercise.expected[n].value, results[n].value) for n in value_cases(exercise)]
    return not any(form_problem(due, got) for due, got in pairs)


def _gives_values(exercise: "CompiledExercise", results: Sequence["Result"]) -> bool:
    """Tell whether all calls were made, and none raised an error where a value is due."""
    whole = len(results) == len(exercise.cases)
    return whole and not any(results[n].error for n in value_cases(exercise))


def _compared(
    exercise: "CompiledExercise", results: Sequence["Result"]
) -> tuple[list[Arguments], list[Any], list[Any]]:
    """Return arguments, what is due and what came, of the cases in which a value is due."""

    def comparable_value(result: "Result") -> Any:
        if result.error:
            return gist(result.error, result.message, own=result.own)
        return comparable(exercise, result.value)

    values, arguments = value_cases(exercise), exercise.arguments
    return (
        [arguments[n] for n in values],
        [comparable_value(exercise.expected[n]) for n in values],
        [comparable_value(results[n]) for n in values],
    )
