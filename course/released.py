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
    solved = course / "solutions" / lesson
    kept = course / "grading" / "released"
    folder, mark = kept / lesson, kept / f"{lesson}.digest"
    digest = _digest(course, solved)
    if not folder.is_dir() or read_text(mark) != digest:
        from course.grader.early import quick_imports

        with quick_imports():
            from course.release.lessons import release_unrecorded

        kept.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept, prefix=".release-") as made:
            release_unrecorded(course, solved, Path(made))
            mark.unlink(missing_ok=True)
            shutil.rmtree(folder, ignore_errors=True)
            Path(made, lesson).rename(folder)
        write_text(mark, digest)
    return folder


def _digest(course: Path, solved: Path) -> str:
    """Return a digest of all that the learner's side of a lesson depends on."""
    sources = [lesson_notebook(solved), course / "nbgrader_config.py"]
    sources += sorted((course / "solutions").glob(f"*/{BANK_FOLDER}/*.py"))
    sources += python_files(Path(__file__).resolve().parent / "release")
    sources += judging_files()
    digest = hashlib.sha256()
    for file in sources:
        digest.update(file.read_bytes())
    return digest.hexdigest()
