"""`check`: what a notebook calls, and what it remembers of the session."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FunctionType
from typing import Any

from IPython.core.getipython import get_ipython
from IPython.display import display

from helpers.checks.attempt import try_function
from helpers.checks.bank import Bank, bank_from_source, compile_exercise, find_bank
from helpers.checks.calls import LONGEST_OUTPUT
from helpers.checks.card import card, note, progress_table
from helpers.checks.exercise import CheckError
from helpers.checks.judge import without_data
from helpers.checks.originals import put_back
from helpers.checks.plain import type_name
from helpers.checks.source import find_source, reference_code
from helpers.checks.words import clean, cut

HIDDEN_SEEDS = (2, 3, 4)
_LONGEST_LINE = 240
# Deep enough for any answer; an endless recursion ends before it fills the memory.
_RECURSION_LIMIT = 3000
_MISSING: Any = object()
_set_recursion_limit = sys.setrecursionlimit


class NotYet(CheckError):
    """The learner's function isn't right yet; the card above says why."""

    def __init__(self, sentence: str, shown: str = "") -> None:
        super().__init__(sentence)
        self._shown = shown or sentence

    def _render_traceback_(self) -> list[str]:
        """Don't repeat the card above; `nbgrader validate` shows this line without the card."""
        return [f"NotYet: {self if 'NBGRADER_EXECUTION' in os.environ else self._shown}"]


class Checker:
    """Checks functions, gives hints, and keeps the state of this session.

    ``check(name, function)`` shows a card and raises `NotYet` unless the function is right.
    """

    def __init__(self) -> None:
        self._start = _working_folder()
        self._banks: dict[Path, Bank] = {}
        self._states: dict[str, str] = {}
        self._hints_given: dict[str, int] = {}
        self._busy = False

    def __call__(self, name: str = "", function: Callable[..., Any] = _MISSING) -> None:
        """Check a function on the visible cases of an exercise.

        name (str): The name of the exercise.
        function (callable): The learner's function.
        Raises NotYet: If it isn't right: the card says what is wrong.
        Raises CheckError: If there is no such exercise, or no exercises at all.
        """
        with self._guarded():
            if function is _MISSING:
                raise CheckError(_call_text(name, self._bank()))
            exercise = self._bank().exercise(name)
            verdict = try_function(exercise, function)
            self._states[name] = "right" if verdict.outcome == "right" else "not yet"
            _print(verdict.printed)
            _display(card(name, verdict))
            if verdict.outcome != "right":
                raise NotYet(f"{name}: {_first_sentence(verdict.message)}", shown=name)

    def hidden(self, name: str, function: Callable[..., Any]) -> None:
        """Check a function on fresh cases of an exercise; used by graders only.

        Where it isn't right the message says what kind of fault it is, and never shows a case.

        Raises NotYet: If it isn't right.
        Raises CheckError: If the course's solutions aren't at hand, or have no such exercise.
        """
        with self._guarded():
            bank = self._source_bank()
            if bank is None:
                raise CheckError(
                    "the fresh cases are drawn from the folder solutions of the course, "
                    "which is not here: grade inside the course's folder."
                )
            bank.require(name)
            for seed in HIDDEN_SEEDS:
                verdict = try_function(compile_exercise(bank.sources[name], seed), function)
                if verdict.outcome != "right":
                    raise NotYet(f"{name}, fresh cases: {without_data(verdict)}")

    def needs(self, *names: str) -> None:
        """Stop a cell that uses the learner's functions until their checks have been right.

        Raises NotYet: Naming the exercises that are open.
        """
        with self._guarded():
            bank = self._bank()
            for name in names:
                bank.require(name)
            open_names = [name for name in names if self._states.get(name) != "right"]
            if open_names:
                them, check = (
                    ("it", "its check") if len(open_names) == 1 else ("them", "the checks")
                )
                raise NotYet(
                    f"this cell needs your {' and '.join(open_names)}: solve {them} and run "
                    f"{check}, then run this cell again."
                )

    def remember(self, name: str, right: bool) -> None:
        """Note what became of an exercise that was judged elsewhere, for `needs` and `progress`."""
        self._states[name] = "right" if right else "not yet"

    def hint(self, name: str) -> None:
        """Show the next hint of an exercise; after the last one, all of them."""
        with self._guarded():
            exercise = self._bank().exercise(name)
            given = min(self._hints_given.get(name, 0) + 1, len(exercise.hints))
            self._hints_given[name] = given
            total = len(exercise.hints)
            more = (
                f'One more: `check.hint("{name}")`' if given < total else "That was the last one."
            )
            text = "\n".join([*exercise.hints[:given], more])
            _display(note(f"Hint {given} of {total}: {exercise.signature}", text))

    def progress(self) -> None:
        """Show which exercises of the lesson are done in this session."""
        with self._guarded():
            bank = self._bank()
            rows = [
                (name, self._states.get(name, "not tried"), bank.exercise(name).points)
                for name in bank.names
            ]
            _display(progress_table(bank.lesson, rows))

    def solution(self, name: str) -> None:
        """Show the reference of an exercise where the course's solutions are at hand."""
        with self._guarded():
            self._bank().require(name)
            bank = self._source_bank()
            if bank is None:
                text = (
                    "The solutions are not on this machine. In a graded course ask your teacher; "
                    f'for a nudge run `check.hint("{name}")`.'
                )
                _display(note(f"Solution of {name}", text))
                return
            code = reference_code(bank.sources[name])
            _display(note(f"Solution of {name}", "One right way to write it:", code))

    def _folder(self) -> Path:
        """Return the lesson's folder: the present one, or the one we started in if it has none."""
        folder = _working_folder()
        try:
            self._bank_in(folder)
        except CheckError:  # a cell may have changed the folder
            if folder == self._start:
                raise
            self._bank_in(self._start)
            return self._start
        return folder

    def _bank_in(self, folder: Path) -> Bank:
        if folder not in self._banks:
            self._banks[folder] = find_bank(folder)
        return self._banks[folder]

    def _bank(self) -> Bank:
        return self._bank_in(self._folder())

    def _source_bank(self) -> Bank | None:
        if self._bank().sources:
            return self._bank()
        source = find_source(self._folder())
        if source is None:
            return None
        if source not in self._banks:
            self._banks[source] = bank_from_source(source)
        return self._banks[source]

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


def _working_folder() -> Path:
    try:
        return Path.cwd()
    except OSError:  # the folder was removed
        return Path("/")


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
