"""In which direction a wrong result lies: never too large, never too small, or near."""

from collections.abc import Iterator, Sequence

import numpy as np

from helpers.checks.relations.leaves import Pair, near
from helpers.checks.relations.numbers import Relation, plain

_NEAR = 0.02


def too_large_or_small(pairs: Sequence[Pair]) -> Iterator[Relation]:
    """Yield that all wrong numbers lie on one side of what is due, and how far off they are."""
    expected = np.concatenate([p.expected for p in pairs])
    actual = np.concatenate([p.actual for p in pairs])
    wrong = ~near(expected, actual)
    if not wrong.any() or not np.isfinite(actual).all():
        return
    off = (actual - expected)[wrong]
    most = plain(float(np.abs(off).max()))
    if (np.abs(off) <= _NEAR * np.maximum(np.abs(expected[wrong]), 1e-3)).all():
        text = (
            f"Your numbers come near what is due, but are up to {most} off: is something rounded "
            "on the way, looked up on a grid, or a small number added?"
        )
        yield Relation("near, but not exact", text, 7)
    for side, word in ((off > 0, "large"), (off < 0, "small")):
        if side.all() and len(off) > 1:
            text = f"Wherever your numbers are wrong they are too {word}, by up to {most}."
            yield Relation(f"too {word}", text, 8)
