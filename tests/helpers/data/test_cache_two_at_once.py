"""Two processes want the pictures at once: both get them, and one fetches."""

import contextlib
import errno
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from helpers import data
from helpers.data import cache as data_cache
from tests.helpers.data.small_pictures import (
    MEMBERS,
    PARTS,
    SMALL,
    Machine,
    assert_small,
    packed,
    raising,
)

ROOT = Path(__file__).resolve().parents[3]
FETCH_IN_A_PROCESS = """
import errno, fcntl, sys
sys.path[:0] = [{root!r}, {tests!r}]
if {locks!r} != "locks":
    def flock(*_):
        raise OSError(getattr(errno, {locks!r}), "this file system has no locks")
    fcntl.flock = flock
from tests.helpers.data import small_pictures
sys.modules["keras.datasets"] = None
from helpers import data
small_pictures.assert_small(data.load(small_pictures.SMALL))
"""


@contextlib.contextmanager
def two_processes(locks: str) -> Iterator[list[subprocess.Popen[str]]]:
    script = FETCH_IN_A_PROCESS.format(root=str(ROOT), tests=str(ROOT / "tests"), locks=locks)
    started = [
        subprocess.Popen(
            [sys.executable, "-c", script],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    try:
        yield started
    finally:
        for process in started:
            process.kill()
            process.communicate()


@pytest.mark.parametrize(("locks", "downloads"), [("locks", 1), ("ENOSYS", 2), ("ENOLCK", 2)])
def test_two_processes_at_once_both_get_the_data(
    machine: Machine, tmp_path: Path, locks: str, downloads: int
) -> None:
    """With a lock one of them fetches; without, both do, and neither sees the other's half."""
    log = tmp_path / "log"
    machine.npm_that_packs(
        packed(MEMBERS),
        first="import time\n"
        f"with open({str(log)!r}, 'a') as log: log.write('x')\n"
        # Without a lock, both have begun before either ends.
        f"end = time.monotonic() + (30 if {downloads} == 2 else 1)\n"
        f"while len(open({str(log)!r}).read()) < 2 and time.monotonic() < end: time.sleep(0.05)",
    )
    with two_processes(locks) as started:
        said = [process.communicate(timeout=120)[1] for process in started]
    assert [process.returncode for process in started] == [0, 0], said
    assert len(log.read_text()) == downloads
    assert machine.left() == ["small.npy"]


def test_a_lock_that_is_never_released_is_named_and_not_waited_for_for_ever(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.folder.mkdir()
    monkeypatch.setattr(data_cache, "LOCK_SECONDS", 0.3)
    machine.keras(lambda: PARTS)
    with FileLock(machine.folder / data_cache.LOCK):
        assert_small(data.load(SMALL))
    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith("Another process has been fetching the data for 0 minutes")
    assert line.endswith("if that other notebook or command hangs, stop it.")


def test_what_somebody_else_is_fetching_is_not_taken_for_leftovers(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched_elsewhere = machine.folder / "fetch-abc.part"
    fetched_elsewhere.mkdir(parents=True)
    monkeypatch.setattr(data_cache, "LOCK_SECONDS", 0.3)
    machine.keras(lambda: PARTS)
    with FileLock(machine.folder / data_cache.LOCK):
        data.load(SMALL)
    assert fetched_elsewhere.is_dir()


def test_a_killed_process_holds_no_lock(machine: Machine, tmp_path: Path) -> None:
    machine.folder.mkdir()
    script = (
        "import sys, time; from filelock import FileLock; FileLock(sys.argv[1]).acquire();"
        "print('held', flush=True); time.sleep(60)"
    )
    lock = str(machine.folder / data_cache.LOCK)
    with subprocess.Popen([sys.executable, "-c", script, lock], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        holder.kill()
    machine.keras(lambda: PARTS)
    assert_small(data.load(SMALL))


def test_the_lock_of_another_user_does_not_keep_anybody_from_the_data(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = raising(PermissionError(errno.EACCES, "Permission denied"))
    monkeypatch.setattr(FileLock, "acquire", refused)
    machine.keras(lambda: PARTS)
    assert_small(data.load(SMALL))
