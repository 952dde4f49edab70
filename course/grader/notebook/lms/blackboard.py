"""Who handed in what, as the receipts in Blackboard's download say: its files have user names."""

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from course.grader.notebook.lms.lms_names import read_name, whose
from course.grader.roster import Person

_RECEIPT = re.compile(r".+_attempt_\d{4}(-\d\d){5}\.txt")
_NAME = re.compile(r"(?m)^\s*Name:[ \t]*(\S.*?)\s*$")
_LARGEST = 1_000_000  # bytes: what a learner has typed stands in it as well


def receipts(folder: Path, lesson: str, people: Mapping[str, Person]) -> dict[str, str]:
    """Return the id on the class list for each user name whose receipt names somebody on it."""
    found: dict[str, str] = {}
    for file in sorted(folder.glob("*_attempt_*.txt")) if people else ():
        about = read_name(file.name) if _RECEIPT.fullmatch(file.name) else None
        said = _NAME.search(_text(file))  # the first line: below it stands what somebody wrote
        if about and said and (who := whose(said[1], lesson, people)) in people:
            found[about.name] = who
    return found


def _text(file: Path) -> str:
    with suppress(OSError):
        if file.is_file() and not file.is_symlink() and file.stat().st_size <= _LARGEST:
            return file.read_text(encoding="utf-8-sig", errors="replace")
    return ""
