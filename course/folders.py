"""Where the course is on this machine, and which lessons it has."""

from collections.abc import Sequence
from pathlib import Path


class CourseError(Exception):
    """Something about the course's folder isn't as it must be; one sentence says what to do."""


def course_folder() -> Path:
    """Return the course's folder: the nearest one above the working folder, or the installed one.

    Raises CourseError: If neither holds the folder `solutions`.
    """
    here = Path.cwd()
    for folder in (here, *here.parents, Path(__file__).resolve().parents[1]):
        if (folder / "solutions").is_dir() and (folder / "nbgrader_config.py").is_file():
            return folder
    raise CourseError(
        f"{here} is not inside the course: change to the folder that holds solutions/ "
        "and nbgrader_config.py, and try again."
    )


def lesson_folders(course: Path, named: Sequence[str] = ()) -> list[Path]:
    """Return the folders of the solved lessons, in order.

    course (Path): The course's folder.
    named (sequence of str): Names of lessons, or beginnings of names such as '01'; all lessons by
        default.
    Raises CourseError: If a name fits no lesson.
    """
    folders = sorted(file.parent for file in (course / "solutions").glob("*/*.ipynb"))
    if not named:
        return folders
    chosen = []
    for name in named:
        begins = name.zfill(2) if name.isdigit() else name  # 7 is 07, and 1 isn't 10
        fitting = [folder for folder in folders if folder.name.startswith(begins)]
        if not fitting:
            names = ", ".join(folder.name for folder in folders)
            raise CourseError(f"there is no lesson {name!r}: the lessons are {names}.")
        chosen += [folder for folder in fitting if folder not in chosen]
    return chosen


def one_lesson(course: Path, name: str) -> str:
    """Return the full name of the lesson that a name, or its beginning, stands for.

    Raises CourseError: If it fits no lesson, or several.
    """
    folder, *others = lesson_folders(course, [name])
    if others:
        names = ", ".join(fitting.name for fitting in (folder, *others))
        raise CourseError(f"{name!r} fits several lessons: name one of {names}.")
    return folder.name


def lesson_notebook(folder: Path) -> Path:
    """Return the notebook of a lesson's folder: it bears the folder's name."""
    return folder / f"{folder.name}.ipynb"
