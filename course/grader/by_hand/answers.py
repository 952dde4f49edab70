"""The written answers of a class: what is asked and written, and the marks in the gradebook."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from markupsafe import Markup
from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    MissingEntry,
    Notebook,
    SolutionCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from traitlets.config import PyFileConfigLoader

from course.files import read_json
from course.folders import CourseError, lesson_notebook
from course.grader.marks.feedback import written_html
from course.grader.marks.gradebook_file import in_one_sentence
from course.grader.marks.questions import questions_of
from course.grader.marks.words import learners_html

_SCHEME = re.compile(r"=== BEGIN MARK SCHEME ===\n(.*?)\n=== END MARK SCHEME ===", re.DOTALL)
_LONGEST_COMMENT = 10_000


@dataclass(frozen=True)
class Question:
    """A question that is marked by hand.

    cell (str): nbgrader's id of the answer's cell.
    heading (str): What people call it.
    text, model, scheme (Markup): The question, a model answer and the mark scheme, as HTML.
    points (float): What it is worth.
    """

    cell: str
    heading: str
    text: Markup
    model: Markup
    scheme: Markup
    points: float


@dataclass(frozen=True)
class Mark:
    """What the gradebook has for an answer.

    student (str): Whose answer it is.
    name (str): Their name; the id where nobody has said it.
    points (float or None): None where the answer waits for a mark.
    comment (str): For the learner.
    before (float or None): Where it waits, the mark that it had before the answer, the question's
        points or the program's mark became others.
    handed_in (str): Another answer, or somebody else's under the same name, another text.
    version (str): Other marks or another answer, another version.
    """

    student: str
    name: str
    points: float | None
    before: float | None
    comment: str
    handed_in: str
    version: str


class Conflict(Exception):
    """The answer, or its mark, is another one by now; `mark` is what is there."""

    def __init__(self, mark: Mark) -> None:
        super().__init__(mark.student)
        self.mark = mark


def questions(course: Path, lesson: str) -> list[Question]:
    """Return the questions of a lesson that are marked by hand, in its order.

    Raises CourseError: If it has none.
    """
    notebook = nbformat.read(lesson_notebook(course / "solutions" / lesson), as_version=4)
    headings, found, text = questions_of(notebook), [], ""
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "markdown" and about.get("grade") and about.get("solution"):
            scheme = _SCHEME.search(cell.source)
            found.append(
                Question(
                    cell=about["grade_id"],
                    heading=headings[about["grade_id"]],
                    text=learners_html(text.partition("\n")[2]),
                    model=learners_html(_SCHEME.sub("", cell.source)),
                    scheme=learners_html(scheme[1] if scheme else "There is no mark scheme."),
                    points=float(about["points"]),
                )
            )
        elif cell.cell_type == "markdown":
            text = cell.source[cell.source.rfind("\n#") + 1 :]
    if not found:
        raise CourseError(f"{lesson} has no question that is marked by hand.")
    return found


def marks(course: Path, lesson: str, question: Question) -> list[Mark]:
    """Return the marks of all answers to a question, by student; answers that are empty left out.

    Raises CourseError: If the gradebook can't be read.
    """
    cell, of_lesson = question.cell, Notebook.name == lesson
    with _gradebook(course) as book:
        remarks = dict(
            book.db.query(Comment.notebook_id, Comment.manual_comment)
            .join(SolutionCell, SolutionCell.id == Comment.cell_id)
            .filter(SolutionCell.name == cell, Comment.manual_comment.isnot(None))
            .all()
        )
        # One question for the whole class: nbgrader's own objects ask for each learner anew.
        found = (
            book.db.query(Student, Grade.manual_score, Grade.needs_manual_grade, Grade.notebook_id)
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
                student,
                score,
                waits=waits,
                words=remarks.get(notebook) or "",
                handed_in=_handed_in(course, lesson, student.id, notebook, cell),
            )
            for student, score, waits, notebook in found
        ]


def answer(course: Path, lesson: str, question: Question, student: str) -> Markup:
    """Return what a student has written, as HTML.

    Raises CourseError: If there is no marked notebook of this student.
    """
    file = course / "grading" / "autograded" / student / lesson / f"{lesson}.ipynb"
    alone = Path(student).name == student and not student.startswith(".")
    notebook = read_json(file) if alone else None
    if not isinstance(notebook, dict) or "cells" not in notebook:
        raise CourseError(f"there is no marked notebook of {student}: run `course grade` again.")
    return written_html(notebook, question.cell)


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
    with _gradebook(course) as book:
        try:
            grade = book.find_grade(question.cell, lesson, lesson, student)
            remark = book.find_comment(question.cell, lesson, lesson, student)
        except MissingEntry:
            raise CourseError(f"{student} has no answer to {question.heading}.") from None
        who = book.find_student(student)
        handed_in = _handed_in(course, lesson, student, grade.notebook_id, question.cell)
        before = _mark_of(who, grade, remark, handed_in)
        if before.version != given.get("version"):
            raise Conflict(before)
        grade.manual_score = points
        grade.needs_manual_grade = points is None
        remark.manual_comment = comment
        book.db.commit()
        return _mark_of(who, grade, remark, handed_in)


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


def _mark(student: Any, score: float | None, *, waits: bool, words: str, handed_in: str) -> Mark:
    name = f"{student.first_name or ''} {student.last_name or ''}".strip() or student.id
    seen = f"{score!r} {waits!r} {handed_in} {words}"
    version = hashlib.sha256(seen.encode()).hexdigest()[:16]
    points, before = (None, score) if waits else (score, None)
    return Mark(student.id, name, points, before, words, handed_in, version)


def _mark_of(student: Any, grade: Any, comment: Any, handed_in: str) -> Mark:
    words, waits = comment.manual_comment or "", grade.needs_manual_grade
    return _mark(student, grade.manual_score, waits=waits, words=words, handed_in=handed_in)


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


@contextmanager
def _gradebook(course: Path) -> Iterator[Gradebook]:
    config = PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config()
    url, course_id = config.CourseDirectory.db_url, config.CourseDirectory.course_id
    with in_one_sentence(url), Gradebook(url, course_id) as book:
        yield book
