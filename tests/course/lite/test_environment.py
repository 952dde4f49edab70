"""JupyterLite's environment is made once, by uv or by pip, and anew where it is not complete."""

import subprocess

import pytest

from course.folders import CourseError
from course.lite.environment import environment_of, python_of


@pytest.fixture
def steps(monkeypatch):
    """Return what would be run; nothing is, and all that a test puts into `failing` fails."""
    taken = []

    def run(step, *, check):
        taken.append(" ".join(step))
        if " venv " in taken[-1]:
            python = python_of(environment)
            python.parent.mkdir(parents=True)
            python.touch()
        return subprocess.CompletedProcess(
            step, returncode=int(any(f in taken[-1] for f in failing))
        )

    failing: list[str] = []
    monkeypatch.setattr(subprocess, "run", run)
    environment = None

    def made(course):
        nonlocal environment
        environment = course / "build" / "jupyterlite"
        taken.clear()
        environment_of(course)
        return list(taken)

    made.failing = failing
    return made


def test_it_is_made_once(steps, tmp_path):
    assert len(steps(tmp_path)) == 2
    assert steps(tmp_path) == []


def test_pip_does_it_where_uv_cannot(steps, tmp_path):
    steps.failing.append("-m uv pip")
    assert "-m pip install" in steps(tmp_path)[-1]
    assert steps(tmp_path) == []


def test_one_whose_python_is_gone_is_made_anew(steps, tmp_path):
    steps(tmp_path)
    python_of(tmp_path / "build" / "jupyterlite").unlink()
    assert len(steps(tmp_path)) == 2


def test_where_nothing_can_be_installed_it_is_said(steps, tmp_path):
    steps.failing.append("pip install")
    with pytest.raises(CourseError, match="JupyterLite could not be installed"):
        steps(tmp_path)
