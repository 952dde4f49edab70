"""Hand-ins of nobody in the class: they are named at once, while a slip is easily put right."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from course.folders import CourseError
from course.grader.notebook.find import find_submissions
from course.grader.notebook.lms.lms_names import whose
from course.grader.notebook.submission import Submission
from course.grader.people.listed import listed
from course.grader.roster import Person, roster

# What stands between the names of a group.
_AND = re.compile(r"\s*[,;&+]\s*|\s+(?:and|und|et|y|e|og|och|en)\s+")
# Folders of the course in which nobody hands in: each lesson there would become a learner.
_OURS = ("notebooks", "solutions", "work", "grading/autograded", "grading/feedback")


@dataclass(frozen=True)
class HandIns:
    """What was handed in, and what is to be said of hand-ins that are nobody's in the class."""

    submissions: list[Submission]
    remarks: list[str]


def see_folder(folder: Path, course: Path) -> None:
    """Raise CourseError where a folder or file can hold no hand-ins of a class."""
    if folder.is_file():
        raise CourseError(
            f"{folder} is one file: name the folder that it lies in, or a zip of such a folder. "
            "In it each notebook is STUDENT.ipynb, or lies in a folder of the student's."
        )
    home = course.resolve()
    ours = [home / name for name in _OURS]
    if folder in (home, home / "grading") or any(folder.is_relative_to(one) for one in ours):
        raise CourseError(
            f"{folder} is a folder of the course's own, in which nobody hands in: name the folder "
            "with the hand-ins."
        )


def of_the_class(
    submissions: Sequence[Submission],
    people: Mapping[str, Person] | None,
    folder: Path,
    *,
    named: bool,
) -> HandIns:
    """Return the hand-ins that are graded, with a remark on each that is nobody's in the class.

    What holds no notebook and is nobody's makes no learner.

    people (mapping of str to Person, or None): The class by id; None where there is no class list.
    folder (Path): Where they lie.
    named (bool): Whether whose are graded was asked for by name.
    Raises CourseError: If there is nothing of anybody in the class, and nobody was asked for.
    """
    strangers = [one for one in submissions if people is not None and one.student not in people]
    groups = [one.student for one in strangers if _is_group(one.student, people or {})]
    for_groups = (
        f"Names of several people on the class list: {'; '.join(groups)}. For a group, put a copy "
        "of the notebook into a folder for each member."
    )
    if strangers and len(strangers) == len(submissions) and not named:
        if groups:
            raise CourseError(f"nobody who has handed in here is one person. {for_groups}")
        raise CourseError(
            f"nobody who has handed in here is on the class list: {_names(strangers)}. Is {folder} "
            "the right folder? If so, give its files names that the list has, or read a list that "
            "has these names (`course roster FILE.csv`)."
        )
    left_out = [one for one in strangers if one.file is None]
    graded = [one for one in submissions if one not in left_out]
    remarks = [
        f"{one.student} is not on the class list, and was left out: {one.reason}."
        for one in left_out
    ]
    remarks += [for_groups] if groups else []
    others = [
        one.student for one in strangers if one.file is not None and one.student not in groups
    ]
    if others:
        remarks.append(
            f"Not on the class list, and graded all the same: {', '.join(others)}. For somebody on "
            f"it with another name: `course roster --rename {quote(others[0])} ID`."
        )
    return HandIns(graded, remarks)


def _is_group(name: str, people: Mapping[str, Person]) -> bool:
    """Tell whether a name is made of those of two people in the class, or of more."""
    return len({whose(part, "", people) for part in _AND.split(name)} & {*people}) > 1


def _names(submissions: Sequence[Submission]) -> str:
    return listed([one.student for one in submissions])


def hand_ins(submitted: Path, course: Path, lesson: str, *, graded: bool, named: bool) -> HandIns:
    """Return what was handed in for a lesson.

    graded (bool): Whether anything was graded before: where a class was graded from downloads
        alone, there is nothing to grade without one.
    named (bool): Whether whose are graded was asked for by name.
    Raises CourseError: If there is nothing to grade.
    """
    see_folder(submitted, course)
    grading = course / "grading"
    no_download = graded and submitted == grading / "submitted"
    people = roster(course)
    if no_download and not submitted.is_dir():
        return of_the_class([], people, submitted, named=named)
    if not submitted.is_dir():
        raise CourseError(
            f"there is no folder {submitted}: put each notebook into "
            f"grading/submitted/STUDENT/{lesson}/, or name another folder with --submitted."
        )
    submissions = find_submissions(submitted, lesson, people, grading / "downloads")
    if not submissions and not no_download:
        raise CourseError(
            f"no notebook of {lesson} was found in {submitted}: put each into "
            f"STUDENT/{lesson}/, or into the folder itself as STUDENT.ipynb."
        )
    return of_the_class(submissions, people, submitted, named=named)
