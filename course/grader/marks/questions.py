"""What people call the questions of a lesson that are answered in words: their headings.

The ids of cells are for programs.
"""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from course.files import read_json, write_json
from course.grader.notebook.written import words_of

ASKED, _LATER = ".asked.json", ".asked_later.json"
_POINTS = re.compile(r" \(\d+ points?\)$")


def headings_of(notebook: Mapping[str, Any]) -> dict[str, str]:
    """Return the heading above each cell, by the cell's id, without its points."""
    found, heading = {}, ""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            for line in cell["source"].splitlines():
                if line.startswith("#"):
                    heading = _POINTS.sub("", line.lstrip("#").strip())
        if heading:
            found[cell["id"]] = heading
    return found


def questions_of(notebook: Mapping[str, Any]) -> dict[str, str]:
    """Return what each question in words is called, no two alike, by the id of its answer."""
    headings, times, found = headings_of(notebook), Counter[str](), {}
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "markdown" and about.get("grade"):
            heading = headings.get(cell["id"], "Question").replace("`", "")
            times[heading] += 1
            again = f" ({times[heading]})" if times[heading] > 1 else ""
            found[about["grade_id"]] = heading + again
    return found


def texts_of(notebook: Mapping[str, Any]) -> dict[str, str]:
    """Return the words of each question in words, by the id of its answer."""
    found, text = {}, ""
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "markdown" and about.get("grade"):
            found[about["grade_id"]] = words_of(text)
        elif cell["cell_type"] == "markdown":
            text = cell["source"][cell["source"].rfind("\n#") + 1 :]
    return found


def asked_later(results: Path, notebook: Mapping[str, Any]) -> set[str]:
    """Return the ids of the answers whose question came after the lesson was first graded.

    It is written down beside the results, where `ASKED` has what the run before has asked.
    """
    now, before, known = texts_of(notebook), read_json(results / ASKED), read_json(results / _LATER)
    later = {*known} if isinstance(known, list) else set()
    later |= now.keys() - before.keys() if isinstance(before, dict) else set()
    if later:
        write_json(results / _LATER, sorted(later))
    return later


def name_of(cell: str, questions: Mapping[str, str]) -> str:
    """Return what people call what a cell of nbgrader's is marked for.

    cell (str): Its id.
    questions (mapping of str to str): Those in words, as `questions_of` returns them.
    """
    return questions.get(cell) or exercise_of(cell).replace("-", "_")


def exercise_of(cell: str) -> str:
    """Return the common beginning of the ids of an exercise's cells."""
    return cell.removesuffix("-check").removesuffix("-solution")
