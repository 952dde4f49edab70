"""The lessons beside this one, and the questions that are answered in words."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

START_NOTEBOOK = "00_start.ipynb"
_LESSON = "[0-9][0-9]_*"


# What the learner finds in place of an answer (`ClearSolutions.text_stub`), and nothing at all.
_EMPTY = ("Write your answer here", "")


@dataclass(frozen=True)
class Part:
    """An exercise of a lesson, or a question that is answered in words.

    name (str): Its name; of a question that of its cell, such as 'supplier written'.
    state (str): 'right', 'not yet' or 'not tried'; of a question 'written' or 'not tried'.
    points (float): What it is worth.
    more (str): How it was reached, or who marks it.
    """

    name: str
    state: str
    points: float
    more: str = ""


def lessons_in(folder: Path) -> list[Path]:
    """Return the folders of all lessons that lie in a folder, in order."""
    return sorted(lesson for lesson in folder.glob(_LESSON) if notebook_of(lesson).is_file())


def next_lesson(folder: Path) -> Path | None:
    """Return the folder of the lesson that comes after a lesson, if it is at hand."""
    return next((one for one in lessons_in(folder.parent) if one.name > folder.name), None)


def notebook_of(lesson: Path) -> Path:
    """Return the notebook of a lesson's folder, which need not be there."""
    return lesson / f"{lesson.name}.ipynb"


def title_of(lesson: Path) -> str:
    """Return a lesson's title, the first heading of its notebook; its name where it has none."""
    for cell in _cells(lesson):
        for line in _source(cell).splitlines():
            if line.startswith("# ") and cell.get("cell_type") == "markdown":
                return line.removeprefix("# ").strip()
    return lesson.name


def questions_of(lesson: Path) -> list[Part]:
    """Return the questions of a lesson that are answered in words, as it was saved last."""
    found = []
    for cell in _cells(lesson):
        match cell:
            case {
                "cell_type": "markdown",
                "metadata": {
                    "nbgrader": {
                        "grade": True,
                        "solution": True,
                        "grade_id": str(name),
                        "points": int() | float() as points,
                    }
                },
            }:
                empty = _source(cell).strip().strip("*_.").strip() in _EMPTY
                state = "not tried" if empty else "written"
                words = "in words, read by a teacher"
                found.append(Part(name.replace("-", " "), state, points, words))
    return found


def _cells(lesson: Path) -> list[Any]:
    """Return the cells of a lesson's notebook; none where it can't be read."""
    try:
        cells = json.loads(notebook_of(lesson).read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return []
    return [cell for cell in cells if isinstance(cell, dict)] if isinstance(cells, list) else []


def _source(cell: Any) -> str:
    source = cell.get("source", "")
    return "".join(map(str, source)) if isinstance(source, list) else str(source)
