"""Made-up hand-ins: a notebook, archives, and the one submission that a folder holds."""

import io
import json
import zipfile
from pathlib import Path

from course.grader.notebook.find import find_submissions
from course.grader.notebook.read import read_submission
from course.grader.notebook.submission import Submission

LESSON = "01_accuracy_paradox"
NOTEBOOK = json.dumps({"cells": [{"cell_type": "code", "source": "x = 1"}]}).encode()


def zipped(files: dict[str, bytes]) -> bytes:
    """Return an archive of some files, by their names in it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            made.writestr(name, text)
    return content.getvalue()


def the_one(folder: Path) -> Submission:
    [one] = find_submissions(folder, LESSON)
    return read_submission(one)


def hand_in(folder: Path, name: str, content: bytes = b"{}") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def found(folder: Path) -> list[tuple[str, str, str]]:
    """Return student, notebook and reason of each submission."""
    return [
        (one.student, one.file.name if one.file else "", one.reason)
        for one in find_submissions(folder, LESSON)
    ]
