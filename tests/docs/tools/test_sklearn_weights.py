"""What scikit-learn does with class weights and row weights."""

import numpy as np
import pytest
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import (
    ExtraTreesClassifier,
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
)
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score
from sklearn.multiclass import OneVsRestClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier
from sklearn.utils import compute_class_weight

RNG = np.random.default_rng(0)
X = RNG.normal(size=(600, 4))
Y = (X[:, 0] + RNG.normal(size=600) > 1.9).astype(int)  # 43 of 600 are rare
WEIGHTS = np.where(Y == 1, 5.0, 1.0)


def mean_score(model, y=Y, **arguments):
    """Return how rare the trained model believes the rows to be, on average."""
    model.fit(X, y, **arguments)
    if hasattr(model, "predict_proba"):
        return model.predict_proba(X)[:, 1].mean()
    return model.decision_function(X).mean()


def with_balanced(kind, **settings):
    """Return mean scores: balanced; balanced and row weights; the same weights as a dict."""
    numbers = compute_class_weight(class_weight="balanced", classes=np.array([0, 1]), y=Y)
    as_dict = dict(enumerate(numbers.tolist()))
    word = mean_score(kind(class_weight="balanced", **settings))
    both = mean_score(kind(class_weight="balanced", **settings), sample_weight=WEIGHTS)
    stacked = mean_score(kind(class_weight=as_dict, **settings), sample_weight=WEIGHTS)
    return word, both, stacked


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        (LogisticRegression, {"tol": 1e-8}),
        (RandomForestClassifier, {"n_estimators": 10, "min_samples_leaf": 20, "random_state": 0}),
        (LinearSVC, {"random_state": 0}),
    ],
)
def test_sklearn_balanced_undoes_row_weights(kind, settings):
    word, both, stacked = with_balanced(kind, **settings)
    assert both == pytest.approx(word, abs=0.01)
    assert stacked > word + 0.1


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        (SGDClassifier, {"loss": "log_loss", "random_state": 0}),
        (SVC, {}),
        (DecisionTreeClassifier, {"max_depth": 2, "random_state": 0}),
        (HistGradientBoostingClassifier, {"max_iter": 5}),
    ],
)
def test_sklearn_balanced_multiplies_row_weights(kind, settings):
    word, both, stacked = with_balanced(kind, **settings)
    assert both == pytest.approx(stacked)
    assert both > word + 0.05


def test_sklearn_max_samples():
    def rows_of_a_tree(**arguments):
        forest = RandomForestClassifier(1, max_samples=0.5, random_state=0)
        return len(forest.fit(X, Y, **arguments).estimators_samples_[0])

    assert rows_of_a_tree() == 300
    assert rows_of_a_tree(sample_weight=np.full(600, 10.0)) == 3000
    assert rows_of_a_tree(sample_weight=np.full(600, 0.1)) == 30


def test_sklearn_digits_as_text():
    labels = np.where(Y == 1, "2", "1")
    as_labels = LogisticRegression(class_weight={"1": 1, "2": 9})
    with pytest.raises(ValueError, match=r"The classes, \[1, 2\], are not in class_weight"):
        as_labels.fit(X, labels)
    heavy = mean_score(LogisticRegression(class_weight={1: 1, 2: 9}), labels)
    assert heavy > mean_score(LogisticRegression(), labels) + 0.1


@pytest.mark.parametrize("kind", [RandomForestClassifier, ExtraTreesClassifier])
def test_sklearn_forest_digits_as_text(kind):
    forest = kind(2, class_weight="balanced", random_state=0)
    forest.fit(X, np.where(Y == 1, "rare", "common"))
    with pytest.raises(ValueError, match=r"The classes, \[1, 2\], are not in class_weight"):
        forest.fit(X, np.where(Y == 1, "2", "1"))


def test_sklearn_boosting_keys():
    labels = np.where(Y == 1, "rare", "common")
    by_name = HistGradientBoostingClassifier(max_iter=2, class_weight={"rare": 9, "common": 1})
    with pytest.raises(ValueError, match=r"The classes, \[0, 1\], are not in class_weight"):
        by_name.fit(X, labels)
    by_place = HistGradientBoostingClassifier(max_iter=2, class_weight={0: 1, 1: 9})
    plain = HistGradientBoostingClassifier(max_iter=2)
    assert mean_score(by_place, labels) > mean_score(plain, labels) + 0.05


@pytest.mark.filterwarnings("ignore:divide by zero")
def test_sklearn_infinite_weight():
    none_of_the_rare = np.where(Y == 1, 0.0, 1.0)
    classes = np.array([0, 1])
    weights = compute_class_weight(
        class_weight="balanced", classes=classes, y=Y, sample_weight=none_of_the_rare
    )
    assert weights.tolist() == [0.5, np.inf]


def test_sklearn_one_vs_rest_keys():
    y = np.where(Y == 1, 2, (X[:, 1] > 0).astype(int))  # three classes, 2 is rare

    def called_rare(weights):
        inner = LogisticRegression(class_weight=weights)
        return np.sum(OneVsRestClassifier(inner).fit(X, y).predict(X) == 2)

    with pytest.raises(ValueError, match="are not in class_weight"):
        called_rare({2: 50})
    assert called_rare({0: 1, 1: 1, 2: 50}) == called_rare(None)  # the key 2 is never looked up


@pytest.mark.parametrize(
    "kind", [GradientBoostingClassifier, MLPClassifier, KNeighborsClassifier], ids=str
)
def test_sklearn_no_class_weight(kind):
    with pytest.raises(TypeError, match="unexpected keyword argument 'class_weight'"):
        kind(class_weight="balanced")


def test_sklearn_leaf_counts_rows():
    heavy = np.where(Y == 1, 1000.0, 1.0)

    def smallest_leaf(**settings):
        tree = DecisionTreeClassifier(random_state=0, **settings).fit(X, Y, sample_weight=heavy)
        return min(np.unique(tree.apply(X), return_counts=True)[1])

    assert smallest_leaf(min_samples_leaf=30) >= 30
    assert smallest_leaf(min_weight_fraction_leaf=0.05) < 10


def test_sklearn_pipeline_weights():
    pipeline = make_pipeline(StandardScaler(), LogisticRegression())
    with pytest.raises(ValueError, match="Pipeline.fit does not accept the sample_weight"):
        pipeline.fit(X, Y, sample_weight=WEIGHTS)
    heavy = mean_score(pipeline, logisticregression__sample_weight=WEIGHTS)
    assert heavy > mean_score(pipeline) + 0.1


def test_sklearn_search_weights_scores():
    heavy = np.where(Y == 1, 50.0, 1.0)
    folds = StratifiedKFold(3)
    plain, weighted = [], []
    for train, test in folds.split(X, Y):
        model = LogisticRegression().fit(X[train], Y[train], sample_weight=heavy[train])
        answers = model.predict(X[test])
        plain.append(accuracy_score(Y[test], answers))
        weighted.append(accuracy_score(Y[test], answers, sample_weight=heavy[test]))
    search = GridSearchCV(LogisticRegression(), {"C": [1.0]}, cv=folds, scoring="accuracy")
    search.fit(X, Y, sample_weight=heavy)
    given = {"params": {"sample_weight": heavy}, "cv": folds, "scoring": "accuracy"}
    scores = cross_val_score(LogisticRegression(), X, Y, **given)
    assert search.best_score_ == pytest.approx(np.mean(weighted))
    assert scores.mean() == pytest.approx(np.mean(plain))
    assert np.mean(weighted) == pytest.approx(0.90, abs=0.02)
    assert np.mean(plain) == pytest.approx(0.63, abs=0.02)


def test_sklearn_calibration_repairs():
    share = Y.mean()
    weighted = LogisticRegression(class_weight="balanced")
    assert mean_score(weighted) > 3 * share
    assert mean_score(CalibratedClassifierCV(weighted)) == pytest.approx(share, abs=0.01)
    by_rows = CalibratedClassifierCV(LogisticRegression())
    assert mean_score(by_rows, sample_weight=WEIGHTS) > 2 * share
    by_temperature = CalibratedClassifierCV(weighted, method="temperature")
    assert mean_score(by_temperature) > 3 * share
