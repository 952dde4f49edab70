"""Who may know what: the boundaries of design.md, read from the code itself."""

import ast
import json
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from functools import cache
from inspect import getdoc, getsource
from pathlib import Path

import pytest

from course.exercise import Exercise
from helpers.checks.bank import bank_from_source

COURSE = Path(__file__).resolve().parents[2]
HELPERS = sorted((COURSE / "helpers").rglob("*.py"))
NOTEBOOKS = sorted((COURSE / "notebooks").glob("*/*.ipynb"))
LOADERS = {"spec_from_file_location", "exec_module", "import_module", "run_path", "run_module"}
EXERCISES = [
    exercise
    for folder in sorted(COURSE.glob("solutions/*/exercises"))
    for exercise in bank_from_source(folder).sources.values()
]


def named(file: Path) -> str:
    return str(file.relative_to(COURSE))


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def imported(file: Path) -> Iterator[str]:
    """Yield the full name of every module that a file imports, inside functions too."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{named(file)} imports by a relative name"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


each_helper = pytest.mark.parametrize("file", HELPERS, ids=named)
each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.name)


def test_every_contract_of_who_may_import_whom_is_kept():
    """The contracts stand in pyproject.toml, [tool.importlinter]."""
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=COURSE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


@each_helper
def test_helpers_import_nothing_from_the_solutions_or_the_tests(file):
    roots = {name.partition(".")[0] for name in imported(file)}
    assert not roots & {"solutions", "tests", "exercises"}


@each_helper
def test_only_the_source_of_a_bank_loads_code_from_a_file(file):
    nodes = list(ast.walk(tree(file)))
    names = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    names |= {node.id for node in nodes if isinstance(node, ast.Name)}
    names |= {name.rpartition(".")[2] for name in imported(file)}
    assert not names & {"exec", "eval", "__import__"}
    assert file.name == "source.py" or not names & LOADERS


def test_the_judge_calls_nobodys_code():
    """It compares data, so it can stand outside the sandbox."""
    for name in ("judge.py", "compare.py", "plain.py", "words.py"):
        names = set(imported(COURSE / "helpers" / "checks" / name))
        assert not {n for n in names if n.endswith((".call", "checker", "attempt", "limits"))}


def modules_after(code: str) -> set[str]:
    """Return the modules that a fresh interpreter has loaded after some code."""
    run = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport json, sys; print(json.dumps(list(sys.modules)))"],
        cwd=COURSE,
        capture_output=True,
        check=True,
        text=True,
    )
    return set(json.loads(run.stdout.splitlines()[-1]))


def test_importing_helpers_imports_neither_tensorflow_nor_the_tools():
    modules = modules_after("from helpers import check, claim")
    heavy = {"tensorflow", "keras", "sklearn", "matplotlib", "pandas", "scipy", "nbgrader"}
    assert not modules & heavy
    assert not {name for name in modules if name.startswith("course.release.lessons")}


def test_importing_helpers_keeps_tensorflow_quiet():
    modules_after("import os, helpers; assert os.environ['TF_CPP_MIN_LOG_LEVEL'] == '3'")


@each_exercise
def test_no_helper_defines_what_an_exercise_asks_for(exercise):
    for file in HELPERS:
        defined = {
            node.name
            for node in ast.walk(tree(file))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        }
        assert exercise.name not in defined, named(file)


def body(exercise: Exercise) -> list[str]:
    """Return the lines of a reference's body without comments, spaces and docstring."""
    (function,) = ast.parse(textwrap.dedent(getsource(exercise.reference))).body
    assert isinstance(function, ast.FunctionDef)
    statements = function.body[1:] if getdoc(exercise.reference) else function.body
    return [squeezed(ast.unparse(statement)) for statement in statements]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@cache
def released_code(file: Path) -> str:
    """Return all code of a file that learners get, in Python's own spelling, without spaces."""
    if file.suffix == ".py":
        return squeezed(ast.unparse(tree(file)))
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    parts = []
    for cell in cells:
        source = "".join(cell["source"])
        try:
            parts.append(ast.unparse(ast.parse(source)))
        except SyntaxError:  # prose, or a cell with a magic
            parts.append(source)
    return squeezed("\n".join(parts))


@each_exercise
def test_no_reference_is_found_in_what_learners_get(exercise):
    lines = body(exercise)
    for file in [*HELPERS, *NOTEBOOKS]:
        assert "".join(lines) not in released_code(file), named(file)


@each_exercise
def test_the_same_search_finds_a_reference_where_it_is_written(exercise):
    lesson = Path(exercise.reference.__code__.co_filename).parents[1]
    notebook = lesson / f"{lesson.name}.ipynb"
    assert "".join(body(exercise)) in released_code(notebook)


@each_exercise
def test_no_long_line_of_a_reference_is_found_in_what_learners_get(exercise):
    for line in body(exercise):
        if len(line) >= 40:
            for file in [*HELPERS, *NOTEBOOKS]:
                assert line not in released_code(file), (named(file), line)


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_released_notebook_holds_no_solutions_hidden_tests_or_outputs(file):
    text = file.read_text(encoding="utf-8")
    for marker in ("BEGIN SOLUTION", "HIDDEN TESTS", "MARK SCHEME", "check.hidden"):
        assert marker not in text
    cells = json.loads(text)["cells"]
    assert not any(cell.get("outputs") for cell in cells)


@pytest.mark.parametrize("folder", sorted({f.parent for f in NOTEBOOKS}), ids=lambda f: f.name)
def test_a_released_lesson_is_a_notebook_and_its_data(folder):
    files = {f.name for f in folder.iterdir() if not f.name.startswith(".")}
    assert files == {f"{folder.name}.ipynb", "checks.json"}
