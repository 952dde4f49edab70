"""What is done stays: in a file that may be damaged, locked or shared without any harm."""

import json
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from helpers.checks.desk import progress as module
from helpers.checks.desk.progress import PROGRESS_FILE, Progress, Record, may_be_kept


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / PROGRESS_FILE


def test_what_is_noted_is_there_in_the_next_session(file):
    first = Progress(file)
    first.tried("halves", right=False)
    first.tried("halves", right=True)
    first.hinted("halves", 2)
    first.tried("check_rows", right=False)
    assert Progress(file).records() == {
        "halves": Record("right", tries=2, hints=2),
        "check_rows": Record("not yet", tries=1),
    }
    assert Progress(file).record("other") == Record("not tried")


def test_to_check_again_what_is_right_is_no_try(file):
    progress = Progress(file)
    for right in (True, True, True, False, True):
        progress.tried("halves", right=right)
    assert progress.record("halves") == Record("right", tries=3)


def test_a_hint_alone_is_no_try(file):
    Progress(file).hinted("halves", 1)
    assert Progress(file).record("halves") == Record("not tried", hints=1)


def test_without_a_file_the_session_remembers(tmp_path):
    progress = Progress(None)
    progress.tried("halves", right=True)
    assert progress.record("halves").state == "right"
    assert list(tmp_path.iterdir()) == []


def test_two_kernels_see_each_others_work(file):
    one, two = Progress(file), Progress(file)
    one.tried("halves", right=True)
    two.tried("check_rows", right=False)
    one.tried("other", right=False)
    assert one.records() == two.records()
    assert set(Progress(file).records()) == {"halves", "check_rows", "other"}


DAMAGED = {
    "empty": "",
    "cut": '{"exercises": {"halves": {"state": "ri',
    "list": "[1, 2]",
    "number": "3",
    "no exercises": "{}",
    "exercises a list": '{"exercises": [1]}',
    "record a text": '{"exercises": {"halves": "right"}}',
    "wrong state": '{"exercises": {"halves": {"state": "done", "tries": 1, "hints": 0}}}',
    "state a list": '{"exercises": {"halves": {"state": [], "tries": 1, "hints": 0}}}',
    "tries a text": '{"exercises": {"halves": {"state": "right", "tries": "1", "hints": 0}}}',
    "tries below 0": '{"exercises": {"halves": {"state": "right", "tries": -1, "hints": 0}}}',
    "tries huge": '{"exercises": {"halves": {"state": "right", "tries": 1e999, "hints": 0}}}',
    "deep": "[" * 50_000,
    "large": '{"exercises": {}, "more": "' + "x" * 200_000 + '"}',
    "another alphabet": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_file_says_nothing_and_is_written_anew(file, case):
    content = DAMAGED[case]
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    progress = Progress(file)
    assert progress.records() == {}
    progress.tried("check_rows", right=True)
    assert Progress(file).records() == {"check_rows": Record("right", tries=1)}


def test_what_is_whole_in_a_damaged_file_is_kept(file):
    whole = {"state": "right", "tries": 1, "hints": 0, "of a later edition": 3}
    file.write_text(json.dumps({"exercises": {"halves": whole, "check_rows": 5}}))
    assert Progress(file).records() == {"halves": Record("right", tries=1)}


def test_a_file_that_is_damaged_during_the_session_costs_nothing(file):
    progress = Progress(file)
    progress.tried("halves", right=True)
    file.write_text("{")
    progress.tried("check_rows", right=True)
    assert set(Progress(file).records()) == {"halves", "check_rows"}


def refuse(*_: object, **__: object) -> None:
    raise PermissionError(13, "Permission denied")


@pytest.mark.parametrize("where", ["write_text", "replace"])
def test_where_nothing_can_be_written_the_session_remembers(file, monkeypatch, where):
    Progress(file).tried("halves", right=False)
    monkeypatch.setattr(*((Path, where) if where == "write_text" else (module.os, where)), refuse)
    progress = Progress(file)
    progress.tried("halves", right=True)
    assert progress.record("halves") == Record("right", tries=2)
    assert Progress(file).record("halves") == Record("not yet", tries=1)
    assert [left.name for left in file.parent.iterdir()] == [PROGRESS_FILE]


def test_a_folder_that_is_gone_does_no_harm(tmp_path):
    progress = Progress(tmp_path / "gone" / PROGRESS_FILE)
    progress.tried("halves", right=True)
    assert progress.record("halves").state == "right"


def test_what_stands_in_its_place_is_left_alone(file):
    file.mkdir()
    progress = Progress(file)
    progress.tried("halves", right=True)
    assert progress.record("halves").state == "right"
    assert file.is_dir()
    assert list(file.parent.iterdir()) == [file]


def test_what_another_kernel_writes_over_is_not_forgotten(file):
    progress = Progress(file)
    progress.hinted("halves", 2)
    progress.tried("halves", right=False)
    before = file.read_bytes()
    progress.tried("halves", right=True)
    file.write_bytes(before)  # as by a kernel that had read it before the last try
    assert progress.record("halves") == Record("right", tries=2, hints=2)
    progress.tried("doubles", right=False)
    assert Progress(file).record("halves") == Record("right", tries=2, hints=2)


def check_often(file: Path) -> None:
    progress = Progress(file)
    for _ in range(100):
        progress.tried("halves", right=False)
        assert json.loads(file.read_text())["exercises"]["halves"]["state"] == "not yet"


def test_kernels_that_write_at_once_never_leave_a_broken_file(file):
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(check_often, [file] * 2))
    assert Progress(file).record("halves").tries >= 100
    assert [left.name for left in file.parent.iterdir()] == [PROGRESS_FILE]


@pytest.mark.parametrize(
    ("kernel", "environment", "kept"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NBGRADER_EXECUTION": "autograde"}, False),
        (True, {"NBGRADER_EXECUTION": "validate"}, False),
        (True, {"COURSE_PROGRESS": "0"}, False),
    ],
)
def test_it_is_kept_for_somebody_who_works_in_a_notebook(kernel, environment, kept, monkeypatch):
    for name in ("NBGRADER_EXECUTION", "COURSE_PROGRESS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setitem(os.environ, name, value)
    shell = type("Shell", (), {"kernel": 1} if kernel else {})()
    monkeypatch.setattr(module, "get_ipython", lambda: shell)
    assert may_be_kept() is kept
