"""A text made to be slow holds nobody up: the judge reads it in proportion to its length."""

import json
import time

import pytest

from course.grader.marks.words import learners_html
from course.grader.notebook.answers import plain_text
from course.grader.notebook.canonical import NotebookPart
from course.grader.notebook.read import Cell, read_cells
from course.grader.notebook.written import without_html
from course.grader.unreadable import told_as_unreadable
from helpers.checks.judge import Verdict
from helpers.checks.words import clean

LONG = 150_000
SECONDS = 4.0  # a machine may be busy; what goes wrong takes minutes
# By what repeats in them: what a pattern may try at each place anew.
TEXTS = {
    "blanks after a marimo text": 'mo.md("a"' + " " * LONG,
    "quotes in a marimo text": "mo.md(" + '" ,' * LONG,
    "blanks in a text": '"' + " " * LONG + 'y" + 1',
    "blanks before a magic": " " * LONG + "%md" + " " * LONG,
    "magics without end": "%md " * LONG,
    "a name after a marimo text": 'mo.md("a")' + "\n" * LONG + "b",
    "marks of a script": "# %% md\n" * LONG,
    "backticks": "```x\n" * LONG,
    "empty lines": '"a"' + "\n" * LONG + '"b"',
    "empty lines with blanks": "1" + " \n" * LONG + "1",
    "words and blanks": "async " + "a " * LONG,
    "comments": "# \n" * LONG,
    "one word": "a" * LONG,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_cell_of_code_is_read_in_no_time(text):
    notebook = json.dumps({"cells": [{"cell_type": "code", "source": text}]}).encode()
    started = time.perf_counter()
    assert read_cells(notebook).cells
    plain_text(Cell("code", text))
    part = NotebookPart("own", {"id": "own-1", "cell_type": "code", "source": text})
    told_as_unreadable("double", Verdict("not run", "It isn't there."), [part], {})
    assert time.perf_counter() - started < SECONDS


@pytest.mark.parametrize(
    "text",
    ["$$", "$a$ ", "[a][a]", "![", "[a](<", "`` ` ", "*a **a ", "> ", "a\n", "a\n\n", "|a\n|-\n"],
)
def test_an_answer_in_words_is_set_in_no_time(text):
    started = time.perf_counter()
    page = learners_html(without_html(text * (900_000 // len(text))))
    assert time.perf_counter() - started < SECONDS
    assert clean(text).strip()[:1] in page


def test_an_answer_that_is_too_long_to_be_set_is_shown_as_it_was_typed():
    page = learners_html("**so** <b>" * 20_000, {"a.png": {"image/png": "iVBORw0KGgo="}})
    assert page.count("**so** &lt;b&gt;") == 20_000
    assert "<b>" not in page
    assert 'src="data:image/png;base64,' in page
