"""The judge's end of a fork server: starting it, asking for children, talking to them."""

import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from course.encode import encode
from course.grader.sandbox.box import Limits
from course.grader.sandbox.bubblewrap import Box, command_in_box, environment_inside
from course.grader.sandbox.memory_watch import MemoryWatch
from course.grader.sandbox.shared import SharedArguments, made_shared
from course.grader.sandbox.wire import Room, TooLate, WireError, receive, send, sender
from helpers.checks.plain import Stream
from helpers.checks.words import clean

SECONDS_TO_START = 120.0
SECONDS_TO_FORK = 20.0
SECONDS_TO_END = 5.0


class ForkServerError(Exception):
    """The server can't be started or doesn't answer."""


class Died(Exception):
    """The process that runs a learner's code has ended, or had to be ended; says why.

    Its text is for learners. What the process itself said, `details`, may hold fresh cases.
    """

    def __init__(self, why: str, details: str = "") -> None:
        super().__init__(why)
        self.details = details


class Wanted(Exception):
    """A learner's code asks for a package that its process has been started without."""


class SubmissionProcess:
    """A process that runs one submission's code."""

    lean = False  # whether it runs without large packages

    def __init__(
        self, channel: socket.socket, watch: MemoryWatch, shared: SharedArguments | None = None
    ) -> None:
        self._channel, self._watch = channel, watch
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
        """Ask for something and return the answer, which must come within a few seconds.

        Raises Died: If there is none in time, or none that makes sense. The child is of no use any
            more.
        Raises Wanted: If it has ended where it was asked for a package that it runs without.
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
        if self.lean and isinstance(reply, dict) and "wanted" in reply:
            raise Wanted
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
    source (ForkServer or None): The server that this one is forked from, in the same sandbox, if it
        doesn't import for itself. It is closed with the last one that was forked from it.
    """

    lean = False  # whether it leaves large packages out

    def __init__(
        self,
        modules: Sequence[str],
        box: Box | None,
        *,
        cold: bool = False,
        source: "ForkServer | None" = None,
    ) -> None:
        self.modules = modules
        self.box = box
        self.cold = cold
        self._source = source
        self._forked: set[ForkServer] = set()
        self._lock = threading.RLock()
        self._process: subprocess.Popen[bytes] | None = None
        self._child: SubmissionProcess | None = None
        self._running = self._ready = False
        self._number = 0

    @property
    def pid(self) -> int:
        """The number of the server's outermost process; 0 where there is none."""
        return self._number if self._running else 0

    def launch(self) -> None:
        """Start the server, without waiting for it, but for the one that it is forked from.

        The kernel ends a sandbox when the thread ends that has started it.
        """
        self._control, theirs = socket.socketpair()
        with theirs:
            if self._source is None:
                self._start_process(theirs)
            else:
                self._control.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
                self._source.fork_server(self, theirs)
        self._running, self._ready = True, False

    def _start_process(self, theirs: socket.socket) -> None:
        command = [sys.executable, "-P", "-m", "course.grader.sandbox.server"]
        modules = "" if self.cold else ",".join(self.modules)
        command += [f"--control={theirs.fileno()}", f"--modules={modules}"]
        command += ["--lean"] if self.lean else []
        environment = environment_inside()
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
        self._number = self._process.pid

    def fork_server(self, server: "ForkServer", channel: socket.socket) -> None:
        """Let a server be forked from this one, which serves at the other end of a channel."""
        with self._lock:
            self.start()
            self._ask(b"s", [channel.fileno()])
            self._forked.add(server)

    def let_go(self, server: "ForkServer") -> None:
        """Close this server when all that were forked from it are closed."""
        with self._lock:
            self._forked.discard(server)
            if not self._forked:
                self.close()

    def start(self) -> None:
        """Start the server, if it isn't yet, and wait until it has imported everything.

        Raises ForkServerError: If it doesn't come up; with the last lines that it said.
        """
        if not self._running:
            self.launch()
        if self._ready:
            return
        try:
            if self._source is not None:
                self._number = sender(self._control, SECONDS_TO_FORK)
            receive(self._control, SECONDS_TO_START)
        except (OSError, WireError) as error:
            log = self.log()
            self.close()
            raise ForkServerError(f"the grading process did not start ({error}): {log}") from None
        self._watch = MemoryWatch(self._number, Limits().memory * 4 // 3)
        self._ready = True

    def _ask(self, what: bytes, descriptors: list[int]) -> None:
        """Ask the server for something; it is closed if it doesn't answer."""
        try:
            self._control.settimeout(SECONDS_TO_FORK)
            socket.send_fds(self._control, [what], descriptors)
            if self._control.recv(1) != b"+":
                raise OSError("it hung up")
        except OSError as error:
            log = self.log()
            self.close()
            raise ForkServerError(f"the grading process is gone ({error}): {log}") from None

    def child(self) -> SubmissionProcess:
        """Return a fresh child; the one before is ended.

        Raises ForkServerError: If the server doesn't answer; it is closed then.
        """
        self.start()
        self._hang_up()
        ours, theirs = socket.socketpair()
        shared = made_shared()
        try:
            with theirs:
                self._ask(b"f", [theirs.fileno(), *([shared.descriptor] if shared else [])])
        except ForkServerError:
            ours.close()
            if shared is not None:
                shared.close()
            raise
        self._child = SubmissionProcess(ours, self._watch.anew(), shared)
        self._child.lean = self.lean
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
        if self._running:
            with suppress(ForkServerError):
                self._ask(b"e", [])

    def close(self) -> None:
        """End the server and all its children."""
        self._hang_up()
        if not self._running:
            return
        self._running = False
        with suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)  # which it notices, tidies up, and ends
        self._control.close()
        if self._source is not None:
            self._source.let_go(self)
        elif self._process is not None:
            try:
                self._process.wait(SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
            self._log.close()

    def log(self) -> str:
        """Return the end of what the server said."""
        if self._source is not None:
            return self._source.log()
        if self._log.closed:
            return ""
        self._log.seek(0)
        return self._log.read()[-2000:].decode(errors="replace").strip()

    def _hang_up(self) -> None:
        if self._child is not None:
            self._child.close()
            self._child = None
