"""The losses of lesson 05: last layers and networks trained by prices, and the mask in use.

All are driven by functions of `(y_true, probs)` that the lesson writes.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from helpers.lessons.softmax_layer import RowGradient, cross_entropy_gradient, train_layer
from helpers.lessons.softmax_layer import softmax as softmax  # which the lesson calls too
from helpers.models import small_cnn
from helpers.quiet_keras import keras
from helpers.settings import course_seed, quick_run
from helpers.training import QUICK_ROWS, hidden_features, train

# From true classes (n,), probabilities (n, k) and the cost matrix (k, k) to one value a row: a
# mask or a loss (n,), or the gradient of its loss with respect to its logits (n, k).
CostFunction = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


def masked(mask: CostFunction, cost_matrix: np.ndarray) -> RowGradient:
    """Return the gradient of mask * cross-entropy, as a function of true classes and probabilities.

    The mask is a constant to it: it changes in jumps only.

    mask (callable): Gives the mask of each row, see `CostFunction`.
    cost_matrix: float array (k, k).
    """

    def gradient(y_true: np.ndarray, probs: np.ndarray) -> np.ndarray:
        return mask(y_true, probs, cost_matrix)[:, np.newaxis] * cross_entropy_gradient(
            y_true, probs
        )

    return gradient


def gradients(
    cost_matrix: np.ndarray,
    class_weight: Mapping[int, float],
    mask: CostFunction,
    expected_gradient: CostFunction,
) -> dict[str, RowGradient]:
    """Return the gradients of five losses, as functions of true classes and probabilities.

    cost_matrix (float array (k, k)): Zeros on the diagonal.
    class_weight (mapping of int to float): For each class from 0 on, what its rows weigh.
    mask, expected_gradient (callable): Give the mask of each row and the gradient of its expected
        cost, see `CostFunction`.
    """
    weights = np.array([class_weight[c] for c in range(len(cost_matrix))])
    return {
        "plain": cross_entropy_gradient,
        "weights": lambda y, p: weights[y][:, np.newaxis] * cross_entropy_gradient(y, p),
        "mask, diagonal 1": masked(mask, cost_matrix + np.eye(len(cost_matrix))),
        "mask, diagonal 0": masked(mask, cost_matrix),
        "expected cost": lambda y, p: expected_gradient(y, p, cost_matrix),
    }


def last_layers(
    network: keras.Model,
    x: np.ndarray,
    y: np.ndarray,
    x_new: np.ndarray,
    by_loss: Mapping[str, RowGradient],
    draws: int = 5,
) -> dict[str, list[np.ndarray]]:
    """Train new last layers for a network, by several gradients, each from several starts.

    network (keras.Model): Gives the features: its layers but the last one stay as they are.
    x, y (ndarray): Inputs and true classes to train on.
    x_new (ndarray): Inputs to answer.
    by_loss (mapping of str to callable): Gradients, see `RowGradient`.
    draws (int): How many layers each of them trains.
    Returns (dict of str to list of float array (n, k)): For each gradient, the probabilities that
        each of its layers gives to the new inputs.
    """
    if quick_run():
        x, y = x[:QUICK_ROWS], y[:QUICK_ROWS]
    features, new = hidden_features(network, x), hidden_features(network, x_new)
    return {
        name: [train_layer(features, y, gradient, draw).probabilities(new) for draw in range(draws)]
        for name, gradient in by_loss.items()
    }


def for_keras(
    loss: CostFunction, gradient: CostFunction, cost_matrix: np.ndarray
) -> Callable[..., Any]:
    """Return a function of targets and logits that Keras can train with, made from two in NumPy.

    loss, gradient (callable): Give each row's loss and its gradient, see `CostFunction`. Keras
        follows the gradient as it is: it can't look into a function in NumPy.
    cost_matrix: float array (k, k).
    Returns (callable): ``f(y_true, logits)`` -> one loss a row, as a tensor.
    """
    import tensorflow as tf

    def in_numpy(labels: np.ndarray, logits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        probs = softmax(logits)
        pair = loss(labels, probs, cost_matrix), gradient(labels, probs, cost_matrix)
        return np.asarray(pair[0], dtype="float32"), np.asarray(pair[1], dtype="float32")

    def rows(y_true: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
        labels = tf.cast(tf.reshape(y_true, [-1]), tf.int32)

        @tf.custom_gradient
        def of_logits(z: tf.Tensor) -> tuple[tf.Tensor, Callable[..., Any]]:
            losses, slopes = tf.numpy_function(in_numpy, [labels, z], [tf.float32, tf.float32])
            losses.set_shape(z.shape[:1])
            slopes.set_shape(z.shape)
            return losses, lambda upstream: upstream[:, tf.newaxis] * slopes

        return of_logits(logits)

    return rows


def one_epoch(start: keras.Model | None, loss: Any, x: np.ndarray, y: np.ndarray) -> keras.Model:
    """Train a whole small network of ten classes for one epoch, in small steps (Adam, 1e-4).

    start (keras.Model or None): A network whose parameters it starts from; None starts from
        scratch.
    loss (keras.losses.Loss): Of targets and logits.
    x, y (ndarray): Pictures and true classes.
    """
    keras.utils.set_random_seed(course_seed())
    network = small_cnn(10, activation=None)
    if start is not None:
        network.set_weights(start.get_weights())
    # Keras could compile a loss in NumPy for a graphics card no more than look into it.
    network.compile(keras.optimizers.Adam(1e-4), loss, jit_compile=False)
    how = "from scratch" if start is None else "goes on"
    train(network, x, y, description=f"{loss.name}, {how}")
    return network


def copied_mask(one_hot: np.ndarray, probs: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the masks (n,) of a loss that is widely copied: factors of each row's cross-entropy.

    It goes through all pairs of classes, as in answers to issue 2115 of Keras ("Is there a way in
    Keras to apply different weights to a cost function?"), and compares floats for equality.

    one_hot, probs: float array (n, k).
    weights: float array (k, k).
    """
    mask = np.zeros(len(probs))
    is_highest = probs == probs.max(axis=1)[:, np.newaxis]
    for true, predicted in np.ndindex(weights.shape):
        mask += weights[true, predicted] * is_highest[:, predicted] * one_hot[:, true]
    return mask


def masked_optimum(mask: CostFunction, cost_matrix: np.ndarray, share: float) -> float:
    """Return the probability that a model which sees nothing learns from mask * cross-entropy.

    mask (callable): Gives the mask of each row, see `CostFunction`.
    cost_matrix (float array (2, 2)): Costs [true, predicted].
    share (float): How frequent class 1 is.
    Returns (float): Of class 1, where the mean loss is lowest, on a fine grid without 0.5.
    """
    grid = np.linspace(0.0005, 0.9995, 1000)
    probs = np.column_stack([1 - grid, grid])
    means = np.zeros(len(grid))
    for true, frequency in enumerate((1 - share, share)):
        masks = mask(np.full(len(grid), true), probs, cost_matrix)
        means -= frequency * masks * np.log(probs[:, true])
    return float(grid[np.argmin(means)])


def blind_models(mask: CostFunction, diagonal: float) -> list[tuple[np.ndarray, np.ndarray, int]]:
    """Train blind models of two classes with mask * cross-entropy: 49 shares times 6 prices.

    mask (callable): As in `masked_optimum`.
    diagonal (float): What stands on the diagonal of the matrix that they are trained with.
    Returns (list of (shares, prices, answer)): How frequent both classes are, as float (1, 2); the
        true prices, float (2, 2) with a zero diagonal; and the class that the model has learnt to
        answer.
    """
    models = []
    for price in (2, 3, 5, 7, 10, 20):
        prices = np.array([[0.0, 1.0], [price, 0.0]])
        for share in np.arange(1, 50) / 50:
            says = masked_optimum(mask, prices + diagonal * np.eye(2), share)
            models.append((np.array([[1 - share, share]]), prices, int(says > 0.5)))
    return models


def reported(loss: Callable[..., Any], y_true: np.ndarray, answers: np.ndarray) -> float:
    """Return the loss that Keras reports for given answers.

    loss (callable): Called by Keras as it calls any loss; it gets tensors that NumPy can read.
    y_true, answers (float array (n, k)): Targets, and what a model has answered.
    """
    echo = keras.Sequential([keras.Input(answers.shape[1:]), keras.layers.Identity()])
    echo.compile(loss=loss, run_eagerly=True)
    return float(echo.evaluate(answers, y_true, batch_size=1000, verbose=0))


def saved_and_loaded(model: keras.Model, *classes: type) -> keras.Model:
    """Return what becomes of a model that is saved to a file and loaded again.

    model (keras.Model): Compiled.
    *classes (type): Classes of one's own that the file names.
    """
    model.optimizer.build(model.trainable_variables)  # else Keras warns that it has not been used
    with TemporaryDirectory() as folder:
        file = Path(folder) / "model.keras"
        model.save(file)
        return keras.models.load_model(file, custom_objects={c.__name__: c for c in classes})
