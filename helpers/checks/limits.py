"""A limit on the time that a learner's function may take."""

import _thread
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from time import monotonic
from types import FrameType
from typing import Any

# Kept under names of our own: a learner's cell may put anything into the modules.
_on_signal = signal.signal
_set_timer = getattr(signal, "setitimer", None)
_settrace, _gettrace = sys.settrace, sys.gettrace
_SECONDS_BETWEEN_RINGS = 0.02
_LONGEST_IMPORT = 10  # times the limit: a package that is loaded for so long is broken off
_IMPORTS = "<frozen importlib._bootstrap>"
# Another way to keep a limit; a browser, with neither timers nor threads, brings its own.
instead: Callable[[float], AbstractContextManager[None]] | None = None


class TooSlow(BaseException):
    """Raised inside a call that takes too long.

    Not an `Exception`, so that a learner's ``except Exception`` doesn't swallow it.
    """


def time_limit(seconds: float) -> AbstractContextManager[None]:
    """Raise `TooSlow` in the block once it has run for a few seconds.

    An alarm rings again and again until the block has ended, so neither a bare ``except`` nor a
    ``finally`` holds it up for long. Whatever handler and timer there were before are put back.
    A single step inside compiled code, such as ``sum(range(10**12))``, can't be broken off.
    The block should call functions of Python, for only in them it is broken off: an alarm that
    rang in the block itself, as it ends, could leave it without ending the limit.

    Without timers (Windows) the main thread is interrupted in the way that the Stop button does
    it, which ends loops, but not a sleep; outside the main thread there is no limit.
    """
    if not limits_are_kept():
        return nullcontext()
    if instead is not None:
        return instead(seconds)
    return _Interrupter(seconds) if _set_timer is None else _Alarm(seconds)


def limits_are_kept() -> bool:
    """Tell whether a loop without end is broken off where this code runs."""
    return instead is not None or threading.current_thread() is threading.main_thread()


class _Alarm(AbstractContextManager[None]):
    """A timer of the operating system that rings in the main thread."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.armed = True
        self.rings = 0
        self.imports = 0
        self.lines_left = 0
        self.problem = TooSlow()

    def __enter__(self) -> None:
        self.owner = sys._getframe(1)
        self.started = monotonic()
        self.trace_before = _gettrace()
        self.handler_before = _on_signal(signal.SIGALRM, self.ring)
        self.timer_before = self.set_timer(self.seconds, _SECONDS_BETWEEN_RINGS)

    def __exit__(self, *raised: Any) -> None:
        self.armed = False
        self.set_timer(0.0, 0.0)
        if self.rings > 1:
            _settrace(self.trace_before)
        before = signal.SIG_DFL if self.handler_before is None else self.handler_before
        _on_signal(signal.SIGALRM, before)
        seconds, interval = self.timer_before
        if seconds:  # somebody else's timer goes on from where it would be by now
            self.set_timer(max(seconds - (monotonic() - self.started), 0.001), interval)
        del self.owner, self.problem

    def ring(self, signum: int, frame: FrameType | None) -> None:
        """Break off what the block has called, unless this file is at work to end the limit.

        A package that is being loaded is given time: how long that takes says nothing of the call,
        which gets its seconds once more.

        From the second ring on, break it off again some lines later: a loop that sleeps inside
        ``try ... except BaseException`` is nearly always asleep when the alarm rings, and so
        swallows every ring, but a line or two later it is outside the `try`.
        """
        if not self.armed or frame is None or frame is self.owner:
            return
        if frame.f_code.co_filename == __file__:
            return
        if not self.rings and self.imports < _LONGEST_IMPORT and self.loads(frame):
            self.imports += 1
            self.set_timer(self.seconds, _SECONDS_BETWEEN_RINGS)
            return
        self.rings += 1
        self.lines_left = self.rings % 8
        # In a recursion without end there is no room for a call: none is needed to raise.
        try:
            if self.rings > 1:
                while frame is not None and frame is not self.owner:
                    frame.f_trace = self.trace
                    frame = frame.f_back
                _settrace(self.trace)
        except RecursionError:
            pass
        raise self.problem

    def trace(self, frame: FrameType, event: str, argument: Any) -> Any:
        """Raise when some more lines have been run."""
        if not self.armed or frame.f_code.co_filename == __file__:
            return None
        self.lines_left -= 1
        if self.lines_left < 0:
            raise self.problem
        return self.trace

    def loads(self, frame: FrameType | None) -> bool:
        """Tell whether the block, at this frame, is about to load a module."""
        while frame is not None and frame is not self.owner:
            if frame.f_code.co_filename == _IMPORTS:
                return True
            frame = frame.f_back
        return False

    @staticmethod
    def set_timer(seconds: float, interval: float) -> tuple[float, float]:
        """Set the timer and return what it was set to."""
        assert _set_timer is not None
        before: tuple[float, float] = _set_timer(signal.ITIMER_REAL, seconds, interval)
        return before


class _Interrupter(AbstractContextManager[None]):
    """A thread that presses the Stop button again and again."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.over = threading.Event()
        self.lock = threading.Lock()
        self.rung = False

    def __enter__(self) -> None:
        threading.Thread(target=self.ring, daemon=True).start()

    def __exit__(self, *raised: Any) -> None:
        while not self.over.is_set():
            try:
                with self.lock:
                    self.over.set()
            except KeyboardInterrupt:  # the last ring, which came as the block ended
                self.rung = True
        if self.rung and isinstance(raised[1], KeyboardInterrupt):
            raise TooSlow from None

    def ring(self) -> None:
        """Wait, then interrupt the main thread until the block is over."""
        wait = self.seconds
        while not self.over.wait(wait):
            with self.lock:
                if not self.over.is_set():
                    self.rung = True
                    _thread.interrupt_main()
            wait = _SECONDS_BETWEEN_RINGS
