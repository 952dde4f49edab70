"""People read headings, never the ids of cells."""

from pathlib import Path

import nbformat
import pytest

from course.cli import main
from course.grader.marks.questions import name_of, questions_of
from tests.course.grader.by_hand.written_class import ANSWERS, CELL, HEADING, written_course
from tests.course.grader.small_class import LESSON, grade
from tests.small_course import graded


def question(text: str, cell_id: str) -> list[nbformat.NotebookNode]:
    about = {**graded(cell_id, points=1), "solution": True, "locked": False}
    new = nbformat.v4.new_markdown_cell
    return [new(text), new("Because.", id=cell_id, metadata={"nbgrader": about})]


def test_a_question_is_called_by_its_heading_and_no_two_alike():
    cells = question("## Why `now`? (1 point)\n\nSay it.", "a-b") + question("And?", "c-d")
    asked = questions_of(nbformat.v4.new_notebook(cells=cells))
    assert asked == {"a-b": "Why now?", "c-d": "Why now? (2)"}
    assert name_of("a-b", asked) == "Why now?"
    assert name_of("my-name-check", asked) == "my_name"


@pytest.fixture
def course(tmp_path, empty_gradebook, monkeypatch) -> Path:
    course = written_course(tmp_path / "course", empty_gradebook, ANSWERS)
    monkeypatch.chdir(course)
    return course


def test_no_page_table_or_line_shows_the_id_of_a_cell(course, capsys):
    grade(course)
    for command in (["report", "01"], ["export", "01"], ["export", "01", "--format=canvas"]):
        assert main(command) == 0
    said = capsys.readouterr()
    pages = [*(course / "grading").rglob("*.html")]
    texts = [said.out, said.err, *(page.read_text() for page in pages)]
    assert len(pages) == len(ANSWERS) + 1
    for text in texts:
        assert CELL not in text
        assert CELL.replace("-", "_") not in text
        assert CELL.replace("-", " ") not in text
    assert all(HEADING in text for text in texts)


def test_a_lesson_that_changes_speaks_of_headings(course, capsys):
    grade(course)
    file = course / "solutions" / LESSON / f"{LESSON}.ipynb"
    lesson = nbformat.read(file, as_version=4)
    lesson.cells += question("## And how? (1 point)", "how-written")
    nbformat.write(lesson, file)
    grade(course)
    assert "And how? is new, worth 1" in capsys.readouterr().out
    lesson.cells = [cell for cell in lesson.cells if cell.id not in ("how-written", CELL)]
    nbformat.write(lesson, file)
    grade(course)
    said = capsys.readouterr().out
    assert "A question in words is gone." in said
    assert "written" not in said
