"""The texts of the course: what of its code, notebooks and templates somebody reads."""

import nbformat
import pytest

from tests.english.texts import notebook_texts, python_texts, template_text, texts
from tests.small_course import COURSE


def said(source):
    return [text for _, text in python_texts(source)]


def test_docstrings_messages_and_comments_are_texts():
    source = '''"""What the module does."""
def f(name):
    # A reason that goes
    # over two lines.
    raise ValueError(f"there is no lesson {name!r}: name another one.")
'''
    assert list(python_texts(source)) == [
        (5, "there is no lesson `x`: name another one."),
        (1, "What the module does."),
        (3, "A reason that goes\nover two lines."),
    ]


@pytest.mark.parametrize(
    "code",
    [
        'key = "a_key"',
        'pattern = re.compile(r"(?s)one two three four")',
        'style = "margin:4px 0; text-align:left; one two three"',
        "x = 1  # noqa: E501",
        "#!/usr/bin/env python",
    ],
)
def test_keys_patterns_styles_and_marks_for_tools_are_none(code):
    assert said(code) == []


def test_a_template_says_what_stands_between_its_tags():
    html = "<style>p { color: red }</style>\n<p>One {{ name }}\n{% if x %}<b>two</b>{% endif %}</p>"
    assert template_text(html).split() == ["One", "`x`", "two"]


def test_text_cells_and_the_comments_of_code_cells_are_texts(tmp_path):
    cells = [
        nbformat.v4.new_markdown_cell("A text.", id="text"),
        nbformat.v4.new_code_cell("x = 1  # what it is", id="code"),
        nbformat.v4.new_code_cell("x = (  # a bug to mend", id="bug"),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "lesson.ipynb")
    found = [(text.place, text.text) for text in notebook_texts(tmp_path / "lesson.ipynb")]
    assert found == [("lesson, cell text", "A text."), ("lesson, cell code", "what it is")]


def test_every_kind_of_text_of_the_course_is_among_them():
    places = {text.place for text in texts(COURSE)}
    assert {
        "README.md",
        "docs/decide.md",
        "01_accuracy_paradox, cell title",
        "helpers/data/cache.py",
        "course/cli.py",
        "course/grader/marks/templates/feedback.html",
        "solutions/01_accuracy_paradox/exercises/dog_targets.py",
    } <= places
