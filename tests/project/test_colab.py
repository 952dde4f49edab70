"""Colab: the first cell that docs/machines.md gives installs the course, and its checks answer."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.processes import environment_of
from tests.small_course import COURSE

PAGE = (COURSE / "docs" / "machines.md").read_text(encoding="utf-8")
AFTERWARDS = """
from helpers import check
import helpers
print("helpers", helpers.__file__)
from importlib.util import find_spec
print("tools", find_spec("course.cli"))
check.progress()
"""


@pytest.fixture
def cell() -> str:
    (found,) = re.findall(r"```\n(LESSON = .*?)```", PAGE, re.DOTALL)
    return found


@pytest.fixture
def address(cell: str) -> str:
    (found,) = re.findall(r"git clone .*?(https://\S+)", cell)
    return found


def committed(repository: Path) -> Path:
    """Make a copy of the course a git repository."""
    author = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "-A"], [*author, "commit", "-q", "-m", "All of it"]):
        subprocess.run(["git", *words], cwd=repository, check=True)
    return repository


def test_the_cell_of_the_page_installs_the_course_and_a_lesson_is_checked(
    cell, address, repository, ready_environment, tmp_path
):
    # Three things are not as on Colab: git has the course's address lead to this very folder,
    # Colab's own folder is a temporary one, and what builds the course is not downloaded.
    content = tmp_path / "content"
    content.mkdir()
    home = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.file://{committed(repository)}.insteadOf",
        "GIT_CONFIG_VALUE_0": address,
    }
    script = tmp_path / "cell.ipy"
    # Twice, for somebody runs the first cell again.
    script.write_text(2 * cell.replace("/content", str(content)) + AFTERWARDS)
    ran = subprocess.run(
        [ready_environment / "python", "-m", "IPython", "--colors=NoColor", str(script)],
        cwd=content,
        env=environment_of(ready_environment, tmp_path, **home),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert f"helpers {ready_environment.parent}" in ran.stdout
    assert "tools None" in ran.stdout
    (lesson,) = re.findall(r'LESSON = "(.*)"', cell)
    assert f"{lesson}: 0 of " in ran.stdout, ran.stdout + ran.stderr


def test_the_cell_names_a_lesson_that_there_is(cell):
    (lesson,) = re.findall(r'LESSON = "(.*)"', cell)
    assert (COURSE / "notebooks" / lesson / f"{lesson}.ipynb").is_file()
