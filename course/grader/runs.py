"""What runs write down of themselves: the seed of their fresh cases, and how fast they were."""

import secrets
from pathlib import Path
from typing import Any

from course.files import read_json, write_json


def run_seed(course: Path, lesson: str, seed: int | None) -> int:
    """Return the seed of the run: the one asked for, the one recorded, or a new one; record it."""
    recorded = _recorded(course, lesson)
    if seed is None and isinstance(recorded.get("seed"), int):
        seed = recorded["seed"]
    if seed is None:
        seed = secrets.randbelow(2**32)
    write_json(_file(course, lesson), {**recorded, "seed": seed})
    return seed


def _file(course: Path, lesson: str) -> Path:
    return course / "grading" / "results" / lesson / ".run.json"


def _recorded(course: Path, lesson: str) -> dict[str, Any]:
    """Return what runs have written down of themselves."""
    recorded = read_json(_file(course, lesson))
    return recorded if isinstance(recorded, dict) else {}


def seconds_each(course: Path, lesson: str) -> float | None:
    """Return the seconds that the last run took for each notebook; None where it isn't known."""
    seconds = _recorded(course, lesson).get("seconds_each")
    return seconds if isinstance(seconds, float) and seconds > 0 else None


def record_speed(course: Path, lesson: str, seconds: float) -> None:
    """Write down how many seconds a run took for each notebook."""
    recorded = _recorded(course, lesson)
    write_json(_file(course, lesson), {**recorded, "seconds_each": round(seconds, 3)})
