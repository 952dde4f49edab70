"""The `course` command."""

import argparse
import json
import os
import sys
import time
from pathlib import Path

from helpers.course import CourseError, course_folder, lesson_folders

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

    data = commands.add_parser("data", help="fetch CIFAR-10 into the cache, or say it is there")
    data.set_defaults(command=_data)

    run = commands.add_parser("run", help="run the solved lessons and count their claims")
    run.add_argument("lesson", nargs="*", help="a lesson's name, or its beginning: 01 (all)")
    run.add_argument("--quick", action="store_true", help="train on a small share of the data")
    run.add_argument("--seed", type=_whole_number, default=0, help="seed of the run (0)")
    run.add_argument("--json", metavar="FILE", help="write seconds, memory and claims to a file")
    run.set_defaults(command=_run)

    release = commands.add_parser("release", help="make notebooks/ from solutions/")
    release.add_argument("lesson", nargs="*", help="a lesson's name, or its beginning (all)")
    release.add_argument(
        "--check", action="store_true", help="change nothing; exit 1 if notebooks/ is out of step"
    )
    release.set_defaults(command=_release)
    return parser


def _doctor(options: argparse.Namespace) -> int:
    from helpers.doctor import examine, report

    findings = examine()
    print(report(findings))
    ok = all(finding.ok for finding in findings)
    if options.json:
        rows = [{"name": f.name, "ok": f.ok, "message": f.message} for f in findings]
        write_json(Path(options.json), {"ok": ok, "findings": rows})
    return FINE if ok else DOES_NOT_HOLD


def _data(options: argparse.Namespace) -> int:
    from helpers.data import DataError, fetch

    try:
        print(f"CIFAR-10 is ready: {fetch()}")
    except DataError as error:
        print(f"course: {error}", file=sys.stderr)
        return DOES_NOT_HOLD
    return FINE


def _run(options: argparse.Namespace) -> int:
    from helpers.run import run_lesson, summary

    folders = lesson_folders(course_folder(), options.lesson)
    started = time.perf_counter()
    runs = []
    for folder in folders:
        runs.append(run_lesson(folder, quick=options.quick, seed=options.seed))
        print(summary(runs[-1]), flush=True)
    seconds = round(time.perf_counter() - started, 1)
    print(f"{len(runs)} lessons in {seconds} s, seed {options.seed}")
    if options.json:
        data = {"seconds": seconds, "lessons": [run.data() for run in runs]}
        write_json(Path(options.json), data)
    return FINE if all(run.ok for run in runs) else DOES_NOT_HOLD


def _release(options: argparse.Namespace) -> int:
    from helpers.release import drift, release

    course = course_folder()
    if options.check:
        sentences = drift(course)
        print("\n".join(sentences) or "notebooks/ is in step with solutions/.")
        return DOES_NOT_HOLD if sentences else FINE
    changed = release(course, lesson_folders(course, options.lesson))
    names = [str(file.relative_to(course)) for file in changed]
    print("\n".join(f"changed {name}" for name in names) or "Nothing has changed.")
    return FINE


def write_json(file: Path, data: object) -> None:
    """Write data as JSON under a temporary name, then rename: the file is whole or absent."""
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        part.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        os.replace(part, file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CourseError(f"{file} can't be written: {error.strerror}.") from None


def _whole_number(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least 0")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
