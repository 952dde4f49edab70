"""A process without large packages: quickly there, quickly forked, enough for most notebooks.

Code that asks for one of them ends its process, and the judge runs the notebook again in one that
has all.
"""

import os
import socket
import sys
from contextlib import suppress
from importlib.abc import MetaPathFinder

from course.grader.sandbox.wire import WireError, send

_NEVER = ("keras", "tensorflow")
# Whoever doesn't have them from the start asks for them: they take a second to import.
_LARGE = (*_NEVER, "scipy", "sklearn")


class NotHere(BaseException):
    """A module asks for what is left out.

    It is no `Exception`: a module that goes on without what it can't import would stay so.
    """


class _Gate(MetaPathFinder):
    """Stands before all that finds modules."""

    channel: socket.socket | None = None

    def find_spec(self, fullname: str, *_: object) -> None:
        """Find nothing: what is left out raises `NotHere`, or ends a process that has a judge."""
        if self.channel is None and fullname in _NEVER:
            raise NotHere(fullname)
        if self.channel is None or fullname not in _LARGE:
            return
        with suppress(WireError):
            send(self.channel, {"wanted": fullname})
        os._exit(0)


_gate = _Gate()


def leave_out_large_packages() -> None:
    """Let no module import TensorFlow or Keras from now on, in this process and its forks.

    The forks for learners' code don't begin to import SciPy or scikit-learn either.
    """
    sys.meta_path.insert(0, _gate)


def tell_wishes(channel: socket.socket) -> None:
    """Tell the judge at the other end of a channel when code asks for what is left out."""
    _gate.channel = channel
