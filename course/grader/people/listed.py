"""Whom a sentence is about: the first of them by name, then how many more there are."""

from collections.abc import Sequence

_NAMED = 40


def listed(people: Sequence[str], most: int = _NAMED) -> str:
    """Return who is meant, for one sentence.

    people (sequence of str): Each with what is said of them, if anything.
    most (int): How many are named.
    """
    more = len(people) - most
    return ", ".join(people[:most]) + (f" and {more} more" if more > 0 else "")
