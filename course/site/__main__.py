"""`python -m course.site`: what `make site` runs."""

import argparse
import sys
import time
from pathlib import Path

from course.files import write_text
from course.folders import CourseError, course_folder
from course.owner import require_owner
from course.site.build import make_site
from helpers.data import DataError, ready


def main(arguments: list[str] | None = None) -> int:
    """Build the site; return the exit code, 0 if all is well and 1 if there is no site."""
    parser = argparse.ArgumentParser(
        prog="python -m course.site", description="Make the course a web page in build/site."
    )
    parser.add_argument("--quick", action="store_true", help="train on a small share of the data")
    parser.add_argument(
        "--without-answers", action="store_true", help="leave reference answers out"
    )
    parser.add_argument(
        "--publish", action="store_true", help="refuse where addresses have no owner yet"
    )
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    try:
        course = course_folder()
        if options.publish:
            require_owner(course)
        build = course / "build"
        found = make_site(
            course, build, ready().name, quick=options.quick, answers=not options.without_answers
        )
    except (CourseError, DataError) as error:
        print(f"site: {error}", file=sys.stderr)
        return 1
    listed = build / "external-links.txt"
    write_text(listed, "".join(f"{link}\n" for link in sorted(found.external)))
    print(
        f"{found.pages} pages in {time.perf_counter() - started:.0f} s: {found.links:,} links and "
        f"{found.pictures} pictures in order; {len(found.external)} links to other sites are in "
        f"{Path('build') / listed.name}.\nOpen {build / 'site' / 'index.html'}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
