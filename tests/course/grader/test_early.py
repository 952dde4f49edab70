"""While the judge gets ready a fork server does, too, where there may be something to mark."""

import json
import shutil
import subprocess
import sys
from contextlib import closing

import psutil
import pytest

from course.cli import main
from course.encode import encode
from course.grader import early, grade
from course.grader.early import EarlyLesson, early_server, modules_for_answers, modules_of
from course.grader.lesson import load_lesson
from course.grader.sandbox.bubblewrap import SandboxError, make_box
from course.grader.sandbox.fork_server import ForkServer
from course.grader.sandbox.proof import EarlyServer, proven_servers
from course.released import released_copy
from tests.course.grader.small_class import LESSON, RIGHT, hand_in, notebook_with
from tests.small_course import COURSE

NUMPY = ["numpy", "numpy.ma", "numpy.random"]


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
    assert modules_of(cells) == [*NUMPY, "helpers", "helpers.check", "a.b"]


def test_what_numpy_imports_late_is_there_before_the_fork():
    with closing(ForkServer(modules_of([]), None)) as server:
        source = (
            "import sys, numpy as np\nbefore = {*sys.modules}\n"
            "np.unique([2, 1]), np.random.default_rng(0).normal()\nprint({*sys.modules} - before)"
        )
        answer = server.child().ask("cell", 20, source=source, seconds=20)
    assert answer["outputs"][0]["text"] == "set()\n"


def test_what_answers_need_comes_from_the_first_code_cell_or_is_named_in_them():
    cells = [
        {"cell_type": "markdown", "id": "title", "source": "import nothing"},
        {"cell_type": "code", "id": "imports", "source": "import numpy as np\nimport a.b"},
        {"cell_type": "code", "id": "later", "source": "from c import d, e\nimport f as g, h"},
        {"cell_type": "code", "id": "x-solution", "source": "def x(y):\n    return e(y) + f(y)"},
    ]
    assert modules_for_answers(cells) == [*NUMPY, "a.b", "c"]


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


@pytest.fixture
def alone(monkeypatch):
    """Stand in a process that has one thread, which the tests may not have."""
    monkeypatch.setattr(early.threading, "active_count", lambda: 1)


def test_a_process_loads_the_lesson_meanwhile(course, alone):
    there = load_lesson(course, LESSON, 7)
    with closing(EarlyLesson(course, LESSON, 7)) as meanwhile:
        assert meanwhile.lesson(8) is None
        came = meanwhile.lesson(7)
    assert (came.notebook, came.checks, came.seed) == (there.notebook, there.checks, 7)
    [task], [due] = came.tasks, there.tasks
    for one, other in zip((task.visible, *task.fresh), (due.visible, *due.fresh), strict=True):
        assert [encode(case.args) for case in one.cases] == [encode(c.args) for c in other.cases]
        assert [encode(done.value) for done in one.expected] == [
            encode(done.value) for done in other.expected
        ]


def test_a_run_takes_that_lesson(course, alone, monkeypatch):
    hand_in(course, "ann", notebook_with(course, RIGHT))
    released_copy(course, LESSON)
    monkeypatch.setattr(grade, "load_lesson", None)
    assert main(["grade", "01", "--no-sandbox", "--workers=1"]) == 0


def test_a_lesson_that_has_to_be_released_anew_waits_for_the_lock(course, alone):
    released = released_copy(course, LESSON)
    released.with_name(f"{LESSON}.digest").write_text("as it was before")
    before = {file: file.stat().st_ino for file in released.parent.rglob("*")}
    with closing(EarlyLesson(course, LESSON, 7)) as meanwhile:
        assert meanwhile.lesson(7) is None
    assert {file: file.stat().st_ino for file in released.parent.rglob("*")} == before


def test_what_is_wrong_with_a_lesson_is_said_once(course, alone, capfd):
    hand_in(course, "ann", notebook_with(course, RIGHT))
    [bank] = (course / "solutions").glob(f"{LESSON}/exercises")
    shutil.rmtree(bank)
    assert main(["grade", "01", "--no-sandbox", "--workers=1"]) == 2
    assert capfd.readouterr().err.count("\n") == 1


def test_beside_other_threads_no_process_is_forked(course, monkeypatch):
    monkeypatch.setattr(early.threading, "active_count", lambda: 2)
    with closing(EarlyLesson(course, LESSON, 7)) as meanwhile:
        assert meanwhile.lesson(7) is None


def test_a_process_that_nobody_waits_for_is_ended(course, alone):
    before = {*psutil.Process().children()}
    EarlyLesson(course, LESSON, 7).close()
    assert {*psutil.Process().children()} <= before


def answers(server: ForkServer) -> bool:
    return server.child().ask("names", 20, sources=["a = 1"])[0]["defined"] == ["a"]
