"""Whose mark has changed since the run before, and why."""

from typing import Any

from course.grader.marks.marks import Graded


def change_of_mark(before: Any, now: dict[str, Any]) -> str:
    """Return a sentence on how a submission's points have changed; empty where they haven't.

    before (JSON data): What the run before has written down of it, if anything.
    now (dict): What this run writes down.
    """
    try:
        old, new = Graded.from_data(before), Graded.from_data(now)
    except ValueError:
        return ""  # the first time, or damaged
    worth = {name: (mark.points, mark.max_points) for name, mark in old.marks.items()}
    other = {name: (mark.points, mark.max_points) for name, mark in new.marks.items()}
    # That an exercise came, went or is called otherwise is said once, not of each.
    common = worth.keys() & other.keys()
    gone, come = (
        sorted(marks[name][0] for name in marks.keys() - common if marks[name][0])
        for marks in (worth, other)
    )
    if gone == come and all(worth[name][0] == other[name][0] for name in common):
        return ""
    details = [
        f"{name} {_of(worth, name)} → {_of(other, name)}"
        for name in {**worth, **other}
        if worth.get(name) != other.get(name)
    ]
    return (
        f"{new.student}: {old.points} → {new.points} points, since {_reason(before, now)} "
        f"({', '.join(details)})."
    )


def _of(marks: dict[str, tuple[int, int]], name: str) -> str:
    points, most = marks.get(name, (0, 0))
    return f"{points} of {most}" if name in marks else "not there"


def _reason(before: dict[str, Any], now: dict[str, Any]) -> str:
    if before.get("digest") != now.get("digest"):
        return "another notebook was handed in"
    if before.get("key") != now.get("key"):
        return "the lesson, its cases or the grader have changed"
    if before.get("seed") != now.get("seed"):
        return "other fresh cases were drawn"
    return "it was graded again"
