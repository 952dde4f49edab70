"""What a wrong answer is: the one relation between what came and what was due on every case.

A relation is told only where it holds on all cases that went wrong and no other explains them as
well. It says what the answer is, never how to write the right one.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np

from helpers.checks.relations.combinations import by_quantities
from helpers.checks.relations.forms import of_another_form
from helpers.checks.relations.leaves import Arguments, Pair, agree, pair
from helpers.checks.relations.numbers import Relation, by_a_constant, of_each_number, scaled
from helpers.checks.relations.order import in_another_order, of_lists, of_texts, rows_apart
from helpers.checks.relations.places import (
    always_the_same,
    independent,
    left_out,
    not_among,
    one_number,
    one_number_a_row,
    too_large_or_small,
)
from helpers.checks.relations.properties import of_some_classes, where_wrong
from helpers.checks.relations.quantities import entry_quantities
from helpers.checks.words import nth

_EACH = "Each number of your result"

__all__ = ["Relation", "always_the_same", "describe", "of_another_form"]


def describe(
    cases: Sequence[Arguments],
    expected: Sequence[Any],
    actual: Sequence[Any],
    wrong: Sequence[bool],
    telling: Collection[str] | None = None,
    *,
    any_order: bool = False,
) -> Relation | None:
    """Return the relation between results and what was due, or None where none is certain.

    cases (sequence of Arguments): The arguments of each case.
    expected, actual (sequence): What was due and what came, plain data, for each case.
    wrong (sequence of bool): Which cases went wrong.
    telling (collection of str, optional): The properties of a case that may be told, by default
        all: others have been seen to hold by chance.
    any_order (bool): Whether the rows of a result may come in any order, the same for all arrays.
    """
    constant = always_the_same(expected, actual)
    if constant is not None:
        return constant
    found = list(rows_apart(expected, actual)) if any_order else []
    found = found or list(_of_one_slot(cases, expected, actual, wrong, telling))
    found = found or list(_of_whole_results(cases, expected, actual))
    if all(isinstance(value, int | float | np.number) for value in expected):
        found = [r._replace(sentence=r.sentence.replace(_EACH, "Your result")) for r in found]
    outcomes = [_outcome(value) for value in expected]
    found += of_lists(expected, actual)
    found += of_texts(expected, actual)
    found += independent(cases, expected, actual)
    found += where_wrong(cases, wrong, outcomes, telling)
    return simplest(found)


def simplest(found: Sequence[Relation]) -> Relation | None:
    """Return the relation of the smallest rank; None where two differ in what they say."""
    if not found:
        return None
    least = min(relation.rank for relation in found)
    told = {relation.sentence: relation for relation in found if relation.rank == least}
    return next(iter(told.values())) if len(told) == 1 else None


def _of_whole_results(
    cases: Sequence[Arguments], expected: Sequence[Any], actual: Sequence[Any]
) -> Iterator[Relation]:
    whole: list[Pair] = []
    arguments: list[Arguments] = []
    for args, e, a in zip(cases, expected, actual, strict=True):
        numbers_of = pair(e, a)
        if numbers_of is not None:
            whole.append(numbers_of)
            arguments.append(args)
        elif e is not None or a is not None:  # where None is due and came nothing is compared
            return
    if all(agree(p.expected, p.actual) for p in whole):
        return
    yield from of_each_number(whole)
    yield from by_a_constant(whole)
    yield from by_quantities(whole, list(map(entry_quantities, arguments, whole)))
    yield from scaled(whole)
    yield from in_another_order(whole)
    yield from one_number(whole)
    yield from one_number_a_row(whole)
    yield from left_out(whole)
    yield from not_among(arguments, whole)
    yield from of_some_classes(arguments, whole)
    yield from too_large_or_small(whole)


def _of_one_slot(
    cases: Sequence[Arguments],
    expected: Sequence[Any],
    actual: Sequence[Any],
    wrong: Sequence[bool],
    telling: Collection[str] | None,
) -> Iterator[Relation]:
    """Yield what is wrong with the one entry of a tuple, or of a dict with fixed keys, that is."""
    slots = _slots(expected, actual)
    if slots is None:
        return
    bad = [
        slot
        for slot in slots
        if not all(_same(e[slot], a[slot]) for e, a in zip(expected, actual, strict=True))
    ]
    if len(bad) != 1 or (len(slots) < 2 and not isinstance(slots[0], str)):
        return
    (slot,) = bad
    dues, gots = [e[slot] for e in expected], [a[slot] for a in actual]
    inner = describe(cases, dues, gots, wrong, telling)
    inner = inner or Relation("one entry", "", 9)
    if len(slots) > 1 or inner.sentence:
        place = f"The value of {slot!r}" if isinstance(slot, str) else f"T{nth(slot + 1)[1:]}"
        alone = f"{place} {'alone ' if len(slots) > 1 else ''}is wrong."
        yield Relation(inner.name, f"{alone} {inner.sentence}".strip(), inner.rank)


def _slots(expected: Sequence[Any], actual: Sequence[Any]) -> list[Any] | None:
    """Return the entries that all results have: places of tuples, or text keys of dicts."""
    both = [*expected, *actual]
    if all(isinstance(value, tuple) for value in both):
        sizes = {len(value) for value in both}
        return list(range(sizes.pop())) if len(sizes) == 1 else None
    if all(isinstance(value, dict) for value in both):
        keys = {tuple(sorted(map(str, value))) for value in both}
        texts = all(isinstance(key, str) for value in both for key in value)
        return list(keys.pop()) if len(keys) == 1 and texts else None
    return None


def _same(expected: Any, actual: Any) -> bool:
    numbers_of = pair(expected, actual)
    if numbers_of is None:
        return (
            type(expected) is type(actual)
            and not isinstance(expected, np.ndarray)
            and bool(expected == actual)
        )
    return agree(numbers_of.expected, numbers_of.actual)


def _outcome(value: Any) -> str:
    if value is None:
        return "None is due"
    numbers_of = pair(value, value)
    if numbers_of is not None and (numbers_of.expected == 0).all():
        return "0 is due"
    return ""
