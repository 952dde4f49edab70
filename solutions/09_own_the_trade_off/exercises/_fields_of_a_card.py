from collections.abc import Callable
from typing import Any

import numpy as np

from .weight_card import weight_card

FIELDS = ("prices", "weights", "threshold", "source", "split_sha256", "seeds", "versions")
COMPARED = ("split_sha256", "weights")


def broken_fields(
    card: dict[str, Any], y_train: np.ndarray, class_weight: dict[int, float], **holds: bool
) -> list[str]:
    """Return the sorted names of the fields that are missing or don't hold.

    holds: for a field that is there, whether it holds; 'weights' and 'split_sha256' hold by
    default if they are those of class_weight and y_train, all others always.
    """
    due = weight_card(y_train, class_weight, 0.5, 0, 0, "", [], {})
    held = {name: card.get(name) == due[name] for name in COMPARED} | holds
    return sorted(name for name in FIELDS if name not in card or not held.get(name, True))


def weights_of(card: dict[str, Any]) -> dict[int, float]:
    """Return the weights with class ids as keys, none if the card has no weights."""
    return {int(c): weight for c, weight in card.get("weights", {}).items()}


def rounded(weights: dict[int, float], digits: int) -> dict[int, float]:
    return {c: round(weight, digits) for c, weight in weights.items()}


def forgetting(*fields: str) -> Callable[..., list[str]]:
    """Return the mistake of never asking for these fields, with its name and its hint."""

    def forgotten(card, y_train, class_weight):
        return [name for name in broken_fields(card, y_train, class_weight) if name not in fields]

    forgotten.__name__ = f"{'_and_'.join(fields)}_forgotten"
    forgotten.__doc__ = (
        f"A card without {' or '.join(map(repr, fields))} passes. Seven fields have to be there: "
        "go through all of their names."
    )
    return forgotten
