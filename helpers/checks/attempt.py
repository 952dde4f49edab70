"""Trying a function on the cases of an exercise."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from time import perf_counter

from helpers.checks.bank import CompiledExercise
from helpers.checks.calls import Result, call
from helpers.checks.compare import identical
from helpers.checks.judge import Outcome, Verdict, judge
from helpers.checks.plain import to_plain, type_name
from helpers.checks.words import show

_TWICE = 0.01  # seconds: so long cases are called again, and the first in any case
_TWO_RESULTS = (
    "Called twice with the same arguments, your function gives two results: does it draw at "
    "random, or keep something from one call to the next, such as a list outside of it?"
)


def try_function(exercise: CompiledExercise, function: object) -> Verdict:
    """Call a function on an exercise's cases and judge what came."""
    problem = not_a_function(exercise.name, function)
    if problem is not None:
        return problem
    assert callable(function)
    results: list[Result] = []
    for case in exercise.cases:
        results.append(call(function, case))
        if results[-1].error in ("TooSlow", "KeyboardInterrupt"):
            break
    printed = "".join(result.printed for result in results)
    verdict = replace(judge(exercise, results), printed=printed)
    # Where results must be repeatable, the last case is there to see it.
    judged = verdict.outcome in ("wrong", "mistake", "sanity") and not exercise.repeatable
    if judged and _gives_two_results(exercise, function, results):
        more = "" if verdict.outcome == "mistake" else f" {verdict.message}"
        outcome: Outcome = "sanity" if verdict.outcome == "sanity" else "wrong"
        text = _TWO_RESULTS + more
        return replace(verdict, outcome=outcome, mistake="two results", message=text)
    return verdict


def _gives_two_results(
    exercise: CompiledExercise, function: Callable[..., object], results: Sequence[Result]
) -> bool:
    """Tell whether a second call of a case, with the same arguments, gives another value."""
    if any(result.error for result in results):
        return False
    start = perf_counter()
    for case, result in zip(exercise.cases, results, strict=False):
        if not identical(call(function, case).value, result.value):
            return True
        if perf_counter() - start > _TWICE:
            break
    return False


def not_a_function(name: str, function: object) -> Verdict | None:
    """Return the verdict on what stands in a function's place, or None where it is a function."""
    if function is ...:
        text = f"{name} is still `...`: write your function in its place."
        return Verdict("not attempted", text)
    is_class = type(function) is type
    if is_class and "__next__" in type.__dict__["__dict__"].__get__(function):
        return None  # it makes iterators: as good as a generator function
    if is_class or not callable(function):
        what = "a class" if is_class else _what(function)
        text = (
            f"`{name}` is {what}, not a function: was its name used again? "
            "Run the cell with your function once more, then this one."
        )
        return Verdict("sanity", text)
    return None


def _what(value: object) -> str:
    kind = type_name(value)
    plain = to_plain(value)
    shown = isinstance(plain, bool | int | float | str | None)
    return f"{show(plain)} (of type {kind})" if shown else f"of type {kind}"
