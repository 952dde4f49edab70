"""CIFAR-10 for the lessons: fetched once, checked at every load, memory-mapped.

The cache is one uncompressed file, `cifar10.npy`: a flat uint8 array of 60,000 x 3,072 pixels
(training rows, then test rows) followed by the 60,000 labels. DATA.md is the data card.
"""

import os
from pathlib import Path

import numpy as np

from helpers.data_cache import DataError, cache_file, cache_folder, checked_content, is_cached
from helpers.data_sources import CIFAR10, SIDE, PictureSet

__all__ = [
    "CIFAR10",
    "CLASS_NAMES",
    "DataError",
    "cache_file",
    "cache_folder",
    "fetch",
    "is_cached",
    "load",
    "load_cifar10",
]

CLASS_NAMES = (
    "airplane",
    "automobile",
    "bird",
    "cat",
    "deer",
    "dog",
    "frog",
    "horse",
    "ship",
    "truck",
)

Split = tuple[np.ndarray, np.ndarray]


def load_cifar10() -> tuple[Split, Split]:
    """Return CIFAR-10: from the cache, or fetched into it first.

    Returns
    -------
    (x_train, y_train), (x_test, y_test)
        Pictures as uint8 (50000, 32, 32, 3) and (10000, 32, 32, 3), memory-mapped and read-only;
        labels as int64 (50000,) and (10000,), 0 to 9 in the order of `CLASS_NAMES`.

    Raises
    ------
    DataError
        If no source has the data, or the cache folder can't be used.

    References
    ----------
    A. Krizhevsky (2009), "Learning multiple layers of features from tiny images".
    """
    return load(CIFAR10)


def load(wanted: PictureSet) -> tuple[Split, Split]:
    """Return a set of pictures as `load_cifar10` does."""
    _refuse_other_data()
    flat = checked_content(wanted)
    pixels = flat[: wanted.pixel_bytes].reshape(wanted.rows, SIDE, SIDE, 3)
    labels = np.asarray(flat[wanted.pixel_bytes :]).astype(np.int64)
    n = wanted.train
    return (pixels[:n], labels[:n]), (pixels[n:], labels[n:])


def fetch(wanted: PictureSet = CIFAR10) -> Path:
    """Make sure that the cache holds the data, and return the path of its file.

    Raises
    ------
    DataError
        As `load_cifar10`.
    """
    _refuse_other_data()
    checked_content(wanted)
    return cache_file(wanted)


def _refuse_other_data() -> None:
    """Raise if `COURSE_DATA` asks for data that this version of the course doesn't have."""
    asked = os.environ.get("COURSE_DATA", "")
    if asked == "synthetic":
        raise DataError(
            "COURSE_DATA is 'synthetic', but this version of the course has no synthetic set yet: "
            "unset COURSE_DATA to use CIFAR-10."
        )
    if asked not in ("", "cifar10"):
        raise DataError(
            f"COURSE_DATA is {asked!r}, but the only data set here is 'cifar10': "
            "set it to that, or unset it."
        )
