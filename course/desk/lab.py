"""What `course lab` starts: JupyterLab with the settings of this folder, in the course's folder.

`quiet/` keeps all but errors and the server's address off the terminal, and `learner/` takes away
nbgrader's panels and the files that learners have no use for. Whoever starts `jupyter lab` by hand
gets neither.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from course.release.start import WORK_FOLDER
from helpers.checks.desk.lessons import START_NOTEBOOK

_SETTINGS = Path(__file__).resolve().parent
_CONFIG_PATH = "JUPYTER_CONFIG_PATH"


def lab_command(course: Path, *, teach: bool, more: Sequence[str] = ()) -> list[str]:
    """Return the command that opens a learner's first page, or the solutions for a teacher.

    more (sequence of str): Arguments for JupyterLab.
    """
    page = "solutions" if teach else f"{WORK_FOLDER}/{START_NOTEBOOK}"
    settings = [f"--ServerApp.root_dir={course}", f"--LabApp.default_url=/lab/tree/{page}"]
    return [sys.executable, "-m", "jupyterlab", *settings, *more]


def lab_environment(environment: Mapping[str, str], *, teach: bool) -> dict[str, str]:
    """Return an environment in which Jupyter finds the settings before all others."""
    names = ["quiet"] if teach else ["learner", "quiet"]
    folders = [str(_SETTINGS / name) for name in names]
    if environment.get(_CONFIG_PATH):
        folders.append(environment[_CONFIG_PATH])
    return {**environment, _CONFIG_PATH: os.pathsep.join(folders)}


def open_lab(course: Path, *, teach: bool, more: Sequence[str] = ()) -> int:
    """Run JupyterLab until it is stopped; return its exit code."""
    command = lab_command(course, teach=teach, more=more)
    environment = lab_environment(os.environ, teach=teach)
    if sys.platform != "win32":
        os.chdir(course)
        os.execve(command[0], command, environment)
    with subprocess.Popen(command, cwd=course, env=environment) as lab:
        while True:
            with suppress(KeyboardInterrupt):  # JupyterLab hears it too, and ends in its own time
                return lab.wait()
