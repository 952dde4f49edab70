"""Who handed in what, as Gradescope's export says: its folders bear numbers alone."""

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from course.grader.notebook.lms.lms_names import whose
from course.grader.notebook.places import readable
from course.grader.roster import Person

_FILE = "submission_metadata.yml"
_LARGEST = 20_000_000  # bytes
_FOLDER = re.compile(r"(submission_\d+):\s*")
_ABOUT = re.compile(r"\s+(?P<begins>-\s+)?:(?P<what>name|sid|email):\s*(?P<value>\S.*)?")
_BY = ("sid", "email", "name")  # the surest first


def submitters(folder: Path, lesson: str, people: Mapping[str, Person]) -> dict[str, list[str]]:
    """Return who handed in each folder of an export: several, where a group did.

    folder (Path): Of the export; what is none gives nothing.
    lesson (str): Its name.
    people (mapping of str to Person): The class by student id.
    """
    found: dict[str, list[dict[str, str]]] = {}
    about: list[dict[str, str]] = []
    listed = False  # whether those who handed it in are being listed
    for line in _lines(folder / _FILE):
        if folder_named := _FOLDER.fullmatch(line):
            about = found.setdefault(folder_named[1], [])
        elif line.startswith("  :"):
            listed = line.strip() == ":submitters:"
        elif listed and (said := _ABOUT.fullmatch(line)):
            if said["begins"] or not about:
                about.append({})
            about[-1][said["what"]] = readable((said["value"] or "").strip().strip("'\""))
    return {
        name: [who for one in group if (who := _id_of(one, lesson, people))]
        for name, group in found.items()
    }


def _id_of(about: Mapping[str, str], lesson: str, people: Mapping[str, Person]) -> str:
    """Return the id on the class list, or else what the export has."""
    said = [about[key] for key in _BY if about.get(key)]
    known = [who for one in said if (who := whose(one, lesson, people)) in people]
    return (known or said or [""])[0]


def _lines(file: Path) -> list[str]:
    with suppress(OSError):
        if file.is_file() and not file.is_symlink() and file.stat().st_size <= _LARGEST:
            return file.read_text(encoding="utf-8", errors="replace").splitlines()
    return []
