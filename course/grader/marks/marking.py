"""Marking a submission: the judge's side, from the bytes that were handed in to the marks.

No learner's code runs here, nor is it parsed here: both happen in children of the fork server.
"""

import copy
from collections.abc import Sequence
from time import monotonic
from typing import Any

from course.grader.lesson import Lesson, Task
from course.grader.marks.marks import Graded, Mark
from course.grader.notebook.canonical import Canonical, Part, canonical
from course.grader.notebook.names import UNKNOWN, Names, names_from_data
from course.grader.notebook.submission import Cell, read_cells
from course.grader.running import Run, run_notebook
from course.grader.sandbox.client import Died, Server
from helpers.checks.card import card
from helpers.checks.judge import Verdict, without_data
from helpers.checks.words import clean

_SECONDS_TO_READ_NAMES = 20.0


def mark_submission(
    lesson: Lesson,
    student: str,
    content: bytes,
    server: Server,
    *,
    reason: str = "",
    notes: Sequence[str] = (),
) -> Graded:
    """Mark what a student handed in.

    Parameters
    ----------
    lesson : Lesson
    student : str
    content : bytes
        The notebook's file.
    server : Server
    reason : str
        Why there is nothing to mark, where that is known already.
    notes : sequence of str
        What was odd about the file's place or name.
    """
    started = monotonic()
    read = read_cells(content)
    reason = reason or read.reason
    if reason:
        said = [*notes, reason]
        notebook = canonical(lesson, [], [])
        marks = {
            task.name: _mark(task, Verdict("not attempted", f"Nothing was marked: {reason}."))
            for task in lesson.tasks
        }
        shown = _shown(notebook, Run(), marks, said)
        seconds = monotonic() - started
        return Graded(student, "rejected", seconds, said, marks, shown, [], read.digest)
    notebook = canonical(lesson, read.cells, _names(server, read.cells))
    repairs = [*notes, *read.notes, *notebook.notes]
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
        if verdict.outcome != "right":
            marks[task.name] = _mark(task, verdict)
        else:
            marks[task.name] = _mark_fresh(task, verdict, fresh.verdicts[task.name])
    said = [*repairs, *dict.fromkeys([*seen.notes, *fresh.notes])]
    return Graded(
        student=student,
        status="repaired" if repairs else "graded",
        seconds=monotonic() - started,
        notes=said,
        marks=marks,
        notebook=_shown(notebook, seen, marks, said),
        written=_written(lesson, notebook),
        digest=read.digest,
    )


def _names(server: Server, cells: Sequence[Cell]) -> list[Names]:
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
    notebook: Canonical, run: Run, marks: dict[str, Mark], notes: Sequence[str]
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
            cell["outputs"] = copy.deepcopy(run.outputs.get(cell["id"], []))
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


def _written(lesson: Lesson, notebook: Canonical) -> list[str]:
    """Return the ids of the written answers that differ from what was released."""
    released = {cell["id"]: cell["source"].strip() for cell in lesson.notebook["cells"]}
    return [part.cell["id"] for part in notebook.parts if _is_answer(part, released)]


def _is_answer(part: Part, released: dict[str, str]) -> bool:
    graded = part.cell["metadata"].get("nbgrader", {})
    if not (graded.get("grade") and graded.get("solution")):
        return False
    return part.cell["source"].strip() != released[part.cell["id"]]
