"""Every change of a mark or a comment, kept for good: a file for each lesson, a line for each.

What the last line says of a mark is what was known of it: where the gradebook has something else
by now, that is a change, and one more line. So nothing is missed whoever wrote it, and after a
crash the next look makes up for it.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from getpass import getuser
from pathlib import Path
from typing import Any, BinaryIO

import nbformat
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy.orm import Session

from course.folders import CourseError, lesson_notebook
from course.grader.by_hand.asked import gradebook_of
from course.grader.marks.questions import name_of, questions_of

# Where changes come from.
SEEN = "the formgrader, another program or a run that was cut short: seen now"
LESSON = "the lesson asks something else, or for other points"
AGAIN = "its answer and points are again those that it was given for"
LATE = "the rule for what comes late"
TIME = "another time of handing in"
PAGE = "course mark"
_FIRST = "as it was when this record began"
_PENALTY = "taken off for lateness"
_WAITS = "waits"
_Values = tuple[float | str | None, str]  # points and comment
_UNKNOWN: _Values = (None, "")


class History:
    """The record of a lesson.

    course (Path), lesson (str): Whose.
    asked (mapping or None): What its questions in words are called, by the ids of their answers;
        None to look it up.
    """

    def __init__(self, course: Path, lesson: str, asked: Mapping[str, str] | None = None) -> None:
        self.file = course / "grading" / "history" / f"{lesson}.jsonl"
        self._lesson = lesson
        if asked is None:
            notebook = lesson_notebook(course / "solutions" / lesson)
            asked = questions_of(nbformat.read(notebook, as_version=4))
        self._asked = asked
        self._read = 0
        self._known: dict[tuple[str, str], _Values] = {}

    def note(
        self, session: Session, source: str, student: str | None = None, *, by: bool = False
    ) -> None:
        """Add a line for each mark and comment that is another one in the gradebook by now.

        source (str): What it comes from.
        student (str or None): Whose alone are looked at; everybody's if None.
        by (bool): Whether it was given by who runs this program.
        Raises CourseError: If it can't be written.
        """
        with self._opened() as stream:
            now = self._in_gradebook(session, student)
            students = {whose for whose, _ in now}
            gone = [key for key in self._known if key[0] in students and key not in now]
            lines = []
            for whose, name in [*now, *gone]:
                old = self._known.get((whose, name), _UNKNOWN)
                new = now.get((whose, name), _UNKNOWN)
                if old == new:
                    continue
                first = source == SEEN and old == _UNKNOWN
                self._known[whose, name] = new
                lines.append(
                    {"time": _time(), "student": whose, "of": name}
                    | {"points": [old[0], new[0]], "comment": [old[1], new[1]]}
                    | {"from": _FIRST if first else source, "by": _user() if by else ""}
                )
            self._add(stream, lines)

    def rename(self, old: str, new: str) -> None:
        """Note that a student has another id now."""
        with self._opened() as stream:
            if any(student == old for student, _ in self._known):
                self._add(stream, [{"time": _time(), "student": new, "was": old}])

    def lines(self, student: str) -> list[dict[str, Any]]:
        """Return what the record has of a student, under each id that they had."""
        found: dict[str, list[dict[str, Any]]] = {}
        for line in _lines(self.file.read_bytes() if self.file.is_file() else b""):
            if "was" in line:
                found[line["student"]] = found.pop(line["was"], []) + found.get(line["student"], [])
            else:
                found.setdefault(line["student"], []).append(line)
        return sorted(found.get(student, []), key=lambda line: str(line["time"]))

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        """Open the record for this process alone, and read what others have added."""
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("a+b") as stream:
                with suppress(ImportError, OSError):  # a system or a disk that has no locks
                    import fcntl

                    fcntl.flock(stream, fcntl.LOCK_EX)
                self._follow(stream)
                yield stream
        except OSError as error:
            raise CourseError(
                f"{self.file} can't be written: {error.strerror}. Make room, or change its "
                "permissions, and do the same again."
            ) from None

    def _follow(self, stream: BinaryIO) -> None:
        if stream.seek(0, os.SEEK_END) < self._read:  # another file
            self._read, self._known = 0, {}
        stream.seek(self._read)
        for line in _lines(stream.read()):
            student = line["student"]
            if "was" in line:
                of_old = [key for key in self._known if key[0] == line["was"]]
                for key in of_old:
                    self._known[student, key[1]] = self._known.pop(key)
            else:
                self._known[student, line["of"]] = line["points"][1], line["comment"][1]
        self._read = stream.tell()

    def _add(self, stream: BinaryIO, lines: list[dict[str, Any]]) -> None:
        """Add lines at the end, all or none; one that was cut short is ended first."""
        if not lines:
            return
        size = stream.seek(0, os.SEEK_END)
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        try:
            stream.seek(max(0, size - 1))
            ended = stream.read(1) in (b"", b"\n")
            stream.write((b"" if ended else b"\n") + text.encode("utf-8", "replace"))
            stream.flush()
            if any(line.get("by") for line in lines):  # a run's lines can be made again
                os.fsync(stream.fileno())
        except OSError:
            self._read, self._known = 0, {}
            with suppress(OSError):
                os.ftruncate(stream.fileno(), size)
            raise
        self._read = stream.seek(0, os.SEEK_END)

    def _in_gradebook(
        self, session: Session, student: str | None
    ) -> dict[tuple[str, str], _Values]:
        """Return points and comment by student and what they are for, in the lesson's order."""
        found: dict[tuple[str, str], _Values] = {}
        grades = (BaseCell.name, Grade.score, Grade.needs_manual_grade)
        for whose, cell, score, waits in self._rows(session, Grade, student, *grades):
            found[whose, name_of(cell, self._asked)] = (_WAITS if waits else score, "")
        comments = (BaseCell.name, Comment.manual_comment)
        for whose, cell, comment in self._rows(session, Comment, student, *comments):
            key = (whose, name_of(cell, self._asked))
            if comment:
                found[key] = (found.get(key, _UNKNOWN)[0], comment)
        taken = SubmittedNotebook.late_submission_penalty
        for whose, penalty in self._rows(session, None, student, taken):
            if penalty or (whose, _PENALTY) in self._known:
                found[whose, _PENALTY] = (penalty or 0.0, "")
        return found

    def _rows(
        self,
        session: Session,
        kind: type[Grade | Comment] | None,
        student: str | None,
        *columns: Any,
    ) -> list[Any]:
        query = session.query(SubmittedAssignment.student_id, *columns)
        query = query.select_from(SubmittedAssignment)
        query = query.join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        query = query.join(
            SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id
        )
        if kind is not None:
            query = query.join(kind, kind.notebook_id == SubmittedNotebook.id)
            query = query.join(BaseCell, BaseCell.id == kind.cell_id)
        query = query.filter(Assignment.name == self._lesson)
        if student is not None:
            query = query.filter(SubmittedAssignment.student_id == student)
        return list(query.order_by(SubmittedAssignment.student_id).all())


def rename(course: Path, old: str, new: str) -> None:
    """Note in the records of all lessons that a student has another id now."""
    for file in sorted((course / "grading" / "history").glob("*.jsonl")):
        History(course, file.stem, {}).rename(old, new)


def see(course: Path, lesson: str) -> None:
    """Note what has changed in the gradebook since anybody looked, as by the formgrader.

    Where the record can't be written, as in a folder that somebody may only read, the next command
    that can makes up for it.

    Raises CourseError: If the gradebook can't be used.
    """
    with gradebook_of(course) as book:
        if book is not None:
            with suppress(CourseError):
                History(course, lesson).note(book.db, SEEN)


def story(course: Path, lesson: str, student: str) -> list[str]:
    """Return how a student's marks and comments came about, a line each, the oldest first.

    Raises CourseError: If nothing is known of such a student.
    """
    lines = History(course, lesson).lines(student)
    if not lines:
        raise CourseError(f"no mark of {student!r} in {lesson} is known: is that the id?")
    return [_in_words(line) for line in lines]


def _in_words(line: dict[str, Any]) -> str:
    (old, new), (before, now) = line["points"], line["comment"]
    said = [f"{_shown(old)} → {_shown(new)}"] if old != new else []
    if before != now:
        said.append(f"comment {_quoted(before)} → {_quoted(now)}" if before else _quoted(now))
    who = f", by {line['by']}" if line["by"] else ""
    when = str(line["time"]).replace("T", " ")
    return f"{when}  {line['of']}: {'; '.join(said)} ({line['from']}{who})"


def _shown(points: float | str | None) -> str:
    if points is None:
        return "nothing"
    return points if isinstance(points, str) else f"{points:g}"


def _quoted(comment: str) -> str:
    return f"“{' '.join(comment.split())}”"


def _lines(content: bytes) -> Iterator[dict[str, Any]]:
    """Yield the lines of a record; what was cut short in a crash is none."""
    for text in content.splitlines():
        try:
            line = json.loads(text)
        except (ValueError, RecursionError):
            continue
        match line:
            case {"student": str(), "time": str(), "was": str()}:
                yield line
            case {
                "student": str(),
                "time": str(),
                "of": str(),
                "points": [float() | int() | str() | None, float() | int() | str() | None],
                "comment": [str(), str()],
                "from": str(),
                "by": str(),
            }:
                yield line


def _time() -> str:
    return datetime.now().isoformat(timespec="seconds")


def _user() -> str:
    try:
        return getuser()
    except (OSError, KeyError, ImportError):
        return ""
