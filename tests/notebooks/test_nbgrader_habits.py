"""Stock nbgrader on a small lesson: what learners do to a notebook, validation, the formgrader."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from tests.notebooks.stock import autograde, cell_of, nbgrader, released, submit


@pytest.fixture
def released_small(small_course) -> Path:
    ended = nbgrader(small_course, "generate_assignment", "01_small")
    assert ended.returncode == 0, ended.stderr
    return small_course


def small_answer(course: Path, body: str) -> NotebookNode:
    notebook = released(course, "01_small")
    cell_of(notebook, "double-solution").source = f"def double(y):\n    {body}"
    return notebook


def test_right_code_that_writes_to_stderr_keeps_its_marks(released_small):
    body = "import warnings; warnings.warn('careful'); return y + y"
    submit(released_small, "ann", "01_small", small_answer(released_small, body))
    assert autograde(released_small, "01_small") == {"ann": {"double": 2.0}}


def test_a_tag_does_not_switch_a_check_off(released_small):
    notebook = small_answer(released_small, "return 0")
    cell_of(notebook, "double-check").metadata["tags"] = ["skip-execution"]
    submit(released_small, "bob", "01_small", notebook)
    assert autograde(released_small, "01_small") == {"bob": {"double": 0.0}}


def test_a_deleted_check_comes_back(released_small):
    notebook = small_answer(released_small, "return 0")
    notebook.cells = [cell for cell in notebook.cells if cell.id != "double-check"]
    submit(released_small, "cyd", "01_small", notebook)
    assert autograde(released_small, "01_small") == {"cyd": {"double": 0.0}}


def test_an_edited_check_is_put_right(released_small):
    notebook = small_answer(released_small, "return 0")
    cell_of(notebook, "double-check").source = "2"
    submit(released_small, "dan", "01_small", notebook)
    assert autograde(released_small, "01_small") == {"dan": {"double": 0.0}}


def test_an_answer_learned_by_heart_fails_on_fresh_cases(released_small):
    checks = json.loads((released_small / "notebooks" / "01_small" / "checks.json").read_text())
    known = {
        tuple(case["args"]["tuple"][0]["array"]): expected["value"]["array"]
        for case, expected in zip(
            checks["exercises"][0]["cases"], checks["exercises"][0]["expected"], strict=True
        )
    }
    body = f"import numpy as np; return np.array({known}.get(tuple(y.tolist()), [0]))"
    submit(released_small, "eve", "01_small", small_answer(released_small, body))
    assert autograde(released_small, "01_small") == {"eve": {"double": 0.0}}
    text = (
        released_small / "grading" / "autograded" / "eve" / "01_small" / "01_small.ipynb"
    ).read_text()
    assert "✓ Right: double" in text
    assert "double, fresh cases: not right there" in text


def test_validate_says_what_fails_in_a_learners_notebook(released_small):
    file = "notebooks/01_small/01_small.ipynb"
    assert "double still returns `...`" in nbgrader(released_small, "validate", file).stdout
    nbformat.write(small_answer(released_small, "return 2 * y"), released_small / file)
    ended = nbgrader(released_small, "validate", file)
    assert "Success! Your notebook passes all the tests." in ended.stdout


def test_an_unsolved_notebook_frightens_nobody(released_small):
    text = (released_small / "notebooks" / "01_small" / "01_small.ipynb").read_text()
    assert "NotImplementedError" not in text


def test_the_formgrader_lists_the_lessons(released_small):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    process = subprocess.Popen(
        [*command, f"--port={port}", "--IdentityProvider.token=secret"],
        cwd=released_small,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "JUPYTER_RUNTIME_DIR": str(released_small / "runtime")},
    )
    try:
        address = f"http://localhost:{port}/formgrader"
        assignments = json.loads(read_when_up(f"{address}/api/assignments?token=secret"))
        assert [assignment["name"] for assignment in assignments] == ["01_small"]
        assert "formgrader" in read_when_up(f"{address}?token=secret").lower()
    finally:
        process.terminate()
        process.wait(timeout=20)


def read_when_up(address: str) -> str:
    """Return a page of a server that may still be starting."""
    ends = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return answer.read().decode()
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > ends:
                raise
            time.sleep(0.3)
