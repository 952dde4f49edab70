"""A limit on a call where there are no timers, as on Windows, or no limit at all."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import nullcontext

import pytest

from helpers.checks import limits
from helpers.checks.limits import TooSlow, limits_are_kept, time_limit
from tests.helpers.checks.endless import (
    LIMIT,
    endless_generator,
    endless_loop,
    endless_loop_with_bare_except,
    outcome,
)


def test_outside_the_main_thread_there_is_no_limit():
    done = []

    def work() -> None:
        with time_limit(0.01):
            time.sleep(0.1)
        done.append(limits_are_kept())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [False]
    assert limits_are_kept()


@pytest.fixture
def without_timers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Do without timers, as on Windows, where a kernel listens to the Stop button.

    Tests that a shell runs in the background are born deaf to it, and would never end.
    """
    monkeypatch.setattr(limits, "_set_timer", None)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("without_timers")
@pytest.mark.parametrize(
    "function", [endless_loop, endless_loop_with_bare_except, endless_generator]
)
def test_without_timers_the_main_thread_is_interrupted(function):
    started = time.monotonic()
    assert outcome(function) is TooSlow
    assert time.monotonic() - started < LIMIT + 3


@pytest.mark.usefixtures("without_timers")
def test_without_timers_no_interrupt_comes_later():
    with time_limit(0.05):
        pass
    time.sleep(0.15)


@pytest.mark.usefixtures("without_timers")
def test_without_timers_the_stop_button_still_stops():
    with pytest.raises(KeyboardInterrupt), time_limit(5):
        signal.raise_signal(signal.SIGINT)


def test_where_there_is_another_way_to_keep_a_limit_it_is_taken(monkeypatch):
    asked: list[float] = []
    monkeypatch.setattr(limits, "instead", lambda seconds: asked.append(seconds) or nullcontext())
    with time_limit(0.7):
        pass
    assert asked == [0.7]
