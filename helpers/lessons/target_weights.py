"""Where a weight lands: how much each single target counts in the loss that `fit` lowers."""

from collections.abc import Mapping
from typing import Any

import numpy as np


def landed(targets: Any, **fit_arguments: Any) -> Any:
    """Return how much each target counts in the loss that `fit` lowers, 1 being no weight.

    A model with the loss `binary_crossentropy` that answers 0.5 to everything is given to `fit`.
    An entry's weight is the gradient of the reported loss by its logit, over what the gradient
    would be in the plain mean of all entries. All rows are one batch.

    targets (array, or mapping of str to array): As for `fit`: 0 or 1, any shape; a mapping for
        several outputs, whose losses are added.
    **fit_arguments: `sample_weight` or `class_weight`, handed to `fit` as they are, which raises
        what it will.
    Returns (float array of the shape of `targets`, or dict of str to such arrays): Rounded to four
        digits behind the point.
    """
    from helpers.lessons.witness import Scale  # starts Keras, which a browser has not

    several = isinstance(targets, Mapping)
    rows = len(next(iter(targets.values())) if several else targets)
    loss = dict.fromkeys(targets, "binary_crossentropy") if several else "binary_crossentropy"
    [weights] = Scale(loss).watch(np.zeros((rows, 1)), targets, batch_size=rows, **fit_arguments)
    return {name: _rounded(weights[name]) for name in targets} if several else _rounded(weights)


def _rounded(weights: np.ndarray) -> np.ndarray:
    """Leave out the last digits of single precision."""
    return weights.astype(float).round(4) + 0.0  # + 0.0: no negative zero
