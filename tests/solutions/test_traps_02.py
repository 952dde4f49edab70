"""What lesson 02 says of Keras, held against the Keras that is installed.

Where one of these fails, Keras has changed: its message names the cell and the sentence that is
no longer true.
"""

from collections import Counter
from types import SimpleNamespace

import keras
import nbformat
import numpy as np
import pytest
import tensorflow as tf
from sklearn.preprocessing import LabelEncoder

from tests.solutions.facts import SOLUTIONS, stands_there
from tests.solutions.lesson_02 import (
    COPIED,
    LESSON,
    SAID,
    X,
    Y,
    error_of,
    reported,
    row_losses,
    said,
    softmax_model,
    weights_seen,
)


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
    fact = "Adam" if name == "Adam" else "step"
    assert steps[1] / steps[0] == pytest.approx(factor, rel=1e-3), said(fact)


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


def test_a_tensorflow_dataset_gives_one_to_a_class_missing_below_the_largest_key():
    rows = tf.data.Dataset.from_tensor_slices((X, Y)).batch(len(X))
    history = softmax_model().fit(rows, class_weight={0: 3, 2: 2}, shuffle=False, verbose=0).history
    assert history == reported(class_weight={0: 3, 1: 1, 2: 2}), said("other inputs")


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


@pytest.mark.parametrize("count", [Counter, lambda rows: [COPIED.get(row, 1.0) for row in rows]])
def test_rows_of_one_hot_targets_can_not_be_counted_or_looked_up(count):
    error = error_of(count, np.eye(3, dtype=int)[Y])
    assert error == "TypeError: unhashable type: 'numpy.ndarray'", said("unhashable")


def test_a_label_encoder_sorts_names_as_text():
    assert LabelEncoder().fit(["1", "2", "10"]).classes_.tolist() == ["1", "10", "2"], said(
        "text order"
    )
    assert LabelEncoder().fit(["dog", "cat", "Frog"]).classes_.tolist() == sorted(
        ["dog", "cat", "Frog"]
    ), said("sorted")


def test_to_categorical_makes_targets_for_which_the_dict_stays():
    seen = weights_seen(keras.utils.to_categorical(Y), COPIED)
    assert seen == weights_seen(Y, COPIED), said("to_categorical")


def test_old_names_are_gone():
    assert "'nb_epoch'" in error_of(reported, nb_epoch=3), said("nb_epoch")
    assert not hasattr(softmax_model(), "fit_generator"), said("fit_generator")


def test_a_generator_takes_no_class_weight():
    batches = ((X, Y) for _ in range(1))
    error = error_of(softmax_model().fit, batches, class_weight=COPIED, verbose=0)
    assert "class_weight" in error, said("generator")


def test_a_name_given_to_a_result_hides_the_module():
    from sklearn.utils import class_weight

    balanced = {"class_weight": "balanced", "classes": np.unique(Y), "y": Y}
    class_weight = class_weight.compute_class_weight(**balanced)
    error = error_of(lambda: class_weight.compute_class_weight(**balanced))
    assert error.endswith("'numpy.ndarray' object has no attribute 'compute_class_weight'"), said(
        "shadowed"
    )


def test_the_cell_on_text_keys_claims_silence_only_where_the_witness_has_seen_it(capsys):
    notebook = nbformat.read(SOLUTIONS / LESSON / f"{LESSON}.ipynb", as_version=4)
    [source] = [cell.source for cell in notebook.cells if cell.id == "label-bugs"]
    later_keras = SimpleNamespace(witness=None, outcome=lambda *_: "[ 1. 50.  2.]")
    exec(source, {"np": np, "toy": later_keras, "claim": pytest.fail})
    assert "look at the line above" in capsys.readouterr().out
