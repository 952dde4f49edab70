"""Memory in large pages: a process that holds much is then forked in half of the time.

A fork copies the tables of the pages, and a child that writes gets small ones for what it writes.
"""

import ctypes
from contextlib import suppress
from pathlib import Path

_SIZE = 2 << 20
_COLLAPSE = 25  # MADV_COLLAPSE, since Linux 6.1; older ones say no, and all stays as it is


def use_large_pages() -> None:
    """Put this process's own memory into large pages, where the kernel can."""
    with suppress(OSError, ValueError, AttributeError):
        madvise = ctypes.CDLL(None).madvise
        for start, end in own_memory(Path("/proc/self/maps").read_text(encoding="utf-8")):
            for place in range(-(-start // _SIZE) * _SIZE, end - _SIZE + 1, _SIZE):
                madvise(ctypes.c_void_p(place), ctypes.c_size_t(_SIZE), _COLLAPSE)


def own_memory(maps: str) -> list[tuple[int, int]]:
    """Return where memory lies that belongs to no file and can be written to."""
    found = []
    for line in maps.splitlines():
        addresses, rights, _, _, inode, *name = line.split(maxsplit=5)
        if rights.startswith("rw-p") and inode == "0" and name in ([], ["[heap]"]):
            start, end = addresses.split("-")
            found.append((int(start, 16), int(end, 16)))
    return found
