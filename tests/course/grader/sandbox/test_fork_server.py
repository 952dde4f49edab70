"""A fork server leaves nothing behind, however it and its judge end."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from course.grader.sandbox.fork_server import Died, ForkServer, SubmissionProcess
from tests.small_course import COURSE

FOLDERS = "import os; print(os.environ['HOME'], os.getcwd())"
LOOP = "import signal\nsignal.setitimer(signal.ITIMER_REAL, 0)\nwhile True: pass"
JUDGE = f"""
import os
from course.grader.sandbox.fork_server import ForkServer
server = ForkServer([], None)
child = server.child()
print(child.ask("cell", 20, source={FOLDERS!r}, seconds=10)["outputs"][0]["text"], flush=True)
os.kill(os.getpid(), 9)
"""


def test_without_a_sandbox_the_folders_go_with_the_server():
    server = ForkServer([], None)
    answer = server.child().ask("cell", 20, source=FOLDERS, seconds=10)
    folders = [Path(name) for name in answer["outputs"][0]["text"].split()]
    assert all(folder.is_dir() for folder in folders)
    assert str(Path.home()) not in map(str, folders)
    with pytest.raises(Died):
        server.child().ask("cell", 1, source=LOOP, seconds=10)
    server.close()
    assert not any(folder.exists() for folder in folders)


def test_they_go_when_the_judge_is_killed_too():
    environment = {**os.environ, "PYTHONPATH": str(COURSE)}
    command = [sys.executable, "-c", JUDGE]
    ended = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    folders = [Path(name) for name in ended.stdout.split()]
    assert len(folders) == 2
    for _ in range(200):  # the server ends by itself, a moment later
        if not any(folder.exists() for folder in folders):
            return
        time.sleep(0.05)
    pytest.fail(f"left behind: {folders}")


LEFT_BEHIND = """
import subprocess, sys
command = [sys.executable, '-c', 'import time; time.sleep(600)']
nothing = subprocess.DEVNULL
print(subprocess.Popen(command, stdout=nothing, stderr=nothing, start_new_session=True).pid)
"""
LEFT_BY_ONE_THAT_ENDED = f"""
import subprocess, sys
command = [sys.executable, '-c', {LEFT_BEHIND!r}]
print(subprocess.run(command, capture_output=True, text=True).stdout)
"""


def runs(process: int) -> bool:
    """Tell whether there is such a process; one that nobody has waited for yet has ended."""
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="orphans can be adopted on Linux alone")
@pytest.mark.parametrize("code", [LEFT_BEHIND, LEFT_BY_ONE_THAT_ENDED], ids=["child", "orphan"])
def test_without_a_sandbox_a_process_in_a_session_of_its_own_ends_with_the_child(code):
    server = ForkServer([], None)
    answer = server.child().ask("cell", 20, source=code, seconds=10)
    process = int(answer["outputs"][0]["text"])
    assert runs(process)
    server.child()
    still_there = runs(process)
    server.close()
    assert not still_there


def process_of(child: SubmissionProcess) -> int:
    answer = child.ask("cell", 20, source="import os; print(os.getpid())", seconds=10)
    return int(answer["outputs"][0]["text"])


def test_a_process_that_has_only_read_code_may_run_it_and_no_other_is_used_twice():
    server = ForkServer([], None)
    reader = server.child()
    reader.ask("names", 20, sources=["a = 1"])
    runner = server.ready_child()
    assert runner is reader
    first = process_of(runner)
    second = process_of(server.ready_child())
    third = process_of(server.child())
    server.close()
    assert len({first, second, third}) == 3
