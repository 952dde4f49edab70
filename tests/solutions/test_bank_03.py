"""The references of lesson 03 against scikit-learn and Keras."""

import itertools
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.utils import compute_class_weight, compute_sample_weight

from helpers.checks.bank import bank_from_source
from helpers.lessons import batch_feeds as feeding
from helpers.lessons import twenty_rows as toy

LESSON = Path(__file__).resolve().parents[2] / "solutions" / "03_balanced_weights"
REFERENCES = {
    name: exercise.reference
    for name, exercise in bank_from_source(LESSON / "exercises").sources.items()
}
WEIGHTS = st.floats(0.125, 64, width=32)
ANY_IDS, FEW_IDS = st.integers(-5, 99), st.integers(0, 9)
# Keras takes some milliseconds an example.
with_keras = settings(max_examples=15, deadline=None)


@st.composite
def labels(draw, ids=ANY_IDS):
    """Labels of two classes or more, in any order."""
    classes = draw(st.lists(ids, min_size=2, max_size=5, unique=True))
    counts = draw(st.lists(st.integers(1, 9), min_size=len(classes), max_size=len(classes)))
    return np.array(draw(st.permutations(np.repeat(classes, counts).tolist())))


@st.composite
def rows_of_two_classes(draw):
    """Rows X, float (n, 2), and labels 0 and 1, both of which occur."""
    y = np.array([0, 1, *draw(st.lists(st.integers(0, 1), max_size=12))])
    seed = draw(st.integers(0, 999))
    return np.random.default_rng(seed).normal(size=(len(y), 2)), y


def as_counter(X, y):
    return Counter((*row, label) for row, label in zip(X.tolist(), y.tolist(), strict=True))


@given(y=labels())
def test_balanced_weights_are_those_of_scikit_learn(y):
    found = REFERENCES["balanced_weights"](y)
    classes = np.unique(y)
    expected = compute_class_weight(class_weight="balanced", classes=classes, y=y)
    assert list(found) == classes.tolist()
    assert list(found.values()) == pytest.approx(expected.tolist())
    assert {type(key) for key in found} == {int}


@given(y=labels())
def test_balanced_weights_row_by_row_are_the_balanced_sample_weights(y):
    by_row = compute_sample_weight(REFERENCES["balanced_weights"](y), y)
    assert by_row == pytest.approx(compute_sample_weight("balanced", y))


@given(y=labels())
def test_max_count_weights_are_balanced_ones_times_one_factor(y):
    counts = np.unique(y, return_counts=True)[1]
    factor = len(counts) * counts.max() / len(y)
    balanced = REFERENCES["balanced_weights"](y)
    assert REFERENCES["max_count_weights"](y) == pytest.approx(
        {c: factor * weight for c, weight in balanced.items()}
    )


@given(y=labels())
def test_the_largest_class_weighs_one_by_the_max_count_rule(y):
    assert min(REFERENCES["max_count_weights"](y).values()) == 1


@given(y=labels())
def test_balanced_weights_leave_the_scale_of_the_loss(y):
    assert REFERENCES["loss_scale"](REFERENCES["balanced_weights"](y), y) == pytest.approx(1)


@with_keras
@given(y=labels(FEW_IDS), class_weight=st.dictionaries(FEW_IDS, WEIGHTS, max_size=5))
def test_the_loss_scale_is_the_mean_of_the_weights_that_keras_applies(y, class_weight):
    # Keras takes an empty dict for no dict at all.
    seen = toy.witness(y, class_weight) if class_weight else np.ones(len(y))
    assert REFERENCES["loss_scale"](class_weight, y) == pytest.approx(seen.mean(), rel=1e-5)


@given(y=labels(), seed=st.integers(0, 99))
def test_weights_from_a_fold_do_not_know_the_other_rows(y, seed):
    rng = np.random.default_rng(seed)
    needed = np.unique(y, return_index=True)[1]
    others = np.setdiff1d(np.arange(len(y)), needed)
    fold = rng.permutation(np.append(needed, others[rng.random(len(others)) < 0.5]))
    found = REFERENCES["weights_from_fold"](y, fold)
    changed = y.copy()
    changed[np.setdiff1d(np.arange(len(y)), fold)] = rng.integers(100, 200)
    assert REFERENCES["weights_from_fold"](changed, fold) == found
    assert compute_sample_weight(found, y[fold]) == pytest.approx(
        compute_sample_weight("balanced", y[fold])
    )


@given(data=rows_of_two_classes(), copies=st.integers(1, 6))
def test_oversampling_repeats_the_rows_of_class_one_and_no_others(data, copies):
    X, y = data
    expected = as_counter(X, y)
    for row in expected:
        expected[row] *= copies if row[-1] == 1 else 1
    assert as_counter(*REFERENCES["oversample"](X, y, copies)) == expected


@settings(max_examples=20, deadline=None)
@given(data=rows_of_two_classes(), copies=st.integers(1, 9))
def test_to_logistic_regression_copies_are_weights(data, copies):
    X, y = data
    model = LogisticRegression(tol=1e-8, max_iter=1000)
    by_copies = model.fit(*REFERENCES["oversample"](X, y, copies)).predict_proba(X)
    by_weight = model.fit(X, y, sample_weight=np.where(y == 1, copies, 1)).predict_proba(X)
    np.testing.assert_allclose(by_copies, by_weight, atol=1e-5)


@given(data=rows_of_two_classes(), copies=st.integers(1, 9), weights=st.tuples(WEIGHTS, WEIGHTS))
def test_the_boost_is_by_how_much_the_weighted_odds_grow(data, copies, weights):
    X, y = data
    class_weight = dict(enumerate(weights))
    many = REFERENCES["oversample"](X, y, copies)[1]
    mass = np.bincount(many, weights=compute_sample_weight(class_weight, many))
    before = np.bincount(y)
    boost = (mass[1] / mass[0]) / (before[1] / before[0])
    assert REFERENCES["stacked_boost"](copies, class_weight) == pytest.approx(boost)


@with_keras
@given(y=labels(FEW_IDS), class_weight=st.dictionaries(FEW_IDS, WEIGHTS, min_size=1, max_size=5))
def test_with_weights_brings_what_keras_makes_of_the_dict(y, class_weight):
    x = np.zeros((len(y), 1))
    stream = REFERENCES["with_weights"](feeding.generator(x, y), class_weight)
    expected = feeding.arrived(feeding.NumberedBatches(x, y), class_weight=class_weight)
    assert feeding.arrived(stream) == expected


def test_with_weights_starts_on_a_stream_that_never_ends():
    x, y = np.arange(6.0).reshape(3, 2), np.array([0, 1, 0])
    stream = REFERENCES["with_weights"](feeding.endless(x, y, size=2), {1: 5.0})
    weights = [w.tolist() for _, _, w in itertools.islice(stream, 4)]
    assert weights == [[1, 5], [1], [1, 5], [1]]
