"""What lesson 02 says of Keras, held against the Keras that is installed.

Where one of these fails, Keras has changed: its message names the cell and the sentence that is
no longer true.
"""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tests.solutions.facts import sentences, stands_there

LESSON = "02_weights_as_a_dict"
COPIED = {0: 1, 1: 50, 2: 2}
Y = np.array([0, 0, 1, 2, 0])
X = np.random.default_rng(0).normal(size=(5, 4)).astype("float32")

SAID = {
    "true class": ("row-weights", "depends on its true class only, not on whether a model"),
    "one-hot": ("predict-loss", "One-hot targets are no trap"),
    "rows": ("what-we-claim", "the weighted sum over the number of rows"),
    "reduction": ("ten-intro", '`reduction="mean_with_sample_weight"` divides by the sum'),
    "validation": ("ten-intro", "the same rows have no weights"),
    "weighted validation": ("ten-intro", "`validation_data=(x, y, row_weights(y, copied))`"),
    "step": ("inverse-frequency", "for SGD the steps too; Adam evens their size out"),
    "not found": ("to-class-ids", "Keras takes 1 for a class that it doesn't find"),
    "other inputs": ("to-class-ids", "(Other versions and inputs may raise an error"),
    "plural": ("as-class-weight", "The argument has no s"),
    "dict only": ("as-class-weight", "and takes a dict"),
    "blames x": ("as-class-weight", "Keras blames `x`, which is fine"),
    "NaN and infinity": ("as-class-weight", "The loss shows NaN, infinity and, below 0"),
    "negative": ("as-class-weight", "that one teaches a model never to say the class"),
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


@pytest.mark.parametrize("fact", SAID)
def test_the_lesson_still_says_what_is_tested_here(fact):
    assert stands_there(LESSON, SAID[fact])


@pytest.mark.parametrize("answers", [-9.0, 0.0, 9.0])
def test_a_row_weighs_what_its_true_class_weighs(answers):
    assert weights_seen(Y, COPIED, answers) == [1, 1, 50, 2, 1], said("true class")


@pytest.mark.parametrize("targets", [Y.reshape(-1, 1), np.eye(3)[Y]], ids=["column", "one-hot"])
def test_the_form_of_the_targets_does_not_matter(targets):
    assert weights_seen(targets, COPIED) == [1, 1, 50, 2, 1], said("one-hot")


def test_the_reported_loss_is_divided_by_the_number_of_rows():
    weights = np.array([1, 1, 50, 2, 1])
    expected = np.sum(weights * row_losses()) / len(Y)
    assert reported(class_weight=COPIED)["loss"][0] == pytest.approx(expected), said("rows")


def test_another_reduction_divides_by_the_sum_of_the_weights():
    expected = np.average(row_losses(), weights=[1, 1, 50, 2, 1])
    history = reported("mean_with_sample_weight", class_weight=COPIED)
    assert history["loss"][0] == pytest.approx(expected), said("reduction")


def test_validation_knows_nothing_of_class_weight():
    history = reported(class_weight=COPIED, validation_data=(X, Y))
    plain = row_losses().mean()
    assert history["val_loss"][0] == pytest.approx(plain), said("validation")


def test_evaluate_gives_the_plain_mean():
    plain = row_losses().mean()
    assert softmax_model().evaluate(X, Y, verbose=0) == pytest.approx(plain), said("validation")


def test_evaluate_takes_no_class_weight():
    error = error_of(softmax_model().evaluate, X, Y, class_weight=COPIED, verbose=0)
    assert "class_weight" in error, said("validation")


def test_validation_takes_row_weights_as_a_third_item():
    weights = np.array([1.0, 1.0, 50.0, 2.0, 1.0])
    history = reported(class_weight=COPIED, validation_data=(X, Y, weights))
    assert history["val_loss"] == pytest.approx(history["loss"]), said("weighted validation")


@pytest.mark.parametrize(("name", "factor"), [("SGD", 10), ("Adam", 1)])
def test_weights_of_ten_lengthen_the_step_of_sgd_only(name, factor):
    steps = []
    for weight in (1, 10):
        model = softmax_model(getattr(keras.optimizers, name)(0.1))
        before = model.get_weights()[0]
        model.train_on_batch(X, Y, class_weight=dict.fromkeys(range(3), weight))
        steps.append(np.abs(model.get_weights()[0] - before).max())
    assert steps[1] / steps[0] == pytest.approx(factor, rel=1e-3), said("step")


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ({"0": 1, "1": 50, "2": 2}, [1, 1, 1, 1, 1]),
        ({1: 1, 2: 50, 3: 2}, [1, 1, 1, 50, 1]),
        ({1: 50}, [1, 1, 50, 1, 1]),
        ({**COPIED, 5: 9}, [1, 1, 50, 2, 1]),
        ({}, [1, 1, 1, 1, 1]),
    ],
    ids=["text keys", "numbered from 1", "missing keys", "a key too many", "empty"],
)
def test_a_class_without_a_key_weighs_one_without_a_word(given, seen):
    assert weights_seen(Y, given) == seen, said("not found")


def test_text_keys_train_bit_for_bit_as_no_weights():
    trained = []
    for given in ({"0": 1, "1": 50, "2": 2}, None):
        model = softmax_model(keras.optimizers.Adam(0.1))
        model.fit(X, Y, class_weight=given, epochs=5, batch_size=2, verbose=0)
        trained.append(model.get_weights())
    for one, other in zip(*trained, strict=True):
        np.testing.assert_array_equal(one, other, err_msg=said("not found"))


@pytest.mark.parametrize("given", [{"0": 1, "1": 50, "2": 2}, {0: 1}], ids=["text keys", "too few"])
def test_a_tensorflow_dataset_refuses_what_arrays_let_pass(given):
    rows = tf.data.Dataset.from_tensor_slices((X, Y)).batch(len(X))
    error = error_of(softmax_model().fit, rows, class_weight=given, shuffle=False, verbose=0)
    assert error != "no error", said("other inputs")


def test_class_weights_with_an_s_is_refused():
    error = error_of(reported, class_weights=COPIED)
    assert error.startswith("TypeError"), said("plural")
    assert "'class_weights'" in error, said("plural")


@pytest.mark.parametrize("given", [[1, 50, 2], (1, 50, 2), np.array([1, 50, 2])], ids=type)
def test_weights_without_keys_are_refused(given):
    error = error_of(reported, class_weight=given)
    assert error.startswith("AttributeError"), said("dict only")


def test_a_dict_as_sample_weight_is_refused_and_x_gets_the_blame():
    error = error_of(reported, sample_weight=COPIED)
    assert error.startswith("ValueError: Unrecognized data type: x="), said("blames x")


@pytest.mark.parametrize("weight", [np.nan, np.inf, -np.inf])
def test_weights_that_are_no_numbers_are_accepted_and_show_in_the_loss(weight):
    loss = reported(class_weight={**COPIED, 1: weight})["loss"][0]
    np.testing.assert_equal(loss, weight, err_msg=said("NaN and infinity"))


def test_a_negative_weight_is_accepted_and_turns_the_class_away():
    given = {**COPIED, 1: -50}
    model = softmax_model(keras.optimizers.SGD(0.1))
    losses = [model.train_on_batch(X, Y, class_weight=given) for _ in range(100)]
    assert losses[-1] < min(losses[0], 0), said("negative")
    assert np.asarray(model(X))[2, 1] < 0.01, said("negative")
