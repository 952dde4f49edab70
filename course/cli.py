"""The `course` command: each option beside the body that uses it.

What takes long to import is imported by the command that needs it: `course --help` answers at once.
"""

import atexit
import gc
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from course.bundle.machines import MACHINES, PYTHONS
from course.files import write_json
from course.folders import CourseError, course_folder, lesson_folders
from course.grader import commands as commands_that_grade
from course.options import (
    DOES_NOT_HOLD,
    FINE,
    PATH,
    WRONG_USAGE,
    WholeNumber,
    course_command,
    json_option,
)

__all__ = ["commands_that_grade", "course_command", "main"]

# What is left at the end goes with the process: to look through it for garbage takes half a second.
atexit.register(gc.freeze)

if TYPE_CHECKING:
    from helpers.data.sets import PictureSet


def main(arguments: list[str] | None = None) -> int:
    """Run the `course` command; return its exit code.

    0: fine. 1: what it checked doesn't hold. 2: wrong usage.
    """
    try:
        return course_command.main(arguments, prog_name="course", standalone_mode=False)
    except click.UsageError as error:
        sentence = error.format_message().rstrip(".")
        where = error.ctx.command_path if error.ctx else "course"
        return _ended(f"{sentence[0].lower()}{sentence[1:]} (see `{where} --help`).", WRONG_USAGE)
    except click.ClickException as error:
        return _ended(error.format_message(), DOES_NOT_HOLD)
    except CourseError as error:
        return _ended(str(error), WRONG_USAGE)
    except click.Abort:
        return _ended("interrupted.", DOES_NOT_HOLD)


def _ended(sentence: str, code: int) -> int:
    print(f"course: {sentence}", file=sys.stderr)
    return code


def _ready_pictures() -> "PictureSet":
    from helpers.data import DataError, ready

    try:
        return ready()
    except DataError as error:
        raise click.ClickException(str(error)) from None


@course_command.command()
@json_option("the findings")
def doctor(json_file: Path | None) -> int:
    """Say what this machine lacks, if anything."""
    from course.doctor.examine import examine, report

    findings = examine()
    print(report(findings))
    ok = all(finding.ok for finding in findings)
    if json_file:
        write_json(json_file, {"ok": ok, "findings": [asdict(finding) for finding in findings]})
    return FINE if ok else DOES_NOT_HOLD


@course_command.command()
def data() -> int:
    """Fetch the pictures into the cache, or say that they are there."""
    from helpers.data import cache_file

    pictures = _ready_pictures()
    print(f"{pictures.title} is ready: {cache_file(pictures)}")
    return FINE


@course_command.command()
@click.argument("name")
def owner(name: str) -> int:
    """Write the GitHub account NAME into the course's addresses."""
    from course.owner import set_owner

    changed = set_owner(course_folder(), name)
    print(f"{name} is in {' and '.join(changed)} now." if changed else f"{name} was there already.")
    return FINE


@course_command.command()
@click.argument("lesson", nargs=-1)
@click.option("--quick", is_flag=True, help="Train on a small share of the data.")
@click.option("--seed", type=WholeNumber(0), metavar="N", default=0, help="Seed of the run.")
@click.option(
    "--memory",
    type=float,
    metavar="GB",
    help="Start JupyterLab, too; fail where it and a lesson together need more memory than this.",
)
@json_option("seconds, memory and claims")
def run(
    lesson: tuple[str, ...], quick: bool, seed: int, memory: float | None, json_file: Path | None
) -> int:
    """Run the solved lessons, all or those named; count their claims."""
    from course.run.several import run_several

    course = course_folder()
    folders = lesson_folders(course, lesson)
    ok, figures = run_several(
        course, folders, _ready_pictures(), quick=quick, seed=seed, memory_gigabytes=memory
    )
    if json_file:
        write_json(json_file, figures)
    return FINE if ok else DOES_NOT_HOLD


@course_command.command()
@click.argument("lesson", nargs=-1)
@click.option("--check", is_flag=True, help="Change nothing; exit 1 if notebooks/ is out of step.")
@click.option("--force", is_flag=True, help="Overwrite notebooks that somebody has worked in, too.")
def release(lesson: tuple[str, ...], check: bool, force: bool) -> int:
    """Make notebooks/ from solutions/: all lessons, or those named."""
    from course.release.lessons import drift, release

    course = course_folder()
    if check:
        sentences = drift(course)
        print("\n".join(sentences) or "notebooks/ is in step with solutions/.")
        return DOES_NOT_HOLD if sentences else FINE
    made = release(course, lesson_folders(course, lesson), force=force)
    lines = [f"changed {file.relative_to(course)}" for file in made.changed]
    lines += [
        f"kept {file.relative_to(course)}: "
        + ("somebody has worked in it" if file.suffix == ".ipynb" else "it is none of the course's")
        + " (--force replaces or removes it)"
        for file in made.kept
    ]
    lines += [
        f"{name} has hand-ins: the gradebook takes up its new exercises and points at the next "
        f"`course grade {name[:2]}`."
        for name in made.unrecorded
    ]
    print("\n".join(lines) or "Nothing has changed.")
    return FINE


@course_command.command()
@click.argument("lesson", nargs=-1)
@click.option("--anew", is_flag=True, help="Start again; what you had is kept under another name.")
def start(lesson: tuple[str, ...], anew: bool) -> int:
    """Copy lessons to work/, where you work in them.

    Git, updates and `course release` leave that folder alone.
    """
    from course.release.start import WORK_FOLDER, start

    course = course_folder()
    names = [folder.name for folder in lesson_folders(course, lesson)]
    if anew and not lesson:
        raise CourseError("--anew needs the lesson's name: the others keep what you have written.")
    for sentence in start(course, names, anew=anew):
        print(sentence)
    print(f"Your lessons are in {course / WORK_FOLDER}.")
    return FINE


@course_command.command(context_settings={"ignore_unknown_options": True})
@click.option("--teach", is_flag=True, help="Open the solutions, with nbgrader's panels.")
@click.argument("jupyter", nargs=-1, type=click.UNPROCESSED)
def lab(teach: bool, jupyter: tuple[str, ...]) -> int:
    """Open your copy of the lessons in JupyterLab.

    The pictures are fetched and the lessons copied to work/ before, where that is needed.
    JUPYTER is whatever `jupyter lab` takes, such as --no-browser.
    """
    from course.desk.lab import open_lab
    from course.release.start import start

    course = course_folder()
    _ready_pictures()
    for sentence in start(course, [folder.name for folder in lesson_folders(course)]):
        print(sentence)
    return open_lab(course, teach=teach, more=jupyter)


@course_command.command()
@click.option("--output", type=PATH, help="The zip file, or a folder for it.  [default: dist]")
@click.option(
    "--platform",
    type=click.Choice(list(MACHINES)),
    help="The learners' machines.  [default: this one]",
)
@click.option(
    "--python-version",
    type=click.Choice(PYTHONS),
    help="The learners' Python.  [default: this one]",
)
@json_option("the file's name and size")
def bundle(
    output: Path | None, platform: str | None, python_version: str | None, json_file: Path | None
) -> int:
    """Put the course in one file, for learners without a network."""
    from course.bundle.build import make_bundle

    figures = make_bundle(course_folder(), output, platform, python_version)
    if json_file:
        write_json(json_file, figures)
    return FINE


if __name__ == "__main__":
    sys.exit(main())
