"""What takes long is made once for all workers of a run."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock


@contextmanager
def once_for_all(factory: pytest.TempPathFactory, name: str) -> Iterator[Path]:
    """Let one worker at a time make something, or find it made; yield the folder that they share.

    name (str): What is made, for the name of the lock.
    """
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # each worker has a folder of its own in it
    with FileLock(folder / f"{name}.lock"):
        yield folder
