"""`check`: what a notebook calls, and what it remembers of the session."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from helpers.checks.bank import (
    Bank,
    CheckError,
    CompiledExercise,
    bank_from_source,
    compile_exercise,
    find_bank,
    find_source,
)
from helpers.checks.calls import Result, call
from helpers.checks.card import card, note, progress_table
from helpers.checks.judge import Verdict, judge

HIDDEN_SEEDS = (1, 2, 3)


class NotYet(CheckError):
    """The learner's function isn't right yet; the card above says why."""


class Checker:
    """Checks functions, gives hints, and keeps the state of this session.

    ``check(name, function)`` shows a card and raises `NotYet` unless the function is right.
    """

    def __init__(self) -> None:
        self._banks: dict[Path, Bank] = {}
        self._states: dict[str, str] = {}
        self._hints_given: dict[str, int] = {}

    def __call__(self, name: str, function: Callable[..., Any]) -> None:
        """Check a function on the visible cases of an exercise.

        Parameters
        ----------
        name : str
            The name of the exercise.
        function : callable
            The learner's function.

        Raises
        ------
        NotYet
            If it isn't right: the card says what is wrong.
        CheckError
            If there is no such exercise, or no exercises at all.
        """
        with _no_traceback(name):
            exercise = self._bank().exercise(name)
            verdict = try_function(exercise, function)
            self._states[name] = "right" if verdict.outcome == "right" else "not yet"
            _display(card(name, verdict))
            if verdict.outcome != "right":
                raise NotYet(f"{name}: {_first_sentence(verdict.message)}")

    def hidden(self, name: str, function: Callable[..., Any]) -> None:
        """Check a function on fresh cases of an exercise; used by graders only.

        Where it isn't right the message says what kind of fault it is, and never shows a case.

        Raises
        ------
        NotYet
            If it isn't right.
        CheckError
            If the course's solutions aren't at hand, or have no such exercise.
        """
        with _no_traceback(name):
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
                    raise NotYet(f"{name}, fresh cases: {_without_data(verdict)}")

    def needs(self, *names: str) -> None:
        """Stop a cell that uses the learner's functions until their checks have been right.

        Raises
        ------
        NotYet
            Naming the exercises that are open.
        """
        with _no_traceback(", ".join(map(str, names))):
            bank = self._bank()
            for name in names:
                bank.require(name)
            open_names = [name for name in names if self._states.get(name) != "right"]
            if open_names:
                them = "it" if len(open_names) == 1 else "them"
                raise NotYet(
                    f"this cell needs your {' and '.join(open_names)}: solve {them} and run "
                    "the check, then run this cell again."
                )

    def hint(self, name: str) -> None:
        """Show the next hint of an exercise; after the last one, all of them."""
        with _no_traceback(name):
            exercise = self._bank().exercise(name)
            given = min(self._hints_given.get(name, 0) + 1, len(exercise.hints))
            self._hints_given[name] = given
            total = len(exercise.hints)
            more = f'One more: check.hint("{name}")' if given < total else "That was the last hint."
            text = "\n".join([*exercise.hints[:given], more])
            _display(note(f"Hint {given} of {total}: {exercise.signature}", text))

    def progress(self) -> None:
        """Show which exercises of the lesson are done in this session."""
        with _no_traceback("progress"):
            bank = self._bank()
            rows = [
                (name, self._states.get(name, "not tried"), bank.exercise(name).points)
                for name in bank.names
            ]
            _display(progress_table(bank.lesson, rows))

    def solution(self, name: str) -> None:
        """Show the reference of an exercise where the course's solutions are at hand."""
        with _no_traceback(name):
            self._bank().require(name)
            bank = self._source_bank()
            if bank is None:
                text = (
                    "The solutions are not on this machine. In a graded course ask your teacher; "
                    f'for a nudge run check.hint("{name}").'
                )
                _display(note(f"Solution of {name}", text))
                return
            code = inspect.getsource(bank.sources[name].reference)
            _display(note(f"Solution of {name}", "One right way to write it:", code))

    def _bank(self) -> Bank:
        folder = Path.cwd()
        if folder not in self._banks:
            self._banks[folder] = find_bank(folder)
        return self._banks[folder]

    def _source_bank(self) -> Bank | None:
        if self._bank().sources:
            return self._bank()
        source = find_source(Path.cwd())
        return None if source is None else bank_from_source(source)


def try_function(exercise: CompiledExercise, function: object) -> Verdict:
    """Call a function on an exercise's cases and judge what came."""
    if function is ...:
        return Verdict("not attempted", f"{exercise.name} is still `...`.")
    if not callable(function):
        kind = type(function).__name__
        text = f"`{exercise.name}` is of type {kind}, not a function: was its name used again?"
        return Verdict("sanity", text)
    results: list[Result] = []
    for case in exercise.cases:
        results.append(call(function, case))
        if results[-1].error == "TooSlow":
            break
    return judge(exercise, results)


def _without_data(verdict: Verdict) -> str:
    if verdict.outcome == "mistake":
        return verdict.message
    if verdict.outcome == "not attempted":
        return "not attempted."
    return (
        "not right there. Does it rely on something that only holds for the cases shown, "
        "such as their size or their labels?"
    )


def _first_sentence(text: str) -> str:
    head, stop, _ = text.partition(". ")
    return head + "." if stop else head


@contextmanager
def _no_traceback(name: str) -> Iterator[None]:
    """Turn whatever happens into one line: a learner never sees this package's own frames."""
    try:
        yield
    except CheckError as error:
        raise error.with_traceback(None) from None
    except KeyboardInterrupt:
        raise CheckError(f"the check of {name} was interrupted: run the cell again.") from None
    except Exception as error:
        raise CheckError(
            f"the check of {name} could not finish ({type(error).__name__}: {error}). "
            "Restart the kernel and run the cells from the top."
        ) from None


def _display(bundle: dict[str, str]) -> None:
    from IPython import get_ipython
    from IPython.display import display

    if get_ipython() is None:
        print(bundle["text/plain"])
    else:
        display(bundle, raw=True)
