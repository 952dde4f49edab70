"""The lessons beside this one, read from their notebooks whatever these hold."""

import json
from pathlib import Path

import pytest

from helpers.checks.desk.lessons import (
    Part,
    lessons_in,
    next_lesson,
    notebook_of,
    questions_of,
    title_of,
)


def lesson(folder: Path, content: str) -> Path:
    folder.mkdir(parents=True)
    notebook_of(folder).write_text(content)
    return folder


def cells(*found: object) -> str:
    return json.dumps({"cells": found})


def test_lessons_come_in_the_order_of_their_numbers_and_gaps_are_jumped_over(tmp_path):
    second, tenth, first = (lesson(tmp_path / name, "{}") for name in ("02_b", "10_c", "01_a"))
    (tmp_path / "03_empty").mkdir()
    lesson(tmp_path / "notes", "{}")
    assert lessons_in(tmp_path) == [first, second, tenth]
    assert [next_lesson(folder) for folder in (first, second, tenth)] == [second, tenth, None]


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (cells({"cell_type": "markdown", "source": ["Hm\n", "# Two  \n"]}), "Two"),
        (cells({"cell_type": "code", "source": "# no"}, {"cell_type": "markdown"}), "01_a"),
        (cells(3, None, {"cell_type": "markdown", "source": 5}), "01_a"),
        ("{}", "01_a"),
        ("[", "01_a"),
        ("[" * 9999, "01_a"),
        ('{"cells": 3}', "01_a"),
    ],
)
def test_the_title_is_the_first_heading_or_the_folders_name(tmp_path, content, title):
    assert title_of(lesson(tmp_path / "01_a", content)) == title


def test_without_a_notebook_there_is_no_question(tmp_path):
    assert questions_of(tmp_path) == []


GRADED = {"grade": True, "solution": True, "grade_id": "offer-written", "points": 2}


def question(**changes: object) -> dict:
    cell = {"cell_type": "markdown", "source": "Because.", "metadata": {"nbgrader": GRADED}}
    return {**cell, **changes}


@pytest.mark.parametrize(
    "cell",
    [
        question(cell_type="code"),
        question(metadata={}),
        question(metadata={"nbgrader": {**GRADED, "solution": False}}),
        question(metadata={"nbgrader": {**GRADED, "points": None}}),
    ],
)
def test_other_cells_are_no_questions(tmp_path, cell):
    assert questions_of(lesson(tmp_path / "01_a", cells(cell, question()))) == [
        Part("offer written", "written", 2, "in words, read by a teacher")
    ]
