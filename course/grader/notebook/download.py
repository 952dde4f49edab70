"""A whole class in one archive, or with one more folder around it."""

import hashlib
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from course.folders import CourseError
from course.grader.notebook.archive import ArchiveError, members, read_member
from course.grader.notebook.lms.lms_names import read_name, student_of, whose
from course.grader.notebook.parse import DAMAGED_IN_ARCHIVE
from course.grader.notebook.places import notebook_name, notebooks_in, plain, readable
from course.grader.roster import Person

_LARGEST_FILE = 100_000_000
# What nobody is called, and many put a class into.
_AROUND_A_CLASS = re.compile(
    r"(my )?(downloads?|desktop|documents|submitted|submissions?|hand-?ins?|assignments?|abgaben?"
    r"|moodle|canvas|export|submitted files)[\s_-]*(\(\d+\)|\d+|copy)?"
    r"|assignment_\d+_export"
    r"|(class|klasse|clase|classe|course|group|section)([\s_-].+|\d+)"
)
_MOST_BELOW = 2  # folders further in, where people of the class list are looked for
_OF_GRADESCOPE = re.compile(r"submission_\d{4,}")
# What one learner may keep several versions of a notebook in.
_ONES_OWN = re.compile(
    r"(attempt|try|version|copy|old|new|back-?up|draft|final|notebooks?|work|solutions?|course|src"
    r"|lesson|week|day|part|task|submission|versuch|alt|neu|entwurf|kopie|v?\d|revision|submitted"
    r"|laptop|desktop|home|uni|school|office|repo|git|colab|kaggle)[\s_-]*.{,12}"
)


def unpacked(archive: Path, place: Path) -> Path:
    """Return the folder with what an archive holds; it is unpacked once.

    archive (Path): A zip file.
    place (Path): Where folders for downloads are made.
    Raises CourseError: If the archive can't be read, or would unpack to far too much.
    """
    with archive.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()[:12]
    folder = place / digest
    if not folder.exists():
        part = place / f".{digest}.part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        try:
            _unpack(archive, part)
        except (ArchiveError, OSError) as error:
            shutil.rmtree(part, ignore_errors=True)
            raise CourseError(
                f"{archive} can't be unpacked: {error}. Unpack it by hand, and name the folder "
                "with --submitted."
            ) from None
        part.rename(folder)
    return folder


def _unpack(archive: Path, place: Path) -> None:
    """Put what an archive holds into a folder; what is damaged in it is there, and says so.

    Raises ArchiveError or OSError: If nothing of it can be read.
    """
    problem: ArchiveError | None = None
    sound = False
    for name in members(archive, inner=False):
        try:
            content = read_member(archive, name, _LARGEST_FILE)
            sound = True
        except ArchiveError as error:
            problem, content = error, DAMAGED_IN_ARCHIVE
        file = place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    if problem and not sound:
        raise problem


def class_in(
    entry: Path,
    lesson: str,
    people: Mapping[str, Person],
    downloads: Path | None,
    *,
    alone: bool = False,
) -> tuple[Path | None, str]:
    """Return the folder of several people that an entry is or holds, and a note on it.

    alone (bool): Whether there is nothing beside it: then more folders may be around the class.
    Raises CourseError: If it seems to hold a class that nobody could take apart.
    """
    if entry.is_symlink() or read_name(entry.name):
        return None, ""
    if entry.is_dir():
        if plain(entry.name) == plain(lesson):
            return entry, ""  # the folders the other way round: the students' lie in the lesson's
        if (entry / lesson / f"{lesson}.ipynb").exists():
            return None, ""
        name, found = entry.name, [one.name for one in notebooks_in(entry, deep=True)[0]]
    elif entry.suffix.lower() == ".zip" and entry.is_file() and downloads is not None:
        name, found = entry.stem, [one.inside for one in notebooks_in(entry, deep=True)[0]]
    else:
        return None, ""
    paths = [PurePosixPath(one).parts for one in found]
    several, sure = _is_of_a_class(name, _inside(paths, lesson) if alone else paths, lesson, people)
    if alone and not several and not sure and (inner := _class_below(paths, lesson)):
        unpack = "" if entry.is_dir() else "unpack it, and "
        raise CourseError(
            f"{entry.name} seems to hold a whole class, some folders further in: {unpack}name "
            f"{entry.with_name(name) / readable(inner)} with --submitted. If it is one learner's, "
            f"put the notebook into {name}/{lesson}/."
        )
    note = "" if sure else f"the student's folder was found in {readable(entry.name)}"
    if several and entry.is_dir():
        return entry, note
    with suppress(CourseError):  # then it is one that is named
        return (unpacked(entry, downloads), note) if several and downloads else (None, "")
    return None, ""


def _is_of_a_class(
    name: str, paths: list[tuple[str, ...]], lesson: str, people: Mapping[str, Person]
) -> tuple[bool, bool]:
    """Tell whether a folder holds the hand-ins of several people, and whether that is sure.

    name (str): Of the folder, or of the archive without its ending.
    paths (list of tuple of str): Folders and name of each notebook in it.
    lesson (str): The lesson that is graded.
    people (mapping of str to Person): The class by student id; empty where there is no roster.
    """
    paths = [parts[plain(parts[0]) == plain(lesson) and len(parts) > 1 :] for parts in paths]
    bare = [notebook_name(parts[-1]) or parts[-1] for parts in paths]
    if (
        whose(name, lesson, people) in people
        or _known(name, people)
        or any(
            len(parts) == 1 and plain(stem).startswith(plain(lesson))
            for parts, stem in zip(paths, bare, strict=True)
        )
    ):
        return False, True
    firsts = {_without_ending(parts[0]) for parts in paths}
    if len({whose(first, lesson, {}) for first in firsts} - firsts) > 1:
        return True, True  # `Ann Smith - LESSON.ipynb`, as Google Classroom calls a copy
    downloads = {found for first in firsts if (found := read_name(first))}
    if any(whose(first, lesson, people) in people for first in firsts) or any(
        student_of(found, people) in people for found in downloads
    ):
        return True, True
    inner = {part for parts in paths for part in parts[1:-1][:_MOST_BELOW]}
    if any(whose(part, lesson, people) in people for part in inner):
        return True, True
    numbered = sum(bool(_OF_GRADESCOPE.fullmatch(first)) for first in firsts)
    if len(downloads) > 1 or numbered > 1 or (firsts and _AROUND_A_CLASS.fullmatch(plain(name))):
        return True, True
    theirs = {
        parts[0]
        for parts, stem in zip(paths, bare, strict=True)
        if len(parts) > 1 and plain(stem) == plain(lesson)
    }
    own = any(
        _ONES_OWN.fullmatch(plain(first)) or plain(first).startswith(plain(lesson))
        for first in theirs
    )
    return len(theirs) > 1 and not own, False


def _inside(paths: list[tuple[str, ...]], lesson: str) -> list[tuple[str, ...]]:
    """Return paths without the folders that all of them begin with, but for a student's own."""
    while len({parts[0] for parts in paths}) == 1 and min(map(len, paths)) > 2:
        if plain(paths[0][1]) == plain(lesson):
            break
        paths = [parts[1:] for parts in paths]
    return paths


def _class_below(paths: list[tuple[str, ...]], lesson: str) -> str:
    """Return the folder, one or two below, in which several people's folders seem to lie."""
    named = [parts for parts in paths if plain(lesson) in plain(parts[-1])]
    for depth in range(1, _MOST_BELOW + 1):
        folders: dict[tuple[str, ...], set[str]] = {}
        for *around, one in [parts[: depth + 1] for parts in named if len(parts) > depth + 1]:
            if not _ONES_OWN.fullmatch(plain(one)) and not plain(one).startswith(plain(lesson)):
                folders.setdefault((*around,), set()).add(one)
        several = [folder for folder, people in folders.items() if len(people) > 1]
        submitted = [folder for folder in several if plain(folder[-1]) != "working files"]
        if submitted:
            return "/".join(submitted[0])
    return ""


def _known(name: str, people: Mapping[str, Person]) -> bool:
    ids = (one for person in people.values() for one in (person.student, *person.other_ids))
    return plain(name) in map(plain, ids)


def _without_ending(name: str) -> str:
    return notebook_name(name) or re.sub(r"(?i)\.zip$", "", name)
