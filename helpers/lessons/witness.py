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
