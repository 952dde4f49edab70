"""Sixteen pictures in place of CIFAR-10, and a machine to fetch them on.

The tests of the data use doubles at the edges only: a `keras` module, and an `npm` program that
is alone on the PATH. All between them is the real thing.
"""

import hashlib
import io
import json
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

import numpy as np
import pytest
from PIL import Image

from helpers import data
from helpers.data import cache as data_cache
from helpers.data import pictures
from helpers.data import sources as data_sources
from helpers.data.sets import PictureSet

RNG = np.random.default_rng(0)
X = RNG.integers(0, 256, (16, 32, 32, 3), dtype=np.uint8)
Y = RNG.integers(0, 10, 16, dtype=np.uint8)
# As keras.datasets returns them: turned views of colour planes, and a column of labels.
PLANES = np.ascontiguousarray(X.transpose(0, 3, 1, 2)).transpose(0, 2, 3, 1)
PARTS = ((PLANES[:12], Y[:12, None]), (PLANES[12:], Y[12:, None]))

SMALL = PictureSet(
    name="small",
    title="Sixteen pictures",
    train=12,
    test=4,
    pixels_sha256=hashlib.sha256(X.tobytes()).hexdigest(),
    labels_sha256=hashlib.sha256(Y.tobytes()).hexdigest(),
    package="small-pictures@1.0.0",
    package_bytes=50_000,
    pictures=("a.png", "b.png", "test.png"),
    label_files=("train.json", "test.json"),
)

NO_INTERNET = Exception("URL fetch failure: Name or service not known")  # Keras raises bare ones


def png(pictures: np.ndarray) -> bytes:
    """Write pictures as the package does: one picture a row, 1,024 pixels wide."""
    file = io.BytesIO()
    Image.fromarray(pictures.reshape(len(pictures), 1024, 3)).save(file, "png")
    return file.getvalue()


MEMBERS = {
    "a.png": png(X[:6]),
    "b.png": png(X[6:12]),
    "test.png": png(X[12:]),
    "train.json": json.dumps(Y[:12].tolist()).encode(),
    "test.json": json.dumps(Y[12:].tolist()).encode(),
}


def packed(members: dict[str, bytes]) -> bytes:
    """Return an npm package that holds the given files."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return file.getvalue()


def raising(error: BaseException) -> Callable[..., NoReturn]:
    """Return a function that raises the given error."""

    def function(*_: object, **__: object) -> NoReturn:
        raise error

    return function


class Machine:
    """A machine with an empty cache, without internet and without npm, that nobody watches."""

    def __init__(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.place, self.monkeypatch = tmp_path, monkeypatch
        self.folder = tmp_path / "cache"
        self.file = self.folder / "small.npy"
        monkeypatch.setenv("COURSE_DATA_DIR", str(self.folder))
        monkeypatch.delenv("COURSE_DATA", raising=False)
        monkeypatch.setenv("PATH", str(tmp_path / "bin"))
        self.watch(watched=False)
        self.keras(raising(NO_INTERNET))

    def watch(self, *, watched: bool = True) -> None:
        """Say whether somebody looks at the output."""
        for module in (data_cache, data_sources):
            self.monkeypatch.setattr(module, "somebody_watches", lambda: watched)

    def keras(self, load_data: Callable[[], Any]) -> None:
        """Put a function in the place of `keras.datasets.cifar10.load_data`."""
        cifar10 = ModuleType("keras.datasets.cifar10")
        cifar10.load_data = load_data  # type: ignore[attr-defined]
        datasets = ModuleType("keras.datasets")
        datasets.cifar10 = cifar10  # type: ignore[attr-defined]
        self.monkeypatch.setitem(sys.modules, "keras", ModuleType("keras"))
        self.monkeypatch.setitem(sys.modules, "keras.datasets", datasets)
        self.monkeypatch.setitem(sys.modules, "keras.datasets.cifar10", cifar10)

    def npm(self, program: str) -> Path:
        """Put a program, written in Python, on the PATH as `npm`."""
        path = self.place / "bin" / "npm"
        path.parent.mkdir()
        path.write_text(f"#!{sys.executable}\n{program}\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    def npm_that_packs(self, package: bytes, first: str = "") -> None:
        """Put an `npm` on the PATH that does something first, then leaves a package."""
        stored = self.place / "stored.tgz"
        stored.write_bytes(package)
        self.npm(f"{first}\nimport shutil; shutil.copy({str(stored)!r}, 'small-pictures.tgz')")

    def fill_cache(self) -> None:
        """Put the small set into the cache."""
        self.folder.mkdir()
        np.save(self.file, np.concatenate([X.ravel(), Y]))

    def left(self) -> list[str]:
        """Return the names of what is in the cache folder, but for the empty file of the lock."""
        return sorted({path.name for path in self.folder.iterdir()} - {data_cache.LOCK})


def assert_small(loaded: tuple[pictures.Split, pictures.Split]) -> None:
    """Raise if this is not the small set."""
    for (x, y), rows in zip(loaded, (slice(0, 12), slice(12, 16)), strict=True):
        assert np.array_equal(x, X[rows])
        assert np.array_equal(y, Y[rows])


def refusal() -> str:
    """Return what is said when the small set can't be had."""
    with pytest.raises(data.DataError) as caught:
        data.load(SMALL)
    return str(caught.value)
