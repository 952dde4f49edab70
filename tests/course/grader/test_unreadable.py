"""A syntax error in an answer's cell is told as such, with its line, to learner and teacher."""

import json
from html import unescape

import pytest

from course.grader.marks.report import report
from course.rehearsal.handed import code_cell
from tests.course.grader.marks.test_report import feedback_of, text_of
from tests.course.grader.small_class import (
    LESSON,
    RIGHT,
    SQUARED,
    grade,
    hand_in,
    notebook_with,
    row,
)

STUB = "def double(y):\n    return ..."
# What is handed in: the answer and cells after it; then the outcome, and words of the message.
CELLS = {
    "colon": (
        ("def double(y)\n    return 2 * y",),
        "syntax error",
        "line 1, def double(y) : expected ':'.",
    ),
    "indent": (
        ("def double(y):\n  return (\n",),
        "syntax error",
        "line 2, return ( : the cell ends before",
    ),
    "tab": (("def double(y):\n        y\n\treturn y",), "syntax error", "in line 3, return y : "),
    "outside": (
        ("def double(y):\n    y * 2\nreturn y",),
        "syntax error",
        "line 3, return y : 'return'",
    ),
    "stub": ((STUB, "thirds = [1 2]"), "not attempted", "replace that line"),
    "missing": (
        ("@cached\n" + RIGHT,),
        "not run",
        "There is no double in your notebook. The cell of your answer ended in an error, "
        "NameError: name 'cached' is not defined .",
    ),
    "renamed": (
        ("def Double(y):\n    return y + y",),
        "not run",
        "The cell of your answer defines another name: Double . Give your function the name double",
    ),
    "apart": (
        ("%%timeit -n1 -r1\n" + RIGHT,),
        "not run",
        "The cell of your answer begins with %%timeit -n1 -r1 , and so leaves nothing behind",
    ),
    "lambda": (("dobule = lambda y: y + y",), "not run", "defines another name: dobule ."),
    "emptied": (("",), "not attempted", "There is nothing in the cell of your answer."),
    "a comment": (("# I don't know",), "not attempted", "There is nothing in the cell"),
    "below": (("# below", RIGHT), "right", "double is right"),
    "by hand": (
        ("def oh(f):\n    raise SyntaxError('oh')\n\n\n@oh\n" + RIGHT,),
        "not run",
        "There is no double",
    ),
    "eval": (("@eval('1 +')\n" + RIGHT,), "not run", "There is no double"),
    "right": (("x = [1 2]", RIGHT), "right", "double is right"),
    "wrong": ((SQUARED, "def double(y)\n    return y"), "mistake", "You squared it."),
    "forged": (
        ("def double(y\n<b>`",),
        "syntax error",
        "in line 1, def double(y : '(' was never closed.",
    ),
}


def test_a_class_hears_of_its_syntax_errors(course):
    for student, ((answer, *more), _, _) in CELLS.items():
        hand_in(course, student, notebook_with(course, answer, *more))
    data = grade(course)
    for student, (_, outcome, words) in CELLS.items():
        mark = row(data, student)["exercises"]["double"]
        assert (student, mark["outcome"]) == (student, outcome)
        said = unescape(text_of(feedback_of(course, student)))
        assert words in said, (student, said)
        assert ("△ Syntax error" in said) == (outcome == "syntax error")
        noted = " ".join(row(data, student)["notes"])
        assert ("the answer double is not there: its cell" in noted) == (outcome == "not run")
    said = unescape(text_of(report(course, LESSON)))
    assert "5 double: syntax error colon: Your answer's cell has a syntax error in line 1" in said


def test_an_answer_in_a_cell_of_its_own_that_cant_be_read_is_told_too(course):
    notebook = json.loads(notebook_with(course, STUB))
    [place] = [n for n, cell in enumerate(notebook["cells"]) if cell["id"] == "double-check"]
    notebook["cells"].insert(place, code_cell("import os\n\ndef double(y)\n    return 2 * y"))
    hand_in(course, "ann", json.dumps(notebook))
    assert row(grade(course), "ann")["exercises"]["double"]["outcome"] == "syntax error"
    said = unescape(text_of(feedback_of(course, "ann")))
    assert "a syntax error in line 3, def double(y) : expected ':'." in said


@pytest.mark.parametrize(("minor", "told"), [(99, True), (8, False)])
def test_that_a_newer_python_has_run_what_is_a_syntax_error_here_is_told(course, minor, told):
    notebook = json.loads(notebook_with(course, "def double[T](y: T -> T:\n    return y + y"))
    notebook["metadata"]["language_info"] = {"name": "python", "version": f"3.{minor}.1"}
    hand_in(course, "ann", json.dumps(notebook))
    notes = " ".join(row(grade(course), "ann")["notes"])
    assert (f"was run by Python 3.{minor}" in notes) == told


def test_what_a_newer_python_has_run_and_is_right_needs_no_note(course):
    notebook = json.loads(notebook_with(course, RIGHT))
    notebook["metadata"]["language_info"] = {"name": "python", "version": "3.99.1"}
    hand_in(course, "ann", json.dumps(notebook))
    assert row(grade(course), "ann")["notes"] == []
