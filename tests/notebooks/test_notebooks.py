"""nbval over every notebook: as solved, in full where it has changed, and as released."""

import os
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest

from course.folders import lesson_folders, lesson_notebook
from course.run.lessons import execute
from helpers.checks.source import BANK_FOLDER, load_exercises
from tests.forked import run_module
from tests.full_runs import tried_in_full
from tests.small_course import COURSE

LESSONS = lesson_folders(COURSE)
EXERCISES = [
    pytest.param(folder, exercise.name, id=f"{folder.name}-{exercise.name}")
    for folder in LESSONS
    for exercise in load_exercises(folder / BANK_FOLDER)
]
each_lesson = pytest.mark.parametrize("folder", LESSONS, ids=lambda folder: folder.name)


def nbval(notebook: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Execute a notebook with nbval: errors count, and outputs of cells tagged for comparison."""
    options = ["--nbval-lax", "-q", "-p", "no:cacheprovider", "-c", os.devnull]
    folder = notebook.parent
    return run_module("pytest", folder, *options, f"--rootdir={folder}", str(notebook), **settings)


@each_lesson
def test_a_solved_lesson_runs_without_any_error_and_every_claim_holds(folder, tmp_path, request):
    """On a copy without the tag raises-exception, by which nbval would let errors pass."""
    in_full = tried_in_full(request, folder, "solved")
    copy = tmp_path / folder.name
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    notebook = nbformat.read(lesson_notebook(copy), as_version=4)
    for cell in notebook.cells:
        if "raises-exception" in cell.metadata.get("tags", []):
            cell.metadata.tags.remove("raises-exception")
    nbformat.write(notebook, lesson_notebook(copy))
    ended = nbval(lesson_notebook(copy), COURSE_QUICK="0" if in_full else "1")
    assert ended.returncode == 0, ended.stdout


@pytest.mark.unless_recorded("released")
@each_lesson
def test_a_released_lesson_runs_from_the_first_cell_to_the_last(folder, tmp_path, request):
    tried_in_full(request, folder, "released")
    copy = tmp_path / folder.name
    shutil.copytree(COURSE / "notebooks" / folder.name, copy)
    ended = nbval(lesson_notebook(copy), COURSE_QUICK="1")
    assert ended.returncode == 0, ended.stdout


@each_lesson
def test_some_outputs_of_a_solved_lesson_are_compared_and_no_others_are_stored(folder):
    cells = nbformat.read(lesson_notebook(folder), as_version=4).cells
    compared = [c for c in cells if "nbval-check-output" in c.metadata.get("tags", [])]
    assert compared
    assert all(cell.outputs for cell in compared)
    assert not [c.id for c in cells if c.get("outputs") and c not in compared]


@pytest.mark.slow
@pytest.mark.parametrize(("folder", "left_out"), EXERCISES)
def test_where_one_exercise_is_left_out_each_cell_runs_or_names_it(folder, left_out):
    released = lesson_notebook(COURSE / "notebooks" / folder.name)
    notebook = nbformat.read(released, as_version=4)
    solved = {
        cell.id: cell.source for cell in nbformat.read(lesson_notebook(folder), as_version=4).cells
    }
    for cell in notebook.cells:
        if cell.id.endswith("-solution") and cell.id != f"{left_out.replace('_', '-')}-solution":
            cell.source = solved[cell.id]
    execute(notebook, released.parent, {}, quick=True, seed=0)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                assert (output.ename, left_out in output.evalue) == ("NotYet", True), (
                    f"{cell.id}: {output.ename}: {output.evalue}"
                )
