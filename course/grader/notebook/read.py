"""Reading what learners have handed in, whatever it is."""

import os
import re
import stat
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from course.grader.notebook.archive import ArchiveError, opened_member, read_member
from course.grader.notebook.large import Kept, TooMuch, read_kept
from course.grader.notebook.parse import damage, parsed
from course.grader.notebook.places import is_asked_for, notebook_name
from course.grader.notebook.submission import Submission
from course.grader.notebook.written import (
    Attachments,
    attachments_of,
    unpasted,
    without_marks,
    words_shown,
)

LARGEST_FILE = 200_000_000
LARGEST_BESIDE = 20_000_000  # bytes of all files beside the notebook together
MOST_CELLS = 2000
LONGEST_CELL = 1_000_000  # characters, without the pictures in it
LARGEST_TEXT = 5_000_000  # characters of all cells together
LARGEST_PICTURES = 20_000_000  # of all cells together, in base64
_TOO_MUCH = "the file holds too much: clear the outputs and hand it in again"
# An answer that became a text is often set as code there.
_FENCED = re.compile(
    r"\s*```+ *\{?(code-cell\} *)?(i?python3?|py)\b[^\n]*\n(?P<code>.*?)\n```+\s*", re.DOTALL
)
_VERSION = re.compile(r"3\.(\d{1,3})\b")
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_NOFOLLOW", 0)
_one_large = threading.Lock()
_SECONDS_TO_SETTLE = 2.0
_JUST_NOW = 5.0


@dataclass(frozen=True)
class Cell:
    """A cell of a learner's notebook, read with care.

    `graded_as` is nbgrader's id of it, and `cell_id` the notebook's own; empty where there is none.
    `count` is the number under which it was run last, 0 where it wasn't. `shown` are words that it
    took from somewhere else and has shown.
    """

    kind: str
    source: str
    graded_as: str = ""
    cell_id: str = ""
    attachments: Attachments = field(default_factory=dict)
    count: int = 0
    shown: str = ""


@dataclass(frozen=True)
class Content:
    """What was in a file: cells, or the reason why there are none.

    `minor` is 12 where Python 3.12 has run it last, and 0 where that isn't known.
    """

    cells: tuple[Cell, ...] = ()
    notes: tuple[str, ...] = ()
    reason: str = ""
    minor: int = 0


def read_submission(submission: Submission) -> Submission:
    """Return a submission with its content and what lies beside it, or why there is none."""
    if submission.file is None:
        return submission
    with _one_large:
        kept, reason = _content_of(submission)
    digest = kept.digest
    files = {} if reason else _files_beside(submission, kept.content)
    for name, data in files.items():
        digest.update(f"\n{name}\n".encode() + data)
    return replace(
        submission, content=kept.content, reason=reason, files=files, digest=digest.hexdigest()
    )


def _content_of(submission: Submission) -> tuple[Kept, str]:
    assert submission.file is not None
    if not submission.inside:
        return read_file(submission.file)
    try:
        with opened_member(submission.file, submission.inside) as stream:
            return read_kept(stream, LARGEST_FILE), ""
    except TooMuch:
        return Kept(), _TOO_MUCH
    except ArchiveError as error:
        return Kept(), str(error)


def _files_beside(submission: Submission, notebook: bytes) -> dict[str, bytes]:
    """Return what was handed in beside the notebook, as far as it isn't too much.

    Another notebook is among it where this one runs it; what its cells have shown is left out.
    """
    assert submission.file is not None
    found: dict[str, bytes] = {}
    room = LARGEST_BESIDE
    content: bytes | None
    for name in submission.beside:
        home = PurePosixPath(submission.inside).parent
        file = submission.file.parent / submission.stored.get(name, name)
        if notebook_name(PurePosixPath(name).name):
            if not is_asked_for(name, notebook):
                continue
            other = replace(submission, file=file)
            if submission.inside:
                other = replace(submission, inside=str(home / name))
            content = _content_of(other)[0].content
        elif submission.inside:
            try:
                content = read_member(submission.file, str(home / name), room)
            except ArchiveError:
                continue
        else:
            content = _ordinary(file, room)
        if content is not None and len(content) <= room:
            found[name] = content
            room -= len(content)
    return found


def _ordinary(file: Path, most: int) -> bytes | None:
    """Return what an ordinary file holds; None where it is none, or larger than so many bytes."""
    try:
        with os.fdopen(os.open(file, _FLAGS), "rb") as stream:
            about = os.fstat(stream.fileno())
            if not stat.S_ISREG(about.st_mode) or about.st_size > most:
                return None
            return stream.read(most + 1)
    except OSError:
        return None


def read_file(file: Path) -> tuple[Kept, str]:
    """Return what is kept of a file that may still be being written, or why there is nothing."""
    ends = time.monotonic() + _SECONDS_TO_SETTLE
    while True:
        try:
            # A device or a pipe would never end.
            descriptor = os.open(file, _FLAGS)
            with os.fdopen(descriptor, "rb") as stream:
                before = os.fstat(descriptor)
                if not stat.S_ISREG(before.st_mode):
                    return Kept(), "the notebook is not an ordinary file"
                if before.st_size > LARGEST_FILE:
                    return Kept(), (
                        f"the file is {before.st_size / 1e6:,.0f} MB large: clear the outputs and "
                        "hand it in again"
                    )
                kept = read_kept(stream, LARGEST_FILE)
                after = os.fstat(descriptor)
        except TooMuch:
            return Kept(), _TOO_MUCH
        except OSError as error:
            return Kept(), f"the file can't be read: {error.strerror}"
        changing = (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns)
        fresh = abs(time.time() - after.st_mtime) < _JUST_NOW
        if not changing and (not fresh or _is_json(kept.content)):
            return kept, ""
        if time.monotonic() > ends:
            if changing:
                return Kept(), "the file is still being written: run the grading again later"
            return kept, ""
        time.sleep(0.2)


def _is_json(content: bytes) -> bool:
    return content.rstrip()[-1:] == b"}"


def read_cells(content: bytes) -> Content:
    """Return the cells of a notebook's bytes, or the reason why there are none."""
    with _one_large:
        return _read_cells(content)


def _read_cells(content: bytes) -> Content:
    if not content.strip():
        return Content(reason="the file is empty")
    data: Any = None
    notes: list[str] = []
    try:
        data = parsed(content, notes)
    except TooMuch:
        return Content(reason=_TOO_MUCH)
    except (ValueError, RecursionError, MemoryError) as error:
        return Content(reason=damage(content, error))
    if not isinstance(data, dict):
        return Content(reason="the file is JSON, but not a notebook")
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
        return Content(reason="the file is JSON, but not a notebook: it has no cells")
    there, left_out = _within_limits(raw)
    if len(there) < len(raw):
        notes.append(f"{len(raw) - len(there)} cells could not be read")
    if left_out:
        notes.append(f"pictures that are too large together were left out: {left_out}")
    if not there:
        return Content(reason="the notebook has no cells")
    cells = _chosen(there)
    if len(cells) > MOST_CELLS:
        notes.append(f"only {MOST_CELLS:,} of {len(cells):,} cells were read")
        # Those of the lesson come first: others can't push them out.
        graded = [number for number, cell in enumerate(cells) if cell.graded_as][:MOST_CELLS]
        others = [number for number, cell in enumerate(cells) if not cell.graded_as]
        kept = sorted([*graded, *others[: MOST_CELLS - len(graded)]])
        cells = [cells[number] for number in kept]
    return Content(tuple(cells), tuple(notes), minor=_minor(data))


def _minor(data: dict[str, Any]) -> int:
    about: Any = data
    for key in ("metadata", "language_info", "version"):
        about = about.get(key) if isinstance(about, dict) else None
    found = _VERSION.match(about) if isinstance(about, str) else None
    return int(found[1]) if found else 0


def _within_limits(raw: list[Any]) -> tuple[list[Cell], int]:
    """Return the cells, as far as they aren't too much, and how many pictures were left out."""
    cells: list[Cell] = []
    text, pictures, left_out = LARGEST_TEXT, LARGEST_PICTURES, 0
    for item in raw:
        cell = _cell(item)
        if cell is None or len(cell.source) > text:
            continue
        text -= len(cell.source)
        size = sum(len(one) for bundle in cell.attachments.values() for one in bundle.values())
        if size > pictures:
            left_out += len(cell.attachments)
            cell = replace(cell, attachments={})
        else:
            pictures -= size
        cells.append(cell)
    return cells, left_out


def _chosen(cells: list[Cell]) -> list[Cell]:
    """Return the cells without those that are empty and nobody's."""
    return [cell for cell in cells if cell.source.strip() or cell.graded_as] or cells[:1]


def _cell(item: Any) -> Cell | None:
    if not isinstance(item, dict):
        return None
    source = item.get("source", item.get("input", ""))
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        ends = any(line.endswith("\n") for line in source)  # some programs leave them all out
        fits = sum(map(len, source)) <= LARGEST_PICTURES
        source = ("" if ends else "\n").join(source) if fits else None
    kind = item.get("cell_type")
    if not isinstance(source, str) or not isinstance(kind, str):
        return None
    kind = "code" if kind == "code" else "raw" if kind == "raw" else "markdown"
    pictures = attachments_of(item.get("attachments"))
    kind, source = without_marks(kind, source)
    if kind != "code":
        source, pasted = unpasted(source)
        pictures |= pasted
    if len(source) > LONGEST_CELL:
        return None
    metadata = item.get("metadata")
    graded = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    graded_as = graded.get("grade_id") if isinstance(graded, dict) else None
    cell_id = item.get("id")
    if kind != "code" and f"{graded_as or cell_id}".endswith("-solution"):
        fenced = _FENCED.fullmatch(source)
        source = fenced["code"] if fenced else source
    count = item.get("execution_count")
    return Cell(
        kind=kind,
        # Halves of characters, which JSON can hold, can't be written to a file.
        source=source.replace("\r\n", "\n").encode("utf-8", "replace").decode("utf-8"),
        graded_as=graded_as if isinstance(graded_as, str) else "",
        cell_id=cell_id if isinstance(cell_id, str) else "",
        attachments=pictures,
        shown=words_shown(source, item.get("outputs")) if kind == "code" else "",
        count=count if type(count) is int and 0 < count < 100_000 else 0,
    )
