"""What tests share: a small course, an environment without it, and how hard hypothesis looks."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.once import once_for_all
from tests.small_course import COURSE, make_small_course

pytest_plugins = ["tests.full_runs", "tests.sharing"]

# How long an example takes is the machine's business: no test may fail for that.
settings.register_profile("course", deadline=None, max_examples=40)
settings.register_profile("weekly", deadline=None, max_examples=400)
settings.load_profile("course")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, Any, Any]:
    """Put back what a test changes for all: nbgrader's settings, read here, change the paths."""
    environment, path, folder = dict(os.environ), sys.path[:], Path.cwd()
    try:
        return (yield)
    finally:
        for name in set(os.environ) - set(environment):
            del os.environ[name]
        os.environ.update(environment)
        sys.path[:] = path
        os.chdir(folder)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by their argument: an archive's hold the time, and workers must agree on names."""
    return argname if isinstance(val, bytes) else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a test fail that is left out where COURSE_TEST_ALL=1 asks for all of them."""
    report = yield
    if report.skipped and os.environ.get("COURSE_TEST_ALL") == "1":
        report.outcome = "failed"
        report.longrepr = f"left out, where nothing may be: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def empty_gradebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a gradebook without entries; all workers share it, for nbgrader needs seconds."""
    with once_for_all(tmp_path_factory, "gradebook") as folder:
        file = folder / "gradebook.db"
        return file if file.exists() else make_empty_gradebook(file)


def make_empty_gradebook(file: Path) -> Path:
    """Make a gradebook without entries."""
    from nbgrader.api import Gradebook  # takes seconds too: most tests need none

    made = file.with_suffix(".part")
    scripts = str(Path(sys.executable).parent)  # nbgrader calls alembic by its name
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", scripts, prepend=os.pathsep)
        Gradebook(f"sqlite:///{made}").close()
    return made.rename(file)


@pytest.fixture
def small_course(tmp_path: Path, empty_gradebook: Path) -> Path:
    """Return the folder of a course with the lesson `01_small`, not yet released."""
    return make_small_course(tmp_path / "course", empty_gradebook)


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
