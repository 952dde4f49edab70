"""What runs write down of themselves: the seed of their fresh cases, and how fast they were."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from course.files import read_json, write_json


def likely_seed(course: Path, lesson: str, seed: int | None) -> int:
    """Return the seed of the next run: the one asked for, the one recorded, or a new one."""
    recorded = _recorded(course, lesson).get("seed")
    if seed is None and isinstance(recorded, int):
        seed = recorded
    return secrets.randbelow(2**32) if seed is None else seed


def run_seed(course: Path, lesson: str, seed: int | None, likely: int | None = None) -> int:
    """Return the seed of the run, and record it.

    It is the one asked for, the one recorded, the one that was likely, or a new one.
    """
    recorded = _recorded(course, lesson)
    if seed is None and "seed" not in recorded:
        seed = likely
    seed = likely_seed(course, lesson, seed)
    write_json(_file(course, lesson), {**recorded, "seed": seed})
    return seed


def _file(course: Path, lesson: str) -> Path:
    return course / "grading" / "results" / lesson / ".run.json"


def _recorded(course: Path, lesson: str) -> dict[str, Any]:
    """Return what runs have written down of themselves."""
    recorded = read_json(_file(course, lesson))
    return recorded if isinstance(recorded, dict) else {}


def other_exercises(
    course: Path, lesson: str, points: dict[str, int], stubs: dict[str, str]
) -> tuple[dict[str, str], frozenset[str]]:
    """Return what has become of a lesson's exercises since it was first graded.

    That is the first name of those that had another one, by their name now, and the names of those
    that are new. An exercise was renamed where one went and one of the same points came, or one of
    the same text but for the name; it is written down.

    points (dict): What each exercise is worth now.
    stubs (dict): What learners get of each to begin with.
    """
    recorded = _recorded(course, lesson)
    before, former = recorded.get("points") or points, recorded.get("former") or {}
    gone, come = [*before.keys() - points.keys()], [*points.keys() - before.keys()]
    was, later = recorded.get("stubs") or {}, {*(recorded.get("later") or ())}
    if len(gone) == len(come) == 1 and (
        before[gone[0]] == points[come[0]]
        or re.sub(rf"\b{gone[0]}\b", come[0], was.get(gone[0], "")) == stubs[come[0]]
    ):
        former = {**former, come[0]: former.get(gone[0], gone[0])}
        later = {come[0] if name == gone[0] else name for name in later}
    else:
        later |= {*come}
    former = {name: old for name, old in former.items() if name in points}
    later &= points.keys()
    now = {"points": points, "stubs": stubs, "former": former, "later": sorted(later)}
    write_json(_file(course, lesson), {**recorded, **now})
    return former, frozenset(later)


def seconds_each(course: Path, lesson: str) -> float | None:
    """Return the seconds that the last run took for each notebook; None where it isn't known."""
    seconds = _recorded(course, lesson).get("seconds_each")
    return seconds if isinstance(seconds, float) and seconds > 0 else None


def record_speed(course: Path, lesson: str, seconds: float) -> None:
    """Write down how many seconds a run took for each notebook."""
    recorded = _recorded(course, lesson)
    write_json(_file(course, lesson), {**recorded, "seconds_each": round(seconds, 3)})


@contextmanager
def going_on_later() -> Iterator[None]:
    """Say, where somebody ends a run, that the next one goes on from there."""
    try:
        yield
    except KeyboardInterrupt:
        raise click.ClickException(
            "interrupted. What is graded is kept, and the same command goes on from there."
        ) from None
