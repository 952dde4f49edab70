"""The exercise bank as it is written: the folder `exercises` of a lesson, found and loaded."""

import ast
import json
import sys
from importlib import import_module, invalidate_caches
from pathlib import Path
from types import ModuleType
from typing import Any

from helpers.checks.exercise import CheckError

BANK_FOLDER = "exercises"


def find_source(folder: Path) -> Path | None:
    """Return the `exercises` of the lesson that a folder is named after, if they are there."""
    lessons = [folder, *(parent / "solutions" / folder.name for parent in folder.parents)]
    banks = [lesson / BANK_FOLDER for lesson in lessons]
    return next((bank for bank in banks if exercise_files(bank)), None)


def exercise_files(folder: Path) -> list[Path]:
    """Return the files of a folder `exercises` that are an exercise each.

    A file that starts with an underscore is none: it holds what several exercises share.
    """
    return sorted(folder.glob("[!_]*.py"))


def load_exercises(folder: Path) -> list[Any]:
    """Return the exercises of a lesson's folder `exercises`, in the order of its notebook.

    They are made by the files themselves, with the decorators of the course: `Exercise`s of it.

    Raises CheckError: If there is no exercise, or a file is none: says what is missing.
    """
    lesson = folder.parent
    files = exercise_files(folder)
    if not files:
        raise CheckError(
            f"lesson {lesson.name} has no exercises: write each in {folder.name}/NAME.py."
        )
    package = ModuleType(f"course_bank_{lesson.name}")
    package.__path__ = [str(folder)]
    for name in [name for name in sys.modules if name.partition(".")[0] == package.__name__]:
        del sys.modules[name]  # of another course, or of the files as they were before
    sys.modules[package.__name__] = package
    invalidate_caches()
    order = _order_of_checks(lesson / f"{lesson.name}.ipynb")
    exercises = [_load_exercise(package.__name__, file) for file in files]
    return sorted(exercises, key=lambda exercise: order.get(exercise.name, len(order)))


def reference_in(folder: Path, name: str) -> str:
    """Return the code of a reference in a folder `exercises`, without its decorator.

    It is what the notebook's cell shows. The file is read and not loaded; empty if not there.
    """
    try:
        text = (folder / f"{name}.py").read_text(encoding="utf-8")
        nodes = ast.parse(text).body
    except (OSError, SyntaxError, ValueError):
        return ""
    for node in nodes:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return "".join(text.splitlines(keepends=True)[node.lineno - 1 : node.end_lineno])
    return ""


def _load_exercise(package: str, file: Path) -> Any:
    name = file.stem
    draft = getattr(import_module(f"{package}.{name}"), name, None)
    reference = getattr(draft, "reference", None)
    if draft is None or getattr(reference, "__name__", "") != name:
        raise CheckError(
            f"{file.name} in {file.parent.parent.name} holds no exercise of that name: put "
            f"@exercise over a function {name}, or let the file's name start with an underscore."
        )
    return draft.finished()


def _order_of_checks(notebook: Path) -> dict[str, int]:
    """Return the places of the exercises that a notebook checks, each in a cell `NAME-check`."""
    if not notebook.is_file():
        return {}
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    ids = [cell.get("id", "") for cell in cells]
    checks = [cell_id.removesuffix("-check") for cell_id in ids if cell_id.endswith("-check")]
    return {name.replace("-", "_"): place for place, name in enumerate(checks)}
