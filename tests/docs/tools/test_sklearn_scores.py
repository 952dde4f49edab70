"""What scikit-learn's scores, splits and thresholds say of a rare class."""

import numpy as np
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import calibration_curve
from sklearn.ensemble import IsolationForest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (
    accuracy_score,
    auc,
    average_precision_score,
    brier_score_loss,
    d2_brier_score,
    f1_score,
    make_scorer,
    precision_recall_curve,
    roc_auc_score,
)
from sklearn.model_selection import (
    FixedThresholdClassifier,
    GridSearchCV,
    KFold,
    TunedThresholdClassifierCV,
    cross_val_score,
    train_test_split,
)

RNG = np.random.default_rng(0)
X = RNG.normal(size=(600, 4))
Y = (X[:, 0] + RNG.normal(size=600) > 1.9).astype(int)  # 43 of 600 are rare
TEXT = np.where(Y == 1, "fraud", "ok")


def test_sklearn_fixed_threshold_text():
    settings = {"threshold": 0.1, "response_method": "predict_proba"}
    model = LogisticRegression()
    by_default = FixedThresholdClassifier(model, **settings).fit(X, TEXT)
    named = FixedThresholdClassifier(model, pos_label="fraud", **settings).fit(X, TEXT)
    expected = LogisticRegression().fit(X, Y).predict_proba(X)[:, 1] >= 0.1
    assert np.sum(by_default.predict(X) == "fraud") == 0
    np.testing.assert_array_equal(named.predict(X) == "fraud", expected)


def test_sklearn_text_roc_auc():
    scores = LogisticRegression().fit(X, Y).predict_proba(X)[:, 1]
    right = roc_auc_score(Y, scores)
    assert right > 0.85
    assert roc_auc_score(TEXT, scores) == pytest.approx(1 - right)
    assert roc_auc_score(TEXT == "fraud", scores) == right


@pytest.mark.filterwarnings("ignore:Scoring failed")
@pytest.mark.parametrize("scoring", ["f1", "recall", "average_precision"])
def test_sklearn_text_scoring(scoring):
    assert np.isnan(cross_val_score(LogisticRegression(), X, TEXT, scoring=scoring)).all()
    named = make_scorer(f1_score, pos_label="fraud")
    assert np.isfinite(cross_val_score(LogisticRegression(), X, TEXT, scoring=named)).all()


@pytest.mark.parametrize(
    ("function", "name"),
    [(roc_auc_score, "roc_auc"), (average_precision_score, "average_precision")],
)
def test_sklearn_make_scorer(function, name):
    of_decisions = cross_val_score(LogisticRegression(), X, Y, scoring=make_scorer(function))
    by_name = cross_val_score(LogisticRegression(), X, Y, scoring=name)
    scorer = make_scorer(function, response_method="predict_proba")
    of_scores = cross_val_score(LogisticRegression(), X, Y, scoring=scorer)
    assert of_decisions.mean() < by_name.mean() - 0.2
    assert of_scores == pytest.approx(by_name)


def test_sklearn_default_scoring():
    choices = {"class_weight": [None, "balanced"]}
    by_default = GridSearchCV(LogisticRegression(), choices).fit(X, Y)
    by_recall = GridSearchCV(LogisticRegression(), choices, scoring="balanced_accuracy").fit(X, Y)
    assert by_default.best_params_ == {"class_weight": None}
    assert by_default.best_score_ == pytest.approx(1 - Y.mean(), abs=0.01)  # what blind gets
    assert by_recall.best_params_ == {"class_weight": "balanced"}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("scoring", "without_positives"),
    [
        ("recall", 0),
        ("f1", 0),
        ("average_precision", 0),
        ("balanced_accuracy", 1),
        ("roc_auc", None),
    ],
)
def test_sklearn_folds_without_positives(scoring, without_positives):
    y = np.zeros(100, dtype=int)
    y[:3] = 1
    rows = RNG.normal(size=(100, 2))
    scores = cross_val_score(LogisticRegression(), rows, y, cv=5, scoring=scoring)
    if without_positives is None:
        assert np.isnan(scores[3:]).all()
    else:
        assert scores[3:].tolist() == [without_positives] * 2


@pytest.mark.filterwarnings("ignore")
def test_sklearn_search_of_nan():
    y = np.zeros(100, dtype=int)
    y[:3] = 1
    choices = {"C": [0.01, 1.0, 100.0]}
    search = GridSearchCV(LogisticRegression(), choices, scoring="roc_auc").fit(X[:100], y)
    assert np.isnan(search.best_score_)
    assert search.cv_results_["rank_test_score"].tolist() == [1, 1, 1]
    assert search.best_params_ == {"C": 0.01}  # the first of the list


def test_sklearn_brier_blind():
    y = np.repeat([0, 1], [990, 10])
    blind = np.full(1000, 0.01)
    assert brier_score_loss(y, blind) == pytest.approx(0.0099)
    assert d2_brier_score(y, blind) == pytest.approx(0)


def test_sklearn_trapezoid():
    y, blind = np.repeat([0, 1], [95, 5]), np.zeros(100)
    precision, recall, _ = precision_recall_curve(y, blind)
    assert auc(recall, precision) == pytest.approx(0.525)
    assert average_precision_score(y, blind) == pytest.approx(0.05)


def test_sklearn_micro_average():
    answers = (X[:, 0] > 1.5).astype(int)
    assert f1_score(Y, answers, average="micro") == accuracy_score(Y, answers)
    assert f1_score(Y, answers) < f1_score(Y, answers, average="weighted") - 0.2


def test_sklearn_calibration_bins():
    scores = RNG.beta(1, 60, size=5000)
    y = (RNG.random(5000) < scores).astype(int)
    assert len(calibration_curve(y, scores, n_bins=10)[0]) <= 3
    assert len(calibration_curve(y, scores, n_bins=10, strategy="quantile")[0]) == 10


class ScoresAsTheyAre(ClassifierMixin, BaseEstimator):
    """A classifier whose scores are its only column."""

    def fit(self, X, y):
        self.classes_ = np.array([0, 1])
        return self

    def predict_proba(self, X):
        return np.column_stack([1 - X[:, 0], X[:, 0]])


def test_sklearn_tuned_threshold_grid():
    y = np.repeat([0, 1], [180, 20])
    scores = np.r_[np.linspace(0, 0.0019, 180), np.linspace(0.002, 0.004, 19), 0.99]
    model = ScoresAsTheyAre().fit(scores[:, None], y)

    def best(**settings):
        tuned = TunedThresholdClassifierCV(
            model, scoring="f1", cv="prefit", refit=False, **settings
        )
        return tuned.fit(scores[:, None], y).best_score_

    assert best() < 0.2  # of 100 thresholds from 0 to 0.99, only the first is below 0.01
    assert best(thresholds=np.unique(scores)) == 1


def test_sklearn_isolation_forest():
    forest = IsolationForest(n_estimators=50, random_state=0).fit(X)
    strange = np.linalg.norm(X, axis=1) > 3.3
    assert roc_auc_score(strange, forest.score_samples(X)) < 0.1
    assert roc_auc_score(strange, -forest.score_samples(X)) > 0.9
    assert set(forest.predict(X)) == {-1, 1}
    assert np.mean(forest.predict(X[strange]) == -1) > 0.9


def test_sklearn_stratified_test_without_positives():
    y = np.repeat([0, 1], [96, 4])
    _, test = train_test_split(y, test_size=0.1, stratify=y, random_state=0)
    assert test.sum() == 0


def test_sklearn_kfold_sorted():
    y = np.repeat([1, 0], [10, 90])
    positives = [int(y[test].sum()) for _, test in KFold(5).split(y)]
    assert positives == [10, 0, 0, 0, 0]
