"""The table of `docs/tools.md` and the tests of its rows are held together."""

import ast
import re
from pathlib import Path

import pytest

from tests.docs.tools.rows import COURSE, PAGE, row_of, rows

ROWS = rows(PAGE.read_text(encoding="utf-8"))
# More than one version where Pythons differ.
PINNED = set(
    re.findall(r"(?m)^([\w-]+)==([\w.]+)", (COURSE / "requirements.txt").read_text("utf-8"))
)


def names_of_tests() -> list[str]:
    """Return the names of the tests beside this file, but for those in it."""
    names = []
    for file in sorted(Path(__file__).parent.glob("test_*.py")):
        if file.name != Path(__file__).name:
            tree = ast.parse(file.read_text(encoding="utf-8"))
            names += [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    return [name for name in names if name.startswith("test_")]


def test_every_row_has_a_test_or_a_script_and_every_test_has_a_row():
    tested = ["test_" + row.name.replace("-", "_") for row in ROWS if not row.script]
    assert sorted(tested) == sorted(names_of_tests())


def test_every_row_that_a_lesson_points_to_is_there():
    lessons = [file.read_text("utf-8") for file in COURSE.glob("notebooks/*/*.ipynb")]
    pointed = {name for text in lessons for name in re.findall(r"docs/tools\.md#([\w-]+)", text)}
    assert len(pointed) >= 10
    assert pointed <= {row.name for row in ROWS}


def test_there_are_at_least_forty_rows_and_no_name_comes_twice():
    names = [row.name for row in ROWS]
    assert len(names) >= 40
    assert len(set(names)) == len(names)


def test_the_rows_stand_in_as_many_lines_of_tables_as_the_page_has():
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("|")]
    heads = [line for line in lines if line.startswith(("| row |", "| --- |"))]
    assert len(lines) == len(heads) + len(ROWS)


def test_a_tested_row_names_a_version_of_the_lock():
    tested = [row for row in ROWS if not row.script]
    assert [row.name for row in tested if (row.package, row.version) not in PINNED] == []


@pytest.mark.parametrize("row", [row for row in ROWS if row.script], ids=lambda row: row.name)
def test_a_script_is_there_and_pins_the_version_of_its_row(row):
    script = (COURSE / row.script).read_text(encoding="utf-8")
    assert re.search(rf"\b{row.package}(-cpu)?=={re.escape(row.version)}(?![\w.])", script)


def test_no_cell_is_empty():
    assert [row.name for row in ROWS if not (row.expected and row.happens and row.instead)] == []


@pytest.mark.parametrize(
    "line",
    [
        '| <a id="a-b"></a>`a-b`<br>keras 3.0 | expected | happens |',
        '| <a id="a-b"></a>`b-a`<br>keras 3.0 | expected | happens | instead |',
        '| <a id="a-b"></a>`a-b`<br>keras | expected | happens | instead |',
    ],
    ids=["a cell missing", "another name", "no version"],
)
def test_a_row_that_cannot_be_read_is_an_error(line):
    with pytest.raises(ValueError, match="a row that can't be read"):
        row_of(line)
