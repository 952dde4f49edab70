"""A call that takes too long is broken off, whatever it does against that."""

import gc
import signal
import sys
import time
from collections.abc import Iterator
from importlib import import_module

import pytest

from helpers.checks import limits
from helpers.checks.limits import TooSlow, time_limit
from tests.helpers.checks.endless import (
    ENDLESS,
    LIMIT,
    endless_loop,
    outcome,
    sleep_that_catches_everything,
)


@pytest.fixture(autouse=True)
def no_callbacks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep hypothesis and pytest from being called in a recursion that has no room left.

    The garbage collector calls hypothesis; the error that it can't raise has thousands of others
    in its context, and pytest would spend minutes on writing them out. An alarm that rings inside
    a destructor can't be raised either: Python reports it, and pytest's hook for such reports
    fails for want of room. The next ring comes 20 ms later.
    """
    monkeypatch.setattr(sys, "unraisablehook", lambda report: None)
    callbacks = gc.callbacks[:]
    gc.callbacks.clear()
    yield
    gc.callbacks.extend(callbacks)


@pytest.mark.parametrize("function", ENDLESS)
def test_a_call_without_end_is_broken_off_soon_after_the_limit(function):
    started = time.monotonic()
    assert outcome(function) is TooSlow
    assert time.monotonic() - started < LIMIT + 3


@pytest.mark.parametrize("function", ENDLESS)
def test_nothing_is_left_behind(function):
    before = signal.getsignal(signal.SIGALRM)
    assert outcome(function) is TooSlow
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert sum(range(1000)) == 499500  # a trace function left behind would raise here
    time.sleep(3 * limits._SECONDS_BETWEEN_RINGS)


def test_a_quick_call_returns_its_value():
    with time_limit(LIMIT):
        value = sum(range(10))
    assert value == 45


def test_no_alarm_rings_after_a_quick_call():
    with time_limit(LIMIT):
        pass
    time.sleep(2 * LIMIT)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_a_package_that_is_slow_to_load_is_not_held_against_a_call(tmp_path, monkeypatch):
    (tmp_path / "slow_to_load.py").write_text(f"import time\ntime.sleep({4 * LIMIT})\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert outcome(lambda: import_module("slow_to_load")) is None
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_a_loop_without_end_behind_an_import_is_broken_off(tmp_path, monkeypatch):
    (tmp_path / "loaded_first.py").write_text(f"import time\ntime.sleep({2 * LIMIT})\n")
    monkeypatch.syspath_prepend(tmp_path)

    def loads_and_loops() -> None:
        import_module("loaded_first")
        endless_loop()

    assert outcome(loads_and_loops) is TooSlow


def test_a_module_that_is_never_done_loading_is_broken_off(tmp_path, monkeypatch):
    (tmp_path / "never_done.py").write_text("while True:\n    pass\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(limits, "_LONGEST_IMPORT", 3)
    assert outcome(lambda: import_module("never_done")) is TooSlow


def test_another_exception_gets_through():
    with pytest.raises(ZeroDivisionError), time_limit(LIMIT):
        _ = 1 / 0
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_calls_that_end_at_the_limit_never_leave_an_alarm():
    # Whether each is in time is a matter of chance; what comes after is not.
    def wait_until(end: float) -> None:
        while time.monotonic() < end:
            pass

    for _ in range(60):
        try:
            with time_limit(0.005):
                wait_until(time.monotonic() + 0.005)
        except TooSlow:
            pass
        assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
        assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


def test_an_alarm_never_rings_in_the_block_itself():
    # As the block ends, what is raised there would leave it with the alarm still on.
    with time_limit(0.05):
        ends = time.monotonic() + 0.2
        while time.monotonic() < ends:
            pass
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_somebody_elses_handler_and_timer_go_on():
    rings = []
    before = signal.signal(signal.SIGALRM, lambda *_: rings.append(time.monotonic()))
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        with time_limit(5):
            time.sleep(0.1)
        left, interval = signal.getitimer(signal.ITIMER_REAL)
        assert 0 < left <= 0.25
        assert interval == 0
        time.sleep(0.5)
        assert len(rings) == 1
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_an_inner_limit_leaves_the_outer_one_in_force():
    started = time.monotonic()

    def inner() -> None:
        with time_limit(60):
            pass
        endless_loop()

    with pytest.raises(TooSlow), time_limit(4 * LIMIT):
        inner()
    assert time.monotonic() - started < 4 * LIMIT + 1


def test_a_trace_function_is_put_back():
    before = sys.gettrace()
    with pytest.raises(TooSlow), time_limit(LIMIT):
        sleep_that_catches_everything()
    assert sys.gettrace() is before


def test_a_cell_that_has_replaced_the_signals_doesnt_matter(monkeypatch):
    monkeypatch.setattr(signal, "signal", None)
    monkeypatch.setattr(signal, "setitimer", None)
    with pytest.raises(TooSlow), time_limit(LIMIT):
        endless_loop()
