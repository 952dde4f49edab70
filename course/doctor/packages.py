"""What the doctor says of Python, of the packages that are installed, and of the course's own."""

import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from course.doctor.finding import MEND, Finding

DISTRIBUTION = "rare-class-course"
OLDEST_PYTHON, NEWEST_PYTHON = (3, 11), (3, 13)
MODULES = {
    "imbalanced-learn": "imblearn",
    "ipython": "IPython",
    "markdown-it-py": "markdown_it",
    "pillow": "PIL",
    "python-dateutil": "dateutil",
    "scikit-learn": "sklearn",
    "tensorflow-cpu": "tensorflow",
}


def python_version(version: tuple[int, ...] = sys.version_info[:2]) -> Finding:
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

    course (Path or None): The folder that holds pyproject.toml and requirements.txt, if it is at
        hand.
    Returns (list of Finding): One for each package that isn't as it must be, or a single one that
        is ok.
    """
    try:
        needed = list(_direct_dependencies(course))
    except ImportError:
        return [Finding("packages", False, f"The package packaging is not installed: {MEND}.")]
    if not needed:
        text = "There is no list of the packages to look for: change to the course's folder."
        return [Finding("packages", False, text)]
    faults = [fault for name, pin in needed if (fault := _package_fault(name, pin))]
    if faults:
        return [Finding(name, False, sentence) for name, sentence in faults]
    return [Finding("packages", True, f"All {len(needed)} packages are there, TensorFlow found.")]


def _direct_dependencies(course: Path | None) -> Iterator[tuple[str, str]]:
    """Yield name and version of each dependency that this machine's markers ask for.

    The names are those of pyproject.toml; the versions are the pins of requirements.txt. Without
    a folder of the course both come from what pip noted when it installed the course.
    """
    # Imported here, for the doctor must be able to say that they are missing.
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    from course.lock import pins_here

    pins = {}
    if course is not None and (course / "pyproject.toml").is_file():
        text = (course / "pyproject.toml").read_text(encoding="utf-8")
        lines = tomllib.loads(text)["project"]["dependencies"]
        if (course / "requirements.txt").is_file():
            pins = pins_here(course)
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


def _package_fault(name: str, specifier: str) -> tuple[str, str] | None:
    """Return a package's name and what is wrong with it, or None."""
    from packaging.specifiers import SpecifierSet

    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return name, f"The package {name} is not installed: {MEND}."
    if find_spec(MODULES.get(name, name.replace("-", "_"))) is None:
        return name, f"The package {name} is listed as installed, but its files are gone: {MEND}."
    if not SpecifierSet(specifier).contains(version, prereleases=True):
        pin = specifier.removeprefix("==")
        return name, f"The package {name} is {version}, and the course is pinned to {pin}: {MEND}."
    return None


def course_installed() -> Finding:
    """Tell whether notebooks find `helpers` wherever they are opened."""
    try:
        metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        message = (
            "The course's own package is not installed: run `make setup`, or `pip install "
            "--no-deps -e .` in the course's folder."
        )
        return Finding("helpers", False, message)
    return Finding("helpers", True, "The course's own package is installed.")
