"""What the doctor says of a machine: memory, the data and room for them, npm."""

import os
import shutil
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from course.doctor.finding import MEND, Finding
from course.folders import CourseError

# The largest lesson stays under 1.5 GB, so that public Binder with its 2 GB can run it.
MEMORY_NEEDED = 1.5e9
# The archive of the pictures and what is made of it, both at hand for a moment.
DISK_NEEDED = 0.6e9
# Where Linux notes the memory that a container may use and uses: cgroups version 2, then 1.
CGROUP = Path("/sys/fs/cgroup")
CGROUP_FILES = (
    ("memory.max", "memory.current", "memory.stat"),
    ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes", "memory/memory.stat"),
)


def memory() -> Finding:
    """Tell whether a lesson fits into the memory that is free, a container's limit included."""
    try:
        free = free_memory()
    except ImportError:
        return Finding("memory", False, f"Memory can't be measured without psutil: {MEND}.")
    message = f"{free / 1e9:.1f} GB of memory are free."
    if free < MEMORY_NEEDED:
        message = (
            f"{free / 1e9:.1f} GB of memory are free, and a lesson may need "
            f"{MEMORY_NEEDED / 1e9:.1f} GB: shut down other kernels and programs."
        )
    return Finding("memory", free >= MEMORY_NEEDED, message)


def free_memory() -> int:
    """Return the bytes of memory that are free on this machine, and in its container if it is one.

    Raises ImportError: Without psutil.
    """
    import psutil

    return min([psutil.virtual_memory().available, *_free_in_container()])


def _free_in_container() -> Iterator[int]:
    """Yield the bytes that a container's limit leaves, if this is a container with a limit."""
    for limit, usage, statistics in CGROUP_FILES:
        try:
            left = int((CGROUP / limit).read_text()) - int((CGROUP / usage).read_text())
            counts = dict(line.split() for line in (CGROUP / statistics).read_text().splitlines())
        except (OSError, ValueError):  # no such file, or 'max' where there is no limit
            continue
        # Pages of files that were read count as used, but are given back on demand.
        yield left + int(counts.get("inactive_file", 0))


def data() -> list[Finding]:
    """Tell whether the data are in the cache, and whether they could be put there."""
    try:
        source = import_module("helpers.data")
        pictures = source.chosen() or source.CIFAR10
    except ImportError as error:
        return [Finding("data", False, f"The data can't be looked at ({error}): {MEND}.")]
    except RuntimeError as error:
        return [Finding("data", False, str(error))]
    folder = source.cache_folder()
    if source.is_cached(pictures):
        return [Finding("data", True, f"{pictures.title} is in {folder}.")]
    missing = f"{pictures.title} is not in {folder} yet: run `course data`."
    return [disk(folder), Finding("data", False, missing)]


def disk(folder: Path) -> Finding:
    """Tell whether the data fit into a folder that need not exist yet."""
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        return Finding(
            "disk",
            False,
            f"The data's folder {folder} can't be written to: set COURSE_DATA_DIR to one of yours.",
        )
    free = shutil.disk_usage(there).free
    message = f"{free / 1e9:.1f} GB are free for the data in {folder}."
    if free < DISK_NEEDED:
        message = (
            f"{free / 1e9:.1f} GB are free for {folder}, and fetching the data needs "
            f"{DISK_NEEDED / 1e9:.1f} GB: make room, or set COURSE_DATA_DIR to another disk."
        )
    return Finding("disk", free >= DISK_NEEDED, message)


def npm() -> Finding:
    """Tell whether npm is there: good to have where Keras's own download doesn't work."""
    message = "npm is not there; it is only needed where Keras's own download is blocked."
    if shutil.which("npm"):
        message = "npm is there, a second way to fetch the data."
    return Finding("npm", True, message)


def see_that_it_forks() -> None:
    """Raise CourseError where a system can't do what the grader is built on."""
    if not hasattr(os, "fork"):
        raise CourseError(
            f"grading needs a system that can fork processes, and {sys.platform} can't: use "
            "Linux, in a virtual machine or on Windows in WSL 2."
        )
