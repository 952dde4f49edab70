"""The `course` command: each option beside the body that uses it.

What takes long to import is imported by the command that needs it: `course --help` answers at once.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from course.bundle.machines import MACHINES, PYTHONS
from course.files import write_json, write_text
from course.folders import CourseError, course_folder, lesson_folders, one_lesson
from helpers import __version__

if TYPE_CHECKING:
    from helpers.data.sets import PictureSet

FINE, DOES_NOT_HOLD, WRONG_USAGE = 0, 1, 2
PATH = click.Path(path_type=Path)
FILE = click.Path(path_type=Path, dir_okay=False)


class WholeNumber(click.IntRange):
    """A whole number from a smallest one on; the error says so in words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number, or let click say what is wrong with the option."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is not a whole number of at least {self.min}", param, ctx)


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


@click.group(
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"], "show_default": True},
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def course_command() -> None:
    """Train a classifier when one class is rare: the course's tools.

    LESSON is a lesson's name, or its beginning, such as 01.
    """


workers_option = click.option(
    "--workers",
    type=WholeNumber(1),
    metavar="N",
    help="How many notebooks at a time.  [default: as this machine allows]",
)


def json_option(what: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Return the option --json of a command that has something to write for a script."""
    return click.option("--json", "json_file", type=FILE, help=f"Write {what} to a file.")


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
    """Write the GitHub account NAME into the addresses that readers are given."""
    from course.owner import set_owner

    changed = set_owner(course_folder(), name)
    print(
        f"{name} stands in {' and '.join(changed)}." if changed else f"{name} stood there already."
    )
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
    print("\n".join(lines) or "Nothing has changed.")
    return FINE


@course_command.command()
@click.argument("lesson", nargs=-1)
@click.option("--anew", is_flag=True, help="Begin anew; what you had gets another name.")
def start(lesson: tuple[str, ...], anew: bool) -> int:
    """Copy lessons to work/, your own place: git and `course release` leave it alone."""
    from course.release.start import WORK_FOLDER, start

    course = course_folder()
    names = [folder.name for folder in lesson_folders(course, lesson)]
    if anew and not lesson:
        raise CourseError("--anew needs the lesson's name: the others keep what you have written.")
    for sentence in start(course, names, anew=anew):
        print(sentence)
    print(f"Your lessons are in {course / WORK_FOLDER}.")
    return FINE


@course_command.command()
@click.argument("lesson")
@click.option("--submitted", type=PATH, help="Their folder.  [default: grading/submitted]")
@workers_option
@click.option("--scheduler", metavar="ADDRESS", help="A Dask cluster, such as tcp://HOST:8786.")
@click.option(
    "--seed",
    type=WholeNumber(0),
    metavar="N",
    help="Seed of the fresh cases.  [default: drawn once, then kept]",
)
@click.option("--again", is_flag=True, help="Grade what is graded already, too.")
@click.option("--no-sandbox", is_flag=True, help="Give the code your own rights: if you trust it.")
@json_option("the results")
def grade(
    lesson: str,
    submitted: Path | None,
    workers: int | None,
    scheduler: str | None,
    seed: int | None,
    again: bool,
    no_sandbox: bool,
    json_file: Path | None,
) -> int:
    """Grade what was handed in for a lesson."""
    _see_that_it_forks()
    from course.grader.grade import Folders, default_workers, grade_lesson, summary
    from course.grader.pool import marker

    course = course_folder()
    name = one_lesson(course, lesson)
    handed_in = (submitted or course / "grading" / "submitted").resolve()
    if scheduler is not None:
        from course.grader.cluster import cluster_marker

        mark = cluster_marker(scheduler, sandbox=not no_sandbox)
    else:
        at_once = workers or default_workers()
        mark = marker(workers=at_once, sandbox=not no_sandbox, hidden=(course, handed_in))
    graded = grade_lesson(Folders(course, handed_in), name, mark, seed=seed, again=again)
    print(summary(graded))
    if json_file:
        write_json(json_file, graded.to_data())
    return FINE


@course_command.command()
@click.argument("lesson", nargs=-1)
@workers_option
@click.option("--seed", type=WholeNumber(0), metavar="N", default=1, help="Seed of the cases.")
@json_option("what differs")
def rehearse(
    lesson: tuple[str, ...], workers: int | None, seed: int, json_file: Path | None
) -> int:
    """Grade a made-up class, and compare the marks with those due."""
    _see_that_it_forks()
    from course.grader.grade import default_workers
    from course.grader.pool import marker
    from course.rehearsal.rehearse import rehearse

    course = course_folder()
    mark = marker(workers=workers or default_workers(), sandbox=True, hidden=(course,))
    rows = []
    for folder in lesson_folders(course, lesson):
        result = rehearse(course, folder.name, mark, seed)
        rows.append(result)
        word = "all as due" if not result.differences else f"{len(result.differences)} differ"
        print(f"{folder.name}: {result.learners} learners in {result.seconds} s, {word}.")
        for difference in result.differences:
            print(f"  {difference.student}: {difference.sentence}.")
    if json_file:
        write_json(json_file, {"lessons": [asdict(row) for row in rows]})
    return DOES_NOT_HOLD if any(row.differences for row in rows) else FINE


@course_command.command()
@click.argument("lesson")
@click.option("--output", type=FILE, help="The page.  [default: grading/report/LESSON.html]")
def report(lesson: str, output: Path | None) -> int:
    """Make a page for the teacher of a graded lesson."""
    from course.grader.marks.report import write_report

    course = course_folder()
    print(f"The report is in {write_report(course, one_lesson(course, lesson), output)}")
    return FINE


@course_command.command()
@click.argument("lesson")
@click.option("--format", "system", type=click.Choice(["csv", "canvas", "moodle"]), default="csv")
@click.option("--output", type=FILE, help="The file.  [default: standard output]")
def export(lesson: str, system: str, output: Path | None) -> int:
    """Write a graded lesson's marks for another system."""
    from course.grader.marks.export import exported

    course = course_folder()
    text = exported(course, one_lesson(course, lesson), system)
    if output:
        write_text(output, text)
    else:
        print(text, end="")
    return FINE


@course_command.command()
@click.option("--output", type=PATH, help="The zip file, or a folder for it.  [default: dist]")
@click.option(
    "--platform", type=click.Choice(list(MACHINES)), help="Their machines.  [default: as this one]"
)
@click.option(
    "--python-version", type=click.Choice(PYTHONS), help="Their Python.  [default: as this one]"
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


def _see_that_it_forks() -> None:
    if not hasattr(os, "fork"):
        raise CourseError(
            f"grading needs a system that can fork processes, and {sys.platform} can't: take "
            "Linux, in a virtual machine or on Windows in WSL 2."
        )


if __name__ == "__main__":
    sys.exit(main())
