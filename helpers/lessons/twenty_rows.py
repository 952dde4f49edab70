"""Twenty rows to look at one by one, and what Keras makes of their weights."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.lessons.witness import Witness
from helpers.quiet_keras import keras
from helpers.settings import course_seed
from helpers.training import train


def witness(y: np.ndarray, class_weight: Any) -> np.ndarray:
    """Return the weight that `fit(class_weight=...)` gives to each row: float (n,).

    y (ndarray): Targets, as they would be given to `fit`.
    class_weight (dict, or whatever is to be tried): Handed to `fit` as it is, which raises what it
        will.
    """
    nothing = np.zeros((len(y), 1))
    [weights] = Witness().watch(nothing, y, class_weight=class_weight, batch_size=len(y))
    return weights


def rows() -> tuple[np.ndarray, np.ndarray]:
    """Return x, float32 (20, 4), and y, int (20,): 15 rows of class 0, one of 1, four of 2."""
    x = np.random.default_rng(course_seed()).normal(scale=0.5, size=(20, 4))
    return x.astype("float32"), np.repeat([0, 1, 2], [15, 1, 4])


def model(
    optimizer: keras.optimizers.Optimizer | None = None, reduction: str = "sum_over_batch_size"
) -> keras.Model:
    """Return a compiled softmax model for the toy rows, the same one at each call.

    optimizer (keras.optimizers.Optimizer, optional): Without one the learning rate is 0: the model
        reports losses and never changes.
    reduction (str): As in `keras.losses.Loss`.
    """
    keras.utils.set_random_seed(course_seed())
    network = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
    # Eagerly: a graph would take longer to build than these few steps take to run.
    network.compile(
        optimizer=optimizer or keras.optimizers.SGD(0.0),
        loss=keras.losses.SparseCategoricalCrossentropy(reduction=reduction),
        run_eagerly=True,
    )
    return network


def report(reduction: str = "sum_over_batch_size", **fit_arguments: Any) -> dict[str, float]:
    """Return what one epoch of `fit` on the toy rows reports, the model staying as it is.

    reduction (str): As in `keras.losses.Loss`.
    **fit_arguments: Handed to `fit` as they are, which raises what it will.
    Returns (dict of str to float): 'loss', and 'val_loss' where validation data were given.
    """
    x, y = rows()
    frozen = model(reduction=reduction)
    history = frozen.fit(x, y, batch_size=len(y), verbose=0, **fit_arguments).history
    return {name: float(values[0]) for name, values in history.items()}


def attempt(function: Callable[..., Any], *args: Any, **arguments: Any) -> str:
    """Call a function; return the error that it raises, shortened, or 'no error'."""
    import tensorflow as tf  # after Keras, which starts it silently

    kinds = TypeError, ValueError, AttributeError, KeyError, tf.errors.InvalidArgumentError
    try:
        function(*args, **arguments)
    except kinds as error:
        # TensorFlow says where it came from before it says which shapes can't be multiplied.
        shapes = re.search(r"Incompatible shapes: \[[\d,]*\] vs. \[[\d,]*\]", str(error))
        return f"{type(error).__name__}: {shapes.group() if shapes else str(error)[:75]}"
    return "no error"


def losses() -> np.ndarray:
    """Return the loss of each toy row before any weighting: float (20,)."""
    x, y = rows()
    answers = keras.ops.convert_to_numpy(model()(x)).astype(float)
    return -np.log(answers[np.arange(len(y)), y])


def trained(
    x: np.ndarray, y: np.ndarray, class_weight: dict[int, float] | None = None
) -> keras.Model:
    """Return the toy model after 100 steps of SGD, each with all the rows that are given."""
    learner = model(keras.optimizers.SGD(0.1))
    for _ in range(100):
        learner.train_on_batch(x, y, class_weight=class_weight)
    return learner


def apart(a: keras.Model, b: keras.Model) -> float:
    """Return the largest difference between two models' parameters."""
    pairs = zip(a.get_weights(), b.get_weights(), strict=True)
    return max(float(np.abs(one - other).max()) for one, other in pairs)


def step_length(optimizer: keras.optimizers.Optimizer, class_weight: dict[int, float]) -> float:
    """Return how far one training step on the toy rows moves the model's parameters, at most."""
    x, y = rows()
    moving = model(optimizer)
    before = moving.get_weights()[0]
    moving.train_on_batch(x, y, class_weight=class_weight)
    return float(np.abs(moving.get_weights()[0] - before).max())


def blind_probability(y: np.ndarray, class_weight: dict[int, float]) -> float:
    """Train a model that is shown nothing but the labels; return the probability it settles on.

    y (int array (n,)): 0 or 1.
    class_weight (dict of int to number): As in `fit`. For the learning rate chosen here the mean
        row weight may be up to 2.
    Returns (float): Its probability of class 1, the same for every row.
    """
    keras.utils.set_random_seed(course_seed())
    blind = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, activation="sigmoid")])
    blind.compile(keras.optimizers.SGD(2.5), "binary_crossentropy")
    nothing = np.zeros((len(y), 1), dtype="float32")
    told = f"blind, {class_weight}"
    settings: dict[str, Any] = {"epochs": 25, "batch_size": len(y), "description": told}
    train(blind, nothing, y, class_weight=class_weight, **settings)
    return float(keras.ops.convert_to_numpy(blind(nothing[:1]))[0, 0])
