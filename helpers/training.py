"""Training and predicting with progress shown, and with less data in a quick run."""

import sys

import numpy as np
from tqdm import tqdm

from helpers.quiet_keras import keras
from helpers.settings import quick_run, somebody_watches

QUICK_STEPS = 8
PORTION = 2000  # rows that are given to predict at once


class ProgressBar(keras.callbacks.Callback):
    """One line that grows while a model is trained: share done, time left, the latest loss.

    In a quick run it also ends each training after a few steps.
    """

    def __init__(self, description: str) -> None:
        super().__init__()
        self.description = description
        self.bar: tqdm | None = None
        self.done = 0

    def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
        """Draw the empty bar, as long as all steps of all epochs."""
        self.bar = tqdm(
            total=self.params["epochs"] * self.params["steps"],
            desc=self.description,
            file=sys.stdout,
            disable=not somebody_watches(),
            ncols=78,
            mininterval=0.2,
            bar_format="{desc} {percentage:3.0f}% |{bar}| {elapsed} < {remaining}{postfix}",
        )

    def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Count the steps of an epoch from its beginning."""
        self.done = 0

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        """Move on by the steps that one call of the training function has made.

        Keras counts a call's steps in full, even if the epoch ends before them.
        """
        done = min(batch + 1, self.params["steps"])
        if self.bar is not None:
            self.bar.set_postfix_str(f"loss {(logs or {}).get('loss', 0):.3f}", refresh=False)
            self.bar.update(done - self.done)
        self.done = done
        if quick_run() and self.done >= QUICK_STEPS:
            self.model.stop_training = True

    def on_train_end(self, logs: dict[str, float] | None = None) -> None:
        """Leave the full bar in place."""
        if self.bar is not None:
            self.bar.close()


def probabilities(model: keras.Model, x: np.ndarray) -> np.ndarray:
    """Return the model's outputs for all rows: float (n,) for one output, else (n, outputs)."""
    outputs = _predicted(model, x)
    return outputs[:, 0] if outputs.shape[1] == 1 else outputs


def hidden_features(model: keras.Model, x: np.ndarray) -> np.ndarray:
    """Return what the last layer of a sequential model sees of each row: float32 (n, d)."""
    return _predicted(keras.Sequential(model.layers[:-1]), x)


def _predicted(model: keras.Model, x: np.ndarray) -> np.ndarray:
    """Return the outputs for all rows, in portions.

    predict copies all that it is given, and with steps_per_execution it runs many batches side by
    side: at once, the 10,000 test pictures take 200 MB.
    """
    portions = [x[first : first + PORTION] for first in range(0, len(x), PORTION)]
    return np.concatenate([model.predict(p, batch_size=1000, verbose=0) for p in portions])
