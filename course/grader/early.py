"""What `course grade` does first, so that nobody waits for one thing after the other.

A fork server imports what the lesson needs while the judge does so and draws the fresh cases.
Nothing here may take long to import.
"""

import ast
import gc
import re
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.files import read_json
from course.folders import lesson_notebook
from course.grader.sandbox.bubblewrap import SandboxError, make_box
from course.grader.sandbox.proof import EarlyServer

if TYPE_CHECKING:
    from course.grader.lesson import Lesson

# NumPy imports the latter two when they are first used, as by `np.unique`: each fork would do it.
_ALWAYS = ("numpy", "numpy.ma", "numpy.random")
_SLOW_AND_UNUSED = "rfc3987_syntax"  # `jsonschema` takes it for addresses, and compiles it for 1 s


def early_server(
    course: Path, lesson: str, submitted: Path, *, sandbox: bool, again: bool
) -> EarlyServer | None:
    """Start a server for a lesson; None where there is perhaps nothing to mark, or no sandbox.

    course: Path.
    lesson (str): Its name.
    submitted (Path): The folder of what was handed in.
    sandbox (bool): Whether to shut the learners' code in.
    again (bool): Whether what is graded already is graded again.
    """
    graded = sum(1 for _ in (course / "grading" / "results" / lesson).glob("[!.]*.json"))
    if not submitted.is_dir() or not (again or graded < sum(1 for _ in submitted.iterdir())):
        return None
    notebook = read_json(lesson_notebook(course / "solutions" / lesson))
    cells = notebook.get("cells", []) if isinstance(notebook, dict) else []
    try:
        box = make_box((course, submitted)) if sandbox else None
    except SandboxError:
        return None  # which is said later, when it is seen that there is something to mark
    few = modules_for_answers(cells) if box else None
    return EarlyServer(modules_of(cells), box, few=few)


class EarlyLesson:
    """A lesson that a process of its own loads while this one imports what grading needs.

    A lesson that has to be released anew isn't loaded: that is for whoever holds the lock. Beside
    other threads a fork may hang, so there none is made.

    course: Path.
    name (str): The lesson's name.
    seed (int): The seed of its fresh cases, as it will most likely be.
    """

    def __init__(self, course: Path, name: str, seed: int) -> None:
        self.seed = seed
        self._process: BaseProcess | None = None
        if threading.active_count() > 1:
            return
        context = get_context("fork")
        self._ours, theirs = context.Pipe(duplex=False)
        self._process = context.Process(
            target=_load, args=(course, name, seed, self._ours, theirs), daemon=True
        )
        self._process.start()
        theirs.close()

    def lesson(self, seed: int) -> "Lesson | None":
        """Return the lesson; None where this process can't get it: whoever loads it hears why."""
        if self._process is None or seed != self.seed:
            return None
        try:
            found: Lesson = self._ours.recv()
        except (EOFError, OSError):
            return None
        return found

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._ours.close()
            self._process.kill()
            self._process.join()
            self._process = None


def _load(
    course: Path,
    name: str,
    seed: int,
    not_ours: "Connection[Any, Any]",
    ours: "Connection[Any, Any]",
) -> None:
    """Load a lesson and send it; nothing where that fails."""
    not_ours.close()  # or a judge that is killed would be waited for
    with suppress(BaseException), quick_imports():
        from course.grader.lesson import load_lesson
        from course.released import is_current

        if is_current(course, name):  # a process that may be ended at any time writes nothing
            ours.send(load_lesson(course, name, seed))


def modules_of(cells: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the modules that a notebook's cells import: worth having before the fork."""
    found = dict.fromkeys(_ALWAYS)
    for source in _sources(cells).values():
        for modules, _ in _imported_by(source):
            found |= dict.fromkeys(modules)
    return list(found)


def modules_for_answers(cells: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the modules that a notebook's answers are likely to need.

    These are what the first code cell imports, and that of which an answer uses a name.
    """
    found = dict.fromkeys(_ALWAYS)
    sources = _sources(cells)
    answers = [source for name, source in sources.items() if name.endswith("-solution")]
    words = {*re.findall(r"\w+", " ".join(answers))}
    for place, source in enumerate(sources.values()):
        for modules, names in _imported_by(source):
            if place == 0 or not words.isdisjoint(names):
                found |= dict.fromkeys(modules)
    return list(found)


def _sources(cells: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the code of each code cell, in their order, by its id or else its place."""
    return {
        str(cell.get("id", place)): "".join(cell["source"])
        for place, cell in enumerate(cells)
        if cell["cell_type"] == "code"
    }


def _imported_by(source: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the modules of each import of some code, and the names that it binds."""
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a line for the shell
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.asname or alias.name.partition(".")[0] for alias in node.names]
            yield [alias.name for alias in node.names], names
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"helpers.{alias.name}" for alias in node.names]
            names = [alias.asname or alias.name for alias in node.names]
            yield [node.module, *(inner if node.module == "helpers" else [])], names


@contextmanager
def quick_imports() -> Iterator[None]:
    """Import much in less time: without looking for garbage, of which there is little."""
    absent = _SLOW_AND_UNUSED not in sys.modules
    if absent:
        sys.modules[_SLOW_AND_UNUSED] = None  # type: ignore[assignment]
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if absent:
            sys.modules.pop(_SLOW_AND_UNUSED, None)
        if enabled:
            gc.enable()
