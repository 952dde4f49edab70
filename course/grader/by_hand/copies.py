"""What the last copy of the gradebook has, and the gradebook hasn't any more.

A gradebook may be moved away, emptied by a program that synchronises, or replaced by an older one.
Marks can be made again; what was given by hand can't.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from course.folders import CourseError
from course.grader.marks import gradebook_file
from course.grader.marks.gradebook_file import BACKUPS, in_one_sentence, sqlite_file

_OF_LESSON = """
    from assignment
    join submitted_assignment on submitted_assignment.assignment_id = assignment.id
    join submitted_notebook on submitted_notebook.assignment_id = submitted_assignment.id
"""
_BY_HAND = f"""
    select student_id, base_cell.name {_OF_LESSON}
    join grade on grade.notebook_id = submitted_notebook.id
    join base_cell on base_cell.id = grade.cell_id
    where assignment.name = ?1 and (manual_score is not null or coalesce(extra_credit, 0) != 0)
    union select student_id, base_cell.name {_OF_LESSON}
    join comment on comment.notebook_id = submitted_notebook.id
    join base_cell on base_cell.id = comment.cell_id
    where assignment.name = ?1 and coalesce(manual_comment, '') != ''
"""
_CELLS = """
    select base_cell.name from base_cell join notebook on notebook.id = base_cell.notebook_id
    where notebook.name = ?1
"""


@dataclass(frozen=True)
class _Held:
    """What a gradebook has of a lesson.

    hand_ins (int): How many.
    by_hand (set): The students and the cells for which something was given by hand.
    cells (set of str): The names of all cells.
    """

    hand_ins: int
    by_hand: frozenset[tuple[str, str]]
    cells: frozenset[str]


def lost_by_hand(url: str, lesson: str, *, graded: bool) -> list[str]:
    """Say what was given by hand for a lesson and isn't in the gradebook any more.

    graded (bool): Whether the lesson was graded before.
    Raises CourseError: If the gradebook has nothing of the lesson, and a copy has marks by hand.
    """
    file = sqlite_file(url)
    if file is None:
        return []
    with in_one_sentence(url):
        now = _held(file, lesson)
    copy, before = _last_copy(file, lesson)
    if now.hand_ins:
        missing = {s for s, cell in before.by_hand if cell in now.cells}
        students = ", ".join(sorted(missing - {student for student, _ in now.by_hand}))
        return (
            [
                f"The gradebook has no marks or comments by hand of {students}, and had some "
                f"before. If you haven't taken them away, they are in {copy}."
            ]
            if students
            else []
        )
    if before.by_hand:
        students = ", ".join(sorted({student for student, _ in before.by_hand}))
        raise CourseError(
            f"the gradebook {file} has nothing of {lesson} any more. Its copy {copy} has, with "
            f"what was given by hand to {students}: put that in its place, and run the same "
            "command again. To do without, move the folder of copies away."
        )
    again = f"The gradebook had nothing of {lesson} any more, and is filled again. "
    return [f"{again}What was given by hand since its last copy is lost."] if graded else []


def where_it_is(file: Path, lesson: str) -> str:
    """Return what to do where a gradebook has nothing of a lesson."""
    copy, before = _last_copy(file, lesson)
    grade = f"run `course grade {lesson[:2]}`"
    return f"put its copy {copy} in its place, or {grade}" if before.hand_ins else f"{grade} first"


def _last_copy(file: Path, lesson: str) -> tuple[Path, _Held]:
    """Return the newest copy of a gradebook that has anything of a lesson, and what it has."""
    folder = file.parent / BACKUPS
    for copy in sorted(folder.glob("gradebook-*.db"), reverse=True):
        try:
            held = _held(copy, lesson)
        except sqlite3.Error:
            continue
        if held.hand_ins:
            return copy, held
    return folder, _held(folder, lesson)


def _held(file: Path, lesson: str) -> _Held:
    if not file.is_file() or not file.stat().st_size:
        return _Held(0, frozenset(), frozenset())
    wait = gradebook_file.SECONDS_TO_WAIT
    with closing(sqlite3.connect(file, timeout=wait)) as database:
        query = f"select count(*) {_OF_LESSON} where assignment.name = ?1"
        [(number,)] = database.execute(query, [lesson])
        by_hand = frozenset(database.execute(_BY_HAND, [lesson]))
        cells = frozenset(name for (name,) in database.execute(_CELLS, [lesson]))
    return _Held(number, by_hand, cells)
