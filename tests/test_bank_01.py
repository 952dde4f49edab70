"""The references of lesson 01 against scikit-learn."""

import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.dummy import DummyClassifier
from sklearn.exceptions import UndefinedMetricWarning
from sklearn.metrics import (
    average_precision_score,
    balanced_accuracy_score,
    confusion_matrix,
    precision_score,
    recall_score,
)
from sklearn.preprocessing import LabelBinarizer

from helpers.checks.bank import bank_from_source

LESSON = Path(__file__).resolve().parents[1] / "solutions" / "01_accuracy_paradox"
REFERENCES = {
    name: exercise.reference
    for name, exercise in bank_from_source(LESSON / "exercises.py").sources.items()
}


BINARY = st.integers(0, 1)


@st.composite
def pairs(draw, classes=BINARY):
    """True labels and answers of the same length, each from `classes`."""
    n = draw(st.integers(1, 30))
    labels = st.lists(classes, min_size=n, max_size=n)
    return np.array(draw(labels)), np.array(draw(labels))


@st.composite
def ranked(draw, scores):
    """Labels with both classes and scores; few different ones, so that ties are common."""
    n = draw(st.integers(2, 30))
    y = draw(st.lists(st.integers(0, 1), min_size=n, max_size=n).filter(lambda y: 0 < sum(y) < n))
    return np.array(y), np.array(draw(st.lists(scores, min_size=n, max_size=n)))


COARSE = st.sampled_from([-2.0, 0.0, 0.1, 0.5, 0.9])
FINE = st.floats(-100, 100)


@given(y=st.lists(st.integers(0, 9), min_size=1, max_size=30), column=st.booleans())
def test_dog_targets_are_one_column_of_the_one_hot_labels(y, column):
    one_hot = LabelBinarizer().fit(range(10)).transform(y)
    labels = np.array(y).reshape((-1, 1) if column else (-1,))
    np.testing.assert_array_equal(REFERENCES["dog_targets"](labels), one_hot[:, 5])


@given(
    counts=st.lists(st.integers(1, 40), min_size=2, max_size=5, unique=True),
    seed=st.integers(0, 99),
)
def test_the_baseline_is_that_of_a_dummy_classifier(counts, seed):
    classes = np.random.default_rng(seed).permutation(20)[: len(counts)]
    y = np.repeat(classes, counts)
    blank = np.zeros((len(y), 1))
    dummy = DummyClassifier(strategy="most_frequent").fit(blank, y)
    rare = classes[np.argmin(counts)]
    accuracy, recall = REFERENCES["majority_baseline"](y)
    assert accuracy == pytest.approx(dummy.score(blank, y))
    assert recall == recall_score(y, dummy.predict(blank), labels=[rare], average="macro")


@given(pair=pairs(), columns=st.tuples(st.booleans(), st.booleans()))
def test_confusion_counts_are_those_of_the_confusion_matrix(pair, columns):
    shaped = [a.reshape(-1, 1) if column else a for a, column in zip(pair, columns, strict=True)]
    counts = REFERENCES["confusion_counts"](*shaped)
    matrix = confusion_matrix(*pair, labels=[0, 1])
    assert [counts[key] for key in ("tn", "fp", "fn", "tp")] == matrix.ravel().tolist()


@given(pair=pairs(st.integers(0, 3)), positive=st.integers(0, 4))
def test_precision_and_recall_are_those_of_the_class_that_is_asked_for(pair, positive):
    options = {"labels": [positive], "average": "macro", "zero_division": 0.0}
    expected = precision_score(*pair, **options), recall_score(*pair, **options)
    assert REFERENCES["precision_recall"](*pair, positive) == pytest.approx(expected)


@given(pair=pairs(st.sampled_from([0, 2, 3, 7])))
def test_balanced_accuracy_is_the_mean_recall_of_the_classes_that_occur(pair):
    with warnings.catch_warnings():
        # It warns of answers that are no true class, and then leaves them out, as we do.
        warnings.simplefilter("ignore", (UserWarning, UndefinedMetricWarning))
        expected = balanced_accuracy_score(*pair)
    assert REFERENCES["balanced_accuracy"](*pair) == pytest.approx(expected)


@given(drawn=ranked(COARSE))
def test_average_precision_keeps_ties_together(drawn):
    expected = average_precision_score(*drawn)
    assert REFERENCES["average_precision"](*drawn) == pytest.approx(expected)


@given(drawn=ranked(FINE))
def test_average_precision_of_any_scores(drawn):
    expected = average_precision_score(*drawn)
    assert REFERENCES["average_precision"](*drawn) == pytest.approx(expected)


@given(drawn=ranked(COARSE), seed=st.integers(0, 99))
def test_average_precision_does_not_depend_on_the_order_of_the_rows(drawn, seed):
    y, scores = drawn
    order = np.random.default_rng(seed).permutation(len(y))
    again = REFERENCES["average_precision"](y[order], scores[order])
    assert REFERENCES["average_precision"](y, scores) == pytest.approx(again)


@given(y=st.lists(st.integers(0, 1), min_size=2, max_size=30).filter(lambda y: 0 < sum(y) < len(y)))
def test_average_precision_of_one_score_for_all_is_the_share_of_the_positive_class(y):
    area = REFERENCES["average_precision"](np.array(y), np.full(len(y), 0.3))
    assert area == pytest.approx(np.mean(y))
