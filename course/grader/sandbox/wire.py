"""Messages between the judge and a process that runs a learner's code: JSON, each with its length.

What comes from such a process may be anything: it is read up to a limit, until a deadline, and
parsed as JSON. It is never unpickled.
"""

import json
import socket
import struct
from collections.abc import Callable
from time import monotonic
from typing import Any

LARGEST_MESSAGE = 8_000_000
MOST_VALUES = 1_500_000
MOST_PARTS = 250_000  # lists and dicts together
MOST_PARTS_IN_ALL = 1_000_000  # of all answers of one process: to read them takes seconds
_LENGTH = struct.Struct(">I")
_CREDENTIALS = struct.Struct("3i")
_SECONDS_BETWEEN_LOOKS = 0.2
_AT_ONCE = 1 << 16


class WireError(Exception):
    """The other side is gone or has sent something that is no message."""


class Room:
    """What a process may still send."""

    def __init__(self) -> None:
        self.parts = MOST_PARTS_IN_ALL


class TooLate(WireError):
    """No answer came in time."""


def send(channel: socket.socket, message: Any, seconds: float | None = None) -> None:
    """Send a message, which the other side must take within the seconds given, if any are.

    Raises WireError: If the other side is gone, or the message is too large; `TooLate` if it isn't
        taken.
    """
    content = json.dumps(message).encode("ascii")
    if len(content) > LARGEST_MESSAGE:
        raise WireError(f"a message of {len(content):,} bytes is too large")
    try:
        channel.settimeout(seconds)
        channel.sendall(_LENGTH.pack(len(content)) + content)
    except TimeoutError:
        raise TooLate("the message was not taken in time") from None
    except OSError as error:
        raise WireError(f"the other side is gone ({error.strerror or error})") from None


def receive(
    channel: socket.socket,
    seconds: float | None,
    look: Callable[[], None] | None = None,
    room: Room | None = None,
) -> Any:
    """Return the next message.

    channel: socket.
    seconds (float or None): How long to wait; without end where it is None.
    look (callable, optional): Called a few times a second while waiting; may raise to end the wait.
    room (Room, optional): What the other side may still send; the message is taken off it.
    Raises WireError: If the other side is gone or sends no JSON; `TooLate` if nothing whole came in
        time.
    """
    ends = None if seconds is None else monotonic() + seconds
    start = _read(channel, _LENGTH.size, _AT_ONCE, ends, look)
    [length] = _LENGTH.unpack_from(start)
    if length > LARGEST_MESSAGE:
        raise WireError(f"an answer of {length:,} bytes is too large")
    missing = length - (len(start) - _LENGTH.size)
    if missing < 0:  # either side waits for the other's message before it sends another
        raise WireError("more than one answer came")
    content = start[_LENGTH.size :] + _read(channel, missing, missing, ends, look)
    # Before anything is built of it: two bytes of JSON may take a hundred of memory.
    parts = content.count(b"[") + content.count(b"{")
    left = MOST_PARTS_IN_ALL if room is None else room.parts
    if parts > min(MOST_PARTS, left) or content.count(b",") > MOST_VALUES:
        raise WireError("an answer of so many parts is too large")
    if room is not None:
        room.parts -= parts
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise WireError("the answer is not JSON") from None


def sender(channel: socket.socket, seconds: float) -> int:
    """Return the number of the process at the other end, as it is known on this side.

    It is read off one byte that is sent, where the channel has the option SO_PASSCRED.

    Raises OSError: If nothing comes in time, or the other side is gone.
    """
    channel.settimeout(seconds)
    _, ancillary, _, _ = channel.recvmsg(1, socket.CMSG_SPACE(_CREDENTIALS.size))
    for level, kind, data in ancillary:
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_CREDENTIALS):
            return int(_CREDENTIALS.unpack(data)[0])
    raise OSError("it hung up")


def _read(
    channel: socket.socket,
    least: int,
    most: int,
    ends: float | None,
    look: Callable[[], None] | None,
) -> bytes:
    """Return so many bytes at least, and what has come with them, up to the most."""
    parts, there = [], 0
    while there < least:
        # What is there already counts, though the time is over: the judge may have been busy.
        left = None if ends is None else max(0.0, ends - monotonic())
        waits = [wait for wait in (left, look and _SECONDS_BETWEEN_LOOKS) if wait is not None]
        channel.settimeout(min(waits, default=None))
        try:
            part = channel.recv(min(most - there, _AT_ONCE))
        except (TimeoutError, BlockingIOError):
            if left == 0:
                raise TooLate("no answer came in time") from None
            if look is not None:
                look()
            continue
        except OSError as error:
            raise WireError(f"the other side is gone ({error.strerror or error})") from None
        if not part:
            raise WireError("the other side is gone")
        parts.append(part)
        there += len(part)
    return b"".join(parts)
