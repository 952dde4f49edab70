"""What `course doctor` says of the machine: memory, room, the cache, npm."""

import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from course.doctor import machine
from helpers.data import cache as data_cache


def cgroup_with(folder: Path, limit: str, usage: int, reclaimable: int = 0) -> Path:
    (folder / "memory.max").write_text(f"{limit}\n")
    (folder / "memory.current").write_text(f"{usage}\n")
    (folder / "memory.stat").write_text(f"anon 1\ninactive_file {reclaimable}\n")
    return folder


def test_enough_memory_is_fine(tmp_path, monkeypatch):
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=4_000_000_000))
    monkeypatch.setattr(machine, "CGROUP", tmp_path)
    finding = machine.memory()
    assert finding.ok
    assert "4.0 GB" in finding.message


def test_too_little_memory_is_told_with_both_figures(tmp_path, monkeypatch):
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=900_000_000))
    monkeypatch.setattr(machine, "CGROUP", tmp_path)
    finding = machine.memory()
    assert not finding.ok
    assert "0.9 GB" in finding.message
    assert "1.5 GB" in finding.message


@pytest.mark.parametrize(
    ("limit", "usage", "reclaimable", "ok"),
    [
        ("2000000000", 200_000_000, 0, True),
        ("2000000000", 800_000_000, 0, False),
        ("2000000000", 800_000_000, 600_000_000, True),
        ("max", 800_000_000, 0, True),
    ],
)
def test_a_containers_limit_counts(tmp_path, monkeypatch, limit, usage, reclaimable, ok):
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=64_000_000_000))
    monkeypatch.setattr(machine, "CGROUP", cgroup_with(tmp_path, limit, usage, reclaimable))
    assert machine.memory().ok is ok


def test_memory_without_psutil_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "psutil", None)
    finding = machine.memory()
    assert not finding.ok
    assert "psutil" in finding.message


def test_an_empty_cache_is_told_with_the_way_out(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path / "cache"))
    disk, data = machine.data()
    assert disk.ok
    assert not data.ok
    assert str(tmp_path / "cache") in data.message
    assert "course data" in data.message


def test_a_full_cache_needs_no_room(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(data_cache, "_verify", lambda file, wanted: 0)
    monkeypatch.setenv("COURSE_DATA", "synthetic")
    (tmp_path / "synthetic.npy").touch()
    (finding,) = machine.data()
    assert finding.ok
    assert finding.message == f"The synthetic set is in {tmp_path}."


def test_an_unknown_set_is_told(monkeypatch):
    monkeypatch.setenv("COURSE_DATA", "mnist")
    (finding,) = machine.data()
    assert not finding.ok
    assert "COURSE_DATA is 'mnist'" in finding.message


def test_data_that_can_not_be_looked_at_are_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "helpers.data", None)
    (finding,) = machine.data()
    assert not finding.ok
    assert "make setup" in finding.message


def test_room_is_looked_for_where_the_folder_will_be(tmp_path):
    assert machine.disk(tmp_path / "not" / "yet").ok
    assert not (tmp_path / "not").exists()


def test_too_little_room_is_told_with_both_figures(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=100_000_000))
    finding = machine.disk(tmp_path)
    assert not finding.ok
    assert "0.1 GB" in finding.message
    assert "0.6 GB" in finding.message


def test_a_folder_that_can_not_be_written_to_is_told(tmp_path):
    (tmp_path / "file").touch()
    finding = machine.disk(tmp_path / "file" / "cache")
    assert not finding.ok
    assert "COURSE_DATA_DIR" in finding.message


def test_npm_is_found_on_the_path(tmp_path, monkeypatch):
    (tmp_path / "npm").write_text("#!/bin/sh\n")
    (tmp_path / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "npm is there" in machine.npm().message


def test_npm_may_be_missing(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    finding = machine.npm()
    assert finding.ok
    assert "not there" in finding.message
