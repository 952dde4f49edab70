"""Say in words what this machine lacks for the course, and how to mend it."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path

from course.folders import CourseError, course_folder

DISTRIBUTION = "rare-class-course"
OLDEST_PYTHON, NEWEST_PYTHON = (3, 11), (3, 13)
# The largest lesson stays under 1.5 GB, so that public Binder with its 2 GB can run it.
MEMORY_NEEDED = 1.5e9
# The archive of the pictures and what is made of it, both at hand for a moment.
DISK_NEEDED = 0.6e9
MEND = "run `make setup`, or `pip install -r requirements.txt`"
MODULES = {
    "ipython": "IPython",
    "pillow": "PIL",
    "scikit-learn": "sklearn",
    "tensorflow-cpu": "tensorflow",
}
# Where Linux notes the memory that a container may use and uses: cgroups version 2, then 1.
CGROUP = Path("/sys/fs/cgroup")
CGROUP_FILES = (
    ("memory.max", "memory.current", "memory.stat"),
    ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes", "memory/memory.stat"),
)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes
    ----------
    name : str
        What was looked at, in a word or two.
    ok : bool
        Whether the course can do with what was found.
    message : str
        One sentence; where it isn't ok, it says what to do.
    """

    name: str
    ok: bool
    message: str


def examine() -> list[Finding]:
    """Look at everything that the course needs, without importing TensorFlow.

    Returns
    -------
    list of Finding
        In the order in which things have to be mended.
    """
    try:
        course = course_folder()
    except CourseError as error:
        course, at_hand = None, Finding("course", False, str(error))
    else:
        at_hand = Finding("course", True, f"The course is in {course}, with nbgrader_config.py.")
    return [
        python_version(sys.version_info[:2]),
        at_hand,
        *packages(course),
        course_installed(),
        memory(),
        *data(),
        npm(),
        *sandbox(course),
        *([released_lessons(course)] if course else []),
    ]


def report(findings: list[Finding]) -> str:
    """Return the findings as text, one a line, and a closing sentence."""
    width = max((len(finding.name) for finding in findings), default=0)
    lines = [
        f"{'ok     ' if finding.ok else 'MISSING'}  {finding.name:<{width}}  {finding.message}"
        for finding in findings
    ]
    missing = [finding.name for finding in findings if not finding.ok]
    fine = "Everything that the course needs is there."
    closing = f"To be mended: {', '.join(missing)}." if missing else fine
    return "\n".join([*lines, "", closing])


def python_version(version: tuple[int, ...]) -> Finding:
    """Tell whether a Python version, such as (3, 11), is one that TensorFlow's pin supports."""
    text = ".".join(map(str, version))
    if OLDEST_PYTHON <= version <= NEWEST_PYTHON:
        return Finding("Python", True, f"Python is {text}.")
    return Finding(
        "Python",
        False,
        f"Python is {text}, and the course needs 3.11, 3.12 or 3.13: install one of them and name "
        "it, as in `make setup PYTHON=python3.11`.",
    )


def packages(course: Path | None) -> list[Finding]:
    """Tell which direct dependencies are missing, broken or not the pinned version.

    Parameters
    ----------
    course : Path or None
        The folder that holds pyproject.toml and requirements.txt, if it is at hand.

    Returns
    -------
    list of Finding
        One for each package that isn't as it must be, or a single one that is ok.
    """
    try:
        needed = list(_direct_dependencies(course))
    except ImportError:
        return [Finding("packages", False, f"The package packaging is not installed: {MEND}.")]
    if not needed:
        text = "There is no list of the packages to look for: change to the course's folder."
        return [Finding("packages", False, text)]
    faults = [fault for name, wanted in needed if (fault := _package_fault(name, wanted))]
    if faults:
        return [Finding(name, False, sentence) for name, sentence in faults]
    return [Finding("packages", True, f"All {len(needed)} packages are there, TensorFlow found.")]


def _direct_dependencies(course: Path | None) -> Iterator[tuple[str, str]]:
    """Yield name and wanted version of each dependency that this machine's markers ask for.

    The names are those of pyproject.toml; the versions are the pins of requirements.txt. Without
    a folder of the course both come from what pip noted when it installed the course.
    """
    # Imported here, for the doctor must be able to say that they are missing.
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    pins = {}
    if course is not None and (course / "pyproject.toml").is_file():
        import tomllib

        with (course / "pyproject.toml").open("rb") as file:
            lines = tomllib.load(file)["project"]["dependencies"]
        if (course / "requirements.txt").is_file():
            for line in (course / "requirements.txt").read_text(encoding="utf-8").splitlines():
                if line.strip() and not line.startswith("#"):
                    pin = Requirement(line)
                    if pin.marker is None or pin.marker.evaluate():
                        pins[canonicalize_name(pin.name)] = str(pin.specifier)
    else:
        try:
            lines = metadata.requires(DISTRIBUTION) or []
        except metadata.PackageNotFoundError:
            lines = []
    for line in lines:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            name = canonicalize_name(requirement.name)
            yield name, pins.get(name, str(requirement.specifier))


def _package_fault(name: str, wanted: str) -> tuple[str, str] | None:
    """Return a package's name and what is wrong with it, or None."""
    from packaging.specifiers import SpecifierSet

    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return name, f"The package {name} is not installed: {MEND}."
    if find_spec(MODULES.get(name, name.replace("-", "_"))) is None:
        return name, f"The package {name} is listed as installed, but its files are gone: {MEND}."
    if not SpecifierSet(wanted).contains(version, prereleases=True):
        wish = wanted.removeprefix("==")
        return name, f"The package {name} is {version}, and the course is pinned to {wish}: {MEND}."
    return None


def course_installed() -> Finding:
    """Tell whether notebooks find `helpers` wherever they are opened."""
    try:
        metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return Finding(
            "helpers",
            False,
            "The course's own package is not installed: run `make setup`, or `pip install "
            "--no-deps -e .` in the course's folder.",
        )
    return Finding("helpers", True, "The course's own package is installed.")


def memory() -> Finding:
    """Tell whether a lesson fits into the memory that is free, a container's limit included."""
    try:
        free = free_memory()
    except ImportError:
        return Finding("memory", False, f"Memory can't be measured without psutil: {MEND}.")
    if free < MEMORY_NEEDED:
        return Finding(
            "memory",
            False,
            f"{free / 1e9:.1f} GB of memory are free, and a lesson may need "
            f"{MEMORY_NEEDED / 1e9:.1f} GB: shut down other kernels and programs.",
        )
    return Finding("memory", True, f"{free / 1e9:.1f} GB of memory are free.")


def free_memory() -> int:
    """Return the bytes of memory that are free on this machine, and in its container if it is one.

    Raises
    ------
    ImportError
        Without psutil.
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
        wanted = source.chosen() or source.CIFAR10
    except ImportError as error:
        return [Finding("data", False, f"The data can't be looked at ({error}): {MEND}.")]
    except RuntimeError as error:
        return [Finding("data", False, str(error))]
    folder = source.cache_folder()
    if source.is_cached(wanted):
        return [Finding("data", True, f"{wanted.title} is in {folder}.")]
    missing = f"{wanted.title} is not in {folder} yet: run `course data`."
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
    if free < DISK_NEEDED:
        return Finding(
            "disk",
            False,
            f"{free / 1e9:.1f} GB are free for {folder}, and fetching the data needs "
            f"{DISK_NEEDED / 1e9:.1f} GB: make room, or set COURSE_DATA_DIR to another disk.",
        )
    return Finding("disk", True, f"{free / 1e9:.1f} GB are free for the data in {folder}.")


def npm() -> Finding:
    """Tell whether npm is there: good to have where Keras's own download doesn't work."""
    if shutil.which("npm"):
        return Finding("npm", True, "npm is there, a second way to fetch the data.")
    return Finding(
        "npm", True, "npm is not there; it is only needed where Keras's own download is blocked."
    )


def sandbox(course: Path | None) -> list[Finding]:
    """Tell what the sandbox for learners' code holds on this machine; only graders need it."""
    try:
        from course.grader.sandbox.probe import in_words

        said = in_words([course] if course else [])
    except ImportError as error:
        return [Finding("sandbox", False, f"The sandbox can't be looked at ({error}): {MEND}.")]
    return [Finding("sandbox", ok, sentence) for ok, sentence in said]


def released_lessons(course: Path) -> Finding:
    """Tell whether each lesson in notebooks/ has the file that its checks read."""
    folders = sorted(file.parent for file in (course / "notebooks").glob("*/*.ipynb"))
    if not folders:
        return Finding(
            "lessons", False, "There are no lessons in notebooks/: run `course release`."
        )
    without = [folder.name for folder in folders if not (folder / "checks.json").is_file()]
    if without:
        return Finding(
            "lessons",
            False,
            f"checks.json is missing in {', '.join(without)}: run `course release`.",
        )
    return Finding("lessons", True, f"Lessons that are there, with their checks: {len(folders)}.")
