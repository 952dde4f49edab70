"""`course report`: one page for the teacher on what the room can do, and where it is stuck."""

from collections import Counter
from pathlib import Path
from statistics import median
from typing import Any

import nbformat

from course.files import write_text
from course.folders import CourseError
from course.grader.marks.feedback import templates, title_of
from course.grader.marks.marks import Graded
from course.grader.marks.results import gradebook_rows, results
from course.release.lessons import released_copy
from helpers.checks.bank import CHECKS_FILE, Bank, bank_from_data
from helpers.checks.exercise import CheckError

STUCK_BELOW = 0.5  # of the points
# What is said where no mistake of the bank was recognised.
_UNKNOWN = {
    "sanity": (
        "not the kind of result asked for",
        "Its type, shape or range is wrong, or it ended in an error.",
    ),
    "wrong": ("no known mistake", "Read it in the formgrader: perhaps a mistake worth a hint."),
}


def write_report(course: Path, lesson: str, output: Path | None) -> Path:
    """Write the report on a graded lesson; return its file."""
    file = output or course / "grading" / "report" / f"{lesson}.html"
    write_text(file, report(course, lesson))
    return file


def report(course: Path, lesson: str) -> str:
    """Return the report as a page of HTML that needs nothing else.

    Raises CourseError: If the lesson isn't graded, or its exercises can't be read.
    """
    rows = results(course, lesson)
    graded = [row for row in rows if row.status != "rejected"]
    released = released_copy(course, lesson)
    try:
        bank = bank_from_data(released / CHECKS_FILE)
    except CheckError as error:
        raise CourseError(str(error)) from None
    points = [row.points for row in graded]
    most = max((row.max_points for row in rows), default=0)
    notebook = nbformat.read(released / f"{lesson}.ipynb", as_version=4)
    return (
        templates()
        .get_template("report.html")
        .render(
            lesson=lesson,
            title=title_of(notebook, lesson),
            rows=rows,
            graded=graded,
            median=median(points) if points else 0,
            most=most,
            full=points.count(most),
            exercises=[_exercise(name, graded) for name in bank.names],
            mistakes=_mistakes(bank, graded),
            stuck=_stuck(graded),
            rejected=[row for row in rows if row.status == "rejected"],
            noted=[row for row in graded if row.notes],
            waiting=_waiting(course, lesson),
        )
    )


def _exercise(name: str, rows: list[Graded]) -> dict[str, Any]:
    # An exercise may be younger than the marks of a learner.
    outcomes = Counter(row.marks[name].outcome for row in rows if name in row.marks)
    right, tried = outcomes["right"], outcomes.total() - outcomes["not attempted"]
    return {
        "name": name,
        "right": right,
        "not_yet": tried - right,
        "not_attempted": outcomes["not attempted"],
        "share": round(100 * right / outcomes.total()) if outcomes else 0,
    }


def _mistakes(bank: Bank, rows: list[Graded]) -> list[dict[str, Any]]:
    """Return what went wrong, the most frequent first, with hints and names of learners."""
    made: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        for name, mark in row.marks.items():
            if mark.outcome not in ("right", "not attempted"):
                made.setdefault((name, mark.mistake or mark.outcome), []).append(row.student)
    known = {
        (name, mistake.name): (mistake.name.replace("_", " "), mistake.hint)
        for name in bank.names
        for mistake in bank.exercise(name).mistakes
    }
    found = []
    for (name, what), by in sorted(made.items(), key=lambda item: (-len(item[1]), item[0])):
        words, hint = known.get((name, what), _UNKNOWN.get(what, (what, "")))
        found.append({"exercise": name, "mistake": words, "hint": hint, "by": by})
    return found


def _stuck(rows: list[Graded]) -> list[dict[str, Any]]:
    """Return who has less than half of the points, the fewest first, with what is open."""
    stuck = [row for row in rows if row.points < STUCK_BELOW * row.max_points]
    found = []
    for row in sorted(stuck, key=lambda row: (row.points, row.student)):
        outcomes = {name: mark.outcome for name, mark in row.marks.items()}
        found.append(
            {
                "student": row.student,
                "points": row.points,
                "max_points": row.max_points,
                "not_yet": [n for n, o in outcomes.items() if o not in ("right", "not attempted")],
                "not_attempted": [n for n, o in outcomes.items() if o == "not attempted"],
            }
        )
    return found


def _waiting(course: Path, lesson: str) -> dict[str, list[str]]:
    """Return who waits for a mark by hand, by question."""
    waiting: dict[str, list[str]] = {}
    for row in gradebook_rows(course, lesson):
        for name in row.waiting:
            waiting.setdefault(name.replace("_", " "), []).append(row.student)
    return waiting
