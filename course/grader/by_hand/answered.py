"""What a mark by hand was given for: an answer, whatever else was handed in with it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from course.files import read_json
from course.grader.lesson import Task
from course.grader.marks.marks import Graded
from course.grader.marks.questions import exercise_of


def answers_of(
    tasks: Sequence[Task], notebook: Mapping[str, Any], documents: Mapping[str, bytes]
) -> dict[str, str]:
    """Return a digest of each answer of a submission, by the id of the cell that is marked.

    White space at the ends of lines and empty lines don't count: editors change them.

    tasks (sequence of Task): The lesson's exercises.
    notebook (mapping): As it was graded.
    documents (mapping of str to bytes): What lies beside it and may belong to an answer in words.
    """
    code = {task.solution_id: task.check_id for task in tasks}
    beside = hashlib.sha256()
    for name, content in sorted(documents.items()):
        beside.update(f"{name} {len(content)}\n".encode() + content)
    found = {}
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        if cell["id"] in code:
            found[code[cell["id"]]] = _digest(cell, "")
        elif cell["cell_type"] == "markdown" and about.get("grade"):
            found[about["grade_id"]] = _digest(cell, beside.hexdigest())
    return found


def _digest(cell: Mapping[str, Any], more: str) -> str:
    lines = [line.rstrip() for line in "".join(cell["source"]).splitlines()]
    text = "\n".join(line for line in lines if line).strip()
    whole = json.dumps([text, cell.get("attachments", {}), more], sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def other_answers(before: Any, now: Graded) -> set[str]:
    """Return the ids of the marked cells in which something else was answered than before.

    before (JSON data): What the run before has written down of the submission, if anything.
    """
    if not isinstance(before, dict) or before.get("digest") == now.digest:
        return set()
    known = before.get("answers")
    known = known if isinstance(known, dict) else {}
    return {cell for cell, digest in now.answers.items() if known.get(cell) != digest}


def same_answer(mine: Any, theirs: Any, cell: str) -> bool | None:
    """Tell whether two hand-ins answer the same; None where that isn't known.

    mine, theirs (JSON data): The digests of their answers, by the id of the cell that is marked.
    cell (str): The id of that cell, or of the one with an exercise's answer, for a comment on it.
    """
    if not isinstance(mine, dict) or not isinstance(theirs, dict):
        return None
    names = (cell, f"{exercise_of(cell)}-check")
    one, other = (
        next((known[name] for name in names if name in known), None) for known in (mine, theirs)
    )
    return None if one is None or other is None else one == other


def known_answers(file: Path) -> Any:
    """Return the digests of the answers that a run has written down of a submission."""
    data = read_json(file)
    return data.get("answers") if isinstance(data, dict) else None
