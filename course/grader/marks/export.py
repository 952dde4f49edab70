"""Marks for other systems: a plain table, Canvas's gradebook, Moodle's import.

What isn't known is no 0: such a cell stays empty, and it is said whose and why.
"""

import csv
import io
import re
import sys
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat

from course.files import write_output
from course.folders import CourseError, lesson_notebook
from course.grader.marks.feedback import title_of
from course.grader.marks.results import NOT_GRADABLE, Row, class_rows

Table = list[list[str]]
_UTF_8 = "\ufeff"  # without this mark at the beginning, Excel spoils umlauts
# What Excel makes a different number of, or a date.
_CALCULATED = re.compile(r"0\d+|\d{12,}|\d+[eE]\d+|\d+([-/.:]\d+)+")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # by which a spreadsheet knows a formula


@dataclass(frozen=True)
class Export:
    """A table of marks, and what its reader has to know.

    text (str): CSV.
    notes (tuple of str): Whose marks are left open and why, and who isn't in the table.
    """

    text: str
    notes: tuple[str, ...]


def exported(
    course: Path, lesson: str, form: str, *, title: str = "", allow_unmarked: bool = False
) -> Export:
    """Return the marks of a lesson as CSV in one of four forms.

    'canvas' and 'moodle' are for those systems, 'csv' is the plain table, and 'excel' is the same,
    and says that it is in UTF-8.

    title (str): The assignment's name in the other system; the lesson's title if empty.
    allow_unmarked (bool): Whether answers that wait for a mark count as 0 for the time being.
    Raises CourseError: If the lesson isn't graded, or there is no such form.
    """
    if form not in _FORMS:
        raise CourseError(f"there is no format {form!r}: the formats are {', '.join(_FORMS)}.")
    rows, strangers = class_rows(course, lesson)
    column = title or _title(course, lesson)
    reasons = {row.student: _open(row, allow_unmarked=allow_unmarked) for row in rows}
    totals = {row.student: "" if reasons[row.student] else _number(row.total) for row in rows}
    notes = [f"{student}: no mark, {reason}." for student, reason in reasons.items() if reason] + [
        f"{student}: left out, since the roster doesn't have this student." for student in strangers
    ]
    text = io.StringIO()
    table = _FORMS[form](column, rows, totals)
    entries = [[_harmless(entry) for entry in line] for line in table]
    if form == "excel":
        entries = [[_as_text(student), *others] for student, *others in entries]
    csv.writer(text, lineterminator="\n").writerows(entries)
    mark = _UTF_8 if form == "excel" else ""
    return Export(mark + text.getvalue(), (*notes, *_matching(form, rows)))


def give(marks: Export, output: Path | None) -> None:
    """Write a table of marks to a file, or print it; its notes go to standard error."""
    if output:
        head = marks.text.removeprefix(_UTF_8).partition("\n")[0]
        write_output(output, marks.text, head)
    else:
        unicode = (sys.stdout.encoding or "").lower().startswith("utf")
        print(marks.text if unicode else marks.text.removeprefix(_UTF_8), end="")
    for note in marks.notes:
        print(note, file=sys.stderr)


def _title(course: Path, lesson: str) -> str:
    notebook = nbformat.read(lesson_notebook(course / "solutions" / lesson), as_version=4)
    return title_of(notebook, lesson)


def _open(row: Row, *, allow_unmarked: bool) -> str:
    """Return why a total stays open; empty where it is known."""
    if row.unknown or allow_unmarked or not row.waiting:
        return row.unknown
    return f"waiting for a mark: {', '.join(row.waiting)}"


def _plain(_: str, rows: Sequence[Row], totals: dict[str, str]) -> Table:
    names = list(dict.fromkeys(name for row in rows for name in row.scores))
    head = ["student", "first_name", "last_name", "email", *names]
    head += ["late_penalty", "points", "max_points", "waiting_for_a_mark"]
    most = max((row.max_total for row in rows), default=0.0)
    return [head] + [
        [
            *(row.student, row.first_name, row.last_name, row.email),
            *(_score(row, name) for name in names),
            _number(row.penalty) if row.scores else "",
            *(totals[row.student], _number(row.max_total or most)),
            "; ".join(row.waiting),
        ]
        for row in rows
    ]


def _canvas(title: str, rows: Sequence[Row], totals: dict[str, str]) -> Table:
    """Return the table that Canvas imports.

    It looks for a student by its own ID, then by SIS id and login, letter for letter, then by name.
    """
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title]
    most = _number(max((row.max_total for row in rows), default=0.0))
    possible = ["    Points Possible", "", "", "", "", most]
    return [head, possible] + [
        [_full_name(row), row.lms_id, *2 * [_login(row)], "", totals[row.student]] for row in rows
    ]


def _moodle(title: str, rows: Sequence[Row], totals: dict[str, str]) -> Table:
    """Return the table that Moodle imports: it asks which column is which, by these names.

    An empty cell would become a 0 in a new grade item; '-' is what Moodle takes for 'no grade'.
    """
    head = ["Username", "First name", "Last name", "Email address", title, "Maximum"]
    most = _number(max((row.max_total for row in rows), default=0.0))
    return [head] + [
        [
            *(_login(row), row.first_name, row.last_name, row.email),
            *(totals[row.student] or "-", most),
        ]
        for row in rows
    ]


_FORMS: dict[str, Callable[[str, Sequence[Row], dict[str, str]], Table]] = {
    "csv": _plain,
    "excel": _plain,
    "canvas": _canvas,
    "moodle": _moodle,
}


def _matching(form: str, rows: Sequence[Row]) -> list[str]:
    """Say whom the other system may not find: Moodle refuses a whole file for one such row."""
    if _FORMS[form] is _plain:
        return []
    lost = [
        row.student
        for row in rows
        if not _login(row) and not (row.lms_id if form == "canvas" else row.email)
    ]
    found = [
        f"{student}: the id begins like a formula and is left out, and the roster has no "
        f"{'LMS id' if form == 'canvas' else 'e-mail'} to find this student by."
        for student in lost
    ]
    nameless = [row.student for row in rows if not (row.email or row.first_name or row.last_name)]
    if form == "moodle" and nameless:
        found.append(
            "Moodle refuses the whole file if it doesn't know one of its users. Without name and "
            f"e-mail in a roster (`course roster FILE.csv`) are: {', '.join(nameless)}."
        )
    return found


def _login(row: Row) -> str:
    """Return the id as the other system has it; nothing where a spreadsheet would calculate it."""
    return "" if _harmless(row.student) != row.student else row.student


def _full_name(row: Row) -> str:
    if row.last_name or row.first_name:
        return f"{row.last_name}, {row.first_name}".strip(", ")
    return row.student


def _score(row: Row, name: str) -> str:
    if name not in row.scores or name in row.waiting or row.unknown == NOT_GRADABLE:
        return ""
    return _number(row.scores[name])


def _number(value: float) -> str:
    return f"{value:g}"


def _harmless(entry: str) -> str:
    """Return an entry in one line, which no spreadsheet takes for a formula.

    Signs of full width are read as those of ordinary width by some.
    """
    line = " ".join(entry.splitlines()) if len(entry.splitlines()) > 1 else entry
    if line == "-":  # 'no grade'
        return line
    return f"'{line}" if unicodedata.normalize("NFKC", line[:1]) in _FORMULA else line


def _as_text(student: str) -> str:
    """Return an id so that a spreadsheet makes no other number, and no date, of it."""
    return f'="{student}"' if _CALCULATED.fullmatch(student) else student
