"""Workers collect the tests each for itself: a test has the same name whenever that is done."""

import os
import subprocess
import sys
from pathlib import Path

from tests.small_course import COURSE

BY_THE_CLOCK = """
import time

import pytest

NOW = str(time.time_ns()).encode()


@pytest.mark.parametrize("content", [NOW, NOW + b"x"])
def test_it(content):
    pass
"""


def collected(folder: Path) -> str:
    """Return the names of a folder's tests, as pytest prints them."""
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-c", os.devnull,
         f"--rootdir={folder}", "--collect-only", "-q", "--no-summary", str(folder)],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(COURSE)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return ended.stdout.rpartition("\n\n")[0]


def test_a_test_on_bytes_that_hold_the_time_is_always_called_the_same(tmp_path: Path):
    (tmp_path / "test_one.py").write_text(BY_THE_CLOCK)
    assert collected(tmp_path) == collected(tmp_path) != ""
