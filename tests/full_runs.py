"""Which lessons are tried in full: those whose inputs have changed since a recorded run.

Of the others, the solved one is run on a small share of the pictures, the released one and what
stock nbgrader makes of it not at all; the summary names them. The record is
`tests/notebooks/full_runs.json`, a digest of inputs for each trial of a lesson. Nobody edits it: it
is written by a run with `--record-full-runs`, for what has passed in full.
"""

import hashlib
import json
from pathlib import Path

import pytest

from course.files import python_files, write_json
from course.run.inputs import digest_of_inputs
from helpers.data import ready
from tests.small_course import COURSE

RECORD = Path(__file__).with_name("notebooks") / "full_runs.json"
_IN_FULL, _IN_BRIEF = "tried in full", "tried in brief"
_LEFT_OUT = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the command line ask for all lessons in full, or for a new record."""
    group = parser.getgroup("lessons")
    group.addoption(
        "--all-in-full", action="store_true", help="try each lesson in full, changed or not"
    )
    group.addoption(
        "--record-full-runs",
        action="store_true",
        help="try the changed lessons in full and record what passes",
    )


def tried_in_full(request: pytest.FixtureRequest, folder: Path, trial: str) -> bool:
    """Tell whether a trial of a lesson must be in full, and note it for summary and record."""
    in_full = must_be_in_full(request.config, folder, trial)
    kind = _IN_FULL if in_full else _IN_BRIEF
    request.node.user_properties.append((kind, {_name(folder, trial): digest_of(folder, trial)}))
    return in_full


def must_be_in_full(config: pytest.Config, folder: Path, trial: str) -> bool:
    """Tell whether a trial isn't recorded with its inputs of today, or all must be in full."""
    is_recorded = recorded().get(_name(folder, trial)) == digest_of(folder, trial)
    return config.getoption("--all-in-full") or not is_recorded


def digest_of(folder: Path, trial: str) -> str:
    """Return the digest of what a trial depends on.

    folder (Path): The folder of a solved lesson.
    trial (str): 'solved', 'released' or 'stock nbgrader'.
    """
    digest = digest_of_inputs(folder, ready().name, quick=trial != "solved")
    if trial == "stock nbgrader":
        release = [*python_files(COURSE / "course" / "release"), COURSE / "nbgrader_config.py"]
        checks = COURSE / "notebooks" / folder.name / "checks.json"
        bank = [COURSE / "course" / name for name in ("compiled.py", "exercise.py")]
        for file in (*release, *bank, checks):
            digest += hashlib.sha256(file.read_bytes()).hexdigest()
    return hashlib.sha256(digest.encode()).hexdigest()[:16]


def recorded() -> dict[str, str]:
    """Return the digest of the inputs with which each trial has passed in full."""
    return json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out trials that have passed with the same inputs, and remember which."""
    left_out: dict[pytest.Item, str] = {}
    for item in items:
        marker = item.get_closest_marker("unless_recorded")
        if marker and isinstance(item, pytest.Function):
            [trial], folder = marker.args, Path(str(item.callspec.params["folder"]))
            if not must_be_in_full(config, folder, trial):
                left_out[item] = _name(folder, trial)
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]
    config.stash[_LEFT_OUT] = list(left_out.values())


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Name what was not tried in full, and record what was and has passed."""
    passed: dict[str, dict[str, str]] = {_IN_FULL: {}, _IN_BRIEF: {}}
    for report in terminalreporter.getreports("passed"):
        for kind, trial in report.user_properties:
            if kind in passed:
                passed[kind] |= trial
    not_in_full = {*passed[_IN_BRIEF], *config.stash.get(_LEFT_OUT, [])}
    if not_in_full:
        terminalreporter.section("not tried in full: unchanged since a recorded run")
        for trial in sorted(not_in_full):
            terminalreporter.line(trial)
    if passed[_IN_FULL] and config.getoption("--record-full-runs"):
        failed = {
            name
            for report in terminalreporter.getreports("failed")
            for kind, trial in report.user_properties
            if kind == _IN_FULL
            for name in trial
        }
        kept = {name: digest for name, digest in passed[_IN_FULL].items() if name not in failed}
        write_json(RECORD, dict(sorted((recorded() | kept).items())))


def _name(folder: Path, trial: str) -> str:
    return f"{folder.name}, {trial}"
