"""What lesson 06 says of Keras, held against the Keras that is installed.

Where one of these fails, Keras has changed: its message names the cell and the sentence that is
no longer true.
"""

import keras
import numpy as np
import pytest
from sklearn.utils import compute_sample_weight

from helpers.lessons.target_weights import landed
from tests.solutions.facts import stands_there
from tests.solutions.lesson_06 import (
    LESSON,
    RNG,
    SAID,
    TASKS,
    X,
    Y,
    entry_losses,
    error_of,
    history,
    loss_of,
    said,
    tagger,
    tagger_by_label,
    two_outputs,
)


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
