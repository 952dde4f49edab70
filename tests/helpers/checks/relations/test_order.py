"""Relations of order: what is missing from a list of numbers or texts, or doesn't belong there."""

from collections.abc import Callable

import pytest

from helpers.checks.relations import describe

DUE = [[3], [1, 2], [], [0, 4, 5], [2, 6]]


def told(change: Callable[[list], list], due: list = DUE) -> str:
    got = [change(list(one)) for one in due]
    wrong = [e != a for e, a in zip(due, got, strict=True)]
    relation = describe(["case"], [(n,) for n in range(len(due))], due, got, wrong)
    return relation.name if relation else ""


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda due: due[::-1], "in another order"),
        (lambda due: due[1:], "some are missing"),
        (lambda due: due[:1], "some are missing"),
        (lambda due: [*due, *due[:1]], "more than is due"),
        (lambda due: due * 2, "more than is due"),
    ],
)
@pytest.mark.parametrize("due", [DUE, [[f"field {n}" for n in one] for one in DUE]])
def test_lists_of_numbers_and_of_texts_are_looked_up_in_each_other(change, name, due):
    assert told(change, due) == name
