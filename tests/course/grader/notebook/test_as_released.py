"""A notebook as a lesson gives it out, or solved, needs no repair, and waits for nobody."""

import json
from pathlib import Path

import pytest

from course.folders import lesson_folders, lesson_notebook
from course.grader.lesson import Lesson, Task
from course.grader.notebook.canonical import CanonicalNotebook, canonical_notebook
from course.grader.notebook.names import names_of, statements_of
from course.grader.notebook.read import read_cells
from course.rehearsal.handed import filled, to_bytes
from course.rehearsal.rehearse import solved_answers
from helpers.checks.bank import bank_from_data

COURSE = Path(__file__).resolve().parents[4]
LESSONS = [folder.name for folder in lesson_folders(COURSE)]


@pytest.fixture(scope="module", params=LESSONS)
def given_out(request: pytest.FixtureRequest) -> Lesson:
    """Return a lesson as it is released, with no fresh cases: nothing is marked here."""
    folder = COURSE / "notebooks" / request.param
    notebook = json.loads(lesson_notebook(folder).read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    bank = bank_from_data(folder / "checks.json").compiled
    tasks = tuple(Task(exercise, ()) for exercise in bank.values())
    code = {one["id"]: one["source"] for one in notebook["cells"] if one["cell_type"] == "code"}
    pieces = {cell_id: statements_of(source) for cell_id, source in code.items()}
    return Lesson(request.param, notebook, "", tasks, 1, pieces)


def marked(lesson: Lesson, answers: dict[str, str]) -> CanonicalNotebook:
    cells = read_cells(to_bytes(filled(lesson, answers))).cells
    return canonical_notebook(lesson, cells, [names_of(cell.source) for cell in cells])


def test_as_it_is_given_out(given_out):
    made = marked(given_out, {})
    assert (made.notes, made.written) == ([], [])


def test_with_the_code_of_the_model_solution(given_out):
    made = marked(given_out, solved_answers(COURSE / "solutions" / given_out.name))
    assert (made.notes, made.written) == ([], [])
