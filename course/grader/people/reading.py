"""A class list becomes the class: what has changed, and what its reader has to know."""

from collections.abc import Sequence
from pathlib import Path
from shlex import quote

from course.grader.people.class_list import read_roster
from course.grader.people.listed import listed
from course.grader.roster import (
    Person,
    about,
    class_before,
    other_people,
    renamed,
    save_roster,
    without_zeros,
)

_PUT_AWAY = "`mv -T grading ../grading-before`"  # in one step, and over nothing that is there


def read_class(course: Path, files: Sequence[Path]) -> list[str]:
    """Read the class from tables; return sentences on who is in it now.

    Raises CourseError: If a table can't be read.
    """
    read = read_roster(*files)
    people = read.people
    before = class_before(course)
    saved = save_roster(course, people)
    said = [f"{len(people)} in the class."]
    for word, students in (("New", saved.new), ("Have left; their marks are kept", saved.left)):
        if students:
            said.append(f"{word}: {', '.join(students)}.")
    said += read.remarks
    for word, students in saved.kept.items():
        said.append(
            f"The list has no {word} of {', '.join(students)}: what was known before stays."
        )
    now = [person.student for person in people]
    lost = without_zeros(before, now)
    graded = any((course / "grading" / "results").glob("*/[!.]*.json"))
    mostly = 2 * len(saved.left) >= len(before) and 2 * len(saved.new) >= len(now)
    if before and mostly and graded and not lost:
        said.append(_on_terms(sorted(before.keys() & {*now})))
    if lost:
        said.append(_on_zeros(*lost[0], len(lost)))
    changed = [one for one in renamed(before.values(), people) if one not in lost]
    for old, new in changed:
        said.append(
            f"{new} has the number, e-mail or name of {old}. If that is the same person, `course "
            f"roster --rename {quote(old)} {quote(new)}` moves marks, comments and files."
        )
    said += [_on_two(earlier, later) for earlier, later in other_people(before, people)]
    if len(files) == 1 and before and not (lost or changed) and before.keys().isdisjoint(now):
        said.append(
            "Nobody of the class before is on this list. If it is one of several lists of a class, "
            "name them all: `course roster A.csv B.csv`."
        )
    return said


def _on_terms(both: Sequence[str]) -> str:
    """Return what to do where the class is another one, and marks of the one before are here."""
    whose = f" Else old marks count for who is in both: {listed(both)}." if both else ""
    return (
        "Most of the class is new. If a new term begins, put all of the old one away with "
        f"{_PUT_AWAY}, and read the list again. Whoever looks at the old one later reads its own "
        f"class list first.{whose}"
    )


def _on_two(earlier: Person, later: Person) -> str:
    student = later.student
    return (
        f"{student} was {about(earlier)} before, and is {about(later)} in this list. If these are "
        "two people, give the new one another id: what was handed in and marked stays with "
        f"{student}."
    )


def _on_zeros(old: str, new: str, number: int) -> str:
    more = f", and so with {number - 1} more" if number > 1 else ""
    return (
        f"The id {old} is {new} in this list{more}: a spreadsheet leaves out zeros at the "
        "beginning. Read the list as the learning platform has saved it; no marks are lost."
    )
