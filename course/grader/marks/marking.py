"""Marking a submission: the judge's side, from the bytes that were handed in to the marks.

No learner's code runs here, nor is it parsed here: both happen in children of the fork server.
"""

import copy
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from time import monotonic
from typing import Any

from course.grader.by_hand.answered import answers_of
from course.grader.lesson import Lesson, Task
from course.grader.marks.marks import Graded, Mark, Status
from course.grader.notebook.beside import documents_among, with_pictures
from course.grader.notebook.canonical import CanonicalNotebook, canonical_notebook
from course.grader.notebook.matching import another_lesson, under_new_names, with_fenced
from course.grader.notebook.names import LONGEST_SOURCE, UNKNOWN, Names, names_from_data
from course.grader.notebook.read import Cell, read_cells
from course.grader.notebook.submission import Submission
from course.grader.outputs import Outputs
from course.grader.running import Run, run_notebook
from course.grader.sandbox.fork_server import Died, ForkServer
from helpers.checks.card import card
from helpers.checks.judge import Verdict, without_data
from helpers.checks.words import clean

_QUOTED = re.compile(r"'([^']+)'")
_NO_MODULE = re.compile(r"\bModuleNotFoundError: No module named '(\w{1,60})")
_SECONDS_TO_READ_NAMES = 20.0
_OURS = "helpers"  # the course's package that lessons import
_CHARACTERS_AT_ONCE = 500_000  # each may take twelve bytes on the way


def mark_submission(lesson: Lesson, submission: Submission, server: ForkServer) -> Graded:
    """Mark what a student handed in, as it was read."""
    started = monotonic()
    read = read_cells(submission.content)
    reason = submission.reason or read.reason or another_lesson(lesson, read.cells)
    if reason:
        notes = [*submission.notes, reason]
        notebook = canonical_notebook(lesson, [], [])
        verdict = Verdict("not attempted", f"Nothing was marked: {reason}.")
        marks = {task.name: _mark(task, verdict) for task in lesson.tasks}
        status: Status = "rejected"
        outputs: Outputs = {}
        written: list[str] = []
        unasked: list[str] = []
        documents: dict[str, bytes] = {}
    else:
        handed_in = with_pictures(read.cells, submission.files)
        cells = with_fenced(lesson, under_new_names(lesson, handed_in))
        names = names_of_cells(server, cells, lesson.names)
        notebook = canonical_notebook(lesson, cells, names, submission.beside)
        # Lost words come first.
        repairs = [*notebook.notes, *submission.notes, *read.notes]
        notebook = replace(notebook, files=submission.files)
        marks, ended_early, outputs = _run(lesson, notebook, server)
        notes = [*repairs, *ended_early, *_of_newer_python(read.minor, marks.values())]
        status = "repaired" if repairs else "graded"
        written, unasked = notebook.written, notebook.unasked
        names_beside = documents_among(submission.beside, cells)
        documents = {name: submission.files.get(name, b"") for name in names_beside}
    shown = _shown(notebook, outputs, marks, notes)
    return Graded(
        student=submission.student,
        status=status,
        seconds=monotonic() - started,
        notes=notes,
        marks=marks,
        written=written,
        digest=submission.digest,
        notebook=shown,
        answers=answers_of(lesson.tasks, shown, documents),
        unasked=unasked,
    )


def _run(
    lesson: Lesson, notebook: CanonicalNotebook, server: ForkServer
) -> tuple[dict[str, Mark], list[str], Outputs]:
    """Run a notebook; return the marks, what ended early, and what the cells showed."""
    seen = run_notebook(server, lesson, notebook, lambda task: (task.visible,))
    right = {name for name, verdict in seen.verdicts.items() if verdict.outcome == "right"}
    tried = {task.name for task in lesson.tasks if task.fresh and task.name in right}
    # What the learner gets to see comes from processes that have never seen a fresh case.
    fresh = Run()
    if tried:
        fresh = run_notebook(
            server,
            lesson,
            notebook,
            lambda task: task.fresh if task.name in tried else (),
            seen.left_out,
        )
    server.end_child()
    marks = {}
    for task in lesson.tasks:
        verdict = seen.verdicts[task.name]
        if task.name in tried:
            marks[task.name] = _mark_fresh(task, verdict, fresh.verdicts[task.name])
        else:
            marks[task.name] = _mark(task, verdict)
    notes = [*seen.notes]
    if set(fresh.notes) - set(seen.notes):
        # In which way is not said: it could tell what the fresh cases are.
        notes.append("a process was ended early while fresh cases were tried")
    # What wasn't attempted needs nothing that could be missing.
    if any(mark.outcome not in ("right", "not attempted") for mark in marks.values()):
        notes += _not_found(seen, [mark.message for mark in marks.values()])
    return marks, [*dict.fromkeys(notes)], seen.outputs.kept


def _of_newer_python(minor: int, marks: Iterable[Mark]) -> list[str]:
    """Say where a syntax error may be none in the Python 3.`minor` that has run the notebook."""
    here = sys.version_info.minor
    if minor <= here or all(mark.outcome != "syntax error" for mark in marks):
        return []
    return [
        f"the notebook was run by Python 3.{minor}, and is graded by Python 3.{here}: what is new "
        "in the language is a syntax error here"
    ]


def _not_found(seen: Run, messages: Sequence[str]) -> list[str]:
    """Say which modules and files the cells, and the functions in them, have asked for in vain."""
    missing = {name for names in seen.missing.values() for name in names}
    missing |= {name for text in messages for name in _NO_MODULE.findall(text)}
    modules = sorted(name for name in missing if name.isidentifier())
    shown = {name for cell in seen.outputs.kept.values() for name in _files_missed(cell)}
    files = sorted(shown | missing - {*modules})
    notes = []
    if _OURS in modules:  # it is here, so what is gone is a name in it
        modules.remove(_OURS)
        notes.append(
            "the notebook is of an older version of the course: a name that it takes from "
            f"`{_OURS}` is gone, so what uses it can't run"
        )
    if modules:
        notes.append(
            f"not among the course's packages, so what uses it can't run: {', '.join(modules)}"
        )
    if files:
        notes.append(
            f"a cell asked for what was not handed in beside the notebook: {', '.join(files)}"
        )
    return notes


def _files_missed(outputs: list[dict[str, Any]]) -> list[str]:
    errors = [output for output in outputs if output.get("ename") == "FileNotFoundError"]
    found = [_QUOTED.search(output["evalue"]) for output in errors]
    return [clean(match[1])[:60] for match in found if match]


def names_of_cells(
    server: ForkServer, cells: Sequence[Cell], known: Mapping[str, Names]
) -> list[Names]:
    """Return the names in each cell, read by a child: parsing can be made to hang, too.

    server: ForkServer.
    cells (sequence of Cell): A learner's.
    known (mapping of str to Names): The names in the lesson's own cells, by their source: most
        cells are as they were released.
    """
    found = [known.get(cell.source, UNKNOWN) for cell in cells]
    short = [
        n
        for n, cell in enumerate(cells)
        if cell.source not in known and len(cell.source) <= LONGEST_SOURCE
    ]
    ends = monotonic() + _SECONDS_TO_READ_NAMES
    try:
        child = server.child()
        while short:
            part: list[int] = []
            room = _CHARACTERS_AT_ONCE
            while short and (not part or len(cells[short[0]].source) <= room):
                room -= len(cells[short[0]].source)
                part.append(short.pop(0))
            sources = [cells[n].source for n in part]
            answer = child.ask("names", max(0.1, ends - monotonic()), sources=sources)
            for place, number in enumerate(part):
                found[number] = names_from_data(answer[place])
    except (Died, LookupError, TypeError):
        pass  # of what isn't read, anything may be used
    return found


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
