"""What `course grade` does first, so that nobody waits for one thing after the other.

A fork server imports what the lesson needs while the judge does so and draws the fresh cases.
Nothing here may take long to import.
"""

import ast
import gc
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from course.files import read_json
from course.folders import lesson_notebook
from course.grader.sandbox.bubblewrap import SandboxError, make_box
from course.grader.sandbox.proof import EarlyServer

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
    return EarlyServer(modules_of(cells), box, lean=box is not None)


def modules_of(cells: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the modules that a notebook's cells import: worth having before the fork."""
    found: dict[str, None] = {"numpy": None}
    for cell in cells:
        if cell["cell_type"] == "code":
            found |= dict.fromkeys(_imported_by("".join(cell["source"])))
    return list(found)


def _imported_by(source: str) -> Iterator[str]:
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a line for the shell
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            if node.module == "helpers":
                yield from (f"helpers.{alias.name}" for alias in node.names)


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
