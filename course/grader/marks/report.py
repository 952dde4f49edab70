"""`course report`: one page for the teacher on what the room can do, and where it is stuck."""

import base64
import hashlib
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote

import nbformat
from markupsafe import Markup

from course.files import read_json, write_output
from course.folders import CourseError
from course.grader.marks.feedback import templates, title_of
from course.grader.marks.marks import Graded
from course.grader.marks.results import Row, gradebook_rows, in_class, results
from course.grader.marks.similar import similar_answers
from course.grader.people.ungraded import ungraded
from course.grader.roster import roster
from course.released import released_copy
from helpers.checks.bank import CHECKS_FILE, Bank, bank_from_data
from helpers.checks.exercise import CheckError

_SORT = (Path(__file__).parent / "templates" / "sort.js").read_text(encoding="utf-8")
# A sign and a word for each outcome, and the place that it sorts to.
_NOT_YET = ("△", "not yet", 1)
_SIGNS = {"right": ("✓", "right", 0), "not attempted": ("○", "not tried", 2), "": ("–", "", 3)}
STUCK_BELOW = 0.5  # of the points
_SIGN = "report for the teacher</title>"
_FEWER = "fewer by hand"
_NAMED = 12  # learners, beside one mistake
# What is said where no mistake of the bank was recognised.
_UNKNOWN = {
    "syntax error": ("syntax error", ""),
    "not run": ("not there", "No cell defines it, or its cell ended in an error first."),
    "sanity": (
        "not the kind of result asked for",
        "Its type, shape or range is wrong, or it ended in an error.",
    ),
    _FEWER: ("fewer points by hand", "The program finds it right; a teacher gave less."),
    "wrong": ("no known mistake", "Read it in the formgrader: perhaps a mistake worth a hint."),
}


def write_report(course: Path, lesson: str, output: Path | None) -> Path:
    """Write the report on a graded lesson; return its file."""
    file = output or course / "grading" / "report" / f"{lesson}.html"
    write_output(file, report(course, lesson, file.parent), _SIGN)
    return file


def report(course: Path, lesson: str, folder: Path | None = None) -> str:
    """Return the report as a page of HTML that needs nothing else.

    folder (Path or None): Where the page will lie, for its links to feedback; none without it.

    Raises CourseError: If the lesson isn't graded, or its exercises can't be read.
    """
    everybody, there = results(course, lesson), in_class(course)
    found = ungraded(course, lesson, [row.student for row in everybody])
    not_yet = {student: command for student, command in found.items() if there(student)}
    rows = [row for row in everybody if there(row.student)]
    in_book = [row for row in gradebook_rows(course, lesson) if there(row.student)]
    given = {row.student: row.by_hand for row in in_book}
    graded = [_as_given(row, given) for row in rows if row.status != "rejected"]
    released = released_copy(course, lesson)
    try:
        bank = bank_from_data(released / CHECKS_FILE)
    except CheckError as error:
        raise CourseError(str(error)) from None
    points = {row.student: _points(row, given) for row in graded}
    links = {row.student: _link(course, lesson, row.student, folder) for row in graded}
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
            median=median(points.values()) if points else 0,
            most=most,
            full=sum(number >= most for number in points.values()),
            exercises=[_exercise(name, graded) for name in bank.names],
            mistakes=_mistakes(bank, graded),
            learners_rows=[_learner(row, bank.names, given, links) for row in graded],
            stuck=_stuck(graded, points),
            not_yet=not_yet,
            absent=_absent(course, {row.student for row in rows} | {*not_yet}),
            outside=[row.student for row in everybody if not there(row.student)],
            changed=_changed(course, lesson, rows),
            similar=_similar(course, lesson, graded, [*bank.names]),
            sort=Markup(_SORT),
            sort_digest=base64.b64encode(hashlib.sha256(_SORT.encode()).digest()).decode(),
            rejected=[row for row in rows if row.status == "rejected"],
            noted=[row for row in graded if row.notes],
            waiting=_waiting(in_book),
        )
    )


def _as_given(row: Graded, given: Mapping[str, Mapping[str, float]]) -> Graded:
    """Return a result with outcomes as the marks by hand have them, which go before the program's.

    given (mapping): The points by hand that count, by student and exercise.
    """
    marks = dict(row.marks)
    for name, points in given.get(row.student, {}).items():
        mark = marks.get(name)
        if mark and points >= mark.max_points:
            marks[name] = replace(mark, outcome="right")
        elif mark and mark.outcome == "right":
            marks[name] = replace(mark, outcome="wrong", mistake=_FEWER)
    return replace(row, marks=marks)


def _points(row: Graded, given: Mapping[str, Mapping[str, float]]) -> float:
    """Return what a learner has for the exercises."""
    by_hand = given.get(row.student, {})
    return sum(by_hand.get(name, mark.points) for name, mark in row.marks.items())


def _learner(
    row: Graded,
    names: Sequence[str],
    given: Mapping[str, Mapping[str, float]],
    links: Mapping[str, str],
) -> dict[str, Any]:
    """Return a learner's line of the table: marks in the order of the lesson, and the feedback."""
    marks, by_hand = [], given.get(row.student, {})
    for name in names:
        outcome = row.marks[name].outcome if name in row.marks else ""
        sign, word, place = _SIGNS.get(outcome, _NOT_YET)
        hand = name in row.marks and name in by_hand
        marks.append((f"{sign}✎", f"{word}, by hand", place) if hand else (sign, word, place))
    return {
        "student": row.student,
        "link": links[row.student],
        "points": _points(row, given),
        "marks": marks,
    }


def _link(course: Path, lesson: str, student: str, folder: Path | None) -> str:
    """Return the address of a learner's feedback, if there is any."""
    page = course / "grading" / "feedback" / student / lesson / f"{lesson}.html"
    return quote(os.path.relpath(page, folder)) if folder and page.exists() else ""


def _absent(course: Path, handed_in: set[str]) -> list[str]:
    """Return who is in the roster and has handed in nothing."""
    return sorted({*(roster(course) or {})} - handed_in)


def _changed(course: Path, lesson: str, rows: list[Graded]) -> list[str]:
    """Return whose marks have changed when they were last graded, and why."""
    folder = course / "grading" / "results" / lesson
    found = [read_json(folder / f"{row.student}.json") for row in rows]
    return [data["changed"] for data in found if isinstance(data, dict) and data.get("changed")]


def _similar(
    course: Path, lesson: str, rows: list[Graded], names: list[str]
) -> list[tuple[str, list[str]]]:
    """Return exercises whose answers are the same but for names, with the learners."""
    cells = {f"{name.replace('_', '-')}-solution": name for name in names}
    solved = nbformat.read(course / "solutions" / lesson / f"{lesson}.ipynb", as_version=4)
    known = [cell.source for cell in solved.cells if cell.id in cells]
    answers = {}
    for row in rows:
        file = course / "grading" / "autograded" / row.student / lesson / f"{lesson}.ipynb"
        match read_json(file):
            case {"cells": [*found]}:
                answers[row.student] = {
                    cells[cell["id"]]: "".join(cell["source"])
                    for cell in found
                    if cell.get("id") in cells
                }
    return similar_answers(answers, known)


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
    unreadable: dict[str, list[str]] = {}
    for row in rows:
        for name, mark in row.marks.items():
            if mark.outcome not in ("right", "not attempted"):
                made.setdefault((name, mark.mistake or mark.outcome), []).append(row.student)
            if mark.outcome == "syntax error":
                unreadable.setdefault(name, []).append(f"{row.student}: {mark.message}")
    known = {
        (name, mistake.name): (mistake.name.replace("_", " "), mistake.hint)
        for name in bank.names
        for mistake in bank.exercise(name).mistakes
    }
    found = []
    for (name, what), by in sorted(made.items(), key=lambda item: (-len(item[1]), item[0])):
        words, hint = known.get((name, what), _UNKNOWN.get(what, (what, "")))
        if what == "syntax error":
            hint = "\n".join(unreadable[name][:_NAMED])
        found.append({"exercise": name, "mistake": words, "hint": hint, "by": by})
    return found


def _stuck(rows: list[Graded], points: Mapping[str, float]) -> list[dict[str, Any]]:
    """Return who has less than half of the points, the fewest first, with what is open."""
    stuck = [row for row in rows if points[row.student] < STUCK_BELOW * row.max_points]
    found = []
    for row in sorted(stuck, key=lambda row: (points[row.student], row.student)):
        outcomes = {name: mark.outcome for name, mark in row.marks.items()}
        found.append(
            {
                "student": row.student,
                "points": points[row.student],
                "max_points": row.max_points,
                "not_yet": [n for n, o in outcomes.items() if o not in ("right", "not attempted")],
                "not_attempted": [n for n, o in outcomes.items() if o == "not attempted"],
            }
        )
    return found


def _waiting(rows: list[Row]) -> dict[str, list[str]]:
    """Return who waits for a mark by hand, by question."""
    waiting: dict[str, list[str]] = {}
    for row in rows:
        for name in row.waiting:
            waiting.setdefault(name, []).append(row.student)
    return waiting
