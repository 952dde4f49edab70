"""The references of lesson 06 against Keras, TensorFlow and scikit-learn."""

from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import logit
from sklearn.utils import compute_class_weight, compute_sample_weight

from helpers.checks.attempt import try_function
from helpers.checks.bank import bank_from_source
from helpers.lessons import twenty_rows as toy
from helpers.lessons.target_weights import landed

LESSON = Path(__file__).resolve().parents[2] / "solutions" / "06_sample_weights"
BANK = bank_from_source(LESSON / "exercises")
REFERENCES = {name: exercise.reference for name, exercise in BANK.sources.items()}
WEIGHTS = st.floats(0.125, 64, width=32)
# Keras takes some milliseconds an example.
with_keras = settings(max_examples=15, deadline=None)


DICTS = st.dictionaries(st.integers(0, 5), WEIGHTS, max_size=5)


def tables(min_rows=1, columns=(2, 5), values=(0, 1)):
    """Int arrays (n, k) of small numbers."""
    shapes = st.tuples(st.integers(min_rows, 12), st.integers(*columns))
    return shapes.flatmap(lambda shape: arrays(int, shape, elements=st.integers(*values)))


def complete(class_weight, y):
    return {c: class_weight.get(c, 1.0) for c in np.unique(y).tolist()}


@with_keras
@given(Y=tables(), class_weight=DICTS)
def test_multilabel_row_weights_are_those_of_keras(Y, class_weight):
    found = REFERENCES["multilabel_row_weights"](Y, class_weight)
    np.testing.assert_array_equal(found, toy.witness(Y, class_weight))


@given(rows=st.lists(st.tuples(st.integers(0, 5), WEIGHTS), min_size=1), class_weight=DICTS)
def test_combined_weights_are_those_of_the_classes_times_those_of_the_rows(rows, class_weight):
    y, sample_weight = np.array([c for c, _ in rows]), np.array([w for _, w in rows])
    found = REFERENCES["combine"](class_weight, sample_weight, y)
    by_class = compute_sample_weight(complete(class_weight, y), y)
    assert found == pytest.approx(by_class * sample_weight)


@with_keras
@given(y=st.lists(st.integers(0, 1), min_size=1, max_size=9).map(np.array), class_weight=DICTS)
def test_with_row_weights_of_one_the_combined_weights_are_those_of_class_weight(y, class_weight):
    found = REFERENCES["combine"](class_weight, np.ones(len(y)), y)
    assert found == pytest.approx(toy.witness(y, class_weight))


@given(Y=tables(min_rows=2))
def test_positive_weights_are_the_ratio_of_the_balanced_weights(Y):
    Y[0], Y[1] = 0, 1  # both sides occur
    balanced = [compute_class_weight("balanced", classes=np.array([0, 1]), y=y) for y in Y.T]
    expected = [positive / negative for negative, positive in balanced]
    assert REFERENCES["positive_weights"](Y) == pytest.approx(np.array(expected))


@given(Y=tables(min_rows=2), data=st.data())
def test_a_label_without_positives_is_named_and_one_without_negatives_weighs_nothing(Y, data):
    label = data.draw(st.integers(0, Y.shape[1] - 1))
    Y[0] = 1
    Y[:, label] = 1
    assert REFERENCES["positive_weights"](Y)[label] == 0
    Y[:, label] = 0
    with pytest.raises(ValueError, match=rf"\b{label}\b"):
        REFERENCES["positive_weights"](Y)


@given(Y=tables(), seed=st.integers(0, 99))
def test_multilabel_loss_is_the_mean_of_tensorflows_weighted_cross_entropy(Y, seed):
    rng = np.random.default_rng(seed)
    P, w = rng.uniform(0.01, 0.99, Y.shape), rng.uniform(0.1, 9.0, Y.shape[1])
    losses = tf.nn.weighted_cross_entropy_with_logits(Y.astype(float), logit(P), w)
    assert REFERENCES["multilabel_loss"](Y, P, w) == pytest.approx(np.mean(losses))


@with_keras
@given(Y=tables(), seed=st.integers(0, 99))
def test_multilabel_loss_is_what_keras_reports_where_labels_have_an_axis(Y, seed):
    rng = np.random.default_rng(seed)
    P, w = rng.uniform(0.01, 0.99, Y.shape), rng.uniform(0.1, 9.0, Y.shape[1])
    reported = keras.losses.BinaryCrossentropy()(
        Y[..., np.newaxis], P[..., np.newaxis], sample_weight=np.where(Y == 1, w, 1.0)
    )
    assert REFERENCES["multilabel_loss"](Y, P, w) == pytest.approx(float(reported), rel=1e-4)


def test_multilabel_loss_without_weights_is_the_plain_one_and_clipped_as_keras_clips():
    Y, P = np.array([[1, 0], [0, 1]]), np.array([[0.0, 1.0], [0.0, 1.0]])
    found = REFERENCES["multilabel_loss"](Y, P, np.ones(2))
    plain = float(keras.losses.BinaryCrossentropy()(Y, P))
    assert found == pytest.approx(plain, rel=1e-2)  # 1 - 1e-7 has few digits in float32


def test_who_asks_an_inner_dict_for_an_output_is_not_told_to_use_names_of_the_lesson():
    def by_name(targets, class_weights):
        return {output: class_weights[output][output] for output in targets}

    said = try_function(BANK.exercise("per_output"), by_name).message
    assert "You look for an output of the name that this lesson uses" not in said
    assert "their keys are classes" in said


def test_of_two_labels_without_positives_the_first_is_to_be_named():
    def last_named(Y):
        positives = Y.sum(axis=0)
        empty = np.flatnonzero(positives == 0)
        if len(empty):
            raise ValueError(f"label {empty[-1]} has no positives")
        return (len(Y) - positives) / positives

    said = try_function(BANK.exercise("positive_weights"), last_named).message
    assert "does not name 2: it says 'label " in said


def test_what_clip_returns_is_spoken_of_where_it_was_not_kept():
    def not_kept(Y, P, pos_weight):
        np.clip(P, 1e-7, 1 - 1e-7)
        return np.mean(-(pos_weight * Y * np.log(P) + (1 - Y) * np.log(1 - P)))

    assert "np.clip" in try_function(BANK.exercise("multilabel_loss"), not_kept).message


@with_keras
@given(Y=tables(columns=(2, 2)), a=DICTS, b=DICTS)
def test_weights_per_output_land_at_their_output(Y, a, b):
    targets = {"one": Y[:, 0], "other": Y[:, 1]}
    found = REFERENCES["per_output"](targets, {"other": b, "one": a})
    assert list(found) == ["one", "other"]
    for name, class_weight in (("one", a), ("other", b)):
        y = targets[name]
        assert found[name] == pytest.approx(compute_sample_weight(complete(class_weight, y), y))
    seen = landed(targets, sample_weight=found)
    assert seen["one"] == pytest.approx(found["one"], abs=1e-3)
    assert seen["other"] == pytest.approx(found["other"], abs=1e-3)


@given(Y=tables(values=(-1, 5)), class_weight=DICTS, pad=st.integers(-1, 5))
def test_steps_weigh_what_their_class_does_and_padding_nothing(Y, class_weight, pad):
    found = REFERENCES["temporal_weights"](Y, class_weight, pad)
    flat = compute_sample_weight(complete(class_weight, Y), Y.ravel()).reshape(Y.shape)
    np.testing.assert_array_equal(found[pad != Y], flat[pad != Y])
    assert not found[pad == Y].any()


@with_keras
@given(Y=tables(values=(-1, 1)), class_weight=DICTS)
def test_temporal_weights_land_on_their_steps(Y, class_weight):
    found = REFERENCES["temporal_weights"](Y, class_weight, -1)
    seen = landed(Y[..., np.newaxis], sample_weight=found)[..., 0]
    assert seen == pytest.approx(found, abs=1e-3)
