"""What came of a run in some lines of words, and what to do next."""

from collections.abc import Mapping
from statistics import median

from course.grader.marks.marks import GradedLesson

LEFT_ASIDE = "a newer hand-in can't be read and was left aside"
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
        if row.status == "rejected" or any(note.startswith(LEFT_ASIDE) for note in row.notes)
    ]
    return "\n".join([*lines, *_next(graded.lesson[:2], unreadable, waiting)])


def _next(lesson: str, unreadable: list[str], waiting: Mapping[str, int] | None) -> list[str]:
    """Return what to do next, a line each."""
    lines = []
    if unreadable:
        lines.append(
            f"Next: ask {', '.join(unreadable)}"[:_LONGEST_LINE]
            + " for a notebook that can be read, and run the same command again."
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
