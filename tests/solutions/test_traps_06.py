"""What lesson 06 says of Keras, held against the Keras that is installed.

Where one of these fails, Keras has changed: its message names the cell and the sentence that is
no longer true.
"""

import keras
import numpy as np
import pytest
import tensorflow as tf
from sklearn.utils import compute_sample_weight

from helpers.lessons.target_weights import landed
from tests.solutions.facts import sentences, stands_there

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
        "every label of picture 1 gets the mean of column 1 of the weights",
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


@pytest.mark.parametrize("fact", SAID)
def test_the_lesson_still_says_what_is_tested_here(fact):
    assert stands_there(LESSON, SAID[fact])


def test_class_weight_and_sample_weight_are_refused_together():
    both = {"class_weight": {1: 2.0}, "sample_weight": np.ones(12)}
    error = error_of(history, tagger(), X, Y, **both)
    assert error == (
        "ValueError: You cannot `class_weight` and `sample_weight` at the same time."
    ), said("both")


def test_the_plain_loss_is_the_mean_over_rows_and_labels():
    expected = entry_losses(tagger(), X, Y).mean()
    assert loss_of(tagger(), X, Y) == pytest.approx(expected, rel=1e-5), said("mean")


def test_a_weight_for_a_label_that_is_never_first_changes_nothing():
    first = np.column_stack([np.ones(12, dtype=int), Y[:, 1:]])
    assert loss_of(tagger(), X, first, class_weight={1: 5, 2: 7, 3: 9}) == loss_of(
        tagger(), X, first
    ), said("silent")


def test_the_first_label_of_a_row_decides_and_label_0_where_there_is_none():
    rows = np.array([[0, 1, 1, 1], [0, 0, 1, 1], [0, 0, 0, 1], [1, 0, 0, 1], [0, 0, 0, 0]])
    weights = np.array([3.0, 5.0, 7.0, 2.0, 2.0])
    seen = loss_of(tagger(), X[:5], rows, class_weight={0: 2, 1: 3, 2: 5, 3: 7})
    by_row = entry_losses(tagger(), X[:5], rows).mean(axis=1)
    assert seen == pytest.approx(np.mean(weights * by_row), rel=1e-5), (
        said("first label"),
        said("no label"),
        said("argmax"),
    )


def test_a_weight_of_a_row_multiplies_all_its_labels():
    weights = np.arange(12.0)
    expected = np.mean(entry_losses(tagger(), X, Y) * weights[:, np.newaxis])
    found = loss_of(tagger(), X, Y, sample_weight=weights)
    assert found == pytest.approx(expected, rel=1e-5), said("rows only")


def test_the_loss_has_one_number_a_row():
    losses = keras.losses.BinaryCrossentropy(reduction="none")(Y, np.full(Y.shape, 0.3))
    assert losses.shape == (12,), said("last axis")


@pytest.mark.parametrize("eager", [True, False], ids=["eager", "graph"])
def test_weights_for_labels_are_refused(eager):
    error = error_of(history, tagger(eager), X, Y, sample_weight=np.ones(Y.shape))
    assert error.startswith(("InvalidArgumentError", "ValueError")), said("refused")
    assert "[12]" in error, said("refused")


@pytest.mark.parametrize("eager", [True, False], ids=["eager", "graph"])
def test_with_a_batch_of_four_they_land_along_the_wrong_axis(eager):
    weights = RNG.uniform(0, 9, size=Y.shape)
    found = loss_of(tagger(eager), X, Y, batch_size=4, sample_weight=weights)
    by_row = entry_losses(tagger(), X, Y).mean(axis=1).reshape(3, 4)
    of_labels = weights.reshape(3, 4, 4).mean(axis=1)  # of each batch, the mean of each label
    assert found == pytest.approx(np.mean(by_row * of_labels), rel=1e-5), (
        said("wrong axis"),
        said("in short"),
    )


def test_with_a_last_axis_of_length_1_every_weight_lands_on_its_own_label():
    weights = RNG.uniform(0, 9, size=Y.shape)
    found = loss_of(tagger_by_label(), X, Y[..., np.newaxis], sample_weight=weights)
    expected = np.mean(entry_losses(tagger(), X, Y) * weights)
    assert found == pytest.approx(expected, rel=1e-5), said("axis")


def test_probabilities_are_clipped():
    loss = float(keras.losses.BinaryCrossentropy()(np.ones((1, 1)), np.zeros((1, 1))))
    assert loss == pytest.approx(-np.log(1e-7), rel=1e-3), said("clipped")


def test_the_losses_of_several_outputs_are_added():
    found = history(two_outputs(), X, TASKS)
    assert found["loss"] == pytest.approx(found["a_loss"] + found["b_loss"]), said("added")


@pytest.mark.parametrize(
    "given", [{0: 1, 1: 2}, {"a": {1: 2}, "b": {1: 3}}], ids=["one dict", "a dict for each"]
)
def test_class_weight_is_refused_for_several_outputs(given):
    error = error_of(history, two_outputs(), X, TASKS, class_weight=given)
    assert error == (
        "ValueError: `class_weight` is only supported for Models with a single output."
    ), said("one output")


def test_one_array_of_weights_is_taken_for_all_outputs():
    weights = np.arange(12.0)
    found = history(two_outputs(), X, TASKS, sample_weight=weights)
    both = history(two_outputs(), X, TASKS, sample_weight={"a": weights, "b": weights})
    assert found == pytest.approx(both), said("one array")


def test_sample_weight_mode_is_gone():
    error = error_of(watcher().compile, sample_weight_mode="temporal")
    assert error.startswith("TypeError"), said("mode")
    assert "'sample_weight_mode'" in error, said("mode")


def test_class_weight_reads_the_steps_of_a_film_as_one_hot():
    steps = np.array([[1, 0, 1], [0, 1, 1], [0, 0, 0], [0, 0, 1]])
    weights = np.array([1.0, 9.0, 1.0, 1.0])  # 'class' 1: the first frog is in the second step
    by_film = entry_losses(watcher(), FILMS[:4], steps).mean(axis=1)
    found = loss_of(watcher(), FILMS[:4], steps, class_weight={1: 9})
    assert found == pytest.approx(np.mean(by_film * weights), rel=1e-5), said("one-hot films")


def test_class_weight_is_refused_where_steps_have_a_last_axis_of_length_1():
    error = error_of(history, watcher(), FILMS, STEPS[..., np.newaxis], class_weight={1: 9})
    assert error.startswith("TypeError"), said("table of steps")


@pytest.mark.parametrize("eager", [True, False], ids=["eager", "graph"])
def test_weights_of_films_are_refused(eager):
    model = watcher(eager=eager)
    error = error_of(history, model, FILMS, STEPS[..., np.newaxis], sample_weight=np.ones(12))
    assert error.startswith(("InvalidArgumentError", "ValueError")), said("films refused")


@pytest.mark.parametrize("eager", [True, False], ids=["eager", "graph"])
def test_with_a_batch_of_as_many_films_as_steps_they_land_on_steps(eager):
    weights = np.arange(12.0)
    model = watcher(eager=eager)
    found = loss_of(model, FILMS, STEPS[..., np.newaxis], batch_size=3, sample_weight=weights)
    losses = entry_losses(watcher(), FILMS, STEPS).reshape(4, 3, 3)
    expected = np.mean(losses * weights.reshape(4, 1, 3))
    assert found == pytest.approx(expected, rel=1e-5), said("films on steps")


def padded():
    steps = STEPS.copy()
    steps[:, 2] = -1
    return steps[..., np.newaxis]


def test_padding_counts_like_any_step():
    expected = entry_losses(watcher(), FILMS, padded()[..., 0]).mean()
    assert loss_of(watcher(), FILMS, padded()) == pytest.approx(expected, rel=1e-4), said(
        "padding counts"
    )


def test_a_target_of_minus_one_drives_the_loss_below_0():
    model = watcher()
    model.compile(keras.optimizers.Adam(0.1), "binary_crossentropy", run_eagerly=True)
    losses = [model.train_on_batch(FILMS, padded()) for _ in range(60)]
    assert losses[-1] < 0, said("below 0")


def test_padding_of_weight_0_is_gone_from_the_sum_and_still_divided_by():
    weights = np.where(padded()[..., 0] < 0, 0.0, 1.0)
    losses = entry_losses(watcher(), FILMS, STEPS)[:, :2]
    found = loss_of(watcher(), FILMS, padded(), sample_weight=weights)
    assert found == pytest.approx(losses.sum() / STEPS.size, rel=1e-5), said("divided")


def test_a_one_hot_row_is_no_key_of_a_dict():
    with pytest.raises(TypeError) as raised:
        {0: 1.0}[np.eye(3)[0]]  # type: ignore[index]
    assert "unhashable type: 'numpy.ndarray'" in str(raised.value), said("unhashable")


def test_compute_sample_weight_multiplies_the_columns_of_one_hot_targets():
    y = np.repeat([0, 1, 2], [15, 1, 4])
    columns = [compute_sample_weight("balanced", column) for column in np.eye(3)[y].T]
    found = compute_sample_weight("balanced", np.eye(3)[y])
    np.testing.assert_allclose(found, np.prod(columns, axis=0), err_msg=said("product"))
    assert np.unique(found.round(2)).tolist() == [0.22, 2.63, 12.5]


@pytest.mark.parametrize("eager", [True, False], ids=["eager", "graph"])
@pytest.mark.parametrize(("rows", "fact"), [(8, ""), (9, "one row"), (10, "last batch")])
def test_a_last_batch_shows_weights_for_labels_unless_it_has_one_row(eager, rows, fact):
    weights = np.ones((rows, 4))
    error = error_of(
        history, tagger(eager), X[:rows], Y[:rows], batch_size=4, sample_weight=weights
    )
    assert (error == "no error") == (rows != 10), fact and said(fact)


def test_in_a_batch_of_one_row_each_label_gets_the_mean_of_the_weights():
    weights = np.array([[1.0, 1.0, 1.0, 9.0]])
    seen = landed(Y[:1], sample_weight=weights)
    np.testing.assert_allclose(seen, np.full((1, 4), 3.0), err_msg=said("one row"))


def test_each_point_of_a_volume_gets_its_own_weight():
    scans = RNG.integers(0, 2, size=(2, 3, 4, 4))[..., np.newaxis]
    weights = RNG.uniform(0, 9, size=(2, 3, 4, 4))
    seen = landed(scans, sample_weight=weights)[..., 0]
    np.testing.assert_allclose(seen, weights, atol=1e-3, err_msg=said("volumes"))


def test_class_weight_is_refused_for_volumes():
    error = error_of(landed, np.zeros((2, 3, 4, 4, 1), dtype=int), class_weight={1: 9})
    assert error.startswith("TypeError"), said("no volumes")
