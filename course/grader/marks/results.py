"""What earlier runs of `course grade` have written down, read back."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook
from traitlets.config import PyFileConfigLoader

from course.files import read_json
from course.folders import CourseError
from course.grader.marks.gradebook import in_one_sentence, sqlite_file
from course.grader.marks.marks import Graded


@dataclass(frozen=True)
class Row:
    """A student's marks in the gradebook, with what was given by hand."""

    student: str
    first_name: str
    last_name: str
    email: str
    scores: dict[str, float]
    waiting: tuple[str, ...]
    penalty: float
    total: float
    max_total: float


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


def gradebook_rows(course: Path, lesson: str) -> list[Row]:
    """Return what the gradebook has for a lesson, by student.

    Raises CourseError: If there is no gradebook, or it can't be read.
    """
    config = PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config()
    url, course_id = config.CourseDirectory.db_url, config.CourseDirectory.course_id
    file = sqlite_file(url)
    if file is not None and not file.is_file():
        raise CourseError(f"there is no gradebook {file}: run `course grade {lesson[:2]}` first.")
    rows = []
    with in_one_sentence(url), Gradebook(url, course_id) as book:
        for submission in book.assignment_submissions(lesson):
            grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
            student = submission.student
            rows.append(
                Row(
                    student=student.id,
                    first_name=student.first_name or "",
                    last_name=student.last_name or "",
                    email=student.email or "",
                    scores={_name(grade.name): grade.score for grade in grades},
                    waiting=tuple(_name(g.name) for g in grades if g.needs_manual_grade),
                    penalty=submission.late_submission_penalty,
                    total=max(0.0, submission.score - submission.late_submission_penalty),
                    max_total=submission.max_score,
                )
            )
    return sorted(rows, key=lambda row: row.student)


def _name(cell: str) -> str:
    return cell.removesuffix("-check").replace("-", "_")
