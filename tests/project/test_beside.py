"""Two commands at once: both are heard, and either one can fail the whole."""

import os
import signal
import subprocess
import sys

import psutil
import pytest

from tests.small_course import COURSE

GOES_ON = "import time; print('begun', flush=True); time.sleep(60)"


def beside(first: str, second: str, **more) -> subprocess.Popen:
    command = [sys.executable, "-m", "tests.beside", "lint", sys.executable, "-c", first]
    command += ["--", sys.executable, "-c", second]
    return subprocess.Popen(command, cwd=COURSE, stdout=subprocess.PIPE, text=True, **more)


@pytest.mark.parametrize(("first", "second", "code"), [(0, 0, 0), (3, 0, 3), (0, 4, 4), (3, 4, 4)])
def test_the_whole_fails_where_one_of_them_does(first, second, code):
    process = beside(f"print('types'); exit({first})", f"exit({second})")
    said, _ = process.communicate()
    assert process.returncode == code
    assert "types" in said
    assert ("lint failed: see above." in said) == bool(first)


def test_what_the_first_one_says_comes_in_one_piece_when_it_ends(tmp_path):
    ended = tmp_path / "ended"
    first = "import time; print('one', flush=True); time.sleep(0.3); print('two')"
    second = f"import time; print('three', flush=True); time.sleep(1); open({str(ended)!r}, 'w')"
    process = beside(first, second)
    assert process.stdout is not None
    lines = [line.strip() for line in process.stdout if line.strip()]
    process.wait()
    assert lines == ["three", "one", "two"]
    assert ended.exists()


def test_where_it_is_broken_off_nothing_goes_on():
    process = beside(GOES_ON, GOES_ON, start_new_session=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    tree = psutil.Process(process.pid).children(recursive=True)
    # As Ctrl-C in a terminal, which reaches all of a group.
    os.killpg(process.pid, signal.SIGINT)
    process.wait(timeout=20)
    assert process.returncode != 0
    _, left = psutil.wait_procs(tree, timeout=20)
    assert left == []


def test_the_second_one_may_tidy_up_after_ctrl_c(tmp_path):
    tidied = tmp_path / "tidied"
    second = (
        "import time\ntry:\n    print('begun', flush=True)\n    time.sleep(60)\n"
        f"finally:\n    time.sleep(0.6)\n    open({str(tidied)!r}, 'w')"
    )
    process = beside(GOES_ON, second, start_new_session=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    os.killpg(process.pid, signal.SIGINT)
    process.wait(timeout=20)
    assert tidied.exists()
