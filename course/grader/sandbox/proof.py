"""Fork servers that have proven, before the first submission, that their children can train."""

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from course.grader.sandbox.bubblewrap import Box
from course.grader.sandbox.fork_server import SECONDS_TO_FORK, Died, ForkServer, ForkServerError

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


class EarlyServer:
    """A server that is started at once, and proven by itself, whatever else is done meanwhile.

    modules (sequence of str): What a lesson imports; where Keras isn't among it, nothing is
        trained.
    box (Box or None): The sandbox.
    cold (bool): Whether each child imports for itself.
    """

    def __init__(self, modules: Sequence[str], box: Box | None, *, cold: bool = False) -> None:
        self.server = ForkServer(modules, box, cold=cold)
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
        return ForkServer(first.modules, first.box, cold=first.cold, source=source)


def proven_servers(
    number: int, modules: Sequence[str], box: Box | None, early: EarlyServer | None = None
) -> list[ForkServer]:
    """Return so many started servers; a child of the first has trained a small network.

    Where that is too much for a process forked after the imports, each child imports for itself,
    and a sentence on the standard error says that it takes longer.

    number: int.
    modules (sequence of str): What a lesson imports; where Keras isn't among it, nothing is
        trained.
    box (Box or None): The sandbox.
    early (EarlyServer or None): The first one, if it is started already.
    Raises CannotTrain: If the children can't train in this way either.
    Raises ForkServerError: If no server or no child can be started.
    """
    try:
        return (early or EarlyServer(modules, box)).several(number)
    except CannotTrain as error:
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
