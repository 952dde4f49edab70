"""The notebook that is graded: ours in structure and tests, the learner's in answers."""

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.grader.lesson import Lesson
from course.grader.notebook.canonical import CanonicalNotebook, NotebookPart, canonical_notebook
from course.grader.notebook.names import names_of
from course.grader.notebook.read import Cell, read_cells
from course.rehearsal.handed import filled


def cells_of(notebook: dict) -> list[Cell]:
    return [
        Cell(
            cell["cell_type"],
            cell["source"],
            cell["metadata"].get("nbgrader", {}).get("grade_id", ""),
            cell.get("id", ""),
        )
        for cell in notebook["cells"]
    ]


def built(lesson: Lesson, cells: list[Cell]) -> CanonicalNotebook:
    return canonical_notebook(lesson, cells, [names_of(cell.source) for cell in cells])


def part(notebook: CanonicalNotebook, cell_id: str) -> NotebookPart:
    [found] = [part for part in notebook.parts if part.cell["id"] == cell_id]
    return found


def place(cells: list[Cell], cell_id: str) -> int:
    [found] = [n for n, cell in enumerate(cells) if cell.cell_id == cell_id]
    return found


@pytest.fixture
def theirs(lesson, answers) -> list[Cell]:
    return cells_of(filled(lesson, answers))


def test_an_honest_notebook_stays_as_it_is_and_needs_no_note(lesson, answers, theirs):
    notebook = built(lesson, theirs)
    assert notebook.notes == []
    assert [part.cell["id"] for part in notebook.parts] == [cell.cell_id for cell in theirs]
    assert [part.cell["source"] for part in notebook.parts] == [cell.source for cell in theirs]


def test_only_cells_that_answers_depend_on_are_needed(lesson, theirs):
    needed = {part.cell["id"] for part in built(lesson, theirs).parts if part.needed}
    assert needed == {task.solution_id for task in lesson.tasks} | {"imports-and-data"}


def test_a_cell_that_answers_need_is_needed_however_far_behind_it_lies(lesson, theirs):
    at = place(theirs, "dog-targets-solution")
    theirs[at] = replace(theirs[at], source="def dog_targets(y):\n    return first(y)")
    theirs.insert(1, Cell("code", "second = 2"))
    theirs.insert(2, Cell("code", "def first(y):\n    return second"))
    needed = [part.cell["source"] for part in built(lesson, theirs).parts if part.needed]
    assert needed[:2] == ["second = 2", "def first(y):\n    return second"]


def test_a_star_import_in_a_cell_of_ours_is_needed(lesson, theirs):
    at = place(theirs, "first-sheet")
    theirs[at] = replace(theirs[at], source="from math import *")
    assert part(built(lesson, theirs), "first-sheet").needed


def test_own_cells_stay_behind_the_cell_that_they_followed(lesson, theirs):
    at = place(theirs, "dog-targets-solution")
    theirs.insert(at + 1, Cell("code", "mine = 1"))
    theirs.insert(0, Cell("markdown", "Mine, too <b>"))
    parts = built(lesson, theirs).parts
    assert [part.cell["source"] for part in parts if part.role == "own"] == [
        "Mine, too <\u2060b>",
        "mine = 1",
    ]
    assert parts[0].role == "own"
    sources = [part.cell["source"] for part in parts]
    assert parts[sources.index("mine = 1") - 1].cell["id"] == "dog-targets-solution"


def test_text_of_ours_can_not_be_changed_and_code_that_is_not_graded_can(lesson, theirs):
    for cell_id, source in (("title", "Mine"), ("first-sheet", "mine = 1")):
        at = place(theirs, cell_id)
        theirs[at] = replace(theirs[at], source=source)
    notebook = built(lesson, theirs)
    assert part(notebook, "title").cell["source"] != "Mine"
    assert "Mine" in [part.cell["source"] for part in notebook.parts if part.role == "own"]
    assert part(notebook, "first-sheet").cell["source"] == "mine = 1"


def test_a_written_answer_is_taken_and_its_html_is_text(lesson, theirs):
    at = place(theirs, "supplier-written")
    theirs[at] = replace(theirs[at], source="No, as 3 < 4. <script>alert(1)</script>")
    cell = part(built(lesson, theirs), "supplier-written").cell
    assert cell["source"] == "No, as 3 < 4. <\u2060script>alert(1)<\u2060/script>"


@pytest.mark.parametrize(
    "more", ["def mine(y):\n    return y == 5", "import math", "%matplotlib inline\nfive = 5"]
)
def test_what_an_answer_needs_may_stand_in_the_cell_of_its_check(lesson, theirs, more):
    at = place(theirs, "dog-targets-check")
    theirs[at] = replace(theirs[at], source=f"{more}\n\n{theirs[at].source}")
    notebook = built(lesson, theirs)
    sources = [part.cell["source"] for part in notebook.parts]
    assert sources.count(theirs[at].source) == 1
    ours = part(notebook, "dog-targets-check")
    assert ours.role == "check"
    assert sources.index(theirs[at].source) == notebook.parts.index(ours) - 1
    assert notebook.notes == ["the check of dog_targets was edited: ours was used"]


@pytest.mark.parametrize("kept", ["first", "second", "neither"])
def test_answers_in_one_cell_all_count(lesson, theirs, kept):
    one, other = (place(theirs, f"{name}-solution") for name in ("dog-targets", "confusion-counts"))
    both = f"{theirs[one].source}\n\n\n{theirs[other].source}"
    here, gone = (other, one) if kept == "second" else (one, other)
    theirs[here] = replace(theirs[here], source=both)
    if kept == "neither":
        theirs[here] = replace(theirs[here], graded_as="", cell_id="")
    del theirs[gone]
    notebook = built(lesson, theirs)
    for name in ("dog-targets-solution", "confusion-counts-solution"):
        assert part(notebook, name).cell["source"] == both
    assert not any("missing" in note for note in notebook.notes)
    assert any("stands in the cell of another" in note for note in notebook.notes)


def test_a_notebook_of_which_nothing_is_left_is_ours_with_a_note_for_each_exercise(lesson):
    notebook = built(lesson, [])
    assert [part.cell["id"] for part in notebook.parts] == [
        cell["id"] for cell in lesson.notebook["cells"]
    ]
    for task in lesson.tasks:
        assert f"the check of {task.name} was missing: ours was used" in notebook.notes
        assert f"the answer {task.name} is missing" in notebook.notes


@st.composite
def shaken(draw: st.DrawFn, cells: list[Cell]) -> list[Cell]:
    """Return cells in another order, some lost, doubled, bare, swapped or rewritten."""
    chosen = draw(st.lists(st.integers(0, len(cells) - 1), max_size=2 * len(cells)))
    ids = st.sampled_from(["", *(cell.graded_as for cell in cells), "unknown"])
    sources = st.sampled_from(["", "def dog_targets(y):\n    return y", "((", "1"])
    found = []
    for number in chosen:
        cell = cells[number]
        if draw(st.integers(0, 3)) == 0:
            cell = replace(cell, graded_as=draw(ids), cell_id=draw(ids))
        if draw(st.integers(0, 3)) == 0:
            cell = replace(cell, source=draw(sources), kind=draw(st.sampled_from(["code", "raw"])))
        found.append(cell)
    return found


@given(st.data())
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_is_handed_in_structure_checks_and_points_are_ours(lesson, answers, data):
    cells = data.draw(shaken(cells_of(filled(lesson, answers))))
    notebook = built(lesson, cells)
    original = lesson.notebook["cells"]
    places = {cell["id"]: cell for cell in original}
    ours = [part for part in notebook.parts if part.cell["id"] in places]
    assert [part.cell["id"] for part in ours] == [cell["id"] for cell in original]
    for part_ in ours:
        if part_.role != "own":  # what may be changed is the learner's then
            cell = places[part_.cell["id"]]
            assert part_.cell["metadata"] == cell["metadata"]
            assert part_.cell["cell_type"] == cell["cell_type"]
    checks = {cell["id"]: cell["source"] for cell in original if cell["id"].endswith("-check")}
    assert {part.cell["id"]: part.cell["source"] for part in ours if part.role == "check"} == checks
    released = {cell["source"] for cell in original}
    for part_ in notebook.parts:
        if part_.role == "solution":
            assert part_.cell["source"] in released | {cell.source for cell in cells}
    ids = [part_.cell["id"] for part_ in notebook.parts]
    assert len(ids) == len(set(ids))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda s: (
            st.lists(s, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["cells", "source", "metadata", "nbgrader", "cell_type", "worksheets"]
                ),
                s,
            )
        ),
        max_leaves=15,
    )
)
@settings(deadline=None)
def test_any_json_is_cells_or_a_reason(data):
    content = read_cells(json.dumps(data).encode())
    assert bool(content.cells) != bool(content.reason)
    for cell in content.cells:
        assert isinstance(cell.source, str)
