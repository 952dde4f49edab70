"""The notebook that is graded: whose cells stand where, and how much of them is run."""

from typing import Any

import pytest

from course.grader.lesson import Lesson, Task
from course.grader.notebook.canonical import CanonicalNotebook, NotebookPart, canonical_notebook
from course.grader.notebook.names import UNKNOWN, Names, names_of, statements_of
from course.grader.notebook.read import Cell
from helpers.checks.bank import CompiledExercise
from helpers.checks.exercise import Case

SET_UP = "import numpy as np\nC = np.ones((2, 2))\nC[0] = 5\nnet = train(C)\nprint(net)"
DEMO = "shown = 7\nprint(C)"
NEEDED = "import numpy as np\nC = np.ones((2, 2))\nC[0] = 5"
ANSWER = "def cost(n):\n    return n * C"


def cell(cell_id: str, source: str, kind: str = "code") -> dict[str, Any]:
    return {"id": cell_id, "cell_type": kind, "source": source, "metadata": {}}


@pytest.fixture
def lesson() -> Lesson:
    exercise = CompiledExercise("cost", "cost(n)", 1, 0.0, None, (), (Case((1,)),), (), ())
    cells = [
        cell("set-up", SET_UP),
        cell("words", "Some words", "markdown"),
        cell("demo", DEMO),
        cell("cost-solution", "def cost(n):\n    ..."),
        cell("cost-check", 'check("cost", cost)'),
    ]
    return Lesson(
        "small",
        {"cells": cells},
        "",
        (Task(exercise, ()),),
        1,
        {one["id"]: statements_of(one["source"]) for one in cells if one["cell_type"] == "code"},
    )


def parts(lesson: Lesson, answer: str, *, own: str = "", **changed: str) -> dict[str, NotebookPart]:
    """Return the parts by their ids; `own` is a cell before the answer."""
    cells = [
        Cell("code" if one["cell_type"] == "code" else "markdown", one["source"], cell_id=one["id"])
        for one in lesson.notebook["cells"]
    ]
    cells = [
        Cell(one.kind, changed.get(one.cell_id.replace("-", "_"), one.source), cell_id=one.cell_id)
        for one in cells
    ]
    cells[3] = Cell("code", answer, cell_id="cost-solution")
    cells[3:3] = [Cell("code", own)] if own else []
    made = canonical_notebook(lesson, cells, [names_of(one.source) for one in cells])
    return {part.cell["id"]: part for part in made.parts}


def test_of_our_cells_only_what_an_answer_needs_is_run(lesson):
    made = parts(lesson, ANSWER)
    assert made["set-up"].runs == [(NEEDED, True)]
    assert made["demo"].runs == []


def test_an_answer_that_needs_nothing_has_nothing_run(lesson):
    made = parts(lesson, "def cost(n):\n    return n")
    assert made["set-up"].runs == made["demo"].runs == []


def test_what_an_answers_cell_binds_before_it_reads_it_brings_in_nothing(lesson):
    answer = "C = []\nfor net in [1]: C.append(net)\ndef cost(n):\n    return n * C[0]"
    assert parts(lesson, answer)["set-up"].runs == []


def test_what_a_learner_has_changed_is_run_as_a_whole(lesson):
    made = parts(lesson, ANSWER, demo="shown = 8\nprint(C)")
    assert (made["demo"].role, made["demo"].runs) == ("own", [("shown = 8\nprint(C)", False)])


@pytest.mark.parametrize(
    "change",
    [
        lambda source: f"# mine\n{source}",
        lambda source: source.replace("\n", "\r\n"),
        lambda source: f"#@title Set-up\n{source}  # and so on\n\n",
    ],
    ids=["comment", "line ends", "title of Colab"],
)
def test_a_comment_or_another_layout_makes_a_cell_nobodys(lesson, change):
    made = parts(lesson, ANSWER, set_up=change(SET_UP))
    assert made["set-up"].role == "ours"
    assert made["set-up"].runs == [(NEEDED, True)]
    assert made["set-up"].cell["source"] == change(SET_UP)


def test_a_copy_of_a_cell_of_ours_is_run_like_that_cell(lesson):
    made = parts(lesson, ANSWER, own=f"{SET_UP}  # once more")
    assert made["own-3"].runs == [(NEEDED, True)]


def test_a_training_beside_an_import_has_no_more_time_than_any_other(lesson):
    own = "import numpy as np\nnet.fit(np.ones(3))"
    made = parts(lesson, ANSWER, own=own)
    assert made["own-3"].runs == [("import numpy as np", True), (own, False)]


@pytest.mark.parametrize("own", ["x = np.ones(3)\ntrain(x)", "np.random.seed(3)\ntrain()"])
def test_a_cell_that_uses_a_module_is_no_answers_business(lesson, own):
    made = parts(lesson, ANSWER, own=own, set_up=f"{SET_UP}\nmine = 1")
    assert made["own-3"].runs == [(own, False)]


def test_a_learners_cell_that_fills_a_table_brings_in_what_it_uses(lesson):
    made = parts(lesson, "def cost(n):\n    return table", own="table = {}; table[1] = shown")
    assert made["demo"].runs == [("shown = 7", True)]


@pytest.mark.parametrize("look", ["eval('C')", "globals()['C']", "get_ipython().user_ns['C']"])
def test_an_answer_that_may_use_any_name_has_what_it_names_run_and_all_before_it_tried(
    look, lesson
):
    made = parts(lesson, f"def cost(n):\n    return np, {look}")
    assert made["set-up"].runs == [(NEEDED, True), (SET_UP, False)]
    assert made["demo"].runs == [(DEMO, False)]


def test_what_an_answer_calls_may_use_any_name_too(lesson):
    own = "def look(name):\n    return globals()[name]"
    made = parts(lesson, "def cost(n):\n    return look('C')", own=own)
    assert made["set-up"].runs == [(NEEDED, True), (SET_UP, False)]
    assert made["demo"].runs == [(DEMO, False)]
    assert parts(lesson, ANSWER, own=own)["demo"].runs == []


def test_words_in_a_text_bring_in_nothing_where_all_names_can_be_seen(lesson):
    made = parts(lesson, "def cost(n):\n    return 'C'")
    assert made["set-up"].runs == []


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("%%time\nx = y", Names(frozenset("y"), frozenset("x"))),
        ("a.b[0].c = d", Names(frozenset("ad"), changed=frozenset("a"))),
        ("a.append(b)", Names(frozenset("ab"), changed=frozenset("a"))),
        ("del a[0]", Names(frozenset("a"), changed=frozenset("a"))),
        ("def f(a):\n    return a + b", Names(frozenset("b"), frozenset("f"))),
        ("Dear teacher,", Names()),
        (
            "%matplotlib inline\nx = y",
            Names(
                frozenset(["get_ipython", "y"]),
                frozenset("x"),
                words=frozenset(["matplotlib", "inline"]),
            ),
        ),
        (
            "%time f()",
            Names(frozenset(["get_ipython"]), any_name=True, words=frozenset(["time", "f"])),
        ),
        (
            "def f():\n    'The C.'\n    return 'd[0]'",
            Names(defined=frozenset("f"), words=frozenset("d")),
        ),
        ("a = '" + "x" * 200_000 + "'", UNKNOWN),
    ],
)
def test_names_are_read(source, names):
    found = names_of(source)
    told = ("used", "defined", "changed", "any_name", "words")
    assert [getattr(found, key) for key in told] == [getattr(names, key) for key in told]


def test_an_answer_below_its_stub_has_what_it_needs_run(lesson):
    cells = [
        Cell("code" if one["cell_type"] == "code" else "markdown", one["source"], cell_id=one["id"])
        for one in lesson.notebook["cells"]
    ]
    cells.insert(4, Cell("code", ANSWER))
    made = canonical_notebook(lesson, cells, [names_of(one.source) for one in cells])
    runs = {part.cell["source"]: part.runs for part in made.parts}
    assert runs[SET_UP] == [(NEEDED, True)]
    assert runs[ANSWER] == [(ANSWER, True)]


STUB, CHECK = "def cost(n):\n    ...", 'check("cost", cost)'
WRONG = "def cost(n):\n    return 'wrong'"


def made_of(lesson: Lesson, *cells: Cell) -> CanonicalNotebook:
    return canonical_notebook(lesson, cells, [names_of(one.source) for one in cells])


def answer_of(made: CanonicalNotebook) -> str:
    [part] = [part for part in made.parts if part.role == "solution"]
    return part.cell["source"]


def tagged(name: str, source: str) -> Cell:
    return Cell("code", source, graded_as=f"cost-{name}")


@pytest.mark.parametrize(
    "cells",
    [
        (tagged("solution", STUB), tagged("check", CHECK), Cell("code", ANSWER)),
        (
            *(tagged("solution", STUB), tagged("check", CHECK)),
            *(Cell("code", ANSWER), Cell("code", CHECK)),
        ),
        (
            *(tagged("solution", WRONG), tagged("check", CHECK)),
            *(Cell("code", ANSWER), Cell("code", CHECK)),
        ),
        (
            *(Cell("code", ANSWER), Cell("code", CHECK)),
            *(tagged("solution", STUB), tagged("check", CHECK)),
        ),
        (
            *(tagged("solution", STUB), tagged("check", CHECK)),
            *(tagged("solution", ANSWER), tagged("check", CHECK)),
        ),
        (Cell("code", ANSWER), tagged("solution", STUB), tagged("check", CHECK)),
    ],
    ids=["below", "below, checked", "second try", "above a released copy", "two versions", "above"],
)
def test_an_answer_counts_wherever_its_stub_was_left(lesson, cells):
    made = made_of(lesson, *cells)
    assert answer_of(made) == ANSWER
    assert not [part for part in made.parts if part.role == "own" and "..." in part.cell["source"]]
    # What is defined last before the check is the answer.
    sources = [part.cell["source"] for part in made.parts]
    before = sources[: sources.index(CHECK)]
    assert [source for source in before if "def cost" in source][-1] == ANSWER


def test_an_experiment_below_that_was_not_checked_is_no_answer(lesson):
    cells = [tagged("solution", ANSWER), tagged("check", CHECK), Cell("code", WRONG)]
    assert answer_of(made_of(lesson, *cells)) == ANSWER


def test_what_an_answer_uses_and_only_a_cell_below_defines_is_run_first(lesson):
    answer = "def cost(n):\n    return helper(n)"
    helper = "def helper(n):\n    return n * 2"
    cells = [tagged("solution", answer), tagged("check", CHECK), Cell("code", helper)]
    made = made_of(lesson, *cells)
    order = [part.cell["source"] for part in made.parts]
    assert order.index(helper) < order.index(answer)
    assert made.notes == [
        "a cell below the answer cost defines what it uses (helper), and was run before it"
    ]


@pytest.mark.parametrize(
    ("answer", "below"),
    [
        ("def cost(n):\n    return shown", "shown = later + 1"),  # it would fail there
        ("def cost(n):\n    return C", "C = 9"),  # there already is one
        ("def cost(n):\n    return max(n)", "max = 9"),
        ("def cost(helper):\n    return helper", "helper = 9"),
    ],
)
def test_a_cell_below_that_an_answer_does_not_wait_for_stays_there(lesson, answer, below):
    cells = [tagged("solution", answer), tagged("check", CHECK), Cell("code", below)]
    made = made_of(lesson, *cells)
    assert made.parts[-1].cell["source"] == below
    assert made.notes == []


def test_conflict_marks_in_an_answer_are_named(lesson):
    both = f"<<<<<<< local\n{ANSWER}\n=======\n{WRONG}\n>>>>>>> remote"
    made = made_of(lesson, tagged("solution", both), tagged("check", CHECK))
    assert made.notes == [
        "the answer cost contains two versions and git's conflict marks: one version has to go, "
        "with the lines of <<<<<<<, ======= and >>>>>>>"
    ]
