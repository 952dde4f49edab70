"""Which of the known mistakes gives the results that came."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from helpers.checks.compare import identical
from helpers.checks.relations.errors import gist
from helpers.checks.relations.leaves import numbers as numbers_of
from helpers.checks.relations.order import in_row_order

if TYPE_CHECKING:
    from helpers.checks.bank import CompiledExercise, CompiledMistake
    from helpers.checks.calls import Result


def find_mistake(
    exercise: "CompiledExercise", results: Sequence["Result"]
) -> "CompiledMistake | None":
    """Return the known mistake that gives these very results on every case, if there is one.

    Where there is none, a rule for values goes before one of form: then the mistake is told that
    gives these results wherever a value is due, whether or not an error is missing elsewhere, or
    that would give them if only their form were the one that is asked for. At last a number that
    can't be is as good as the error that it is elsewhere: the mean of nothing is NaN in NumPy, and
    Python divides by zero.
    """
    total = len(exercise.cases)
    if len(results) != total:
        return None
    mistake = _fitting(exercise, results, range(total))
    if mistake is not None or any(case.prices is not None for case in exercise.cases):
        return mistake
    values = value_cases(exercise)
    in_form = [
        replace(got, value=in_the_form_of(due.value, got.value)) if not got.error else got
        for due, got in zip(exercise.expected, results, strict=True)
    ]
    return (
        _fitting(exercise, results, values)
        or _fitting(exercise, in_form, values)
        or _fitting(exercise, in_form, values, undefined_alike=True)
    )


def value_cases(exercise: "CompiledExercise") -> list[int]:
    """Return the numbers of the cases in which a value is due, not an error."""
    return [number for number, due in enumerate(exercise.expected) if not due.error]


def same_result(exercise: "CompiledExercise", number: int, a: "Result", b: "Result") -> bool:
    """Tell whether two results of a case are what one and the same slip gives.

    An error counts by its type and by what it says; where one of this type is due, by its type.
    """
    if a.changed != b.changed or a.replaced != b.replaced or a.error != b.error:
        return False
    if a.error:
        due = exercise.expected[number].error == a.error
        return due or gist(a.error, a.message, own=a.own) == gist(b.error, b.message, own=b.own)
    values = comparable(exercise, a.value), comparable(exercise, b.value)
    return identical(*values, exercise.tolerance)


def comparable(exercise: "CompiledExercise", value: Any) -> Any:
    """Return a result as it is compared, without what an exercise leaves open."""
    if exercise.any_keys and isinstance(value, dict):
        value = {k.item() if isinstance(k, np.integer) else k: v for k, v in value.items()}
    return in_row_order(value) if exercise.any_order else value


def _fitting(
    exercise: "CompiledExercise",
    results: Sequence["Result"],
    numbers: Sequence[int],
    *,
    undefined_alike: bool = False,
) -> "CompiledMistake | None":
    """Return the mistake that gives some results; None where these are the ones that are due.

    undefined_alike (bool): Whether a case in which both fail to give a number counts as the same,
        if another case speaks for the mistake too.
    """

    def fits(others: Sequence["Result"]) -> bool:
        undefined = [
            undefined_alike and _undefined_alike(exercise.expected[n], others[n], results[n])
            for n in numbers
        ]
        return not all(undefined) and all(
            both or same_result(exercise, n, others[n], results[n])
            for n, both in zip(numbers, undefined, strict=True)
        )

    if fits(exercise.expected):
        return None
    return next((mistake for mistake in exercise.mistakes if fits(mistake.results)), None)


def _not_finite(value: Any) -> bool:
    """Tell whether NaN or an infinity is anywhere in a result."""
    if isinstance(value, dict | list | tuple):
        return any(map(_not_finite, value.values() if isinstance(value, dict) else value))
    found = numbers_of(value)
    return found is not None and not np.isfinite(found).all()


def _undefined_alike(due: "Result", a: "Result", b: "Result") -> bool:
    """Tell whether two results fail alike to give a number, at least one of them by an error."""
    if _not_finite(due.value) or not (a.error or b.error):
        return False
    return all(_by_nothing(one) if one.error else _not_finite(one.value) for one in (a, b))


def _by_nothing(raised: "Result") -> bool:
    """Tell whether an error comes of a division by 0, or of a mean of nothing (`statistics`)."""
    no_data = "at least one data point" in raised.message
    return not raised.own and (raised.error == "ZeroDivisionError" or no_data)


def in_the_form_of(due: Any, got: Any) -> Any:
    """Return a result in the form of the one that is due, where it holds as much; else as it is."""
    if isinstance(due, np.ndarray):
        return _as_array(due, got)
    if isinstance(got, np.ndarray) and got.size == 1 and isinstance(due, float | int | np.generic):
        return got.ravel()[0]
    if isinstance(due, list | tuple) and isinstance(got, list | tuple | np.ndarray):
        if (isinstance(got, np.ndarray) and not got.ndim) or len(due) != len(got):
            return got
        items = [in_the_form_of(d, g) for d, g in zip(due, got, strict=True)]
        return items if isinstance(due, list) else tuple(items)
    if isinstance(due, dict) and isinstance(got, dict):
        keys = {k: k.item() if isinstance(k, np.generic) else k for k in got}
        return {keys[k]: in_the_form_of(due.get(keys[k]), value) for k, value in got.items()}
    return got


def _as_array(due: np.ndarray, got: Any) -> Any:
    array = got
    if isinstance(got, list | tuple):
        try:
            array = np.array(got)
        except ValueError:  # rows of different lengths
            return got
    if not isinstance(array, np.ndarray) or array.dtype.kind not in "biuf":
        return got
    if array.size != due.size or not due.size or _sides(array) != _sides(due):
        return got
    if array.dtype.kind == "b" and due.dtype.kind in "iu":
        array = array.astype(int)
    return array if array.ndim == due.ndim else array.reshape(due.shape)


def _sides(array: np.ndarray) -> list[int]:
    return sorted(side for side in array.shape if side != 1)
