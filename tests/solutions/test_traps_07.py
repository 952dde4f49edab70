"""What lesson 07 says of scikit-learn and Keras, held against those that are installed.

Where one of these fails, a library has changed: its message names the cell and the sentence that
is no longer true.
"""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import TunedThresholdClassifierCV

from tests.solutions.facts import sentences, stands_there

LESSON = "07_choose_the_weight"
SAID = {"default": ("best-threshold", "by default maximises balanced accuracy")}
said = sentences(LESSON, SAID, "scikit-learn")
keras_said = sentences(LESSON, SAID, "keras")
RNG = np.random.default_rng(0)
X = RNG.normal(size=(600, 2))
Y = (RNG.random(600) < 1 / (1 + np.exp(2.5 - X[:, 0]))).astype(int)


def error_of(function, *args):
    """Return the text of the error that a call raises, or 'no error'."""
    try:
        function(*args)
    except (TypeError, ValueError) as error:
        return str(error)
    return "no error"


@pytest.mark.parametrize("fact", SAID)
def test_the_lesson_still_says_what_is_tested_here(fact):
    assert stands_there(LESSON, SAID[fact])


def test_a_tuned_threshold_takes_the_best_balanced_accuracy_unasked():
    head = LogisticRegression()
    unasked = TunedThresholdClassifierCV(head).fit(X, Y)
    asked = TunedThresholdClassifierCV(head, scoring="balanced_accuracy").fit(X, Y)
    assert unasked.best_threshold_ == asked.best_threshold_, said("default")
    tuned = balanced_accuracy_score(Y, unasked.predict(X))
    assert tuned > balanced_accuracy_score(Y, head.fit(X, Y).predict(X)) + 0.05, said("default")
