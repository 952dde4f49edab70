"""`course check`: a learner hears before handing in what the grader will make of a notebook."""

import json
import shutil

import pytest

from course.cli import main
from course.rehearsal.handed import code_cell
from tests.course.grader.small_class import LESSON, RIGHT, SQUARED, notebook_with


@pytest.fixture
def mine(course):
    def write(answer, *more, name=f"{LESSON}.ipynb"):
        notebook = json.loads(notebook_with(course, answer))
        notebook["cells"][1:1] = [code_cell(source) for source in more]
        file = course / "work" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(notebook))
        return file

    (course / "requirements.txt").write_text("numpy==2.0\n")
    return write


def test_a_right_notebook_is_right_and_nothing_is_written(course, mine, capsys):
    file = mine(RIGHT, name="homework.ipynb")
    before = {found for found in course.rglob("*") if "released" not in str(found)}
    assert main(["check", str(file), "--no-sandbox"]) == 0
    said = capsys.readouterr().out
    assert "01_small: 2 of 2 points." in said
    assert "double: right" in said
    after = {found for found in course.rglob("*") if "released" not in str(found)}
    assert {found for found in after - before if "grading" in str(found)} == set()


def test_what_is_wrong_and_what_the_grader_will_not_find_is_said(course, mine, capsys):
    (course / "work").mkdir()
    (course / "work" / "beside.py").write_text("")
    file = mine(SQUARED, "import pandas as pd, os, numpy, beside\nfrom google.colab import drive")
    assert main(["check", str(file), "--no-sandbox"]) == 1
    said = capsys.readouterr().out
    assert "double: You squared it." in said
    assert "find google, pandas: not among the course's packages" in said, said


def test_what_has_to_be_handed_in_as_well_is_said(course, mine, capsys):
    file = mine(
        RIGHT, "%run other.ipynb\n%run -i 'gone.ipynb'", "import beside, numpy\nopen('my.csv')"
    )
    for name in ("other.ipynb", "beside.py", "my.csv", "numpy.csv"):
        shutil.copy(file, file.with_name(name))
    assert main(["check", str(file), "--no-sandbox"]) == 1
    said = capsys.readouterr().out
    assert "find gone.ipynb: not among" in said, said
    assert "Hand in with it, as it needs them: beside.py, my.csv, other.ipynb." in said


def test_a_file_that_is_no_notebook_is_named(course, mine, capsys):
    file = mine(RIGHT)
    file.write_text("{")
    assert main(["check", str(file), "--no-sandbox"]) == 2
    assert "is damaged" in capsys.readouterr().err
    file.with_name("other.ipynb").write_text('{"cells": [{"cell_type": "code", "source": "1"}]}')
    assert main(["check", str(file.with_name("other.ipynb")), "--no-sandbox"]) == 2
    assert "not the notebook of a lesson" in capsys.readouterr().err
