"""Writing files so that they are whole or absent, whenever the power fails."""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from course.folders import CourseError


def write_text(file: Path, text: str) -> None:
    """Write a text under a temporary name, then rename it; leave an equal file as it is.

    Raises
    ------
    CourseError
        If it can't be written.
    """
    content = text.encode("utf-8", "replace")  # halves of characters, which Python's text can hold
    part = file.with_name(f".{file.name[:100]}.{os.getpid()}.part")
    try:
        _remove_left(file)
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
            f"{file} can't be written: {error.strerror}. Make room, or mend its rights, and run "
            "the same command again: it goes on where it stopped."
        ) from None


def _remove_left(file: Path) -> None:
    """Remove what a process that was killed left of its writing this file."""
    start, end = f".{file.name[:100]}.", ".part"
    for left in file.parent.iterdir() if file.parent.is_dir() else ():
        writer = left.name.removeprefix(start).removesuffix(end)
        ours = left.name == f"{start}{writer}{end}" and writer.isdecimal()
        if ours and not psutil.pid_exists(int(writer)):
            left.unlink(missing_ok=True)


def python_files(folder: Path) -> list[Path]:
    """Return all Python files below a folder of ours, in order, for a digest of them.

    Raises
    ------
    CourseError
        If there is none: a digest of nothing would never change.
    """
    files = sorted(folder.rglob("*.py"))
    if not files:
        raise CourseError(
            f"no Python files lie in {folder}, where the course's own code should be."
        )
    return files


def write_json(file: Path, data: Any) -> None:
    """Write data as JSON, as `write_text` does."""
    write_text(file, json.dumps(data, indent=1, ensure_ascii=False) + "\n")


def read_json(file: Path) -> Any:
    """Return the data of a JSON file, or None where there is none that can be read."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
