"""The kinds of machine that a bundle can be made for."""

import platform
from dataclasses import dataclass

from course.folders import CourseError

PYTHONS = ("3.11", "3.12", "3.13")


@dataclass(frozen=True)
class Machine:
    """A kind of machine that learners have.

    name (str): Such as 'linux-x86_64'.
    system (str): As `platform.system()` has it.
    processors (tuple of str): As `platform.machine()` has it, in small letters; the first is the
        usual name.
    platform (str): uv's name for it, which says what the markers of requirements are there.
    tags (tuple of str): The platforms of wheels that run there, for pip.
    """

    name: str
    system: str
    processors: tuple[str, ...]
    platform: str
    tags: tuple[str, ...]


def _linux(processor: str, *other_names: str) -> Machine:
    """Return Linux since 2018, with glibc 2.28: pip takes each of its tags by its name alone."""
    tags = tuple(f"manylinux_2_{minor}_{processor}" for minor in range(28, 16, -1))
    return Machine(
        f"linux-{processor}",
        "Linux",
        (processor, *other_names),
        f"{processor}-manylinux_2_28",
        (*tags, f"manylinux2014_{processor}"),
    )


MACHINES = {
    machine.name: machine
    for machine in (
        _linux("x86_64", "amd64"),
        _linux("aarch64", "arm64"),
        Machine(
            "macos-arm64", "Darwin", ("arm64",), "aarch64-apple-darwin", ("macosx_14_0_arm64",)
        ),
        Machine(
            "windows-amd64",
            "Windows",
            ("amd64", "x86_64"),
            "x86_64-pc-windows-msvc",
            ("win_amd64",),
        ),
    )
}


def this_machine() -> Machine:
    """Return the kind of machine that this one is.

    Raises CourseError: If it is none that the course has packages for.
    """
    system, processor = platform.system(), platform.machine()
    for machine in MACHINES.values():
        if system == machine.system and processor.lower() in machine.processors:
            return machine
    raise CourseError(
        f"there are no packages for {system} on {processor}: name a machine with --platform, one "
        f"of {', '.join(MACHINES)}."
    )
