"""An answer that never came to be: the cell that should have made it is named, and why."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from helpers.checks.desk.cells import Cells, Undefined

RIGHT = "def halves(y):\n    return y / 2"
CHECK = 'check("halves", halves)'


class Notebook:
    """A shell of IPython whose cells are watched, and a check that says what it was given."""

    def __init__(self) -> None:
        config = Config()
        config.HistoryManager.enabled = False
        self.shell = InteractiveShell(config=config)
        self.given: list[object] = []
        self.shell.user_ns["check"] = self.check
        self.cells = Cells(self.shell, lambda value: value == self.check)

    def check(self, name: str, function: object) -> None:
        self.given.append(function)

    def run(self, source: str, cell_id: str | None = None) -> None:
        self.shell.run_cell(source, store_history=False, cell_id=cell_id)

    def said(self, source: str = CHECK) -> str:
        """Run a check; return the outcome and its sentence, or nothing where it can judge."""
        self.given.clear()
        self.run(source)
        verdict = self.cells.verdict("halves", self.given[0])
        return f"{verdict.outcome}: {verdict.message}" if verdict else ""


@pytest.fixture
def notebook(capsys: pytest.CaptureFixture[str]) -> Iterator[Notebook]:
    notebook = Notebook()
    yield notebook
    assert "Error in callback" not in capsys.readouterr().out


UNREADABLE = {
    "colon": ("def halves(y)\n    return y", "line 1, `def halves(y)`: expected ':'."),
    "bracket": ("def halves(y):\n    return (y\n", "line 2, `return (y`: '(' was never closed."),
    "indent": ("def halves(y):\nreturn y", "line 2, `return y`: expected an indented block"),
    "comma": (
        "import os\n\ndef halves(y):\n    return [1 2]",
        "line 4, `return [1 2]`: invalid syntax. Perhaps you forgot a comma?",
    ),
    "keyword": ("deff halves(y):\n    return y", "line 1, `deff halves(y):`: invalid syntax."),
    "lambda": ("halves = lambda y y", "line 1, `halves = lambda y y`: "),
    "magic above": (
        "%time 1\ndef halves(y)\n    return y",
        "line 2, `def halves(y)`: expected ':'.",
    ),
    "async": ("async def halves(y)\n    return y", "line 1, `async def halves(y)`: expected ':'."),
    "tab": ("def halves(y):\n        x = y\n\treturn x", "line 3, `return x`: "),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_cell_that_python_cant_read_is_a_syntax_error_with_its_line(notebook, case):
    source, words = UNREADABLE[case]
    notebook.run(RIGHT)
    notebook.run(source)
    said = notebook.said()
    assert said.startswith(f"syntax error: Your answer's cell has a syntax error in {words}")
    assert "The function of an earlier run is still there, but is not checked." in said


def test_the_line_is_named_where_there_is_no_function_either(notebook):
    notebook.run("def halves(y)\n    return y")
    said = notebook.said()
    assert said.startswith("syntax error: Your answer's cell has a syntax error in line 1")
    assert "earlier run" not in said


def test_spaces_that_were_copied_from_a_page_are_named(notebook):
    notebook.run("def halves(y):\n\xa0\xa0\xa0\xa0return y / 2")
    assert "delete the spaces of the lines that were copied" in notebook.said()


ENDED = {
    "decorator": (
        "@cache\ndef halves(y):\n    return y",
        "with NameError in line 1 (name 'cache' is not defined), before it had defined `halves`",
    ),
    "import": ("import nump\n" + RIGHT, "ModuleNotFoundError in line 1 (No module named 'nump')"),
    "try out": ("1 / 0\n" + RIGHT, "ended with ZeroDivisionError in line 1 (division by zero)"),
    "stopped": (
        "raise KeyboardInterrupt\n" + RIGHT,
        "ended with KeyboardInterrupt in line 1, before",
    ),
}


@pytest.mark.parametrize("case", ENDED)
def test_a_cell_that_ended_before_its_def_is_named(notebook, case):
    source, words = ENDED[case]
    notebook.run(RIGHT)
    notebook.run(source)
    said = notebook.said()
    assert said.startswith("not run: The cell with your answer ended with")
    assert words in said


def test_an_error_behind_the_def_leaves_the_answer_to_be_judged(notebook):
    notebook.run(RIGHT)
    notebook.run(RIGHT + "\nhalves(1) / 0")
    assert notebook.said() == ""


def test_a_return_behind_the_end_of_the_function_is_a_syntax_error_too(notebook):
    notebook.run(RIGHT)
    notebook.run("def halves(y):\n    y = y / 2\nreturn y")
    said = notebook.said()
    assert "syntax error in line 3, `return y`: 'return' outside function" in said
    assert "earlier run" not in said


def test_what_is_mended_is_judged(notebook):
    notebook.run(RIGHT)
    notebook.run("def halves(y)\n    return y")
    assert notebook.said()
    notebook.run(RIGHT)
    assert notebook.said() == ""


def test_an_answer_that_another_cell_gives_under_the_name_is_judged(notebook):
    notebook.run(RIGHT)
    notebook.run("def halves(y)\n    return y")
    notebook.run("other = lambda y: y\nfor halves in [other]: pass")
    assert notebook.said() == ""


OTHERS = {
    "its check": 'check("halves", halves',
    "a call": "halves(3",
    "a comparison": "halves == = 3",
    "another name": "def thirds(y)\n    return y",
    "a longer name": "def halves_of(y)\n    return y",
    "a text": "print('def halves(y):'",
    "its use": "x = halves(3) +",
}


@pytest.mark.parametrize("case", OTHERS)
def test_a_mistake_in_another_cell_is_not_the_answers(notebook, case):
    notebook.run(RIGHT)
    notebook.run(OTHERS[case])
    assert notebook.said() == ""


def test_the_cell_of_the_answer_is_known_by_its_id_too(notebook):
    notebook.run(RIGHT)
    notebook.run("dfe: halves(y)\n    return y", cell_id="halves-solution")
    assert "line" in notebook.said()


def test_where_nothing_is_defined_the_check_says_to_run_the_answers_cell(notebook):
    said = notebook.said()
    assert said.startswith("not run: There is no `halves` in this session: run your answer's cell")
    assert isinstance(notebook.given[0], Undefined)
    assert "halves" not in notebook.shell.user_ns


def test_comments_around_the_check_and_its_hidden_part_change_nothing(notebook):
    more = f'# My check\n{CHECK}\n### BEGIN HIDDEN TESTS\ncheck("halves", halves)\n'
    assert notebook.said(more).startswith("not run")


@pytest.mark.parametrize(
    "source",
    [
        'check("thirds", halves)',
        "halves(1)",
        "x = halves\n" + CHECK,
        "check = 5\n" + CHECK,
        "check(",
    ],
)
def test_other_cells_with_a_name_that_is_not_there_are_left_alone(notebook, source, capsys):
    notebook.run(source)
    assert notebook.given == []
    assert "Error" in capsys.readouterr().out


def test_a_check_that_isnt_ours_is_left_alone(notebook, capsys):
    notebook.run("check = print")
    notebook.run(CHECK)
    assert "NameError" in capsys.readouterr().out


def test_nothing_large_is_kept_alive(notebook):
    notebook.run("halves = [0] * 1000")
    notebook.run("1 / 0\nhalves = 2")
    assert notebook.cells._verdicts == {}


@pytest.mark.parametrize("event", [None, SimpleNamespace(), SimpleNamespace(raw_cell=3)])
def test_what_an_older_or_newer_ipython_sends_does_no_harm(notebook, event):
    notebook.cells.begins(event)
    notebook.cells.ended(event)
