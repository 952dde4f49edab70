"""Who has handed in and isn't graded yet: a run may have been for some only, or interrupted."""

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from shlex import quote

from course.files import read_json, write_json
from course.folders import CourseError
from course.grader.notebook.find import find_submissions
from course.grader.roster import roster

_FOLDER = ".submitted.json"  # where the last run of a download found it


def note_folder(course: Path, lesson: str, submitted: Path) -> None:
    """Write down where a run finds what was handed in, if that isn't the usual folder."""
    if submitted.resolve() != _usual(course):
        write_json(course / "grading" / "results" / lesson / _FOLDER, str(submitted))


def ungraded(course: Path, lesson: str, graded: Collection[str]) -> dict[str, str]:
    """Return who has handed in a lesson and isn't graded, with the command that grades them.

    They are found as the next run would find them. Of those whom the class list lacks, and where
    there is none, only notebooks count.

    graded (collection of str): The students who are graded.
    Raises CourseError: If the class list is damaged.
    """
    people = roster(course)
    if people is not None and people.keys() <= {*graded}:
        return {}  # nobody is asked about, and to look takes a while
    found = {}
    for folder, command in _commands(course, lesson).items():
        with suppress(CourseError):  # the next run says what is wrong with the folder
            for one in find_submissions(folder, lesson, people, course / "grading" / "downloads"):
                if one.file is not None or (people is not None and one.student in people):
                    found[one.student] = command
    return {student: found[student] for student in sorted(found.keys() - {*graded})}


def _commands(course: Path, lesson: str) -> dict[Path, str]:
    """Return the folders with what was handed in, and the commands that grade what is there."""
    usual, command = _usual(course), f"course grade {lesson[:2]}"
    last = read_json(course / "grading" / "results" / lesson / _FOLDER)
    other = Path(last) if isinstance(last, str) else usual
    found = {other: f"{command} --submitted {quote(str(other))}", usual: command}
    return {folder: way for folder, way in found.items() if folder.is_dir()}


def _usual(course: Path) -> Path:
    return (course / "grading" / "submitted").resolve()
