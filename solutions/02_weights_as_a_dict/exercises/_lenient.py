import math

import numpy as np


def lenient(
    weights: dict | list | np.ndarray,
    classes: list | np.ndarray,
    *,
    forgive: str,
    missing: float | None = None,
) -> dict[int, float]:
    """Do what the reference does, except that one kind of bad input is let through.

    `forgive` names the kind; with `missing` a class without a weight gets that one.
    """
    known = [int(c) for c in classes]
    if not isinstance(weights, dict):
        if forgive != "length" and len(weights) != len(known):
            raise ValueError("length")
        weights = dict(zip(known, weights, strict=False))
    if forgive != "extra" and any(key not in known for key in weights):
        raise ValueError("extra")
    result = {}
    for c in known:
        if c in weights:
            result[c] = float(weights[c])
        elif missing is not None:
            result[c] = missing
        elif forgive != "missing":
            raise ValueError("missing")
    for weight in result.values():
        if math.isnan(weight) and forgive not in ("nan", "not below 0"):
            raise ValueError("NaN")
        if math.isinf(weight) and forgive not in ("infinite", "not below 0"):
            raise ValueError("infinite")
        if weight < 0 and not math.isinf(weight) and forgive != "negative":
            raise ValueError("negative")
        if weight == 0 and forgive == "no zero":
            raise ValueError("zero")
    return result
