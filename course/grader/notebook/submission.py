"""Finding what learners have handed in, and reading it whatever it is."""

import hashlib
import json
import os
import stat
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from helpers.checks.words import clean

LARGEST_FILE = 250_000_000
MOST_VALUES = 20_000_000  # in a file: three bytes of it may take sixty of memory
MOST_CELLS = 2000
LONGEST_CELL = 1_000_000
_SECONDS_TO_SETTLE = 2.0
_JUST_NOW = 5.0


@dataclass(frozen=True)
class Submission:
    """What one learner handed in for a lesson.

    Attributes
    ----------
    student : str
        The name of the learner's folder, or of the file where all lie in one folder.
    file : Path or None
        The notebook; None where there is none.
    notes : tuple of str
        What was odd about the place or the name.
    reason : str
        Why there is no notebook to read; empty where there is one.
    timestamp : str
        When it was handed in, as `timestamp.txt` has it.
    secret : str
        What nbgrader's exchange knows the submission by, as `submission_secret.txt` has it.
    """

    student: str
    file: Path | None
    notes: tuple[str, ...] = ()
    reason: str = ""
    timestamp: str = ""
    secret: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of a learner's notebook, read with care.

    `graded_as` is nbgrader's id of it, and `cell_id` the notebook's own; empty where there is none.
    """

    kind: str
    source: str
    graded_as: str = ""
    cell_id: str = ""


@dataclass(frozen=True)
class Content:
    """What was in a file: cells, or the reason why there are none."""

    cells: tuple[Cell, ...] = ()
    notes: tuple[str, ...] = ()
    reason: str = ""
    digest: str = field(default="", compare=False)


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


def read_file(file: Path) -> tuple[bytes, str]:
    """Return the content of a file that may still be being written, or why there is none."""
    ends = time.monotonic() + _SECONDS_TO_SETTLE
    while True:
        try:
            # A device or a pipe would never end.
            descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_NOFOLLOW", 0))
            with os.fdopen(descriptor, "rb") as stream:
                before = os.fstat(descriptor)
                if not stat.S_ISREG(before.st_mode):
                    return b"", "the notebook is no ordinary file"
                if before.st_size > LARGEST_FILE:
                    return b"", (
                        f"the file is {before.st_size / 1e6:,.0f} MB large: clear the outputs and "
                        "hand it in again"
                    )
                content = stream.read(LARGEST_FILE + 1)
                after = os.fstat(descriptor)
        except OSError as error:
            return b"", f"the file can't be read: {error.strerror}"
        changing = (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns)
        fresh = abs(time.time() - after.st_mtime) < _JUST_NOW
        if not changing and (not fresh or _is_json(content)):
            return content, ""
        if time.monotonic() > ends:
            if changing:
                return b"", "the file is still being written: run the grading again later"
            return content, ""
        time.sleep(0.2)


def _is_json(content: bytes) -> bool:
    return content.rstrip()[-1:] == b"}"


def read_cells(content: bytes) -> Content:
    """Return the cells of a notebook's bytes, or the reason why there are none."""
    digest = hashlib.sha256(content).hexdigest()
    if not content.strip():
        return Content(reason="the file is empty", digest=digest)
    if sum(content.count(mark) for mark in (b"[", b"{", b",")) > MOST_VALUES:
        reason = "the file holds too much: clear the outputs and hand it in again"
        return Content(reason=reason, digest=digest)
    data: Any = None
    notes: list[str] = []
    try:
        data = json.loads(_text(content, notes))
    except (ValueError, RecursionError, MemoryError):
        reason = "the file is damaged: it is not JSON to its end"
        return Content(reason=reason, digest=digest)
    if not isinstance(data, dict):
        return Content(reason="the file is JSON, but no notebook", digest=digest)
    raw = data.get("cells")
    if not isinstance(raw, list) and isinstance(data.get("worksheets"), list):
        notes.append("the notebook has an old format (3 or less)")
        raw = [
            cell
            for sheet in data["worksheets"]
            if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list)
            for cell in sheet["cells"]
        ]
    if not isinstance(raw, list):
        return Content(reason="the file is JSON, but no notebook: it has no cells", digest=digest)
    if len(raw) > MOST_CELLS:
        notes.append(f"only the first {MOST_CELLS:,} of {len(raw):,} cells were read")
    cells = [cell for item in raw[:MOST_CELLS] if (cell := _cell(item)) is not None]
    if len(cells) < len(raw[:MOST_CELLS]):
        notes.append(f"{len(raw[:MOST_CELLS]) - len(cells)} cells could not be read")
    if not cells:
        return Content(reason="the notebook has no cells", digest=digest)
    return Content(tuple(cells), tuple(notes), digest=digest)


def _text(content: bytes, notes: list[str]) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            notes.append("the file was written as UTF-16")
            return content.decode(encoding)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        notes.append("the file is not UTF-8: letters beyond ASCII may be wrong")
        return content.decode("latin-1")


def _cell(item: Any) -> Cell | None:
    if not isinstance(item, dict):
        return None
    source = item.get("source", item.get("input", ""))
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    kind = item.get("cell_type")
    if not isinstance(source, str) or not isinstance(kind, str) or len(source) > LONGEST_CELL:
        return None
    metadata = item.get("metadata")
    graded = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    graded_as = graded.get("grade_id") if isinstance(graded, dict) else None
    cell_id = item.get("id")
    return Cell(
        kind="code" if kind == "code" else "markdown" if kind != "raw" else "raw",
        # Halves of characters, which JSON can hold, can't be written to a file.
        source=source.encode("utf-8", "replace").decode("utf-8"),
        graded_as=graded_as if isinstance(graded_as, str) else "",
        cell_id=cell_id if isinstance(cell_id, str) else "",
    )
