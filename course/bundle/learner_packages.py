"""Which packages of the lock a learner needs on a machine, whichever machine that is."""

import platform
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from course.folders import CourseError

Requires = Callable[[str], list[str]]


@dataclass(frozen=True)
class Machine:
    """A kind of machine that learners have.

    Attributes
    ----------
    name : str
        Such as 'linux-x86_64'.
    system : str
        As `platform.system()` has it.
    processors : tuple of str
        As `platform.machine()` has it, in small letters; the first is the usual name.
    markers : dict
        What the markers of requirements ask about, but for the version of Python.
    tags : tuple of str
        The platforms of wheels that run there, for pip.
    """

    name: str
    system: str
    processors: tuple[str, ...]
    markers: dict[str, str]
    tags: tuple[str, ...]


def _markers(sys_platform: str, system: str, processor: str, os_name: str) -> dict[str, str]:
    return {
        "sys_platform": sys_platform,
        "platform_system": system,
        "platform_machine": processor,
        "os_name": os_name,
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }


def _glibc(processor: str) -> tuple[str, ...]:
    """Return the tags of Linux since 2018, with glibc 2.28: pip takes each by its name alone."""
    by_number = [f"manylinux_2_{minor}_{processor}" for minor in range(28, 16, -1)]
    return (*by_number, f"manylinux2014_{processor}")


MACHINES = {
    machine.name: machine
    for machine in (
        Machine(
            "linux-x86_64",
            "Linux",
            ("x86_64", "amd64"),
            _markers("linux", "Linux", "x86_64", "posix"),
            _glibc("x86_64"),
        ),
        Machine(
            "linux-aarch64",
            "Linux",
            ("aarch64", "arm64"),
            _markers("linux", "Linux", "aarch64", "posix"),
            _glibc("aarch64"),
        ),
        Machine(
            "macos-arm64",
            "Darwin",
            ("arm64",),
            _markers("darwin", "Darwin", "arm64", "posix"),
            ("macosx_14_0_arm64",),
        ),
        Machine(
            "windows-amd64",
            "Windows",
            ("amd64", "x86_64"),
            _markers("win32", "Windows", "AMD64", "nt"),
            ("win_amd64",),
        ),
    )
}


def chosen_machine(name: str | None = None) -> Machine:
    """Return the kind of machine of a name, or the kind that this one is.

    Raises
    ------
    CourseError
        If it is none that the course has packages for.
    """
    system, processor = platform.system(), platform.machine()
    for machine in MACHINES.values():
        here = system == machine.system and processor.lower() in machine.processors
        if machine.name == name or (name is None and here):
            return machine
    raise CourseError(
        f"there are no packages for {name or f'{system} on {processor}'}: name a machine with "
        f"--platform, one of {', '.join(MACHINES)}."
    )


def reachable(lines: Iterable[str], requires: Requires, environment: dict[str, str]) -> set[str]:
    """Return the names of all packages that requirements lead to, themselves included.

    Parameters
    ----------
    lines : iterable of str
        Requirements, as in pyproject.toml.
    requires : function
        From a package's name to its own requirements; none where the package isn't known.
    environment : dict
        What markers ask about.
    """
    seen: set[tuple[str, str]] = set()
    waiting = [(line, "") for line in lines]
    while waiting:
        line, within = waiting.pop()
        requirement = Requirement(line)
        if requirement.marker and not requirement.marker.evaluate({**environment, "extra": within}):
            continue
        name = canonicalize_name(requirement.name)
        for extra in {"", *requirement.extras}:
            if (name, extra) not in seen:
                seen.add((name, extra))
                waiting += [(wanted, extra) for wanted in requires(name)]
    return {name for name, _ in seen}


def learner_pins(course: Path, machine: Machine, python: str) -> list[str]:
    """Return the pins of requirements.txt that count on a machine, but for those of the tests.

    What only the tests need is found by what the packages that are installed here say of
    themselves.

    Parameters
    ----------
    course : Path
        The course's folder.
    machine : Machine
    python : str
        A full version, such as '3.11.9'.

    Returns
    -------
    list of str
        ``name==version``, without markers.
    """
    environment = markers(machine, python)
    project = tomllib.loads((course / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for_tests = project["optional-dependencies"]["test"]
    unwanted = reachable(for_tests, _installed, environment)
    unwanted -= reachable(project["dependencies"], _installed, environment)
    pins = []
    for line in (course / "requirements.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        pin = Requirement(line)
        if canonicalize_name(pin.name) not in unwanted and (
            pin.marker is None or pin.marker.evaluate(environment)
        ):
            pins.append(f"{pin.name}{pin.specifier}")
    return pins


def missing_packages(wheels: Path, lines: list[str], machine: Machine, python: str) -> list[str]:
    """Return the names of packages that some requirements lead to and a folder of wheels lacks."""
    found: dict[str, list[str]] = {
        canonicalize_name(package.name): package.requires or []
        for wheel in wheels.glob("*.whl")
        for package in metadata.distributions(path=[str(wheel)])
    }

    def said(name: str) -> list[str]:
        return found.get(name, [])

    return sorted(reachable(lines, said, markers(machine, python)) - set(found))


def markers(machine: Machine, python: str) -> dict[str, str]:
    """Return what markers ask about on a machine with a full version of Python."""
    return {
        **machine.markers,
        "python_full_version": python,
        "python_version": python.rpartition(".")[0],
        "implementation_version": python,
    }


def _installed(name: str) -> list[str]:
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []
