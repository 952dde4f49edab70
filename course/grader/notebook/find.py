"""Finding what learners have handed in."""

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from helpers.checks.words import clean


@dataclass(frozen=True)
class Submission:
    """What one learner handed in for a lesson.

    student (str): The name of the learner's folder, or of the file where all lie in one folder.
    file (Path or None): The notebook; None where there is none.
    notes (tuple of str): What was odd about the place or the name.
    reason (str): Why there is no notebook to read; empty where there is one.
    timestamp (str): When it was handed in, as `timestamp.txt` has it.
    secret (str): What nbgrader's exchange knows the submission by, as `submission_secret.txt` has
        it.
    content (bytes): What the notebook's file holds, once it was read.
    """

    student: str
    file: Path | None
    notes: tuple[str, ...] = ()
    reason: str = ""
    timestamp: str = ""
    secret: str = ""
    content: bytes = b""


def find_submissions(folder: Path, lesson: str) -> list[Submission]:
    """Return the submissions of a lesson in a folder, in the order of the students' names.

    A student is a folder that holds the lesson's folder (`ann/01_accuracy_paradox/...`) or the
    notebook itself, or else a notebook that bears the student's name (`ann.ipynb`). Where there are
    both for one student, the folder counts.
    """
    found: dict[str, Submission] = {}
    for one in _all_in(folder, lesson):
        kept, other = one, found.get(one.student)
        if other is not None:
            if one.file is None or one.file.parent == folder:  # that is no student's folder
                kept, other = other, one
            left = _readable(other.file.name) if other.file else other.reason
            note = f"this name was there twice, and one was left aside: {left}"
            kept = replace(kept, notes=(*kept.notes, note))
        found[one.student] = kept
    return [*found.values()]


def _all_in(folder: Path, lesson: str) -> Iterator[Submission]:
    for entry in sorted(folder.iterdir(), key=lambda entry: _plain(entry.name)):
        if entry.name.startswith("."):
            continue
        if entry.suffix.lower() == ".ipynb":
            if entry.is_symlink() or not entry.is_file():
                reason = "the notebook is a link or no ordinary file, and is not followed"
                yield Submission(_readable(entry.stem), None, reason=reason)
            else:
                yield Submission(_readable(entry.stem), entry)
        elif entry.is_symlink():
            reason = "the student's folder is a link, which is not followed"
            yield Submission(_readable(entry.name), None, reason=reason)
        elif entry.is_dir():
            try:
                yield from [*_in_student_folder(entry, lesson)]
            except OSError as error:
                reason = f"the student's folder can't be read: {error.strerror}"
                yield Submission(_readable(entry.name), None, reason=reason)


def _in_student_folder(student: Path, lesson: str) -> Iterator[Submission]:
    name = _readable(student.name)
    places = [
        entry
        for entry in sorted(student.iterdir())
        if _plain(entry.name) == _plain(lesson) and (entry.is_dir() or entry.is_symlink())
    ]
    place = places[0] if places else student
    if place.is_symlink():
        reason = "the lesson's folder is a link, which is not followed"
        yield Submission(name, None, reason=reason)
        return
    files, links = _notebooks_in(place, deep=bool(places))
    named = [file for file in files if _plain(file.stem) == _plain(lesson)]
    if not (places or named):
        # In another folder than it should be; one that bears another name is another lesson's.
        deep = _notebooks_in(place, deep=True)[0]
        named = [file for file in deep if _plain(file.stem) == _plain(lesson)]
        folders = [entry for entry in student.iterdir() if entry.is_dir()]
        if not named and (not files or any(e.name[0] not in "._" for e in folders)):
            return  # a student who has handed in other lessons
        files = [*named, *(file for file in files if file not in named)]
    timestamp, secret = (_line(place / name) for name in ("timestamp.txt", "submission_secret.txt"))
    if not files:
        reason = "there is no notebook in the lesson's folder"
        if links:
            reason = f"the notebook {links[0].name} is a link, which is not followed"
        yield Submission(name, None, reason=reason, timestamp=timestamp, secret=secret)
        return
    file, notes = (named or files)[0], []
    if not named and len(files) > 1:
        file = max(files, key=lambda file: (_likeness(file, lesson), file.stat().st_mtime))
    if file.name != f"{lesson}.ipynb" or file.parent != place:
        notes.append(f"the notebook was found as {_readable(str(file.relative_to(place)))}")
    if len(files) > 1:
        others = ", ".join(_readable(other.name) for other in files if other != file)
        notes.append(f"other notebooks in the folder were left aside: {others}"[:300])
    yield Submission(name, file, tuple(notes), timestamp=timestamp, secret=secret)


def _notebooks_in(place: Path, *, deep: bool) -> tuple[list[Path], list[Path]]:
    """Return the notebooks below a folder and the links among them, the shallowest first."""
    pattern = "**/*" if deep else "*"
    found = [
        file
        for file in place.glob(pattern)
        if file.suffix.lower() == ".ipynb"
        and not any(part.startswith(".") for part in file.relative_to(place).parts)
    ]
    found.sort(key=lambda file: (len(file.parts), _plain(file.name)))
    files = [file for file in found if file.is_file() and not _through_link(file, place)]
    return files, [file for file in found if _through_link(file, place)]


def _through_link(file: Path, place: Path) -> bool:
    return any(step.is_symlink() for step in (file, *file.parents) if place in step.parents)


def _likeness(file: Path, lesson: str) -> int:
    """Return how much a file's name has of the lesson's name."""
    return sum(word in _plain(file.stem) for word in _plain(lesson).split("_"))


def _line(file: Path) -> str:
    """Return the one short line of a file, empty where there is none."""
    try:
        if file.is_symlink() or file.stat().st_size > 200:
            return ""
        return file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""


def _readable(name: str) -> str:
    """Return a file's name as text that can be written: some archives hold names in no UTF-8."""
    return clean(os.fsencode(name).decode("utf-8", "replace"))


def _plain(name: str) -> str:
    """Return a name for comparing: umlauts are written in two ways, and case gets lost."""
    return unicodedata.normalize("NFC", name).casefold()
