"""Pyodide under Node."""

import os
import shutil
import subprocess
from pathlib import Path

COURSE = Path(__file__).resolve().parents[2]
RUNNER = Path(__file__).with_name("run_in_pyodide.mjs")


def run_in_pyodide(
    pyodide: Path, script: Path, *packages: str, beside: Path | None = None, **environment: str
) -> str:
    """Run a script in Pyodide; return what it printed.

    beside : The folder from which a page's own packages are fetched.
    """
    node = shutil.which("node")
    assert node, "these checks need Node on the PATH"
    command = [node, *map(str, (RUNNER, pyodide, COURSE, script)), *packages]
    settings = {**os.environ, **environment}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=900, env=settings, cwd=beside
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout
