"""Which solved lessons are run in full: those whose inputs have changed since a recorded run.

The others are run on a small share of the pictures, and the summary names them. The record is
`tests/notebooks/full_runs.json`, the digest of each lesson's inputs. Nobody edits it: it is written
by a run with `--record-full-runs`, for the lessons that have passed in full.
"""

import json
from pathlib import Path

import pytest

from course.files import write_json

RECORD = Path(__file__).with_name("notebooks") / "full_runs.json"
_IN_FULL, _IN_BRIEF = "run in full", "run in brief"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the command line ask for all lessons in full, or for a new record."""
    group = parser.getgroup("solved lessons")
    group.addoption(
        "--all-in-full", action="store_true", help="run each solved lesson in full, changed or not"
    )
    group.addoption(
        "--record-full-runs",
        action="store_true",
        help="run the changed lessons in full and record those that pass",
    )


def must_run_in_full(request: pytest.FixtureRequest, lesson: str, digest: str) -> bool:
    """Tell whether a lesson with such inputs must be run in full; note it for the summary."""
    is_recorded = recorded().get(lesson) == digest
    in_full = request.config.getoption("--all-in-full") or not is_recorded
    note = (_IN_FULL if in_full else _IN_BRIEF, {lesson: digest})
    request.node.user_properties.append(note)
    return in_full


def recorded() -> dict[str, str]:
    """Return the digest of the inputs with which each lesson has passed in full."""
    return json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Name the lessons that were not run in full, and record those that were and have passed."""
    passed: dict[str, dict[str, str]] = {_IN_FULL: {}, _IN_BRIEF: {}}
    for report in terminalreporter.getreports("passed"):
        for kind, lesson in report.user_properties:
            if report.when == "call" and kind in passed:
                passed[kind] |= lesson
    if passed[_IN_BRIEF]:
        terminalreporter.section("solved lessons on a small share of the pictures")
        for lesson in sorted(passed[_IN_BRIEF]):
            terminalreporter.line(f"{lesson}: not in full, unchanged since the recorded run")
    if passed[_IN_FULL] and config.getoption("--record-full-runs"):
        write_json(RECORD, dict(sorted((recorded() | passed[_IN_FULL]).items())))
