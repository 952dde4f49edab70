"""`course bundle`: one file with everything that a room without a network needs, answers apart."""

import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

from tqdm import tqdm

from course.bundle import setup_offline
from course.bundle.learner_packages import Machine, learner_pins, missing_packages
from course.folders import CourseError
from course.release.lessons import write_lessons
from helpers.data import in_cache
from helpers.data.cache import DataError, cache_file, cache_folder, is_cached
from helpers.data.sets import PictureSet
from helpers.settings import somebody_watches

# The patches of a version of Python for which pins may differ: its first, and any later one.
PATCHES = ("0", "99")
# What pip has in hand on the way, and the bundle itself: three times the largest so far.
ROOM = 3e9
# Compiled files come on top of what wheels unpack to.
COMPILED = 1.35
BESIDE = ("LICENSE", "LICENSE-TEXT", "DATA.md")
START = """\
Train a classifier when one class is rare

You need Python {python} of 64 bits, and no network.

1. Open a terminal in this folder.
2. Type:  {command}
   The first time it takes some minutes. Then lesson 01 opens in your browser.
3. To go on another day, type the same again.

If something is wrong with this machine, that command says so in one sentence.
Whose pictures the lessons use is told in DATA.md.
"""
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "LICENSE-TEXT")


def bundle(course: Path, output: Path, machine: Machine, python: str) -> Path:
    """Make the bundle for one kind of machine and one version of Python.

    It holds the released notebooks, the helpers and all packages as wheels, the pictures from the
    cache, the licences and `setup_offline.py`. Until it is whole it lies in a folder with a name
    of its own, which is gone whatever happens.

    Parameters
    ----------
    course : Path
        The course's folder.
    output : Path
        The zip file, or a folder for it.
    machine : Machine
        The learners' kind of machine.
    python : str
        The learners' version of Python, such as '3.11'.

    Returns
    -------
    Path
        The zip file.

    Raises
    ------
    CourseError
        If there are no data, too little room, or a package can't be had.
    """
    if output.is_dir() or output.suffix != ".zip":
        output = output / f"{setup_offline.COURSE}-{machine.name}-py{python}.zip"
    pictures = cache_file(bundled_pictures())
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(output.parent).free
        if free < ROOM:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        with tempfile.TemporaryDirectory(
            dir=output.parent, prefix=".bundle-", ignore_cleanup_errors=True
        ) as folder:
            wheels = Path(folder) / "wheels"
            wheels.mkdir()
            # Made afresh: in notebooks/ the teacher may have solved them.
            write_lessons(course, Path(folder) / "notebooks")
            _build_helpers(course, Path(folder), wheels)
            _fetch_packages(course, Path(folder), wheels, machine, python)
            made = Path(folder) / "bundle.zip"
            _pack(made, course, pictures, machine, python)
            os.replace(made, output)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise CourseError(
                f"{output.parent} has too little room: making a bundle takes up to "
                f"{ROOM / 1e9:.0f} GB; make room, or name a file on another disk with --output."
            ) from None
        raise CourseError(
            f"{output} can't be written ({error.strerror}): name another file with --output."
        ) from None
    return output


def bundled_pictures() -> PictureSet:
    """Return the set of pictures that a bundle takes: from the cache, and checked.

    Raises
    ------
    CourseError
        If there is none.
    """
    try:
        found = in_cache()
    except DataError as error:
        raise CourseError(str(error)) from None
    if found is None or not is_cached(found):
        raise CourseError(f"there are no pictures in {cache_folder()}: run `course data` first.")
    return found


def setup_command(machine: Machine, python: str) -> str:
    """Return what to type in an unpacked bundle, on such a machine with such a Python."""
    start = f"py -{python}" if machine.system == "Windows" else f"python{python}"
    return f"{start} setup_offline.py"


def _build_helpers(course: Path, folder: Path, wheels: Path) -> None:
    """Build the wheel of `helpers` from a copy: what an earlier build left would get into it."""
    copy = folder / "source"
    shutil.copytree(
        course / "helpers", copy / "helpers", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in SOURCES:
        shutil.copy(course / name, copy)
    _pip(folder, ["wheel", "--no-deps", "--no-build-isolation", "-w", str(wheels), str(copy)], 1)
    shutil.rmtree(copy)


def _fetch_packages(
    course: Path, folder: Path, wheels: Path, machine: Machine, python: str
) -> None:
    """Download the wheels of all packages that a learner needs, and see that none is lacking."""
    project = tomllib.loads((course / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    fetched: set[str] = set()
    for patch in PATCHES:
        pins = learner_pins(course, machine, f"{python}.{patch}")
        if new := sorted(set(pins) - fetched):
            options = ["download", "--no-deps", "--only-binary=:all:", "-d", str(wheels)]
            options += [f"--python-version={python}.{patch}", "--implementation=cp"]
            options += [f"--platform={tag}" for tag in machine.tags]
            _pip(folder, [*options, *new], len(new))
        fetched |= set(pins)
    for patch in PATCHES:
        missing = missing_packages(wheels, project["dependencies"], machine, f"{python}.{patch}")
        if missing:
            raise CourseError(
                f"requirements.txt has no pin for {', '.join(missing)}, which {machine.name} needs "
                f"on Python {python}: no bundle was made. Run `make lock`, then try again."
            )


def _pip(folder: Path, arguments: list[str], packages: int) -> None:
    """Run pip, with a bar over the packages that it looks at; raise with its own reason."""
    command = [sys.executable, "-m", "pip", *arguments, "--progress-bar=off", "--no-input"]
    environment = {**os.environ, "TMPDIR": str(folder), "PYTHONUNBUFFERED": "1"}
    said: list[str] = []
    with (
        tqdm(
            total=packages,
            desc=f"pip {arguments[0]}",
            unit="package",
            leave=False,
            disable=not somebody_watches(),
        ) as bar,
        subprocess.Popen(
            command,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
        ) as process,
    ):
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line.strip())
            if line.startswith(("Collecting ", "Processing ")):
                bar.update()
                bar.set_postfix_str(line.split()[1][:30])
    if process.returncode:
        if any("No space left" in line for line in said):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        errors = [line.removeprefix("ERROR:").strip() for line in said if "ERROR:" in line]
        raise CourseError(
            f"pip {arguments[0]} failed, and no bundle was made: {(errors or said or ['?'])[-1]} "
            "Connect to the internet, and if it still fails, name another --platform or "
            "--python-version: each package must be there as a wheel for it."
        )


def _pack(made: Path, course: Path, pictures: Path, machine: Machine, python: str) -> None:
    """Write everything into one zip file, with a manifest of the packages and the data.

    The folders `wheels` and `notebooks` lie beside the file to be made.
    """
    wheels = made.parent / "wheels"
    entries = [entry for wheel in wheels.iterdir() for entry in zipfile.ZipFile(wheel).filelist]
    checked = {f"wheels/{wheel.name}": wheel for wheel in sorted(wheels.iterdir())}
    checked[f"data/{pictures.name}"] = pictures
    manifest: dict[str, Any] = {
        "python": python,
        "system": machine.system,
        "machines": machine.processors,
        "room": int(sum(entry.file_size for entry in entries) * COMPILED),
        "longest_name": max(len(entry.filename) for entry in entries),
        "files": {
            name: {"bytes": file.stat().st_size, "sha256": setup_offline.sha256(file)}
            for name, file in checked.items()
        },
    }
    contents = {name: course / name for name in BESIDE} | checked
    start = START.format(python=python, command=setup_command(machine, python))
    contents["setup_offline.py"] = Path(setup_offline.__file__)
    contents |= {
        file.relative_to(made.parent).as_posix(): file
        for file in sorted((made.parent / "notebooks").rglob("*"))
        if file.is_file()
    }
    # Wheels are packed already, and pictures hardly get smaller.
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(
            f"{setup_offline.COURSE}/{setup_offline.MANIFEST}", json.dumps(manifest, indent=1)
        )
        # Lines end as even the oldest editor of Windows expects.
        archive.writestr(f"{setup_offline.COURSE}/START.txt", start.replace("\n", "\r\n"))
        for name, file in tqdm(
            contents.items(), desc="packing", leave=False, disable=not somebody_watches()
        ):
            archive.write(file, f"{setup_offline.COURSE}/{name}")
