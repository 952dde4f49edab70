"""Where notebooks may lie in a folder or an archive, and what lies beside them."""

import json
import os
import re
import stat
import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath

from dateutil.parser import parse

from course.grader.notebook.archive import ArchiveError, is_archive, members
from helpers.checks.words import clean

TIME_FILE = "timestamp.txt"
_CLOCKS_DIFFER = timedelta(days=1)
_TIME = re.compile(r"\d{4}-\d\d?-\d\d?[T ]+\d\d?:\d\d")
_OFFSET = re.compile(r":\d\d(\.\d+)? *[+-]\d\d:?\d\d$")  # from UTC, in figures
DEEPEST = 8
MOST_ENTRIES = 5000  # of one student's folder that are looked at
MOST_BESIDE = 100
_NUMBER = re.compile(r"\d{1,15}")
_NOT_THERE_YET = ".icloud"  # stands for a file that lies on a server
_NOTEBOOK = re.compile(r"(?i)(?P<stem>.+)\.ipynb(\.(txt|json))?(\s*\(\d+\))?")
# A notebook that runs or imports another one.
_RUNS_ANOTHER = re.compile(
    rb"%run\b|run_line_magic|import_ipynb|nbimporter|\bipynb\.fs\b|\bnbformat\b|\bopen\("
)
_NOT_BESIDE = {"timestamp.txt", "submission_secret.txt", "checks.json"}
_SIGNS = (b'"cells"', b'"nbformat"', b'"worksheets"', b'"metadata"', b'"content"')


@dataclass(frozen=True)
class Found:
    """A notebook that was found.

    file (Path): It, or the archive that it lies in.
    name (str): Its name below the folder that was looked in.
    inside (str): Its name in the archive; empty where it lies in none.
    time (float): When it was changed.
    """

    file: Path
    name: str
    inside: str = ""
    time: float = 0.0

    @property
    def last(self) -> str:
        """Its name without folders."""
        return PurePosixPath(self.name).name

    @property
    def stem(self) -> str:
        """Its name without what says that it is a notebook."""
        return notebook_name(self.last) or PurePosixPath(self.last).stem

    @property
    def numbers(self) -> list[int]:
        """The numbers in its name and in those of its folders."""
        return [int(number) for number in _NUMBER.findall(self.name)]

    def is_version_of(self, other: "Found") -> bool:
        """Tell whether two names differ in numbers only, as a program or a person counts them."""
        return _NUMBER.sub("0", self.name) == _NUMBER.sub("0", other.name)

    def likeness(self, lesson: str) -> int:
        """Return how much its name has of the lesson's name."""
        return sum(word in plain(self.stem) for word in plain(lesson).split("_"))

    def is_solved(self, lesson: str) -> bool:
        """Tell whether it is the course's own solved notebook, in a copy of the whole course."""
        folders = [plain(part) for part in PurePosixPath(self.name).parent.parts]
        return folders[-2:] == ["solutions", plain(lesson)]

    def may_be(self, lesson: str) -> bool:
        """Tell whether it may be the lesson's, in a folder of any name: its content will say.

        What has numbers in its name, and not the lesson's, is of another lesson.
        """
        ours = {int(number) for number in _NUMBER.findall(lesson)[:1]}
        return "/" in self.name and (not self.numbers or not ours.isdisjoint(self.numbers))

    def beside(self, place: Path) -> tuple[str, ...]:
        """Return the names of the files beside it, below its own folder; other notebooks come last.

        place (Path): The student's folder, or the lesson's in it. What lies in other folders of a
            student's belongs to other lessons.
        """
        if self.inside:
            home = PurePosixPath(self.inside).parent
            names = [PurePosixPath(name) for name in _members(self.file)]
            below = [name.relative_to(home) for name in names if name.is_relative_to(home)]
        elif self.file.parent == place.parent:
            return ()  # all students' files lie in one folder
        else:
            home_of_all = self.file.parent
            depth = 3 if home_of_all.name.casefold() in self.stem.casefold() else 0
            found = (file.relative_to(home_of_all) for file in _walk(home_of_all, depth))
            below = [PurePosixPath(file.as_posix()) for file in found]
        others = [name for name in below if may_lie_beside(name) and name.name != self.last]
        others.sort(key=lambda name: bool(notebook_name(name.name)))
        return tuple(map(str, others))[:MOST_BESIDE]


def notebook_name(name: str) -> str:
    """Return what a notebook is called; empty where a name is that of no notebook."""
    match = _NOTEBOOK.fullmatch(name)
    return match["stem"] if match else ""


def notebooks_in(place: Path, *, deep: bool) -> tuple[list[Found], str]:
    """Return the notebooks in a folder or an archive, the shallowest first, and what is wrong.

    place (Path): A folder, or a zip archive.
    deep (bool): Whether to look into folders, too.
    """
    found: list[Found] = []
    problem = ""
    doubtful: list[Found] = []
    for file in [place] if place.is_file() else _walk(place, DEEPEST if deep else 0):
        name = file.name if file == place else file.relative_to(place).as_posix()
        if file.is_symlink():
            if notebook_name(file.name):
                problem = f"the notebook {file.name} is a link, which is not followed"
        elif not file.is_file():
            continue
        elif notebook_name(file.name):
            found.append(Found(file, name, time=time_of(file)))
        elif file.suffix.lower() == ".zip":
            try:
                names = members(file)
            except (ArchiveError, OSError) as error:
                problem = f"{error}: {file.name}"
                continue
            inside = [one for one in names if _is_notebook_in_archive(one)]
            shut = [one for one in names if is_archive(one)]
            if shut and not inside:
                problem = f"an archive in {file.name} lies too deep or can't be read: {shut[0]}"
            found += [Found(file, f"{name}/{one}", one, time_of(file)) for one in inside]
        elif file.name not in _NOT_BESIDE and _looks_like_a_notebook(file):
            doubtful.append(Found(file, name, time=time_of(file)))
    found = found or doubtful
    found.sort(key=lambda one: (one.name.count("/"), bool(one.inside), one.name.casefold()))
    return found, problem


def others_in(place: Path) -> list[str]:
    """Return the names of files in a folder that are no notebooks, those of nbgrader left out."""
    return [file.name for file in _walk(place, 0) if file.name not in _NOT_BESIDE]


def readable(name: str) -> str:
    """Return a file's name as text that can be written: some archives hold names in no UTF-8."""
    return clean(os.fsencode(name).decode("utf-8", "replace"))


def plain(name: str) -> str:
    """Return a name for comparing: umlauts are written in two ways, and case gets lost."""
    return unicodedata.normalize("NFC", name).casefold().strip()


def is_asked_for(name: str, notebook: bytes) -> bool:
    """Tell whether a notebook seems to run another one, as a file or as a module."""
    stem = PurePosixPath(name).stem
    spellings = {stem, json.dumps(stem)[1:-1], re.sub(r"\W", "_", stem)}
    asked = any(spelling.encode() in notebook for spelling in spellings)
    return asked and _RUNS_ANOTHER.search(notebook) is not None


def line_of(file: Path) -> str:
    """Return the one short line of a file, empty where there is none; a pipe would never end."""
    try:
        with os.fdopen(os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW), "rb") as stream:
            about = os.fstat(stream.fileno())
            if not stat.S_ISREG(about.st_mode) or about.st_size > 200:
                return ""
            content = stream.read(200)
            wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")  # as PowerShell writes
            return clean(content.decode("utf-16" if wide else "utf-8-sig").strip())
    except (OSError, ValueError):
        return ""


def about_time(notes: Iterable[str]) -> tuple[str, ...]:
    """Return those of some notes that are on the time of handing in."""
    return tuple(note for note in notes if note.startswith(TIME_FILE))


def in_utc(time: str) -> str:
    """Return a time of handing in for nbgrader, which takes the 0200 of `+0200` for seconds."""
    if not _OFFSET.search(time):
        return time
    when = parse(time)
    return f"{when - (when.utcoffset() or timedelta()):%Y-%m-%d %H:%M:%S.%f} UTC"


def problem_of_time(text: str, file: Path) -> str:
    """Say what is odd about the time of handing in; what lacks a date would be taken for today."""
    if not text:
        return "is empty or can't be read, and was ignored" if os.path.lexists(file) else ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a zone that it doesn't know
            when = parse(text)
        # The gradebook keeps UTC, which is none at the ends of time.
        when = (when - (when.utcoffset() or timedelta())).replace(tzinfo=None)
        if not _TIME.match(text):
            raise ValueError(text)
    except (ValueError, OverflowError, TypeError, Warning):
        return f"contains no date and time, and was ignored: {text[:60]}"
    ahead = when - datetime.now(UTC).replace(tzinfo=None)
    return f"is in the future, and was ignored: {text[:60]}" if ahead > _CLOCKS_DIFFER else ""


def _walk(folder: Path, depth: int) -> Iterator[Path]:
    """Yield files below a folder, so deep and so many: somebody may have nested a thousand."""
    left = MOST_ENTRIES
    waiting = [(folder, 0)]
    while waiting:
        here, level = waiting.pop(0)
        with suppress(OSError), os.scandir(here) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name)[:left]:
                left -= 1
                hidden = entry.name.startswith((".", "~$"))  # the lock of an open document
                hidden = hidden and not entry.name.endswith(_NOT_THERE_YET)
                if hidden or entry.name in ("__MACOSX", "__pycache__"):
                    continue
                if not entry.is_dir(follow_symlinks=False):
                    if not (entry.is_symlink() and entry.is_dir()):
                        yield Path(entry.path)
                elif level < depth:
                    waiting.append((Path(entry.path), level + 1))


def _members(archive: Path) -> list[str]:
    try:
        return members(archive)
    except (ArchiveError, OSError):
        return []


def _is_notebook_in_archive(name: str) -> bool:
    parts = PurePosixPath(name).parts
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
    return bool(notebook_name(parts[-1])) and not hidden


def may_lie_beside(name: PurePosixPath) -> bool:
    """Tell whether a file is put beside the notebook under this name: ours are there already."""
    try:
        str(name).encode("utf-8")
    except UnicodeEncodeError:
        return False
    known = name.name in _NOT_BESIDE or name.parts[0].partition(".")[0] in ("helpers", "course")
    shown = not any(part.startswith((".", "__")) for part in name.parts)
    return shown and not known and name.suffix.lower() != ".zip"


def _looks_like_a_notebook(file: Path) -> bool:
    """Tell whether a file with another name begins as a notebook does."""
    with suppress(OSError), file.open("rb") as stream:
        start = stream.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
        return start.startswith(b"{") and any(sign in start for sign in _SIGNS)
    return False


def time_of(file: Path) -> float:
    """Return when a file was changed, in seconds; 0 where it can't be read."""
    with suppress(OSError):
        return file.stat().st_mtime
    return 0.0
