"""The judge bounds what comes from a learner's process before it builds anything of it."""

import json
import resource
import socket
import struct
import threading
import time
from typing import Any

import numpy as np
import pytest

from course.encode import encode
from course.grader.outputs import LARGEST_NOTEBOOK, LONGEST_TEXT, OutputsLeft
from course.grader.sandbox.wire import LARGEST_MESSAGE, Room, WireError, receive
from helpers.checks.calls import decode_result
from helpers.checks.plain import decode

WIDE = {"array": ["x"], "dtype": "<U1900000", "shape": [1]}
TOO_MUCH: dict[str, Any] = {
    "many wide arrays": {"list": [WIDE] * 1000},
    "many wide texts": {"list": [{"scalar": "x", "dtype": "<U1900000"}] * 1000},
    "an array in an array": {
        "array": [{"array": ["x"] * 50_000, "dtype": "<U1", "shape": [50_000]}],
        "dtype": "<U1900000",
        "shape": [50_000],
    },
    "lists in an array": {"array": [{"list": [1, 2]}], "dtype": "<f8", "shape": [1, 2]},
    "lists of lists": {"list": [{"list": [1] * 700}] * 700},
    "dicts": {"dict": [[n, n] for n in range(150_000)]},
    "arrays as keys": {"dict": [[{"list": [1]}, 1]]},
    "a form of its own": {"list": 7},
    "a pair of three": {"dict": [[1, 2, 3]]},
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_more_than_a_value_may_hold_is_refused_at_once(name):
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    with pytest.raises(ValueError, match="not encoded plain data|to unpack"):
        decode(TOO_MUCH[name])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    "value",
    [
        np.arange(900_000.0),
        [*range(99_000)],
        {str(n): n for n in range(50_000)},
        [np.ones(1000)] * 900,
        {np.int64(3): (1, None, ...)},
    ],
    ids=["array", "list", "dict", "arrays", "keys"],
)
def test_what_an_answer_may_be_still_comes_through(value):
    assert encode(decode(encode(value))) == encode(value)


def test_an_error_of_many_letters_is_cut():
    result = decode_result({"error": "E" * 10**6, "message": "m" * 10**6})
    assert len(result.error) + len(result.message) < 1000


@pytest.mark.parametrize(
    "content",
    [b"[" + b"{}," * 1_000_000 + b"1]", b"[" + b"[]," * 1_000_000 + b"1]", b"1," * 2_000_000],
    ids=["dicts", "lists", "numbers"],
)
def test_a_message_of_very_many_parts_is_not_built(content):
    ours, theirs = socket.socketpair()
    assert len(content) < LARGEST_MESSAGE
    whole = struct.pack(">I", len(content)) + content
    writer = threading.Thread(target=theirs.sendall, args=(whole,))
    writer.start()
    with pytest.raises(WireError, match="too large"):
        receive(ours, 20)
    writer.join()
    ours.close()
    theirs.close()


def test_many_messages_of_many_parts_are_too_much_together():
    ours, theirs = socket.socketpair()
    content = b"[" + b"[]," * 200_000 + b"1]"
    whole = struct.pack(">I", len(content)) + content
    room = Room()
    for _ in range(4):
        writer = threading.Thread(target=theirs.sendall, args=(whole,))
        writer.start()
        assert len(receive(ours, 20, room=room)) == 200_001
        writer.join()
    writer = threading.Thread(target=theirs.sendall, args=(whole,))
    writer.start()
    with pytest.raises(WireError, match="too large"):
        receive(ours, 20, room=room)
    writer.join()
    ours.close()
    theirs.close()


def shown(**output: Any) -> dict[str, Any]:
    return {"outputs": [output] * 300}


@pytest.mark.parametrize(
    "answer",
    [
        shown(output_type="stream", name="stdout", text="x" * 100_000),
        shown(output_type="stream", name="stderr", text="\ud800" * 100_000),
        shown(output_type="error", ename="E" * 10**6, evalue="v" * 10**6, traceback=["x" * 10**5]),
        shown(output_type="error", ename="E", evalue="v", traceback=["\n" * 10**5] * 9),
        shown(output_type="error", ename="E", evalue=3, traceback=[3, None, "a"]),
        shown(output_type="display_data", data={"text/plain": "x" * 10**5, "image/png": 3}),
        shown(output_type="display_data", data={"image/png": "A" * 390_000, "text/html": "<b>"}),
        shown(output_type="other"),
        {"outputs": 3},
        [],
        None,
    ],
)
def test_what_cells_have_shown_stays_small_on_the_disk(answer):
    outputs = OutputsLeft()
    for number in range(40):
        outputs.keep(f"cell-{number}", answer)
    text = json.dumps(outputs.kept, indent=1, ensure_ascii=False)
    assert len(text) < 2 * LARGEST_NOTEBOOK
    for cell in outputs.kept.values():
        texts = [output.get("text", "") for output in cell]
        assert sum(map(len, texts)) <= LONGEST_TEXT


def test_a_figure_is_kept():
    outputs = OutputsLeft()
    figure = {"output_type": "display_data", "data": {"image/png": "A" * 200_000}}
    outputs.keep("cell", {"outputs": [figure]})
    [kept] = outputs.kept["cell"]
    assert len(kept["data"]["image/png"]) == 200_000
