"""Writing files so that they are whole or absent, whenever the power fails."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import psutil

import helpers
from course.folders import CourseError

# The name of a file while it is written, as by `part_of`; a database keeps a journal beside it.
_BEGINNING = 4000  # bytes
_SPREADSHEETS = (".xlsx", ".xls", ".ods", ".numbers")
_PART = re.compile(r"\.(?P<name>.+)\.(?P<writer>\d+)\.part(-journal)?", re.DOTALL)


def write_text(file: Path, text: str) -> None:
    """Write a text under a temporary name, then rename it; leave an equal file as it is.

    What a process that was killed left of writing this file is removed: each run looks once.

    Raises CourseError: If it can't be written.
    """
    content = text.encode("utf-8", "replace")  # halves of characters, which Python's text can hold
    part = part_of(file)
    try:
        _remove_leftovers_of(file)
        with suppress(OSError):
            if file.read_bytes() == content:
                return
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        os.replace(part, file)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise CourseError(
            f"{file} can't be written: {error.strerror}. Make room, or change its permissions, and "
            "run the same command again: it goes on where it stopped."
        ) from None


def write_output(file: Path, text: str, sign: str) -> None:
    """Write a text under a name that somebody has typed: over nothing but an earlier text like it.

    sign (str): What the beginning of each text of this kind holds.

    Raises CourseError: If something else is there, or a spreadsheet's own format is asked for.
    """
    if file.suffix.lower() in _SPREADSHEETS:
        raise CourseError(
            f"{file.name} can't be a spreadsheet of its own kind: what is written is text. Give "
            "the file a name that ends in .csv; spreadsheets open that, too."
        )
    with suppress(OSError):
        with file.open("rb") as stream:
            begins = stream.read(_BEGINNING).decode("utf-8", "replace")
        if begins.strip() and sign not in begins:
            raise CourseError(
                f"{file} is there already and is something else: nothing was written. Give another "
                "name, or move that file away."
            )
    write_text(file, text)


def part_of(file: Path) -> Path:
    """Return the name under which this process writes a file that is not yet whole."""
    return file.with_name(f".{_short(file)}.{os.getpid()}.part")


def _short(file: Path) -> str:
    return os.fsencode(file.name)[:200].decode("utf-8", "ignore")


def remove_leftovers(folder: Path) -> None:
    """Remove what processes that were killed left half-written in a folder."""
    for leftovers in _leftovers(folder).values():
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)


def _remove_leftovers_of(file: Path) -> None:
    for leftover in _leftovers_once(file.parent.absolute()).get(_short(file), ()):
        leftover.unlink(missing_ok=True)


def _leftovers(folder: Path) -> dict[str, list[Path]]:
    """Return what killed processes left half-written in a folder, by the name of the file."""
    leftovers: dict[str, list[Path]] = {}
    for file in folder.iterdir() if folder.is_dir() else ():
        part = _PART.fullmatch(file.name)
        if part and not psutil.pid_exists(int(part["writer"])):
            leftovers.setdefault(part["name"], []).append(file)
    return leftovers


# Listed at every write, a folder of n files would cost n times n looks.
_leftovers_once = cache(_leftovers)


@contextmanager
def only_one(lock: Path, lesson: str) -> Iterator[None]:
    """Let one process at a time grade a lesson: a lock that goes with its process.

    Raises CourseError: If another one is at work.
    """
    import fcntl  # where there is none, nothing is graded

    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        stream = lock.open("w", encoding="utf-8")
    except OSError as error:
        raise CourseError(f"{lock} can't be written: {error.strerror}.") from None
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CourseError(
                f"{lesson} is being graded here by another `course grade`: wait until it is done."
            ) from None
        except OSError:
            pass  # a disk that has no locks
        yield


def python_files(folder: Path) -> list[Path]:
    """Return all Python files below a folder of ours, in order, for a digest of them.

    Raises CourseError: If there is none: a digest of nothing would never change.
    """
    files = sorted(folder.rglob("*.py"))
    if not files:
        raise CourseError(
            f"there are no Python files in {folder}, where the course's own code should be."
        )
    return files


def judging_files() -> list[Path]:
    """Return the code by which answers are judged: the checks, and what compiles exercises."""
    here = Path(__file__).resolve().parent
    checks = Path(helpers.__path__[0], "checks")
    return [*python_files(checks), here / "compiled.py", here / "exercise.py"]


def read_text(file: Path) -> str:
    """Return what a file holds, or an empty text where there is none that can be read."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def write_json(file: Path, data: Any) -> None:
    """Write data as JSON, as `write_text` does."""
    write_text(file, json.dumps(data, indent=1, ensure_ascii=False) + "\n")


def read_json(file: Path) -> Any:
    """Return the data of a JSON file, or None where there is none that can be read."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
