"""One gradebook of two: what somebody else has given by hand, where the answer is the same here."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import text

from course.files import only_one
from course.folders import CourseError, lesson_notebook
from course.grader.by_hand.answered import known_answers, same_answer
from course.grader.by_hand.copies import where_it_is
from course.grader.by_hand.held import COPIES, Given, Held, as_merged, held, is_database
from course.grader.by_hand.history import SEEN, History
from course.grader.grade import Folders, renew_pages
from course.grader.marks.gradebook_file import BACKUPS, back_up, in_one_sentence, sqlite_file
from course.grader.marks.questions import exercise_of, name_of, questions_of
from course.grader.marks.results import results
from course.grader.people.listed import listed
from course.settings import course_settings

_FIELDS = {"mark": "manual_score", "extra credit": "extra_credit", "comment": "manual_comment"}
_ROWS = {"mark": "Grade", "extra credit": "Grade", "comment": "Comment"}
_NOT_GRADED = "not graded here"
_LEFT_OUT = {
    "other": "Left out, since the answer or its points are others here: {}.",
    "unknown": "Left out, since nothing tells for which answer it was given: {}.",
    "gone": "Left out, since this lesson doesn't ask it: {}.",
    _NOT_GRADED: "Left out, since nothing of theirs is graded here: {}. Put what they handed in "
    "into grading/submitted, run `course grade {lesson}`, and this command again.",
}


@dataclass
class _Merged:
    """What becomes of what was given elsewhere.

    taken (dict): How many marks, comments and the like were taken over, by student.
    waits (set of str): The students of whom a mark waits for a look.
    both (list of str): Where something else was given here, in words.
    left_out (dict): The students of whom something was left out, by the reason.
    """

    taken: dict[str, int] = field(default_factory=dict)
    waits: set[str] = field(default_factory=set)
    both: list[str] = field(default_factory=list)
    left_out: dict[str, set[str]] = field(default_factory=dict)

    def sentences(self, lesson: str, other: Path) -> list[str]:
        """Return what became of it, in words."""
        if self.taken:
            said = [
                f"Taken over from {other}: {sum(self.taken.values())} marks and comments by hand, "
                f"of {listed(sorted(self.taken))}."
            ]
        else:
            said = [f"Nothing was taken over from {other}."]
        if self.waits:
            said.append(
                "Where the program's mark is another one here, the answer waits for you: "
                f"{listed(sorted(self.waits))}."
            )
        if self.both:
            said.append(f"Both have given something, and what is here stays: {listed(self.both)}.")
        for reason, sentence in _LEFT_OUT.items():
            if students := sorted(self.left_out.get(reason, ())):
                said.append(sentence.format(listed(students), lesson=lesson[:2]))
        return said


def merge(course: Path, lesson: str, other: Path) -> list[str]:
    """Take over what another gradebook has by hand of a lesson, and this one hasn't.

    Nothing that is here is changed, and what was given for another answer is left out. The feedback
    pages are written anew.

    other (Path): The other gradebook's file, which nothing is written to.
    Returns what became of it, in sentences. A copy of the gradebook is made before.
    Raises CourseError: If one of the gradebooks can't be used.
    """
    results(course, lesson)  # where nothing is graded, a sentence says so
    config = course_settings(course)
    url, course_id = config.CourseDirectory.db_url, config.CourseDirectory.course_id
    file = sqlite_file(url)
    if file is not None and not file.is_file():
        raise CourseError(f"there is no gradebook {file}: {where_it_is(file, lesson)}.")
    if file is not None and other.exists() and other.samefile(file):
        raise CourseError(f"{other} is this course's own gradebook: name the other one.")
    theirs = _read(other, lesson)
    here = course / "grading" / "results" / lesson
    with only_one(here / ".lock", lesson), in_one_sentence(url):
        back_up(url)
        with Gradebook(url, course_id) as book:
            merged, history = _Merged(), History(course, lesson)
            history.note(book.db, SEEN)
            rows = _Rows(book, course, lesson)
            # What waits there was given for another answer, and a comment beside it, too.
            waits = {(one.notebook, exercise_of(one.cell)) for one in theirs.given if one.waits}
            answers: dict[tuple[str, str], list[Given]] = {}
            for given in theirs.given:
                answers.setdefault((given.notebook, exercise_of(given.cell)), []).append(given)
            for (hand_in, exercise), about in answers.items():
                student = rows.owners.get(hand_in, about[0].student)
                there = theirs.answers.get(hand_in) or _beside(other, file, about[0])
                known = known_answers(here / f"{student}.json")
                same = same_answer(known, there, about[0].cell)
                if (hand_in, exercise) in waits:
                    same = False
                rows.take(about, student, same, merged)
            if file is not None and _NOT_GRADED not in merged.left_out:
                _note_line(book, theirs, other)
            history.note(book.db, f"merged from {other}", by=True)
            book.db.commit()
    pages = Folders(course, course / "grading" / "submitted")
    return [*merged.sentences(lesson, other), *renew_pages(pages, lesson)]


def _read(other: Path, lesson: str) -> Held:
    """Return what another gradebook has.

    Raises CourseError: If it is none, or has nothing of the lesson.
    """
    if not other.is_file():
        raise CourseError(f"there is no file {other}: name another gradebook.db.")
    try:
        theirs = held(other, lesson) if is_database(other) else None
    except (sqlite3.Error, ValueError):
        theirs = None
    if theirs is None:
        raise CourseError(f"{other} is no gradebook that can be read: name another gradebook.db.")
    if not theirs.hand_ins:
        raise CourseError(f"{other} has nothing of {lesson}.")
    return theirs


def _beside(other: Path, ours: Path | None, given: Given) -> Any:
    """Return the answers that runs have written down beside a gradebook that lies elsewhere.

    What lies beside ours, or beside a copy, is of other runs.
    """
    folder = other.absolute().parent
    if folder.name == BACKUPS or other.name != "gradebook.db" or (ours and ours.parent == folder):
        return None
    return known_answers(folder / "results" / given.lesson / f"{given.student}.json")


def _note_line(book: Gradebook, theirs: Held, other: Path) -> None:
    """Note that all that the other gradebook had is seen to: its copies are copies of this one."""
    for name in sorted({*theirs.copies, other.name, as_merged(other)}):
        statement = text(f"insert or ignore into {COPIES} values (:name)")
        book.db.execute(statement, {"name": name})


class _Rows:
    """What the gradebook has of a lesson, row by row.

    owners (dict): Whose each hand-in is, by the gradebook's own id of it.
    """

    def __init__(self, book: Gradebook, course: Path, lesson: str) -> None:
        self.owners: dict[str, str] = {}
        self._rows: dict[tuple[str, str, str], Grade | Comment] = {}
        self._points: dict[str, float] = {}
        notebook = nbformat.read(lesson_notebook(course / "solutions" / lesson), as_version=4)
        self._asked: Mapping[str, str] = questions_of(notebook)
        for kind in (Grade, Comment):
            query = book.db.query(
                SubmittedAssignment.student_id, SubmittedNotebook.id, BaseCell.name, kind
            )
            query = query.join(
                SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id
            )
            query = query.join(kind, kind.notebook_id == SubmittedNotebook.id)
            query = query.join(BaseCell, BaseCell.id == kind.cell_id)
            query = query.join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            for student, hand_in, cell, row in query.filter(Assignment.name == lesson).all():
                self.owners[hand_in] = student
                self._rows[student, cell, kind.__name__] = row
        worth = book.db.query(GradeCell.name, GradeCell.max_score)
        worth = worth.join(Notebook, Notebook.id == GradeCell.notebook_id)
        self._points = dict(worth.filter(Notebook.name == lesson).all())

    def take(
        self, given: Sequence[Given], student: str, same: bool | None, merged: _Merged
    ) -> None:
        """Take over what was given elsewhere for one answer, or say why not.

        A mark and a comment belong together: where something else was given here, or another part
        of the two, what is here stays as it is.

        same (bool or None): Whether it was given for the answer that is here; None if unknown.
        """
        there = {one.kind: one.value for one in given}
        here = self._given_here(student, exercise_of(given[0].cell))
        common = here.keys() & there.keys()
        if here and (not common or any(here[kind] != there[kind] for kind in common)):
            both = f"{student}, {name_of(given[0].cell, self._asked)}"
            merged.both.append(f"{both} ({_short(here)} here, {_short(there)} there)")
            return
        for one in given:
            row: Any = self._rows.get((student, one.cell, _ROWS[one.kind]))
            reason = self._reason(one, student, same, row)
            if one.kind not in here and (row is None or reason):
                merged.left_out.setdefault(reason, set()).add(student)
            elif one.kind not in here:
                setattr(row, _FIELDS[one.kind], one.value)
                merged.taken[student] = merged.taken.get(student, 0) + 1
                if one.kind == "mark":
                    row.needs_manual_grade = one.program != row.auto_score
                    merged.waits |= {student} if row.needs_manual_grade else set()

    def _given_here(self, student: str, exercise: str) -> dict[str, float | str]:
        """Return what was given here by hand for an answer, by its kind."""
        found = {}
        for (whose, cell, of), row in self._rows.items():
            if whose == student and exercise_of(cell) == exercise:
                for kind, attribute in _FIELDS.items():
                    value = getattr(row, attribute) if _ROWS[kind] == of else None
                    if value not in (None, "", 0 if kind == "extra credit" else None):
                        found[kind] = value
        return found

    def _reason(self, given: Given, student: str, same: bool | None, row: Any) -> str:
        """Return why something isn't taken over; empty where it is."""
        if row is None:
            return "gone" if student in self.owners.values() else _NOT_GRADED
        if same is False:
            return "other"
        if given.points is not None and given.points != self._points.get(given.cell):
            return "other"
        return "" if same else "unknown"


def _short(given: Mapping[str, float | str]) -> str:
    """Return what was given for an answer, in the order of mark, extra credit, comment."""
    return " and ".join(_in_words(given[kind]) for kind in _FIELDS if kind in given)


def _in_words(value: float | str) -> str:
    if not isinstance(value, str):
        return f"{value:g}"
    line = " ".join(value.split())
    return f"“{line[:40]}{'…' * (len(line) > 40)}”"
