"""What is marked by hand in a lesson: its questions in words, and exercises that somebody marks."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
from markupsafe import Markup
from nbgrader.api import Grade, Gradebook, GradeCell, Notebook

from course.folders import CourseError, lesson_notebook
from course.grader.marks.gradebook_file import in_one_sentence, sqlite_file
from course.grader.marks.questions import exercise_of, name_of, questions_of
from course.grader.marks.words import learners_html
from course.grader.notebook.written import words_of
from course.settings import course_settings

_SCHEME = re.compile(r"=== BEGIN MARK SCHEME ===\n(.*?)\n=== END MARK SCHEME ===", re.DOTALL)
_CODE_SCHEME = (
    "The program marks this exercise. Shown are the answers to which somebody has given another "
    "mark. Where the code, or the program's mark, is another one by now, the answer waits for you. "
    "So does that of somebody who handed in before the exercise existed."
)


@dataclass(frozen=True)
class Question:
    """A question that is marked by hand.

    cell (str): nbgrader's id of the cell that is marked.
    answer (str): That of the cell with the answer, which is another one in an exercise.
    heading (str): What people call it.
    text, model, scheme (Markup): The question, a model answer and the mark scheme, as HTML.
    points (float): What it is worth.
    """

    cell: str
    answer: str
    heading: str
    text: Markup
    model: Markup
    scheme: Markup
    points: float

    @property
    def key(self) -> str:
        """What stands for it in addresses, whatever comes before it in the lesson."""
        return hashlib.sha256(self.cell.encode()).hexdigest()[:12]

    @property
    def in_words(self) -> bool:
        """Whether the answer is a text."""
        return self.cell == self.answer


def questions(course: Path, lesson: str) -> list[Question]:
    """Return what is marked by hand in a lesson: its questions, in its order, then exercises.

    Of the exercises, which the program marks, only those with marks by hand.

    Raises CourseError: If there is none, or the gradebook can't be read.
    """
    notebook = nbformat.read(lesson_notebook(course / "solutions" / lesson), as_version=4)
    headings, words, exercises, text = questions_of(notebook), [], [], ""
    given = _marked_by_hand(course, lesson)
    sources = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in notebook.cells}
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        name, in_words = about.get("grade_id", ""), cell.cell_type == "markdown"
        if about.get("grade") and in_words:
            scheme = _SCHEME.search(cell.source)
            words.append(
                Question(
                    cell=name,
                    answer=name,
                    heading=headings[name],
                    text=learners_html(text.partition("\n")[2]),
                    model=learners_html(_SCHEME.sub("", cell.source)),
                    scheme=learners_html(scheme[1] if scheme else "There is no mark scheme."),
                    points=float(about["points"]),
                )
            )
        elif about.get("grade") and name in given:
            answer = f"{exercise_of(name)}-solution"
            exercises.append(
                Question(
                    cell=name,
                    answer=answer,
                    heading=name_of(name, headings),
                    text=learners_html(text.partition("\n")[2]),
                    model=as_code(sources[answer].source if answer in sources else ""),
                    scheme=learners_html(_CODE_SCHEME),
                    points=float(about["points"]),
                )
            )
        elif in_words:
            text = cell.source[cell.source.rfind("\n#") + 1 :]
    if not words and not exercises:
        raise CourseError(f"{lesson} has no question that is marked by hand.")
    return words + exercises


def schemes(course: Path, lesson: str) -> dict[str, str]:
    """Return the words of each mark scheme, by the id of its question's cell."""
    notebook = nbformat.read(lesson_notebook(course / "solutions" / lesson), as_version=4)
    found = [(cell, _SCHEME.search(cell.source)) for cell in notebook.cells]
    return {
        cell.metadata.get("nbgrader", {}).get("grade_id", ""): words_of(scheme[1])
        for cell, scheme in found
        if scheme
    }


def as_code(source: str) -> Markup:
    """Return code as HTML."""
    return Markup("<pre><code>{}</code></pre>").format(source)


def _marked_by_hand(course: Path, lesson: str) -> set[str]:
    """Return the ids of the cells in which a mark was given by hand, or is waited for."""
    with gradebook_of(course) as book:
        if book is None:
            return set()
        found = book.db.query(GradeCell.name).join(Grade, Grade.cell_id == GradeCell.id)
        found = found.join(Notebook, Notebook.id == GradeCell.notebook_id)
        found = found.filter(Grade.needs_manual_grade | Grade.manual_score.isnot(None))
        return {name for (name,) in found.filter(Notebook.name == lesson).distinct()}


@contextmanager
def gradebook_of(course: Path) -> Iterator[Gradebook | None]:
    """Open the course's gradebook; there may be none yet.

    Raises CourseError: If it can't be used.
    """
    config = course_settings(course)
    url, course_id = config.CourseDirectory.db_url, config.CourseDirectory.course_id
    file = sqlite_file(url)
    if file is not None and not file.exists():
        yield None
        return
    with in_one_sentence(url), Gradebook(url, course_id) as book:
        yield book
