"""A small course of one lesson and one exercise, for tests of what is done to lessons."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import nbformat
import pytest
from xdist.scheduler import LoadScopeScheduling

COURSE = Path(__file__).resolve().parents[1]


class ByFileAndLesson(LoadScopeScheduling):
    """Gives a worker all tests of a file at once, or all that it has on one lesson.

    They share what the file's fixtures have made.
    """

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        lesson = re.search(r"\[(\d\d)[-_]", test)
        return f"{file} {lesson[1]}" if lesson else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFileAndLesson:
    """Let `pytest -n 2` share out the tests in our way."""
    return ByFileAndLesson(config, log)


BANK = '''
import numpy as np
from helpers.checks.exercise import Exercise, Mistake


def double(y):
    """Return twice y."""
    return y * 2


EXERCISES = [
    Exercise(
        name="double",
        signature="double(y) -> int array (n,)",
        reference=double,
        cases=lambda rng: [(np.array([1, 2, 3]),), (rng.integers(1, 9, 4),)],
        alternatives=[lambda y: y + y, lambda y: 2 * y],
        mistakes=[
            Mistake("squared", lambda y: y**2, "You squared it."),
            Mistake("unchanged", lambda y: y.copy(), "That is y itself."),
            Mistake("half", lambda y: y / 2, "You halved it."),
            Mistake("summed", lambda y: int(y.sum()), "You added all up."),
        ],
        hints=["Think of a sum.", "Add y to itself."],
        points=2,
    )
]
'''

SOLUTION = '''def double(y):
    """Return twice y."""
    ### BEGIN SOLUTION
    return y * 2
    ### END SOLUTION'''

CHECK = """check("double", double)
### BEGIN HIDDEN TESTS
check.hidden("double", double)
### END HIDDEN TESTS"""


def graded(cell_id: str, *, points: int | None = None) -> dict:
    """Return nbgrader's metadata of a solution cell, or of a test cell worth some points."""
    settings = {
        "grade": points is not None,
        "grade_id": cell_id,
        "locked": points is not None,
        "schema_version": 3,
        "solution": points is None,
        "task": False,
    }
    return settings if points is None else {**settings, "points": points}


def small_lesson() -> nbformat.NotebookNode:
    """Return the notebook of a lesson with one exercise and two claims."""
    new = nbformat.v4
    cells = [
        new.new_markdown_cell("# A small lesson", id="title"),
        new.new_code_cell("from helpers import check, claim", id="imports"),
        new.new_markdown_cell("### Exercise 1: `double` (2 points)\n\nDouble y.", id="double"),
        new.new_code_cell(
            SOLUTION, id="double-solution", metadata={"nbgrader": graded("double-solution")}
        ),
        new.new_code_cell(
            CHECK,
            id="double-check",
            metadata={
                "nbgrader": graded("double-check", points=2),
                "tags": ["raises-exception"],
            },
        ),
        new.new_code_cell(
            'check.needs("double")\nclaim("Twice one is two.", double(1) == 2)',
            id="see",
            metadata={"tags": ["raises-exception"]},
        ),
        new.new_code_cell('claim("Two is more than one.", 2 > 1)', id="claim"),
    ]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return new.new_notebook(cells=cells, metadata={"kernelspec": kernel})


@pytest.fixture(scope="session")
def empty_gradebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a gradebook without entries; nbgrader needs seconds to make one."""
    file = tmp_path_factory.mktemp("gradebook") / "gradebook.db"
    command = [
        sys.executable,
        "-c",
        f"from nbgrader.api import Gradebook as G; G({f'sqlite:///{file}'!r})",
    ]
    scripts = str(Path(sys.executable).parent)
    subprocess.run(
        command, check=True, env={**os.environ, "PATH": scripts + os.pathsep + os.environ["PATH"]}
    )
    return file


@pytest.fixture
def small_course(tmp_path: Path, empty_gradebook: Path) -> Path:
    """Return the folder of a course with the lesson `01_small`, not yet released."""
    return make_small_course(tmp_path / "course", empty_gradebook)


def make_small_course(course: Path, empty_gradebook: Path) -> Path:
    """Make a course with the lesson `01_small`, not yet released; return its folder."""
    folder = course / "solutions" / "01_small"
    folder.mkdir(parents=True)
    (course / "notebooks").mkdir()
    (course / "grading").mkdir()
    shutil.copy(empty_gradebook, course / "grading" / "gradebook.db")
    shutil.copy(COURSE / "nbgrader_config.py", course)
    (folder / "exercises.py").write_text(BANK)
    nbformat.write(small_lesson(), folder / "01_small.ipynb")
    return course


@pytest.fixture
def ready_environment(tmp_path: Path) -> Path:
    """Return the scripts' folder of an environment that has all packages of this one, bar ours.

    As on Colab, or on Binder before the last step of its image.
    """
    folder = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    (site,) = folder.glob("lib/python*/site-packages")
    # A folder that is named in such a file has its own files of this kind left alone: among them
    # the one by which the course is installed here.
    (site / "packages.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a copy of the course, without what git ignores."""
    ignored = {".git", ".venv", "build", "dist", "__pycache__", ".mypy_cache", ".ruff_cache"}

    def left_out(folder: str, names: list[str]) -> set[str]:
        at_the_top = {"grading"} if Path(folder) == COURSE else set()
        return (ignored | at_the_top) & set(names)

    copy = tmp_path / "repository"
    shutil.copytree(COURSE, copy, symlinks=True, ignore=left_out)
    return copy


def environment_of(scripts: Path, home: Path, **more: str) -> dict[str, str]:
    """Return what a process in an environment sees: its own scripts first, and another home."""
    return {
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        # Nothing is downloaded to build the course: what builds it is installed.
        "PIP_NO_BUILD_ISOLATION": "0",
        **more,
    }
