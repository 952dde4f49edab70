"""Marking a submission: the judge's side, from the bytes that were handed in to the marks.

No learner's code runs here, nor is it parsed here: both happen in children of the fork server.
"""

import copy
import hashlib
from collections.abc import Sequence
from time import monotonic
from typing import Any

from course.grader.lesson import Lesson, Task
from course.grader.marks.marks import Graded, Mark, Status
from course.grader.notebook.canonical import CanonicalNotebook, NotebookPart, canonical_notebook
from course.grader.notebook.find import Submission
from course.grader.notebook.names import UNKNOWN, Names, names_from_data
from course.grader.notebook.read import Cell, read_cells
from course.grader.running import Outputs, Run, run_notebook
from course.grader.sandbox.fork_server import Died, ForkServer
from helpers.checks.card import card
from helpers.checks.judge import Verdict, without_data
from helpers.checks.words import clean

_SECONDS_TO_READ_NAMES = 20.0


def mark_submission(lesson: Lesson, submission: Submission, server: ForkServer) -> Graded:
    """Mark what a student handed in, as it was read."""
    started = monotonic()
    read = read_cells(submission.content)
    reason = submission.reason or read.reason
    if reason:
        notes = [*submission.notes, reason]
        notebook = canonical_notebook(lesson, [], [])
        verdict = Verdict("not attempted", f"Nothing was marked: {reason}.")
        marks = {task.name: _mark(task, verdict) for task in lesson.tasks}
        status: Status = "rejected"
        outputs: Outputs = {}
        written: list[str] = []
    else:
        notebook = canonical_notebook(lesson, read.cells, _names(server, read.cells))
        repairs = [*submission.notes, *read.notes, *notebook.notes]
        marks, ended_early, outputs = _run(lesson, notebook, server)
        notes = [*repairs, *ended_early]
        status = "repaired" if repairs else "graded"
        written = _written(lesson, notebook)
    return Graded(
        student=submission.student,
        status=status,
        seconds=monotonic() - started,
        notes=notes,
        marks=marks,
        written=written,
        digest=hashlib.sha256(submission.content).hexdigest(),
        notebook=_shown(notebook, outputs, marks, notes),
    )


def _run(
    lesson: Lesson, notebook: CanonicalNotebook, server: ForkServer
) -> tuple[dict[str, Mark], list[str], Outputs]:
    """Run a notebook; return the marks, what ended early, and what the cells showed."""
    seen = run_notebook(server, lesson, notebook, lambda task: (task.visible,))
    right = {name for name, verdict in seen.verdicts.items() if verdict.outcome == "right"}
    # What the learner gets to see comes from processes that have never seen a fresh case.
    fresh = Run()
    if right:
        fresh = run_notebook(
            server,
            lesson,
            notebook,
            lambda task: task.fresh if task.name in right else (),
            seen.left_out,
        )
    server.end_child()
    marks = {}
    for task in lesson.tasks:
        verdict = seen.verdicts[task.name]
        if task.name in right:
            marks[task.name] = _mark_fresh(task, verdict, fresh.verdicts[task.name])
        else:
            marks[task.name] = _mark(task, verdict)
    return marks, [*dict.fromkeys([*seen.notes, *fresh.notes])], seen.outputs


def _names(server: ForkServer, cells: Sequence[Cell]) -> list[Names]:
    """Return the names in each cell, read by a child: parsing can be made to hang, too."""
    try:
        answer = server.child().ask(
            "names", _SECONDS_TO_READ_NAMES, sources=[cell.source for cell in cells]
        )
        return [names_from_data(answer[number]) for number in range(len(cells))]
    except (Died, LookupError, TypeError):
        return [UNKNOWN] * len(cells)


def _mark(task: Task, verdict: Verdict) -> Mark:
    """Return the mark for what came of the cases that learners see."""
    return Mark(
        points=task.visible.points if verdict.outcome == "right" else 0,
        max_points=task.visible.points,
        outcome=verdict.outcome,
        mistake=verdict.mistake,
        message=clean(verdict.message),
        card=card(task.name, verdict),
    )


def _mark_fresh(task: Task, seen: Verdict, fresh: Verdict) -> Mark:
    """Return the mark for what came of the fresh cases: nothing of them is shown."""
    if fresh.outcome == "right":
        return _mark(task, seen)
    text = f"Right in the cases shown; in fresh cases: {without_data(fresh)}"
    return _mark(task, Verdict(fresh.outcome, text, fresh.mistake))


def _shown(
    notebook: CanonicalNotebook, outputs: Outputs, marks: dict[str, Mark], notes: Sequence[str]
) -> dict[str, Any]:
    """Return the notebook with outputs: the cells' own, and the judge's card at each check."""
    cells = []
    for part in notebook.parts:
        cell = copy.deepcopy(part.cell)
        if part.role == "check" and part.task is not None:
            mark = marks[part.task.name]
            cell["outputs"] = [
                {"output_type": "display_data", "data": dict(mark.card), "metadata": {}}
            ]
        elif part.is_code:
            cell["outputs"] = copy.deepcopy(outputs.get(cell["id"], []))
        cells.append(cell)
    if notes:
        listed = "\n".join(f"- {note}" for note in notes)
        text = f"**Notes of the grader**\n\n{listed.replace('<', '&lt;')}"
        note = {"cell_type": "markdown", "id": "notes-of-the-grader", "metadata": {}}
        cells.insert(0, {**note, "source": text})
    return {
        "cells": cells,
        "metadata": {
            "kernelspec": {
                "display_name": "Python 3 (ipykernel)",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _written(lesson: Lesson, notebook: CanonicalNotebook) -> list[str]:
    """Return the ids of the written answers that differ from what was released."""
    released = {cell["id"]: cell["source"].strip() for cell in lesson.notebook["cells"]}
    return [part.cell["id"] for part in notebook.parts if _is_answer(part, released)]


def _is_answer(part: NotebookPart, released: dict[str, str]) -> bool:
    graded = part.cell["metadata"].get("nbgrader", {})
    if not (graded.get("grade") and graded.get("solution")):
        return False
    return part.cell["source"].strip() != released[part.cell["id"]]
