"""Finding what learners have handed in, as it comes: in folders, flat, in archives, renamed."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from course.grader.notebook.download import class_in
from course.grader.notebook.lms_names import Download, read_name, student_of
from course.grader.notebook.places import (
    TIME_FILE,
    Found,
    line_of,
    may_lie_beside,
    notebook_name,
    notebooks_in,
    others_in,
    plain,
    problem_of_time,
    readable,
)
from course.grader.roster import LONGEST_ID, Person

_MOST_OTHERS = 5
_MOST_AROUND = 3  # folders around a class
# What somebody may hand in instead of a notebook; other files may be the teacher's own.
_DOCUMENTS = {
    *(".pdf", ".doc", ".docx", ".odt", ".rtf", ".pages", ".html", ".htm", ".py", ".md"),
    *(".rar", ".7z", ".tar", ".gz", ".tgz", ".webloc", ".url", ".gdoc"),
    *(".png", ".jpg", ".jpeg", ".heic"),
}


@dataclass(frozen=True)
class Submission:
    """What one learner handed in for a lesson.

    student (str): The name of the learner's folder, or of the file where all lie in one folder.
    file (Path or None): The notebook, or the archive that it lies in; None where there is none.
    notes (tuple of str): What was odd about the place or the name.
    reason (str): Why there is no notebook to read; empty where there is one.
    timestamp (str): When it was handed in, as `timestamp.txt` has it.
    secret (str): What nbgrader's exchange knows the submission by, as `submission_secret.txt` has
        it.
    inside (str): The notebook's name in the archive; empty where it lies in none.
    beside (tuple of str): The names of the files that were handed in with it.
    around (str): The folder of a class that the student's was found in.
    stored (dict of str to str): The names that a download has given to some of these.
    others (tuple of Submission): Other notebooks of the folder, of which one may be the worked one.
    content (bytes): What the notebook's file holds, once it was read.
    files (dict of str to bytes): What the files beside it hold, once they were read.
    digest (str): Of all that was read; empty before.
    """

    student: str
    file: Path | None
    notes: tuple[str, ...] = ()
    reason: str = ""
    timestamp: str = ""
    secret: str = ""
    inside: str = ""
    beside: tuple[str, ...] = ()
    stored: dict[str, str] = field(default_factory=dict)
    around: str = ""
    others: tuple["Submission", ...] = ()
    content: bytes = b""
    files: dict[str, bytes] = field(default_factory=dict)
    digest: str = ""


def find_submissions(
    folder: Path,
    lesson: str,
    people: Mapping[str, Person] | None = None,
    downloads: Path | None = None,
) -> list[Submission]:
    """Return the submissions of a lesson in a folder, in the order of the students' names.

    people (dict or None): The class by student id, for downloads of Canvas and Moodle, whose names
        of files and folders hold names and numbers.
    downloads (Path or None): Where an archive of a whole class is unpacked.

    A student is a folder that holds the lesson's folder (`ann/01_accuracy_paradox/...`) or the
    notebook itself, or else a notebook that bears the student's name (`ann.ipynb`). Any of these
    may be in a zip archive. Where there are several for one student, the folder counts. Around all
    of a class there may be one more folder, or an archive.
    """
    found: dict[str, Submission] = {}
    for one in _all_in(folder, lesson, people or {}, downloads):
        kept, other = one, found.get(one.student)
        if other is not None:
            flat = one.file is not None and one.file.parent == folder and not other.around
            if one.file is None or flat:  # that is no student's folder
                kept, other = other, one
            left = _below(folder, other.file) if other.file else other.reason
            note = f"this name occurred twice, and one was ignored: {left}"
            kept = replace(kept, notes=(*kept.notes, note))
        found[one.student] = kept
    return sorted(found.values(), key=lambda one: plain(one.student))


def _all_in(
    folder: Path, lesson: str, people: Mapping[str, Person], downloads: Path | None, depth: int = 0
) -> Iterator[Submission]:
    entries = [entry for entry in folder.iterdir() if not entry.name.startswith((".", "__MACOSX"))]
    for entry in entries:
        inner, note = class_in(entry, lesson, people, downloads)
        if inner is not None and depth < _MOST_AROUND:
            for one in _all_in(inner, lesson, people, downloads, depth + 1):
                one_more = "" if plain(inner.name) == plain(lesson) else inner.name
                notes = (*one.notes, note) if note else one.notes
                yield replace(one, notes=notes, around=one_more)
            entries = [other for other in entries if other != entry]
    by_name = {
        entry: found
        for entry in entries
        # Moodle makes folders, and Canvas none: a folder of such a name is somebody's own.
        if (found := read_name(entry.name)) and not (found.number and entry.is_dir())
    }
    everybody = by_name.values()
    whose = {entry: student_of(found, people, everybody) for entry, found in by_name.items()}
    for entry in sorted(set(entries) - set(by_name), key=lambda entry: plain(entry.name)):
        yield from _in_entry(entry, lesson)
    for student in sorted(set(whose.values()), key=plain):
        theirs = [entry for entry in by_name if whose[entry] == student]
        best = max(theirs, key=lambda entry: _rank(entry, by_name[entry], lesson))
        beside = _beside_in_download(best, theirs, by_name)
        taken = {*beside.values()}
        others = [readable(e.name) for e in theirs if e != best and e.name not in taken]
        note = f"other files of the download were ignored: {', '.join(sorted(others))}"[:300]
        for one in [*_in_entry(best, lesson)] or [_without_notebook(best)]:
            alone = one.file == best and not one.inside
            with_files = replace(one, beside=(*beside,), stored=beside) if alone else one
            notes = (*one.notes, *([note] if others else []))
            yield _named(student, replace(with_files, notes=notes))


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
    stem = plain(notebook_name(download.file) or Path(download.file).stem)
    shape = bool(notebook_name(entry.name)) or entry.suffix.lower() == ".zip"
    # Beside a student's folder of files Moodle puts one of what was typed in.
    shape = shape or (entry.is_dir() and any(one.file for one in _in_entry(entry, lesson)))
    alike = sum(word in stem for word in plain(lesson).split("_"))
    return shape, alike, download.submission, entry.name


def _in_entry(entry: Path, lesson: str) -> Iterator[Submission]:
    stem = notebook_name(entry.name)
    is_folder = entry.is_dir() and not entry.is_symlink()
    if (stem or entry.suffix.lower() == ".zip") and not is_folder:
        yield _named(stem or entry.stem, _alone(entry, lesson))
    elif entry.is_symlink():
        reason = "the student's folder is a link, which is not followed"
        yield _named(entry.name, Submission("", None, reason=reason))
    elif entry.is_dir():
        try:
            of_one = [*_in_student_folder(entry, lesson)]
        except OSError as error:
            reason = f"the student's folder can't be read: {error.strerror}"
            of_one = [Submission("", None, reason=reason)]
        yield from (_named(stem or re.sub(r"(?i)\.zip$", "", entry.name), one) for one in of_one)
    elif entry.suffix.lower() in _DOCUMENTS and entry.stem != "index":
        reason = f"{readable(entry.name)} is not a notebook"
        yield _named(entry.stem, Submission("", None, reason=reason))


def _named(name: str, submission: Submission) -> Submission:
    """Return a submission with the student's name, which must do as a file's name.

    The same name may come with letters written in two ways, or with a blank behind it.
    """
    student = unicodedata.normalize("NFC", readable(name)).strip() or "without a name"
    if len(student.encode()) <= LONGEST_ID:
        return replace(submission, student=student)
    digest = hashlib.sha256(student.encode()).hexdigest()[:8]
    short = student.encode()[:100].decode("utf-8", "ignore")
    note = "the student's name was too long for a file's name and was cut"
    return replace(submission, student=f"{short}-{digest}", notes=(*submission.notes, note))


def _alone(entry: Path, lesson: str) -> Submission:
    """Return what a file has that is a student's only one: a notebook, or an archive."""
    if entry.is_symlink() or not entry.is_file():
        reason = "the notebook is a link or not an ordinary file, and is left alone"
        return Submission("", None, reason=reason)
    if entry.suffix.lower() != ".zip":
        return Submission("", entry)
    files, problem = notebooks_in(entry, deep=True)
    if not files:
        return Submission("", None, reason=problem or "there is no notebook in the archive")
    return _chosen(entry, files, lesson)


def _in_student_folder(student: Path, lesson: str) -> Iterator[Submission]:
    alike = [
        entry
        for entry in sorted(student.iterdir())
        if plain(entry.name).startswith(plain(lesson)) and (entry.is_dir() or entry.is_symlink())
    ]
    places = [entry for entry in alike if plain(entry.name) == plain(lesson)]
    place = next((one for one in places if one.name == lesson), places[0] if places else student)
    if place.is_symlink():
        yield Submission("", None, reason="the lesson's folder is a link, which is not followed")
        return
    files, problem = notebooks_in(place, deep=bool(places))
    named = [file for file in files if plain(file.stem) == plain(lesson)]
    if not (places or named):
        # Not in the folder where it should be; one that bears another name is another lesson's.
        deep = notebooks_in(place, deep=True)[0]
        named = [file for file in deep if plain(file.stem) == plain(lesson)]
        named = named or [file for file in deep if file.may_be(lesson)]
        other_lessons = any(e.is_dir() and e.name[0] not in "._" for e in student.iterdir())
        something = files or problem or (not deep and others_in(place))
        if not named and (other_lessons or not something):
            return  # a student who has handed in other lessons
        files = [*named, *(file for file in files if file not in named)]
    timestamp, secret = (line_of(place / name) for name in (TIME_FILE, "submission_secret.txt"))
    if files:
        one = _chosen(place, files, lesson)
    else:
        there = "".join(f", but there is {readable(name)}" for name in others_in(place)[:1])
        whose = "lesson's" if places else "student's"
        reason = problem or f"there is no notebook in the {whose} folder{there}"
        one = Submission("", None, reason=reason)
    if problem := problem_of_time(timestamp, place / TIME_FILE):
        one, timestamp = replace(one, notes=(*one.notes, f"{TIME_FILE} {problem}")), ""
    others = [readable(entry.name) for entry in alike if entry != place]
    if places and others:
        note = f"other folders of the lesson were ignored: {', '.join(others)}"[:300]
        one = replace(one, notes=(*one.notes, note))
    yield replace(one, timestamp=timestamp, secret=secret)


def _chosen(place: Path, files: list[Found], lesson: str) -> Submission:
    """Return the submission of the notebook that is most likely the lesson's."""
    named = [file for file in files if plain(file.stem) == plain(lesson)]
    found, notes = (named or files)[0], []
    versions = [file for file in named if file.is_version_of(found)]
    found = max(versions or [found], key=lambda file: file.numbers)
    if not named and len(files) > 1:
        found = max(files, key=lambda file: (file.likeness(lesson), file.time))
    if found.name != f"{lesson}.ipynb":
        notes.append(_under_another_name(found))
    if len(files) > 1:
        ignored = ", ".join(readable(other.name) for other in files if other != found)
        notes.append(f"other notebooks in the folder were ignored: {ignored}"[:300])
    alike = [file for file in files if file != found and file.likeness(lesson)][:_MOST_OTHERS]
    others = [_submission(file, place, [_under_another_name(file)]) for file in alike]
    return replace(_submission(found, place, notes), others=tuple(others))


def _submission(file: Found, place: Path, notes: list[str]) -> Submission:
    beside = file.beside(place)
    return Submission("", file.file, tuple(notes), inside=file.inside, beside=beside)


def _under_another_name(file: Found) -> str:
    return f"the notebook was found under another name, {readable(file.name)}"
