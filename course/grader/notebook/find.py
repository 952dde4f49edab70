"""Finding what learners have handed in, as it comes: in folders, flat, in archives, renamed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from course.folders import CourseError
from course.grader.notebook.download import class_in
from course.grader.notebook.lms.blackboard import receipts
from course.grader.notebook.lms.gradescope import submitters
from course.grader.notebook.lms.lms_names import Download, read_name, student_of, whose
from course.grader.notebook.places import (
    may_lie_beside,
    notebook_name,
    notebooks_in,
    others_in,
    plain,
    readable,
)
from course.grader.notebook.submission import (
    MOST_OTHERS,
    Submission,
    alone_in,
    in_folder,
    named,
    when_handed_in,
)
from course.grader.roster import Person

_MOST_AROUND = 3  # folders around a class
_SUBMITTED, _WORKING = "submitted files", "working files"  # in a download of Teams
_OF_PROGRAMS = (".", "__MACOSX", "~$")  # with the last, Word locks a document that is open
# What somebody may hand in instead of a notebook; other files may be the teacher's own.
_DOCUMENTS = {
    *(".pdf", ".doc", ".docx", ".odt", ".rtf", ".pages", ".html", ".htm", ".py", ".md"),
    *(".rar", ".7z", ".tar", ".gz", ".tgz", ".webloc", ".url", ".gdoc"),
    *(".png", ".jpg", ".jpeg", ".heic", ".heif", ".webp", ".avif", ".gif", ".ppt", ".pptx"),
    *(".m4a", ".mp3", ".ogg", ".opus", ".wav", ".mp4", ".mov", ".3gp", ".webm"),
}


def find_submissions(
    folder: Path,
    lesson: str,
    people: Mapping[str, Person] | None = None,
    downloads: Path | None = None,
) -> list[Submission]:
    """Return the submissions of a lesson in a folder, in the order of the students' names.

    people (dict or None): The class by student id: names of files and folders may hold a name, a
        number or an address instead.
    downloads (Path or None): Where an archive of a whole class is unpacked.

    A student is a folder that holds the lesson's folder (`ann/01_accuracy_paradox/...`) or the
    notebook itself, or else a notebook that bears the student's name (`ann.ipynb`). Any of these
    may be in a zip archive. Where there are several for one student, a folder goes before a file,
    and the newer before the older. Around all of a class there may be one more folder, or an
    archive.
    """
    found: dict[str, Submission] = {}
    for as_named in _all_in(folder, lesson, people or {}, downloads):
        one = replace(as_named, student=whose(as_named.student, lesson, people or {}))
        kept, other = one, found.get(one.student)
        if other is not None:
            other, kept = sorted((other, one), key=lambda each: _counts(folder, each))
            left = _left_out(folder, other, kept)
            note = f"this name occurred twice, and one was ignored: {left}"
            more = () if other.file is None else (other, *other.others)
            kept = replace(kept, notes=(*kept.notes, note), others=(*kept.others, *more))
        found[one.student] = kept
    return sorted(found.values(), key=lambda one: plain(one.student))


def _all_in(
    folder: Path, lesson: str, people: Mapping[str, Person], downloads: Path | None, depth: int = 0
) -> Iterator[Submission]:
    entries = [entry for entry in folder.iterdir() if not entry.name.startswith(_OF_PROGRAMS)]
    if any(plain(entry.name) == _SUBMITTED for entry in entries):
        yield from _not_turned_in(entries)
        entries = [entry for entry in entries if plain(entry.name) != _WORKING]
    alone = len(entries) == 1
    for entry in entries:
        inner, note = class_in(entry, lesson, people, downloads, alone=alone)
        if inner is not None and depth < _MOST_AROUND:
            for one in _all_in(inner, lesson, people, downloads, depth + 1):
                one_more = "" if plain(inner.name) == plain(lesson) else inner.name
                notes = (*one.notes, note) if note else one.notes
                yield replace(one, notes=notes, around=one_more, deep=one.deep + 1)
            entries = [other for other in entries if other != entry]
    by_name = {
        entry: found
        for entry in entries
        # Moodle makes folders, and Canvas none: a folder of such a name is somebody's own.
        if (found := read_name(entry.name)) and not (found.number and entry.is_dir())
    }
    likely = [found for entry, found in by_name.items() if _likeness(entry, found, lesson)]
    everybody = likely or by_name.values()
    theirs_by = {entry: student_of(found, people, everybody) for entry, found in by_name.items()}
    by_receipt = receipts(folder, lesson, people)
    for entry, student in theirs_by.items():
        if student not in people:
            theirs_by[entry] = by_receipt.get(by_name[entry].name, student)
    by_export = submitters(folder, lesson, people)
    for entry in sorted(set(entries) - set(by_name), key=lambda entry: plain(entry.name)):
        for one in _in_entry(entry, lesson):
            yield from (named(who, one) for who in by_export.get(entry.name) or [one.student])
    for student in sorted(set(theirs_by.values()), key=plain):
        theirs = [entry for entry in by_name if theirs_by[entry] == student]
        theirs.sort(key=lambda entry: _rank(entry, by_name[entry], lesson), reverse=True)
        best, *rest = theirs
        instead = [one for entry in rest for one in _in_entry(entry, lesson) if one.file]
        beside = _beside_in_download(best, theirs, by_name)
        taken = {*beside.values()}
        others = [readable(e.name) for e in theirs if e != best and e.name not in taken]
        note = f"other files of the download were ignored: {', '.join(sorted(others))}"[:300]
        for one in [*_in_entry(best, lesson)] or [_without_notebook(best)]:
            alone = one.file == best and not one.inside
            with_files = replace(one, beside=(*beside,), stored=beside) if alone else one
            notes = (*one.notes, *([note] if others else []))
            more = (*one.others, *instead[:MOST_OTHERS])
            yield named(student, replace(with_files, notes=notes, others=more))


def _not_turned_in(entries: Sequence[Path]) -> Iterator[Submission]:
    """Yield those who have worked in a notebook in Teams and turned nothing in."""
    submitted, working = (
        {
            plain(one.name): one
            for entry in entries
            if plain(entry.name) == name
            for one in (entry.iterdir() if entry.is_dir() else ())
        }
        for name in (_SUBMITTED, _WORKING)
    )
    for student in working.keys() - submitted.keys():
        place = working[student]
        if place.is_dir() and notebooks_in(place, deep=True)[0]:
            reason = "a notebook lies in their Working files, and nothing was turned in"
            yield named(place.name, Submission("", None, reason=reason))


def _beside_in_download(
    best: Path, theirs: Sequence[Path], by_name: Mapping[Path, Download]
) -> dict[str, str]:
    """Return the names in a download of what was handed in with a notebook, by their own names."""
    own = by_name[best].file
    later = sorted(theirs, key=lambda entry: by_name[entry].submission)
    files = {by_name[entry].file: entry.name for entry in later if entry.is_file()}
    return {
        name: stored
        for name, stored in files.items()
        if name not in ("", own) and may_lie_beside(PurePosixPath(name))
    }


def _counts(folder: Path, one: Submission) -> tuple[bool, int, bool, datetime, str]:
    """Return what sorts one learner's hand-ins by what they are: the last one counts.

    What lies in more folders may have been put there by somebody else. A file beside the students'
    folders is in none of them.
    """
    flat = one.file is not None and one.file.parent == folder
    return one.file is not None, -one.deep, not flat, when_handed_in(one), str(one.file)


def _left_out(folder: Path, one: Submission, kept: Submission) -> str:
    """Return the name of a hand-in that doesn't count, and when it and the other were handed in."""
    if one.file is None:
        return one.reason
    times = [f"{when_handed_in(each):%Y-%m-%d %H:%M} UTC" for each in (one, kept)]
    return f"{_below(folder, one.file)} (handed in {times[0]}; the one that counts: {times[1]})"


def _below(folder: Path, file: Path) -> str:
    """Return a file's name, with the folders that it lies in below a folder."""
    return readable(str(file.relative_to(folder) if file.is_relative_to(folder) else file.name))


def _without_notebook(entry: Path) -> Submission:
    """Return the submission of somebody of whom a download has no notebook."""
    there = others_in(entry) if entry.is_dir() else [entry.name]
    said = "".join(f", but there is {readable(name)}" for name in there[:1])
    return Submission("", None, reason=f"there is no notebook in the download{said}")


def _rank(entry: Path, download: Download, lesson: str) -> tuple[object, ...]:
    """Return what sorts a student's files in a download: the last is the lesson's notebook."""
    shape = bool(notebook_name(entry.name)) or entry.suffix.lower() == ".zip"
    # Beside a student's folder of files Moodle puts one of what was typed in.
    shape = shape or (entry.is_dir() and any(one.file for one in _in_entry(entry, lesson)))
    alike = _likeness(entry, download, lesson)
    return shape, alike, download.submission, download.attempt, entry.name


def _likeness(entry: Path, download: Download, lesson: str) -> int:
    """Return how much of the lesson's name something in a download has, in its own or below it."""
    names = [one.stem for one in notebooks_in(entry, deep=True)[0]] if entry.is_dir() else []
    stems = [notebook_name(download.file) or Path(download.file).stem, *names]
    return max(sum(word in plain(stem) for word in plain(lesson).split("_")) for stem in stems)


def _in_entry(entry: Path, lesson: str) -> Iterator[Submission]:
    stem = notebook_name(entry.name)
    is_folder = entry.is_dir() and not entry.is_symlink()
    if (stem or entry.suffix.lower() == ".zip") and not is_folder:
        yield named(stem or entry.stem, alone_in(entry, lesson))
    elif entry.is_symlink():
        reason = "the student's folder is a link, which is not followed"
        yield named(entry.name, Submission("", None, reason=reason))
    elif entry.is_dir():
        try:
            of_one = [*in_folder(entry, lesson)]
        except OSError as error:
            reason = f"the student's folder can't be read: {error.strerror}"
            of_one = [Submission("", None, reason=reason)]
        yield from (named(stem or re.sub(r"(?i)\.zip$", "", entry.name), one) for one in of_one)
    elif entry.suffix.lower() in _DOCUMENTS and entry.stem != "index":
        reason = f"{readable(entry.name)} is not a notebook"
        yield named(entry.stem, Submission("", None, reason=reason))


def of_students(
    students: Sequence[str], submissions: list[Submission], lesson: str
) -> list[Submission]:
    """Return the submissions of some students, or all.

    Raises CourseError: If somebody has handed in nothing.
    """
    there = {one.student for one in submissions}
    for student in students:
        if student not in there:
            raise CourseError(
                f"nobody called {student!r} has handed in {lesson}: --student takes one of "
                f"{', '.join(sorted(there))}"[:600]
                + "."
            )
    return [one for one in submissions if not students or one.student in students]
