"""What one learner has handed in: in a folder, in an archive, as a file, under any name."""

import hashlib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from dateutil.parser import parse

from course.grader.notebook.places import (
    TIME_FILE,
    Found,
    in_utc,
    line_of,
    notebooks_in,
    others_in,
    plain,
    problem_of_time,
    readable,
    time_of,
)
from course.grader.roster import LONGEST_ID

MOST_OTHERS = 5
_SAVED_LATER = 60.0  # seconds: what is copied or unpacked at one go is of one time


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
    deep (int): In how many of these it was.
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
    deep: int = 0
    others: tuple["Submission", ...] = ()
    content: bytes = b""
    files: dict[str, bytes] = field(default_factory=dict)
    digest: str = ""


def named(name: str, submission: Submission) -> Submission:
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


def when_handed_in(submission: Submission) -> datetime:
    """Return when something was handed in, as its `timestamp.txt` says, or else its file."""
    if submission.timestamp:
        when = parse(submission.timestamp)
        return when.replace(tzinfo=when.tzinfo or UTC).astimezone(UTC)
    return datetime.fromtimestamp(time_of(submission.file) if submission.file else 0.0, UTC)


def alone_in(entry: Path, lesson: str) -> Submission:
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


def in_folder(student: Path, lesson: str) -> Iterator[Submission]:
    """Yield what a student's folder has of a lesson: one submission, or none."""
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
    elsewhere = _elsewhere(student, place, lesson)
    if files or elsewhere:
        one = _chosen(place, files or elsewhere, lesson, elsewhere)
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
    yield replace(one, timestamp=in_utc(timestamp), secret=secret)


def _elsewhere(student: Path, place: Path, lesson: str) -> list[Found]:
    """Return notebooks with the lesson's name in a student's folder that don't lie in the place."""
    if place == student:
        return []
    deep = notebooks_in(student, deep=True)[0]
    within = [file for file in deep if not file.file.is_relative_to(place)]
    return [file for file in within if plain(file.stem).startswith(plain(lesson))]


def _chosen(
    place: Path, files: list[Found], lesson: str, elsewhere: Sequence[Found] = ()
) -> Submission:
    """Return the submission of the notebook that is most likely the lesson's.

    elsewhere (sequence of Found): Others that may be the worked one.
    """
    files = [file for file in files if not file.is_solved(lesson)] or files
    named = [file for file in files if plain(file.stem) == plain(lesson)]
    found, notes = (named or files)[0], []
    versions = [file for file in named if file.is_version_of(found)]
    found = max(versions or [found], key=lambda file: file.numbers)
    if not named and len(files) > 1:
        found = max(files, key=lambda file: (file.likeness(lesson), file.time))
    if found.name != f"{lesson}.ipynb":
        notes.append(_under_another_name(found))
    if len(files) > 1:
        ignored = ", ".join(_as_ignored(other, found) for other in files if other != found)
        notes.append(f"other notebooks in the folder were ignored: {ignored}"[:300])
    rest = [file for file in (*files, *elsewhere) if file != found and not file.is_solved(lesson)]
    rest.sort(key=lambda file: (file.likeness(lesson), file.numbers, file.time), reverse=True)
    others = [_submission(file, place, [_under_another_name(file)]) for file in rest[:MOST_OTHERS]]
    return replace(_submission(found, place, notes), others=tuple(others))


def _submission(file: Found, place: Path, notes: list[str]) -> Submission:
    beside = file.beside(place)
    return Submission("", file.file, tuple(notes), inside=file.inside, beside=beside)


def _as_ignored(other: Found, found: Found) -> str:
    later = other.time > found.time + _SAVED_LATER
    return readable(other.name) + " (saved later)" * later


def _under_another_name(file: Found) -> str:
    return f"the notebook was found under another name, {readable(file.name)}"
