"""What lesson 02 says, and the networks on which it is tried."""

import keras
import numpy as np
import tensorflow as tf

from tests.solutions.facts import sentences

LESSON = "02_weights_as_a_dict"
COPIED = {0: 1, 1: 50, 2: 2}
Y = np.array([0, 0, 1, 2, 0])
X = np.random.default_rng(0).normal(size=(5, 4)).astype("float32")
SAID = {
    "true class": ("row-weights-idea", "is the weight of its true class, whatever the model"),
    "one-hot": ("predict-loss", "So one-hot targets are no trap in `fit`"),
    "rows": ("what-we-claim", "the weighted sum, divided by the number of rows"),
    "reduction": ("row-losses-read", 'with `reduction="mean_with_sample_weight"`'),
    "validation": ("val-loss-read", "`class_weight` never reaches validation data, nor"),
    "weighted validation": ("val-loss-read", "(x, y, row_weights(y, from_tutorial))`"),
    "step": ("inverse-frequency-idea", "SGD's steps become ten times as long"),
    "Adam": ("inverse-frequency-idea", "Adam's steps keep their length"),
    "size of the loss": ("effective-prior-idea", "= 1.204$"),
    "blind": ("blind-read", r"without weights: $(1 \cdot 0.693 + 9 \cdot 0.693) / 10 = 0.69$"),
    "copies": ("copies-read", "The two models are the same, up to rounding"),
    "not found": ("label-bugs-read", "uses weight 1 wherever it finds no key, and says nothing"),
    "other inputs": ("label-bugs-read", "a class missing below that key weighs 1, without a word"),
    "unhashable": ("to-class-ids-idea", "`unhashable type: 'numpy.ndarray'`"),
    "sorted": ("string-labels-idea", "scikit-learn and most of Keras sort the names"),
    "to_categorical": ("encoder-read", "`keras.utils.to_categorical(targets)` makes them"),
    "text order": ("encoder-read", "as text, '10' comes before '2'"),
    "plural": ("loud-read", "without an s at the end"),
    "dict only": ("loud-read", "Keras asks them for a key by `.get`, which they don't have"),
    "blames x": ("loud-read", "The message blames `x`, which is fine"),
    "nb_epoch": ("loud-read", "`nb_epoch` is what `epochs` was called before 2017"),
    "fit_generator": ("loud-read", "`fit_generator` has become `fit`"),
    "generator": (
        "loud-read",
        "where a Python function yields the rows bit by bit, `fit` accepts no `class_weight` today",
    ),
    "shadowed": ("loud-read", "'numpy.ndarray' object has no attribute 'compute_class_weight'"),
    "NaN and infinity": ("as-class-weight-idea", "The loss gives away NaN, infinity and"),
    "negative": ("as-class-weight-idea", "What the model has learnt is never to say class 1"),
    "weighted mean": ("sweep-read", "mean over the *training* rows is exactly the dogs' share"),
    "constant": ("forecast-written", "has just these two losses: 0.02 * 20 * 1.24"),
}


said = sentences(LESSON, SAID, "keras")


class Recorder(keras.losses.Loss):
    """A loss that keeps the row weights that it is called with."""

    def __call__(self, y_true, y_pred, sample_weight=None):
        self.weights = None if sample_weight is None else np.ravel(sample_weight)
        return keras.ops.mean(y_pred)


def weights_seen(y, class_weight, answers=0.0):
    """Return the row weights in a training whose model first answers the same to every row."""
    bias = keras.initializers.Constant(answers)
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, bias_initializer=bias)])
    recorder = Recorder()
    model.compile("sgd", recorder, run_eagerly=True)
    model.fit(
        X, y, class_weight=class_weight, batch_size=len(X), epochs=2, shuffle=False, verbose=0
    )
    return recorder.weights.tolist()


def softmax_model(optimizer=None, reduction="sum_over_batch_size"):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
    loss = keras.losses.SparseCategoricalCrossentropy(reduction=reduction)
    model.compile(optimizer or keras.optimizers.SGD(0.0), loss, run_eagerly=True)
    return model


def reported(reduction="sum_over_batch_size", **arguments):
    """Return the history of one epoch in which the model stays as it is."""
    model = softmax_model(reduction=reduction)
    return model.fit(X, Y, batch_size=len(X), verbose=0, **arguments).history


def error_of(function, *args, **arguments):
    """Return the error that a call raises, as 'TypeError: its text', or 'no error'."""
    try:
        function(*args, **arguments)
    except (AttributeError, TypeError, ValueError, tf.errors.InvalidArgumentError) as error:
        return f"{type(error).__name__}: {error}"
    return "no error"


def row_losses():
    answers = np.asarray(softmax_model()(X), dtype=float)
    return -np.log(answers[np.arange(len(Y)), Y])
