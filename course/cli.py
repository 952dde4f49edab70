"""The `course` command."""

import argparse
import os
import platform
import sys
import time
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any

from course.files import write_json
from course.folders import CourseError, course_folder, lesson_folders

FINE, DOES_NOT_HOLD, WRONG_USAGE = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Run the `course` command; return its exit code.

    0: fine. 1: what it checked doesn't hold. 2: wrong usage.
    """
    options = _parser().parse_args(arguments)
    try:
        return options.command(options)
    except CourseError as error:
        print(f"course: {error}", file=sys.stderr)
        return WRONG_USAGE
    except KeyboardInterrupt:
        print("course: interrupted.", file=sys.stderr)
        return DOES_NOT_HOLD


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="course", description="Train a classifier when one class is rare: the course's tools."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    doctor = commands.add_parser("doctor", help="say what this machine lacks, if anything")
    doctor.add_argument("--json", metavar="FILE", help="write the findings to a file")
    doctor.set_defaults(command=_doctor)

    data = commands.add_parser(
        "data", help="fetch the pictures into the cache, or say they are there"
    )
    data.set_defaults(command=_data)

    run = commands.add_parser("run", help="run the solved lessons and count their claims")
    run.add_argument("lesson", nargs="*", help="a lesson's name, or its beginning: 01 (all)")
    run.add_argument("--quick", action="store_true", help="train on a small share of the data")
    run.add_argument("--seed", type=_whole_number, default=0, help="seed of the run (0)")
    run.add_argument(
        "--memory",
        type=float,
        metavar="GB",
        help="start JupyterLab, too; fail where it and a lesson need more than so much together",
    )
    run.add_argument("--json", metavar="FILE", help="write seconds, memory and claims to a file")
    run.set_defaults(command=_run)

    release = commands.add_parser("release", help="make notebooks/ from solutions/")
    release.add_argument("lesson", nargs="*", help="a lesson's name, or its beginning (all)")
    release.add_argument(
        "--check", action="store_true", help="change nothing; exit 1 if notebooks/ is out of step"
    )
    release.set_defaults(command=_release)

    grade = commands.add_parser("grade", help="grade what was handed in for a lesson")
    grade.add_argument("lesson", help="a lesson's name, or its beginning: 01")
    grade.add_argument("--submitted", metavar="DIR", help="the notebooks (grading/submitted)")
    grade.add_argument("--workers", type=_at_least_one, metavar="N", help="how many at a time")
    grade.add_argument("--scheduler", metavar="ADDRESS", help="a Dask cluster: tcp://HOST:8786")
    grade.add_argument(
        "--seed", type=_whole_number, help="seed of the fresh cases (drawn once, then kept)"
    )
    grade.add_argument("--again", action="store_true", help="grade what is graded already, too")
    grade.add_argument(
        "--no-sandbox",
        action="store_true",
        help="run the notebooks with your own rights: for code that you trust",
    )
    grade.add_argument("--json", metavar="FILE", help="write the results to a file")
    grade.set_defaults(command=_grade)

    rehearse = commands.add_parser("rehearse", help="grade a made-up class, and compare the marks")
    rehearse.add_argument("lesson", nargs="*", help="a lesson's name, or its beginning (all)")
    rehearse.add_argument("--workers", type=_at_least_one, metavar="N", help="how many at a time")
    rehearse.add_argument("--seed", type=_whole_number, default=1, help="seed of the cases (1)")
    rehearse.add_argument("--json", metavar="FILE", help="write what differs to a file")
    rehearse.set_defaults(command=_rehearse)

    report = commands.add_parser("report", help="make a page for the teacher of a graded lesson")
    report.add_argument("lesson", help="a lesson's name, or its beginning: 01")
    report.add_argument("--output", metavar="FILE", help="the page (grading/report/LESSON.html)")
    report.set_defaults(command=_report)

    export = commands.add_parser("export", help="write a graded lesson's marks for another system")
    export.add_argument("lesson", help="a lesson's name, or its beginning: 01")
    export.add_argument("--format", choices=["csv", "canvas", "moodle"], default="csv")
    export.add_argument("--output", metavar="FILE", help="the file (standard output)")
    export.set_defaults(command=_export)

    bundle = commands.add_parser("bundle", help="put the course in one file, for a room offline")
    bundle.add_argument("--output", metavar="FILE", help="the zip file, or its folder (dist/)")
    bundle.add_argument(
        "--platform",
        metavar="NAME",
        help="the learners' machines: linux-x86_64, linux-aarch64, macos-arm64, windows-amd64 "
        "(a machine as this one)",
    )
    bundle.add_argument(
        "--python-version", choices=["3.11", "3.12", "3.13"], help="their Python (as this one)"
    )
    bundle.add_argument("--json", metavar="FILE", help="write the file's name and size to a file")
    bundle.set_defaults(command=_bundle)
    return parser


def _doctor(options: argparse.Namespace) -> int:
    from course.doctor.examine import examine, report

    findings = examine()
    print(report(findings))
    ok = all(finding.ok for finding in findings)
    if options.json:
        rows = [{"name": f.name, "ok": f.ok, "message": f.message} for f in findings]
        write_json(Path(options.json), {"ok": ok, "findings": rows})
    return FINE if ok else DOES_NOT_HOLD


def _data(options: argparse.Namespace) -> int:
    from helpers.data import DataError, cache_file, ready

    try:
        found = ready()
        print(f"{found.title} is ready: {cache_file(found)}")
    except DataError as error:
        print(f"course: {error}", file=sys.stderr)
        return DOES_NOT_HOLD
    return FINE


def _run(options: argparse.Namespace) -> int:
    from course.run.lab_beside import lab_beside
    from course.run.lessons import peak_memory_mb, run_lesson, summary
    from helpers.data import DataError, ready

    course = course_folder()
    folders = lesson_folders(course, options.lesson)
    try:
        pictures = ready()
    except DataError as error:
        print(f"course: {error}", file=sys.stderr)
        return DOES_NOT_HOLD
    started = time.perf_counter()
    runs = []
    with lab_beside(course) if options.memory else nullcontext() as lab:
        for folder in folders:
            run = run_lesson(folder, quick=options.quick, seed=options.seed, data=pictures.name)
            runs.append(run)
            print(summary(run), flush=True)
        beside = peak_memory_mb(lab) if lab else 0.0
    seconds = round(time.perf_counter() - started, 1)
    print(f"{len(runs)} lessons in {seconds} s, seed {options.seed}, data: {pictures.title}")
    lessons = [run.data() for run in runs]
    data: dict[str, Any] = {"data": pictures.name, "seconds": seconds, "lessons": lessons}
    together = beside + max(run.peak_mb for run in runs)
    fits = not options.memory or together <= options.memory * 1000
    if options.memory:
        print(
            f"{'ok  ' if fits else 'FAIL'} at most {together:.0f} MB of "
            f"{options.memory * 1000:.0f} MB, JupyterLab's {beside:.0f} MB among them"
        )
        data |= {"lab_mb": round(beside, 1), "together_mb": round(together, 1)}
    if options.json:
        write_json(Path(options.json), data)
    return FINE if fits and all(run.ok for run in runs) else DOES_NOT_HOLD


def _release(options: argparse.Namespace) -> int:
    from course.release.lessons import drift, release

    course = course_folder()
    if options.check:
        sentences = drift(course)
        print("\n".join(sentences) or "notebooks/ is in step with solutions/.")
        return DOES_NOT_HOLD if sentences else FINE
    changed = release(course, lesson_folders(course, options.lesson))
    names = [str(file.relative_to(course)) for file in changed]
    print("\n".join(f"changed {name}" for name in names) or "Nothing has changed.")
    return FINE


def _grade(options: argparse.Namespace) -> int:
    _see_that_it_forks()
    from course.grader.grade import Folders, default_workers, grade_lesson, summary
    from course.grader.pool import marker

    course = course_folder()
    lesson = _one_lesson(course, options)
    submitted = Path(options.submitted or course / "grading" / "submitted").resolve()
    sandbox = not options.no_sandbox
    if options.scheduler is not None:
        from course.grader.cluster import cluster_marker

        mark = cluster_marker(options.scheduler, sandbox=sandbox)
    else:
        workers = options.workers or default_workers()
        mark = marker(workers=workers, sandbox=sandbox, hidden=(course, submitted))
    graded = grade_lesson(
        Folders(course, submitted), lesson, mark, seed=options.seed, again=options.again
    )
    print(summary(graded))
    if options.json:
        write_json(Path(options.json), graded.to_data())
    return FINE


def _rehearse(options: argparse.Namespace) -> int:
    _see_that_it_forks()
    from course.grader.grade import default_workers
    from course.grader.pool import marker
    from course.rehearsal.rehearse import rehearse

    course = course_folder()
    mark = marker(workers=options.workers or default_workers(), sandbox=True, hidden=(course,))
    rows = []
    for folder in lesson_folders(course, options.lesson):
        result = rehearse(course, folder.name, mark, options.seed)
        rows.append(result)
        word = "all as due" if not result.differences else f"{len(result.differences)} differ"
        print(f"{folder.name}: {result.learners} learners in {result.seconds} s, {word}.")
        for found in result.differences:
            print(f"  {found.student}: {found.sentence}.")
    if options.json:
        write_json(Path(options.json), {"lessons": [asdict(row) for row in rows]})
    return DOES_NOT_HOLD if any(row.differences for row in rows) else FINE


def _report(options: argparse.Namespace) -> int:
    from course.grader.marks.report import write_report

    course = course_folder()
    print(f"The report is in {write_report(course, _one_lesson(course, options), options.output)}")
    return FINE


def _export(options: argparse.Namespace) -> int:
    from course.files import write_text
    from course.grader.marks.export import exported

    course = course_folder()
    text = exported(course, _one_lesson(course, options), options.format)
    if options.output:
        write_text(Path(options.output), text)
    else:
        print(text, end="")
    return FINE


def _bundle(options: argparse.Namespace) -> int:
    from course.bundle.build import bundle, bundled_pictures, setup_command
    from course.bundle.learner_packages import chosen_machine
    from helpers.data import SYNTHETIC, chosen
    from helpers.data.notice import announce

    machine = chosen_machine(options.platform)
    python = options.python_version or ".".join(map(str, sys.version_info[:2]))
    course = course_folder()
    if bundled_pictures() is SYNTHETIC and chosen() is None:
        announce("CIFAR-10 is not in the cache: for a bundle with it, run `course data` first.")
    started = time.perf_counter()
    file = bundle(course, Path(options.output or course / "dist").resolve(), machine, python)
    seconds, size = round(time.perf_counter() - started, 1), file.stat().st_size
    print(
        f"The bundle is {file} ({size / 1e6:,.0f} MB), for {machine.name}, Python {python}. "
        f"Its pictures: {bundled_pictures().title}."
    )
    command = setup_command(machine, python)
    print(f"Unpack it on each machine, and run `{command}` in its folder.")
    if options.json:
        write_json(Path(options.json), {"file": str(file), "bytes": size, "seconds": seconds})
    return FINE


def _one_lesson(course: Path, options: argparse.Namespace) -> str:
    folder, *others = lesson_folders(course, [options.lesson])
    if others:
        names = ", ".join(found.name for found in (folder, *others))
        raise CourseError(f"{options.lesson!r} fits several lessons: name one of {names}.")
    return folder.name


def _see_that_it_forks() -> None:
    if not hasattr(os, "fork"):
        raise CourseError(
            f"grading needs a system that can fork processes, and {platform.system()} can't: take "
            "Linux, in a virtual machine or on Windows in WSL 2."
        )


def _whole_number(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least 0")
    return int(text)


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least 1")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
