"""What the sandbox of this machine holds: tried for real, from inside."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from course.grader.sandbox.bubblewrap import SandboxError, make_box
from course.grader.sandbox.fork_server import Died, ForkServer, ForkServerError, SubmissionProcess

# Each piece of code must print "held".
_NOT_SEEN = """
import os
seen = [place for place in {places!r} if os.path.exists(place)]
print(seen or "held")
"""
TRIED: dict[str, str] = {
    "no network": """
import socket
try:
    socket.create_connection(("1.1.1.1", 53), 2)
    print("a connection was made")
except OSError:
    print("held" if [name for _, name in socket.if_nameindex()] == ["lo"] else "there is a network")
""",
    "read-only": """
import os, sys, numpy, helpers
written = []
places = ["/", "/usr", "/etc", "/dev", "/proc", "/var", os.path.dirname(numpy.__file__)]
for place in [*places, os.path.dirname(helpers.__file__), sys.prefix, sys.base_prefix]:
    try:
        with open(os.path.join(place, "written"), "w"): written.append(place)
    except OSError: pass
print(written or "held")
""",
    "no other processes": """
import os
seen = [name for name in os.listdir("/proc") if name.isdecimal()]
for number in range(3, 3000):
    try:
        os.kill(number, 0)
        seen += [number] if number != os.getpid() else []
    except OSError: pass
print(seen or "held")
""",
    "no rights": """
import ctypes, os
libc = ctypes.CDLL(None)
can = [name for name, done in {
    "setuid": libc.setuid(0) == 0,
    "chroot": libc.chroot(b"/tmp") == 0,
    "mount": libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0,
    "umount": libc.umount2(b"/proc", 2) == 0,
}.items() if done]
print(can or ("held" if os.getuid() != 0 else "is root"))
""",
    "system calls (seccomp)": """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
refused = libc.unshare(0) == -1 and ctypes.get_errno() == 1
print("held" if refused else "unfiltered")
""",
    "memory": """
import mmap
try:
    bytearray(4_000_000_000)
    print("4 GB were given")
except MemoryError:
    try:
        mmap.mmap(-1, 8_000_000_000)
        print("8 GB were given")
    except OSError:
        print("held")
""",
    "processes": """
import os, signal
made = []
try:
    while len(made) < 1000:
        number = os.fork()
        if number == 0:
            signal.pause()
        made.append(number)
    print("1,000 were made")
except OSError:
    print("held")
for number in made: os.kill(number, 9)
""",
    "disk": """
try:
    for number in range(100):
        with open(f"/tmp/{number}", "wb") as file: file.write(bytes(10_000_000))
    print("1 GB was written")
except OSError:
    print("held")
""",
}
_SECONDS = 20.0


@dataclass(frozen=True)
class Held:
    """One thing that the sandbox must hold, and what came of trying: 'held' or something else."""

    name: str
    outcome: str

    @property
    def ok(self) -> bool:
        """Whether it held."""
        return self.outcome == "held"


def probe(hidden: Sequence[Path]) -> list[Held]:
    """Try everything that the sandbox must hold.

    hidden (sequence of Path): Folders that must not be seen inside.
    Raises SandboxError: If there can be no sandbox at all.
    """
    with tempfile.NamedTemporaryFile(prefix="course-secret-") as secret:
        places = [str(place) for folder in hidden for place in _inner(folder)] + [secret.name]
        server = ForkServer(["numpy"], make_box(hidden))
        try:
            server.start()
            tried = {"no files of others": _NOT_SEEN.format(places=places), **TRIED}
            return [Held(name, _try(server.child(), code)) for name, code in tried.items()]
        except ForkServerError as error:
            raise SandboxError(str(error)) from None
        finally:
            server.close()


def in_words(hidden: Sequence[Path]) -> list[tuple[bool, str]]:
    """Return sentences on the sandbox, each with whether all is well.

    That there is none is well, too: learners need none.
    """
    try:
        tried = probe(hidden)
    except SandboxError as error:
        return [(True, f"There is no sandbox here, so `course grade` needs --no-sandbox: {error}.")]
    holes = [held for held in tried if not held.ok]
    if holes:
        return [
            (False, f"The sandbox does not hold, {held.name}: {held.outcome}.") for held in holes
        ]
    names = ", ".join(held.name for held in tried)
    return [(True, f"Learners' code can be shut in. Tried, and held: {names}.")]


def _inner(folder: Path) -> list[Path]:
    return [folder / name for name in ("solutions", "notebooks", "grading", ".git", "README.md")]


def _try(child: SubmissionProcess, code: str) -> str:
    try:
        answer = child.ask("cell", _SECONDS, source=code, seconds=_SECONDS - 2)
    except Died as death:
        return f"the process {death}"
    texts = [
        output.get("text") or "\n".join(output.get("traceback", ["nothing was said"])[-1:])
        for output in answer["outputs"]
    ]
    return "".join(texts).strip()
