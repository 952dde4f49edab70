"""Fork servers that have proven, before the first submission, that their children can train."""

import sys
from collections.abc import Sequence
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


def proven_servers(number: int, modules: Sequence[str], box: Box | None) -> list[ForkServer]:
    """Return so many started servers; a child of the first has trained a small network.

    Where that is too much for a process forked after the imports, each child imports for itself,
    and a sentence on the standard error says that it takes longer.

    number: int.
    modules (sequence of str): What a lesson imports; where Keras isn't among it, nothing is
        trained.
    box (Box or None): The sandbox.
    Raises CannotTrain: If the children can't train in this way either.
    Raises ForkServerError: If no server or no child can be started.
    """
    try:
        return _proven([ForkServer(modules, box) for _ in range(number)])
    except CannotTrain as error:
        cold = _proven([ForkServer(modules, box, cold=True) for _ in range(number)])
        print(
            "course: here no network can be trained in a process forked after TensorFlow was "
            f"imported ({error}), so each imports it anew: some seconds more for each submission.",
            file=sys.stderr,
        )
        return cold


def _proven(servers: list[ForkServer]) -> list[ForkServer]:
    try:
        for server in servers:
            server.launch()
        _prove(servers[0])
    except ForkServerError:
        for server in servers:
            server.close()
        raise
    return servers


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
