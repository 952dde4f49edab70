"""Judging results: right, a known mistake, of the wrong form, wrong, or not attempted.

Everything here looks at plain data; no learner's code runs.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any, Literal

import numpy as np

from helpers.checks.bank import CompiledExercise
from helpers.checks.calls import SECONDS_PER_CALL, Result
from helpers.checks.compare import Problem, find_problem, identical, where_different
from helpers.checks.costs import find_costly
from helpers.checks.exercise import SINGLE_PRECISION, Case
from helpers.checks.plain import unknown_to_json
from helpers.checks.relations import Relation
from helpers.checks.relations.errors import meaning
from helpers.checks.relations.known import comparable, find_mistake
from helpers.checks.relations.told import constant, described, form_described, same_form, unused
from helpers.checks.words import show, show_all

Outcome = Literal["right", "mistake", "sanity", "wrong", "not attempted", "syntax error", "not run"]
OTHER_SEEDS = 3  # so many calls with another seed where a seed must count
_ALL_DIGITS = 17
_TWO_RESULTS = (
    "Called twice with the same arguments, your function gives two results: does everything random "
    "in it come from the seed?"
)
_UNKEPT = "JSON can't keep your result"
_SAYS_LITTLE = ("", "too large", "too small")  # beside a number that is out of range


@dataclass(frozen=True)
class Evidence:
    """The first case that went wrong, in words."""

    call: str
    expected: str
    got: str


@dataclass(frozen=True)
class Verdict:
    """What became of one check.

    outcome (str): One of 'right', 'mistake', 'sanity', 'wrong', 'not attempted'; or, where there is
        nothing to judge since the cell with the answer did not run, 'syntax error' or 'not run'.
    message (str): What to tell the learner, in sentences.
    mistake (str): The name of the mistake that was recognised, or of what a wrong answer is.
    evidence (Evidence or None): The case to show, where one helps.
    printed (str): What the function printed on the way.
    """

    outcome: Outcome
    message: str
    mistake: str = ""
    evidence: Evidence | None = None
    printed: str = ""


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
    if len(problems) == len(exercise.cases) and not any(problems):
        problems[-1] = _seed_problem(exercise, results)
    wrong = {number: problem for number, problem in enumerate(problems) if problem is not None}
    total = len(exercise.cases)
    if not wrong and len(results) == total:
        return Verdict("right", f"{exercise.name} is right in all {total} cases.")
    if not wrong:
        return Verdict("wrong", f"Only {len(results)} of {total} cases were answered.")
    evidence = _evidence(exercise, results, min(wrong))
    always = constant(exercise, results)
    mistake = find_mistake(exercise, results)
    # Where chance has a part other results may come near those of a mistake: then both must take
    # notice of the same arguments.
    if mistake is not None and unused(exercise, results) == unused(exercise, mistake.results):
        return Verdict("mistake", _after(always, mistake.hint), mistake.name, evidence)
    strange = [number for number, problem in wrong.items() if not problem.sane]
    flags = [number in wrong for number in range(total)]
    if strange and not same_form(exercise, results):
        return _of_strange_form(exercise, results, wrong, strange[0])
    # Where JSON alone is in the way the values are right: there is nothing to say of them.
    unkept = all(problem.sentence.startswith(_UNKEPT) for problem in wrong.values())
    name, sentence = ("", "") if unkept else described(exercise, results, flags)
    if _gives_two_results(exercise, results):
        name, sentence = "two results", _TWO_RESULTS
    if strange:  # the case is shown that has the number which the sentence names
        text, evidence = wrong[strange[0]].sentence, _evidence(exercise, results, strange[0])
        if name in _SAYS_LITTLE:
            return Verdict("sanity", text, evidence=evidence)
    else:
        text = _wrong_values(exercise, results, list(wrong))
    message = text if text == sentence else f"{sentence} {text}".strip()
    return Verdict("wrong", message, name, evidence)


def _after(constant: Relation | None, hint: str) -> str:
    """Return a hint, after the plain fact where any constant would give it: then it's a guess."""
    if constant is None:
        return hint
    return f"{constant.sentence} One way to get there: {hint[0].lower()}{hint[1:]}"


def _of_strange_form(
    exercise: CompiledExercise, results: Sequence[Result], wrong: dict[int, Problem], number: int
) -> Verdict:
    """Return the verdict on results of which one, at least, doesn't have the form that is due."""
    evidence = _evidence(exercise, results, number)
    sentence = wrong[number].sentence
    relation = form_described(exercise, results)
    if relation is None:
        return Verdict("sanity", f"{sentence}{_only_printed(results)}", evidence=evidence)
    return Verdict("sanity", f"{sentence} {relation.sentence}", relation.name, evidence)


def _only_printed(results: Sequence[Result]) -> str:
    """Say what `return` is for where a function prints and never returns anything."""
    if any(result.error or result.value is not None for result in results):
        return ""
    if not any(result.printed for result in results):
        return ""
    return " It prints instead: `print` only shows a value, `return` hands it on."


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


def _problem(
    exercise: CompiledExercise, case: Case, expected: Result, got: Result, seconds: float
) -> Problem | None:
    if got.error == "TooSlow":
        return Problem(
            f"Your function was stopped after {seconds:g} seconds: is there a loop that never ends?"
        )
    if got.replaced:
        return Problem(
            f"Your function puts something else in place of `{got.replaced}`, which other code "
            "needs: give your value another name."
        )
    if got.changed and not expected.changed:
        return Problem(
            "Your function changes its input: its caller finds other data afterwards. "
            "Work on a copy."
        )
    if got.error and got.error != expected.error:
        return Problem(_raised(exercise, expected, got))
    if expected.error:
        return _missing_error(case, expected, got)
    if case.prices is not None:
        return find_costly(case, expected.value, got.value)[0]
    problem = find_problem(
        comparable(exercise, expected.value),
        comparable(exercise, got.value),
        exercise.tolerance,
        exercise.bounds,
    )
    if problem is None and not exercise.tolerance:
        problem = _whole_problem(expected.value, got.value)
    unknown = unknown_to_json(got.value) if exercise.json_safe else ""
    if problem is None and unknown:
        shown = " The call below shows NumPy's numbers as plain ones."
        return Problem(f"{_UNKEPT}: it holds {unknown}.{shown if 'number' in unknown else ''}")
    return problem


def _whole_problem(expected: Any, got: Any) -> Problem | None:
    """Return what is wrong with an array of ints where every digit counts and floats are due."""
    arrays = isinstance(expected, np.ndarray) and isinstance(got, np.ndarray)
    if arrays and expected.dtype.kind == "f" and got.dtype.kind in "iu":
        return Problem("The result holds ints, but floats are asked for.")
    return None


def _gives_two_results(exercise: CompiledExercise, results: Sequence[Result]) -> bool:
    """Tell whether the first case and its repetition, which is the last one, give two values."""
    whole = len(results) == len(exercise.cases)
    return exercise.repeatable and whole and not identical(results[0].value, results[-1].value)


def _seed_problem(exercise: CompiledExercise, results: Sequence[Result]) -> Problem | None:
    """Return what is wrong where a seed doesn't count, or something else does."""
    first, others = results[0].value, list(results)
    if _gives_two_results(exercise, results):
        return Problem(_TWO_RESULTS)
    if exercise.repeatable:
        others.pop()
    seeds = others[-OTHER_SEEDS:] if exercise.seeded else []
    if seeds and all(identical(first, other.value) for other in seeds):
        return Problem(
            "Whatever the seed, your function gives the same result: does what it draws come from "
            f"the argument `{exercise.parameters[-1]}`?"
        )
    ignored = unused(exercise, results)
    return Problem(ignored.sentence) if ignored else None


def _raised(exercise: CompiledExercise, expected: Result, got: Result) -> str:
    if got.error == "KeyboardInterrupt":
        return "Your function was interrupted (KeyboardInterrupt): run the check again."
    instead = f" It should raise {expected.error} here." if expected.error else ""
    error = f"{got.error}: {got.message}" if got.message else f"{got.error}, without a text"
    where = f" ({got.where})" if got.where else ""
    # Python's own words on the number of arguments don't say how the function is called.
    about_arguments = got.error == "TypeError" and not got.where and "argument" in got.message
    form = exercise.signature.partition(" -> ")[0]
    called = f" It is called as `{form}`." if about_arguments else ""
    stop = "" if error[-1] in ".?!" and not where else "."
    means = "" if got.own else meaning(got.error, got.message)
    return f"Your function raised {error}{where}{stop} {means}".rstrip() + instead + called


def _missing_error(case: Case, expected: Result, got: Result) -> Problem | None:
    if not got.error:
        came = show(got.value)
        way = " Write `raise` in place of `return`." if came.endswith("Error>") else ""
        text = f"Your function should raise {expected.error} here, but it returned {came}.{way}"
        return Problem(text)
    for word in case.mentions:
        if not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", got.message):
            text = f"it says {got.message!r}" if got.message else "it says nothing"
            return Problem(
                f"Your function raises {got.error}, as it should, but the error's text does not "
                f"name {word}: {text}."
            )
    return None


def _wrong_values(
    exercise: CompiledExercise, results: Sequence[Result], wrong: Sequence[int]
) -> str:
    first, total = wrong[0], len(exercise.cases)
    share = f"all {total} cases" if len(wrong) == total else f"{len(wrong)} of {total} cases"
    if exercise.cases[first].prices is not None:
        return f"Your answers have the right form, but they cost too much in {share}."
    more = ""
    if not exercise.any_order:
        expected, got = exercise.expected[first].value, results[first].value
        more = where_different(expected, got, exercise.tolerance)
    place = f" In the case below, {more}." if more else ""
    return f"Your result has the right form, but the wrong value in {share}.{place}"


def _not_attempted(result: Result) -> bool:
    return result.value is ... or result.error == "NotImplementedError"


def _evidence(exercise: CompiledExercise, results: Sequence[Result], number: int) -> Evidence:
    case, expected, got = exercise.cases[number], exercise.expected[number], results[number]
    call = f"{exercise.name}({show_all(case.args)})"
    if case.prices is not None and not got.error:
        _, cost = find_costly(case, expected.value, got.value)
        price = "" if isnan(cost) else f", at a cost of {cost:g}"
        cheap = f"answers that cost {case.at_most:g} or less"
        return Evidence(call, cheap, f"{_show_result(got)}{price}")
    texts = _show_result(expected), _show_result(got)
    if texts[0] == texts[1]:  # the difference is in the digits that are left out
        texts = _show_result(expected, _ALL_DIGITS), _show_result(got, _ALL_DIGITS)
    # Where chance has a part, other numbers are right as well.
    about = "about " if exercise.tolerance > SINGLE_PRECISION and not expected.error else ""
    return Evidence(call, about + texts[0], texts[1])


def _show_result(result: Result, digits: int = 6) -> str:
    if result.error == "TooSlow":
        return "no answer in time"
    if not result.error:
        return show(result.value, digits)
    return f"{result.error}: {result.message}" if result.message else result.error
