"""The roster: who is in the class, under which names, and by which ids other systems know them.

It is read from a table that somebody has, a course's own or one that Canvas or Moodle writes. The
names go into nbgrader's gradebook; who is in the class now is kept beside it.
"""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, Student

from course.files import read_json, write_json
from course.folders import CourseError
from course.grader.marks.gradebook_file import in_one_sentence, make_gradebook
from course.settings import course_settings

_FILE = "roster.json"
LONGEST_ID = 150  # bytes: it becomes the name of files
_IN_GRADEBOOK = ("first_name", "last_name", "email", "lms_user_id")
# What stays of somebody where a later list doesn't say it, and what it is called.
_KEPT = {
    "first_name": "name",
    "last_name": "name",
    "email": "e-mail",
    "lms_id": "LMS id",
    "other_ids": "other id",
}


@dataclass(frozen=True)
class Person:
    """Somebody in the class.

    student (str): The id by which hand-ins are filed.
    first_name, last_name, email (str): Empty where the roster doesn't say.
    lms_id (str): The number by which Canvas or Moodle knows this person; empty if unknown.
    other_ids (tuple of str): What else hand-ins may bear: a user name beside a student number.
    """

    student: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_id: str = ""
    other_ids: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """The name as it is said: first name first."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True)
class Saved:
    """What came of reading a class list.

    new, left (list of str): Who wasn't in the class before, and who isn't any more.
    kept (dict): Who keeps what was known of them, by what it is, where the list doesn't say it.
    """

    new: list[str]
    left: list[str]
    kept: dict[str, list[str]]


def save_roster(course: Path, people: list[Person]) -> Saved:
    """Write the people into the gradebook, and down as the class.

    What the list doesn't say of somebody stays as it was known. Marks of somebody who left stay in
    the gradebook.
    """
    before = class_before(course)
    config = course_settings(course)
    url, course_id = config.CourseDirectory.db_url, config.CourseDirectory.course_id
    with in_one_sentence(url):
        make_gradebook(url, course_id)
        with Gradebook(url, course_id) as book:
            known = {student.id: _as_person(student) for student in book.students}
            people, kept = _with_what_was_known(people, known, before)
            for person in people:
                book.update_or_create_student(person.student, **in_gradebook(person))
    write_json(course / "grading" / _FILE, [asdict(person) for person in people])
    now = {person.student for person in people}
    return Saved(sorted(now - set(before)), sorted(set(before) - now), kept)


def leave_out(course: Path, students: Collection[str]) -> None:
    """Take people out of the class; the others stay as they are."""
    left = [person for one, person in (roster(course) or {}).items() if one not in students]
    write_json(course / "grading" / _FILE, [asdict(person) for person in left])


def in_gradebook(person: Person) -> dict[str, str | None]:
    """Return what is known of somebody, as nbgrader's gradebook calls it."""
    entries = (person.first_name, person.last_name, person.email, person.lms_id)
    return {name: entry or None for name, entry in zip(_IN_GRADEBOOK, entries, strict=True)}


def not_in_gradebook(person: Person | None, there: Student | None) -> dict[str, str]:
    """Return what the class list has of somebody and the gradebook hasn't, by nbgrader's names."""
    known = in_gradebook(person).items() if person else ()
    return {name: entry for name, entry in known if entry and not getattr(there, name, None)}


def full_name(person: Person | None, there: Student | None) -> str:
    """Return somebody's name as the gradebook or else the class list has it, or nothing."""
    known = (_as_person(there) if there is not None else None, person)
    return next((one.full_name for one in known if one and one.full_name), "")


def _as_person(student: Student) -> Person:
    first, last, email, lms_id = (getattr(student, name) or "" for name in _IN_GRADEBOOK)
    return Person(student.id, first, last, email, lms_id)


def _with_what_was_known(
    people: list[Person], *earlier: Mapping[str, Person]
) -> tuple[list[Person], dict[str, list[str]]]:
    """Return people with what was known of them where a list doesn't say it, and who has it.

    An address or a number that the list gives to somebody else isn't kept.
    """
    taken = {
        entry
        for person in people
        for entry in (person.student, person.email, person.lms_id, *person.other_ids)
    }
    kept: dict[str, list[str]] = {}
    whole = {person.student: person for person in people}
    everybody = [one for some in earlier for one in some.values() if one.student in whole]
    for known in sorted(everybody, key=lambda one: one.student):
        student = known.student
        more = _missing(whole[student], known, taken)
        whole[student] = replace(whole[student], **more)
        for word in dict.fromkeys(_KEPT[name] for name in more):
            kept.setdefault(word, []).append(student)
    return [*whole.values()], kept


def _missing(person: Person, known: Person, taken: Collection[str]) -> dict[str, Any]:
    """Return what was known of somebody and is missing now, but for what is taken."""
    more: dict[str, Any] = {
        name: getattr(known, name)
        for name in _KEPT
        if name != "other_ids"
        and not getattr(person, name)
        and getattr(known, name) not in ("", *taken)
    }
    others = tuple(one for one in known.other_ids if one not in taken)
    if others and not person.other_ids:
        more["other_ids"] = others
    other = _other_name(person, known)
    return {name: entry for name, entry in more.items() if not (other and name.endswith("_name"))}


def _other_name(person: Person, known: Person) -> bool:
    """Tell whether a list gives another name, in which nothing of the old one stays."""
    parts = ((person.first_name, known.first_name), (person.last_name, known.last_name))
    return any(now not in ("", before) for now, before in parts)


def class_before(course: Path) -> dict[str, Person]:
    """Return the class as it was last read; nobody where that can't be told any more."""
    try:
        return roster(course) or {}
    except CourseError:
        return {}


def renamed(before: Collection[Person], now: Collection[Person]) -> list[tuple[str, str]]:
    """Return whose id has changed, as a number, an address or the name of the person tells."""
    old = {key: person.student for person in before for key in _known_by(person)}
    there, ids = {person.student for person in before}, {person.student for person in now}
    found = {
        (old[key], person.student)
        for person in now
        for key in _known_by(person)
        if key in old and old[key] not in ids and person.student not in there
    }
    return sorted(found)


def other_people(
    before: Mapping[str, Person], now: Collection[Person]
) -> list[tuple[Person, Person]]:
    """Return who has an id that somebody else seems to have had, each with that one.

    Names change, and addresses do; where both are others altogether, it is another person.
    """
    both = [(before[one.student], one) for one in now if one.student in before]
    return [(old, new) for old, new in both if _are_two(old, new)]


def _are_two(old: Person, new: Person) -> bool:
    names = [{*one.full_name.casefold().replace(",", " ").split()} for one in (old, new)]
    same_address = old.email.casefold() == new.email.casefold() and old.email
    same_number = old.lms_id == new.lms_id and old.lms_id
    return all(names) and names[0].isdisjoint(names[1]) and not (same_address or same_number)


def about(person: Person) -> str:
    """Return a person's name and address, for a sentence."""
    return f"{person.full_name} ({person.email})" if person.email else person.full_name


def without_zeros(before: Collection[str], now: Collection[str]) -> list[tuple[str, str]]:
    """Return which ids have lost zeros at their beginning, as a spreadsheet does with numbers."""
    gone = {old.lstrip("0"): old for old in before if old not in now and old[:1] == "0"}
    return [(gone[new], new) for new in now if new in gone and new.isdecimal()]


def _known_by(person: Person) -> set[str]:
    ids = {one.casefold() for one in (person.student, *person.other_ids)}
    return {person.lms_id, person.email.casefold(), person.full_name.casefold(), *ids} - {""}


def roster(course: Path) -> dict[str, Person] | None:
    """Return the class by student id, None where no roster was read.

    Raises CourseError: If the file that keeps it is damaged.
    """
    file = course / "grading" / _FILE
    if not file.exists():
        return None
    try:
        people = [
            Person(**{**entry, "other_ids": tuple(entry.get("other_ids", ()))})
            for entry in read_json(file)
        ]
    except (TypeError, AttributeError):
        raise CourseError(
            f"{file} is damaged: run `course roster FILE.csv` again, which writes it anew."
        ) from None
    return {person.student: person for person in people}


def seen_id(student: str, where: str) -> str:
    """Return a student's id, whose letters may be written in two ways.

    Raises CourseError: If it can't name a folder; the sentence begins with `where`.
    """
    student = unicodedata.normalize("NFC", student).strip()
    if not student:
        raise CourseError(f"{where}: the id is missing. Everybody needs one.")
    if "/" in student or "\\" in student or student.startswith("."):
        raise CourseError(
            f"{where}: {student!r} can't name a folder, which hand-ins are filed in: an id has no "
            "slash and doesn't begin with a full stop."
        )
    if len(student.encode("utf-8", "replace")) > LONGEST_ID or not student.isprintable():
        raise CourseError(
            f"{where}: {student[:40]!r} can't name a folder: an id has at most {LONGEST_ID} bytes, "
            "in one line, of letters and signs that can be seen."
        )
    return student
