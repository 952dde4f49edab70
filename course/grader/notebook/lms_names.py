"""The names that Canvas, Moodle and others give to files and folders in a download of submissions.

Canvas: `smithann_12345_678901_lesson.ipynb` or `leebob_LATE_12346_678902_lesson-1.ipynb`: the
sortable name, perhaps LATE, the user's number, the submission's number, the file's own name.
Moodle: `Ann Smith_12345_assignsubmission_file_` as a folder, or in front of a file's own name. Its
number counts participants of the one assignment, and says nothing of the user.
Blackboard: `Lesson 1_smithann_attempt_2026-11-01-10-00-00_lesson.ipynb`, with a `.txt` to each.
Brightspace: `12345-678 - Ann Smith - Nov 1, 2026 1000 AM - lesson.ipynb`.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass

from dateutil.parser import parse

from course.grader.roster import Person

_CANVAS = re.compile(
    r"(?P<name>[^_/]+)_(?:LATE_)?(?P<number>\d+)_(?P<submission>\d+)_(?P<file>.+)", re.DOTALL
)
_MOODLE = re.compile(
    r"(?P<name>[^/]+?)_(?P<number>\d+)_assignsubmission_(?P<kind>file|onlinetext)_?(?P<file>.*)",
    re.DOTALL,
)
_BLACKBOARD = re.compile(
    r".+_(?P<name>[^_/]+)_attempt_(?P<time>\d{4}(-\d\d){5})(_(?P<file>.+)|\.txt)", re.DOTALL
)
_BRIGHTSPACE = re.compile(
    r"\d+-\d+ - (?P<name>[^/]+?) - "
    r"(?P<time>\w+ \d+, \d{4} \d{1,2}\d\d [AP]M) - (?P<file>.+)",
    re.DOTALL,
)
_AGAIN = re.compile(r"-\d+(?=(\.\w+)*$)")  # what Canvas adds to a file that was handed in again


@dataclass(frozen=True)
class Download:
    """What a name in a download says.

    name (str): The name of the person, as the system wrote it.
    number (str): The user's number in Canvas; empty for others.
    file (str): The file's own name; empty for a folder, and for Blackboard's own notes.
    submission (int): A later one has a higher number; 0 for Moodle.
    """

    name: str
    number: str
    file: str
    submission: int = 0


def read_name(name: str) -> Download | None:
    """Return what the name of a file or folder says, None where neither system wrote it."""
    if found := _MOODLE.fullmatch(name):
        return Download(found["name"].strip(), "", found["file"])
    if found := _CANVAS.fullmatch(name):
        file = _AGAIN.sub("", found["file"])
        return Download(found["name"], found["number"], file, int(found["submission"]))
    if found := _BLACKBOARD.fullmatch(name):
        time = found["time"].replace("-", "")
        return Download(found["name"], "", found["file"] or "", int(time))
    if found := _BRIGHTSPACE.fullmatch(name):
        hour = re.sub(r"(\d\d) ([AP]M)$", r":\1 \2", found["time"])
        with suppress(ValueError, OverflowError):
            time = f"{parse(hour):%Y%m%d%H%M%S}"
            return Download(found["name"], "", found["file"], int(time))
    return None


def student_of(
    download: Download, people: Mapping[str, Person], others: Collection[Download] = ()
) -> str:
    """Return the id under which a hand-in is filed.

    It is the roster's where the number or the name is in it: one person's, no two people's. Else it
    is the name, with the user's number where others of that name are in the same download.
    """
    by_number = [
        p.student for p in people.values() if download.number and p.lms_id == download.number
    ]
    if len(by_number) == 1:
        return by_number[0]
    by_name = [p.student for p in people.values() if _letters(download.name) in _spellings(p)]
    if len(by_name) == 1:
        return by_name[0]
    doubles = {other.number for other in others if other.name == download.name}
    if len(doubles | {download.number}) > 1:
        return f"{download.name}-{download.number}"
    return download.name


def _spellings(person: Person) -> set[str]:
    """Return how a name may be written: first name first or last, or the student's id."""
    first, last = person.first_name, person.last_name
    spellings = {_letters(first + last), _letters(last + first), _letters(person.student)}
    return spellings - {""}


def _letters(name: str) -> str:
    """Return a name's letters and digits alone, small: Canvas leaves out all else."""
    plain = unicodedata.normalize("NFC", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum())
