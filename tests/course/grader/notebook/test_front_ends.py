"""Whatever has saved a notebook: code and written answers as due, and no note that frightens."""

import re

import pytest

from course.grader.marks.marking import mark_submission
from course.grader.notebook.canonical import canonical_notebook
from course.grader.notebook.matching import another_lesson, is_written
from course.grader.notebook.names import names_of
from course.grader.notebook.read import read_cells
from course.grader.notebook.submission import Submission
from course.grader.notebook.written import as_typed
from course.rehearsal.handed import cell_of, filled
from tests.course.grader.notebook.front_ends import FRONT_ENDS, saved

WORDS = (
    "The baseline already reaches {0} percent.\n\nSo a model that only calls the large class is "
    "no better, and `accuracy` hides it: $a < b$, n<m.\n\n- a reason\n- and another one, number {0}"
)
FRIGHTENS = re.compile(
    r"damaged|could not|not JSON|too (large|much)|ended|left (out|aside)|moved|can't|somebody"
)


@pytest.fixture(scope="session")
def written(lesson) -> list[str]:
    return [cell["id"] for cell in lesson.notebook["cells"] if is_written(cell)]


def notebook_of(lesson, answers, written, *, half: bool) -> tuple[dict, set[str], dict[str, str]]:
    """Return a solved or half solved notebook, the exercises that are right, and the words."""
    right = [*answers][: len(answers) // 2] if half else [*answers]
    notebook = filled(lesson, {name: answers[name] for name in right})
    words = {cell: WORDS.format(90 + n) for n, cell in enumerate(written[half:])}
    for cell, said in words.items():
        cell_of(notebook, cell)["source"] = said
    return notebook, set(right), words


def test_there_are_as_many_front_ends_as_the_measure_asks_for():
    assert len(FRONT_ENDS) >= 40


@pytest.mark.parametrize("half", [False, True], ids=["solved", "half"])
@pytest.mark.parametrize("name", FRONT_ENDS)
def test_what_a_front_end_saves_is_read_as_it_was_meant(name, half, lesson, answers, written):
    notebook, right, words = notebook_of(lesson, answers, written, half=half)
    read = read_cells(saved(notebook, name))
    assert (read.reason, another_lesson(lesson, read.cells)) == ("", "")
    names = [names_of(cell.source) for cell in read.cells]
    made = canonical_notebook(lesson, read.cells, names)
    texts = [c["source"] for c in lesson.notebook["cells"] if c["cell_type"] == "markdown"]
    ours = [line for text in texts for line in text.splitlines() if len(line) > 20]
    sources = {part.cell["id"]: part.cell["source"] for part in made.parts}
    for task in lesson.tasks:
        expected = answers[task.name] if task.name in right else "return ..."
        assert expected in sources[task.solution_id].replace("\r\n", "\n") + "\n"
    assert made.written == [*words]
    for cell, said in words.items():
        assert all(line in as_typed(sources[cell]) for line in said.splitlines())
        assert not [line for line in ours if line in sources[cell]]
    assert not [note for note in (*read.notes, *made.notes) if FRIGHTENS.search(note)]


@pytest.mark.slow
@pytest.mark.sandbox
@pytest.mark.parametrize("half", [False, True], ids=["solved", "half"])
@pytest.mark.parametrize("name", FRONT_ENDS)
def test_what_a_front_end_saves_is_marked_as_due(name, half, lesson, answers, written, boxed):
    notebook, right, words = notebook_of(lesson, answers, written, half=half)
    graded = mark_submission(lesson, Submission("ann", None, content=saved(notebook, name)), boxed)
    assert {task for task, mark in graded.marks.items() if mark.points} == right
    assert graded.written == [*words]
    assert not [note for note in graded.notes if FRIGHTENS.search(note)]
