"""Messages between the judge and a learner's process arrive whole, or are named as none."""

import json
import socket
import struct
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.grader.sandbox import wire
from course.grader.sandbox.wire import LARGEST_MESSAGE, TooLate, WireError, receive, send

Pair = tuple[socket.socket, socket.socket]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
FEW = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None
)
SECONDS = 20  # more than anything here needs


@pytest.fixture
def pair() -> Iterator[Pair]:
    ours, theirs = socket.socketpair()
    yield ours, theirs
    ours.close()
    theirs.close()


def framed(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content


@given(JSON)
@FEW
def test_what_is_sent_arrives_as_it_was(pair: Pair, message: Any):
    ours, theirs = pair
    send(ours, message)
    assert receive(theirs, SECONDS) == message


@given(st.lists(st.text(st.characters(codec=None)), max_size=5))
@FEW
def test_messages_come_one_by_one_with_halves_of_characters_in_them(pair: Pair, messages):
    ours, theirs = pair
    for message in messages:
        send(ours, message)
        assert receive(theirs, SECONDS) == message


def test_more_than_one_message_at_once_is_none(pair: Pair):
    ours, theirs = pair
    send(ours, 1)
    send(ours, 2)
    with pytest.raises(WireError, match="more than one answer came"):
        receive(theirs, SECONDS)


def test_a_message_larger_than_the_channel_holds_arrives(pair):
    ours, theirs = pair
    message = "x" * 3_000_000
    writer = threading.Thread(target=send, args=(ours, message))
    writer.start()
    assert receive(theirs, SECONDS) == message
    writer.join()


def test_a_message_in_pieces_arrives(pair):
    ours, theirs = pair

    def write() -> None:
        for byte in framed(b'{"a": 1}'):
            theirs.sendall(bytes([byte]))

    writer = threading.Thread(target=write)
    writer.start()
    assert receive(ours, SECONDS) == {"a": 1}
    writer.join()


def test_a_message_that_is_too_large_is_not_sent(pair):
    with pytest.raises(WireError, match=r"a message of 8,000,002 bytes is too large"):
        send(pair[0], "x" * LARGEST_MESSAGE)


def test_an_answer_that_says_it_is_too_large_is_not_read(pair):
    ours, theirs = pair
    theirs.sendall(struct.pack(">I", LARGEST_MESSAGE + 1))
    with pytest.raises(WireError, match=r"an answer of 8,000,001 bytes is too large"):
        receive(ours, SECONDS)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"[" * 200_000, b"1" * 10_000, b'{"a": 1} {}']
)
def test_what_is_no_json_is_named(content, pair):
    ours, theirs = pair
    writer = threading.Thread(target=theirs.sendall, args=(framed(content),))
    writer.start()
    with pytest.raises(WireError, match="the answer is not JSON"):
        receive(ours, SECONDS)
    writer.join()


@pytest.mark.parametrize("sent", [b"", b"\x00\x00", framed(b'{"a": 1}')[:-1]])
def test_a_side_that_hangs_up_in_the_middle_is_gone(sent, pair):
    ours, theirs = pair
    theirs.sendall(sent)
    theirs.close()
    with pytest.raises(WireError, match="the other side is gone"):
        receive(ours, SECONDS)


def test_nothing_can_be_sent_to_a_side_that_has_hung_up(pair):
    pair[1].close()
    with pytest.raises(WireError, match="the other side is gone"):
        send(pair[0], "x")


def test_an_answer_that_drips_in_is_not_waited_for_longer_than_the_limit(pair):
    ours, theirs = pair
    ended = threading.Event()

    def drip() -> None:
        theirs.sendall(struct.pack(">I", 1_000_000))
        while not ended.wait(0.01):
            theirs.sendall(b" ")

    writer = threading.Thread(target=drip)
    writer.start()
    with pytest.raises(TooLate, match="no answer came in time"):
        receive(ours, 0.3)
    ended.set()
    writer.join()


def test_a_message_that_is_not_taken_is_too_late(pair):
    with pytest.raises(TooLate, match="the message was not taken in time"):
        send(pair[0], "x" * 3_000_000, 0.1)


def test_how_long_the_last_answer_was_waited_for_does_not_limit_the_next_message(pair):
    ours, theirs = pair
    send(theirs, "a")
    receive(ours, SECONDS, look=lambda: None)  # leaves a short time-out on the channel
    send(ours, "b", SECONDS)
    assert ours.gettimeout() == SECONDS


def test_while_it_waits_it_looks_and_a_look_can_end_the_wait(pair, monkeypatch):
    monkeypatch.setattr(wire, "_SECONDS_BETWEEN_LOOKS", 0.01)
    looks: list[int] = []

    def look() -> None:
        looks.append(1)
        if len(looks) == 3:
            raise WireError("too much")

    with pytest.raises(WireError, match="too much"):
        receive(pair[0], SECONDS, look)
    assert len(looks) == 3


def test_nothing_is_unpickled(pair):
    ours, theirs = pair
    pickled = b"cos\nsystem\n(S'true'\ntR."
    theirs.sendall(framed(pickled))
    with pytest.raises(WireError):
        receive(ours, SECONDS)
    theirs.sendall(framed(json.dumps({"py/object": "os.system"}).encode()))
    assert receive(ours, SECONDS) == {"py/object": "os.system"}
