"""Marks into nbgrader's gradebook, by nbgrader's own interface.

A submission is one transaction: the gradebook has all of it or nothing. What was given by hand
stays: marks, comments, penalties.
"""

import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)

from course.files import read_json, write_json
from course.folders import CourseError
from course.grader.by_hand.copies import lost_by_hand
from course.grader.by_hand.given_for import GivenFor
from course.grader.by_hand.history import LATE, LESSON, SEEN, TIME, History
from course.grader.by_hand.tables import add_tables, note_answers
from course.grader.lesson import Lesson
from course.grader.marks.gradebook_file import (
    LateRule,
    back_up,
    in_one_sentence,
    is_time,
    make_gradebook,
)
from course.grader.marks.marks import Graded, Mark, MarkByHand
from course.grader.marks.questions import ASKED, asked_later, questions_of, texts_of
from course.grader.marks.structure import follow
from course.grader.people.listed import listed
from course.grader.roster import class_before, full_name, not_in_gradebook
from course.settings import course_settings


class Book:
    """The gradebook of a course, for one lesson.

    course (Path), lesson (Lesson): Whose.
    late (LateRule): What is taken off for lateness.
    lost (list of str): What was given by hand and isn't in the gradebook, in words.
    changes (list of str): What has changed in the lesson since it was last graded, in words.
    """

    def __init__(self, course: Path, lesson: Lesson) -> None:
        self.lesson = lesson
        self._course = course
        self.config = course_settings(course)
        self.url: str = self.config.CourseDirectory.db_url
        self.late = LateRule(self.config)
        self._people = class_before(course)
        self._results = course / "grading" / "results" / lesson.name
        self.lost = lost_by_hand(self.url, lesson.name, course / "grading")
        self._copy = back_up(self.url)
        with in_one_sentence(self.url):
            make_gradebook(self.url, self.config.CourseDirectory.course_id)
            self.book = Gradebook(self.url, self.config.CourseDirectory.course_id)
            self.history = History(course, lesson.name, questions_of(lesson.notebook))
            self.history.note(self.book.db, SEEN)
            self.changes = [] if self._knows_lesson() else self._follow()
            self.history.note(self.book.db, LESSON)
            if not self._knows_lesson():
                # the marking page does without scikit-learn
                from course.release.lessons import record

                self.book.close()
                record(course, course / "solutions" / lesson.name)
                self.book = Gradebook(self.url, self.config.CourseDirectory.course_id)
            add_tables(self.book.engine)
            # An object of nbgrader's asks the file for its cell's name each time.
            cells = self.book.db.query(BaseCell.id, BaseCell.name)
            self._names: dict[str, str] = {cell.id: cell.name for cell in cells}
            self._asked_later = asked_later(self._results, lesson.notebook)
            self._asked_later |= {one.check_id for one in lesson.tasks if one.name in lesson.later}
            self.changes += self._other_questions()

    def close(self) -> None:
        """Close the gradebook's file."""
        self.book.close()

    def save(
        self, graded: Graded, timestamp: str, why: str = TIME, *, anew: Collection[str] = ()
    ) -> None:
        """Put a submission's marks into the gradebook.

        timestamp (str): When it was handed in; empty if that isn't known.
        why (str): What the record of changes says of it.
        anew (collection of str): The cells whose answer changed after marks were given by hand.
        """
        student, lesson = graded.student, self.lesson.name
        when = {"timestamp": timestamp} if is_time(timestamp) else {}
        with in_one_sentence(self.url), self._transaction():
            with self.book.db.no_autoflush:
                there = self.book.db.get(Student, student)
                unknown = not_in_gradebook(self._people.get(student), there)
                self.book.update_or_create_student(student, **unknown)
                submission = self.book.update_or_create_submission(lesson, student, **when)
            for notebook in submission.notebooks:
                before = any(grade.auto_score is not None for grade in notebook.grades)
                for grade in notebook.grades:
                    self._grade(grade, self._names[grade.cell_id], graded, anew)
                for comment in notebook.comments:
                    comment.auto_comment = self._comment(self._names[comment.cell_id], graded)
                note_answers(self.book.db, notebook.id, graded.answers)
                self.book.db.flush()
                self.late.apply(submission, notebook, before=before)
            self.history.note(self.book.db, why, student)

    def note_answers(self, graded: Graded) -> None:
        """Note for which answers a submission's marks are: earlier versions didn't."""
        query = self._hand_in(self.book.db.query(SubmittedNotebook.id), graded.student)
        with in_one_sentence(self.url):
            if any(note_answers(self.book.db, row.id, graded.answers) for row in query.all()):
                self.book.db.commit()

    def apply_late_rule(self) -> None:
        """Set the penalties of submissions anew: a due date or a rule may be younger than they."""
        with in_one_sentence(self.url), self._transaction():
            for submission in self.book.assignment_submissions(self.lesson.name):
                for notebook in submission.notebooks:
                    self.late.apply(submission, notebook)
            self.history.note(self.book.db, LATE)

    def penalty(self, student: str) -> float:
        """Return what is taken off a student's points for lateness."""
        query = self.book.db.query(SubmittedNotebook.late_submission_penalty)
        taken = self._hand_in(query, student)
        with in_one_sentence(self.url):
            return max((points or 0.0 for (points,) in taken.all()), default=0.0)

    def full_name(self, student: str) -> str:
        """Return a student's name as the gradebook or else the class list has it, or nothing."""
        with in_one_sentence(self.url):
            return full_name(self._people.get(student), self.book.db.get(Student, student))

    def holds(self, student: str, marks: dict[str, Mark]) -> bool:
        """Tell whether a submission is in the gradebook with these marks."""
        with in_one_sentence(self.url):
            scores = dict(self._rows(student, Grade, Grade.auto_score))
        return bool(scores) and all(
            scores.get(task.check_id) == marks[task.name].points for task in self.lesson.tasks
        )

    def by_hand(self, student: str) -> list[MarkByHand]:
        """Return what a teacher marks or has changed, in the order of the lesson."""
        columns = (Grade.score, Grade.auto_score, Grade.needs_manual_grade, Grade.manual_score)
        with in_one_sentence(self.url):
            comments = dict(self._rows(student, Comment, Comment.manual_comment))
            grades = {name: row for name, *row in self._rows(student, Grade, *columns)}
        answers = {task.check_id: task.solution_id for task in self.lesson.tasks}
        rows = []
        for name, most in self._worth().items():
            score, automatic, waits, given = grades.get(name, (None, None, False, None))
            # Where a mark waits for another look, the comment was on another answer, too.
            old = waits and given is not None
            comment = "" if old else comments.get(answers.get(name, name)) or ""
            by_program = name in answers and score == automatic and not waits
            if name in grades and (comment or not by_program):
                rows.append(MarkByHand(name, None if waits else score, float(most), comment))
        return rows

    def given_by_hand(self, student: str) -> bool:
        """Tell whether a teacher has given a student marks or comments in this lesson."""
        with in_one_sentence(self.url):
            given = self._rows(student, Grade, Grade.manual_score)
            given += self._rows(student, Comment, Comment.manual_comment)
        return any(one not in (None, "") for _, one in given)

    def _rows(self, student: str, kind: type[Grade | Comment], *columns: Any) -> list[Any]:
        """Return the names of a submission's cells with what is asked for of each.

        It is one question: nbgrader's own objects ask for each cell anew.
        """
        query = self.book.db.query(BaseCell.name, *columns).select_from(kind)
        query = query.join(BaseCell, BaseCell.id == kind.cell_id)
        query = query.join(SubmittedNotebook, SubmittedNotebook.id == kind.notebook_id)
        return list(self._hand_in(query, student).all())

    def _hand_in(self, query: Any, student: str) -> Any:
        """Return a query of submitted notebooks for what a student has handed in alone."""
        query = query.join(
            SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id
        )
        query = query.join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        return query.filter(
            Assignment.name == self.lesson.name, SubmittedAssignment.student_id == student
        )

    def _worth(self) -> dict[str, float]:
        """Return the points of each cell that is marked, in the order of the lesson."""
        cells = [cell["metadata"].get("nbgrader", {}) for cell in self.lesson.notebook["cells"]]
        return {cell["grade_id"]: cell["points"] for cell in cells if cell.get("grade")}

    def _follow(self) -> list[str]:
        """Let the cells of a lesson that has hand-ins follow its changes."""
        try:
            self.book.find_notebook(self.lesson.name, self.lesson.name)
        except MissingEntry:
            return []
        with self._transaction():
            given_for = GivenFor(self._course, self.lesson.name)
            return follow(self.book, self.lesson, self._keep_copy, given_for)

    def _other_questions(self) -> list[str]:
        """Say which questions ask something other than when marks by hand were given."""
        file = self._results / ASKED
        before, now = read_json(file), texts_of(self.lesson.notebook)
        called, sentences = questions_of(self.lesson.notebook), []
        for cell, text in now.items():
            was = before.get(cell, text) if isinstance(before, dict) else text
            if was != text and (given := self._given(cell)):
                sentences.append(
                    f"The text of {called[cell]} has changed. Marks by hand stay; look at them "
                    f"again if they don't fit any more: {listed(given)}."
                )
        write_json(file, now)
        return sentences

    def _given(self, cell: str) -> list[str]:
        """Return who has which mark by hand for a cell of the lesson."""
        query = self.book.db.query(SubmittedAssignment.student_id, Grade.manual_score)
        query = query.join(
            SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id
        )
        query = query.join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        query = query.join(BaseCell, BaseCell.id == Grade.cell_id)
        query = query.join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        query = query.filter(Assignment.name == self.lesson.name, BaseCell.name == cell)
        given = query.filter(Grade.manual_score.isnot(None)).all()
        return [f"{student} {mark:g}" for student, mark in sorted(given)]

    def _keep_copy(self) -> Path:
        """Give this run's copy a name by which no later run removes it; return its file."""
        if self._copy is None:
            raise CourseError(
                f"an exercise of {self.lesson.name} is gone, and marks by hand would be lost with "
                f"it. {self.url} isn't an SQLite file, so no copy of it is kept: put the exercise "
                "back, or copy the database and take those marks away."
            )
        kept = self._copy.with_name(self._copy.name.replace("gradebook-", "kept-"))
        shutil.copy2(self._copy, kept)
        return Path("grading", "backups", kept.name)

    def _knows_lesson(self) -> bool:
        try:
            notebook = self.book.find_notebook(self.lesson.name, self.lesson.name)
        except MissingEntry:
            return False
        cells = [cell["metadata"].get("nbgrader") for cell in self.lesson.notebook["cells"]]
        # nbgrader writes the sources last: a run may have been killed before it had them all.
        ids = {cell["grade_id"] for cell in cells if cell}
        recorded = {cell.name for cell in notebook.source_cells if cell.source is not None}
        known = {cell.name: cell.max_score for cell in notebook.grade_cells}
        return self._worth() == known and ids == recorded

    def _grade(self, grade: Any, name: str, graded: Graded, anew: Collection[str]) -> None:
        by_check = {task.check_id: graded.marks[task.name] for task in self.lesson.tasks}
        before, waits = grade.auto_score, name in graded.to_read(self._asked_later)
        if name in by_check:
            grade.auto_score = float(by_check[name].points)
        else:
            grade.auto_score = None if waits else 0.0
        if grade.manual_score is None:
            grade.needs_manual_grade = waits
        elif name in anew or before != grade.auto_score:
            grade.needs_manual_grade = True  # somebody should look once more

    def _comment(self, name: str, graded: Graded) -> str | None:
        for task in self.lesson.tasks:
            if name == task.solution_id:
                mark = graded.marks[task.name]
                if mark.outcome == "not attempted":
                    return None if task.name in self.lesson.later else "No response."
                return mark.message if mark.outcome in ("mistake", "syntax error") else None
        return None if name in graded.to_read(self._asked_later) else "No response."

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Make one transaction of what nbgrader would do in several."""
        session = self.book.db
        session.commit = session.flush
        try:
            yield
            del session.commit
            session.commit()
        except BaseException:
            session.__dict__.pop("commit", None)
            session.rollback()
            raise
