"""A notebook's session with a real kernel, in a learner's folder of lesson 01."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

COURSE = Path(__file__).resolve().parents[4]
LESSON = "01_accuracy_paradox"
RIGHT = "def dog_targets(y):\n    return (np.ravel(y) == 5).astype(int)\n"
CHECK = 'check("dog_targets", dog_targets)'
START = (
    "import numpy as np, builtins, os, signal, sys, time\n"
    f"from helpers import check\nhome, path = os.getcwd(), sys.path[:]\n{RIGHT}"
)


class Session:
    """A notebook's session with a kernel: run a cell, see what it shows."""

    def __init__(self, client: BlockingKernelClient) -> None:
        self.client = client

    def run(self, code: str) -> list[dict]:
        """Run a cell; return its outputs, each with its type under 'type'."""
        outputs: list[dict] = []

        def collect(message: dict) -> None:
            kinds = ("stream", "error", "display_data", "execute_result")
            if message["msg_type"] in kinds:
                outputs.append({"type": message["msg_type"], **message["content"]})

        self.client.execute_interactive(
            code, allow_stdin=False, output_hook=collect, timeout=60, store_history=False
        )
        return outputs


def text_of(outputs: list[dict]) -> str:
    """Return all that the learner reads."""
    parts = []
    for output in outputs:
        if output["type"] == "stream":
            parts.append(output["text"])
        elif output["type"] == "error":
            parts.append("\n".join(output["traceback"]))
        else:
            parts.append(output["data"]["text/plain"])
    return re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(parts))


@contextmanager
def kernel_in(folder: Path, **environment: str) -> Iterator[Session]:
    """Start a kernel in a folder, and run the cells that a notebook begins with."""
    manager = KernelManager(kernel_name="python3")
    environment = {**os.environ, "PYTHONPATH": str(COURSE), **environment}
    with (folder.parent / "kernel.log").open("w") as log:
        manager.start_kernel(cwd=str(folder), env=environment, stdout=log, stderr=log)
        client = manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        session = Session(client)
        session.run(START)
        yield session
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def assert_nothing_of_ours(outputs: list[dict]) -> None:
    text = text_of(outputs)
    assert "helpers/" not in text
    assert "helpers.checks" not in text
    assert str(COURSE) not in text
