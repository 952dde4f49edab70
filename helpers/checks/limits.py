"""A limit on the time that a learner's function may take."""

import _thread
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TooSlow(BaseException):
    """Raised inside a call that takes too long.

    Not an `Exception`, so that a learner's ``except Exception`` doesn't swallow it.
    """


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `TooSlow` in the block once it has run for some seconds.

    The signal comes again every 20 ms, so a bare ``except`` inside an endless loop does not help
    the loop to go on for long. Without timers (Windows) the main thread is interrupted in the way
    that the Stop button does it; outside the main thread there is no limit.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
    elif hasattr(signal, "setitimer"):
        yield from _limit_by_timer(seconds)
    else:
        yield from _limit_by_interrupt(seconds)


def _limit_by_timer(seconds: float) -> Iterator[None]:
    armed = True

    def ring(signum: int, frame: FrameType | None) -> None:
        if armed:
            raise TooSlow

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.02)
    try:
        yield
    finally:
        armed = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _limit_by_interrupt(seconds: float) -> Iterator[None]:
    rung = threading.Event()

    def ring() -> None:
        rung.set()
        _thread.interrupt_main()

    timer = threading.Timer(seconds, ring)
    timer.start()
    try:
        yield
    except KeyboardInterrupt:
        if rung.is_set():
            raise TooSlow from None
        raise
    finally:
        timer.cancel()
