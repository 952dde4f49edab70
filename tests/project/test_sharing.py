"""How many workers share the tests: a learner's machine has less memory than ours."""

import pytest

from tests.sharing import number_of_workers

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
