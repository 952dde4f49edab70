"""While the judge gets ready a fork server does, too, where there may be something to mark."""

import json
import subprocess
import sys

import psutil
import pytest

from course.cli import main
from course.grader import early
from course.grader.early import early_server, modules_for_answers, modules_of
from course.grader.lesson import load_lesson
from course.grader.sandbox.bubblewrap import SandboxError, make_box
from course.grader.sandbox.fork_server import ForkServer
from course.grader.sandbox.proof import EarlyServer, proven_servers
from tests.course.grader.small_class import LESSON, RIGHT, hand_in, notebook_with
from tests.small_course import COURSE


def begun(course, *, sandbox: bool = False, again: bool = False) -> bool:
    submitted = course / "grading" / "submitted"
    server = early_server(course, LESSON, submitted, sandbox=sandbox, again=again)
    if server is not None:
        server.close()
    return server is not None


def test_a_server_is_started_at_once_where_something_may_have_to_be_marked(course):
    assert not begun(course)
    hand_in(course, "ann", notebook_with(course, RIGHT))
    assert begun(course)
    assert main(["grade", "01", "--no-sandbox", "--workers=1"]) == 0
    assert not begun(course)
    assert begun(course, again=True)
    hand_in(course, "bob", notebook_with(course, RIGHT))
    assert begun(course)


def test_where_there_is_no_sandbox_nothing_is_started(course, monkeypatch):
    def none(_):
        raise SandboxError("no such program")

    hand_in(course, "ann", notebook_with(course, RIGHT))
    monkeypatch.setattr(early, "make_box", none)
    assert not begun(course, sandbox=True)


def test_it_imports_what_the_released_lesson_does(course):
    lesson = load_lesson(course, LESSON, 1)
    solved = json.loads((course / "solutions" / LESSON / f"{LESSON}.ipynb").read_text())
    assert set(lesson.modules()) <= set(modules_of(solved["cells"]))


def test_lines_for_the_shell_import_nothing_and_sources_may_be_lists():
    cells = [
        {"cell_type": "code", "source": "!pip install x"},
        {"cell_type": "code", "source": ["from helpers import check\n", "import a.b"]},
        {"cell_type": "markdown", "source": "import nothing"},
    ]
    assert modules_of(cells) == ["numpy", "helpers", "helpers.check", "a.b"]


def test_what_answers_need_comes_from_the_first_code_cell_or_is_named_in_them():
    cells = [
        {"cell_type": "markdown", "id": "title", "source": "import nothing"},
        {"cell_type": "code", "id": "imports", "source": "import numpy as np\nimport a.b"},
        {"cell_type": "code", "id": "later", "source": "from c import d, e\nimport f as g, h"},
        {"cell_type": "code", "id": "x-solution", "source": "def x(y):\n    return e(y) + f(y)"},
    ]
    assert modules_for_answers(cells) == ["numpy", "a.b", "c"]


def test_what_is_imported_first_is_quick_to_import():
    slow = {"nbformat", "nbgrader", "sklearn"}
    code = f"import sys, course.grader.early; print({slow} & {{*sys.modules}})"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"


@pytest.mark.sandbox
def test_in_one_sandbox_all_servers_share_the_imports():
    first = EarlyServer(["numpy"], make_box([COURSE]))
    servers = proven_servers(3, ["numpy"], None, first)
    processes = {server.pid for server in servers}
    source = first.server.pid
    tree = psutil.Process(source).children(recursive=True)
    assert len(processes) == 3
    assert processes < {process.pid for process in tree}
    assert all(answers(server) for server in servers)
    # One that goes down is forked anew, and takes nobody with it.
    psutil.Process(servers[0].pid).kill()
    survivor = servers[1].child()
    servers[0].close()
    assert answers(servers[0])
    assert survivor.ask("names", 20, sources=[]) == []
    for server in servers:
        server.close()
    _, left = psutil.wait_procs(tree, timeout=10)
    assert left == []


@pytest.mark.sandbox
def test_a_server_that_is_not_used_is_ended_with_all_that_it_has_started():
    first = EarlyServer(["numpy"], make_box([COURSE]))
    process = psutil.Process(first.server.pid)
    tree = [process, *process.children(recursive=True)]
    first.close()
    _, left = psutil.wait_procs(tree, timeout=10)
    assert left == []


def answers(server: ForkServer) -> bool:
    return server.child().ask("names", 20, sources=["a = 1"])[0]["defined"] == ["a"]
