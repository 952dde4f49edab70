"""Judging one exercise: its cases are asked for one after the other, and what comes is bounded."""

from collections.abc import Sequence
from dataclasses import replace
from time import monotonic
from typing import Any

import numpy as np

from course.encode import encode
from course.grader.sandbox.fork_server import Died, SubmissionProcess
from helpers.checks.bank import CompiledExercise
from helpers.checks.calls import LONGEST_STREAM, Result, decode_result
from helpers.checks.judge import Verdict, judge
from helpers.checks.plain import Foreign, Stream, decode
from helpers.checks.words import clean

_NO_SENSE = "gave an answer that makes no sense and was ended"
# A result that is so much larger than those due is wrong, and takes long to compare.
_ENTRIES_MORE, _TIMES_AS_MANY = 2000, 20


def try_exercise(
    child: SubmissionProcess, exercise: CompiledExercise, seconds: float, grace: float
) -> Verdict:
    """Call the learner's function on an exercise's cases and judge what came.

    child: SubmissionProcess.
    exercise: CompiledExercise.
    seconds (float): For each call.
    grace (float): Seconds more, after which the process is ended from outside.
    Raises Died: If the process has ended or sends what makes no sense.
    """
    results: list[Result] = []
    told: list[Result] = []
    most = _ENTRIES_MORE + _TIMES_AS_MANY * max(
        (entries_of(due.value) for due in exercise.expected), default=0
    )
    for case in exercise.cases:
        answer, given = _called(child, exercise.name, case.args, seconds, grace)
        if "problem" in answer:
            said = answer.get("outcome")
            outcome = said if said in ("not attempted", "not run") else "sanity"
            problem = answer["problem"]
            text = clean(problem[:500]) if isinstance(problem, str) else "It could not be called."
            return Verdict(outcome, text)  # type: ignore[arg-type]
        try:
            result = decode_result(answer.get("result"))  # type: ignore[arg-type]
        except (ValueError, RecursionError):
            raise Died(_NO_SENSE) from None
        told.append(result)
        results.append(_seen(result, given, most, changed=child.changed_arguments()))
        if result.error in ("TooSlow", "KeyboardInterrupt"):
            break
    try:
        return _with_remark(judge(exercise, results, seconds), told)
    except Exception as error:
        # A fault of ours costs this exercise and no other, and somebody hears of it.
        raise Died(f"gave what the grader can't judge ({type(error).__name__})") from None


def entries_of(value: Any) -> int:
    """Return about how many entries a value has, those of lists in it, of arrays and texts too."""
    if isinstance(value, np.ndarray):
        return int(value.size) * (1 + value.dtype.itemsize // 100)
    if isinstance(value, str):
        return 1 + len(value) // 100
    if isinstance(value, dict):
        return 1 + sum(map(entries_of, value)) + sum(map(entries_of, value.values()))
    if isinstance(value, Stream):
        return 1 + sum(map(entries_of, value.items))
    if isinstance(value, list | tuple):
        return 1 + sum(map(entries_of, value))
    return 1


class _Given:
    """What a function has given before it read on: it can't take that back."""

    def __init__(self) -> None:
        self.items: list[Any] = []
        self.eager = False

    def take(self, items: Any, read: int) -> None:
        """Take what comes with the wish for another item, of which so many were read before."""
        if not isinstance(items, list) or len(self.items) + len(items) > LONGEST_STREAM:
            raise Died(_NO_SENSE)
        try:
            self.items += [decode(item) for item in items]
        except (ValueError, RecursionError):
            raise Died(_NO_SENSE) from None
        self.eager = self.eager or len(self.items) < read


def _called(
    child: SubmissionProcess, name: str, args: tuple[Any, ...], seconds: float, grace: float
) -> tuple[dict[str, Any], _Given]:
    """Call a function; hand it the items of a stream only as it asks for them."""
    ends = monotonic() + seconds + grace
    given = _Given()
    read = dict.fromkeys(range(len(args)), 0)
    answer = child.ask_call(seconds + grace, name=name, args=args, seconds=seconds)
    while isinstance(answer, dict) and "pull" in answer:
        place = answer["pull"]
        if type(place) is not int or type(args[place : place + 1]) is not tuple:
            raise Died(_NO_SENSE)
        stream = args[place] if 0 <= place < len(args) else None
        if not isinstance(stream, Stream):
            raise Died(_NO_SENSE)
        there = read[place] < len(stream.items)
        # To ask for what comes after the last item is to read none too many.
        given.take(answer.get("given"), read[place] if there else 0)
        asked = {"item": encode(stream.items[read[place]])} if there else {"end": True}
        read[place] += 1
        answer = child.ask("item", max(grace, ends - monotonic()), **asked)
        if monotonic() > ends:
            raise Died(f"gave no answer within {seconds:.0f} seconds and was ended")
    if not isinstance(answer, dict):
        raise Died(_NO_SENSE)
    return answer, given


def _seen(result: Result, given: _Given, most: int, *, changed: bool) -> Result:
    """Return a result with what was seen from outside, and without what can't be seen there.

    That a function has changed a list or a dict, or has put something in place of NumPy's own, is
    known to its process only: it is told, and costs nothing, so that to hide it is worth nothing.
    """
    value = result.value
    if isinstance(value, Stream):
        value = Stream([*given.items, *value.items[len(given.items) :]], given.eager)
    if entries_of(value) > most:
        kind = type(value).__name__
        shape = f" with shape {value.shape}" if isinstance(value, np.ndarray) else ""
        value = Foreign(f"{kind}{shape}, far larger than what is due")
    return replace(result, value=value, changed=changed, replaced="")


def _with_remark(verdict: Verdict, told: Sequence[Result]) -> Verdict:
    """Return a verdict, to a right answer with what its own process says against it."""
    replaced = next((result.replaced for result in told if result.replaced), "")
    if verdict.outcome != "right" or not (replaced or any(result.changed for result in told)):
        return verdict
    told_of = (
        f"puts something else in place of `{clean(replaced)}`, which other code needs: give your "
        "value another name."
        if replaced
        else "changes its input: its caller finds other data afterwards. Work on a copy."
    )
    return replace(verdict, message=f"{verdict.message} But your function {told_of}")
