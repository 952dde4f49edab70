"""The cache: checked at every load, whole or not there, safe for two processes at once."""

import contextlib
import errno
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import psutil
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
    refusal,
)

ROOT = Path(__file__).resolve().parents[3]


# The cache is checked by each process that loads it


def corrupt(path: Path, how: str) -> None:
    content = path.read_bytes()
    start = len(content) - SMALL.total_bytes
    if how == "one pixel":
        broken = bytearray(content)
        broken[start + 100] ^= 1
    elif how == "one label":
        broken = bytearray(content)
        broken[-1] ^= 1
    elif how == "cut off":
        broken = bytearray(content[:-1])
    elif how == "too long":
        broken = bytearray(content + b"\0")
    elif how == "empty":
        broken = bytearray()
    elif how == "a web page":
        broken = bytearray(b"<html>Please log in to this network</html>" * 100)
    else:
        file = io.BytesIO()
        np.save(file, np.zeros((4, 4)))
        broken = bytearray(file.getvalue())
    path.write_bytes(broken)


BREAKAGES = ["one pixel", "one label", "cut off", "too long", "empty", "a web page", "other array"]


@pytest.mark.parametrize("how", BREAKAGES)
def test_a_broken_cache_is_fetched_again(stocked: Machine, how: str) -> None:
    corrupt(stocked.file, how)
    stocked.keras(lambda: PARTS)
    assert_small(data.load(SMALL))
    assert data.is_cached(SMALL)


@pytest.mark.parametrize("how", BREAKAGES)
def test_a_broken_cache_is_named_and_removed_even_if_nothing_replaces_it(
    stocked: Machine, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    corrupt(stocked.file, how)
    refusal()
    assert not stocked.file.exists()
    assert f"The cache file {stocked.file} was broken" in capsys.readouterr().out


def test_a_broken_cache_is_closed_before_it_is_removed(
    stocked: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Windows removes no file that is open.
    opened: list[str] = []
    unlink = Path.unlink

    def watched(path: Path, missing_ok: bool = False) -> None:
        opened.extend(file.path for file in psutil.Process().open_files())
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", watched)
    corrupt(stocked.file, "cut off")
    refusal()
    assert not stocked.file.exists()
    assert str(stocked.file) not in opened


@pytest.mark.parametrize("how", BREAKAGES)
def test_is_cached_says_no_to_a_broken_file_and_leaves_it(stocked: Machine, how: str) -> None:
    corrupt(stocked.file, how)
    assert not data.is_cached(SMALL)
    assert stocked.file.exists()


def counted_hashes(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return a list that grows by one whenever a file is hashed."""
    hashed: list[Any] = []
    sha256 = data_cache._sha256

    def counting(*of: Any) -> str:
        hashed.append(of)
        return sha256(*of)

    monkeypatch.setattr(data_cache, "_sha256", counting)
    return hashed


def test_a_process_hashes_a_file_once_and_again_if_it_was_touched(
    stocked: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed = counted_hashes(monkeypatch)
    monkeypatch.setattr(data_cache, "_OLD_ENOUGH", -1.0)
    assert_small(data.load(SMALL))
    once = len(hashed)
    assert_small(data.load(SMALL))
    assert len(hashed) == once > 0
    corrupt(stocked.file, "one pixel")
    assert not data.is_cached(SMALL)


def test_a_file_that_has_just_been_written_is_hashed_at_every_load(
    stocked: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed = counted_hashes(monkeypatch)
    assert_small(data.load(SMALL))
    once = len(hashed)
    assert_small(data.load(SMALL))
    assert len(hashed) == 2 * once


def test_is_cached_says_whether_the_file_is_there(stocked: Machine) -> None:
    assert data.is_cached(SMALL)
    stocked.file.unlink()
    assert not data.is_cached(SMALL)


def test_a_file_that_was_replaced_since_it_was_judged_stays(stocked: Machine) -> None:
    judged = stocked.file.stat()
    replacement = stocked.file.with_suffix(".new")
    shutil.copyfile(stocked.file, replacement)
    os.utime(replacement, ns=(judged.st_atime_ns, judged.st_mtime_ns + 1))
    os.replace(replacement, stocked.file)
    data_cache._remove(stocked.file, judged, data_cache._Broken("old"))
    assert stocked.file.exists()


def test_a_broken_cache_that_cannot_be_removed_is_named(
    stocked: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    corrupt(stocked.file, "one pixel")
    monkeypatch.setattr(Path, "unlink", raising(OSError(errno.EROFS, "Read-only file system")))
    said = refusal()
    assert str(stocked.file) in said
    assert "can't be removed (Read-only file system)" in said


def test_a_cache_file_that_cannot_be_read_is_named(stocked: Machine) -> None:
    stocked.file.unlink()
    stocked.file.mkdir()
    said = refusal()
    assert f"The cache file {stocked.file} can't be read" in said
    assert "COURSE_DATA_DIR" in said


# Disks and folders


class FullDisk(io.BytesIO):
    """A file on a full disk."""

    def write(self, _: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")


def open_on_full_disk(path: Path, mode: str = "r", *arguments: Any, **options: Any) -> Any:
    if path.name == "small.npy" and "w" in mode:
        return FullDisk()
    return io.open(path, mode, *arguments, **options)  # noqa: UP020 - what Path.open calls


def test_a_full_disk_is_said_and_leaves_nothing_behind(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.keras(lambda: PARTS)
    monkeypatch.setattr(Path, "open", open_on_full_disk)
    said = refusal()
    assert f"The disk of the cache folder {machine.folder} is full" in said
    assert "COURSE_DATA_DIR" in said
    assert machine.left() == []


def test_a_disk_that_is_full_at_the_last_moment_leaves_nothing_behind(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.keras(lambda: PARTS)
    monkeypatch.setattr(os, "fsync", raising(OSError(errno.ENOSPC, "No space left on device")))
    assert "is full" in refusal()
    assert machine.left() == []


def test_a_disk_that_fills_up_while_npm_writes_is_said(machine: Machine) -> None:
    machine.npm(
        "import sys\n"
        "sys.exit('npm error code ENOSPC\\nnpm error nospc ENOSPC: no space left on device')"
    )
    assert f"The disk of the cache folder {machine.folder} is full" in refusal()
    assert machine.left() == []


def test_a_folder_that_cannot_be_written_is_said_before_anything_is_fetched(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.npm(f"open({str(tmp_path / 'started')!r}, 'w')")
    error = OSError(errno.EROFS, "Read-only file system")
    monkeypatch.setattr(tempfile, "mkdtemp", raising(error))
    said = refusal()
    assert f"The cache folder {machine.folder} can't be written (Read-only file system)" in said
    assert "COURSE_DATA_DIR" in said
    assert not (tmp_path / "started").exists()


def test_a_folder_that_cannot_exist_is_said(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path / "file" / "below"))
    assert f"{tmp_path / 'file' / 'below'} can't be" in " ".join(refusal().split())


def test_a_read_only_folder_that_holds_the_data_is_enough(
    stocked: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = OSError(errno.EROFS, "Read-only file system")
    for place, name in [(tempfile, "mkdtemp"), (os, "replace"), (Path, "unlink"), (Path, "mkdir")]:
        monkeypatch.setattr(place, name, raising(error))
    stocked.file.chmod(0o444)
    stocked.folder.chmod(0o555)
    try:
        assert_small(data.load(SMALL))
    finally:
        stocked.folder.chmod(0o755)


def test_a_key_pressed_while_fetching_leaves_nothing_behind(machine: Machine) -> None:
    machine.keras(raising(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        data.load(SMALL)
    assert machine.left() == []


def test_a_key_pressed_while_writing_leaves_nothing_behind(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.keras(lambda: PARTS)
    monkeypatch.setattr(os, "fsync", raising(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        data.load(SMALL)
    assert machine.left() == []


def test_the_leftovers_of_a_killed_process_are_removed(machine: Machine) -> None:
    leftover = machine.folder / "fetch-abc.part"
    leftover.mkdir(parents=True)
    (leftover / "small.npy").write_bytes(b"half")
    machine.keras(lambda: PARTS)
    data.load(SMALL)
    assert machine.left() == ["small.npy"]


def test_a_file_that_another_process_holds_open_on_windows_is_taken_as_it_is(
    stocked: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = stocked.file.read_bytes()
    stocked.file.unlink()
    stocked.keras(lambda: PARTS)

    def replace(*_: object) -> NoReturn:
        stocked.file.write_bytes(content)
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(os, "replace", replace)
    assert_small(data.load(SMALL))


# Two at once


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
