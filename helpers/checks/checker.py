"""`check`: what a notebook calls, and what it remembers of the session."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FunctionType
from typing import Any

from IPython.core.getipython import get_ipython
from IPython.display import display

from helpers.checks.attempt import try_function
from helpers.checks.bank import Bank
from helpers.checks.calls import LONGEST_OUTPUT
from helpers.checks.card import card, note
from helpers.checks.desk.cells import Cells, Undefined
from helpers.checks.desk.lessons import START_NOTEBOOK, next_lesson
from helpers.checks.desk.overview import course_table, finish_card, progress_table
from helpers.checks.desk.place import Place
from helpers.checks.exercise import CheckError
from helpers.checks.judge import Verdict, without_data
from helpers.checks.limits import limits_are_kept
from helpers.checks.originals import put_back
from helpers.checks.plain import type_name
from helpers.checks.words import clean, cut

HIDDEN_SEEDS = (2, 3, 4)
_LONGEST_LINE = 240
# Deep enough for any answer; an endless recursion ends before it fills the memory.
_RECURSION_LIMIT = 3000
_MISSING: Any = object()
_NO_LIMIT = (
    "A loop that doesn't end is not broken off where this notebook runs. If a check doesn't come "
    "back, restart Python: what you wrote stays."
)
# Where there was no answer to judge: what was done before stays as it was.
_NO_TRY = ("not attempted", "syntax error", "not run")
_set_recursion_limit = sys.setrecursionlimit


class NotYet(CheckError):
    """The learner's function isn't right yet; the card above says why."""

    def __init__(self, sentence: str, word: str = "") -> None:
        super().__init__(sentence)
        self._word = word or f"NotYet: {sentence}"

    def _render_traceback_(self) -> list[str]:
        """Leave the talking to the card above; `nbgrader validate` shows this without the card."""
        return [f"NotYet: {self}" if _by_nbgrader() else self._word]


class Checker:
    """Checks functions, gives hints, and remembers what was done.

    ``check(name, function)`` shows a card and raises `NotYet` unless the function is right.

    keep (bool): Whether what is done is kept in a file beside the notebook.
    """

    def __init__(self, *, keep: bool = False) -> None:
        self._place = Place(keep=keep)
        self._cells: Cells | None = None
        self._right: set[str] = set()  # in this session
        self._busy = False
        self._limits_are_kept = True

    def watch(self, shell: Any) -> None:
        """Watch the cells of IPython's shell, to know which answers never came to be."""
        self._cells = Cells(shell, lambda value: value is self)

    def __call__(self, name: str = "", function: Callable[..., Any] = _MISSING) -> None:
        """Check a function on the visible cases of an exercise.

        name (str): The name of the exercise.
        function (callable): The learner's function.
        Raises NotYet: If it isn't right: the card says what is wrong.
        Raises CheckError: If there is no such exercise, or no exercises at all.
        """
        with self._guarded():
            if function is _MISSING:
                raise CheckError(_call_text(name, self._place.bank()))
            exercise = self._place.bank().exercise(name)
            self._say_once_where_no_limit_is_kept()
            verdict = self._not_run(name, function) or try_function(exercise, function)
            right = verdict.outcome == "right"
            self.remember(name, right)
            if verdict.outcome not in _NO_TRY:
                self._place.progress().tried(name, right=right)
            _print(verdict.printed)
            solution = "" if right or _by_nbgrader() else self._place.solution(name)
            _display(card(name, verdict, exercise.hints, solution))
            if not right:
                raise NotYet(f"{name}: {_first_sentence(verdict.message)}", "not yet")

    def _say_once_where_no_limit_is_kept(self) -> None:
        if self._limits_are_kept and not limits_are_kept():
            self._limits_are_kept = False
            _display(note("○ No limit of time here", _NO_LIMIT))

    def hidden(self, name: str, function: Callable[..., Any]) -> None:
        """Check a function on fresh cases of an exercise; used by graders only.

        Where it isn't right the message says what kind of fault it is, and never shows a case.

        Raises NotYet: If it isn't right.
        Raises CheckError: If the course's solutions aren't at hand, or have no such exercise.
        """
        with self._guarded():
            bank = self._place.source_bank()
            if bank is None:
                raise CheckError(
                    "the fresh cases are drawn from the folder solutions of the course, "
                    "which is not here: grade inside the course's folder."
                )
            bank.require(name)
            for seed in HIDDEN_SEEDS:
                verdict = try_function(bank.sources[name].compiled(seed), function)
                if verdict.outcome != "right":
                    raise NotYet(f"{name}, fresh cases: {without_data(verdict)}")

    def needs(self, *names: str) -> None:
        """Stop a cell that uses the learner's functions until their checks have been right.

        What was right before the kernel was started, or before its last check, does not count.

        Raises NotYet: Naming the exercises that are open.
        """
        with self._guarded():
            for name in names:
                self._place.bank().require(name)
            waits_for = [name for name in names if name not in self._right]
            if not waits_for:
                return
            progress = self._place.progress()
            solved = all(progress.record(name).state == "right" for name in waits_for)
            text = _waiting_text(waits_for, solved)
            _display(note(f"○ Waiting for {' and '.join(waits_for)}", text))
            raise NotYet(text.replace("`", ""), "waiting")

    def remember(self, name: str, right: bool) -> None:
        """Note what became of an exercise that was judged elsewhere, for `needs` and `progress`."""
        (self._right.add if right else self._right.discard)(name)

    def hint(self, name: str) -> None:
        """Show the next hint of an exercise; after the last one, all of them."""
        with self._guarded():
            exercise = self._place.bank().exercise(name)
            progress, total = self._place.progress(), len(exercise.hints)
            given = min(progress.record(name).hints + 1, total)
            progress.hinted(name, given)
            more = (
                f'One more: `check.hint("{name}")`' if given < total else "That was the last one."
            )
            text = "\n".join([*exercise.hints[:given], more])
            _display(note(f"Hint {given} of {total}: {exercise.signature}", text))

    def progress(self) -> None:
        """Show what is done of this lesson, and of the others; beside the lessons, of them all."""
        with self._guarded():
            lessons = self._place.course()
            if lessons:
                _display(course_table(lessons))
                return
            _display(progress_table(self._place.overview(self._right), self._place.others()))

    def finish(self) -> None:
        """Show what is done at the end of a lesson, what is still open, and the next lesson."""
        with self._guarded():
            folder, overview = self._place.folder(), self._place.overview(self._right)
            start = (folder.parent / START_NOTEBOOK).is_file()
            after = next_lesson(folder)
            _display(finish_card(overview, after, linked=self._place.keep, start=start))

    def solution(self, name: str) -> None:
        """Show the reference of an exercise where the course's solutions are there."""
        with self._guarded():
            self._place.bank().require(name)
            code = "" if _by_nbgrader() else self._place.solution(name)
            text = (
                "One right way to write it:"
                if code
                else (
                    "The solutions are not on this machine. In a graded course ask your teacher; "
                    f'for a nudge run `check.hint("{name}")`.'
                )
            )
            _display(note(f"Solution of {name}", text, code))

    def _not_run(self, name: str, function: object) -> Verdict | None:
        """Return the verdict where the cell with the answer did not run.

        A grader marks the function that there is, wherever it comes from.
        """
        if self._cells is None or (_by_nbgrader() and not isinstance(function, Undefined)):
            return None
        return self._cells.verdict(name, function)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Turn whatever happens into one line: a learner never sees this package's own frames."""
        replaced = put_back()
        limit = sys.getrecursionlimit()
        nested, self._busy = self._busy, True
        try:
            if nested:
                raise CheckError(
                    "check was called by the function that it checks: call it in a cell of its own."
                )
            _set_recursion_limit(_RECURSION_LIMIT)
            if replaced:
                _display(note("Put back", _replaced_text(replaced)))
            yield
        except CheckError as error:
            raise error.with_traceback(None) from None
        except KeyboardInterrupt:
            raise CheckError("the check was interrupted: run the cell again.") from None
        except BaseException as error:
            name = type_name(error)
            raise CheckError(
                f"the check could not finish ({name}: {_safe_text(error)}). "
                "Restart the kernel and run the cells from the top."
            ) from None
        finally:
            self._busy = nested
            if not nested:
                with suppress(RecursionError):  # where it is lower than where we are, ours stays
                    _set_recursion_limit(limit)


def _call_text(given: object, bank: Bank) -> str:
    """Say how to call the check to somebody who left out the name or the function."""
    # What came may be the name of an exercise, or the function of that name.
    told = given.__name__ if type(given) is FunctionType else given
    name = told if isinstance(told, str) and told in bank.names else bank.names[0]
    return f'the check needs a name and a function: write check("{name}", {name}).'


def _first_sentence(text: str) -> str:
    head, stop, _ = text.replace("\n", " ").partition(". ")
    return cut(clean(head + "." if stop else head), _LONGEST_LINE)


def _replaced_text(names: list[str]) -> str:
    listed = ", ".join(f"`{name}`" for name in names[:3]) + (" and others" if names[3:] else "")
    return (
        f"A cell of this notebook had put something else in place of {listed}. The check has put "
        "back what belongs there. Give your own value another name."
    )


def _waiting_text(names: list[str], solved: bool) -> str:
    """Say what a cell waits for; exercises that were solved need to be run again only."""
    listed = " and ".join(f"`{name}`" for name in names)
    one = len(names) == 1
    it, check, was = ("it", "its check", "was") if one else ("them", "their checks", "were")
    if solved:
        return (
            f"This cell needs your {listed}, which {was} right earlier: run the cell with {it} and "
            f"{check} once more, then run this cell again."
        )
    return f"This cell needs your {listed}: solve {it} and run {check}, then run this cell again."


def _by_nbgrader() -> bool:
    """Tell whether nbgrader runs this notebook."""
    return "NBGRADER_EXECUTION" in os.environ


def _safe_text(error: BaseException) -> str:
    try:
        return cut(clean(str(error)), _LONGEST_LINE)
    except BaseException:
        return "no text"


def _print(text: str) -> None:
    if text:
        end = "" if text.endswith(("\n", "…")) else "\n"
        print(cut(text, LONGEST_OUTPUT), end=end)


def _display(bundle: dict[str, str]) -> None:
    with suppress(Exception):
        if get_ipython() is not None:
            display(bundle, raw=True)
            return
    print(bundle["text/plain"])
