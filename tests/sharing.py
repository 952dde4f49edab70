"""How workers share the tests (`pytest -n`): what takes longest goes first."""

import os
import re
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from course.doctor.machine import free_memory

MOST_WORKERS = 4
BYTES_PER_WORKER = 2_500_000_000  # with the kernel or the grader that a test has started

# Each takes many seconds or minutes: begun last, one of them would keep a single worker busy while
# the others have nothing left to do.
LONGEST_FIRST = (
    "tests/notebooks/test_notebooks.py",
    "tests/course/grader/test_killed.py",
    "tests/notebooks/test_nbgrader.py",
    "tests/course/bundle/",
    "tests/course/rehearsal/",
    "tests/course/grader/test_cluster.py",
    "tests/course/grader/test_grade.py",
    "tests/course/grader/test_disk.py",
    "tests/course/",
    "tests/project/",
)
# No two tests of these files share what a fixture has made.
NOTHING_SHARED = {"tests/notebooks/test_notebooks.py"}


# Of NumPy, SciPy and scikit-learn. Where workers share the processors, threads that wait for one
# another keep them busy with it: a regression of lesson 08 took the processor ten times as long.
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


def pytest_configure(config: pytest.Config) -> None:
    """Let each worker, and what it starts, do sums in one thread, if nobody has said otherwise."""
    if getattr(config.option, "numprocesses", None):
        for name in THREADS:
            os.environ.setdefault(name, "1")


class ByFileAndLesson(LoadScopeScheduling):
    """Gives a worker all tests of a file at once, or all that it has on one lesson.

    They share what the file's fixtures have made.
    """

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        if file in NOTHING_SHARED:
            return nodeid
        lesson = re.search(r"\[(\d\d)[-_]", test)
        return f"{file} {lesson[1]}" if lesson else file


def pytest_xdist_auto_num_workers() -> int:
    """Return how many workers `-n auto` means: three for two processors.

    A worker waits for other programs much of the time. Where there is little memory they are fewer.
    """
    return number_of_workers(os.cpu_count() or 1, free_memory())


def number_of_workers(processors: int, memory: int) -> int:
    """Return how many workers there should be, given the bytes of memory that are free."""
    return max(1, min((3 * processors + 1) // 2, memory // BYTES_PER_WORKER, MOST_WORKERS))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFileAndLesson:
    """Let workers share the tests in our way, in the order in which they are collected."""
    config.option.loadscopereorder = False
    return ByFileAndLesson(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that take longest first, and leave all others in order."""
    items.sort(key=lambda item: _place(item.nodeid))


def _place(nodeid: str) -> int:
    places = (n for n, start in enumerate(LONGEST_FIRST) if nodeid.startswith(start))
    return next(places, len(LONGEST_FIRST))
