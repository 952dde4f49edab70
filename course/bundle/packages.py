"""The wheels of a bundle: ours, and those that uv finds for a machine and a version of Python."""

import errno
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from packaging.requirements import Requirement
from tqdm import tqdm

from course.bundle.machines import Machine
from course.folders import CourseError
from course.lock import locked
from helpers.settings import somebody_watches

# The patches of a version of Python for which packages may differ: its first, and any later one.
PATCHES = ("0", "99")
# What the wheel of `helpers` is built from, beside the folder itself.
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "LICENSE-TEXT")


def fetch_wheels(course: Path, folder: Path, machine: Machine, python: str) -> Path:
    """Put wheels of all that a learner needs into `wheels` in an empty folder; return that folder.

    `python` is the learners' version, such as '3.11'. What pip has in hand on the way lies in
    `folder`, too.

    Raises CourseError: If a package isn't pinned, has no wheel, or can't be fetched.
    Raises OSError: If the disk is full.
    """
    wheels = folder / "wheels"
    wheels.mkdir()
    fetched: set[str] = set()
    for patch in PATCHES:
        pins = learner_pins(course, machine, f"{python}.{patch}")
        if new := sorted(set(pins) - fetched):
            _download(new, folder, wheels, machine, f"{python}.{patch}")
        fetched |= set(pins)
    build_helpers(course, folder, wheels)
    for patch in PATCHES:
        see_that_all_are_there(wheels, machine, f"{python}.{patch}")
    return wheels


def learner_pins(course: Path, machine: Machine, python: str) -> list[str]:
    """Return ``name==version`` for all that a learner needs on a machine with Python 3.11.9, say.

    uv's resolver finds them: what pyproject.toml asks for, its extras left out, with all that these
    packages ask for in turn. Each has a wheel for the machine, and the version that is locked.

    Raises CourseError: If a package has no such wheel, or the lock doesn't name it.
    """
    options = ["--constraints", str(course / "requirements.txt"), str(course / "pyproject.toml")]
    pins = _resolve(options, machine, python)
    known = {f"{pin.name}{pin.specifier}" for pin in locked(course)}
    if unknown := [Requirement(pin).name for pin in pins if pin not in known]:
        raise CourseError(
            f"requirements.txt has no pin for {', '.join(unknown)}, which {machine.name} needs on "
            f"Python {python}: no bundle was made. Run `make lock`, then try again."
        )
    return pins


def see_that_all_are_there(wheels: Path, machine: Machine, python: str) -> None:
    """Raise CourseError if a folder of wheels lacks one that the course needs on a machine."""
    options = ["--no-index", "--find-links", str(wheels), "-"]
    _resolve(options, machine, python, asked="rare-class-course")


def build_helpers(course: Path, folder: Path, wheels: Path) -> None:
    """Build the wheel of `helpers` from a copy: what an earlier build left would get into it."""
    copy = folder / "source"
    shutil.copytree(
        course / "helpers", copy / "helpers", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in SOURCES:
        shutil.copy(course / name, copy)
    options = ["--wheel", "--no-build-isolation", f"--out-dir={wheels}", str(copy)]
    _uv(["build", *options], "uv can't build the wheel of helpers, and no bundle was made.")
    shutil.rmtree(copy)


def _resolve(options: list[str], machine: Machine, python: str, asked: str = "") -> list[str]:
    """Let uv resolve requirements for a machine, wheels alone; return its pins."""
    arguments = ["pip", "compile", "--no-header", "--no-annotate", "--only-binary=:all:", *options]
    arguments += [f"--python-platform={machine.platform}", f"--python-version={python}"]
    fault = (
        f"uv finds no packages for {machine.name} on Python {python}, and no bundle was made: each "
        "must be there as a wheel. Connect to the internet, and if it still fails, name another "
        "--platform or --python-version."
    )
    return _uv(arguments, fault, asked).split()


def _uv(arguments: list[str], fault: str, asked: str = "") -> str:
    """Run uv, and return what it prints; raise with a sentence, and uv's own reason after it."""
    command = [sys.executable, "-m", "uv", "--quiet", "--color=never", *arguments]
    # Otherwise uv takes an older Mac than docs/machines.md asks for.
    environment = {**os.environ, "MACOSX_DEPLOYMENT_TARGET": "14.0"}
    ended = subprocess.run(
        [*command, f"--python={sys.executable}"],
        input=asked,
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    if ended.returncode:
        words = " ".join(ended.stderr.split())
        if "No module named uv" in words:
            raise CourseError("`course bundle` needs uv: run `pip install -r requirements.txt`.")
        _see_that_there_is_room(words)
        because = re.search(r"Because .*?\.(?= And because| hint:|$)", words)
        raise CourseError(f"{fault} It says: {because[0] if because else words}")
    return ended.stdout


def _see_that_there_is_room(words: str) -> None:
    """Raise OSError if a program's words say that the disk is full."""
    if "No space left" in words:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _download(pins: list[str], folder: Path, wheels: Path, machine: Machine, python: str) -> None:
    """Let pip fetch wheels, with a bar over those that it looks at; uv can't fetch alone."""
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
    command += ["--progress-bar=off", "--no-input", "--implementation=cp", "-d", str(wheels)]
    command += [f"--python-version={python}", *(f"--platform={tag}" for tag in machine.tags)]
    lines: list[str] = []
    with (
        tqdm(
            total=len(pins),
            desc="downloading",
            unit="package",
            leave=False,
            disable=not somebody_watches(),
        ) as bar,
        subprocess.Popen(
            [*command, *pins],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "TMPDIR": str(folder), "PYTHONUNBUFFERED": "1"},
        ) as process,
    ):
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line.strip())
            if line.startswith("Collecting "):
                bar.update()
                bar.set_postfix_str(line.split()[1][:30])
    if process.returncode:
        _see_that_there_is_room(" ".join(lines))
        errors = [line.removeprefix("ERROR:").strip() for line in lines if "ERROR:" in line]
        raise CourseError(
            "pip can't fetch the packages, and no bundle was made. Connect to the internet, and "
            f"run the same command again. It says: {(errors or lines or ['?'])[-1]}"
        )
