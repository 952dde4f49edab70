"""Every formula of the lessons can be set without a script and without another host."""

import re

import nbformat
import pytest
from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from course.folders import lesson_folders, lesson_notebook
from tests.small_course import COURSE

MARKDOWN = MarkdownIt().use(dollarmath_plugin, allow_space=False, double_inline=True)


def formulas(folder):
    """Return the formulas of a lesson's text, as the site's parser finds them."""
    for cell in nbformat.read(lesson_notebook(folder), as_version=4).cells:
        if cell.cell_type == "markdown":
            for token in MARKDOWN.parse(cell.source):
                for part in [token, *(token.children or [])]:
                    if part.type.startswith("math"):
                        yield part.content


@pytest.mark.parametrize("folder", lesson_folders(COURSE), ids=lambda folder: folder.name)
def test_each_formula_becomes_mathml_with_no_command_left_over(folder):
    found = [*formulas(folder)]
    assert found
    for formula in found:
        shown = re.sub(r"<[^>]+>", "", convert(formula))
        assert "\\" not in shown, formula
