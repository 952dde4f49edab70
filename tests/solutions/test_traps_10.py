"""What lesson 10 says of scikit-learn, SciPy and imbalanced-learn, held against those installed.

Where one of these fails, a library has changed: its message names the cell and the sentence that
is no longer true.
"""

import numpy as np
import pytest
from imblearn.over_sampling import SMOTE, SMOTENC
from imblearn.pipeline import make_pipeline
from scipy.stats import binomtest
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import FixedThresholdClassifier

from tests.solutions.facts import sentences, stands_there

LESSON = "10_take_it_to_work"

LEARN_SAID = {
    "fixed": ("four-ways", "`FixedThresholdClassifier` decides at our threshold"),
    "mended": ("four-ways", "So it repairs the scores of a weighted model"),
}
IMBALANCED_SAID = {
    "between": ("resampling-section", "puts a row between them"),
    "fractions": (
        "resampling-section",
        "Our columns of 0 and 1 get fractions in this way, which no plane has; for tables with "
        "texts there is `SMOTENC`",
    ),
    "pipeline": ("smote-read", "imbalanced-learn's own `make_pipeline` does this for you"),
}
SCIPY_SAID = {
    "wilson": ("interval-section", "Recalls from 0.22 to 0.54 fit this count"),
    "enough": (
        "prices-section",
        "From about 190 positives each, the difference exceeds 1.96 of its standard errors, "
        "though the two intervals still overlap",
    ),
}

learn_said = sentences(LESSON, LEARN_SAID, "scikit-learn")
imbalanced_said = sentences(LESSON, IMBALANCED_SAID, "imbalanced-learn")
scipy_said = sentences(LESSON, SCIPY_SAID, "scipy")


@pytest.fixture
def drawn() -> tuple[np.ndarray, np.ndarray]:
    """Return 4,000 rows of two columns, one in twenty of them of class 1."""
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1], [3800, 200])
    return rng.normal(size=(4000, 2)) + y[:, np.newaxis], y


@pytest.mark.parametrize(
    "fact", [*LEARN_SAID.values(), *IMBALANCED_SAID.values(), *SCIPY_SAID.values()]
)
def test_the_lesson_still_says_what_is_tested_here(fact):
    assert stands_there(LESSON, fact)


def test_a_fixed_threshold_is_the_one_that_decides(drawn):
    X, y = drawn
    model = FixedThresholdClassifier(LogisticRegression(), threshold=0.07, pos_label=1).fit(X, y)
    expected = model.predict_proba(X)[:, 1] >= 0.07
    assert np.array_equal(model.predict(X), expected), learn_said("fixed")


def test_scores_of_a_weighted_model_are_mended_by_calibration(drawn):
    X, y = drawn
    weighted = LogisticRegression(class_weight={0: 1, 1: 50})
    before = weighted.fit(X, y).predict_proba(X)[:, 1].mean()
    after = CalibratedClassifierCV(weighted, cv=5).fit(X, y).predict_proba(X)[:, 1].mean()
    assert before > 5 * y.mean(), learn_said("mended")
    assert after == pytest.approx(y.mean(), rel=0.1), learn_said("mended")


def test_smote_puts_new_rows_between_two_positives():
    X = np.array([[0.0, 0.0], [1.0, 1.0], *np.random.default_rng(0).normal(9, 1, (8, 2))])
    y = np.array([1, 1] + [0] * 8)
    made = SMOTE(k_neighbors=1, random_state=0).fit_resample(X, y)[0][len(X) :]
    assert len(made) == 6
    on_the_line = np.allclose(made[:, 0], made[:, 1]) and np.all((made >= 0) & (made <= 1))
    assert on_the_line, imbalanced_said("between")


def test_smote_makes_fractions_of_zeros_and_ones_and_smotenc_keeps_texts():
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1], [60, 20])
    numbers, marks = rng.normal(size=80), np.tile([0.0, 1.0], 40)
    made = SMOTE(random_state=0).fit_resample(np.column_stack([numbers, marks]), y)[0]
    assert not np.isin(made[:, 1], [0, 1]).all(), imbalanced_said("fractions")
    texts = np.where(marks == 1, "gull", "hawk")
    table = np.column_stack([numbers.astype(object), texts.astype(object)])
    kept = SMOTENC([1], random_state=0).fit_resample(table, y)[0]
    assert len(kept) == 120, imbalanced_said("fractions")
    assert set(kept[:, 1]) == {"gull", "hawk"}, imbalanced_said("fractions")


def test_in_a_pipeline_rows_are_made_while_fitting_alone(drawn):
    class Counting(ClassifierMixin, BaseEstimator):
        def fit(self, X, y):
            self.classes_, self.rows = np.unique(y), np.bincount(y)
            return self

        def predict(self, X):
            return np.zeros(len(X), dtype=int)

    X, y = drawn
    model = make_pipeline(SMOTE(random_state=0), Counting()).fit(X, y)
    assert model[-1].rows.tolist() == [3800, 3800], imbalanced_said("pipeline")
    assert len(model.predict(X)) == len(X), imbalanced_said("pipeline")


def test_the_worked_interval_is_wilsons():
    low, high = binomtest(11, 30).proportion_ci(method="wilson")
    assert (f"{low:.2f}", f"{high:.2f}") == ("0.22", "0.54"), scipy_said("wilson")


def test_recalls_can_be_told_apart_where_their_intervals_overlap():
    halves, more = (binomtest(n, 190).proportion_ci(method="wilson") for n in (95, 114))
    assert halves.high > more.low, scipy_said("enough")
    errors = np.sqrt((0.5 * 0.5 + 0.6 * 0.4) / np.array([170, 190]))
    assert list(0.1 / errors > 1.959964) == [False, True], scipy_said("enough")
