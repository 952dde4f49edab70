"""Features of pictures, rows set aside, and how models are rated on them."""

import keras
import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from helpers.lessons import feature_models as validation

RNG = np.random.default_rng(0)
X = RNG.normal(size=(400, 3))
Y = (X[:, 0] + 0.3 * RNG.normal(size=400) > 1).astype(int)


@pytest.fixture(autouse=True)
def full_run(monkeypatch):
    for name in ("COURSE_QUICK", "NBGRADER_EXECUTION", "COURSE_SEED"):
        monkeypatch.delenv(name, raising=False)


class Fixed:
    """A classifier that has learnt nothing: the first feature is its score."""

    def fit(self, X, y):
        self.labels = y
        return self

    def predict_proba(self, X):
        return np.column_stack([1 - X[:, 0], X[:, 0]])


def test_features_are_what_the_last_layer_sees_scaled_by_the_first_pictures():
    keras.utils.set_random_seed(0)
    network = keras.Sequential(
        [keras.Input((2,)), keras.layers.Dense(4), keras.layers.Dense(1, activation="sigmoid")]
    )
    first, second = RNG.normal(size=(50, 2)), RNG.normal(size=(20, 2)) + 3
    seen, new = validation.features(network, first, second)
    assert (seen.shape, new.shape, seen.dtype) == ((50, 4), (20, 4), np.float64)
    np.testing.assert_allclose(seen.mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(seen.std(axis=0), 1, atol=1e-6)
    assert np.abs(new.mean(axis=0)).max() > 0.5


def test_a_feature_that_never_changes_stays_finite():
    network = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(4, kernel_initializer="zeros"),
            keras.layers.Dense(1),
        ]
    )
    (seen,) = validation.features(network, RNG.normal(size=(9, 2)))
    assert np.isfinite(seen).all()


def test_thirty_per_cent_are_set_aside_and_rows_keep_their_labels():
    rows, labels, rows_aside, labels_aside = validation.set_aside(X, Y)
    assert (len(rows), len(rows_aside)) == (280, 120)
    together = np.column_stack([np.vstack([rows, rows_aside]), np.append(labels, labels_aside)])
    assert sorted(map(tuple, together)) == sorted(map(tuple, np.column_stack([X, Y])))


def test_the_rows_set_aside_follow_the_seed_of_the_course(monkeypatch):
    drawn = {}
    for seed in ("0", "0", "7"):
        monkeypatch.setenv("COURSE_SEED", seed)
        drawn.setdefault(seed, []).append(validation.set_aside(X, Y)[2].tolist())
    assert drawn["0"][0] == drawn["0"][1] != drawn["7"][0]


def test_rates_are_those_of_answers_at_one_half():
    scores, truth = np.array([[0.9], [0.5], [0.4], [0.1]]), np.array([1, 0, 1, 0])
    rated = validation.rates(Fixed(), X, Y, scores, truth)
    assert rated == pytest.approx(
        {"accuracy": 0.5, "recall": 0.5, "precision": 0.5, "PR-AUC": 0.5 + 0.5 * 2 / 3}
    )


def test_the_precision_of_a_model_that_never_says_one_is_zero():
    rated = validation.rates(Fixed(), X, Y, np.array([[0.2], [0.3]]), np.array([0, 1]))
    assert (rated["precision"], rated["recall"]) == (0, 0)


def test_the_ranking_is_the_roc_auc_on_other_rows():
    scores, truth = np.array([[0.9], [0.5], [0.4], [0.1]]), np.array([1, 0, 1, 0])
    assert validation.ranking(Fixed(), X, Y, scores, truth) == 0.75


def test_a_model_is_fitted_on_the_first_rows_only():
    rows = validation.set_aside(X, Y)
    model = LogisticRegression()
    assert validation.ranking(model, *rows) > 0.8
    expected = LogisticRegression().fit(rows[0], rows[1])
    np.testing.assert_array_equal(model.coef_, expected.coef_)


def test_a_quick_run_fits_on_few_rows_of_both_classes(monkeypatch):
    monkeypatch.setenv("COURSE_QUICK", "1")
    model, sorted_labels = Fixed(), np.repeat([0, 1], [9000, 1000])
    validation.ranking(model, np.zeros((10_000, 1)), sorted_labels, X, Y)
    assert len(model.labels) == 2500
    assert model.labels.mean() == 0.1
