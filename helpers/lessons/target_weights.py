"""Where a weight lands: how much each single target counts in the loss that `fit` lowers."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from helpers.lessons.witness import Witness


def _column(values: Any) -> Any:
    """Give flat values a last axis, as the output of a layer has one."""
    return values[:, None] if len(values.shape) == 1 else values


class _Scale(Witness):
    """Notes how much each target pulls at its own output."""

    def look(self, targets: Any, weights: Any) -> Any:
        """Return the weight of each target: the gradient of the loss over that of a plain mean."""
        import tensorflow as tf

        targets = tf.nest.map_structure(lambda y: tf.cast(y, "float32"), targets)
        with tf.GradientTape() as tape:
            logits = tf.nest.map_structure(lambda y: _column(tf.zeros_like(y)), targets)
            tape.watch(logits)
            answers = tf.nest.map_structure(tf.sigmoid, logits)
            loss = self.compute_loss(y=targets, y_pred=answers, sample_weight=weights)

        def landed(pull: Any, y: Any) -> np.ndarray:
            # Of the plain mean, an entry's gradient is (answer - target) / number of entries:
            # Murphy (2022), "Probabilistic machine learning: an introduction", equation 10.21.
            return tf.reshape(pull, y.shape).numpy() / (0.5 - y.numpy()) * y.numpy().size

        return tf.nest.map_structure(landed, tape.gradient(loss, logits), targets)


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
    several = isinstance(targets, Mapping)
    rows = len(next(iter(targets.values())) if several else targets)
    loss = dict.fromkeys(targets, "binary_crossentropy") if several else "binary_crossentropy"
    [weights] = _Scale(loss).watch(np.zeros((rows, 1)), targets, batch_size=rows, **fit_arguments)
    return {name: _rounded(weights[name]) for name in targets} if several else _rounded(weights)


def _rounded(weights: np.ndarray) -> np.ndarray:
    """Leave out the last digits of single precision."""
    return weights.astype(float).round(4) + 0.0  # + 0.0: no negative zero
