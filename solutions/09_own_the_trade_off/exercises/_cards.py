import hashlib
from typing import Any

import numpy as np


def digest_of(data: bytes) -> dict[str, str]:
    return {"split_sha256": hashlib.sha256(data).hexdigest()}


SOURCES = ["shelter's board, 3 May", "customs office, letter of 9 June", "our own guess"]


def drawn_card_arguments(rng: np.random.Generator, dtype: str = "int64") -> tuple[Any, ...]:
    """Return labels of three classes, weights, a threshold, prices and the rest."""
    classes = np.sort(rng.choice(np.arange(0, 9), size=3, replace=False))
    y = rng.permutation(np.repeat(classes, [5, 3, 2])).astype(dtype)
    # Many decimals, so that rounding shows.
    drawn = (rng.choice(np.arange(120, 900), size=3, replace=False) / 97).tolist()
    weights = dict(zip(classes.tolist(), drawn, strict=True))
    threshold = float(rng.integers(1, 990)) / 997
    fp, fn = (float(p) for p in rng.choice(np.arange(1, 40), size=2, replace=False) / 2)
    source = str(rng.choice(SOURCES))
    seeds = [int(s) for s in rng.choice(100, size=2, replace=False)]
    return y, weights, threshold, fp, fn, source, seeds, {"keras": f"3.{rng.integers(5, 20)}.0"}
