"""What a gradebook's file has, read with SQLite alone: any copy, and nothing is written to it."""

import hashlib
import json
import sqlite3
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

COPIES = "course_copies"  # a gradebook's table of the copies that were made of it
ANSWERS = "course_answers"  # that of the answers for which it has marks
SECONDS_TO_WAIT = 10.0  # for another program that holds the gradebook

_OF_LESSON = """
    from assignment
    join submitted_assignment on submitted_assignment.assignment_id = assignment.id
    join submitted_notebook on submitted_notebook.assignment_id = submitted_assignment.id
"""
_GRADES = f"""
    {_OF_LESSON} join grade on grade.notebook_id = submitted_notebook.id
    join base_cell on base_cell.id = grade.cell_id
    left join grade_cells on grade_cells.id = grade.cell_id
"""
_WHOSE = "student_id, assignment.name, submitted_notebook.id, base_cell.name"
_ABOUT = "auto_score, needs_manual_grade, max_score"
_BY_HAND = f"""
    select {_WHOSE}, 'mark', manual_score, {_ABOUT} {_GRADES} where manual_score is not null
    union all select {_WHOSE}, 'extra credit', extra_credit, {_ABOUT} {_GRADES}
    where coalesce(extra_credit, 0) != 0
    union all select {_WHOSE}, 'comment', manual_comment, null, 0, null {_OF_LESSON}
    join comment on comment.notebook_id = submitted_notebook.id
    join base_cell on base_cell.id = comment.cell_id where coalesce(manual_comment, '') != ''
"""
_CELLS = """
    select base_cell.name from base_cell join notebook on notebook.id = base_cell.notebook_id
    where notebook.name = ?1
"""


@dataclass(frozen=True)
class Given:
    """What was given by hand for a cell.

    notebook (str): The gradebook's own id of what was handed in, which follows a learner's id.
    kind (str): 'mark', 'extra credit' or 'comment'.
    program (float or None): The program's mark beside it.
    waits (bool): Whether it was given for another answer, or other points, and waits for a look.
    points (float or None): What the cell is worth; None for a comment.
    """

    student: str
    lesson: str
    notebook: str
    cell: str
    kind: str
    value: float | str
    program: float | None
    waits: bool
    points: float | None


@dataclass(frozen=True)
class Held:
    """What a gradebook has of a lesson.

    hand_ins (dict): Whose each is, by the gradebook's own id of it.
    given (list of Given): What was given by hand.
    cells (set of str): The names of all cells.
    notebooks (set of str): The ids of the hand-ins of all lessons.
    copies (set of str): The names of the copies that were made of it.
    answers (dict): By the id of a hand-in, a digest of each answer; empty in earlier versions.
    """

    hand_ins: dict[str, str] = field(default_factory=dict)
    given: list[Given] = field(default_factory=list)
    cells: frozenset[str] = frozenset()
    notebooks: frozenset[str] = frozenset()
    copies: frozenset[str] = frozenset()
    answers: dict[str, dict[str, str]] = field(default_factory=dict)


def is_database(file: Path) -> bool:
    """Tell whether a file is an SQLite database, whatever it is called."""
    try:
        with file.open("rb") as stream:
            return stream.read(15) == b"SQLite format 3"
    except OSError:
        return False


def as_merged(file: Path) -> str:
    """Return what notes among the copies that all that a gradebook has was looked at."""
    with file.open("rb") as stream:
        return f"{file.name} {hashlib.file_digest(stream, 'sha256').hexdigest()[:16]}"


def held(file: Path, lesson: str) -> Held:
    """Return what a gradebook has of a lesson: nothing where there is no file, or an empty one.

    Raises sqlite3.Error: If it can't be read, or is something else.
    """
    if not file.is_file() or not file.stat().st_size:
        return Held()
    with closing(_opened(file)) as database:
        query = f"select submitted_notebook.id, assignment.name, student_id {_OF_LESSON}"
        rows = database.execute(query).fetchall()
        cells = frozenset(name for (name,) in database.execute(_CELLS, [lesson]))
        tables = {name for (name,) in database.execute("select name from sqlite_master")}
        copies = database.execute(f"select name from {COPIES}") if COPIES in tables else ()
        known = database.execute(f"select * from {ANSWERS}") if ANSWERS in tables else ()
        return Held(
            hand_ins={notebook: student for notebook, name, student in rows if name == lesson},
            given=[one for one in _given(database) if one.lesson == lesson],
            cells=cells,
            notebooks=frozenset(notebook for notebook, *_ in rows),
            copies=frozenset(name for (name,) in copies),
            answers={notebook: json.loads(answers) for notebook, answers in known},
        )


def given_by_hand(file: Path) -> list[Given]:
    """Return what a gradebook has that was given by hand; nothing where it can't be read."""
    try:
        with closing(_opened(file)) as database:
            return _given(database)
    except sqlite3.Error:
        return []


def missing_in(there: Collection[Given], given: Collection[Given]) -> list[Given]:
    """Return what was given by hand and isn't there.

    It is there where anything was given for the same hand-in, or the same to the same learner.
    """
    known = {(one.notebook, one.cell, one.kind) for one in there}
    same = {(one.student, one.lesson, one.cell, one.kind, one.value) for one in there}
    return [
        one
        for one in given
        if (one.notebook, one.cell, one.kind) not in known
        and (one.student, one.lesson, one.cell, one.kind, one.value) not in same
    ]


def _given(database: sqlite3.Connection) -> list[Given]:
    return [Given(*row) for row in database.execute(_BY_HAND)]


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", timeout=SECONDS_TO_WAIT, uri=True)
