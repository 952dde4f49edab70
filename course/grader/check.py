"""`course check`: what the grader will make of a notebook, before it is handed in."""

import re
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from importlib.metadata import packages_distributions
from pathlib import Path, PurePosixPath

from packaging.utils import canonicalize_name

from course.folders import CourseError, lesson_folders
from course.grader.lesson import Lesson, load_lesson
from course.grader.marks.marking import mark_submission, names_of_cells
from course.grader.marks.marks import Graded
from course.grader.notebook.matching import another_lesson
from course.grader.notebook.places import Found
from course.grader.notebook.read import Cell, read_cells, read_submission
from course.grader.notebook.submission import Submission
from course.grader.sandbox.bubblewrap import Box
from course.grader.sandbox.fork_server import ForkServerError
from course.grader.sandbox.proof import proven_servers
from course.lock import pins_here

# What `%run` is to run.
_RUN = re.compile(r"(?m)^[^\S\n]*%run[^\S\n]+(?:-\w+[^\S\n]+)*[\"']?([^\s\"']+)")


@dataclass(frozen=True)
class Checked:
    """What came of trying a notebook: marks without fresh cases, and what the grader won't find."""

    lesson: str
    graded: Graded
    not_found: list[str]
    along: list[str]  # files that it needs

    @property
    def ok(self) -> bool:
        """Whether every exercise is right, and all that is imported will be there."""
        return self.graded.points == self.graded.max_points and not self.not_found


def check_notebook(course: Path, file: Path, box: Box | None) -> Checked:
    """Run a notebook as the grader will, on the cases that learners see.

    course (Path): The course's folder.
    file (Path): The notebook; what lies beside it comes along.
    box (Box or None): The sandbox; None runs the notebook with the user's own rights.
    Raises CourseError: If the notebook can't be read, or is of no lesson.
    """
    found = Found(file.resolve(), file.name)
    place = file.resolve().parent
    submission = read_submission(Submission("you", found.file, beside=found.beside(place)))
    read = read_cells(submission.content)
    if reason := submission.reason or read.reason:
        raise CourseError(f"{file}: {reason}.")
    lesson = _lesson_of(course, file, read.cells)
    try:
        [server] = proven_servers(1, lesson.modules(), box, few=lesson.few_modules())
    except ForkServerError as error:
        raise CourseError(f"the notebook can't be run here: {error}.") from None
    with closing(server):
        names = names_of_cells(server, read.cells, lesson.names)
        graded = mark_submission(lesson, submission, server)
    code = [cell.source for cell in read.cells if cell.kind == "code"]
    modules = {module for found in names for module in found.modules}
    to_run = {PurePosixPath(name).name for source in code for name in _RUN.findall(source)}
    beside = [PurePosixPath(name) for name in submission.files]
    along = [
        str(name)
        for name in beside
        if _module(name) in modules
        or not to_run.isdisjoint({name.name, name.stem})
        or any(name.name in source for source in code)
    ]
    to_run -= {part for name in beside for part in (name.name, name.stem)}
    missing = [*sorted(to_run), *_not_found(course, modules, beside)]
    return Checked(lesson.name, graded, missing, along)


def in_words(checked: Checked) -> str:
    """Return what came of it in lines of words."""
    lines = [f"{checked.lesson}: {checked.graded.points} of {checked.graded.max_points} points."]
    for name, mark in checked.graded.marks.items():
        lines.append(f"  {name}: {mark.message if mark.outcome != 'right' else 'right'}")
    lines += [f"Note: {note}." for note in checked.graded.notes]
    if checked.not_found:
        lines.append(
            f"The grader won't find {', '.join(checked.not_found)}: not among the course's "
            "packages, and not beside the notebook. What needs it can't run there."
        )
    if checked.along:
        lines.append(
            f"Hand in with it, as it needs them: {', '.join(checked.along)}. Without them, what "
            "uses them can't run there."
        )
    waiting = len(checked.graded.written)
    if waiting:
        lines.append(f"Answers in words that your teacher will read: {waiting}.")
    lines.append("The grader tries fresh cases, too, which are not known beforehand.")
    return "\n".join(lines)


def _lesson_of(course: Path, file: Path, cells: Sequence[Cell]) -> Lesson:
    """Return the lesson, without fresh cases, that a notebook is of."""
    folders = lesson_folders(course)
    named = [folder for folder in folders if file.stem.startswith(folder.name)]
    for folder in [*named, *(folder for folder in folders if folder not in named)]:
        lesson = load_lesson(course, folder.name, seed=0)
        if folder in named or not another_lesson(lesson, cells, sure=True):
            tasks = tuple(replace(task, fresh=()) for task in lesson.tasks)
            return replace(lesson, tasks=tasks)
    raise CourseError(f"{file} is not the notebook of a lesson: it has no exercise in it.")


def _module(name: PurePosixPath) -> str:
    """Return the module that a file beside the notebook is, or is part of; empty if none."""
    code = name.suffix in (".py", ".ipynb") or len(name.parts) > 1
    return name.parts[0].partition(".")[0] if code else ""


def _not_found(course: Path, modules: set[str], files: Sequence[PurePosixPath]) -> list[str]:
    """Return the modules that a notebook imports and the grader's machine hasn't got."""
    there = {*sys.stdlib_module_names, "helpers", "import_ipynb", "nbimporter", "ipynb"}
    there |= {_module(name) for name in files}
    pinned = set(pins_here(course))
    there |= {
        module
        for module, packages in packages_distributions().items()
        if any(canonicalize_name(package) in pinned for package in packages)
    }
    return sorted(modules - there)
