"""The learner's side of a lesson for the grader: made from `solutions/` alone, and kept.

What makes it takes long to import, and is imported where it has to be made.
"""

import hashlib
import shutil
import tempfile
from pathlib import Path

from course.files import judging_files, python_files, read_text, write_text
from course.folders import lesson_notebook
from helpers.checks.source import BANK_FOLDER


def released_copy(course: Path, lesson: str) -> Path:
    """Return a folder with the learner's side of a lesson, made from `solutions/` alone.

    What stands in `notebooks/` doesn't matter: people work there. The copy is made anew when
    something that it depends on has changed.

    Raises CourseError: If it can't be made.
    """
    folder, mark = _kept(course, lesson)
    kept = folder.parent
    if not is_current(course, lesson):
        from course.grader.early import quick_imports

        with quick_imports():
            from course.release.lessons import release_unrecorded

        digest = _digest(course, lesson)
        kept.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept, prefix=".release-") as made:
            release_unrecorded(course, course / "solutions" / lesson, Path(made))
            mark.unlink(missing_ok=True)
            shutil.rmtree(folder, ignore_errors=True)
            Path(made, lesson).rename(folder)
        write_text(mark, digest)
    return folder


def is_current(course: Path, lesson: str) -> bool:
    """Tell whether there is a copy, and nothing that it depends on has changed since."""
    folder, mark = _kept(course, lesson)
    return folder.is_dir() and read_text(mark) == _digest(course, lesson)


def _kept(course: Path, lesson: str) -> tuple[Path, Path]:
    """Return the folder of the copy, and the file with the digest of what it was made from."""
    kept = course / "grading" / "released"
    return kept / lesson, kept / f"{lesson}.digest"


def _digest(course: Path, lesson: str) -> str:
    """Return a digest of all that the learner's side of a lesson depends on."""
    sources = [lesson_notebook(course / "solutions" / lesson), course / "nbgrader_config.py"]
    sources += sorted((course / "solutions").glob(f"*/{BANK_FOLDER}/*.py"))
    sources += python_files(Path(__file__).resolve().parent / "release")
    sources += judging_files()
    digest = hashlib.sha256()
    for file in sources:
        digest.update(file.read_bytes())
    return digest.hexdigest()
