"""The cache: checked at every load, whole or not there, safe for two processes at once."""

import errno
import io
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from helpers import data
from helpers.data import cache as data_cache
from tests.helpers.data.small_pictures import PARTS, SMALL, Machine, assert_small, raising, refusal

ROOT = Path(__file__).resolve().parents[3]


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
