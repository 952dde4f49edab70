"""Messages are whole, in time, and no larger than they may be."""

import socket
from time import monotonic

import pytest

from course.grader.sandbox.wire import LARGEST_MESSAGE, TooLate, WireError, receive, send


@pytest.fixture
def ends():
    pair = socket.socketpair()
    yield pair
    for end in pair:
        end.close()


def test_a_message_comes_as_it_was_sent(ends):
    send(ends[0], {"answer": [1, "ä", None]})
    assert receive(ends[1], 5) == {"answer": [1, "ä", None]}


def test_what_is_there_already_counts_though_the_time_is_over(ends):
    send(ends[0], "in time")
    assert receive(ends[1], -1) == "in time"


def test_half_a_message_is_too_late(ends):
    ends[0].sendall(b"\0\0\0\x09half")
    started = monotonic()
    with pytest.raises(TooLate):
        receive(ends[1], 0.1)
    assert monotonic() - started < 5


@pytest.mark.parametrize("sent", [b"\0\0\0\x02[[", b"\xff\xff\xff\xff", b"\0"])
def test_what_is_no_message_is_named(sent, ends):
    ends[0].sendall(sent)
    ends[0].close()
    with pytest.raises(WireError):
        receive(ends[1], 5)


def test_a_message_that_is_too_large_is_not_sent(ends):
    with pytest.raises(WireError, match="too large"):
        send(ends[0], "x" * LARGEST_MESSAGE)


def test_the_wait_is_broken_off_by_whoever_looks(ends):
    def look() -> None:
        raise WireError("too large")

    with pytest.raises(WireError, match="too large"):
        receive(ends[1], 5, look)
