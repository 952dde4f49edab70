"""What lies in a zip archive that was handed in, up to limits that no honest one reaches."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO

MOST_MEMBERS = 2000
LARGEST_ARCHIVE = 120_000_000
LARGEST_TOGETHER = 400_000_000  # of all that is in it, unpacked
MOST_UNPACKED = (
    200  # times its size in the archive; text packs to a twentieth, zeros to a thousandth
)
SMALL = 1_000_000  # what unpacks to less is no bomb
_INNER = re.compile(r"(?i)(\.zip)/")  # between an archive in an archive and what is in it
_END = struct.Struct("<4s4H2LH")


class ArchiveError(Exception):
    """An archive that isn't opened; says why."""


def members(file: Path, *, inner: bool = True) -> list[str]:
    """Return the names of the files in an archive, each inside of it.

    inner (bool): Whether archives in the archive are opened, too: what lies in `a.zip` there has
        the name `a.zip/NAME`. One that lies deeper, or can't be opened, is listed as a file.

    Raises ArchiveError: If it can't be read, or would unpack to far too much.
    """
    if file.stat().st_size > LARGEST_ARCHIVE:
        raise ArchiveError("the archive is too large")
    with _file(file) as stream, _opened(stream) as archive:
        found = _listed(archive)
        names = []
        for one in found:
            opened: list[zipfile.ZipInfo] = []
            if inner and is_archive(one.filename) and one.file_size <= LARGEST_ARCHIVE:
                with suppress(ArchiveError), _inner(archive, one.filename) as deeper:
                    opened = _listed(deeper)
            names += [f"{one.filename}/{other.filename}" for other in opened] or [one.filename]
            found = [*found, *opened]
            _see_size(found)
        return [name for name in names if _is_inside(name)]


def _listed(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the files in an archive, or raise `ArchiveError` where they are far too much."""
    found = [one for one in archive.infolist() if not one.is_dir()]
    _see_size(found)
    return found


def _see_size(found: list[zipfile.ZipInfo]) -> None:
    if len(found) > MOST_MEMBERS:
        raise ArchiveError("there are too many files in the archive")
    if sum(one.file_size for one in found) > LARGEST_TOGETHER or any(map(_is_bomb, found)):
        raise ArchiveError("the archive would unpack to far too much")


def is_archive(name: str) -> bool:
    """Tell whether a file's name is that of an archive that can be opened."""
    return name.lower().endswith(".zip")


def read_member(file: Path, name: str, most: int) -> bytes:
    """Return what a file in an archive holds.

    Raises ArchiveError: If it can't be read, or is larger than so many bytes.
    """
    with opened_member(file, name) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise ArchiveError("a file in the archive is too large")
    return content


@contextmanager
def opened_member(file: Path, name: str) -> Iterator[IO[bytes]]:
    """Open a file in an archive, or in an archive in it, to be read in the block.

    Raises ArchiveError: If it can't be read.
    """
    with _file(file) as outer, _opened(outer) as whole, ExitStack() as stack:
        archive = whole
        if name not in archive.namelist():
            parts = _INNER.split(name, maxsplit=1)
            archive = stack.enter_context(_inner(archive, "".join(parts[:2])))
            name = parts[-1]
        with _read_in_words():
            stream = stack.enter_context(archive.open(name))
        with _read_in_words():
            yield stream


@contextmanager
def _inner(archive: zipfile.ZipFile, name: str) -> Iterator[zipfile.ZipFile]:
    """Open an archive in an archive: all of it is in memory meanwhile."""
    with _read_in_words(), archive.open(name) as stream:
        content = stream.read(LARGEST_ARCHIVE + 1)
    if len(content) > LARGEST_ARCHIVE:
        raise ArchiveError("an archive in the archive is too large")
    inner = io.BytesIO(content)
    with _opened(inner) as opened:
        yield opened


@contextmanager
def _read_in_words() -> Iterator[None]:
    try:
        yield
    except zipfile.BadZipFile as error:
        raise ArchiveError(f"the archive is damaged ({_reason(error)})") from None
    except (KeyError, RuntimeError, NotImplementedError, zlib.error, OSError, EOFError) as error:
        raise ArchiveError(f"the archive can't be read ({_reason(error)})") from None


@contextmanager
def _file(file: Path) -> Iterator[IO[bytes]]:
    try:
        stream = file.open("rb")
    except OSError as error:
        raise ArchiveError(f"the archive can't be opened ({_reason(error)})") from None
    with stream:
        yield stream


def _opened(stream: IO[bytes]) -> zipfile.ZipFile:
    _see_number(stream)
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise ArchiveError(f"the archive can't be opened ({_reason(error)})") from None
    for member in archive.infolist():  # some programs on Windows part folders in their own way
        member.filename = member.filename.replace("\\", "/")
        archive.NameToInfo[member.filename] = member
    return archive


def _see_number(stream: IO[bytes]) -> None:
    """Look at the number of members before they are read: a list of millions fills the memory."""
    with suppress(OSError, struct.error):
        size = stream.seek(0, 2)
        stream.seek(max(0, size - (1 << 16) - _END.size))
        tail = stream.read()
        at = tail.rfind(b"PK\5\6")
        if at >= 0 and _END.unpack(tail[at : at + _END.size])[4] > MOST_MEMBERS:
            raise ArchiveError("there are too many files in the archive")


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    much = member.file_size > MOST_UNPACKED * max(1, member.compress_size)
    return much and member.file_size > SMALL


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _reason(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:80]
