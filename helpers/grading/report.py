"""`course report`: one page for the teacher on what the room can do, and where it is stuck."""

from collections import Counter
from pathlib import Path
from typing import Any

from helpers.checks.bank import Bank
from helpers.files import write_text
from helpers.grading.feedback import templates
from helpers.grading.results import bank_of, gradebook_rows, results

STUCK_BELOW = 0.5  # of the points


def write_report(course: Path, lesson: str, output: str | None) -> Path:
    """Write the report on a graded lesson; return its file."""
    file = Path(output) if output else course / "grading" / "report" / f"{lesson}.html"
    write_text(file, report(course, lesson))
    return file


def report(course: Path, lesson: str) -> str:
    """Return the report as a page of HTML that needs nothing else.

    Raises
    ------
    CourseError
        If the lesson isn't graded.
    """
    rows = results(course, lesson)
    graded = [row for row in rows if row["status"] != "rejected"]
    bank = bank_of(course, lesson)
    points = sorted(row["points"] for row in graded)
    return templates().get_template("report.html").render(
        lesson=lesson,
        rows=rows,
        graded=graded,
        median=points[len(points) // 2] if points else 0,
        most=max((row["max_points"] for row in rows), default=0),
        exercises=[_exercise(name, graded) for name in bank.names],
        mistakes=_mistakes(bank, graded),
        stuck=_stuck(graded),
        rejected=[row for row in rows if row["status"] == "rejected"],
        noted=[row for row in graded if row["notes"]],
        waiting=[row for row in gradebook_rows(course, lesson) if row.waiting],
    )


def _exercise(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    outcomes = Counter(row["exercises"][name]["outcome"] for row in rows)
    right, tried = outcomes["right"], len(rows) - outcomes["not attempted"]
    return {
        "name": name,
        "right": right,
        "not_yet": tried - right,
        "not_attempted": outcomes["not attempted"],
        "share": round(100 * right / len(rows)) if rows else 0,
    }


def _mistakes(bank: Bank, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the mistakes that were made, the most frequent first, with hints and names."""
    made: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        for name, mark in row["exercises"].items():
            if mark["mistake"]:
                made.setdefault((name, mark["mistake"]), []).append(row["student"])
    hints = {
        (name, mistake.name): mistake.hint
        for name in bank.names
        for mistake in bank.exercise(name).mistakes
    }
    return [
        {"exercise": name, "mistake": mistake, "hint": hints.get((name, mistake), ""), "by": by}
        for (name, mistake), by in sorted(made.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def _stuck(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return who has less than half of the points, the fewest first, with what is open."""
    stuck = [row for row in rows if row["points"] < STUCK_BELOW * row["max_points"]]
    return [
        {
            "student": row["student"],
            "points": row["points"],
            "max_points": row["max_points"],
            "open": [n for n, mark in row["exercises"].items() if mark["outcome"] != "right"],
        }
        for row in sorted(stuck, key=lambda row: (row["points"], row["student"]))
    ]
