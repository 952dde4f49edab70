"""Keras models of one layer and twenty rows: enough to see what Keras does with a weight."""

from typing import Any

import keras
import numpy as np

X = np.random.default_rng(0).normal(size=(20, 4)).astype("float32")
Y = np.arange(20) % 3
RARE = (Y == 1).astype("float32")


def classifier(units: int = 3, rate: float = 0.0, **compiled: Any) -> keras.Sequential:
    """Return a model of one layer with a softmax, or a sigmoid for one unit.

    Its learning rate is 0 unless given, so that training leaves it as it is.
    """
    keras.utils.set_random_seed(0)
    activation = "sigmoid" if units == 1 else "softmax"
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(units, activation=activation)])
    loss = "binary_crossentropy" if units == 1 else "sparse_categorical_crossentropy"
    settings: dict[str, Any] = {"loss": loss, "run_eagerly": True, **compiled}
    model.compile(keras.optimizers.SGD(rate), **settings)
    return model


def history(model: keras.Model, x: Any, y: Any = None, **arguments: Any) -> dict[str, Any]:
    """Return what one epoch in one batch has reported."""
    settings = {"batch_size": 20, "verbose": 0, **arguments}
    reported = model.fit(x, y, **settings).history
    return {name: values[0] for name, values in reported.items()}


def row_losses(model: keras.Model, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the cross-entropy of each row, computed by hand."""
    return -np.log(np.asarray(model(x), dtype=float)[np.arange(len(y)), y])


def error_of(function: Any, *arguments: Any, **named: Any) -> str:
    """Return the error that a call raises, as 'TypeError: its text', or 'no error'."""
    try:
        function(*arguments, **named)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "no error"
