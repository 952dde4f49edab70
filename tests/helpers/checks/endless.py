"""Calls without end, as learners write them, and what a limit makes of them."""

import time
from collections.abc import Callable, Iterator

from helpers.checks.limits import time_limit

LIMIT = 0.1


def endless_loop() -> None:
    while True:
        pass


def endless_loop_with_bare_except() -> None:
    while True:
        try:  # noqa: SIM105
            pass
        except:  # noqa: E722
            pass


def endless_loop_that_catches_everything() -> None:
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue


def long_sleep() -> None:
    time.sleep(60)


def sleep_that_catches_everything() -> None:
    while True:
        try:  # noqa: SIM105
            time.sleep(60)
        except BaseException:
            pass


def sleep_in_two_nets() -> None:
    while True:
        try:
            try:
                time.sleep(60)
            except BaseException:
                time.sleep(60)
        except BaseException:
            pass


def sleep_that_returns_from_finally() -> None:
    def inner() -> int:
        try:
            time.sleep(60)
        finally:
            return 0  # noqa: B012

    while True:
        inner()


def endless_loops_in_finally() -> None:
    def inner() -> None:
        try:
            endless_loop()
        finally:
            endless_loop()

    try:
        inner()
    finally:
        time.sleep(60)


def recursion_without_end() -> None:
    try:
        recursion_without_end()
    except RecursionError:
        recursion_without_end()


def endless_generator() -> int:
    def numbers() -> Iterator[int]:
        while True:
            yield 1

    return sum(numbers())


ENDLESS: list[Callable[[], object]] = [
    endless_loop,
    endless_loop_with_bare_except,
    endless_loop_that_catches_everything,
    long_sleep,
    sleep_that_catches_everything,
    sleep_in_two_nets,
    sleep_that_returns_from_finally,
    endless_loops_in_finally,
    recursion_without_end,
    endless_generator,
]


def outcome(function: Callable[[], object]) -> type[BaseException] | None:
    """Return what a function ends with; not the exception itself, whose frames may be thousands."""
    try:
        with time_limit(LIMIT):
            function()
    except BaseException as problem:
        return type(problem)
    return None
