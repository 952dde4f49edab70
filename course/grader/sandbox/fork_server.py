"""The judge's end of a fork server: starting it, asking for children, talking to them."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from typing import Any

from course.grader.sandbox.box import Limits
from course.grader.sandbox.bubblewrap import PACKAGES, Box, command_in_box
from course.grader.sandbox.memory_watch import MemoryWatch
from course.grader.sandbox.shared import SharedArguments, made_shared
from course.grader.sandbox.wire import Room, TooLate, WireError, receive, send
from helpers.checks.plain import Stream, encode
from helpers.checks.words import clean

SECONDS_TO_START = 120.0
SECONDS_TO_FORK = 20.0
SECONDS_TO_END = 5.0


class ForkServerError(Exception):
    """The server can't be started or doesn't answer."""


class Died(Exception):
    """The process that runs a learner's code has ended, or had to be ended; says why.

    Its text is for learners. `details` is what the process itself said, which may have seen fresh
    cases.
    """

    def __init__(self, why: str, details: str = "") -> None:
        super().__init__(why)
        self.details = details


class SubmissionProcess:
    """A process that runs one submission's code."""

    def __init__(
        self, channel: socket.socket, watch: MemoryWatch, shared: SharedArguments | None = None
    ) -> None:
        self._channel = channel
        self._watch = watch
        self._shared = shared
        self.untouched = True  # it has read a learner's code at most, and run none
        self._room = Room()

    def ask_call(self, within: float, /, *, name: str, args: Sequence[Any], seconds: float) -> Any:
        """Ask for a call of a function; a stream among its arguments is asked for item by item.

        Raises Died: As `ask` does.
        """
        plain = [None if isinstance(one, Stream) else one for one in args]
        data = self._shared.encoded(plain) if self._shared else [encode(one) for one in plain]
        for place, one in enumerate(args):
            if isinstance(one, Stream):
                data[place] = {"pulled": place}
        return self.ask("call", within, name=name, args=data, seconds=seconds)

    def changed_arguments(self) -> bool:
        """Tell whether the last call has changed an array that it was given."""
        return self._shared is not None and self._shared.changed()

    def ask(self, op: str, within: float, /, **details: Any) -> Any:
        """Ask for something and return the answer, which must come within some seconds.

        Raises Died: If there is none in time, or none that makes sense. The child is of no use any
            more.
        """
        untouched, self.untouched = self.untouched and op == "names", False
        try:
            send(self._channel, {"op": op, **details}, within)
            reply = receive(self._channel, within, self._watch.look, self._room)
        except TooLate:
            raise Died(f"gave no answer within {within:.0f} seconds and was ended") from None
        except WireError as error:
            if "too large" in str(error):
                raise Died("gave an answer that is too large and was ended") from None
            raise Died("ended its own process") from None
        if isinstance(reply, dict) and "failed" in reply:
            raise Died("ended its process with an error", clean(str(reply["failed"])[-300:]))
        if not isinstance(reply, dict) or "answer" not in reply:
            raise Died("gave an answer that makes no sense and was ended")
        self.untouched = untouched
        return reply["answer"]

    def close(self) -> None:
        """Hang up."""
        self._channel.close()
        if self._shared is not None:
            self._shared.close()
            self._shared = None


class ForkServer:
    """A fork server. One child at a time: the next one ends the one before.

    modules (sequence of str): What to import before the first fork.
    box (Box or None): The sandbox; None runs everything with the judge's own rights.
    cold (bool): Import the modules after each fork instead, in the child.
    """

    def __init__(self, modules: Sequence[str], box: Box | None, *, cold: bool = False) -> None:
        self.modules = modules
        self.box = box
        self.cold = cold
        self._process: subprocess.Popen[bytes] | None = None
        self._child: SubmissionProcess | None = None
        self._ready = False

    @property
    def pid(self) -> int:
        """The number of the server's outermost process; 0 where there is none."""
        return self._process.pid if self._process is not None else 0

    def launch(self) -> None:
        """Start the server, without waiting for it.

        The kernel ends a sandbox when the thread ends that has started it.
        """
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-P", "-m", "course.grader.sandbox.server"]
        modules = "" if self.cold else ",".join(self.modules)
        command += [f"--control={theirs.fileno()}", f"--modules={modules}"]
        environment = _environment()
        if self.box is None:
            environment["TMPDIR"] = tempfile.gettempdir()
        else:
            command = command_in_box(self.box, command)
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the server
        self._process = subprocess.Popen(
            command,
            pass_fds=[theirs.fileno()],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )
        theirs.close()
        self._control = ours
        self._ready = False

    def start(self) -> None:
        """Start the server, if it isn't yet, and wait until it has imported everything.

        Raises ForkServerError: If it doesn't come up; with the last lines that it said.
        """
        if self._process is None:
            self.launch()
        if self._ready or self._process is None:
            return
        try:
            receive(self._control, SECONDS_TO_START)
        except WireError as error:
            log = self.log()
            self.close()
            raise ForkServerError(f"the grading process did not start ({error}): {log}") from None
        self._watch = MemoryWatch(self._process.pid, Limits().memory * 4 // 3)
        self._ready = True

    def child(self) -> SubmissionProcess:
        """Return a fresh child; the one before is ended.

        Raises ForkServerError: If the server doesn't answer; it is closed then.
        """
        self.start()
        self._hang_up()
        ours, theirs = socket.socketpair()
        shared = made_shared()
        handed = [theirs.fileno(), *([shared.descriptor] if shared else [])]
        try:
            self._control.settimeout(SECONDS_TO_FORK)
            socket.send_fds(self._control, [b"f"], handed)
            if self._control.recv(1) != b"+":
                raise OSError("it hung up")
        except OSError as error:
            ours.close()
            if shared is not None:
                shared.close()
            log = self.log()
            self.close()
            raise ForkServerError(f"the grading process is gone ({error}): {log}") from None
        finally:
            theirs.close()
        self._child = SubmissionProcess(ours, self._watch.anew(), shared)
        return self._child

    def ready_child(self) -> SubmissionProcess:
        """Return a child with all modules imported that has run nothing yet; others are ended.

        Raises ForkServerError: If the server doesn't answer.
        Raises Died: If the child has imported the modules for itself, and ended over that.
        """
        if self._child is not None and self._child.untouched and not self.cold:
            return self._child
        child = self.child()
        if self.cold:
            child.ask("import", SECONDS_TO_START, modules=list(self.modules))
        return child

    def end_child(self) -> None:
        """End the child and everything that it has started."""
        self._hang_up()
        if self._process is not None:
            try:
                self._control.settimeout(SECONDS_TO_FORK)
                self._control.sendall(b"e")
                self._control.recv(1)
            except OSError:
                self.close()

    def close(self) -> None:
        """End the server and all its children."""
        self._hang_up()
        if self._process is not None:
            self._control.close()  # which it notices, tidies up, and ends
            try:
                self._process.wait(SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
            self._log.close()

    def log(self) -> str:
        """Return the end of what the server said."""
        if self._log.closed:
            return ""
        self._log.seek(0)
        return self._log.read()[-2000:].decode(errors="replace").strip()

    def _hang_up(self) -> None:
        if self._child is not None:
            self._child.close()
            self._child = None


def _environment() -> dict[str, str]:
    """Return what a learner's process is told: nothing of the judge's own environment."""
    roots = dict.fromkeys(str(package.parent) for package in PACKAGES)
    return {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join(roots),
        "PYTHONDONTWRITEBYTECODE": "1",
        "COURSE_QUICK": "1",
        "COURSE_SEED": "0",
        **_data(),
        "KERAS_BACKEND": "tensorflow",
        "MPLBACKEND": "agg",
        "PIP_NO_INDEX": "1",  # `%pip install` ends at once: there is no network to wait for
        "TF_CPP_MIN_LOG_LEVEL": "3",
        # One thread each: there are as many workers as processors.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "TF_NUM_INTRAOP_THREADS": "1",
        "TF_NUM_INTEROP_THREADS": "1",
    }


def _data() -> dict[str, str]:
    """Return where the data are and which they are: a sandbox can't fetch what is missing."""
    from helpers.data import DataError, cache_folder, in_cache

    found = None
    with contextlib.suppress(DataError):  # a wrong COURSE_DATA: no mark depends on the data
        found = in_cache()
    return {"COURSE_DATA_DIR": str(cache_folder())} | ({"COURSE_DATA": found.name} if found else {})
