"""Shutting a process in, from within: namespaces, folders, rights and limits.

Runs in a freshly forked child, before any of a learner's code. Linux only.
"""

import ctypes
import os
import resource
import stat
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)

_NEW = {
    "mount": 0x00020000,
    "cgroup": 0x02000000,
    "uts": 0x04000000,
    "ipc": 0x08000000,
    "user": 0x10000000,
    "pid": 0x20000000,
    "net": 0x40000000,
}
_ALL_NEW = sum(_NEW.values())
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_NOEXEC = 1, 2, 4, 8
_MS_REMOUNT, _MS_BIND, _MS_REC, _MS_PRIVATE = 32, 4096, 16384, 1 << 18
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP = 1, 4, 24
_PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 36, 38
_UID_INSIDE = 1000
_LAST_CAPABILITY = 63
_PROC_FILES = ("cpuinfo", "meminfo", "stat", "self/cmdline", "self/status", "self/maps")


@dataclass(frozen=True)
class Limits:
    """What one submission's process may use.

    memory (int): Bytes of its own, beside what the process held before it was forked.
    disk (int): Bytes of files, in memory.
    cpu (int): Seconds of processor time of each process.
    processes (int): Processes and threads together.
    files (int): Files open at once in each process.
    """

    memory: int = 1_500_000_000
    disk: int = 64_000_000
    cpu: int = 240
    processes: int = 128
    files: int = 256


class BoxError(Exception):
    """The kernel doesn't do what was asked of it."""


def new_namespaces() -> None:
    """Put this process's children into namespaces of their own, and this one into most of them.

    Raises BoxError: If the kernel refuses.
    """
    uid, gid = os.getuid(), os.getgid()
    prctl(_PR_SET_DUMPABLE, 1)  # else the files below belong to root after a change of user
    _check(_libc.unshare(_ALL_NEW), "unshare")
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{_UID_INSIDE} {uid} 1"),
        ("gid_map", f"{_UID_INSIDE} {gid} 1"),
    ):
        try:
            Path(f"/proc/self/{name}").write_text(text, encoding="ascii")
        except OSError as error:
            raise BoxError(f"{name} can't be written: {error.strerror}") from None


def own_folders(disk: int) -> None:
    """Mount an empty /tmp of a limited size, the only place to write to, and a still /proc.

    The real /proc would show other processes and a good deal of the kernel. TensorFlow looks up
    its own program there, others the processor, the memory and the libraries that are loaded: these
    are copied.
    """
    _mount("none", "/", "", _MS_REC | _MS_PRIVATE)
    safe = _MS_NOSUID | _MS_NODEV
    below = _mounted_below("/tmp/")
    _mount("tmpfs", "/tmp", "tmpfs", safe, f"size={disk},nr_inodes=20000,mode=0700")
    for place, handle in below.items():
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            Path(place).mkdir(parents=True, exist_ok=True)
        else:
            Path(place).parent.mkdir(parents=True, exist_ok=True)
            Path(place).touch()
        _mount(f"/proc/self/fd/{handle}", place, "", _MS_BIND | _MS_REC)
        os.close(handle)
    Path("/tmp/shm").mkdir()
    _mount("/tmp/shm", "/dev/shm", "", _MS_BIND)
    facts = {name: Path("/proc", name).read_bytes() for name in _PROC_FILES}
    _mount("tmpfs", "/proc", "tmpfs", safe | _MS_NOEXEC, "size=1m,nr_inodes=20,mode=0755")
    Path("/proc/self").mkdir()
    Path("/proc/self/exe").symlink_to(sys.executable)
    for name, content in facts.items():
        Path("/proc", name).write_bytes(content)
    _mount("none", "/proc", "", safe | _MS_NOEXEC | _MS_REMOUNT | _MS_RDONLY)


def _mounted_below(place: str) -> dict[str, int]:
    """Return what is mounted below a place, with a handle on each that outlives its hiding.

    Packages may lie there: a course that is checked out below /tmp has its environment in it.
    """
    lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines()
    points = sorted({line.split()[4].encode().decode("unicode_escape") for line in lines})
    found: dict[str, int] = {}
    for point in points:
        inside = any(point.startswith(f"{outer}/") for outer in found)
        if point.startswith(place) and not inside:
            found[point] = os.open(point, os.O_PATH)
    return found


def die_with_parent() -> None:
    """Let the kernel end this process when its parent ends, and let nobody look into it."""
    prctl(_PR_SET_PDEATHSIG, 9)
    prctl(_PR_SET_DUMPABLE, 0)


def adopt_orphans() -> None:
    """Become the parent of whatever below this process loses its own."""
    prctl(_PR_SET_CHILD_SUBREAPER, 1)


def give_up_rights() -> None:
    """Drop all capabilities for good."""
    for capability in range(_LAST_CAPABILITY + 1):
        _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    header = struct.pack("Ii", 0x20080522, 0)
    _check(_libc.capset(header, bytes(24)), "capset")
    prctl(_PR_SET_NO_NEW_PRIVS, 1)


def set_limits(limits: Limits, held: dict[str, int]) -> None:
    """Set the kernel's limits for this process and those that it starts, beside what it holds."""
    for kind, most in (
        (resource.RLIMIT_DATA, held["VmData"] + limits.memory),
        # Memory that is shared on purpose counts only here.
        (resource.RLIMIT_AS, held["VmSize"] + 2 * limits.memory),
        (resource.RLIMIT_CPU, limits.cpu),
        (resource.RLIMIT_NPROC, limits.processes),
        (resource.RLIMIT_FSIZE, limits.disk),
        (resource.RLIMIT_NOFILE, limits.files),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 1 << 16),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))


def held_memory() -> dict[str, int]:
    """Return this process's virtual memory in bytes; zeros where /proc says nothing."""
    held = {"VmData": 0, "VmSize": 0}
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return held
    for line in lines:
        name, _, text = line.partition(":")
        if name in held:
            held[name] = int(text.split()[0]) * 1024
    return held


def prctl(option: int, value: int) -> None:
    """Set an attribute of this process."""
    _check(_libc.prctl(option, value, 0, 0, 0), "prctl")


def _mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    answer = _libc.mount(
        source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), options.encode()
    )
    _check(answer, f"mount {target}")


def _check(answer: int, what: str) -> None:
    if answer != 0:
        raise BoxError(f"{what}: {os.strerror(ctypes.get_errno())}")
