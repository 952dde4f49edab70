"""Reading a class list: tables of a course's own, or ones that a learning platform writes."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from course.folders import CourseError
from course.grader.people.headings import CANVAS_HEADS, HEADS, NOBODY, plain, teaches
from course.grader.people.listed import listed
from course.grader.people.table import Table, read_table, see_letters, without_signs
from course.grader.roster import Person, seen_id

_SHORTENED = re.compile(r"\d([.,]\d+)?E\+\d+")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


@dataclass(frozen=True)
class ClassList:
    """The people of a list, in its order, and what is to be said of its lines."""

    people: list[Person]
    remarks: list[str]


@dataclass
class _Reading:
    """What has been read of all files so far."""

    people: dict[str, Person] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)
    nobody: list[str] = field(default_factory=list)
    staff: list[str] = field(default_factory=list)
    by_another: dict[str, list[str]] = field(default_factory=dict)
    by_address: bool = False

    def remarks(self) -> Iterator[str]:
        """Yield a sentence on each kind of line that isn't read as it stands."""
        if self.by_address:
            yield (
                "The list has no column of ids, so e-mail addresses are the ids. If another column "
                "has them, call it `id` and read the list again."
            )
        for missing, who in self.by_another.items():
            yield (
                f"Where {missing} is empty, another number or the address is the id: {listed(who)}."
            )
        if self.staff:
            yield f"Left out, since their role isn't a learner's: {listed(self.staff)}."
        if self.nobody:
            yield f"Left out, since nobody is called so: {listed(self.nobody)}."
        if self.twice:
            yield f"In the list more than once, and each time the same: {listed(self.twice)}."


def read_roster(*files: Path) -> ClassList:
    """Return the people of one or more tables, in their order.

    Raises CourseError: If a file can't be read or has no column of ids, or if two people have the
        same id.
    """
    reading = _Reading()
    for file in files:
        if not _read(file, reading):
            raise CourseError(f"{file} names nobody: below its first line, everybody needs a line.")
    return ClassList(_with_own_ids([*reading.people.values()]), [*reading.remarks()])


def _read(file: Path, reading: _Reading) -> bool:
    """Add the people of one table; tell whether there are any."""
    table = read_table(file)
    head = [plain(entry) for entry in table.head]
    canvas = "sis login id" in head or "sis user id" in head
    places = _places(head, CANVAS_HEADS if canvas else HEADS)
    if "student" not in places and "email" not in places:
        raise CourseError(
            f"{file} has no column of student ids: its first line has to call one of them `id`. "
            f"It has: {', '.join(entry for entry in head if entry) or 'nothing'}."
        )
    table.see_lines(file)
    reading.by_address |= "student" not in places
    anybody = False
    for number, entries, ids in _lines(table, places):
        where = f"{file}, line {number}"
        words = {one for one in (*entries.values(), *ids) if any(map(str.isalpha, one))}
        see_letters(where, sorted(words))
        name = entries.get("name") or f"{entries['first_name']} {entries['last_name']}".strip()
        if canvas and (not any(ids) or name == "Student, Test"):
            if name not in ("Points Possible", "Student, Test", ""):
                reading.nobody.append(name)
        elif len(places) > 1 and len(words) == 1 and NOBODY.fullmatch("".join(words).casefold()):
            reading.nobody += words
        elif entries["role"] and teaches(entries["role"]):
            who = next((one for one in (*ids, entries["email"], name) if one), where)
            reading.staff.append(f"{who} ({entries['role']})")
        else:
            person = _person(entries, ids, where)
            _add(person, where, reading.people, reading.twice)
            anybody = True
            if ids and not ids[0]:
                heading = table.head[places["student"][0]]
                known = f"{person.student} ({person.full_name})" if name else person.student
                reading.by_another.setdefault(heading, []).append(known)
    return anybody


def _places(head: list[str], heads: Mapping[str, tuple[str, ...]]) -> dict[str, list[int]]:
    """Return in which columns each thing stands: the one that counts first, then the others."""
    found = {
        name: [head.index(spelling) for spelling in spellings if spelling in head]
        for name, spellings in heads.items()
    }
    return {name: places for name, places in found.items() if places}


def _lines(
    table: Table, places: Mapping[str, list[int]]
) -> Iterator[tuple[int, dict[str, str], list[str]]]:
    """Yield the number of each line, what it says of somebody, and the ids in their order."""
    width = max((place for some in places.values() for place in some), default=0) + 1
    full = [(line + [""] * width)[:width] for _, line in table.lines]
    for place in {*places.get("student", []), *places.get("lms_id", [])}:
        for line, entry in zip(full, without_signs(one[place] for one in full), strict=True):
            line[place] = entry
    for (number, _), line in zip(table.lines, full, strict=True):
        entries = {
            name: line[places[name][0]] if name in places else ""
            for name in HEADS
            if name != "student"
        }
        yield number, entries, [line[place] for place in places.get("student", [])]


def _person(entries: Mapping[str, str], ids: Sequence[str], where: str) -> Person:
    """Return the person of a line; without any id, the address is it."""
    student = next(filter(None, ids), "")
    for entry in (student, entries["lms_id"]):
        if _SHORTENED.fullmatch(entry):
            raise CourseError(
                f"{where}: {entry} is a number that a spreadsheet has cut short. Read the table as "
                "the learning platform has saved it."
            )
    others = [one for one in ids if not _SHORTENED.fullmatch(one)]
    address = entries["email"].casefold()
    if not student and _ADDRESS.fullmatch(address):
        student, others = address, [address.partition("@")[0]]
    student = seen_id(student, where)
    first, last = entries["first_name"], entries["last_name"]
    if not (first or last):
        first, last = _parts(entries["name"])
    known = {student, entries["lms_id"], ""}
    more = dict.fromkeys(unicodedata.normalize("NFC", one) for one in others)
    more_ids = tuple(one for one in more if one not in known)
    return Person(student, first, last, entries["email"], entries["lms_id"], more_ids)


def _add(person: Person, where: str, people: dict[str, Person], twice: list[str]) -> None:
    before = people.setdefault(person.student, person)
    if before is person:
        return
    if before != person:
        raise CourseError(
            f"{where}: the id {person.student!r} has occurred before. If that is one person, "
            "delete one of the two lines; if not, give one of them another id."
        )
    if person.student not in twice:
        twice.append(person.student)


def _with_own_ids(people: list[Person]) -> list[Person]:
    """Return people without such other ids as somebody else has, too: they tell nothing."""
    number = Counter(one for person in people for one in (person.student, *person.other_ids))
    return [
        replace(person, other_ids=tuple(one for one in person.other_ids if number[one] == 1))
        for person in people
    ]


def _parts(name: str) -> tuple[str, str]:
    """Return first and last name of 'Ann Lee' or 'Lee, Ann'."""
    if "," in name:
        last, _, first = name.partition(",")
    else:
        first, _, last = name.rpartition(" ")
    return first.strip(), last.strip()
