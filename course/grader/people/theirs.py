"""The files of one person under grading/: what was handed in, and what was made of it."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from markupsafe import escape

from course.files import read_json, read_text, write_json, write_text
from course.grader.notebook.archive import ArchiveError, members
from course.grader.notebook.find import find_submissions
from course.grader.notebook.lms.lms_names import read_name, student_of, whose
from course.grader.notebook.places import notebook_name
from course.grader.roster import Person

_DEEPEST = 4  # folders around those of a class
_BY_CELL = (".given_for.json", ".waiting.json")  # in which learners stand below each cell


@dataclass(frozen=True)
class Theirs:
    """Knows what bears somebody's name.

    grading (Path): The folder for everything that grading writes.
    ids (set of str): The ids by which the person is or was known.
    people (mapping of str to Person): Everybody who is known, by id.
    lessons (sequence of str): The names of the lessons.
    """

    grading: Path
    ids: frozenset[str]
    people: Mapping[str, Person]
    lessons: Sequence[str]

    def files(self) -> list[Path]:
        """Return the files and folders that are this person's alone."""
        made = [
            one
            for place in ("autograded", "feedback", "results/*", "backups/pages-*")
            for one in self.grading.glob(f"{place}/*")
            if as_id(one.name) in self.ids or self._is_page(one)
        ]
        aside = [one for one in self.grading.glob("backups/renamed-*") if self._is_aside(one)]
        places = [self.grading / "submitted", *sorted(self.grading.glob("downloads/*/"))]
        found = [*(one for place in places for one in self._handed_in(place)), *made, *aside]
        return sorted(found)

    def reports(self) -> list[Path]:
        """Return the pages for the teacher that name this person; they are easily made again."""
        return [one for one in sorted(self.grading.glob("report/*.html")) if self._is_named_in(one)]

    def forget_notes(self) -> None:
        """Take this person out of what runs have noted beside the results."""
        for name in _BY_CELL:
            for file in self.grading.glob(f"results/*/{name}"):
                match read_json(file):
                    case {**by_cell}:
                        write_json(file, {one: self._others(by_cell[one]) for one in by_cell})

        for file in self.records():
            lines = read_text(file).splitlines(keepends=True)
            write_text(file, "".join(line for line in lines if not self._is_of(line)))

    def records(self) -> list[Path]:
        """Return the records of changes that have lines of this person."""
        files = sorted(self.grading.glob("history/*.jsonl"))
        return [one for one in files if any(map(self._is_of, read_text(one).splitlines()))]

    def _is_of(self, line: str) -> bool:
        """Tell whether a line of a record of changes is about this person."""
        try:
            about = json.loads(line)
        except ValueError:
            return any(f'"{one}"' in line for one in self.ids)  # cut short in a crash
        return isinstance(about, dict) and any(
            as_id(str(about[key])) in self.ids for key in ("student", "was") if key in about
        )

    def out_of_reach(self) -> Iterator[str]:
        """Yield a sentence on each file in which this person stands beside others."""
        place = self.grading / "submitted"
        for archive in sorted(place.rglob("*.zip")) if place.is_dir() else ():
            names: list[str] = []
            with suppress(ArchiveError, OSError):
                names = members(archive)
            parts = {part for name in names for part in PurePosixPath(name).parts}
            if self._whose(archive) not in self.people and any(map(self._bears, parts)):
                yield f"{archive} holds others, too: take what this person has handed in out of it."
        for folder in (place, *sorted(self.grading.glob("downloads/*/"))):
            for lesson in self.lessons if folder.is_dir() else ():
                for one in find_submissions(folder, lesson, self.people):
                    if one.student in self.ids and one.file and one.file.suffix != ".zip":
                        yield f"{one.file} counts as handed in by this person: take it away."
        for file in sorted(self.grading.glob("*.*")):
            if file.suffix in (".csv", ".txt", ".html") and self._is_named_in(file):
                yield f"{file} names this person: take that line out, or the file away."

    def _is_named_in(self, file: Path) -> bool:
        """Tell whether a text has one of the ids, as a word of its own."""
        text = read_text(file)
        words = {form for one in self.ids for form in (one, str(escape(one)))}
        return any(re.search(rf"(?<![\w.@-]){re.escape(one)}(?![\w@-])", text) for one in words)

    def _others(self, noted: object) -> object:
        match noted:
            case {**whose}:
                return {one: whose[one] for one in whose if as_id(str(one)) not in self.ids}
        return noted

    def _is_page(self, file: Path) -> bool:
        """Tell whether a page or a result is this person's, whole or half-written."""
        part = re.fullmatch(r"\.(.+)\.\d+\.part", file.name)
        name = part[1] if part else file.name
        return name.endswith((".json", ".html")) and as_id(name[:-5]) in self.ids

    def _is_aside(self, folder: Path) -> bool:
        """Tell whether a folder was put aside when this person got another id."""
        inside = (part for one in folder.rglob("*") for part in one.relative_to(folder).parts)
        known = as_id(re.sub("^renamed-|-[0-9a-f]{8}$", "", folder.name)) in self.ids
        return known or any(as_id(re.sub(r"\.\w+$", "", part)) in self.ids for part in inside)

    def _handed_in(self, place: Path, depth: int = 0) -> Iterator[Path]:
        entries = sorted(place.iterdir()) if place.is_dir() else []
        for entry in entries:
            student = self._whose(entry)
            if student in self.ids:
                yield entry
            elif student not in self.people and entry.is_dir() and not entry.is_symlink():
                inner = not depth or (depth < _DEEPEST and entry.name not in self.lessons)
                yield from self._handed_in(entry, depth + 1) if inner else ()

    def _bears(self, name: str) -> bool:
        return self._whose(Path(name)) in self.ids

    def _whose(self, entry: Path) -> str:
        """Return the id of whom a file or a folder belongs to by its name; empty if nobody's."""
        stem = notebook_name(entry.name) or entry.stem
        for name in (as_id(entry.name), as_id(stem)):
            for lesson in self.lessons:
                student = whose(name, lesson, self.people)
                if student in self.people:
                    return student
        found = read_name(entry.name)
        student = student_of(found, self.people) if found else ""
        return student if student in self.people else ""


def as_id(name: str) -> str:
    """Return a name as an id: its letters may be written in two ways."""
    return normalize("NFC", name).strip()
