import copy
from collections.abc import Iterator
from typing import Any

import numpy as np

from ._cards import SOURCES, drawn_card_arguments
from .weight_card import weight_card


def held_cards(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Yield cards with the labels and weights that they are held against."""
    y, weights = np.array([0, 0, 1, 0, 0, 0]), {0: 0.6, 1: 3.0}
    versions = {"keras": "3.15.1"}
    good = weight_card(y, weights, 1 / 6, 1, 5, SOURCES[0], [0], versions)
    yield (good, y, weights)
    yield (good, y[::-1].copy(), {0: 0.6, 1: 4.0})
    yield ({"source": "our own guess", "seeds": [1]}, y, weights)
    yield (good, y.astype("int32"), {1: 3.0, 0: 0.6})
    # Hardly another weight; a class more than the card has, that weighs 0.
    # The digest differs in its last character, too.
    other = good["split_sha256"][:-1] + ("0" if good["split_sha256"][-1] != "0" else "1")
    yield ({**good, "split_sha256": other}, y, {0: 0.6, 1: 3.1})
    yield (good, y, {0: 0.6, 1: 3.0 + 4e-12})
    yield (good, y, {0: 0.6, 1: 3.0, 2: 0.0})
    # Empty fields are there, those that hold None too, and a note more does no harm; then nothing
    # at all is there.
    yield ({**good, "source": "", "seeds": [], "versions": {}, "note": "3 May"}, y, weights)
    yield ({**good, "source": None, "threshold": None}, y, weights)
    yield ({}, y, weights)
    without_seeds = {name: value for name, value in good.items() if name != "seeds"}
    yield (without_seeds, y[::-1].copy(), {0: 0.6, 1: 4.0})
    # Labels that are sorted already, weights in whole numbers, classes in another order; then other
    # classes with the same weights, and weights with the same ratios. A field is missing each time.
    ordered = weight_card(np.sort(y), {2: 1, 0: 9}, 0.5, 1, 9, SOURCES[1], [0, 1], versions)
    for lost, held in (
        (["source"], {2: 1, 0: 9}),
        (["seeds"], {0: 9.0, 2: 1.0}),
        (["threshold"], {3: 1, 1: 9}),
        (["prices", "versions"], {2: 2, 0: 18}),
    ):
        fields = {name: value for name, value in ordered.items() if name not in lost}
        yield (copy.deepcopy(fields), np.sort(y), held)
    yield (good, y, {0: 3.0, 1: 0.6})
    labels, drawn, *rest = drawn_card_arguments(rng)
    card = weight_card(labels, drawn, *rest)
    drop = str(rng.choice(["prices", "seeds", "source", "threshold", "versions"]))
    yield ({name: value for name, value in card.items() if name != drop}, labels, drawn)
    changed = np.roll(labels, int(rng.integers(1, 3)))
    if np.array_equal(changed, labels):  # can't be, for three classes in unequal numbers
        raise AssertionError("the roll changes nothing")
    yield (copy.deepcopy(card), changed, drawn)
    first, *others = drawn
    fewer = {c: drawn[c] for c in others}
    yield (copy.deepcopy(card), labels, fewer)
    yield (copy.deepcopy(card), labels, drawn | {first: drawn[first] + 0.5})
