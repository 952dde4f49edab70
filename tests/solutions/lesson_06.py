"""What lesson 06 says, and the networks on which it is tried."""

import keras
import numpy as np
import tensorflow as tf

from tests.solutions.facts import sentences

LESSON = "06_sample_weights"
RNG = np.random.default_rng(0)
X = RNG.normal(size=(12, 5)).astype("float32")
Y = (RNG.random((12, 4)) < 0.4).astype(int)
FILMS = RNG.normal(size=(12, 3, 5)).astype("float32")
STEPS = RNG.integers(0, 2, size=(12, 3))
SAID = {
    "both": ("combine", "Each works alone, but this Keras refuses the two together"),
    "unhashable": ("one-hot-read", "stops with `unhashable type: 'numpy.ndarray'`"),
    "product": ("one-hot-read", "a row's weight is the product of the weights of all columns"),
    "mean": ("plain-intro", "The loss of a row is the mean of four binary cross-entropies"),
    "silent": ("silent-intro", "the network trains without a word"),
    "argmax": ("silent-read", "`argmax`: the place of the largest entry"),
    "first label": ("multilabel-row-weights", "The first label that a row has decides"),
    "no label": ("multilabel-row-weights", "and label 0 where it has none"),
    "rows only": ("positive-weights", "it multiplies all losses of the row"),
    "last axis": ("axis-intro", "`binary_crossentropy` takes the mean over the *last* axis"),
    "refused": ("axis-intro", "can't multiply (10,) with (10, 4)"),
    "wrong axis": (
        "axis-intro",
        "Every label of picture 1 gets the mean of column 1 of the weights, every label of",
    ),
    "one row": (
        "axis-mend-intro",
        "Its single loss meets all four weights, so each label gets their mean",
    ),
    "last batch": (
        "axis-mend-intro",
        "the last batch has two, and only there the error comes back",
    ),
    "axis": ("axis-mend-intro", "Targets of shape (n, k, 1) have (n, k) losses"),
    "clipped": ("multilabel-loss", "keeps each $p$ between 1e-7 and 1 - 1e-7"),
    "added": ("per-output-intro", "The losses are added"),
    "one output": ("steps-intro", "with several outputs this Keras doesn't take it"),
    "one array": ("steps-intro", "A single array is taken in silence for *all* outputs"),
    "mode": ("steps-read", "`sample_weight_mode` is gone"),
    "one-hot films": ("steps-read", "Keras took each film for a one-hot row again"),
    "films refused": ("steps-read", "ten weights don't fit (10, 6) losses"),
    "films on steps": ("steps-read", "the weight of film 1 fell on step 1 of all films"),
    "padding counts": ("steps-read", "padding counts like any other step"),
    "below 0": ("volumes-intro", "A cross-entropy of targets 0 and 1 never is"),
    "divided": ("volumes-intro", "(Keras still divides by all steps, these too."),
    "no volumes": ("volumes-intro", "`class_weight` knows no such targets"),
    "volumes": ("volumes-intro", "A weight for each point has the shape of the losses"),
    "table of steps": ("what-we-claim", "| steps: (n, T, 1) | (n, T) | (n, T) | step | error |"),
    "in short": ("what-we-claim", "there is an error, unless the batch size happens to fit"),
}


said = sentences(LESSON, SAID, "keras")


def compiled(model, loss="binary_crossentropy", eager=True):
    """Return the model compiled so that it stays as it is."""
    model.compile(keras.optimizers.SGD(0.0), loss, run_eagerly=eager)
    return model


def tagger(eager=True):
    keras.utils.set_random_seed(0)
    layers = [keras.Input((5,)), keras.layers.Dense(4, activation="sigmoid")]
    return compiled(keras.Sequential(layers), eager=eager)


def tagger_by_label():
    keras.utils.set_random_seed(0)
    layers = [keras.Input((5,)), keras.layers.Dense(4, activation="sigmoid")]
    return compiled(keras.Sequential([*layers, keras.layers.Reshape((4, 1))]))


def watcher(units=1, loss="binary_crossentropy", eager=True):
    """Return a model that answers at each of three time steps."""
    keras.utils.set_random_seed(0)
    activation = "sigmoid" if units == 1 else "softmax"
    layers = [keras.Input((3, 5)), keras.layers.Dense(units, activation=activation)]
    return compiled(keras.Sequential(layers), loss, eager)


def two_outputs():
    keras.utils.set_random_seed(0)
    given = keras.Input((5,))
    outputs = {
        name: keras.layers.Dense(1, activation="sigmoid", name=name)(given) for name in ("a", "b")
    }
    return compiled(keras.Model(given, outputs), dict.fromkeys(outputs, "binary_crossentropy"))


TASKS = {"a": Y[:, 0], "b": Y[:, 1]}


def history(model, x, y, batch_size=12, **arguments):
    found = model.fit(x, y, batch_size=batch_size, shuffle=False, verbose=0, **arguments).history
    return {name: values[0] for name, values in found.items()}


def loss_of(*args, **arguments):
    return history(*args, **arguments)["loss"]


def entry_losses(model, x, y):
    """Return the loss of each target by hand."""
    p = np.asarray(model(x), dtype=float).reshape(y.shape)
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))


def error_of(function, *args, **arguments):
    """Return the error that a call raises, as 'TypeError: its text', or 'no error'."""
    try:
        function(*args, **arguments)
    except (TypeError, ValueError, tf.errors.InvalidArgumentError) as error:
        return f"{type(error).__name__}: {error}"
    return "no error"
