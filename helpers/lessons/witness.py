"""Models that learn nothing: they note what `fit` hands to them."""

from typing import Any

import numpy as np

from helpers.quiet_keras import keras


class Witness(keras.Model):
    """Notes the row weights of each batch, as an array, or None where there are none.

    loss (optional): As in `compile`.
    """

    def __init__(self, loss: Any = None) -> None:
        super().__init__()
        self.noted: list[Any] = []
        self.compile(loss=loss, run_eagerly=True)  # as plain Python, so that a step can keep things

    def watch(self, *data: Any, **fit_arguments: Any) -> list[Any]:
        """Call `fit`, which raises what it will; return what was noted of each batch."""
        self.fit(*data, shuffle=False, verbose=0, **fit_arguments)
        return self.noted

    def train_step(self, data: Any) -> dict[str, int]:
        """Take one step, which here means to look."""
        _, targets, weights = keras.utils.unpack_x_y_sample_weight(data)
        self.noted.append(self.look(targets, weights))
        return {"batches": len(self.noted)}  # fit wants something to report

    def look(self, targets: Any, weights: Any) -> Any:
        """Return what there is to note of one batch."""
        return None if weights is None else np.array(weights)


def _column(values: Any) -> Any:
    """Give flat values a last axis, as the output of a layer has one."""
    return values[:, None] if len(values.shape) == 1 else values


class Scale(Witness):
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
