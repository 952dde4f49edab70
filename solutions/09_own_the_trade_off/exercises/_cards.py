import hashlib
from typing import Any

import numpy as np


def digest_of(data: bytes, kind: str = "sha256") -> dict[str, str]:
    """Return the field with the digest of some bytes, of this kind."""
    return {"split_sha256": hashlib.new(kind, data).hexdigest()}


def digest_as(dtype: str, labels: np.ndarray, kind: str = "sha256") -> dict[str, str]:
    """Return the field with the digest of the labels as numbers of this type."""
    return digest_of(labels.astype(dtype).tobytes(), kind)


def prices_of(false_positive: float, false_negative: float) -> dict[str, dict[str, float]]:
    """Return the field with the prices as they are."""
    return {"prices": {"false_positive": false_positive, "false_negative": false_negative}}


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
