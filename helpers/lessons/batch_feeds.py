"""Rows that reach Keras in batches: from a generator, a PyDataset or a tf.data dataset."""

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from helpers.lessons.witness import Witness as Witness  # lesson 03 takes it from here
from helpers.quiet_keras import keras

SIZE = 256  # rows in a batch
Arrays = tuple[np.ndarray, ...]


def generator(*arrays: np.ndarray, size: int = SIZE) -> Iterator[Arrays]:
    """Yield batches of arrays in the order of their rows, once.

    *arrays (ndarray): x, y and perhaps the row weights, rows first.
    size (int): Rows in a batch; the last one may be smaller.
    """
    for start in range(0, len(arrays[0]), size):
        yield tuple(array[start : start + size] for array in arrays)


def endless(*arrays: np.ndarray, size: int = SIZE) -> Iterator[Arrays]:
    """Yield the batches of `generator` over and over again."""
    while True:
        yield from generator(*arrays, size=size)


class NumberedBatches(keras.utils.PyDataset):
    """The same batches as a `PyDataset`: Keras asks for them by number."""

    def __init__(self, *arrays: np.ndarray, size: int = SIZE) -> None:
        super().__init__()
        self.batches = list(generator(*arrays, size=size))

    def __len__(self) -> int:
        """Return the number of batches."""
        return len(self.batches)

    def __getitem__(self, number: int) -> Arrays:
        """Return one batch."""
        return self.batches[number]


def dataset(*arrays: np.ndarray) -> Any:
    """Return the same batches as a `tf.data.Dataset`."""
    import tensorflow as tf  # after Keras, which starts it silently

    return tf.data.Dataset.from_tensor_slices(arrays).batch(SIZE)


FEEDS = {"generator": generator, "PyDataset": NumberedBatches, "tf.data": dataset}


def arrived(feed: Any, **fit_arguments: Any) -> str:
    """Say which row weights of one batch reach the loss, or which error `fit` raises.

    feed (generator, PyDataset, tf.data.Dataset or whatever is to be tried): Handed to `fit` as it
        is; what counts is its last batch.
    **fit_arguments: Handed to `fit` as well.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a generator that ends, as this one should
            weights = Witness().watch(feed, **fit_arguments)[-1]
    except Exception as error:  # whatever it is, we came to see it
        text = " ".join(str(error).split())
        # TensorFlow's own messages begin with pages of how it got there.
        return type(error).__name__ + ("" if text.startswith("{{") else f": {text[:62]}")
    if weights is None:
        return "no weights"
    return " ".join(f"{weight:g}" for weight in np.ravel(weights).tolist())
