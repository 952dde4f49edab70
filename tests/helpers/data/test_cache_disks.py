"""Disks and folders of the cache: full, read-only, not there; nothing is left half-written."""

import errno
import io
import os
import tempfile
from pathlib import Path
from typing import Any, NoReturn

import pytest

from helpers import data
from tests.helpers.data.small_pictures import PARTS, SMALL, Machine, assert_small, raising, refusal


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
