"""What the notebook's cells did: an answer that never came to be, and the reason.

A check is handed a function. Where the answer's cell could not be read, or ended before its `def`,
the notebook still holds the function of an earlier run, or none: then there is nothing to judge.
"""

import ast
import keyword
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import FunctionType
from typing import Any

from helpers.checks.judge import Verdict
from helpers.checks.plain import type_name
from helpers.checks.words import clean, cut

_LONGEST_LINE = 120
_COPIED = (
    " It came along with a copied text: delete the spaces of the lines that were copied, and type "
    "them yourself."
)
_MISSING = object()
_DEFINED = re.compile(r"(?m)^[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)|^(\w+)[ \t]*=(?!=)")
# What was meant to be a `def`: `deff f(y):`, `function f(y)`.
_MEANT = re.compile(r"(?m)^(\w+)[ \t]+(\w+)[ \t]*\(")


class Undefined:
    """Stands in the place of a function that no cell has defined, while its check runs."""


class Cells:
    """Watches the cells of a notebook, by the events of IPython's shell.

    shell: IPython's InteractiveShell.
    is_check (callable): Tells whether an object is our `check`.
    """

    def __init__(self, shell: Any, is_check: Callable[[object], bool]) -> None:
        self._namespace: dict[str, Any] = shell.user_ns
        self._is_check = is_check
        self._before: dict[str, object] = {}
        self._stand_in = ""
        self._verdicts: dict[str, tuple[object, Verdict]] = {}
        shell.events.register("pre_run_cell", self.begins)
        shell.events.register("post_run_cell", self.ended)

    def begins(self, info: Any) -> None:
        """Look at a cell that is about to run. An error in here would be shown to the learner."""
        with suppress(Exception):
            self._before = {
                name: self._namespace.get(name, _MISSING)
                for name in _defined_in(info.raw_cell, getattr(info, "cell_id", None))
            }
            name = _checked_in(info.raw_cell)
            check = self._namespace.get("check")
            if name and name not in self._namespace and self._is_check(check):
                self._stand_in = name
                self._namespace[name] = Undefined()

    def ended(self, result: Any) -> None:
        """Look at what became of the cell."""
        with suppress(Exception):
            if isinstance(self._namespace.get(self._stand_in), Undefined):
                del self._namespace[self._stand_in]
            error = result.error_before_exec or result.error_in_exec
            for name, was in self._before.items():
                self._verdicts.pop(name, None)
                now = self._namespace.get(name, _MISSING)
                # Large objects are not kept alive: an answer is a function.
                kept = now is _MISSING or type(now) is FunctionType
                # `return` behind the end of a function is found when the `def` has been run.
                if error is not None and kept and (now is was or result.error_before_exec):
                    old = now is was and now is not _MISSING
                    self._verdicts[name] = (now, _verdict(name, result, old=old))

    def verdict(self, name: str, function: object) -> Verdict | None:
        """Return the verdict where there is nothing to judge, or None where there is a function.

        name (str): The name of the exercise.
        function (object): What its check was given.
        """
        missing = isinstance(function, Undefined)
        left, verdict = self._verdicts.get(name, (None, None))
        if verdict is not None and left is (_MISSING if missing else function):
            return verdict
        return not_run(name) if missing else None


def not_run(name: str) -> Verdict:
    """Return the verdict on an answer whose cell has not been run."""
    return Verdict(
        "not run",
        f"There is no `{name}` in this session: run your answer's cell first, then this one. "
        "A restart of the kernel clears everything that cells had defined.",
    )


def syntax_error(message: str, line: int, code: str) -> str:
    """Say in a sentence what Python can't read in the cell with an answer."""
    where = f" in line {line}" if line else ""
    shown = f", `{code}`" if code and "`" not in code else ""
    stop = "" if message.endswith((".", "?", "!")) else "."
    way = _COPIED if message.startswith("invalid non-printable character") else ""
    return f"Your answer's cell has a syntax error{where}{shown}: {message}{stop}{way}"


def _defined_in(source: str, cell_id: object) -> Iterator[str]:
    """Yield the names that a cell defines, or was meant to."""
    for defined, assigned in _DEFINED.findall(source):
        yield defined or assigned
    yield from (name for word, name in _MEANT.findall(source) if not keyword.iskeyword(word))
    if isinstance(cell_id, str) and cell_id.endswith("-solution"):
        yield cell_id.removesuffix("-solution").replace("-", "_")


def _checked_in(source: str) -> str:
    """Return the name of the function that a cell begins with checking; empty if it doesn't."""
    if not re.search(r"(?m)^check\(", source):
        return ""
    try:
        first = ast.parse(source).body[0]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    match first:
        case ast.Expr(
            ast.Call(
                func=ast.Name("check"), args=[ast.Constant(str(told)), ast.Name(name)], keywords=[]
            )
        ) if told == name:
            return name
    return ""


def _verdict(name: str, result: Any, *, old: bool) -> Verdict:
    """Say why a cell ended before it had defined a name.

    Texts alone are kept: an error keeps all that its functions had.

    old (bool): Whether a function of that name is left from before.
    """
    unreadable = result.error_before_exec is not None
    error = result.error_before_exec or result.error_in_exec
    if isinstance(error, SyntaxError) and error.msg == "incomplete input":
        error = _said_by_python(result.info.raw_cell) or error
    line = error.lineno if isinstance(error, SyntaxError) and unreadable else _line_of(error)
    lines = result.info.raw_cell.splitlines()
    if line is None or not 0 < line <= len(lines):
        line = 0
    message = _short(error.msg if isinstance(error, SyntaxError) else str(error))
    if unreadable:
        text = syntax_error(message, line, _short(lines[line - 1]) if line else "")
        kept = " The function of an earlier run is still there, but is not checked." if old else ""
        return Verdict(
            "syntax error", f"{text} Put the line right, run that cell, then this one.{kept}"
        )
    where = f" in line {line}" if line else ""
    said = f" ({message})" if message else ""
    return Verdict(
        "not run",
        f"The cell with your answer ended with {type_name(error)}{where}{said}, before it had "
        f"defined `{name}`. Put it right, run that cell, then this one.",
    )


def _said_by_python(source: str) -> SyntaxError | None:
    """Return Python's own error, which names the bracket that is open; IPython's does not."""
    try:
        ast.parse(source)
    except SyntaxError as error:
        return error
    return None


def _line_of(error: BaseException) -> int | None:
    """Return the line of the cell itself, not of a function that it calls."""
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_name == "<module>":
            return step.tb_lineno
        step = step.tb_next
    return None


def _short(text: object) -> str:
    return cut(" ".join(clean(str(text)).split()), _LONGEST_LINE)
