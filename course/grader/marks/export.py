"""Marks for other systems: a plain table, Canvas's gradebook, Moodle's import."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

from course.folders import CourseError
from course.grader.marks.results import Row, gradebook_rows, results

Table = list[list[str]]


def exported(course: Path, lesson: str, form: str) -> str:
    """Return the marks of a lesson as CSV in one of the forms 'csv', 'canvas' and 'moodle'.

    Raises CourseError: If the lesson isn't graded, or there is no such form.
    """
    if form not in _FORMS:
        raise CourseError(f"there is no format {form!r}: the formats are {', '.join(_FORMS)}.")
    results(course, lesson)  # says so where nothing is graded
    table = _FORMS[form](lesson, gradebook_rows(course, lesson))
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        [[_harmless(entry) for entry in line] for line in table]
    )
    return text.getvalue()


def _plain(_: str, rows: list[Row]) -> Table:
    names = list(dict.fromkeys(name for row in rows for name in row.scores))
    head = ["student", "first_name", "last_name", "email", *names]
    head += ["late_penalty", "points", "max_points", "waiting_for_a_mark"]
    return [head] + [
        [
            *(row.student, row.first_name, row.last_name, row.email),
            *(_number(row.scores[name]) if name in row.scores else "" for name in names),
            *(_number(row.penalty), _number(row.total), _number(row.max_total)),
            " ".join(row.waiting),
        ]
        for row in rows
    ]


def _canvas(lesson: str, rows: list[Row]) -> Table:
    """Return the table that Canvas imports: it goes by the SIS id or the login."""
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", lesson]
    most = _number(max((row.max_total for row in rows), default=0.0))
    possible = ["    Points Possible", "", "", "", "", most]
    lines = [
        [_full_name(row), "", row.student, row.student, "", _number(row.total)] for row in rows
    ]
    return [head, possible, *lines]


def _moodle(lesson: str, rows: list[Row]) -> Table:
    """Return the table that Moodle imports: it asks which column is which, by these names."""
    head = ["Username", "First name", "Last name", "Email address", lesson, "Maximum"]
    return [head] + [
        [
            *(row.student, row.first_name, row.last_name, row.email),
            *(_number(row.total), _number(row.max_total)),
        ]
        for row in rows
    ]


_FORMS: dict[str, Callable[[str, list[Row]], Table]] = {
    "csv": _plain,
    "canvas": _canvas,
    "moodle": _moodle,
}


def _full_name(row: Row) -> str:
    if row.last_name or row.first_name:
        return f"{row.last_name}, {row.first_name}".strip(", ")
    return row.student


def _number(value: float) -> str:
    return f"{value:g}"


def _harmless(entry: str) -> str:
    """Return an entry that no spreadsheet takes for a formula."""
    return f"'{entry}" if entry[:1] in ("=", "+", "-", "@", "\t") else entry
