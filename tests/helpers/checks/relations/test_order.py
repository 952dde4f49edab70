"""Relations of order: what is missing from a list of numbers or texts, or doesn't belong there."""

from collections.abc import Callable
from typing import Any

import pytest

from helpers.checks.relations import describe

DUE = [[3], [1, 2], [], [0, 4, 5], [2, 6]]


def told(change: Callable[[Any], Any], due: list = DUE) -> str:
    got = [change(one) for one in due]
    wrong = [e != a for e, a in zip(due, got, strict=True)]
    relation = describe([{"case": n} for n in range(len(due))], due, got, wrong)
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


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda text: text[:5], "a part of the text"),
        (lambda text: text[1:-1], "a part of the text"),
        (lambda text: 2 * text, "a text of another length"),
        (lambda text: text[::-1], ""),
    ],
)
def test_a_text_is_told_to_be_a_part_of_the_one_that_is_due_or_of_another_length(change, name):
    assert told(change, ["0a1b2c3d", "9f8e7d6c", "01234567"]) == name
