"""`course bundle`: one file with everything that a room without a network needs, answers apart."""

import errno
import json
import os
import shutil
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tqdm import tqdm

from course.bundle import setup_offline
from course.bundle.machines import MACHINES, Machine, this_machine
from course.bundle.packages import fetch_wheels
from course.folders import CourseError
from course.release.lessons import write_lessons
from helpers.data import SYNTHETIC, DataError, cache_file, cache_folder, chosen, in_cache, is_cached
from helpers.data.notice import announce
from helpers.data.sets import PictureSet
from helpers.settings import somebody_watches

# What pip has in hand on the way, and the bundle itself: three times the largest so far.
ROOM = 3e9
# Compiled files come on top of what wheels unpack to.
COMPILED = 1.35
# Lessons link to the two pages of docs/.
BESIDE = ("LICENSE", "LICENSE-TEXT", "DATA.md", "docs/decide.md", "docs/tools.md")
START = """\
Train a classifier when one class is rare

You need a 64-bit Python {python}, and no network.

1. Open a terminal in this folder.
2. Type:  {command}
   The first time it takes a few minutes. Then the course opens in your browser.
3. To go on another day, type the same again.

If something is wrong with this machine, that command says so in one sentence.
DATA.md says whose pictures the lessons use.
"""


def make_bundle(
    course: Path, output: Path | None, machine_name: str | None, python: str | None
) -> dict[str, Any]:
    """Make a bundle as `course bundle` is asked to; say where it is, and what to do with it.

    What isn't given is as here: the kind of machine (one of `MACHINES`), the version of Python, and
    the course's folder `dist`. Returns file, bytes and seconds, as data for JSON.
    """
    machine = MACHINES[machine_name] if machine_name else this_machine()
    python = python or ".".join(map(str, sys.version_info[:2]))
    pictures = bundled_pictures()
    if pictures is SYNTHETIC and chosen() is None:
        announce("CIFAR-10 is not in the cache: for a bundle with it, run `course data` first.")
    started = time.perf_counter()
    file = bundle(course, (output or course / "dist").resolve(), machine, python)
    seconds, size = round(time.perf_counter() - started, 1), file.stat().st_size
    print(
        f"The bundle is {file} ({size / 1e6:,.0f} MB), for {machine.name}, Python {python}. "
        f"Its pictures: {pictures.title}."
    )
    command = setup_command(machine, python)
    print(f"Unpack it on each machine, and run `{command}` in its folder.")
    return {"file": str(file), "bytes": size, "seconds": seconds}


def bundle(course: Path, output: Path, machine: Machine, python: str) -> Path:
    """Make the bundle for one kind of machine and one Python, such as '3.11'; return the zip file.

    It holds the released notebooks, the helpers and all packages as wheels, the pictures from the
    cache, the licences and `setup_offline.py`. `output` is the file, or a folder for it. Until it
    is whole it lies in a folder with a name of its own, which is gone whatever happens.

    Raises CourseError: If there are no data, too little room, or a package isn't available.
    """
    if output.is_dir() or output.suffix != ".zip":
        output = output / f"{setup_offline.COURSE}-{machine.name}-py{python}.zip"
    pictures = cache_file(bundled_pictures())
    with _workshop(output) as folder:
        # Made afresh: in notebooks/ the teacher may have solved them.
        notebooks = write_lessons(course, folder / "notebooks")
        wheels = sorted(fetch_wheels(course, folder, machine, python).glob("*.whl"))
        checked = {f"wheels/{wheel.name}": wheel for wheel in wheels}
        checked[f"data/{pictures.name}"] = pictures
        files = {name: course / name for name in BESIDE} | checked
        files["setup_offline.py"] = Path(setup_offline.__file__)
        files |= {file.relative_to(folder).as_posix(): file for file in notebooks}
        texts = {
            setup_offline.MANIFEST: json.dumps(_manifest(checked, machine, python), indent=1),
            # Lines end as even the oldest editor of Windows expects.
            "START.txt": START.format(
                python=python, command=setup_command(machine, python)
            ).replace("\n", "\r\n"),
        }
        _pack(folder / "bundle.zip", texts, files)
        os.replace(folder / "bundle.zip", output)
    return output


def bundled_pictures() -> PictureSet:
    """Return the set of pictures that a bundle takes: from the cache, and checked.

    Raises CourseError: If there is none.
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


@contextmanager
def _workshop(output: Path) -> Iterator[Path]:
    """Yield a folder beside the bundle to be; a fault of the disk becomes one sentence."""
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(output.parent).free < ROOM:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        with tempfile.TemporaryDirectory(
            dir=output.parent, prefix=".bundle-", ignore_cleanup_errors=True
        ) as folder:
            yield Path(folder)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise CourseError(
                f"{output.parent} has too little room: making a bundle takes up to "
                f"{ROOM / 1e9:.0f} GB; make room, or name a file on another disk with --output."
            ) from None
        raise CourseError(
            f"{output} can't be written ({error.strerror}): name another file with --output."
        ) from None


def _manifest(checked: dict[str, Path], machine: Machine, python: str) -> dict[str, Any]:
    """Return what `setup_offline.py` asks about: the machine, and the packages and the data."""
    entries = [
        entry
        for file in checked.values()
        if file.suffix == ".whl"
        for entry in zipfile.ZipFile(file).filelist
    ]
    return {
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


def _pack(made: Path, texts: dict[str, str], files: dict[str, Path]) -> None:
    """Write all into one zip file, as it is: wheels are packed, and pictures hardly shrink."""
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, text in texts.items():
            archive.writestr(f"{setup_offline.COURSE}/{name}", text)
        for name, file in tqdm(
            files.items(), desc="packing", leave=False, disable=not somebody_watches()
        ):
            archive.write(file, f"{setup_offline.COURSE}/{name}")
