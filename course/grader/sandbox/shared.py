"""Arrays that a learner's function gets, in memory that the judge sees, too.

So it is seen from outside whether a function has changed its input: what the learner's process
says of that doesn't count.
"""

import fcntl
import mmap
import os
from collections.abc import Sequence
from typing import Any

import numpy as np

from course.encode import encode
from helpers.checks.plain import decode

SIZE = 4_000_000  # bytes for all calls of one process; beyond, arrays travel as other data do
_ALIGNED = 64
_KINDS = "biuf"


class SharedArguments:
    """The judge's side: a piece of memory that no other process can make smaller."""

    def __init__(self) -> None:
        self.descriptor = os.memfd_create("arguments", os.MFD_ALLOW_SEALING | os.MFD_CLOEXEC)
        os.ftruncate(self.descriptor, SIZE)
        seals = fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL
        fcntl.fcntl(self.descriptor, fcntl.F_ADD_SEALS, seals)
        self._memory = mmap.mmap(self.descriptor, SIZE)
        self._used = 0
        self._placed: list[tuple[int, bytes]] = []

    def encoded(self, args: Sequence[Any]) -> list[Any]:
        """Return arguments for a call as data for JSON; numeric arrays are put into the memory."""
        self._placed = []
        return [self._encoded(argument) for argument in args]

    def changed(self) -> bool:
        """Tell whether an array of the last call isn't any more as it was."""
        return any(
            self._memory[start : start + len(content)] != content for start, content in self._placed
        )

    def close(self) -> None:
        """Give the memory back."""
        self._memory.close()
        os.close(self.descriptor)

    def _encoded(self, argument: Any) -> Any:
        if type(argument) is not np.ndarray or argument.dtype.kind not in _KINDS:
            return encode(argument)
        content = argument.tobytes()
        if not content or self._used + len(content) > SIZE:
            return encode(argument)
        start = self._used
        self._used += -(-len(content) // _ALIGNED) * _ALIGNED
        self._memory[start : start + len(content)] = content
        self._placed.append((start, content))
        return {"shared": start, "dtype": argument.dtype.str, "shape": list(argument.shape)}


def made_shared() -> SharedArguments | None:
    """Return memory to share; None where the system has none."""
    try:
        return SharedArguments()
    except (AttributeError, OSError):  # no Linux
        return None


def argument(data: Any, memory: mmap.mmap | None) -> Any:
    """Return an argument of a call in the learner's process; an array may lie in the memory."""
    if not isinstance(data, dict) or "shared" not in data or memory is None:
        return decode(data)
    kind, shape = np.dtype(data["dtype"]), tuple(data["shape"])
    entries = int(np.prod(shape))
    return np.frombuffer(memory, kind, entries, data["shared"]).reshape(shape)
