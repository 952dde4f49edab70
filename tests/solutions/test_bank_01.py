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

from course.compiled import drawn_cases
from course.release.varied import varied_cases
from helpers.checks.attempt import try_function
from helpers.checks.bank import VISIBLE_SEEDS, bank_from_source

LESSON = Path(__file__).resolve().parents[2] / "solutions" / "01_accuracy_paradox"
BANK = bank_from_source(LESSON / "exercises")
REFERENCES = {name: exercise.reference for name, exercise in BANK.sources.items()}


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


def name_compared(y):
    return (np.ravel(y) == "dog").astype(int)


def share_as_recall(y):
    _, counts = np.unique(y, return_counts=True)
    return float(counts.max() / len(y)), float(counts.min() / len(y))


def labels_averaged(y):
    return 1 - y.mean(), 0.0


def divided_by_plain_zero(y_true, y_pred, positive):
    tp = sum(1 for t, p in zip(y_true, y_pred, strict=True) if t == p == positive)
    said, true = y_pred.tolist().count(positive), y_true.tolist().count(positive)
    return tp / said, tp / true


def cells_of_class_1(y_true, y_pred, positive):
    tp = ((y_true == 1) & (y_pred == 1)).sum()
    fp = ((y_true == 0) & (y_pred == 1)).sum()
    fn = ((y_true == 1) & (y_pred == 0)).sum()
    return (tp / (tp + fp) if tp + fp else 0.0, tp / (tp + fn) if tp + fn else 0.0)


def rows_picked_by_answer(y_true, y_pred):
    return np.mean([np.mean(y_true[y_pred == c] == c) for c in np.unique(y_true)])


def classes_of_answers(y_true, y_pred):
    return np.mean([np.mean(y_pred[y_true == c] == c) for c in np.unique(y_pred)])


def classes_written_down(y_true, y_pred):
    return np.mean([REFERENCES["precision_recall"](y_true, y_pred, c)[1] for c in (0, 1)])


def by_rank(y_true, order):
    hits = np.cumsum(y_true[order])
    precision, recall = hits / np.arange(1, len(order) + 1), hits / hits[-1]
    return np.sum(np.diff(recall, prepend=0) * precision)


def ranked_downwards(y_true, scores):
    return by_rank(y_true, np.argsort(-scores))


def ranked_upwards(y_true, scores):
    return by_rank(y_true, np.argsort(scores)[::-1])


def curve(y_true, scores, thresholds):
    """Precision and recall at each threshold, as the exercise says it."""
    said = [scores >= threshold for threshold in thresholds]
    precision = [y_true[rows].mean() for rows in said]
    return precision, [y_true[rows].sum() / y_true.sum() for rows in said]


def upwards(y_true, scores):
    precision, recall = curve(y_true, scores, np.unique(scores))
    return np.sum(np.diff(recall, prepend=0) * precision)


def straight_lines(y_true, scores):
    precision, recall = curve(y_true, scores, np.unique(scores)[::-1])
    return np.trapezoid([precision[0], *precision], [0, *recall])


def only_above(y_true, scores):
    area = before = 0
    for threshold in np.unique(scores)[::-1]:
        said = scores > threshold
        precision = y_true[said].mean() if said.any() else 0.0
        recall = y_true[said].sum() / y_true.sum()
        area, before = area + (recall - before) * precision, recall
    return area


def at_one_half(y_true, scores):
    said = scores >= 0.5
    return y_true[said].mean() * y_true[said].sum() / y_true.sum()


@pytest.mark.parametrize(
    ("name", "function", "mistake"),
    [
        ("dog_targets", name_compared, "compared_with_the_name"),
        ("majority_baseline", share_as_recall, "share_as_recall"),
        ("majority_baseline", labels_averaged, "labels_averaged"),
        ("precision_recall", divided_by_plain_zero, "undefined_as_error"),
        ("precision_recall", cells_of_class_1, "class_1_from_counts"),
        ("balanced_accuracy", rows_picked_by_answer, "mean_precision_undefined"),
        ("balanced_accuracy", classes_of_answers, "classes_of_the_answers"),
        ("balanced_accuracy", classes_written_down, "classes_0_and_1"),
        ("average_precision", ranked_downwards, "ties_one_by_one"),
        ("average_precision", ranked_upwards, "ties_one_by_one_reversed"),
        ("average_precision", upwards, "lowest_threshold_first"),
        ("average_precision", straight_lines, "trapezoids_from_the_axis"),
        ("average_precision", only_above, "above_the_threshold"),
        ("average_precision", at_one_half, "one_threshold"),
    ],
)
def test_a_wrong_answer_written_in_other_words_is_recognised(name, function, mistake):
    verdict = try_function(BANK.exercise(name), function)
    assert (verdict.outcome, verdict.mistake) == ("mistake", mistake)


def test_rows_of_one_score_come_in_the_order_of_their_labels_whatever_sorts_them():
    # Else a ranking row by row is another mistake on each processor, and is not recognised.
    exercise = BANK.sources["average_precision"]
    drawn = drawn_cases(exercise, *VISIBLE_SEEDS)
    for case in (*drawn, *varied_cases(exercise, drawn)):
        y, scores = case.args
        stable = np.argsort(-scores, kind="stable")
        np.testing.assert_array_equal(y[np.argsort(-scores)], y[stable])
