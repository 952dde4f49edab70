"""A disk that is full, a folder that is read-only, a gradebook that another program holds."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from course.cli import main
from course.grader.by_hand import held
from course.grader.marks import gradebook
from tests.course.grader.small_class import (
    LESSON,
    RIGHT,
    grade,
    hand_in,
    notebook_with,
    scores,
    whole_class,
)
from tests.small_course import COURSE

ROOM = 20_000_000
# Run in mount and user namespaces of its own: $1 and on are sizes of the disk in bytes, or `ro`.
SCRIPT = """
mount -t tmpfs -o size={room} tmpfs grading || exit 1
cp gradebook.db grading/
stage=0
for state in "$@"; do
  case $state in
    ro) mount -o remount,ro grading ;;
    *) mount -o remount,rw,size=$state grading ;;
  esac
  {python} -m course.cli grade 01 --no-sandbox --workers=1 --seed=5 --submitted=handed_in \\
    > said-$stage 2>&1
  echo $? > code-$stage
  cp -r grading grading-$stage
  stage=$((stage + 1))
done
""".replace("{python}", sys.executable)


@dataclass(frozen=True)
class Stage:
    """A run on a disk of some size: what it said, how it ended, what it left behind."""

    said: str
    code: int
    grading: Path


def why_no_mounts() -> str:
    """Return why nothing can be mounted on this machine, or an empty text."""
    if shutil.which("unshare") is None:
        return "the program unshare is not installed"
    command = ["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    return ended.stderr.strip()


def run_on_a_small_disk(course: Path, *states: str | int) -> list[Stage]:
    if why := why_no_mounts():
        pytest.skip(f"no disk can be mounted here: {why}")
    whole_class(course)
    (course / "grading" / "submitted").rename(course / "handed_in")
    (course / "grading" / "gradebook.db").rename(course / "gradebook.db")
    script = SCRIPT.replace("{room}", str(ROOM))
    subprocess.run(
        ["unshare", "-rm", "sh", "-c", script, "sh", *map(str, states)],
        cwd=course,
        env={**os.environ, "PYTHONPATH": str(COURSE)},
        check=True,
    )
    return [
        Stage(
            (course / f"said-{n}").read_text(),
            int((course / f"code-{n}").read_text()),
            course / f"grading-{n}",
        )
        for n in range(len(states))
    ]


def points(grading: Path) -> dict[str, tuple[float, float]]:
    """Return each student's points in the gradebook and in the results."""
    database = sqlite3.connect(grading / "gradebook.db")
    assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
    query = """
        select submitted_assignment.student_id, sum(grade.auto_score) from grade
        join submitted_notebook on grade.notebook_id = submitted_notebook.id
        join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id
        group by submitted_assignment.student_id"""
    in_book = dict(database.execute(query).fetchall())
    database.close()
    results = [json.loads(file.read_text()) for file in grading.glob(f"results/{LESSON}/[!.]*")]
    return {
        result["result"]["student"]: (
            in_book[result["result"]["student"]],
            result["result"]["points"],
        )
        for result in results
    }


def one_sentence(stage: Stage) -> str:
    assert stage.code == 2, stage.said
    [line] = stage.said.splitlines()
    assert line.startswith("course: ")
    return line


@pytest.fixture
def sizes(empty_gradebook: Path) -> list[int]:
    """Return sizes of a disk, from one that holds the gradebook alone to nearly enough."""
    size = empty_gradebook.stat().st_size
    return [size + step * size // 4 for step in range(1, 10)]


def test_a_full_disk_and_a_read_only_folder_end_the_run_in_a_sentence_and_it_goes_on(
    course, empty_gradebook
):
    book = empty_gradebook.stat().st_size
    full = 2 * book + 60_000  # enough for a copy of the gradebook, not for a class
    stages = run_on_a_small_disk(course, "ro", full, ROOM)
    assert "Read-only file system" in one_sentence(stages[0])
    assert "can't be" in one_sentence(stages[1])
    for stage in stages[1:]:
        assert all(in_book == result for in_book, result in points(stage.grading).values())
    assert stages[2].code == 0, stages[2].said
    assert len(points(stages[2].grading)) == len(list((course / "handed_in").iterdir()))
    assert list(stages[2].grading.rglob("*.part*")) == []


@pytest.mark.slow
def test_wherever_the_disk_is_full_the_run_goes_on_once_there_is_room(course, sizes):
    *small, last = run_on_a_small_disk(course, *sizes, ROOM)
    for stage in small:
        assert "No space left" in (said := one_sentence(stage)) or "is full" in said
        assert all(in_book == result for in_book, result in points(stage.grading).values())
    assert last.code == 0
    assert len(points(last.grading)) == len(list((course / "handed_in").iterdir()))


@pytest.fixture
def holder(course: Path) -> Iterator[sqlite3.Connection]:
    """Return another program's connection to the gradebook of a course."""
    other = sqlite3.connect(
        course / "grading" / "gradebook.db", isolation_level=None, check_same_thread=False
    )
    yield other
    other.close()


def test_a_gradebook_that_another_program_holds_is_named_and_the_next_run_goes_on(
    course, holder, monkeypatch, capsys
):
    hand_in(course, "ann", notebook_with(course, RIGHT))
    monkeypatch.setattr(held, "SECONDS_TO_WAIT", 0.2)
    holder.execute("begin exclusive")
    assert main(["grade", "01", "--no-sandbox"]) == 2
    said = capsys.readouterr().err
    assert "gradebook.db" in said
    assert "locked" in said
    holder.execute("rollback")
    assert grade(course)["submissions"][0]["points"] == 2
    assert list((course / "grading").rglob("*.part*")) == []


def test_a_gradebook_that_is_taken_in_the_middle_is_named_and_the_next_run_goes_on(
    course, holder, monkeypatch, capsys
):
    hand_in(course, "ann", notebook_with(course, RIGHT))
    marked = gradebook.Book.save

    def taken(book: gradebook.Book, *given: Any, **named: Any) -> None:
        holder.execute("begin exclusive")
        book.book.db.execute(text("pragma busy_timeout = 100"))
        marked(book, *given, **named)

    monkeypatch.setattr(gradebook.Book, "save", taken)
    assert main(["grade", "01", "--no-sandbox"]) == 2
    assert "database is locked" in capsys.readouterr().err
    monkeypatch.undo()
    monkeypatch.chdir(course)
    holder.execute("rollback")
    assert grade(course)["submissions"][0]["points"] == 2
    assert scores(course, "ann")["auto"] == 2
