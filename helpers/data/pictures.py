"""The pictures of the lessons: CIFAR-10, or the set that the course draws itself.

A set is fetched once, checked by each process that loads it, and memory-mapped. Its cache is one
uncompressed file, `cifar10.npy` or `synthetic.npy`: a flat uint8 array of 60,000 x 3,072 pixels
(training rows, then test rows) followed by the 60,000 labels. DATA.md is the data card.
"""

import os

import numpy as np

from helpers.data.cache import DataError, NoSourceError, cache_file, checked_content
from helpers.data.notice import announce
from helpers.data.sets import CIFAR10, SIDE, SYNTHETIC, PictureSet

CLASS_NAMES = (
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
)  # fmt: skip

Split = tuple[np.ndarray, np.ndarray]


def load_cifar10() -> tuple[Split, Split]:
    """Return CIFAR-10, or the synthetic set in its place: from the cache, or put there first.

    The synthetic set is used where `COURSE_DATA` asks for it, and where CIFAR-10 isn't available
    and `COURSE_DATA` is not set. Either is said aloud.

    Returns ((x_train, y_train), (x_test, y_test)): Pictures as uint8 (50000, 32, 32, 3) and (10000,
        32, 32, 3), memory-mapped and read-only; labels as int64 (50000,) and (10000,), 0 to 9 in
        the order of `CLASS_NAMES`.
    Raises DataError: If the set that `COURSE_DATA` asks for isn't available, or the cache folder
        can't be used.
    Source: A. Krizhevsky (2009), "Learning multiple layers of features from tiny images".
    """
    return load(ready())


def load(picture_set: PictureSet) -> tuple[Split, Split]:
    """Return a set of pictures as `load_cifar10` does, and no other in its place."""
    flat = checked_content(picture_set)
    pixels = flat[: picture_set.pixel_bytes].reshape(picture_set.rows, SIDE, SIDE, 3)
    labels = np.asarray(flat[picture_set.pixel_bytes :]).astype(np.int64)
    n = picture_set.train
    return (pixels[:n], labels[:n]), (pixels[n:], labels[n:])


def ready() -> PictureSet:
    """Make sure that the cache holds what `load_cifar10` will return, and say which set it is.

    Raises DataError: As `load_cifar10`.
    """
    picture_set = chosen()
    if picture_set is SYNTHETIC:
        announce("COURSE_DATA asks for it.")
    try:
        checked_content(picture_set or CIFAR10)
    except NoSourceError as error:
        if picture_set:
            raise
        announce(
            f"CIFAR-10 could not be fetched ({'; '.join(error.tried)}). It is tried again at each "
            "load: when you are online, restart the kernel and run the notebook from the top.",
            alarm=True,
        )
        checked_content(SYNTHETIC)
        return SYNTHETIC
    return picture_set or CIFAR10


def chosen() -> PictureSet | None:
    """Return the set that `COURSE_DATA` asks for, or None if it is not set.

    Raises DataError: If it asks for a set that there is not.
    """
    asked = os.environ.get("COURSE_DATA", "")
    sets = {"": None, CIFAR10.name: CIFAR10, SYNTHETIC.name: SYNTHETIC}
    if asked not in sets:
        raise DataError(
            f"COURSE_DATA is {asked!r}, but the sets of the course are 'cifar10' and 'synthetic': "
            "set it to one of them, or unset it."
        )
    return sets[asked]


def in_cache() -> PictureSet | None:
    """Return the set that `load_cifar10` takes where there is no network; None if it has none.

    The file is not checked: that is done when it is loaded.
    """
    picture_set = chosen()
    sets = (picture_set,) if picture_set else (CIFAR10, SYNTHETIC)
    return next((found for found in sets if cache_file(found).is_file()), None)
