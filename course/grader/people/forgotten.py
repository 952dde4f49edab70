"""Everything of one person is removed, as they may ask for: files, marks, comments, copies."""

import shutil
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import click

from course.files import only_one
from course.folders import CourseError, lesson_folders
from course.grader.notebook.lms.lms_names import whose
from course.grader.people.rows import copies_of, others_beside, remove_rows, rows_of
from course.grader.people.theirs import Theirs, as_id
from course.grader.roster import Person, leave_out, roster
from course.settings import course_settings

_ELSEWHERE = (
    "Not reached: downloads, exports and pages elsewhere, and copies on other machines. Take the "
    "line out of your class list, too, or reading it brings this person back."
)


@dataclass(frozen=True)
class _Found:
    """What there is of a person.

    files (list of Path): What is this person's alone.
    hand_ins (set of str): The gradebook's own ids of what was handed in.
    books (list of str): The addresses of the gradebook and copies that have anything.
    listed (bool): Whether the class list has the person.
    """

    theirs: Theirs
    url: str
    files: list[Path]
    hand_ins: set[str]
    books: list[str]
    listed: bool

    def lines(self, course: Path) -> list[str]:
        """Say what would be removed, a line each."""
        copies = len(self.books) - (self.url in self.books)
        lines = [str(one.relative_to(course)) for one in self.files]
        lines += ["lines in the record of changes"] if self.theirs.records() else []
        lines += ["marks and comments in the gradebook"] if self.url in self.books else []
        lines += [f"marks and comments in copies of the gradebook: {copies}"] if copies else []
        return lines + (["the entry in the class list"] if self.listed else [])


def forget_student(course: Path, student: str, *, sure: bool) -> list[str] | None:
    """Remove everything of a person; return what is to be known besides, None if it isn't wanted.

    sure (bool): Whether it is removed without asking.
    Raises CourseError: If there is nothing of such a person, nobody can be asked, or a lesson is
        being graded.
    """
    found = _found(course, as_id(student))
    name = found.theirs.people[as_id(student)].full_name
    print(f"Of {as_id(student)}{f' ({name})' if name else ''} there is:")
    for line in found.lines(course):
        print(f"  {line}")
    if not sure and not sys.stdin.isatty():
        raise CourseError(
            "nobody can be asked here, and nothing was removed: add --yes to remove all of this."
        )
    if not sure and not click.confirm("Remove all of this? It can't be brought back."):
        return None
    with ExitStack() as stack:
        for folder in sorted((course / "grading" / "results").glob("*/")):
            stack.enter_context(only_one(folder / ".lock", folder.name))
        found = _found(course, as_id(student))
        _remove(course, found)
    return [f"Removed: all of this of {as_id(student)}.", *_left(found), _ELSEWHERE]


def _found(course: Path, student: str) -> _Found:
    """Return what there is of a person; one who had another id before is the same.

    Raises CourseError: If there is nothing.
    """
    url = course_settings(course).CourseDirectory.db_url
    now, listed = rows_of(url), roster(course) or {}
    copies = {one: rows for one, rows in copies_of(url).items() if rows}
    known = [now, *copies.values()]
    others = {one for one, whose in now.hand_ins.items() if as_id(whose) != student}
    spelt = {one for rows in known for one in rows.people if as_id(one) == student}
    hand_ins = {one for rows in known for one in rows.of(spelt)} - others
    before = {rows.hand_ins[one] for rows in copies.values() for one in hand_ins & {*rows.hand_ins}}
    ids = frozenset({student} | spelt | (before - now.people.keys() - listed.keys()))
    hand_ins |= {one for rows in known for one in rows.of(ids)} - others
    people = {one: who for rows in reversed(known) for one, who in rows.people.items()}
    people = {student: Person(student)} | people | listed
    lessons = [folder.name for folder in lesson_folders(course)]
    theirs = Theirs(course / "grading", ids, people, lessons)
    books = [url] if now.has(ids, hand_ins) else []
    books += [f"sqlite:///{one}" for one, rows in copies.items() if rows.has(ids, hand_ins)]
    found = _Found(theirs, url, theirs.files(), hand_ins, books, student in listed)
    if not found.lines(course):
        hint = _hint(student, {one: who for one, who in people.items() if one != student})
        raise CourseError(f"nobody has the id {student!r} in grading/: nothing was removed.{hint}")
    return replace(found, files=[*found.files, *theirs.reports()])


def _hint(student: str, people: Mapping[str, Person]) -> str:
    """Return whose id is meant: that in other letters, or of who has this name or address."""
    alike = [one for one in people if one.casefold() == student.casefold()]
    meant = alike[0] if alike else whose(student, "", people)
    return f" Is {meant} meant?" if meant in people else ""


def _remove(course: Path, found: _Found) -> None:
    """Remove what was found. The gradebook and the class list come last: they tell who it is."""
    for file in found.files:
        try:
            if file.is_dir() and not file.is_symlink():
                shutil.rmtree(file)
            else:
                file.unlink(missing_ok=True)
        except OSError as error:
            raise CourseError(
                f"{file} can't be removed: {error.strerror}. Change its permissions, and run the "
                "same command again: it goes on where it stopped."
            ) from None
    found.theirs.forget_notes()
    for url in reversed(found.books):
        remove_rows(url, found.theirs.ids, found.hand_ins)
    if found.listed:
        leave_out(course, found.theirs.ids)


def _left(found: _Found) -> list[str]:
    """Say what has something of the person still, a sentence each."""
    said = [*found.theirs.out_of_reach()]
    for file, rows in others_beside(found.url).items():
        if rows and rows.has(found.theirs.ids, found.hand_ins):
            said.append(f"{file}, another gradebook, has this person, too: take it away.")
    unread = [one for one, rows in copies_of(found.url).items() if rows is None]
    return said + [
        f"{one} can't be read, and may have this person: take it away." for one in unread
    ]
