"""A small course that `course lab` opens, as a learner's or a teacher's."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.small_course import COURSE

LESSON = "01_accuracy_paradox"
_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/lab\S*\?token=(\w+)")
_SECONDS = 90


@dataclass(frozen=True)
class Desk:
    """A JupyterLab that runs: its address with a slash at its end, its token, and what it says."""

    address: str
    token: str
    terminal: Path

    def said(self) -> str:
        """Return all that stands on the terminal."""
        return self.terminal.read_text(encoding="utf-8")


def copy_of_course(folder: Path) -> Path:
    """Copy the first lesson, and what opens it, into a folder; return the folder."""
    for part in ("solutions", "notebooks"):
        shutil.copytree(COURSE / part / LESSON, folder / part / LESSON)
    shutil.copy(COURSE / "notebooks" / "00_start.ipynb", folder / "notebooks")
    shutil.copy(COURSE / "nbgrader_config.py", folder)
    return folder


@contextmanager
def course_lab(course: Path, *options: str) -> Iterator[Desk]:
    """Run `course lab` in a course's folder, and wait for its address."""
    terminal = course / "terminal.txt"
    home = course / ".home"
    environment = {
        **os.environ,
        "PYTHONPATH": str(COURSE),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
    }
    command = [sys.executable, "-m", "course", "lab", *options, "--no-browser", "--allow-root"]
    with terminal.open("wb") as output:
        server = subprocess.Popen(
            [*command, "--ServerApp.port_retries=200"],
            cwd=course,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment,
        )
    try:
        yield _waited_for(server, terminal)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _waited_for(server: subprocess.Popen[bytes], terminal: Path) -> Desk:
    ends = time.monotonic() + _SECONDS
    while server.poll() is None and time.monotonic() < ends:
        found = _ADDRESS.search(terminal.read_text(encoding="utf-8"))
        if found:
            return Desk(f"http://127.0.0.1:{found[1]}/", found[2], terminal)
        time.sleep(0.1)
    raise AssertionError(f"no address on the terminal:\n{terminal.read_text(encoding='utf-8')}")
