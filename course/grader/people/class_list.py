"""Reading a class list: a table of a course's own, or one that a learning platform writes."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from course.folders import CourseError
from course.grader.roster import Person, seen_id

# How systems head what we ask for; compared in small letters, without hyphens and underscores.
_HEADS = {
    "student": (
        *("student id", "username", "user name", "login", "sis login id", "id", "student"),
        *("anmeldename", "id number", "idnumber", "id nummer", "matrikelnummer"),
    ),
    "name": ("name", "full name", "student name"),
    "first_name": ("first name", "firstname", "given name", "vorname"),
    "last_name": ("last name", "lastname", "surname", "family name", "nachname"),
    "email": ("email", "email address", "mail", "email adresse"),
    "lms_id": ("lms id", "lms user id", "canvas id", "moodle id"),
}
# In Canvas's own table 'Student' is the name, and 'ID' is Canvas's own number.
_CANVAS_HEADS = {
    "student": ("sis login id", "sis user id"),
    "name": ("student",),
    "first_name": ("firstname",),
    "last_name": ("lastname",),
    "email": ("email",),
    "lms_id": ("id",),
}
_SHORTENED = re.compile(r"\d([.,]\d+)?E\+\d+")


def read_roster(file: Path) -> list[Person]:
    """Return the people of a table, in its order.

    Raises CourseError: If the file can't be read, has no column of ids, or names an id twice.
    """
    try:
        table = [*_table(file)]
    except csv.Error as error:
        raise CourseError(f"{file} can't be read as a table ({error}).") from None
    above = 1 if table and table[0] and table[0][0].startswith("sep=") else 0  # for Excel
    head, *lines = table[above:] or [[]]
    head = [_plain(entry) for entry in head]
    canvas = "sis login id" in head or "sis user id" in head
    places = _places(head, _CANVAS_HEADS if canvas else _HEADS)
    if "student" not in places:
        raise CourseError(
            f"{file} has no column of student ids: its first line has to call one of them `id`. "
            f"It has: {', '.join(entry for entry in head if entry) or 'nothing'}."
        )
    people: dict[str, Person] = {}
    every = [
        {name: line[place].strip() for name, place in places.items() if place < len(line)}
        for line in lines
    ]
    # Brightspace writes it before each id, so that no spreadsheet calculates with it.
    sign = "#" if all(one.get("student", "#")[:1] in ("", "#") for one in every) else ""
    for number, (line, entries) in enumerate(zip(lines, every, strict=True), start=2 + above):
        if not any(entry.strip() for entry in line) or (canvas and _is_no_person(entries)):
            continue
        person = _person(entries, sign, f"{file}, line {number}")
        if person.student in people:
            raise CourseError(
                f"{file}, line {number}: the id {person.student!r} has occurred before. Two "
                "people can't have the same id: give one of them another."
            )
        people[person.student] = person
    if not people:
        raise CourseError(f"{file} names nobody: below its first line, everybody needs a line.")
    return [*people.values()]


def _table(file: Path) -> Iterator[list[str]]:
    """Return the lines of a table, whose entries a comma, a semicolon or a tab may part."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise CourseError(f"{file} can't be read: {error.strerror}.") from None
    try:
        text = content.decode(
            "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        )
    except UnicodeDecodeError:
        raise CourseError(
            f"{file} is not a text file: save it as CSV (in Excel 'CSV UTF-8')."
        ) from None
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    return csv.reader(io.StringIO(text.replace("\0", "")), delimiter=separator)


def _places(head: list[str], heads: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Return in which column each thing stands; the first of its headings counts."""
    found = {}
    for name, spellings in heads.items():
        known = [head.index(spelling) for spelling in spellings if spelling in head]
        if known:
            found[name] = known[0]
    return found


def _plain(heading: str) -> str:
    small = heading.casefold().replace("e-mail", "email")
    return " ".join(small.replace("_", " ").replace("-", " ").split())


def _is_no_person(entries: Mapping[str, str]) -> bool:
    """Tell whether a line of Canvas's table is about points, or about its invented student."""
    return not entries.get("student") or entries.get("name") == "Student, Test"


def _person(entries: Mapping[str, str], sign: str, where: str) -> Person:
    """Return the person of a line; the sign before the id is left out."""
    for entry in (entries.get("student", ""), entries.get("lms_id", "")):
        if _SHORTENED.fullmatch(entry):
            raise CourseError(
                f"{where}: {entry} is a number that a spreadsheet has cut short. Read the table as "
                "the learning platform has saved it."
            )
    student = seen_id(entries.get("student", "").removeprefix(sign), where)
    first, last = entries.get("first_name", ""), entries.get("last_name", "")
    if not (first or last):
        first, last = _parts(entries.get("name", ""))
    return Person(student, first, last, entries.get("email", ""), entries.get("lms_id", ""))


def _parts(name: str) -> tuple[str, str]:
    """Return first and last name of 'Ann Lee' or 'Lee, Ann'."""
    if "," in name:
        last, _, first = name.partition(",")
    else:
        first, _, last = name.rpartition(" ")
    return first.strip(), last.strip()
