"""Stock nbgrader on the course as it comes: generate, validate, autograde, feedback, formgrader."""

import ast
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from course.exercise import Exercise
from course.folders import lesson_folders, lesson_notebook
from course.grader.grade import Folders, grade_lesson
from course.grader.pool import marker
from course.rehearsal.rehearse import mistake_answer
from helpers.checks.source import BANK_FOLDER, load_exercises
from tests.forked import run_module
from tests.full_runs import tried_in_full
from tests.small_course import COURSE

LESSONS = lesson_folders(COURSE)
Marks = dict[str, float]


def nbgrader(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run an nbgrader command in a course's folder."""
    return run_module("nbgrader", course, *arguments)


def submit(course: Path, student: str, lesson: str, notebook: NotebookNode) -> None:
    """Put a notebook where nbgrader looks for what a student handed in."""
    folder = course / "grading" / "submitted" / student / lesson
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{lesson}.ipynb")


def autograde(course: Path, lesson: str) -> dict[str, Marks]:
    """Let nbgrader grade all submissions of a lesson; return each student's marks by exercise."""
    ended = nbgrader(course, "autograde", lesson)
    assert ended.returncode == 0, ended.stderr
    with Gradebook(f"sqlite:///{course / 'grading' / 'gradebook.db'}") as gradebook:
        return {
            submission.student.id: {
                grade.name.removesuffix("-check").replace("-", "_"): grade.auto_score
                for notebook in submission.notebooks
                for grade in notebook.grades
                if grade.name.endswith("-check")
            }
            for submission in gradebook.assignment_submissions(lesson)
        }


def course_grade(course: Path, lesson: str) -> dict[str, Marks]:
    """Let our grader do the same."""
    folders = Folders(course, course / "grading" / "submitted")
    mark = marker(workers=1, sandbox=False, hidden=[])
    return {
        row["student"]: {name: mark["points"] for name, mark in row["exercises"].items()}
        for row in grade_lesson(folders, lesson, mark, seed=3).to_data()["submissions"]
    }


def released(course: Path, lesson: str) -> NotebookNode:
    return nbformat.read(course / "notebooks" / lesson / f"{lesson}.ipynb", as_version=4)


def cell_of(notebook: NotebookNode, cell_id: str) -> NotebookNode:
    [cell] = [cell for cell in notebook.cells if cell.id == cell_id]
    return cell


def libraries(notebook: NotebookNode) -> list[str]:
    """Return what a notebook imports in its cells of imports, without the course's own."""
    source = "\n".join(cell.source for cell in notebook.cells if cell.id.startswith("imports-"))
    tree = ast.parse(source)
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return [line for line in map(ast.unparse, imports) if not line.startswith("from helpers")]


def answered(
    course: Path, folder: Path, answers: dict[str, str], *, lean: bool = False
) -> NotebookNode:
    """Return the released notebook with answers typed into its solution cells.

    A lean one has no cells but those that exercises and their checks need, so that nbgrader is
    soon done with it: a learner may delete the others.
    """
    notebook = released(course, folder.name)
    for name, source in answers.items():
        cell_of(notebook, f"{name.replace('_', '-')}-solution").source = source
    if lean:
        source = "\n".join(["from helpers import check", *libraries(notebook)])
        start = nbformat.v4.new_code_cell(source, id="start")
        notebook.cells = [start] + [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    return notebook


def solutions(folder: Path) -> dict[str, str]:
    """Return the solved notebook's answers by exercise."""
    notebook = nbformat.read(lesson_notebook(folder), as_version=4)
    return {
        cell.id.removesuffix("-solution").replace("-", "_"): cell.source
        for cell in notebook.cells
        if cell.id.endswith("-solution")
    }


def taken_from_bank(folder: Path, exercise: str, mistake: int) -> str:
    """Return code that makes a mistake's function the learner's answer."""
    bank = {each.name: each for each in load_exercises(folder / BANK_FOLDER)}
    return mistake_answer(folder / BANK_FOLDER, exercise, bank[exercise].mistakes[mistake].name)


def full_marks(exercises: list[Exercise]) -> Marks:
    return {exercise.name: float(exercise.points) for exercise in exercises}


def mistaken_notebook(course: Path, folder: Path, wrong: dict[str, int]) -> NotebookNode:
    """Return a lean solved notebook but for some exercises: {exercise: number of its mistake}."""
    answers = {name: taken_from_bank(folder, name, number) for name, number in wrong.items()}
    return answered(course, folder, solutions(folder) | answers, lean=True)


def generated(place: Path, folder: Path, empty_gradebook: Path) -> Path:
    """Return a course that holds one of our lessons, generated by stock nbgrader.

    The banks of the others are there too: their functions are relatives of this one's exercises.
    """
    course = place / "course"
    unneeded = shutil.ignore_patterns("__pycache__", ".*")
    shutil.copytree(folder, course / "solutions" / folder.name, ignore=unneeded)
    for other in LESSONS:
        if other != folder:
            bank = course / "solutions" / other.name / BANK_FOLDER
            shutil.copytree(other / BANK_FOLDER, bank, ignore=unneeded)
    (course / "grading").mkdir()
    shutil.copy(empty_gradebook, course / "grading" / "gradebook.db")
    shutil.copy(COURSE / "nbgrader_config.py", course)
    ended = nbgrader(course, "generate_assignment", folder.name)
    assert ended.returncode == 0, ended.stderr
    return course


@dataclass(frozen=True)
class Graded:
    """A lesson that stock nbgrader has generated and graded, and what must have come of it."""

    course: Path
    folder: Path
    exercises: list[Exercise]
    marks: dict[str, Marks]
    expected: dict[str, Marks]


@pytest.fixture(scope="module", params=LESSONS, ids=lambda folder: folder.name)
def folder(request) -> Path:
    return request.param


@pytest.fixture(scope="module")
def graded(folder, tmp_path_factory, empty_gradebook) -> Graded:
    """Hand in a lesson solved, as released, and each half of it wrong.

    In few cells, for time's sake. A slow test below has whole notebooks, and every mistake.
    """
    course = generated(tmp_path_factory.mktemp("nbgrader"), folder, empty_gradebook)
    exercises = load_exercises(folder / BANK_FOLDER)
    names = [exercise.name for exercise in exercises]
    handed_in = {
        "solved": answered(course, folder, solutions(folder), lean=True),
        "released": answered(course, folder, {}, lean=True),
        "half-wrong": mistaken_notebook(course, folder, dict.fromkeys(names[::2], 0)),
        "other-half": mistaken_notebook(course, folder, dict.fromkeys(names[1::2], 0)),
    }
    expected = {
        "solved": full_marks(exercises),
        "released": dict.fromkeys(names, 0.0),
        "half-wrong": full_marks(exercises) | dict.fromkeys(names[::2], 0.0),
        "other-half": full_marks(exercises) | dict.fromkeys(names[1::2], 0.0),
    }
    for student, notebook in handed_in.items():
        submit(course, student, folder.name, notebook)
    return Graded(course, folder, exercises, autograde(course, folder.name), expected)


@pytest.fixture
def noted(request, folder) -> None:
    """Note the trial, so that a lesson that has passed all tests with it is left out next time."""
    tried_in_full(request, folder, "stock nbgrader")


by_stock_nbgrader = pytest.mark.unless_recorded("stock nbgrader")


@by_stock_nbgrader
@pytest.mark.usefixtures("noted")
def test_stock_generate_gives_what_course_release_gives(graded):
    lesson = graded.folder.name
    made = {f.name: f.read_bytes() for f in (graded.course / "notebooks" / lesson).iterdir()}
    ours = COURSE / "notebooks" / lesson
    assert made == {file.name: file.read_bytes() for file in ours.iterdir() if file.is_file()}


@by_stock_nbgrader
@pytest.mark.usefixtures("noted")
def test_right_answers_get_full_marks_and_mistakes_cost_their_own_exercises_alone(graded):
    """And a lesson as released gets nothing."""
    assert graded.marks == graded.expected


@by_stock_nbgrader
@pytest.mark.usefixtures("noted")
def test_feedback_is_made(graded):
    lesson = graded.folder.name
    ended = nbgrader(graded.course, "generate_feedback", lesson, "--student=half-wrong")
    assert ended.returncode == 0, ended.stderr
    feedback = graded.course / "grading" / "feedback" / "half-wrong" / lesson / f"{lesson}.html"
    assert graded.exercises[0].name in feedback.read_text()


@pytest.mark.slow
def test_each_mistake_alone_gets_the_same_marks_by_stock_nbgrader_and_course_grade(
    folder, tmp_path, empty_gradebook
):
    course = generated(tmp_path, folder, empty_gradebook)
    exercises = load_exercises(folder / BANK_FOLDER)
    submit(course, "solved", folder.name, answered(course, folder, solutions(folder)))
    submit(course, "released", folder.name, released(course, folder.name))
    full = full_marks(exercises)
    expected = {"solved": full, "released": dict.fromkeys(full, 0.0)}
    for exercise in exercises:
        for number, mistake in enumerate(exercise.mistakes):
            student = f"{exercise.name}-{mistake.name}"
            notebook = mistaken_notebook(course, folder, {exercise.name: number})
            submit(course, student, folder.name, notebook)
            expected[student] = full | {exercise.name: 0.0}
    assert autograde(course, folder.name) == expected
    assert course_grade(course, folder.name) == expected


@pytest.fixture
def released_small(small_course) -> Path:
    ended = nbgrader(small_course, "generate_assignment", "01_small")
    assert ended.returncode == 0, ended.stderr
    return small_course


def small_answer(course: Path, body: str) -> NotebookNode:
    notebook = released(course, "01_small")
    cell_of(notebook, "double-solution").source = f"def double(y):\n    {body}"
    return notebook


def test_right_code_that_writes_to_stderr_keeps_its_marks(released_small):
    body = "import warnings; warnings.warn('careful'); return y + y"
    submit(released_small, "ann", "01_small", small_answer(released_small, body))
    assert autograde(released_small, "01_small") == {"ann": {"double": 2.0}}


def test_a_tag_does_not_switch_a_check_off(released_small):
    notebook = small_answer(released_small, "return 0")
    cell_of(notebook, "double-check").metadata["tags"] = ["skip-execution"]
    submit(released_small, "bob", "01_small", notebook)
    assert autograde(released_small, "01_small") == {"bob": {"double": 0.0}}


def test_a_deleted_check_comes_back(released_small):
    notebook = small_answer(released_small, "return 0")
    notebook.cells = [cell for cell in notebook.cells if cell.id != "double-check"]
    submit(released_small, "cyd", "01_small", notebook)
    assert autograde(released_small, "01_small") == {"cyd": {"double": 0.0}}


def test_an_edited_check_is_put_right(released_small):
    notebook = small_answer(released_small, "return 0")
    cell_of(notebook, "double-check").source = "2"
    submit(released_small, "dan", "01_small", notebook)
    assert autograde(released_small, "01_small") == {"dan": {"double": 0.0}}


def test_an_answer_learned_by_heart_fails_on_fresh_cases(released_small):
    checks = json.loads((released_small / "notebooks" / "01_small" / "checks.json").read_text())
    known = {
        tuple(case["args"]["tuple"][0]["array"]): expected["value"]["array"]
        for case, expected in zip(
            checks["exercises"][0]["cases"], checks["exercises"][0]["expected"], strict=True
        )
    }
    body = f"import numpy as np; return np.array({known}.get(tuple(y.tolist()), [0]))"
    submit(released_small, "eve", "01_small", small_answer(released_small, body))
    assert autograde(released_small, "01_small") == {"eve": {"double": 0.0}}
    text = (
        released_small / "grading" / "autograded" / "eve" / "01_small" / "01_small.ipynb"
    ).read_text()
    assert "✓ Right: double" in text
    assert "double, fresh cases: not right there" in text


def test_validate_says_what_fails_in_a_learners_notebook(released_small):
    file = "notebooks/01_small/01_small.ipynb"
    assert "double still returns `...`" in nbgrader(released_small, "validate", file).stdout
    nbformat.write(small_answer(released_small, "return 2 * y"), released_small / file)
    ended = nbgrader(released_small, "validate", file)
    assert "Success! Your notebook passes all the tests." in ended.stdout


def test_an_unsolved_notebook_frightens_nobody(released_small):
    text = (released_small / "notebooks" / "01_small" / "01_small.ipynb").read_text()
    assert "NotImplementedError" not in text


def test_the_formgrader_lists_the_lessons(released_small):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    process = subprocess.Popen(
        [*command, f"--port={port}", "--IdentityProvider.token=secret"],
        cwd=released_small,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "JUPYTER_RUNTIME_DIR": str(released_small / "runtime")},
    )
    try:
        address = f"http://localhost:{port}/formgrader"
        assignments = json.loads(read_when_up(f"{address}/api/assignments?token=secret"))
        assert [assignment["name"] for assignment in assignments] == ["01_small"]
        assert "formgrader" in read_when_up(f"{address}?token=secret").lower()
    finally:
        process.terminate()
        process.wait(timeout=20)


def read_when_up(address: str) -> str:
    """Return a page of a server that may still be starting."""
    ends = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return answer.read().decode()
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > ends:
                raise
            time.sleep(0.3)
