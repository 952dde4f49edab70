"""Fork servers that have proven, before the first that trains, that their children can train."""

import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from course.grader.sandbox.bubblewrap import Box
from course.grader.sandbox.fork_server import (
    SECONDS_TO_FORK,
    Died,
    ForkServer,
    ForkServerError,
    SubmissionProcess,
)

_SECONDS = 80.0
_TRAINING = """
import sys
if "keras" in sys.modules:
    import keras, numpy as np
    net = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(1)])
    net.compile("sgd", "mse")
    net.fit(np.ones((8, 4)), np.ones(8), verbose=0)
"""


class CannotTrain(ForkServerError):
    """A server's children can't train a network."""


class WithAll:
    """Servers with all that a lesson imports, forked from one that the first wish for it starts."""

    def __init__(self, modules: Sequence[str], box: Box | None) -> None:
        self._modules, self._box = [*modules, "keras"], box
        self._source: ForkServer | None = None
        self._lock = threading.Lock()

    def another(self) -> ForkServer:
        """Return one more, when a child of the source has proven that it can train."""
        with self._lock:
            if self._source is None:
                [self._source] = _proven(EarlyServer(self._modules, self._box), 1)
                self._source.end_child()
        source = self._source
        return ForkServer(source.modules, source.box, cold=source.cold, source=source)


class LeanServer(ForkServer):
    """A fork server without large packages, with one behind it that has all, for who asks for it.

    modules (sequence of str): What to import before the first fork, but for TensorFlow.
    with_all (WithAll): Where the one behind it comes from.
    """

    lean = True

    def __init__(
        self,
        modules: Sequence[str],
        box: Box | None,
        with_all: WithAll,
        source: ForkServer | None = None,
    ) -> None:
        super().__init__(modules, box, source=source)
        self.with_all = with_all
        self._behind: ForkServer | None = None
        self._wanted = False

    def use_all(self) -> None:
        """Let children have all packages until the submission is done.

        Raises ForkServerError: If there can be no such server; `CannotTrain` if it can't train.
        """
        self.end_child()
        if self._behind is None:
            self._behind = self.with_all.another()
        self._behind.start()
        self._wanted = True

    def child(self) -> SubmissionProcess:
        """Return a fresh child without large packages: it is for another submission."""
        self._wanted = False
        return super().child()

    def ready_child(self) -> SubmissionProcess:
        """Return a child that has run nothing yet, with all packages if that was asked for."""
        if self._wanted and self._behind is not None:
            return self._behind.ready_child()
        return super().ready_child()

    def end_child(self) -> None:
        """End the child and everything that it has started."""
        super().end_child()
        if self._behind is not None:
            self._behind.end_child()
        self._wanted = False

    def close(self) -> None:
        """End the server and the one behind it."""
        super().close()
        if self._behind is not None:
            self._behind.close()


class EarlyServer:
    """A server that is started at once, and proven by itself, whatever else is done meanwhile.

    modules (sequence of str): What a lesson imports; where Keras isn't among it, nothing is
        trained.
    box (Box or None): The sandbox.
    cold (bool): Whether each child imports for itself.
    few (sequence of str or None): What it imports if it leaves large packages to a server that is
        started where they are asked for; None if it imports all.
    """

    def __init__(
        self,
        modules: Sequence[str],
        box: Box | None,
        *,
        cold: bool = False,
        few: Sequence[str] | None = None,
    ) -> None:
        self.server = ForkServer(modules, box, cold=cold)
        if few is not None:
            self.server = LeanServer(few, box, WithAll(modules, box))
        self.server.launch()
        executor = ThreadPoolExecutor(1)
        self._proof = executor.submit(_prove, self.server)
        executor.shutdown(wait=False)

    def several(self, number: int) -> list[ForkServer]:
        """Return so many servers, when this one has proven that its children can train.

        Raises ForkServerError: If it hasn't.
        """
        servers = [self.server]
        try:
            if self.server.box is None and number > 1:
                servers += [self._like_it() for _ in range(number - 1)]
                for server in servers[1:]:
                    server.launch()
            self._proof.result()
            if self.server.box is not None and number > 1:
                # In one sandbox all of them are forked from the first, which imports for all.
                self.server.end_child()
                servers = [self._like_it(self.server) for _ in range(number)]
            for server in servers:
                server.start()
        except ForkServerError:
            for server in [*servers, self.server]:
                server.close()
            raise
        return servers

    def close(self) -> None:
        """End it, and all that were forked from it."""
        self.server.close()

    def _like_it(self, source: ForkServer | None = None) -> ForkServer:
        first = self.server
        if isinstance(first, LeanServer):
            return LeanServer(first.modules, first.box, first.with_all, source)
        return ForkServer(first.modules, first.box, cold=first.cold, source=source)


def proven_servers(
    number: int,
    modules: Sequence[str],
    box: Box | None,
    early: EarlyServer | None = None,
    few: Sequence[str] = (),
) -> list[ForkServer]:
    """Return so many started servers; a child of the first has trained a small network.

    In a sandbox they leave large packages to another server, which is started, and proves itself,
    when the first submission asks for one: most ask for none.

    Where training is too much for a process forked after the imports, each child imports for
    itself, and a sentence on the standard error says that it takes longer.

    number: int.
    modules (sequence of str): What a lesson imports; where Keras isn't among it, nothing is
        trained.
    box (Box or None): The sandbox.
    early (EarlyServer or None): The first one, if it is started already.
    few (sequence of str): What answers are likely to need of the modules.
    Raises CannotTrain: If the children can't train in this way either.
    Raises ForkServerError: If no server or no child can be started.
    """
    return _proven(early or EarlyServer(modules, box, few=few if box else None), number)


def _proven(first: EarlyServer, number: int) -> list[ForkServer]:
    try:
        return first.several(number)
    except CannotTrain as error:
        modules, box = first.server.modules, first.server.box
        cold = EarlyServer(modules, box, cold=True).several(number)
        print(
            "course: here no network can be trained in a process forked after TensorFlow was "
            f"imported ({error}), so each imports it again: a few seconds more for each "
            "submission.",
            file=sys.stderr,
        )
        return cold


def _prove(server: ForkServer) -> None:
    try:
        server.child().ask("names", SECONDS_TO_FORK, sources=[])
    except Died as death:
        raise ForkServerError(f"the first process {death}") from None
    try:
        child = server.ready_child()
        answer = child.ask("cell", _SECONDS + 5, source=_TRAINING, seconds=_SECONDS)
    except Died as death:
        raise CannotTrain(f"the process {death} {death.details}".strip()) from None
    if not answer["ok"]:
        raise CannotTrain(_last_line(answer["outputs"]))


def _last_line(outputs: list[dict[str, Any]]) -> str:
    """Return the last line of what a cell has shown, such as its error."""
    lines = [line for output in outputs for line in output.get("traceback", [])]
    return lines[-1] if lines else "without a word"
