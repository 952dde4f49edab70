"""What came of a run in some lines of words: whose mark has changed and why, what to do next."""

from collections.abc import Mapping
from statistics import median
from typing import Any

from course.grader.marks.marks import Graded, GradedLesson

IGNORED = "a newer hand-in can't be read and was ignored"
_LONGEST_LINE = 400


def summary(graded: GradedLesson, waiting: Mapping[str, int] | None = None) -> str:
    """Return what came of a run in some lines of words.

    graded: GradedLesson.
    waiting (mapping of str to int, optional): How many answers wait for a mark, by question.
    """
    rows = graded.submissions
    rejected = [row for row in rows if row.status == "rejected"]
    repaired = [row for row in rows if row.status == "repaired"]
    points = [row.points for row in rows if row.status != "rejected"]
    lines = [f"{graded.lesson}: {_count(len(rows), 'submission')} in {graded.seconds} s."]
    if points:
        most = max(row.max_points for row in rows)
        lines.append(
            f"Full marks: {points.count(most)}. Median: {median(points):g} of {most:g} points."
        )
    if repaired:
        lines.append(f"Put right before grading: {len(repaired)} (see notes).")
    lines += [f"  {change}" for change in graded.changes]
    lines += [f"Not gradable: {row.student}: {'; '.join(row.notes)}." for row in rejected]
    lines += [
        f"  {row.student}: {'; '.join(row.notes)}."[:_LONGEST_LINE]
        for row in rows
        if row.status != "rejected" and row.notes
    ]
    unreadable = [
        row.student
        for row in rows
        if row.status == "rejected" or any(note.startswith(IGNORED) for note in row.notes)
    ]
    return "\n".join([*lines, *_next(graded.lesson[:2], unreadable, waiting)])


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
        f"{new.student}: {old.points} → {new.points} points, since {reason(before, now)} "
        f"({', '.join(details)})."
    )


def _next(lesson: str, unreadable: list[str], waiting: Mapping[str, int] | None) -> list[str]:
    """Return what to do next, a line each."""
    lines = []
    if unreadable:
        lines.append(
            f"Next: ask {', '.join(unreadable)}"[:_LONGEST_LINE]
            + " to hand in a notebook that can be read, and run the same command again."
        )
    if waiting:
        each = ", ".join(f"{question}: {number}" for question, number in waiting.items())
        answers = _count(sum(waiting.values()), "answer")
        verb = "waits" if answers.startswith("1 ") else "wait"
        lines.append(f"Next: `course mark {lesson}`, for {answers} that {verb} ({each}).")
    if not lines:
        lines.append(f"Next: `course report {lesson}`, then `course export {lesson}`.")
    return lines


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _of(marks: dict[str, tuple[int, int]], name: str) -> str:
    points, most = marks.get(name, (0, 0))
    return f"{points} of {most}" if name in marks else "not there"


def reason(before: Any, now: dict[str, Any]) -> str:
    """Return why a submission was graded again.

    before (JSON data): What the run before has written down of it, if anything.
    now (dict): What this run writes down.
    """
    if not isinstance(before, dict):
        return "it was handed in"
    if before.get("digest") != now.get("digest"):
        return "another notebook was handed in"
    if before.get("key") != now.get("key"):
        return "the lesson, its cases or the grader have changed"
    if before.get("seed") != now.get("seed"):
        return "other fresh cases were drawn"
    return "it was graded again"
