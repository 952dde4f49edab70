"""Judging results: right, a known mistake, of the wrong form, wrong, or not attempted.

Everything here looks at plain data; no learner's code runs.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from helpers.checks.bank import CompiledExercise, CompiledMistake
from helpers.checks.calls import SECONDS_PER_CALL, Result
from helpers.checks.compare import find_problem, identical, where_different
from helpers.checks.exercise import Case
from helpers.checks.leeway import find_costly, in_row_order
from helpers.checks.words import show

Outcome = Literal["right", "mistake", "sanity", "wrong", "not attempted"]
_ALL_DIGITS = 17


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
    printed : str
        What the function printed on the way.
    """

    outcome: Outcome
    message: str
    mistake: str = ""
    evidence: Evidence | None = None
    printed: str = ""


@dataclass(frozen=True)
class _Difference:
    sentence: str
    form: bool


def judge(
    exercise: CompiledExercise, results: Sequence[Result], seconds: float = SECONDS_PER_CALL
) -> Verdict:
    """Judge what a function gave for the cases of an exercise, in their order.

    `results` may end early, after a call that took longer than these seconds.
    """
    open_ends = [result for result in results if _not_attempted(result)]
    if open_ends:
        does = f"raises {open_ends[0].error}" if open_ends[0].error else "returns `...`"
        text = f"{exercise.name} still {does}: replace that line with your answer."
        return Verdict("not attempted", text)
    problems = [
        _problem(exercise, case, expected, result, seconds)
        for case, expected, result in zip(exercise.cases, exercise.expected, results, strict=False)
    ]
    if exercise.repeatable and len(problems) == len(exercise.cases) and problems[-1] is None:
        problems[-1] = _not_repeated(results[0], results[-1])
    wrong = [number for number, problem in enumerate(problems) if problem is not None]
    total = len(exercise.cases)
    if not wrong and len(results) == total:
        return Verdict("right", f"{exercise.name} is right in all {total} cases.")
    if not wrong:
        return Verdict("wrong", f"Only {len(results)} of {total} cases were answered.")
    evidence = _evidence(exercise, wrong[0], results[wrong[0]])
    mistake = find_mistake(exercise, results)
    if mistake is not None:
        return Verdict("mistake", mistake.hint, mistake.name, evidence)
    for number in wrong:
        problem = problems[number]
        if problem is not None and problem.form:
            evidence = _evidence(exercise, number, results[number])
            return Verdict("sanity", problem.sentence, evidence=evidence)
    return Verdict("wrong", _wrong_values(exercise, results, wrong), evidence=evidence)


def without_data(verdict: Verdict) -> str:
    """Say what kind of fault a function has, without showing a case or what it said itself."""
    if verdict.outcome == "mistake":
        return verdict.message
    if verdict.outcome == "not attempted":
        return "not attempted."
    return (
        "not right there. Does it rely on something that only holds for the cases shown, "
        "such as their size or their labels, or take far longer with others?"
    )


def find_mistake(exercise: CompiledExercise, results: Sequence[Result]) -> CompiledMistake | None:
    """Return the known mistake that gives these very results on every case, if there is one."""
    for mistake in exercise.mistakes:
        if len(results) == len(mistake.results) and all(
            _same(exercise, a, b) for a, b in zip(mistake.results, results, strict=True)
        ):
            return mistake
    return None


def _problem(
    exercise: CompiledExercise, case: Case, expected: Result, got: Result, seconds: float
) -> _Difference | None:
    if got.error == "TooSlow":
        return _Difference(
            f"Your function was stopped after {seconds:g} seconds: "
            "is there a loop that never ends?",
            True,
        )
    if got.replaced:
        return _Difference(
            f"Your function puts something else in place of `{got.replaced}`, which other code "
            "needs: give your value another name.",
            True,
        )
    if got.changed and not expected.changed:
        return _Difference(
            "Your function changes its input: whoever calls it finds other data afterwards. "
            "Work on a copy.",
            True,
        )
    if got.error and got.error != expected.error:
        return _Difference(_raised(exercise, expected, got), True)
    if expected.error:
        return _missing_error(case, expected, got)
    if case.prices is not None:
        problem, _ = find_costly(expected.value, got.value, case.prices, case.at_most)
    else:
        wanted, came = _ordered(exercise, expected.value), _ordered(exercise, got.value)
        problem = find_problem(wanted, came, exercise.tolerance, exercise.bounds)
    return None if problem is None else _Difference(problem.sentence, not problem.sane)


def _ordered(exercise: CompiledExercise, value: Any) -> Any:
    return in_row_order(value) if exercise.any_order else value


def _not_repeated(first: Result, again: Result) -> _Difference | None:
    if identical(first.value, again.value):
        return None
    return _Difference(
        "Called twice with the same arguments, your function gives two results: does everything "
        "random in it come from the seed?",
        True,
    )


def _raised(exercise: CompiledExercise, expected: Result, got: Result) -> str:
    if got.error == "KeyboardInterrupt":
        return "Your function was interrupted (KeyboardInterrupt): run the check again."
    instead = f" It should raise {expected.error} here." if expected.error else ""
    said = f"{got.error}: {got.message}" if got.message else f"{got.error}, without a text"
    where = f" ({got.where})" if got.where else ""
    # Python's own words on the number of arguments don't say how the function is called.
    called = f" It is called as {_call_form(exercise)}." if _is_about_arguments(got) else ""
    stop = "" if said[-1] in ".?!" and not where else "."
    return f"Your function raised {said}{where}{stop}{instead}{called}"


def _is_about_arguments(got: Result) -> bool:
    return got.error == "TypeError" and not got.where and "argument" in got.message


def _call_form(exercise: CompiledExercise) -> str:
    return f"`{exercise.signature.partition(' -> ')[0]}`"


def _missing_error(case: Case, expected: Result, got: Result) -> _Difference | None:
    if not got.error:
        return _Difference(
            f"Your function should raise {expected.error} here, but it returned {show(got.value)}.",
            True,
        )
    for word in case.mentions:
        if not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", got.message):
            said = f"it says {got.message!r}" if got.message else "it says nothing"
            return _Difference(
                f"Your function raises {got.error}, as it should, but the error's text does not "
                f"name {word}: {said}.",
                True,
            )
    return None


def _wrong_values(
    exercise: CompiledExercise, results: Sequence[Result], wrong: Sequence[int]
) -> str:
    first, total = wrong[0], len(exercise.cases)
    share = f"all {total} cases" if len(wrong) == total else f"{len(wrong)} of {total} cases"
    if exercise.cases[first].prices is not None:
        return f"Your answers have the right form, but they cost too much in {share}."
    expected = _ordered(exercise, exercise.expected[first].value)
    came = _ordered(exercise, results[first].value)
    more = "" if exercise.any_order else where_different(expected, came, exercise.tolerance)
    place = f" In the case below, {more}." if more else ""
    return f"Your result has the right form, but the wrong value in {share}.{place}"


def _same(exercise: CompiledExercise, a: Result, b: Result) -> bool:
    if a.changed != b.changed or a.replaced != b.replaced:
        return False
    if a.error or b.error:
        return a.error == b.error
    return identical(_ordered(exercise, a.value), _ordered(exercise, b.value), exercise.tolerance)


def _not_attempted(result: Result) -> bool:
    return result.value is ... or result.error == "NotImplementedError"


def _evidence(exercise: CompiledExercise, number: int, got: Result) -> Evidence:
    case, expected = exercise.cases[number], exercise.expected[number]
    arguments = ", ".join(show(argument) for argument in case.args)
    if case.prices is not None and not got.error:
        _, cost = find_costly(expected.value, got.value, case.prices, case.at_most)
        price = "" if cost != cost else f", at a cost of {cost:g}"
        wanted = f"answers that cost {case.at_most:g} or less"
        return Evidence(f"{exercise.name}({arguments})", wanted, f"{_show_result(got)}{price}")
    wanted, came = _show_result(expected), _show_result(got)
    if wanted == came:  # the difference is in the digits that are left out
        wanted, came = _show_result(expected, _ALL_DIGITS), _show_result(got, _ALL_DIGITS)
    return Evidence(f"{exercise.name}({arguments})", wanted, came)


def _show_result(result: Result, digits: int = 6) -> str:
    if result.error == "TooSlow":
        return "no answer in time"
    if not result.error:
        return show(result.value, digits)
    return f"{result.error}: {result.message}" if result.message else result.error
