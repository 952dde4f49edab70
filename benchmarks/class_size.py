"""How grading a learner's notebook gets dearer with the class: ``python -m benchmarks.class_size``.

A class hands in a lesson as it was released, and `course grade` does all that it does. A learner
must not cost more at the end of the run than at its beginning.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from course.folders import course_folder, lesson_folders
from course.grader.grade import Folders, default_workers, grade_lesson
from course.grader.lesson import Lesson
from course.grader.marks.marks import Graded
from course.grader.notebook.submission import Submission
from course.grader.pool import marker
from course.rehearsal.handed import Handed, copy_course, filled, hand_in, to_bytes

LARGEST_GROWTH = 1.2  # of the seconds per learner, from the first group to the last
GROUP = 200  # learners
SEED = 1


class Moment(NamedTuple):
    """When a learner was marked, in seconds: by the clock, and of the judge's processor time."""

    clock: float
    judge: float


def moments_of(course: Path, lesson: str, learners: int) -> list[Moment]:
    """Grade a class; return a moment for its start and one for each learner that was marked."""
    moments: list[Moment] = []
    with tempfile.TemporaryDirectory(prefix="course-class-") as name:
        copy = Path(name, "course")
        known = copy_course(course, lesson, copy, SEED)
        content = to_bytes(filled(known, {}))
        class_ = [Handed(f"learner-{n:05}", content, frozenset()) for n in range(learners)]
        submitted = hand_in(copy, lesson, class_)
        workers = default_workers()
        mark = marker(workers=workers, sandbox=True, hidden=(course, copy))

        def timed(known: Lesson, submissions: Sequence[Submission]) -> Iterator[Graded]:
            marked = mark(known, submissions)
            moments.append(Moment(time.perf_counter(), time.process_time()))
            for graded in marked:
                yield graded  # which is written down before the next one is asked for
                moments.append(Moment(time.perf_counter(), time.process_time()))

        grade_lesson(Folders(copy, submitted), lesson, timed, seed=SEED)
    return moments


def seconds_by_group(moments: Sequence[Moment], group: int) -> list[Moment]:
    """Return the seconds per learner of each whole group, one after the other."""
    starts = range(0, len(moments) - group, group)
    return [
        Moment(*((moments[start + group][n] - moments[start][n]) / group for n in range(2)))
        for start in starts
    ]


def main(arguments: list[str]) -> int:
    """Print what was measured; return 1 if the last group took too long against the first."""
    parser = argparse.ArgumentParser(description="What a learner costs in a large class.")
    parser.add_argument("lesson", nargs="?", default="01", help="its beginning will do (01)")
    parser.add_argument("learners", nargs="?", type=int, default=2000, help="in the class (2000)")
    options = parser.parse_args(arguments)
    group = min(GROUP, options.learners // 2)
    if group < 1:
        parser.error("two learners at least: the last are compared with the first")
    course = course_folder()
    lesson = lesson_folders(course, [options.lesson])[0].name
    groups = seconds_by_group(moments_of(course, lesson, options.learners), group)
    for number, seconds in enumerate(groups, start=1):
        print(
            f"learners {(number - 1) * group + 1:5} to {number * group:5}: {seconds.clock:.4f} s "
            f"each, of which the judge computes {seconds.judge:.4f} s"
        )
    growth = Moment(*(last / first for first, last in zip(groups[0], groups[-1], strict=True)))
    print(
        f"the last {group} against the first: {growth.clock:.2f} by the clock, "
        f"{growth.judge:.2f} of the judge's processor time"
    )
    return int(growth.clock > LARGEST_GROWTH)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
