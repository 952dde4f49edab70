"""`python -m course.lite.lesson SOLVED RELEASED FILE`: record a lesson in a process of its own."""

import os
import sys
from pathlib import Path
from typing import Any

import nbformat

from course.folders import CourseError, lesson_notebook
from course.lite.cells import page_of
from course.lite.page.values import pack
from course.lite.record import Recorder
from helpers.settings import course_seed

_HELD = "Holds on this machine"
_HELD_THEN = "Held when this page was made"


def record_lesson(solved: Path, released: Path) -> dict[str, Any]:
    """Run a solved lesson; return what its page is made of.

    solved (Path): The folder of the lesson in `solutions/`.
    released (Path): The learner's notebook of the lesson.
    Returns (dict): "sources", the code of each cell that has another one on the page, by its id;
        "cells", what is stored, packed, by the names under which cells ask for it; "remembered".
    Raises CourseError: If a cell ends in an error.
    """
    answers = {
        cell.id: cell.source for cell in nbformat.read(lesson_notebook(solved), as_version=4).cells
    }
    cells = {}
    os.chdir(solved)
    recorder = Recorder(solved.name)
    for cell in nbformat.read(released, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        answer = cell.metadata.get("nbgrader", {}).get("solution", False)
        recorder.run(cell.id, answers[cell.id] if answer else cell.source)
        cells[cell.id] = cell.source
        if answer:  # the page has the learner's own cell
            del cells[cell.id]
    recorded = {cell_id: recorder.cells[cell_id] for cell_id in cells}
    page = page_of(cells, recorded, course_seed())
    changed = {c: source for c, source in page.sources.items() if source != cells[c].strip("\n")}
    blocks = {name: pack(_in_the_past(block)) for name, block in page.blocks.items()}
    return {"sources": changed, "cells": blocks, "remembered": recorder.remembered}


def _in_the_past(block: dict[str, Any]) -> dict[str, Any]:
    """Return a block whose claims don't say that they hold where they are shown."""
    for output in block["outputs"]:
        for kind, text in output.get("data", {}).items():
            if isinstance(text, str):
                output["data"][kind] = text.replace(_HELD, _HELD_THEN)
    return block


def main() -> int:
    """Write the recording of a lesson into a file; return 1 where it fails."""
    solved, released, file = map(Path, sys.argv[1:])
    try:
        content = pack(record_lesson(solved.resolve(), released.resolve()))
    except CourseError as error:
        print(f"{solved.name}: {error}", file=sys.stderr)
        return 1
    file.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
