"""How many workers share the tests: a learner's machine has less memory than ours."""

import os
from types import SimpleNamespace
from typing import Any

import pytest

from tests.sharing import THREADS, number_of_workers, pytest_configure

GB = 1_000_000_000


@pytest.mark.parametrize(
    ("processors", "memory", "workers"),
    [
        (1, 16 * GB, 2),
        (2, 16 * GB, 3),
        (4, 16 * GB, 4),
        (64, 256 * GB, 4),
        (8, 6 * GB, 2),
        (2, 1 * GB, 1),
    ],
)
def test_there_are_more_workers_than_processors_where_there_is_room(processors, memory, workers):
    assert number_of_workers(processors, memory) == workers


def threads_with(workers: int | None, monkeypatch: pytest.MonkeyPatch, **said: str) -> set[str]:
    """Return what the variables then say of a worker's threads."""
    monkeypatch.setattr(os, "environ", dict(said))
    config: Any = SimpleNamespace(option=SimpleNamespace(numprocesses=workers))
    pytest_configure(config)
    return {os.environ.get(name, "") for name in THREADS}


def test_a_worker_sums_in_one_thread_unless_somebody_has_said_otherwise(monkeypatch):
    assert threads_with(3, monkeypatch) == {"1"}
    assert threads_with(3, monkeypatch, OMP_NUM_THREADS="2") == {"1", "2"}
    assert threads_with(None, monkeypatch) == {""}
