"""What a gradebook has of somebody, by their ids or by their hand-ins, and its removal."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Comment, Grade, Student, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import Connection, create_engine, delete, inspect, select

from course.folders import CourseError
from course.grader.by_hand.held import SECONDS_TO_WAIT, is_database
from course.grader.by_hand.tables import ANSWERS_TABLE
from course.grader.marks.gradebook_file import BACKUPS, in_one_sentence, sqlite_file
from course.grader.roster import Person

_STUDENT, _SUBMITTED = Student.__table__, SubmittedAssignment.__table__
_NOTEBOOK, _GRADE, _COMMENT = SubmittedNotebook.__table__, Grade.__table__, Comment.__table__


@dataclass(frozen=True)
class Rows:
    """Who is in a gradebook, and whose each hand-in is, by the gradebook's own id of it."""

    people: dict[str, Person] = field(default_factory=dict)
    hand_ins: dict[str, str] = field(default_factory=dict)

    def of(self, students: Collection[str]) -> set[str]:
        """Return the hand-ins of some students."""
        return {one for one, student in self.hand_ins.items() if student in students}

    def has(self, students: Collection[str], hand_ins: Collection[str]) -> bool:
        """Tell whether any of these hand-ins is there, or a student who has no others."""
        theirs = {*hand_ins}
        alone = (self.of([one]) <= theirs for one in students if one in self.people)
        return not theirs.isdisjoint(self.hand_ins) or any(alone)


def rows_of(url: str) -> Rows:
    """Return who is in a gradebook; nobody where there is none."""
    file = sqlite_file(url)
    if file is not None and not (file.is_file() and file.stat().st_size):
        return Rows()
    with in_one_sentence(url), _opened(url) as database:
        columns = (_STUDENT.c.first_name, _STUDENT.c.last_name, _STUDENT.c.email)
        query = select(_STUDENT.c.id, *columns, _STUDENT.c.lms_user_id)
        people = {
            student: Person(student, first or "", last or "", email or "", lms_id or "")
            for student, first, last, email, lms_id in database.execute(query)
        }
        whose = select(_NOTEBOOK.c.id, _SUBMITTED.c.student_id).join(
            _SUBMITTED, _SUBMITTED.c.id == _NOTEBOOK.c.assignment_id
        )
        return Rows(people, {row[0]: row[1] for row in database.execute(whose)})


def remove_rows(url: str, students: Collection[str], hand_ins: Iterable[str]) -> None:
    """Remove students and hand-ins from a gradebook, so that its file has nothing of them.

    A student who has other hand-ins stays.
    """
    with in_one_sentence(url):
        with _opened(url) as database, database.begin():
            if sqlite_file(url):
                database.exec_driver_sql("pragma secure_delete = on")
            _remove(database, students, [*hand_ins])
        if sqlite_file(url):
            with _opened(url) as database:  # what was deleted earlier is still in the file
                database.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("vacuum")


def _remove(database: Connection, students: Collection[str], notebooks: list[str]) -> None:
    of_them = _NOTEBOOK.c.id.in_(notebooks)
    around = [*database.scalars(select(_NOTEBOOK.c.assignment_id).where(of_them))]
    for table, column in (
        (_GRADE, _GRADE.c.notebook_id),
        (_COMMENT, _COMMENT.c.notebook_id),
        (ANSWERS_TABLE, ANSWERS_TABLE.c.notebook_id),
        (_NOTEBOOK, _NOTEBOOK.c.id),
    ):
        if inspect(database).has_table(table.name):
            database.execute(delete(table).where(column.in_(notebooks)))
    left = select(_NOTEBOOK.c.assignment_id)
    theirs = _SUBMITTED.c.id.in_(around) | _SUBMITTED.c.student_id.in_(students)
    database.execute(delete(_SUBMITTED).where(theirs, _SUBMITTED.c.id.not_in(left)))
    others = select(_SUBMITTED.c.student_id)
    known = _STUDENT.c.id.in_(students)
    database.execute(delete(_STUDENT).where(known, _STUDENT.c.id.not_in(others)))


@contextmanager
def _opened(url: str) -> Iterator[Connection]:
    waits = {"timeout": SECONDS_TO_WAIT} if sqlite_file(url) else {}
    engine = create_engine(url, connect_args=waits)
    try:
        with engine.connect() as database:
            yield database
    finally:
        engine.dispose()


def copies_of(url: str) -> dict[Path, Rows | None]:
    """Return what the copies of a gradebook have; None of one that can't be read."""
    file = sqlite_file(url)
    return _in(file.parent / BACKUPS) if file else {}


def others_beside(url: str) -> dict[Path, Rows | None]:
    """Return what other gradebooks beside a gradebook have; None of one that can't be read."""
    file = sqlite_file(url)
    found = _in(file.parent) if file else {}
    return {one: rows for one, rows in found.items() if one != file}


def _in(folder: Path) -> dict[Path, Rows | None]:
    found: dict[Path, Rows | None] = {}
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        if is_database(file):
            try:
                found[file] = rows_of(f"sqlite:///{file}")
            except CourseError:
                found[file] = None
    return found
