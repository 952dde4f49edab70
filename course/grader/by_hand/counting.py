"""Marks by hand that wait though they were given for the very answer that is there: they count.

`nbgrader autograde` lets each mark by hand wait, also where the same was handed in again.
"""

from pathlib import Path
from typing import Any

from nbgrader.api import Grade, GradeCell, Notebook, SubmittedAssignment, SubmittedNotebook

from course.files import read_json, write_json
from course.grader.by_hand.asked import schemes
from course.grader.by_hand.given_for import GivenFor
from course.grader.by_hand.history import AGAIN
from course.grader.lesson import Lesson
from course.grader.marks.gradebook import Book
from course.grader.marks.gradebook_file import in_one_sentence
from course.grader.marks.questions import name_of, questions_of
from course.grader.people.listed import listed

_AT_ONCE = 500  # SQLite takes a limited number


class Counting:
    """What becomes in a run of the marks by hand that wait.

    book, course (Path), lesson: Whose.
    students (set of str): Whose marks count again.
    """

    def __init__(self, book: Book, course: Path, lesson: Lesson) -> None:
        self.students: set[str] = set()
        self._book, self._course, self._lesson = book, course, lesson
        self._again: list[Any] = []
        self._count_again()  # before this run puts its own notebook in the place of nbgrader's
        self._counted = self._note_new()

    def finish(self) -> list[str]:
        """Look once more, at what was handed in now, and note it; return what to say."""
        self._count_again()
        changed, asked = self._note(), questions_of(self._lesson.notebook)
        by_the_old = self._other_schemes()
        marks: dict[str, list[str]] = {}
        with in_one_sentence(self._book.url):  # other words may have come in this very run
            waiting = {row.id: row for row in self._rows() if row.needs_manual_grade}
        stopped: dict[str, list[str]] = {}
        for row in [row for name, row in waiting.items() if name in self._counted]:
            stopped.setdefault(row.name, []).append(f"{row.student_id} {row.manual_score:g}")
        for row in [row for row in self._again if row.id not in waiting]:
            marks.setdefault(row.name, []).append(f"{row.student_id} {row.manual_score:g}")
        said = [
            (
                marks,
                "Marks by hand for {} waited, were given for the answers that are there, and count "
                "again: {}.",
            ),
            (
                stopped,
                "Marks by hand for {} were given for other answers, or another mark by the "
                "program, and wait for another look: {}.",
            ),
            (
                changed,
                "Marks by hand for {} were changed while they waited, and wait still: {}. Give "
                "them in `course mark`: there they count at once.",
            ),
            (
                by_the_old,
                "The mark scheme of {} has changed. Marks by hand stay; look at those again that "
                "were given by the old one: {}.",
            ),
        ]
        return [
            sentence.format(name_of(cell, asked), listed(given))
            for found, sentence in said
            for cell, given in found.items()
        ]

    def _count_again(self) -> None:
        """Let marks count that were given for the present answer, points and program's mark."""
        known, again = GivenFor(self._course, self._lesson.name), []
        with in_one_sentence(self._book.url):
            for row in self._rows():
                if row.needs_manual_grade and row.manual_score is not None:
                    where, about = (row.student_id, row.name), (row.max_score, _program(row))
                    if known.is_given_for(*where, row.manual_score, *about) or (
                        # given since the last run, when there was none yet
                        known.is_given_for(*where, None, *about)
                        and self._autograded_by_nbgrader(row.student_id)
                    ):
                        again.append(row)
            database, ids = self._book.book.db, [row.id for row in again]
            for start in range(0, len(ids), _AT_ONCE):
                part = Grade.id.in_(ids[start : start + _AT_ONCE])
                grades = database.query(Grade).filter(part)
                grades.update({Grade.needs_manual_grade: False}, synchronize_session=False)
            self._book.history.note(database, AGAIN)
            database.commit()
        told = {row.id for row in self._again}
        self._again += [row for row in again if row.id not in told]
        self.students |= {row.student_id for row in again}

    def _note_new(self) -> set[str]:
        """Note marks that were given since the last run: this one may bring other answers.

        Returns the gradebook's own ids of all that count.
        """
        known = GivenFor(self._course, self._lesson.name)
        with in_one_sentence(self._book.url):
            rows = [row for row in self._rows() if row.manual_score is not None]
        rows = [row for row in rows if not row.needs_manual_grade]
        for row in rows:
            about = (row.student_id, row.name, row.manual_score, row.max_score, _program(row))
            new = not known.is_given_for(*about)
            if new and not self._autograded_by_nbgrader(row.student_id):
                known.note(*about)
        known.save()
        return {row.id for row in rows}

    def _note(self) -> dict[str, list[str]]:
        """Note what marks are given for; return those that were changed while they waited.

        nbgrader's formgrader may leave such a mark waiting. For which answer it was meant can't be
        told: the page may have been open since before the answer came.
        """
        known = GivenFor(self._course, self._lesson.name)
        file = self._course / "grading" / "results" / self._lesson.name / ".waiting.json"
        before = read_json(file)
        waiting: dict[str, dict[str, float]] = {}
        changed: dict[str, list[str]] = {}
        with in_one_sentence(self._book.url):
            rows = self._rows()
        for row in rows:
            student, mark = row.student_id, row.manual_score
            if mark is None or not row.needs_manual_grade:
                known.note(student, row.name, mark, row.max_score, _program(row))
                continue
            of_cell = before.get(row.name) if isinstance(before, dict) else None
            was = of_cell.get(student, mark) if isinstance(of_cell, dict) else mark
            waiting.setdefault(row.name, {})[student] = was
            if was != mark:
                changed.setdefault(row.name, []).append(f"{student} {was:g} → {mark:g}")
        known.save()
        if waiting or before:
            write_json(file, waiting)
        return changed

    def _other_schemes(self) -> dict[str, list[str]]:
        """Return the marks given where a mark scheme has changed since the last run."""
        file = self._course / "grading" / "results" / self._lesson.name / ".schemes.json"
        before, now = read_json(file), schemes(self._course, self._lesson.name)
        before = before if isinstance(before, dict) else {}
        others = {cell for cell, words in now.items() if before.get(cell, words) != words}
        given: dict[str, list[str]] = {}
        with in_one_sentence(self._book.url):
            rows = self._rows() if others else []
        for row in rows:
            counts = row.manual_score is not None and not row.needs_manual_grade
            if row.name in others and counts:
                given.setdefault(row.name, []).append(f"{row.student_id} {row.manual_score:g}")
        if now != before:
            write_json(file, now)
        return given

    def _rows(self) -> list[Any]:
        """Return the marks of the class, in one question: nbgrader's own objects ask for each."""
        query = self._book.book.db.query(
            *(SubmittedAssignment.student_id, GradeCell.name, GradeCell.max_score),
            *(GradeCell.cell_type, Grade.id, Grade.manual_score, Grade.auto_score),
            Grade.needs_manual_grade,
        )
        query = query.select_from(Grade).join(GradeCell, GradeCell.id == Grade.cell_id)
        query = query.join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
        query = query.join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        query = query.join(
            SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id
        )
        query = query.filter(Notebook.name == self._lesson.name)
        return list(query.order_by(SubmittedAssignment.student_id, GradeCell.name).all())

    def _autograded_by_nbgrader(self, student: str) -> bool:
        """Tell whether nbgrader has run the marked notebook: it notes the version of Python."""
        name = self._lesson.name
        file = self._course / "grading" / "autograded" / student / name / f"{name}.ipynb"
        notebook = read_json(file)
        about = notebook.get("metadata") if isinstance(notebook, dict) else None
        language = about.get("language_info") if isinstance(about, dict) else None
        return isinstance(language, dict) and "version" in language


def _program(row: Any) -> float | None:
    return None if row.cell_type == "markdown" else row.auto_score
