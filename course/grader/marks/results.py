"""What earlier runs of `course grade` have written down, read back."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from shlex import quote
from typing import Any

import nbformat
from nbgrader.api import (
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)

from course.files import read_json, read_text
from course.folders import CourseError, lesson_notebook
from course.grader.by_hand.copies import where_it_is
from course.grader.lesson import Lesson
from course.grader.marks.gradebook_file import LateRule, in_one_sentence, sqlite_file
from course.grader.marks.marks import Graded, Mark
from course.grader.marks.questions import name_of, questions_of
from course.grader.people.ungraded import ungraded
from course.grader.roster import Person, class_before, roster
from course.settings import course_settings
from helpers.checks.source import BANK_FOLDER, load_exercises

NOT_GRADABLE = "what was handed in could not be graded"
OUTDATED = "graded before the exercises or their points changed"
ABSENT = "nothing was handed in"
NOT_YET = "handed in, and not graded yet: run `{}`"
TAKEN_OUT = "no longer in the gradebook: run `course grade` again"


@dataclass(frozen=True)
class Row:
    """A student's marks in the gradebook, with what was given by hand.

    lms_id (str): The number by which Canvas or Moodle knows the student; empty if unknown.
    unknown (str): Why the total can't be said, but for answers that wait; empty where it can.
    worth (dict): The points of each exercise and question, as the gradebook has them.
    by_hand (dict): What counts by hand and is other than the program's mark.
    """

    student: str
    first_name: str
    last_name: str
    email: str
    scores: dict[str, float]
    waiting: tuple[str, ...]
    penalty: float
    total: float
    max_total: float
    lms_id: str = ""
    unknown: str = ""
    worth: dict[str, float] = field(default_factory=dict)
    by_hand: dict[str, float] = field(default_factory=dict)


def results(course: Path, lesson: str) -> list[Graded]:
    """Return the results of all submissions of a lesson, by student.

    Raises CourseError: If the lesson hasn't been graded.
    """
    folder = course / "grading" / "results" / lesson
    graded = []
    for file in sorted(folder.glob("[!.]*.json")):
        with suppress(ValueError):  # damaged: the next run grades it again
            graded.append(Graded.from_data(read_json(file)))
    if not graded:
        raise CourseError(f"{lesson} is not graded yet: run `course grade {lesson[:2]}` first.")
    return graded


def graded_before(
    course: Path,
    lesson: Lesson,
    holds: Callable[[str, dict[str, Mark]], bool],
    notebook_file: Callable[[str], Path],
) -> Iterator[Graded]:
    """Yield what runs have made of hand-ins, with the marked notebooks, whoever hands in now.

    Left out is what was graded for other exercises or points, or isn't in the gradebook.

    holds (callable): Tells whether the gradebook has these marks of a student.
    notebook_file (callable): Returns the file of a student's marked notebook.
    """
    worth = {task.name: task.visible.points for task in lesson.tasks}
    for file in sorted((course / "grading" / "results" / lesson.name).glob("[!.]*.json")):
        try:
            graded = Graded.from_data(read_json(file))
        except ValueError:
            continue  # damaged: the next run that has the hand-in grades it again
        cells = marked_cells(notebook_file(graded.student))
        same = {name: mark.max_points for name, mark in graded.marks.items()} == worth
        if same and cells is not None and holds(graded.student, graded.marks):
            yield replace(graded, notebook={"cells": cells})


def marked_cells(file: Path) -> list[Any] | None:
    """Return the cells of a marked notebook, whatever has written it since; None if it's gone.

    nbgrader and JupyterLab keep each source as a list of lines.
    """
    try:
        cells: list[Any] = nbformat.v4.reads(read_text(file))["cells"]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return cells if all("source" in cell for cell in cells) else None


def left_behind(
    course: Path,
    lesson: str,
    now: Mapping[str, Graded],
    there: Collection[str],
    given_by_hand: Callable[[str], bool],
) -> list[str]:
    """Say who has marks by hand under an id that hands in no more, and hands in under another.

    now (mapping of str to Graded): What was handed in now, by student.
    there (collection of str): Everybody who hands in now.
    given_by_hand (callable): Tells of a student whether anything was given by hand.
    """
    by_digest: dict[str, list[str]] = {}
    for student, graded in now.items():
        by_digest.setdefault(graded.digest, []).append(student)
    lines, people = [], class_before(course)
    for file in sorted((course / "grading" / "results" / lesson).glob("[!.]*.json")):
        if file.stem in there:
            continue
        data = read_json(file)
        digest = data.get("digest") if isinstance(data, dict) else None
        others = by_digest.get(str(digest), [])
        if len(others) == 1 and given_by_hand(file.stem):
            way = f"`course roster --rename {quote(file.stem)} {quote(others[0])}`"
            if file.stem in people and others[0] not in people:
                way = f"call the folder or file {quote(file.stem)}, as on the class list"
            lines.append(
                f"{others[0]} has handed in what {file.stem} had, who has marks by hand and hands "
                f"in no more. If that is the same person: {way}."
            )
    return lines


def in_class(course: Path) -> Callable[[str], bool]:
    """Return what tells of a student whether they are in the class: all are where no list is.

    Raises CourseError: If the file that keeps the class is damaged.
    """
    people = roster(course)
    return lambda student: people is None or student in people


def gradebook_rows(course: Path, lesson: str) -> list[Row]:
    """Return what the gradebook has for a lesson, by student.

    Raises CourseError: If there is no gradebook, it has nothing of the lesson, or can't be read.
    """
    config = course_settings(course)
    url, course_id = config.CourseDirectory.db_url, config.CourseDirectory.course_id
    file = sqlite_file(url)
    if file is not None and not file.is_file():
        raise CourseError(f"there is no gradebook {file}: {where_it_is(file, lesson)}.")
    rows, asked = [], _questions(course, lesson)
    late = LateRule(config)
    with in_one_sentence(url), Gradebook(url, course_id) as book:
        for submission in book.assignment_submissions(lesson):
            # What was marked by hand since the last run may count less, too.
            penalty = sum(late.penalty(submission, notebook) for notebook in submission.notebooks)
            grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
            student = submission.student
            rows.append(
                Row(
                    student=student.id,
                    first_name=student.first_name or "",
                    last_name=student.last_name or "",
                    email=student.email or "",
                    scores={name_of(grade.name, asked): grade.score for grade in grades},
                    waiting=tuple(name_of(g.name, asked) for g in grades if g.needs_manual_grade),
                    penalty=penalty,
                    total=max(0.0, submission.score - penalty),
                    max_total=submission.max_score,
                    lms_id=student.lms_user_id or "",
                    worth={name_of(grade.name, asked): grade.max_score for grade in grades},
                    by_hand={
                        name_of(grade.name, asked): grade.score
                        for grade in grades
                        if grade.score != grade.auto_score and not grade.needs_manual_grade
                    },
                )
            )
    if file is not None and not rows:
        raise CourseError(f"{file} has nothing of {lesson}: {where_it_is(file, lesson)}.")
    return sorted(rows, key=lambda row: row.student)


def waiting_by_question(course: Path, lesson: str) -> dict[str, int]:
    """Return how many answers of the class wait for a mark, by what they are marked for.

    Raises CourseError: If the gradebook can't be read.
    """
    config = course_settings(course)
    url, course_id = config.CourseDirectory.db_url, config.CourseDirectory.course_id
    with in_one_sentence(url), Gradebook(url, course_id) as book:
        found = (
            book.db.query(GradeCell.name, SubmittedAssignment.student_id)
            .join(Grade, Grade.cell_id == GradeCell.id)
            .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
            .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
            .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
            .filter(Notebook.name == lesson, Grade.needs_manual_grade)
            .order_by(GradeCell.name)
            .all()
        )
    asked, there = _questions(course, lesson), in_class(course)
    return Counter(name_of(cell, asked) for cell, student in found if there(student))


def class_rows(course: Path, lesson: str) -> tuple[list[Row], list[str]]:
    """Return a row for everybody in the class, and the students that no roster knows.

    Where there is no roster, the class is everybody who handed in. A row says why its total isn't
    known: there was nothing that could be graded, the points of an exercise have changed since,
    what was handed in isn't graded yet, or nothing was. What waits for a mark, it has besides.

    Raises CourseError: If the lesson isn't graded, or the gradebook can't be read.
    """
    graded = {one.student: one for one in results(course, lesson)}
    points = {
        each.name: each.points
        for each in load_exercises(course / "solutions" / lesson / BANK_FOLDER)
    }
    rows = {
        row.student: replace(row, unknown=unknown_total(row, graded.get(row.student), points))
        for row in gradebook_rows(course, lesson)
    }
    known = roster(course)
    # Of people whom the class list lacks, those are named whose marks are left out.
    not_yet = ungraded(course, lesson, {*rows, *graded})
    people = {one: Person(one) for one in (*rows, *not_yet)} if known is None else known
    why = dict.fromkeys(graded, TAKEN_OUT)
    why |= {student: NOT_YET.format(command) for student, command in not_yet.items()}
    return [
        rows.get(student) or _absent(person, why.get(student, ABSENT))
        for student, person in sorted(people.items())
    ], [student for student in rows if student not in people]


def unknown_total(row: Row, graded: Graded | None, points: dict[str, int]) -> str:
    """Return why a total can't be said, whether or not an answer waits; empty where it can.

    points (dict): What each exercise of the lesson is worth now.
    """
    if graded is not None and graded.status == "rejected":
        return NOT_GRADABLE
    if graded is None:
        return ""
    worth = {name: mark.max_points for name, mark in graded.marks.items()}
    in_book = {name: row.worth.get(name, most) for name, most in worth.items()}
    return "" if worth == points == in_book else OUTDATED


def _absent(person: Person, why: str) -> Row:
    names = (person.first_name, person.last_name, person.email)
    return Row(person.student, *names, {}, (), 0.0, 0.0, 0.0, person.lms_id, why)


def _questions(course: Path, lesson: str) -> dict[str, str]:
    file = lesson_notebook(course / "solutions" / lesson)
    return questions_of(nbformat.read(file, as_version=4)) if file.is_file() else {}
