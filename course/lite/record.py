"""`python -m course.lite.record`: run a lesson once, and keep what its page can't compute.

A browser has no TensorFlow, and a page holds no set of pictures. A statement that reads a model or
the pictures is therefore run here alone: what it puts out and the values that it leaves are kept.
Every other statement is run here too, and runs again in the browser.
"""

import copy
import linecache
import sys
import types
import zlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

from course.folders import CourseError
from course.lite.page.remembered import note
from course.lite.page.values import can_be_kept
from course.lite.statements import Statement, statements_of

NETWORK, PICTURES, OLDER = "network", "pictures", "older packages"
# Imports that fail in the browser, or do something else there, by lesson.
_OUT_OF_REACH = {
    "": {"load_cifar10": PICTURES},
    "08_true_risks": {"TunedThresholdClassifierCV": OLDER},  # 1.6 wants a model that is no pipeline
    "09_own_the_trade_off": {"version": NETWORK},  # it is asked for Keras's
}
_LIBRARIES = ("keras", "tensorflow")


@dataclass
class Piece:
    """A statement after it has run.

    why (str): Why the browser can't run it: 'network', 'pictures', 'older packages', or '' where
        it can.
    outputs (list of dict): {"text": str} or {"data": dict}; kept where the browser can't run it.
    values (dict): The values that it left, by name; kept where the browser can't run it.
    dropped (frozenset of str): Of an import: names that the browser can't have.
    """

    statement: Statement
    why: str = ""
    outputs: list[dict[str, Any]] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()


class Recorder:
    """Runs the cells of a lesson in this process.

    lesson (str): The lesson's folder.
    """

    def __init__(self, lesson: str) -> None:
        self.fails = _OUT_OF_REACH[""] | _OUT_OF_REACH.get(lesson, {})
        self.shell = InteractiveShell.instance()
        self.published: list[dict[str, Any]] = []
        self.shell.display_pub = _Publisher(self.published)
        self.names: dict[str, Any] = self.shell.user_ns
        self.cells: dict[str, list[Piece]] = {}
        self.out_of_reach: dict[str, str] = {}  # names that the browser can't have, and why
        self.remembered = note()

    def run(self, cell_id: str, source: str) -> None:
        """Run a cell, statement by statement.

        Raises CourseError: If it ends in an error.
        """
        file = f"<cell {cell_id}>"
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        pieces = self.cells[cell_id] = []
        for statement in statements_of(source):
            try:
                pieces.append(self._run_statement(statement, file))
            except Exception as error:
                raise CourseError(f"cell {cell_id}: {type(error).__name__}: {error}") from error

    def _run_statement(self, statement: Statement, file: str) -> Piece:
        reasons = {self.out_of_reach[n] for n in statement.reads if n in self.out_of_reach}
        why = NETWORK if NETWORK in reasons else next(iter(reasons), "")
        known = [n for n in statement.reads if n in self.names and not _is_code(self.names[n])]
        before = {name: _fingerprint(self.names[name]) for name in known} if why else {}
        asked_before = dict(self.remembered)
        outputs = self._executed(statement, file)
        if statement.is_import:
            return self._after_import(statement)
        if not why:
            for name in statement.binds:
                self.out_of_reach.pop(name, None)
            return Piece(statement)
        self.remembered.clear()  # what it has asked, the browser won't ask
        self.remembered.update(asked_before)
        changed = {n for n in known if n in self.names and _fingerprint(self.names[n]) != before[n]}
        piece = Piece(statement, why, outputs)
        for name in {*statement.binds, *changed} & {*self.names}:
            if can_be_kept(self.names[name]):
                piece.values[name] = copy.deepcopy(self.names[name])
                self.out_of_reach.pop(name, None)
            else:
                self.out_of_reach[name] = why
        return piece

    def _executed(self, statement: Statement, file: str) -> list[dict[str, Any]]:
        """Run a statement; return what it put out, in order."""
        self.published.clear()
        # As many empty lines before it as in the cell: errors and sources name its own lines.
        code = compile("\n" * (statement.first - 1) + statement.code, file, "exec")
        out, sys.stdout = sys.stdout, _Text(self.published)
        try:
            exec(code, self.names)
        finally:
            sys.stdout = out
        return list(self.published)

    def _after_import(self, statement: Statement) -> Piece:
        dropped = {n: NETWORK for n in statement.binds if _needs_keras(self.names[n])}
        dropped |= {name: why for name, why in self.fails.items() if name in statement.binds}
        self.out_of_reach |= dropped
        why = next(iter(dropped.values())) if dropped.keys() == statement.binds else ""
        return Piece(statement, why, dropped=frozenset(dropped))


class _Publisher(DisplayPublisher):
    """Keeps what is displayed."""

    def __init__(self, published: list[dict[str, Any]]) -> None:
        super().__init__()
        self._published = published

    def publish(self, data: dict[str, Any], *_: Any, **__: Any) -> None:
        self._published.append({"data": dict(data)})


class _Text:
    """Keeps what is printed, in order with what is displayed."""

    def __init__(self, published: list[dict[str, Any]]) -> None:
        self._published = published

    def write(self, text: str) -> int:
        if self._published and "text" in self._published[-1]:
            self._published[-1]["text"] += text
        elif text:
            self._published.append({"text": text})
        return len(text)

    def flush(self) -> None:
        """Do nothing."""

    def isatty(self) -> bool:
        return False


def _is_code(value: Any) -> bool:
    return isinstance(value, types.ModuleType | types.FunctionType | type)


def _needs_keras(value: Any) -> bool:
    """Tell whether a thing that was imported is Keras's, or ours and works with it."""
    if isinstance(value, types.ModuleType):
        return value.__name__.partition(".")[0] in _LIBRARIES or "keras" in vars(value)
    kinds = value.__mro__ if isinstance(value, type) else ()
    if any(kind.__module__.partition(".")[0] in _LIBRARIES for kind in kinds):
        return True
    module = sys.modules.get(getattr(value, "__module__", ""))
    return module is not None and "keras" in vars(module)


def _fingerprint(value: Any) -> Any:
    """Return something that changes when data change; of anything else, which object it is."""
    if isinstance(value, np.ndarray):
        return value.shape, zlib.crc32(np.ascontiguousarray(value).view(np.uint8).ravel().data)
    if isinstance(value, dict):
        return [(_fingerprint(key), _fingerprint(item)) for key, item in value.items()]
    if isinstance(value, list | tuple):
        return [_fingerprint(item) for item in value]
    return value if isinstance(value, bool | int | float | str) else id(value)
