"""Reading what learners have handed in, whatever it is."""

import hashlib
import json
import os
import re
import stat
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from textwrap import dedent
from typing import Any

from course.grader.notebook.archive import ArchiveError, read_member
from course.grader.notebook.find import Submission
from course.grader.notebook.large import without_outputs
from course.grader.notebook.pictures import Attachments, attachments_of, unpasted

LARGEST_FILE = 200_000_000
LARGEST_WITHOUT_OUTPUTS = 50_000_000
LARGEST_BESIDE = 20_000_000  # bytes of all files beside the notebook together
MOST_VALUES = 2_000_000  # in a file: three bytes of it may take sixty of memory
MOST_CELLS = 2000
LONGEST_CELL = 1_000_000  # characters, without the pictures in it
# Databricks, Jupyter's own magic, and marimo.
_TEXT_IN_CODE = (
    re.compile(r"\s*%(md|%markdown|%md)\b[^\S\n]*\n?(?P<text>.*)", re.DOTALL),
    re.compile(
        r"\s*mo\.md\(\s*r?f?(?P<quote>\"\"\"|'''|\"|')(?P<text>.*)(?P=quote)\s*,?\s*\)\s*",
        re.DOTALL,
    ),
)
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_NOFOLLOW", 0)
_one_large = threading.Lock()
_SECONDS_TO_SETTLE = 2.0
_JUST_NOW = 5.0


@dataclass(frozen=True)
class Cell:
    """A cell of a learner's notebook, read with care.

    `graded_as` is nbgrader's id of it, and `cell_id` the notebook's own; empty where there is none.
    `count` is the number under which it was run last, 0 where it wasn't.
    """

    kind: str
    source: str
    graded_as: str = ""
    cell_id: str = ""
    attachments: Attachments = field(default_factory=dict)
    count: int = 0


@dataclass(frozen=True)
class Content:
    """What was in a file: cells, or the reason why there are none."""

    cells: tuple[Cell, ...] = ()
    notes: tuple[str, ...] = ()
    reason: str = ""


def read_submission(submission: Submission) -> Submission:
    """Return a submission with its content and what lies beside it, or why there is none."""
    if submission.file is None:
        return submission
    with _one_large:  # a large one fills the memory for a moment
        content, reason = _content_of(submission)
        digest = hashlib.sha256(content)
        kept = without_outputs(content)
        del content
    files = {} if reason else _files_beside(submission)
    for name, data in files.items():
        digest.update(f"\n{name}\n".encode() + data)
    return replace(submission, content=kept, reason=reason, files=files, digest=digest.hexdigest())


def _content_of(submission: Submission) -> tuple[bytes, str]:
    assert submission.file is not None
    if not submission.inside:
        return read_file(submission.file)
    try:
        return read_member(submission.file, submission.inside, LARGEST_FILE), ""
    except ArchiveError as error:
        return b"", str(error)


def _files_beside(submission: Submission) -> dict[str, bytes]:
    """Return what was handed in beside the notebook, as far as it isn't too much."""
    assert submission.file is not None
    found: dict[str, bytes] = {}
    room = LARGEST_BESIDE
    content: bytes | None
    for name in submission.beside:
        if submission.inside:
            home = PurePosixPath(submission.inside).parent
            try:
                content = read_member(submission.file, str(home / name), room)
            except ArchiveError:
                continue
        else:
            content = _ordinary(submission.file.parent / name, room)
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


def read_file(file: Path) -> tuple[bytes, str]:
    """Return the content of a file that may still be being written, or why there is none."""
    ends = time.monotonic() + _SECONDS_TO_SETTLE
    while True:
        try:
            # A device or a pipe would never end.
            descriptor = os.open(file, _FLAGS)
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
    if not content.strip():
        return Content(reason="the file is empty")
    if len(content) > LARGEST_WITHOUT_OUTPUTS or _values(content) > MOST_VALUES:
        return Content(reason="the file holds too much: clear the outputs and hand it in again")
    data: Any = None
    notes: list[str] = []
    try:
        data = _unwrapped(json.loads(_text(content, notes)))
    except (ValueError, RecursionError, MemoryError):
        return Content(reason=_damage(content))
    if not isinstance(data, dict):
        return Content(reason="the file is JSON, but no notebook")
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
        return Content(reason="the file is JSON, but no notebook: it has no cells")
    there = [cell for item in raw if (cell := _cell(item)) is not None]
    if len(there) < len(raw):
        notes.append(f"{len(raw) - len(there)} cells could not be read")
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
    return Content(tuple(cells), tuple(notes))


def _values(content: bytes) -> int:
    return sum(content.count(mark) for mark in (b"[", b"{", b","))


def _chosen(cells: list[Cell]) -> list[Cell]:
    """Return the cells without those that are empty and nobody's."""
    return [cell for cell in cells if cell.source.strip() or cell.graded_as] or cells[:1]


def _unwrapped(data: Any) -> Any:
    """Return the notebook in what Jupyter's contents API answers, as some tools save it."""
    for _ in range(2):
        if isinstance(data, dict) and "cells" not in data and "content" in data:
            data = data["content"]
            if isinstance(data, str):
                data = json.loads(data)
    return data


def _damage(content: bytes) -> str:
    if content.startswith(b"PK"):
        return "the file is an archive (zip), not a notebook"
    if b"<<<<<<< " in content:
        return "the file is damaged: git or nbdime has left conflict marks in it"
    if content.lstrip()[:1] == b"<":
        return "the file is a page of HTML, no notebook: take *Download*, not *Save page*"
    return "the file is damaged: it is not JSON to its end"


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
    if not isinstance(source, str) or not isinstance(kind, str):
        return None
    kind = "code" if kind == "code" else "raw" if kind == "raw" else "markdown"
    pictures = attachments_of(item.get("attachments"))
    if kind == "code":
        kind, source = _as_text(source)
    if kind != "code":
        source, pasted = unpasted(source)
        pictures |= pasted
    if len(source) > LONGEST_CELL:
        return None
    metadata = item.get("metadata")
    graded = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    graded_as = graded.get("grade_id") if isinstance(graded, dict) else None
    cell_id = item.get("id")
    count = item.get("execution_count")
    return Cell(
        kind=kind,
        # Halves of characters, which JSON can hold, can't be written to a file.
        source=source.replace("\r\n", "\n").encode("utf-8", "replace").decode("utf-8"),
        graded_as=graded_as if isinstance(graded_as, str) else "",
        cell_id=cell_id if isinstance(cell_id, str) else "",
        attachments=pictures,
        count=count if type(count) is int and 0 < count < 100_000 else 0,
    )


def _as_text(source: str) -> tuple[str, str]:
    """Return kind and source of a cell of code, which some front ends make of a text."""
    for form in _TEXT_IN_CODE:
        if found := form.fullmatch(source):
            return "markdown", dedent(found["text"]).strip()
    return "code", source
