"""A limit on the time of a learner's function where there are neither timers nor threads."""

import sys
from contextlib import AbstractContextManager
from time import monotonic
from types import CodeType
from typing import Any

from helpers.checks import limits

_monitoring: Any = getattr(sys, "monitoring", None)  # from Python 3.12 on


def keep_limits() -> None:
    """Let checks break off what takes too long by looking at the clock."""
    limits.instead = Watch


class Watch(AbstractContextManager[None]):
    """Looks at the clock wherever a loop jumps back or a function begins.

    It does so by the interpreter's own monitoring.
    """

    TOOL = 4  # one of the two numbers that Python leaves to nobody

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __enter__(self) -> None:
        self.ends = monotonic() + self.seconds
        self.problem = limits.TooSlow()
        events = _monitoring.events
        _monitoring.use_tool_id(self.TOOL, "time limit")
        for event in (events.JUMP, events.PY_START, events.PY_RESUME):
            _monitoring.register_callback(self.TOOL, event, self.look)
        _monitoring.set_events(self.TOOL, events.JUMP | events.PY_START | events.PY_RESUME)

    def __exit__(self, *raised: Any) -> None:
        _monitoring.set_events(self.TOOL, 0)
        _monitoring.free_tool_id(self.TOOL)
        del self.problem

    def look(self, code: CodeType, *_: int) -> None:
        """Break off the block where its time is over, unless this file is at work to end it."""
        if monotonic() > self.ends and code.co_filename != __file__:
            raise self.problem
