"""The references of lesson 02 against Keras and scikit-learn."""

import math
from pathlib import Path

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.preprocessing import LabelEncoder, OneHotEncoder
from sklearn.utils import compute_class_weight, compute_sample_weight

from helpers.checks.bank import bank_from_source

LESSON = Path(__file__).resolve().parents[2] / "solutions" / "02_weights_as_a_dict"
REFERENCES = {
    name: exercise.reference
    for name, exercise in bank_from_source(LESSON / "exercises").sources.items()
}
WEIGHTS = st.floats(0.125, 64, width=32)
IDS = st.integers(0, 30)
SHAPES = st.sampled_from(["flat", "column", "one-hot"])
# Keras takes some milliseconds an example.
with_keras = settings(max_examples=15, deadline=None)


@st.composite
def labels_and_weights(draw, ids=IDS):
    """Labels of two classes or more, and weights for exactly these."""
    classes = draw(st.lists(ids, min_size=2, max_size=5, unique=True))
    counts = draw(st.lists(st.integers(1, 9), min_size=len(classes), max_size=len(classes)))
    y = np.array(draw(st.permutations(np.repeat(classes, counts).tolist())))
    return y, {c: draw(WEIGHTS) for c in classes}


def shaped(y: np.ndarray, shape: str) -> np.ndarray:
    """Return flat labels as a column, one-hot for the classes 0 to 5, or as they are."""
    if shape == "one-hot":
        return OneHotEncoder(categories=[range(6)], sparse_output=False).fit_transform(y[:, None])
    return y.reshape(-1, 1) if shape == "column" else y


class Recorder(keras.losses.Loss):
    """A loss that keeps the row weights that it is called with."""

    def __call__(self, y_true, y_pred, sample_weight=None):
        self.weights = np.array(sample_weight)
        return keras.ops.mean(y_pred)


@with_keras
@given(
    y=st.lists(st.integers(0, 5), min_size=1, max_size=12).map(np.array),
    class_weight=st.dictionaries(st.integers(0, 7), WEIGHTS, max_size=5),
    shape=SHAPES,
)
def test_row_weights_are_those_that_a_loss_gets_from_fit(y, class_weight, shape):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    recorder = Recorder()
    model.compile("sgd", recorder, run_eagerly=True)
    targets = shaped(y, shape)
    model.fit(
        np.zeros((len(y), 1)),
        targets,
        class_weight=class_weight,
        batch_size=len(y),
        shuffle=False,
        verbose=0,
    )
    found = REFERENCES["row_weights"](targets, class_weight)
    np.testing.assert_array_equal(found, recorder.weights.ravel())


@with_keras
@given(data=labels_and_weights(st.integers(0, 4)), seed=st.integers(0, 99))
def test_row_weights_as_sample_weight_train_like_the_class_weight(data, seed):
    y, class_weight = data
    x = np.random.default_rng(seed).normal(size=(len(y), 3))

    def loss_reported(**weighting):
        keras.utils.set_random_seed(seed)
        model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(5, activation="softmax")])
        model.compile("sgd", "sparse_categorical_crossentropy", run_eagerly=True)
        return model.train_on_batch(x, y, **weighting)

    by_row = loss_reported(sample_weight=REFERENCES["row_weights"](y, class_weight))
    assert by_row == pytest.approx(loss_reported(class_weight=class_weight), rel=1e-6)


@pytest.fixture(scope="module")
def guesser():
    """A compiled model whose squared errors are the squares of the targets."""
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    model.compile(keras.optimizers.SGD(0.0), "mean_squared_error", run_eagerly=True)
    return model


@with_keras
@given(
    rows=st.lists(st.tuples(st.floats(0, 4, width=32), WEIGHTS), min_size=1, max_size=12),
    by_evaluating=st.booleans(),
)
def test_keras_loss_is_what_keras_reports(guesser, rows, by_evaluating):
    targets, weights = np.array(rows).T
    x = np.zeros((len(rows), 1))
    if by_evaluating:
        reported = guesser.evaluate(
            x, targets, sample_weight=weights, batch_size=len(rows), verbose=0
        )
    else:
        reported = guesser.train_on_batch(x, targets, sample_weight=weights)
    assert REFERENCES["keras_loss"](targets**2, weights) == pytest.approx(reported, rel=1e-5)


def test_keras_loss_counts_rows_that_weigh_nothing(guesser):
    targets, weights = np.array([1.0, 2.0, 3.0]), np.array([0.0, 2.0, 0.0])
    reported = guesser.train_on_batch(np.zeros((3, 1)), targets, sample_weight=weights)
    assert REFERENCES["keras_loss"](targets**2, weights) == pytest.approx(reported)


@given(data=labels_and_weights(st.integers(-5, 99)))
def test_inverse_frequency_is_the_balanced_rule_of_scikit_learn(data):
    y, _ = data
    found = REFERENCES["inverse_frequency"](y)
    classes = np.unique(y)
    balanced = compute_class_weight(class_weight="balanced", classes=classes, y=y)
    assert list(found) == classes.tolist()
    assert list(found.values()) == pytest.approx(balanced.tolist())


@given(data=labels_and_weights())
def test_inverse_frequency_gives_every_class_the_same_share(data):
    y, _ = data
    balanced = REFERENCES["inverse_frequency"](y)
    shares = REFERENCES["effective_prior"](balanced, y)
    assert list(shares.values()) == pytest.approx([1 / len(shares)] * len(shares))


@given(data=labels_and_weights())
def test_effective_prior_is_the_weighted_frequency_of_each_class(data):
    y, class_weight = data
    weights = compute_sample_weight(class_weight, y)
    shares = REFERENCES["effective_prior"](class_weight, y)
    assert set(shares) == set(class_weight)
    for c, share in shares.items():
        assert share == pytest.approx(np.average(y == c, weights=weights))


@given(data=labels_and_weights())
def test_rescaling_makes_the_mean_row_weight_one_and_keeps_the_prior(data):
    y, class_weight = data
    rescaled = REFERENCES["rescale"](class_weight, y)
    assert compute_sample_weight(rescaled, y).mean() == pytest.approx(1)
    prior = REFERENCES["effective_prior"]
    assert prior(rescaled, y) == pytest.approx(prior(class_weight, y))


@given(data=labels_and_weights())
def test_rescaling_balanced_weights_changes_nothing(data):
    y, _ = data
    balanced = REFERENCES["inverse_frequency"](y)
    assert REFERENCES["rescale"](balanced, y) == pytest.approx(balanced)


@given(y=st.lists(st.integers(0, 5), min_size=1, max_size=20).map(np.array), shape=SHAPES)
def test_class_ids_are_those_from_which_the_targets_were_made(y, shape):
    ids = REFERENCES["to_class_ids"](shaped(y, shape))
    assert ids.dtype.kind == "i"
    np.testing.assert_array_equal(ids, y)


@given(
    weights=st.dictionaries(st.text(min_size=1, max_size=6), WEIGHTS, min_size=2, max_size=6),
    data=st.data(),
)
def test_string_labels_are_numbered_like_those_of_a_label_encoder(weights, data):
    # NumPy drops NUL at the end of a text, so such names are no names for it.
    weights = {name.replace("\0", "0"): weight for name, weight in weights.items()}
    names = list(weights)
    labels = data.draw(st.permutations(names)) + data.draw(st.lists(st.sampled_from(names)))
    targets, by_id = REFERENCES["string_labels"](labels, weights)
    encoder = LabelEncoder().fit(np.array(labels, dtype=object))
    np.testing.assert_array_equal(targets, encoder.transform(labels))
    assert [by_id[t] for t in targets.tolist()] == [weights[label] for label in labels]


@given(data=labels_and_weights(), kind=st.sampled_from([dict, list, np.array]))
def test_the_guard_passes_good_weights_of_any_form_unchanged(data, kind):
    _, class_weight = data
    given_weights = class_weight if kind is dict else kind(list(class_weight.values()))
    guarded = REFERENCES["as_class_weight"](given_weights, np.array(list(class_weight)))
    assert guarded == class_weight
    assert {type(key) for key in guarded} == {int}
    assert {type(weight) for weight in guarded.values()} == {float}


@given(
    data=labels_and_weights(),
    bad=st.sampled_from([math.nan, math.inf, -math.inf]) | st.floats(max_value=-1e-9),
)
def test_the_guard_names_the_class_whose_weight_is_impossible(data, bad):
    _, class_weight = data
    wrong = next(iter(class_weight))
    with pytest.raises(ValueError, match=rf"\b{wrong}\b"):
        REFERENCES["as_class_weight"]({**class_weight, wrong: bad}, list(class_weight))


@given(data=labels_and_weights())
def test_the_guard_names_a_missing_class(data):
    _, class_weight = data
    forgotten, *rest = class_weight
    with pytest.raises(ValueError, match=rf"\b{forgotten}\b"):
        REFERENCES["as_class_weight"]({c: class_weight[c] for c in rest}, list(class_weight))


@given(data=labels_and_weights(), extra=st.integers(31, 99), as_text=st.booleans())
def test_the_guard_names_a_key_that_is_no_class(data, extra, as_text):
    _, class_weight = data
    key = str(next(iter(class_weight))) if as_text else extra
    with pytest.raises(ValueError, match=rf"\b{key}\b"):
        REFERENCES["as_class_weight"]({**class_weight, key: 1.0}, list(class_weight))


@given(weights=st.lists(WEIGHTS, max_size=6), k=st.integers(1, 6))
def test_the_guard_names_a_length_that_does_not_fit(weights, k):
    if len(weights) == k:
        assert len(REFERENCES["as_class_weight"](weights, list(range(k)))) == k
    else:
        with pytest.raises(ValueError, match=rf"\b{len(weights)}\b"):
            REFERENCES["as_class_weight"](weights, list(range(k)))


def test_the_guard_lets_a_class_weigh_nothing():
    assert REFERENCES["as_class_weight"]({0: 0, 1: 2}, [0, 1]) == {0: 0.0, 1: 2.0}
