"""What lies in a zip archive that was handed in, up to limits that no honest one reaches."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO

MOST_MEMBERS = 2000
LARGEST_ARCHIVE = 120_000_000
LARGEST_TOGETHER = 400_000_000  # of all that is in it, unpacked
MOST_UNPACKED = (
    200  # times its size in the archive; text packs to a twentieth, zeros to a thousandth
)
SMALL = 1_000_000  # what unpacks to less is no bomb
# Damaged, with a password, packed in an unknown way.
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, OSError, EOFError),
    *(KeyError, RuntimeError, NotImplementedError),
)
_END = struct.Struct("<4s4H2LH")


class ArchiveError(Exception):
    """An archive that isn't opened; says why."""


def members(file: Path) -> list[str]:
    """Return the names of the files in an archive, each inside of it.

    Raises ArchiveError: If it can't be read, or would unpack to far too much.
    """
    if file.stat().st_size > LARGEST_ARCHIVE:
        raise ArchiveError("the archive is too large")
    _see_number(file)
    with _opened(file) as archive:
        found = [one for one in archive.infolist() if not one.is_dir()]
        if sum(one.file_size for one in found) > LARGEST_TOGETHER or any(map(_is_bomb, found)):
            raise ArchiveError("the archive would unpack to far too much")
        return [one.filename for one in found if _is_inside(one.filename)]


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
    """Open a file in an archive, to be read in the block.

    Raises ArchiveError: If it can't be read.
    """
    with _opened(file) as archive:
        try:
            with archive.open(name) as stream:
                yield stream
        except (
            KeyError,
            RuntimeError,
            NotImplementedError,
            zlib.error,
            OSError,
            EOFError,
        ) as error:
            raise ArchiveError(f"the archive can't be read ({_reason(error)})") from None
        except zipfile.BadZipFile as error:
            raise ArchiveError(f"the archive is damaged ({_reason(error)})") from None


def _opened(file: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise ArchiveError(f"the archive can't be opened ({_reason(error)})") from None


def _see_number(file: Path) -> None:
    """Look at the number of members before they are read: a list of millions fills the memory."""
    with suppress(OSError, struct.error), file.open("rb") as stream:
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
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name


def _reason(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:80]
