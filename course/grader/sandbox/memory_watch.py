"""How much memory a submission's processes hold together, seen from outside."""

from contextlib import suppress
from pathlib import Path
from time import monotonic

import psutil

from course.grader.sandbox.wire import WireError

_SECONDS_BETWEEN_LOOKS = 0.4


class MemoryWatch:
    """Looks at all processes below a server, and raises `WireError` where they hold too much.

    A fork holds most of its memory together with the server. What each process had in the
    beginning is therefore not counted.
    """

    def __init__(self, server: int, most: int) -> None:
        self._server = server
        self._most = most
        self._before = max((_held(process.pid) for process in _below(server)), default=0)
        self._looked = monotonic()

    def anew(self) -> "MemoryWatch":
        """Return the watch for another child."""
        self._looked = monotonic()
        return self

    def look(self) -> None:
        """Raise if too much memory is held; called often, it looks now and then."""
        if monotonic() - self._looked < _SECONDS_BETWEEN_LOOKS:
            return
        self._looked = monotonic()
        own = [max(0, _held(process.pid) - self._before) for process in _below(self._server)]
        if sum(own) > self._most:
            raise WireError(f"the processes hold more than {self._most:,} bytes: too large")


def _below(pid: int) -> list[psutil.Process]:
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    return []


def _held(pid: int) -> int:
    """Return the bytes of memory that belong to a process and no file."""
    with suppress(OSError, ValueError, LookupError):  # it may be gone, or nearly so
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
        parts = dict(line.split(":", 1) for line in lines if line.startswith("Rss"))
        return 1024 * sum(int(parts[name].split()[0]) for name in ("RssAnon", "RssShmem"))
    return 0
