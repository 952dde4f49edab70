"""JupyterLab on a copy of the learner's notebooks, and Chromium to open it with."""

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
from pathlib import Path
from typing import Any

import pytest

COURSE = Path(__file__).resolve().parents[2]
CHROMIUM_OPTIONS = ["--disable-gpu", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a JupyterLab over a copy of `notebooks/`."""
    folder = tmp_path_factory.mktemp("learner")
    shutil.copytree(COURSE / "notebooks", folder / "notebooks")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
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


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Return Chromium."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    assert chromium, "these checks need Chromium on the PATH"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=CHROMIUM_OPTIONS, chromium_sandbox=False
        )
        yield browser
        browser.close()


@pytest.fixture
def page(lab: str, browser) -> Iterator[Any]:
    """Return a page in Chromium whose console is looked through at the end."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, base_url=lab)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    ours = [error for error in errors if re.search(r"course|helpers|check", error)]
    assert ours == []
