"""The commands of `course` that grade: each option beside the body that uses it.

What takes long to import is imported by the command that needs it.
"""

from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

import click

from course.doctor.machine import see_that_it_forks
from course.files import write_json
from course.folders import CourseError, course_folder, lesson_folders, one_lesson
from course.options import (
    DOES_NOT_HOLD,
    FILE,
    FINE,
    PATH,
    WholeNumber,
    course_command,
    json_option,
    workers_option,
)


@course_command.command()
@click.argument("notebook", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--no-sandbox", is_flag=True, help="Run it with your own rights: only if it is yours."
)
def check(notebook: Path, no_sandbox: bool) -> int:
    """Try a notebook as the grader will, before you hand it in."""
    see_that_it_forks()
    from course.grader.check import check_notebook, in_words
    from course.grader.sandbox.bubblewrap import SandboxError, make_box

    course = course_folder()
    box = None
    if not no_sandbox:
        try:
            box = make_box([course])
        except SandboxError as error:
            raise CourseError(
                f"there is no sandbox on this machine ({error}): if the notebook is your own, "
                "add --no-sandbox."
            ) from None
    checked = check_notebook(course, notebook, box)
    print(in_words(checked))
    return FINE if checked.ok else DOES_NOT_HOLD


@course_command.command()
@click.argument("lesson")
@click.option(
    "--submitted",
    type=PATH,
    help="The notebooks' folder, or a zip from Canvas or Moodle.  [default: grading/submitted]",
)
@workers_option
@click.option("--scheduler", metavar="ADDRESS", help="A Dask cluster, such as tcp://HOST:8786.")
@click.option(
    "--seed",
    type=WholeNumber(0),
    metavar="N",
    help="Seed of the fresh cases.  [default: drawn once, then kept]",
)
@click.option("--again", is_flag=True, help="Also grade what has been graded already.")
@click.option(
    "--student",
    "students",
    metavar="NAME",
    multiple=True,
    help="Grade only this one; more may be named.",
)
@click.option(
    "--no-sandbox", is_flag=True, help="Run them with your own rights: only for code you trust."
)
@json_option("the results")
def grade(
    lesson: str,
    submitted: Path | None,
    workers: int | None,
    scheduler: str | None,
    seed: int | None,
    again: bool,
    students: tuple[str, ...],
    no_sandbox: bool,
    json_file: Path | None,
) -> int:
    """Grade what was handed in for a lesson."""
    see_that_it_forks()
    from course.grader.early import EarlyLesson, early_server, quick_imports
    from course.grader.runs import going_on_later, likely_seed

    course = course_folder()
    name = one_lesson(course, lesson)
    handed_in = _folder_of(submitted, course)
    sandbox = not no_sandbox
    with going_on_later(), ExitStack() as meanwhile:
        loaded = EarlyLesson(course, name, likely_seed(course, name, seed))
        meanwhile.callback(loaded.close)
        early = None
        if scheduler is None:
            early = early_server(course, name, handed_in, sandbox=sandbox, again=again)
        if early is not None:
            meanwhile.callback(early.close)
        with quick_imports():
            from course.grader.grade import Folders, default_workers, grade_lesson
            from course.grader.marks.results import waiting_by_question
            from course.grader.marks.summary import summary
            from course.grader.pool import marker
        if scheduler is not None:
            from course.grader.cluster import cluster_marker

            mark = cluster_marker(scheduler, sandbox=sandbox)
        else:
            at_once = workers or default_workers()
            hidden = (course, handed_in)
            mark = marker(workers=at_once, sandbox=sandbox, hidden=hidden, early=early)
        folders = Folders(course, handed_in)
        graded = grade_lesson(
            folders, name, mark, seed=seed, again=again, students=students, early=loaded
        )
    print(summary(graded, waiting_by_question(course, name)))
    if json_file:
        write_json(json_file, graded.to_data())
    return FINE


def _folder_of(submitted: Path | None, course: Path) -> Path:
    """Return the folder with what was handed in; a zip is unpacked."""
    handed_in = (submitted or course / "grading" / "submitted").resolve()
    if handed_in.is_file() and handed_in.suffix.lower() == ".zip":
        from course.grader.notebook.download import unpacked

        return unpacked(handed_in, course / "grading" / "downloads")
    return handed_in


@course_command.command()
@click.argument("lesson", nargs=-1)
@workers_option
@click.option("--seed", type=WholeNumber(0), metavar="N", default=1, help="Seed of the cases.")
@json_option("what differs")
def rehearse(
    lesson: tuple[str, ...], workers: int | None, seed: int, json_file: Path | None
) -> int:
    """Grade a made-up class, and compare the marks with those due."""
    see_that_it_forks()
    from course.grader.grade import default_workers
    from course.grader.pool import marker
    from course.rehearsal.rehearse import rehearse

    course = course_folder()
    mark = marker(workers=workers or default_workers(), sandbox=True, hidden=(course,))
    rows = []
    for folder in lesson_folders(course, lesson):
        result = rehearse(course, folder.name, mark, seed)
        rows.append(result)
        word = "all marks as due" if not result.differences else f"{len(result.differences)} differ"
        print(f"{folder.name}: {result.learners} learners in {result.seconds} s, {word}.")
        for difference in result.differences:
            print(f"  {difference.student}: {difference.sentence}.")
    if json_file:
        write_json(json_file, {"lessons": [asdict(row) for row in rows]})
    return DOES_NOT_HOLD if any(row.differences for row in rows) else FINE


@course_command.command()
@click.argument("lesson")
@click.option(
    "--output", type=FILE, help="Where to write it.  [default: grading/report/LESSON.html]"
)
@click.option("--student", metavar="NAME", help="Only say how this one's marks came about.")
def report(lesson: str, output: Path | None, student: str | None) -> int:
    """Make a page for the teacher of a graded lesson."""
    from course.grader.by_hand.history import see, story
    from course.grader.marks.report import write_report

    course = course_folder()
    name = one_lesson(course, lesson)
    see(course, name)
    if student is not None:
        print("\n".join(story(course, name, student)))
    else:
        print(f"The report is in {write_report(course, name, output)}")
    return FINE


@course_command.command()
@click.argument("lesson")
@click.option(
    "--format",
    "system",
    type=click.Choice(["csv", "excel", "canvas", "moodle"]),
    default="csv",
    help="What the other system reads.",
)
@click.option(
    "--title",
    default="",
    show_default=False,
    help="The assignment's name there.  [default: the lesson's]",
)
@click.option("--allow-unmarked", is_flag=True, help="Count answers without a mark as 0.")
@click.option("--output", type=FILE, help="Where to write it.  [default: standard output]")
def export(lesson: str, system: str, title: str, allow_unmarked: bool, output: Path | None) -> int:
    """Write a graded lesson's marks for another system."""
    from course.grader.by_hand.history import see
    from course.grader.marks.export import exported, give

    course = course_folder()
    name = one_lesson(course, lesson)
    see(course, name)
    give(exported(course, name, system, title=title, allow_unmarked=allow_unmarked), output)
    return FINE


@course_command.command()
@click.argument("lesson")
@click.option(
    "--port",
    type=WholeNumber(0),
    default=0,
    metavar="N",
    help="Port; 0 for the last one, or any free one.",
)
@click.option("--no-browser", is_flag=True, help="Print the address, and open no browser.")
@click.option(
    "--merge", "other", type=FILE, help="Only take over marks by hand from another gradebook."
)
def mark(lesson: str, port: int, no_browser: bool, other: Path | None) -> int:
    """Read and mark a graded lesson's written answers in the browser."""
    from course.grader.by_hand.asked import questions
    from course.grader.by_hand.history import see
    from course.grader.by_hand.server import serve
    from course.grader.marks.results import in_class, results

    course = course_folder()
    name = one_lesson(course, lesson)
    if other is not None:
        from course.grader.by_hand.merged import merge

        print("\n".join(merge(course, name, other)))
        return FINE
    see(course, name)
    questions(course, name)  # where there is none, or nothing is graded, a sentence says so
    there = in_class(course)
    outside = [one.student for one in results(course, name) if not there(one.student)]
    if outside:
        print(f"Not on the class list, and left out here: {', '.join(outside)}.")
    try:
        serve(course, name, port, browse=not no_browser)
    except KeyboardInterrupt:
        print(f"Run `course grade {lesson}` again to put the marks into the feedback pages.")
    return FINE


@course_command.command()
@click.argument("file", type=FILE, nargs=-1)
@click.option(
    "--rename",
    nargs=2,
    metavar="OLD NEW",
    help="Move the marks of somebody who has another id now.",
)
@click.option("--forget", metavar="ID", help="Remove everything of somebody, for ever.")
@click.option("--yes", is_flag=True, help="With --forget: don't ask.")
def roster(
    file: tuple[Path, ...], rename: tuple[str, str] | None, forget: str | None, yes: bool
) -> int:
    """Read the class list from tables: ids, names, e-mail, LMS ids."""
    course = course_folder()
    if forget is not None:
        from course.grader.people.forgotten import forget_student

        if file or rename:
            raise CourseError("--forget goes alone: run the other command before or after it.")
        said = forget_student(course, forget, sure=yes)
        print("\n".join(said or ["Nothing was removed."]))
        return FINE if said else DOES_NOT_HOLD
    from course.grader.by_hand.moved import rename_student
    from course.grader.people.reading import read_class

    if not file and rename is None:
        raise CourseError("name the class list, as in `course roster CLASS.csv`.")
    if rename is not None:
        lessons, notes = rename_student(course, *rename)
        marks = f"with the marks of {', '.join(lessons)}" if lessons else "and has no marks yet"
        print("\n".join([f"{rename[0]} is {rename[1].strip()} now, {marks}.", *notes]))
    for line in read_class(course, file) if file else ():
        print(line)
    return FINE
