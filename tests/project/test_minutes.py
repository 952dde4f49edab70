"""A lesson's minutes are counted: words, exercises, guesses, bugs, writing, computing."""

import math
import re

import nbformat
import pytest

from course.folders import lesson_folders, lesson_notebook
from helpers.checks.source import BANK_FOLDER, load_exercises
from tests.small_course import COURSE

WORDS_A_MINUTE = 150
MINUTES_OF_POINTS = {1: 6, 2: 12}
MINUTES_OF_A_GUESS_OR_BUG = 4
MINUTES_OF_THE_WRITTEN_QUESTION = 8
MACHINES = (COURSE / "docs" / "machines.md").read_text(encoding="utf-8")
LESSONS = lesson_folders(COURSE)


def measured_seconds(number: str) -> int:
    """Return what a lesson takes to compute on two cores, by the table of docs/machines.md."""
    [seconds] = re.findall(rf"^\| {number} \| (\d+) s \|", MACHINES, re.MULTILINE)
    return int(seconds)


def counted_minutes(folder) -> int:
    cells = nbformat.read(lesson_notebook(folder), as_version=4).cells
    read = [c.source for c in cells if c.cell_type == "markdown" and "nbgrader" not in c.metadata]
    words = sum(len(text.split()) for text in read)
    guesses = sum("my_guess = ..." in c.source for c in cells if c.cell_type == "code")
    bugs = sum(len(re.findall("^### Find the bug", text, re.MULTILINE)) for text in read)
    points = [exercise.points for exercise in load_exercises(folder / BANK_FOLDER)]
    minutes = (
        words / WORDS_A_MINUTE
        + sum(MINUTES_OF_POINTS[p] for p in points)
        + MINUTES_OF_A_GUESS_OR_BUG * (guesses + bugs)
        + MINUTES_OF_THE_WRITTEN_QUESTION
        + measured_seconds(folder.name[:2]) / 60
    )
    return 5 * math.ceil(minutes / 5)


@pytest.mark.parametrize("folder", LESSONS, ids=lambda folder: folder.name)
def test_a_lesson_says_the_minutes_that_are_counted(folder):
    title = nbformat.read(lesson_notebook(folder), as_version=4).cells[0].source
    [said] = re.findall(r"^(\d+) minutes[.,]", title, re.MULTILINE)
    assert int(said) == counted_minutes(folder)
