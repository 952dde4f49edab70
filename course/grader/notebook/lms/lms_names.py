"""The names that Canvas, Moodle and others give to files and folders in a download of submissions.

Canvas: `smithann_12345_678901_lesson.ipynb` or `leebob_LATE_12346_678902_lesson-1.ipynb`: the
sortable name, perhaps LATE, the user's number, the submission's number, the file's own name.
Moodle: `Ann Smith_12345_assignsubmission_file_` as a folder, or in front of a file's own name, and
perhaps a group before it, `Group A-Ann Smith_...`. Its number counts participants of the one
assignment, and says nothing of the user but whether two of one name are two people.
Blackboard: `Lesson 1_smithann_attempt_2026-11-01-10-00-00_lesson.ipynb`, with a `.txt` to each.
Brightspace: `12345-678 - Ann Smith - Nov 1, 2026 1000 AM - lesson.ipynb`, or a folder of that name
without the file's.
PrairieLearn: `smith@uni.example_1_q1_1_submission_2_lesson.ipynb`, with the user's address.
ILIAS and OpenOlat: a folder `Smith_Ann_asmith_4711`, with last name, first name, user name, number.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

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
    r"(.+_)?(?P<name>[^_/]+)_attempt_(?P<time>\d{4}(-\d\d){5})(_(?P<file>.+)|\.txt)", re.DOTALL
)
_BRIGHTSPACE = re.compile(
    r"(?P<number>\d+)-\d+ - (?P<name>[^/]+?) ?- "
    r"(?P<time>[\w.]+ [\w.]+,? \d{4} \d{3,4}( [AP]M)?)( - (?P<file>.+))?",
    re.DOTALL,
)
_PRAIRIELEARN = re.compile(
    r"(?P<name>[^@/]+@[^_/]+)_.+_submission_(?P<submission>\d{1,9})(_(?P<file>.+))?", re.DOTALL
)
_SHORT = 2  # letters: the 2 of `Ann (2)` isn't a number by which somebody is known
_SURE_ID = re.compile(r"(?=.*\d).{3,}")  # no word or number that may mean something else
# As addresses and many platforms write them; for a sharp s Python does so itself.
_IN_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae"})
_AGAIN = re.compile(r"-(\d+)(?=(\.\w+)*$)")  # what Canvas adds to a file that was handed in again


@dataclass(frozen=True)
class Download:
    """What a name in a download says.

    name (str): The name of the person, as the system wrote it.
    number (str): The user's number in Canvas; empty for others.
    file (str): The file's own name; empty for a folder, and for Blackboard's own notes.
    submission (int): A later one has a higher number; 0 for Moodle.
    attempt (int): The number that Canvas adds to a file that was handed in again.
    participant (str): Of Moodle and Brightspace, what tells two people of one name apart.
    """

    name: str
    number: str
    file: str
    submission: int = 0
    attempt: int = 0
    participant: str = ""


def read_name(name: str) -> Download | None:
    """Return what the name of a file or folder says, None where neither system wrote it."""
    if found := _MOODLE.fullmatch(name):
        return Download(found["name"].strip(), "", found["file"], participant=found["number"])
    if found := _CANVAS.fullmatch(name):
        file, again = _AGAIN.sub("", found["file"]), _AGAIN.search(found["file"])
        attempt = int(again[1][:9]) if again else 0
        return Download(found["name"], found["number"], file, int(found["submission"]), attempt)
    if found := _BLACKBOARD.fullmatch(name):
        time = found["time"].replace("-", "")
        return Download(found["name"], "", found["file"] or "", int(time))
    if found := _BRIGHTSPACE.fullmatch(name):
        hour = re.sub(r"(\d\d)( [AP]M)?$", r":\1\2", found["time"])
        with suppress(ValueError, OverflowError):
            time, file = int(f"{parse(hour):%Y%m%d%H%M%S}"), found["file"] or ""
            return Download(found["name"], "", file, time, participant=found["number"])
    if found := _PRAIRIELEARN.fullmatch(name):
        return Download(found["name"], "", found["file"] or "", int(found["submission"]))
    return None


def student_of(
    download: Download, people: Mapping[str, Person], others: Collection[Download] = ()
) -> str:
    """Return the id under which a hand-in is filed.

    It is the roster's where the number or the name is in it: one person's, no two people's. Else it
    is the name, with a number where others of that name are in the same download.
    """
    by_number = [
        p.student for p in people.values() if download.number and p.lms_id == download.number
    ]
    if len(by_number) == 1:
        return by_number[0]
    numbers = {other.number or other.participant for other in others if other.name == download.name}
    if len(numbers) > 1:
        return f"{download.name}-{download.number or download.participant}"
    return _called(download.name, people) or download.name


def _called(name: str, people: Mapping[str, Person]) -> str:
    """Return the id of the one person of a name, before which a group's may stand; else nothing."""
    parts = name.split("-")
    for start in range(len(parts)):
        known = _named("-".join(parts[start:]), people)
        if known:
            return known.pop() if len(known) == 1 else ""
    told = {person.student for person in people.values() if name.casefold() in _addresses(person)}
    return told.pop() if len(told) == 1 else ""


def _named(name: str, people: Mapping[str, Person]) -> set[str]:
    """Return the ids of who is called so: with umlauts as they stand, or in two letters."""
    letters = _letters(name)
    exact = {one.student for one in people.values() if letters in _spellings(one)}
    letters = _folded(name)
    return exact or {one.student for one in people.values() if letters in _in_two_letters(one)}


@lru_cache(maxsize=10_000)
def _in_two_letters(person: Person) -> frozenset[str]:
    return frozenset(one.translate(_IN_TWO_LETTERS) for one in _spellings(person))


def whose(name: str, lesson: str, people: Mapping[str, Person]) -> str:
    """Return the id under which what bears a name is filed.

    The name of a folder or a file may be the roster's id, or else a name, an e-mail address or an
    LMS id of one person, with the lesson's name beside it: `Ann Smith - 01_accuracy_paradox`.
    What stands before the @ of an address is mostly a user name, and does as well.
    """
    if name in people:
        return name
    parts = re.split(rf"(?i)[\s_-]*(?:copy of )?{re.escape(lesson)}[\s_-]*", name)
    rest = [part for part in parts if part]
    bare = rest[0] if len(rest) == 1 else name
    for said in dict.fromkeys((name, bare, *re.split(r" - |[()\[\]]", bare))):
        letters, exact = _letters(said), said.strip().casefold()
        exact = exact if said == name or len(exact) > _SHORT else ""
        if said not in (name, bare) and letters.isdecimal() and len(letters) <= _SHORT:
            continue  # `[1] - Lesson 01`
        by_number = {one.student for one in people.values() if exact in _numbers(one)}
        known = _named(said, people) | by_number
        if len(known) == 1:
            return known.pop()
    words = {word.casefold() for word in re.split(r"[\s_,;()\[\]-]+", bare)}
    known = {
        person.student
        for person in people.values()
        for one in (person.student, *person.other_ids)
        if one.casefold() in words and _SURE_ID.fullmatch(one)
    }
    known = known or {one.student for one in people.values() if _is_told_by_a_part(bare, one)}
    if len(known) == 1:
        return known.pop()
    return bare if re.search(r" - (?i:copy of )?" + re.escape(lesson), name) else name


def _is_told_by_a_part(name: str, person: Person) -> bool:
    """Tell whether parts of a longer name are somebody's address, user name or whole name.

    A first name or a last name alone tells nobody, though an address may begin with it. The whole
    name counts where a number follows, as in `Smith_Ann_asmith_4711`, but not in `Ann_Smith_Jones`.
    """
    parts = [part.strip().casefold() for part in re.split(r"[_()\[\]]", name)]
    first, last = map(_folded, (person.first_name, person.last_name))
    told = {one for one in _addresses(person) if _folded(one) not in (first, last)}
    if not told.isdisjoint(parts) or name.casefold() in told:
        return True
    begins = {*map(_folded, parts[:2])}
    numbered = any(part.isdecimal() for part in parts[2:])
    return numbered and bool(first and last) and begins == {first, last}


@lru_cache(maxsize=10_000)
def _addresses(person: Person) -> frozenset[str]:
    """Return somebody's address, and what stands before its @."""
    address = person.email.casefold()
    user = address.partition("@")[0]
    return frozenset({address, user if len(user) > _SHORT else ""} - {""})


@lru_cache(maxsize=10_000)
def _numbers(person: Person) -> frozenset[str]:
    """Return what a person alone has: the id and others, an address, a number."""
    known = (person.student, person.email, person.lms_id, *person.other_ids)
    return frozenset({one.casefold() for one in known} - {""})


@lru_cache(maxsize=10_000)
def _spellings(person: Person) -> set[str]:
    """Return how a name may be written: first name first or last, or one of the student's ids."""
    first, last = person.first_name, person.last_name
    ids = (person.student, *(one for one in person.other_ids if len(one) > _SHORT))
    spellings = {_letters(first + last), _letters(last + first), *map(_letters, ids)}
    return spellings - {""}


def _letters(name: str) -> str:
    """Return a name's letters and digits alone, small: Canvas leaves out all else."""
    plain = unicodedata.normalize("NFC", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def _folded(name: str) -> str:
    """Return a name's letters with umlauts in two letters."""
    return _letters(name).translate(_IN_TWO_LETTERS)
