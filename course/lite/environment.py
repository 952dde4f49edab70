"""JupyterLite in an environment of its own: beside it JupyterLab shows an error in its console."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from course.files import write_text
from course.folders import CourseError

# `contents`: with jupyter-server, which lists the notebooks.
PACKAGES = ("jupyterlite-core[contents]==0.6.4", "jupyterlite-pyodide-kernel==0.6.1")
_UV = (sys.executable, "-m", "uv")


def python_of(environment: Path) -> Path:
    """Return the Python of an environment."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def environment_of(course: Path) -> Path:
    """Return the folder of an environment with JupyterLite, made now where none is complete.

    Raises CourseError: If it can't be made.
    """
    folder = course / "build" / "jupyterlite"
    python = python_of(folder)
    ready, wanted = folder / "ready", "\n".join((str(folder), sys.version, *PACKAGES))
    if ready.is_file() and ready.read_text(encoding="utf-8") == wanted and python.exists():
        return folder
    print("installing JupyterLite in an environment of its own", flush=True)
    by_uv = (
        [*_UV, "venv", "-q", "--python", sys.executable, str(folder)],
        [*_UV, "pip", "install", "-q", "--python", str(python), *PACKAGES],
    )
    by_pip = (
        [sys.executable, "-m", "venv", str(folder)],
        [str(python), "-m", "pip", "install", "-q", *PACKAGES],
    )
    for way in (by_uv, by_pip):
        shutil.rmtree(folder, ignore_errors=True)
        if all(subprocess.run(step, check=False).returncode == 0 for step in way):
            write_text(ready, wanted)
            return folder
    raise CourseError("JupyterLite could not be installed, so there is no page: see above.")
