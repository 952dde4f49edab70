"""JupyterLab for a learner and for an instructor, and Chromium to open it with."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from course.grader.marks.report import write_report
from tests.browser.small_class_of_lesson_01 import LESSON, grade, hand_in_class

COURSE = Path(__file__).resolve().parents[2]
# nbgrader's formgrader fetches MathJax from the internet, and does without where there is none.
OTHERS = re.compile(r"MathJax|cdnjs\.cloudflare\.com")
CHROMIUM_OPTIONS = ["--disable-gpu", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="session")
def learners_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a copy of `notebooks/`."""
    folder = tmp_path_factory.mktemp("learner")
    shutil.copytree(COURSE / "notebooks", folder / "notebooks")
    return folder


@pytest.fixture(scope="session")
def lab(learners_folder: Path) -> Iterator[str]:
    """Return the address of a JupyterLab over that folder."""
    with jupyterlab(learners_folder) as address:
        yield address


@pytest.fixture(scope="session")
def graded_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the course in which a small class has handed in lesson 01."""
    course = tmp_path_factory.mktemp("instructor") / "course"
    for part in ("solutions", "notebooks"):
        shutil.copytree(COURSE / part / LESSON, course / part / LESSON)
    shutil.copy(COURSE / "nbgrader_config.py", course)
    hand_in_class(course)
    grade(course)
    return course


@pytest.fixture(scope="session")
def reported(graded_course: Path) -> Path:
    """Return the teacher's page on that class."""
    return write_report(graded_course, LESSON, None)


@pytest.fixture(scope="session")
def instructors_lab(graded_course: Path) -> Iterator[str]:
    """Return the address of a JupyterLab over that course, as `make lab` starts it."""
    with jupyterlab(graded_course) as address:
        yield address


@contextmanager
def jupyterlab(folder: Path) -> Iterator[str]:
    """Start JupyterLab in a folder; return its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "JUPYTER_RUNTIME_DIR": str(folder / ".lab" / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / ".lab" / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / ".lab" / "workspaces"),
    }
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    server = subprocess.Popen(
        [*command, f"--port={port}", "--IdentityProvider.token="],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    address = f"http://localhost:{port}/"
    try:
        wait_for(address + "lab")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(address: str) -> None:
    """Return when a page answers; fail after a minute."""
    ends = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(address, timeout=30).close()
            return
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > ends:
                raise
            time.sleep(0.3)


@contextmanager
def chromium() -> Iterator[Any]:
    """Start Chromium."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("google-chrome")
    assert program, "these checks need Chromium on the PATH"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=CHROMIUM_OPTIONS, chromium_sandbox=False
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Return the Chromium that all tests share."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(lab: str, browser) -> Iterator[Any]:
    """Return a page of the learner's JupyterLab whose console is looked through at the end."""
    with watched_page(browser, lab) as page:
        yield page


@pytest.fixture
def instructors_page(instructors_lab: str, browser) -> Iterator[Any]:
    """Return a page of the instructor's JupyterLab whose console is looked through, too."""
    with watched_page(browser, instructors_lab) as page:
        yield page


@contextmanager
def watched_page(browser: Any, address: str, known: re.Pattern[str] = OTHERS) -> Iterator[Any]:
    """Open a page; at its end, fail on errors in its console that are not known."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, base_url=address)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(_line(said)) if said.type == "error" else None)
    yield page
    page.close()
    assert [error for error in errors if not known.search(error)] == []


def _line(said: Any) -> str:
    return f"{said.text} ({said.location.get('url', '')})"
