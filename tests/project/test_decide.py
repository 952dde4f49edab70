"""The page to decide by: each arrow stands on a claim that the lesson beside it computes."""

import ast
import re

import nbformat
import pytest

from course.folders import lesson_notebook
from tests.small_course import COURSE

PAGE = (COURSE / "docs" / "decide.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and "---" not in line][1:]
LESSONS = dict(re.findall(r"^\[([^\]]+)\]: \.\./notebooks/(\w+)/\2\.ipynb$", PAGE, re.MULTILINE))
each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row[2:40])


def claims(lesson: str) -> set[str]:
    """Return the texts of all claims of a lesson."""
    cells = nbformat.read(lesson_notebook(COURSE / "solutions" / lesson), as_version=4).cells
    calls = [
        node
        for cell in cells
        if cell.cell_type == "code"
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args
    ]
    texts = [call.args[0] for call in calls if ast.unparse(call.func) == "claim"]
    return {str(text.value) for text in texts if isinstance(text, ast.Constant)}


def test_the_seven_questions_are_asked():
    assert len(re.findall(r"^\| \*\*[^*]+\?\*\*", PAGE, re.MULTILINE)) == 7


@each_row
def test_an_arrow_stands_on_a_claim_of_the_lesson_beside_it(row):
    stands_on = row.split(" | ")[2]
    quoted = re.findall("“([^”]+)”", stands_on)
    [named] = re.findall(r"\[([^\]]+)\]", stands_on)
    assert quoted
    assert set(quoted) <= claims(LESSONS[named])


@each_row
def test_an_arrow_says_what_to_do_first(row):
    assert row.count(" | ") >= 3 or row.endswith("| |")
    assert row.split(" | ")[1].endswith(".")


def test_every_recipe_is_named():
    recipes = {file.name for file in (COURSE / "recipes").glob("*.py")}
    assert set(re.findall(r"\(\.\./recipes/(\w+\.py)\)", PAGE)) == recipes


def test_every_lesson_that_is_linked_is_named_in_a_row():
    assert all(any(f"[{name}]" in row for row in ROWS) for name in LESSONS)
