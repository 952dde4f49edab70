"""`course grade` is killed, and run again: nothing is lost, nothing is left over."""

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from course.grader.by_hand.held import COPIES
from tests.course.grader.small_class import LESSON, whole_class
from tests.small_course import COURSE

KILLS = 20
SECONDS_TO_VANISH = 60
SEED = 5
Moment = Callable[[], bool]


def start(course: Path, *options: str) -> subprocess.Popen[str]:
    temporary = course / "temporary"
    temporary.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "course.cli", "grade", "01", f"--seed={SEED}", *options]
    return subprocess.Popen(
        [*command, "--workers=2", "--json=results.json"],
        cwd=course,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONPATH": str(COURSE), "TMPDIR": str(temporary)},
    )


def run_to_its_end(course: Path, *options: str) -> None:
    process = start(course, *options)
    said, _ = process.communicate()
    assert process.returncode == 0, said
    assert list((course / "temporary").iterdir()) == []


def run_killed(course: Path, moment: Moment, *options: str) -> None:
    """Kill a run as by `kill -9`, and wait until all that it had started is gone."""
    process = start(course, *options)
    while not moment() and process.poll() is None:
        time.sleep(0.001)
    below = []
    if process.poll() is None:
        os.kill(process.pid, signal.SIGSTOP)
        below = psutil.Process(process.pid).children(recursive=True)
        os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    _, alive = psutil.wait_procs(below, timeout=SECONDS_TO_VANISH)
    assert alive == []
    assert list((course / "temporary").iterdir()) == []


def outcome(course: Path) -> dict[str, Any]:
    """Return all that grading has written, but for times and what nbgrader numbers at random."""
    grading = course / "grading"
    found: dict[str, Any] = {"the gradebook": gradebook(grading / "gradebook.db")}
    for file in sorted(grading.rglob("*")):
        name = str(file.relative_to(grading))
        if file.is_file() and not name.startswith(("backups/", "gradebook.db")):
            is_drawn = file.name == "submission_secret.txt"
            text = "a secret" if is_drawn else file.read_text()
            found[name] = without_seconds(json.loads(text)) if file.suffix == ".json" else text
            if file.suffix == ".jsonl":  # whatever a run was cut short at, each has its last marks
                lines = [json.loads(line) for line in text.splitlines()]
                found[name] = {(one["student"], one["of"]): one["points"][1] for one in lines}
    found["the JSON"] = without_seconds(json.loads((course / "results.json").read_text()))
    assert list(course.rglob("*.part*")) == []
    assert not (grading / "gradebook.db-journal").exists()
    return found


def without_seconds(data: Any) -> Any:
    if isinstance(data, dict):
        kept = data.keys() - {"seconds", "seconds_each"}
        return {key: without_seconds(data[key]) for key in data if key in kept}
    return [without_seconds(item) for item in data] if isinstance(data, list) else data


def gradebook(file: Path) -> dict[str, list[str]]:
    """Return the rows of each table, sorted; a number that was drawn says what it stands for.

    Each run has made a copy of its own, and noted which.
    """
    database = sqlite3.connect(file)
    names = [
        name
        for (name,) in database.execute("select name from sqlite_master where type='table'")
        if name != COPIES
    ]
    tables: dict[str, list[tuple[Any, ...]]] = {
        name: database.execute(f'select * from "{name}"').fetchall() for name in sorted(names)
    }
    assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
    database.close()
    meaning = {
        row[0]: " ".join(str(value) for value in row[1:] if not drawn(value))
        for rows in tables.values()
        for row in rows
        if row and drawn(row[0])
    }
    return {
        name: sorted(str([meaning.get(value, value) for value in row]) for row in rows)
        for name, rows in tables.items()
    }


def drawn(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{32}", value) is not None


@pytest.fixture
def graded_class(course: Path) -> Path:
    whole_class(course)
    return course


def fresh_copy(course: Path, name: str) -> Path:
    copy = course.with_name(name)
    shutil.copytree(course, copy)
    return copy


def test_a_run_that_was_killed_again_and_again_ends_as_an_undisturbed_one(graded_class):
    undisturbed = fresh_copy(graded_class, "undisturbed")
    run_to_its_end(undisturbed, "--no-sandbox")
    grading = graded_class / "grading"
    moments: list[Moment] = [
        lambda: any((grading / "backups").glob("gradebook-*.db")),
        (grading / "autograded").exists,
        lambda: len(list((grading / "results" / LESSON).glob("[!.]*.json"))) >= 4,
    ]
    for moment in moments:
        run_killed(graded_class, moment, "--no-sandbox")
    run_to_its_end(graded_class, "--no-sandbox")
    assert outcome(graded_class) == outcome(undisturbed)


@pytest.mark.slow
@pytest.mark.sandbox
def test_runs_killed_at_random_moments_end_as_an_undisturbed_one(graded_class, tmp_path):
    undisturbed = fresh_copy(graded_class, "undisturbed")
    started = time.monotonic()
    run_to_its_end(undisturbed)
    seconds = time.monotonic() - started
    draw = random.Random(SEED)
    for number in range(KILLS):
        course = fresh_copy(graded_class, f"killed-{number}")
        ends = time.monotonic() + draw.uniform(0.05, 1) * seconds
        run_killed(course, lambda ends=ends: time.monotonic() > ends)
        run_to_its_end(course)
        assert outcome(course) == outcome(undisturbed), number
