"""A class's answers that are marked by hand: what was written, and the marks in the gradebook."""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup
from nbgrader.api import (
    Comment,
    Grade,
    GradeCell,
    MissingEntry,
    Notebook,
    SolutionCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)

from course.files import read_json
from course.folders import CourseError
from course.grader.by_hand.asked import Question, as_code, gradebook_of
from course.grader.by_hand.history import PAGE, SEEN, History
from course.grader.marks.feedback import source_of, written_html
from course.grader.marks.results import in_class
from course.grader.marks.words import learners_html
from course.grader.notebook.written import as_typed

# The cells of a marked notebook that a learner has added, or the words added to one of ours.
_OWN = re.compile(r"own-\d+")
_LONGEST_COMMENT = 10_000


@dataclass(frozen=True)
class Mark:
    """What the gradebook has for an answer.

    student (str): Whose answer it is.
    name (str): Their name; the id where nobody has said it.
    points (float or None): None where there is no mark by hand that counts.
    comment (str): For the learner.
    program (float or None): What the program gives for an exercise.
    before (float or None): Where it waits, the mark that it had before the answer, the question's
        points or the program's mark became others.
    handed_in (str): Another answer, or somebody else's under the same name, another text.
    version (str): Other marks or another answer, another version.
    """

    student: str
    name: str
    points: float | None
    before: float | None
    program: float | None
    comment: str
    handed_in: str
    version: str


class Conflict(Exception):
    """The answer, or its mark, is another one by now; `mark` is what is there."""

    def __init__(self, mark: Mark) -> None:
        super().__init__(mark.student)
        self.mark = mark


def marks(course: Path, lesson: str, question: Question) -> list[Mark]:
    """Return the marks of the class's answers to a question, by student; empty ones left out.

    Raises CourseError: If the gradebook can't be read.
    """
    cell, of_lesson, there = question.cell, Notebook.name == lesson, in_class(course)
    with gradebook_of(course) as book:
        if book is None:
            return []
        remarks = dict(
            book.db.query(Comment.notebook_id, Comment.manual_comment)
            .join(SolutionCell, SolutionCell.id == Comment.cell_id)
            .filter(SolutionCell.name == question.answer, Comment.manual_comment.isnot(None))
            .all()
        )
        # One question for the whole class: nbgrader's own objects ask for each learner anew.
        found = (
            book.db.query(
                *(Student, Grade.notebook_id),
                *(Grade.manual_score, Grade.auto_score, Grade.needs_manual_grade),
            )
            .join(SubmittedAssignment, SubmittedAssignment.student_id == Student.id)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
            .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .join(GradeCell, GradeCell.id == Grade.cell_id)
            # A cell that was left as it came is worth 0 without anybody's reading it.
            .filter(of_lesson, GradeCell.name == cell)
            .filter(Grade.needs_manual_grade | Grade.manual_score.isnot(None))
            .order_by(Student.id)
            .all()
        )
        return [
            _mark(
                question,
                row.Student,
                row,
                words=remarks.get(row.notebook_id) or "",
                handed_in=_handed_in(course, lesson, row.Student.id, row.notebook_id, cell),
            )
            for row in found
            if there(row.Student.id)
        ]


def answer(course: Path, lesson: str, question: Question, student: str) -> Markup:
    """Return what a student has written, as HTML; what stands elsewhere is folded away below it.

    Raises CourseError: If there is no marked notebook of this student.
    """
    file = course / "grading" / "autograded" / student / lesson / f"{lesson}.ipynb"
    alone = Path(student).name == student and not student.startswith(".")
    notebook = read_json(file) if alone else None
    if not isinstance(notebook, dict) or "cells" not in notebook:
        raise CourseError(f"there is no marked notebook of {student}: run `course grade` again.")
    if not question.in_words:
        return as_code(source_of(notebook, question.answer))
    return written_html(notebook, question.cell) + _elsewhere_html(notebook, question.cell)


def _elsewhere_html(notebook: dict[str, Any], answer_cell: str) -> Markup:
    """Return the words of a learner that stand in cells of their own and in no answer, as HTML.

    These are notes on the lesson, mostly; a last word on the question may be among them.
    """
    sources = {str(one.get("id")): "".join(one["source"]) for one in notebook["cells"]}
    shown, found, words = sources.get(answer_cell, ""), Markup(""), 0
    # A notebook may have all cells of the lesson twice.
    ours = {source for name, source in sources.items() if not _OWN.fullmatch(name)}
    theirs = [one for one in notebook["cells"] if _OWN.fullmatch(str(one.get("id")))]
    for cell in theirs:
        source = sources[cell["id"]]
        is_code = cell["cell_type"] == "code"
        lines = [line.strip() for line in source.splitlines() if line.strip()]
        if is_code and not all(line.startswith("#") for line in lines):
            continue
        text = "\n".join(line.lstrip("# ") for line in lines) if is_code else source
        if text not in shown and source not in ours:
            found += learners_html(as_typed(text), cell.get("attachments"))
            words += len(text.split())
    if not found:
        return found
    summary = f"Elsewhere in this notebook: {words:,} word{'s' * (words != 1)}"
    return Markup("<details><summary>{}</summary>{}</details>").format(summary, found)


def save(
    course: Path, lesson: str, question: Question, student: str, given: dict[str, Any]
) -> Mark:
    """Write a mark by hand into the gradebook, and return what is there now.

    given (dict): 'points' (number, or None to let the answer wait), 'comment' and 'version', the
        one that the marker saw.
    Raises CourseError: If the points are none that the question can have, or nobody of this name
        has an answer. Raises Conflict: If somebody else has marked the answer since, or there is
        another one.
    """
    points, comment = _checked(question, given)
    with gradebook_of(course) as book:
        try:
            if book is None:
                raise MissingEntry
            grade = book.find_grade(question.cell, lesson, lesson, student)
            remark = book.find_comment(question.answer, lesson, lesson, student)
        except MissingEntry:
            raise CourseError(f"{student} has no answer to {question.heading}.") from None
        who = book.find_student(student)
        handed_in = _handed_in(course, lesson, student, grade.notebook_id, question.cell)
        words = remark.manual_comment or ""
        before = _mark(question, who, grade, words=words, handed_in=handed_in)
        if before.version != given.get("version"):
            raise Conflict(before)
        history = _record(course, lesson)
        history.note(book.db, SEEN, student)
        # A comment alone leaves a mark that waits as it is.
        if points is not None or before.points is not None:
            grade.manual_score = points
            # Where somebody takes theirs away, the program's mark counts again, if there is one.
            grade.needs_manual_grade = points is None and grade.auto_score is None
        remark.manual_comment = comment
        history.note(book.db, PAGE, student, by=True)
        book.db.commit()
        return _mark(question, who, grade, words=comment, handed_in=handed_in)


@lru_cache(maxsize=1)
def _record(course: Path, lesson: str) -> History:
    """Return the record of changes; kept, it reads only what has come since the last mark."""
    return History(course, lesson)


def _checked(question: Question, given: dict[str, Any]) -> tuple[float | None, str]:
    points, comment = given.get("points"), given.get("comment", "")
    number = isinstance(points, int | float) and not isinstance(points, bool)
    if points is not None and not (number and 0 <= points <= question.points):
        raise CourseError(
            f"{points!r} points can't be given for {question.heading}: take a number from 0 to "
            f"{question.points:g}."
        )
    if not isinstance(comment, str) or len(comment) > _LONGEST_COMMENT:
        raise CourseError(f"a comment is text of at most {_LONGEST_COMMENT:,} letters.")
    return (None if points is None else float(points)), comment.strip()


def _mark(question: Question, student: Any, grade: Any, *, words: str, handed_in: str) -> Mark:
    name = f"{student.first_name or ''} {student.last_name or ''}".strip() or student.id
    score, waits = grade.manual_score, bool(grade.needs_manual_grade)
    program = None if question.in_words else grade.auto_score
    seen = f"{score!r} {program!r} {waits!r} {handed_in} {words}"
    version = hashlib.sha256(seen.encode()).hexdigest()[:16]
    points, before = (None, score) if waits else (score, None)
    return Mark(student.id, name, points, before, program, words, handed_in, version)


def _handed_in(course: Path, lesson: str, student: str, notebook: str, cell: str) -> str:
    """Return what tells an answer from others: ids may be given to other people, too.

    notebook (str): The gradebook's own id of what was handed in, which follows somebody whose id
        changes.
    cell (str): The id of the answer's cell.
    """
    result = read_json(course / "grading" / "results" / lesson / f"{student}.json")
    result = result if isinstance(result, dict) else {}
    answers = result.get("answers")
    known = answers.get(cell) if isinstance(answers, dict) else None
    digest = known or result.get("digest")
    return hashlib.sha256(f"{notebook} {cell} {digest}".encode()).hexdigest()[:16]
