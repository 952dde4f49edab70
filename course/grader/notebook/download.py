"""A learning platform's download of a whole class, one archive, becomes a folder."""

import hashlib
import shutil
from pathlib import Path

from course.folders import CourseError
from course.grader.notebook.archive import ArchiveError, members, read_member
from course.grader.notebook.lms_names import read_name

_LARGEST_FILE = 100_000_000


def unpacked(archive: Path, place: Path) -> Path:
    """Return the folder with what an archive holds; it is unpacked once.

    archive (Path): A zip file.
    place (Path): Where folders for downloads are made.
    Raises CourseError: If the archive can't be read, or would unpack to far too much.
    """
    with archive.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()[:12]
    folder = place / digest
    if not folder.exists():
        part = place / f".{digest}.part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        try:
            for name in members(archive):
                file = part / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(read_member(archive, name, _LARGEST_FILE))
        except (ArchiveError, OSError) as error:
            shutil.rmtree(part, ignore_errors=True)
            raise CourseError(
                f"{archive} can't be unpacked: {error}. Unpack it by hand, and name the folder "
                "with --submitted."
            ) from None
        part.rename(folder)
    return _inner(folder)


def _inner(folder: Path) -> Path:
    """Return the folder that holds the students': some programs put one more around it."""
    inside = [entry for entry in folder.iterdir() if entry.name != "__MACOSX"]
    if len(inside) != 1 or not inside[0].is_dir() or read_name(inside[0].name):
        return folder
    return inside[0] if any(read_name(entry.name) for entry in inside[0].iterdir()) else folder
