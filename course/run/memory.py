"""How much memory a process has held: asked in a lesson's kernel, so nothing else is imported."""

import sys
from pathlib import Path


def peak_memory_mb(process: int | None = None) -> float:
    """Return the most memory a process ever held, in units of 10**6 bytes; this one by default.

    Of another process on a Mac: what it holds now.
    """
    if sys.platform == "linux":
        status = Path(f"/proc/{process or 'self'}/status").read_text(encoding="utf-8")
        kilobytes = int(status.partition("VmHWM:")[2].split()[0])
        return kilobytes * 1024 / 1e6
    if sys.platform == "win32":
        import psutil

        return psutil.Process(process).memory_info().peak_wset / 1e6
    if process is not None:
        import psutil

        return psutil.Process(process).memory_info().rss / 1e6
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
