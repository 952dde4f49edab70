"""What runs inside the sandbox for one submission: cells, and calls of the learner's functions.

The learner's code shares this process, so nothing that is sent from here is believed: it is an
answer to be judged.
"""

import base64
import io
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from mmap import mmap
from pathlib import Path
from traceback import clear_frames
from typing import Any

from course.encode import encode, encode_result
from course.grader.notebook.names import names_of, names_to_data
from course.grader.sandbox.lean import NotHere
from course.grader.sandbox.shared import argument
from course.grader.sandbox.shell import Shell
from course.grader.sandbox.wire import receive, send
from helpers.checks import check
from helpers.checks.attempt import not_a_function
from helpers.checks.calls import Reader, call
from helpers.checks.exercise import Case
from helpers.checks.limits import time_limit
from helpers.checks.originals import put_back
from helpers.checks.plain import decode, to_plain

LONGEST_OUTPUT = 64_000  # characters of all that a cell shows
_LEFT_OUT = "\n[the rest of this cell's output was left out]\n"
_MISSING = object()
LARGEST_PICTURE = 400_000  # characters in base64
LARGEST_PICTURES = 1_500_000  # of one cell together


def import_all(modules: list[str]) -> None:
    """Import modules by name; where one can't be, a cell that needs it will say so."""
    for name in modules:
        with suppress(Exception, NotHere):
            import_module(name)


class Recorder:
    """Takes what a cell shows, and keeps so much of it."""

    def __init__(self, shell: Shell) -> None:
        self.outputs: list[dict[str, Any]] = []
        self.left, self.left_for_pictures = LONGEST_OUTPUT, LARGEST_PICTURES
        self.shell = shell
        shell.display_trap.hook = self.show_result
        shell.display_pub.publish = self.publish  # type: ignore[method-assign]
        shell._showtraceback = self.show_error  # type: ignore[method-assign, assignment]
        sys.stdout = CellStream(self, "stdout")
        sys.stderr = CellStream(self, "stderr")

    def start(self) -> None:
        """Begin a new cell."""
        self.outputs = []
        self.left, self.left_for_pictures = LONGEST_OUTPUT, LARGEST_PICTURES

    def write(self, name: str, text: str) -> None:
        """Keep what was printed, up to the limit."""
        if not text or self.left <= 0:
            return
        kept = text[: self.left]
        self.left -= len(kept)
        if self.left <= 0:
            kept += _LEFT_OUT
        last = self.outputs[-1] if self.outputs else {}
        if last.get("name") == name:
            last["text"] += kept
        else:
            self.outputs.append({"output_type": "stream", "name": name, "text": kept})

    def show_result(self, value: object) -> None:
        """Keep the last value of a cell as a notebook would show it."""
        if value is not None and self.shell.display_formatter is not None:
            self.shell.keep(value)
            data, _ = self.shell.display_formatter.format(value)
            self.publish(data)

    def publish(self, data: dict[str, Any], *_: Any, **__: Any) -> None:
        """Keep text and pictures: what a learner's code draws as HTML is not shown to anybody."""
        kept = {}
        text, picture = data.get("text/plain"), data.get("image/png")
        if isinstance(text, str) and len(text) <= self.left:
            kept["text/plain"] = text
            self.left -= len(text)
        if isinstance(picture, bytes):
            picture = base64.b64encode(picture).decode("ascii")
        room = min(LARGEST_PICTURE, self.left_for_pictures)
        if isinstance(picture, str) and len(picture) <= room:
            kept["image/png"] = picture
            self.left_for_pictures -= len(picture)
        if kept:
            self.outputs.append({"output_type": "display_data", "data": kept, "metadata": {}})

    def show_error(self, kind: type, value: BaseException, lines: list[str]) -> None:
        """Keep the traceback of an error."""
        text = "\n".join(map(str, lines))[: max(self.left, 200)]
        self.left -= len(text)
        self.outputs.append(
            {
                "output_type": "error",
                "ename": str(kind.__name__)[:200],
                "evalue": str(value)[:1000],
                "traceback": text.splitlines(),
            }
        )


class CellStream(io.TextIOBase):
    """Stands in the place of stdout or stderr."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, recorder: Recorder, name: str) -> None:
        self.recorder = recorder
        self.name = name

    def write(self, text: str) -> int:
        """Hand text on."""
        self.recorder.write(self.name, str(text))
        return len(text)

    def flush(self) -> None:
        """Do nothing: everything is written at once."""

    def fileno(self) -> int:
        """Return the number of the stream that programs write to: it leads nowhere."""
        return 1 if self.name == "stdout" else 2

    def isatty(self) -> bool:
        """Tell that nobody watches."""
        return False


def serve(channel: socket.socket, shell: Shell, memory: mmap | None = None) -> None:
    """Answer the judge's requests until it hangs up.

    channel: socket.
    shell: Shell.
    memory (mmap or None): Where arrays of the judge's lie that functions are given.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    sys.path.insert(0, "")  # as in Jupyter: modules that the notebook writes beside itself
    recorder = Recorder(shell)
    handlers = {
        "folder": lambda asked: _folder(asked["name"], asked["files"]),
        "import": lambda asked: import_all(asked["modules"]),
        "names": lambda asked: [names_to_data(names_of(text)) for text in asked["sources"]],
        "file": lambda asked: _file(asked["name"], asked["content"], asked["mode"]),
        "cell": lambda asked: _cell(
            recorder, asked["source"], asked["seconds"], asked.get("count", 0)
        ),
        "known": lambda asked: check.remember(asked["name"], asked["right"]),
        "call": lambda asked: _call(shell, asked, channel, memory),
    }
    process = os.getpid()
    while True:
        asked = receive(channel, None)
        if asked["op"] == "item":
            continue  # it came too late for a call that was broken off
        answer = handlers[asked["op"]](asked)
        if os.getpid() != process:
            os._exit(0)  # a fork that the learner's code made and forgot
        send(channel, {"answer": answer})


def _folder(name: str, files: dict[str, str]) -> None:
    folder = Path.cwd() / name
    folder.mkdir()
    for file, text in files.items():
        (folder / file).write_text(text, encoding="utf-8")
    os.chdir(folder)


def _file(name: str, content: str, mode: int) -> None:
    """Write a file that was handed in beside the notebook, or the next piece of it."""
    file = Path(name)
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists():
            file.chmod(0o600)
        with file.open("ab") as stream:
            stream.write(base64.b64decode(content))
        file.chmod(mode)


def _cell(recorder: Recorder, source: str, seconds: float, count: int) -> dict[str, Any]:
    """Run a cell, which its author has seen under the number `count`, if it isn't 0."""
    recorder.start()
    if count:
        recorder.shell.execution_count = count
    recorder.shell.number = recorder.shell.execution_count
    missing: list[str] = []
    recorder.shell.missing = missing
    ok = False
    try:
        try:
            with time_limit(seconds):
                ok = recorder.shell.run_cell(source, store_history=True).success
        finally:
            put_back()  # what the cell has broken of Python itself, which is needed at once
    except BaseException as error:
        recorder.show_error(type(error), error, [type(error).__name__])
    _forget(recorder.shell)
    return {"ok": ok, "outputs": recorder.outputs, "missing": missing[:20]}


def _forget(shell: Shell) -> None:
    """Drop what IPython keeps of a cell: all that it printed, and an error's local variables.

    A cell that filled the memory would leave none to the learner's other work.
    """
    if shell.history_manager is not None:
        shell.history_manager.outputs.clear()
    error = getattr(sys, "last_value", None)
    while isinstance(error, BaseException):
        clear_frames(error.__traceback__)
        error = error.__context__


class _Puller(Reader):
    """Asks the judge for each item of a stream, and tells before what was given so far."""

    def __init__(self, channel: socket.socket) -> None:
        super().__init__()
        self.channel = channel
        self.told = 0

    def pulled(self, place: int) -> Iterator[Any]:
        """Return the iterator that stands in place of an argument."""
        self.streams += 1
        return self._pulled(place)

    def _pulled(self, place: int) -> Iterator[Any]:
        while True:
            given = [encode(item) for item in self.items[self.told :]]
            self.told = len(self.items)
            send(self.channel, {"answer": {"pull": place, "given": given}})
            asked = receive(self.channel, None)
            if "item" not in asked:
                return
            self.read += 1
            yield decode(asked["item"])


def _call(
    shell: Shell, asked: dict[str, Any], channel: socket.socket, memory: mmap | None
) -> dict[str, Any]:
    """Call a function of the notebook on decoded arguments; return the encoded result."""
    name = asked["name"]
    function = shell.user_ns.get(name, _MISSING)
    if function is _MISSING:
        text = f"There is no `{name}` in your notebook."
        return {"outcome": "not run", "problem": text}
    problem = not_a_function(name, function)
    if problem is not None:
        return {"outcome": problem.outcome, "problem": problem.message}
    puller = _Puller(channel)
    before: list[Any] = []
    given: list[Any] = []
    for data in asked["args"]:
        if isinstance(data, dict) and "pulled" in data:
            given.append(puller.pulled(data["pulled"]))
            before.append(None)
        else:
            given.append(argument(data, memory))
            before.append(to_plain(given[-1]))
    result = call(function, Case(tuple(before)), asked["seconds"], tuple(given), puller)
    return {"result": encode_result(result)}
