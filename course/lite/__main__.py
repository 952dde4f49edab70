"""`python -m course.lite`: what `make lite` runs."""

import argparse
import os
import shutil
import sys
import time
from pathlib import Path

from course.folders import CourseError, course_folder, lesson_folders
from course.lite.build import build, write_lessons_pages, write_settings
from course.lite.environment import environment_of
from course.lite.recordings import recordings
from helpers.data import DataError


def main(arguments: list[str] | None = None) -> int:
    """Build the page; return the exit code, 0 if all is well and 1 if there is no page."""
    parser = argparse.ArgumentParser(
        prog="python -m course.lite", description="Make the course a page that runs, in build/lite."
    )
    parser.add_argument("--quick", action="store_true", help="train on a small share of the data")
    parser.add_argument(
        "--pyodide",
        metavar="FOLDER",
        default=os.environ.get("PYODIDE", ""),
        help="copy Pyodide from here, for a server in a room without internet",
    )
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    try:
        course = course_folder()
        environment = environment_of(course)
        source = course / "build" / "lite-source"
        shutil.rmtree(source, ignore_errors=True)
        pyodide = Path(options.pyodide).expanduser().absolute() if options.pyodide else None
        recorded = recordings(
            course, course / "build" / "recorded", lesson_folders(course), quick=options.quick
        )
        write_lessons_pages(recorded, source)
        write_settings(course, source, environment, pyodide)
        output = course / "build" / "lite"
        build(source, environment, output, {lesson.lesson: lesson.notebook for lesson in recorded})
    except (CourseError, DataError) as error:
        print(f"lite: {error}", file=sys.stderr)
        return 1
    megabytes = sum(file.stat().st_size for file in output.rglob("*") if file.is_file()) / 1e6
    print(
        f"{len(recorded)} lessons in {time.perf_counter() - started:.0f} s, {megabytes:.0f} MB. "
        f"To try it: python -m http.server -d {output}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
