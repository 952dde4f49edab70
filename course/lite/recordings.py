"""Recordings of the lessons: made once, and again when what they depend on has changed."""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from course.files import judging_files, python_files
from course.folders import CourseError
from course.lite.page.values import unpack
from course.release.lessons import write_lessons
from course.run.inputs import digest_of_inputs
from helpers.data.sets import SYNTHETIC

_HOUSE = Path(__file__).resolve().parents[2]
_RECORDING = "recording.zip"
# The modules beside this one that have a say in what is recorded.
_RECORDERS = ("cells", "imports", "lesson", "record", "recordings", "statements")
SEED = 0


@dataclass(frozen=True)
class Recorded:
    """What the page of a lesson is made of.

    folder (Path): Where the learner's notebook and its checks lie.
    """

    folder: Path
    lesson: str

    @property
    def notebook(self) -> NotebookNode:
        """The learner's notebook."""
        return nbformat.read(self.folder / f"{self.lesson}.ipynb", as_version=4)

    @property
    def recording(self) -> dict[str, Any]:
        """What was recorded: see `record_lesson`."""
        data: dict[str, Any] = unpack((self.folder / _RECORDING).read_bytes())
        return data


def recordings(
    course: Path, kept: Path, lessons: list[Path], *, quick: bool, released: Path | None = None
) -> list[Recorded]:
    """Return what the pages of some lessons are made of, in their order.

    The pictures are those that the course draws: CIFAR-10's belong on no public page.

    course (Path): The course's folder.
    kept (Path): The folder where recordings are kept.
    lessons (list of Path): The folders of the lessons in `solutions/`.
    quick (bool): Whether models are trained on a small share of the data.
    released (Path or None): A folder with the learner's side; None to make it anew, for people work
        in `notebooks/`.
    Raises CourseError: If a lesson can't be released, or a cell ends in an error.
    """
    folders = {folder: kept / f"{folder.name}-{_digest(folder, quick=quick)}" for folder in lessons}
    missing = [folder for folder, target in folders.items() if not target.is_dir()]
    if missing:
        fresh = kept / "released"
        shutil.rmtree(fresh, ignore_errors=True)
        if released is None:
            write_lessons(course, fresh)
        for folder in missing:
            side = (released or fresh) / folder.name
            _record(folder, side, folders[folder], quick=quick)
        shutil.rmtree(fresh, ignore_errors=True)
    return [Recorded(target, folder.name) for folder, target in folders.items()]


def _digest(folder: Path, *, quick: bool) -> str:
    digest = hashlib.sha256(digest_of_inputs(folder, SYNTHETIC.name, quick=quick).encode())
    own = [Path(__file__).with_name(f"{name}.py") for name in _RECORDERS]
    own += python_files(Path(__file__).with_name("page"))
    for file in (*own, *python_files(_HOUSE / "course" / "release"), *judging_files()):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _record(solved: Path, released: Path, target: Path, *, quick: bool) -> None:
    """Record a lesson in a process of its own, and keep its learner's side beside it."""
    settings = {
        "COURSE_DATA": SYNTHETIC.name,
        "COURSE_SEED": str(SEED),
        "COURSE_QUICK": "1" if quick else "0",
        "COURSE_PROGRESS": "0",
        "PYTHONPATH": str(_HOUSE),
    }
    print(f"recording {solved.name}", flush=True)
    part = target.with_name(f"{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    shutil.copytree(released, part)
    command = [sys.executable, "-W", "ignore", "-m", "course.lite.lesson"]
    files = [solved, part / f"{solved.name}.ipynb", part / _RECORDING]
    if subprocess.run([*command, *files], env={**os.environ, **settings}, check=False).returncode:
        raise CourseError(f"{solved.name} could not be recorded, so there is no page: see above.")
    for old in _kept_before(target.parent, solved.name, part):
        shutil.rmtree(old)
    part.rename(target)


def _kept_before(kept: Path, lesson: str, but: Path) -> list[Path]:
    """Return the older recordings of a lesson."""
    return [old for old in kept.glob(f"{lesson}-*") if old != but]
