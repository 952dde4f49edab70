"""A JupyterLab that a measured lesson shares its machine's memory with, as a learner's does."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from course.folders import CourseError

START_SECONDS = 120


@contextmanager
def lab_beside(folder: Path) -> Iterator[int]:
    """Run JupyterLab over a folder for as long as needed; yield its process's number.

    Its page and its list of files have been asked for, as a browser does.

    Raises CourseError: If it doesn't answer.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex()
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"]
    server = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "JUPYTER_TOKEN": token},
    )
    try:
        for page in ("lab", "api/contents"):
            _ask(server, f"http://127.0.0.1:{port}/{page}?token={token}")
        yield server.pid
    finally:
        server.terminate()
        server.wait()


def _ask(server: subprocess.Popen[bytes], address: str) -> None:
    """Read a page, as soon as it answers."""
    ends = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < ends:
        try:
            with urllib.request.urlopen(address, timeout=START_SECONDS) as page:
                page.read()
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise CourseError("JupyterLab didn't start: run `jupyter lab` to see what it says.")
