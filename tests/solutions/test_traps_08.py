"""What lesson 08 says of scikit-learn and Keras, held against those that are installed.

Where one of these fails, a library has changed: its message names the cell and the sentence that
is no longer true.
"""

import keras
import numpy as np
import pytest
from sklearn.ensemble import VotingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import FixedThresholdClassifier, TunedThresholdClassifierCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from helpers.lessons import misspecified_models as misfits
from helpers.models import small_cnn
from tests.solutions.facts import sentences, stands_there

LESSON = "08_true_risks"
SAID = {
    "refused": ("initial-bias", "A hard vote hides its scores"),
    "each member": ("initial-bias", "or members' thresholds"),
    "near one half": ("initial-bias", "A sigmoid network begins near 0.5"),
}
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


@pytest.mark.parametrize(
    "wrap", [lambda vote: FixedThresholdClassifier(vote, threshold=0.1), TunedThresholdClassifierCV]
)
def test_a_hard_vote_takes_no_threshold(wrap):
    vote = misfits.vote(1)
    assert not hasattr(vote.fit(X, Y), "predict_proba"), said("refused")
    assert "predict_proba" in error_of(wrap(vote).fit, X, Y), said("refused")


def test_each_member_of_a_vote_may_have_a_threshold():
    head = make_pipeline(StandardScaler(), LogisticRegression())
    moved = FixedThresholdClassifier(head, threshold=0.1)
    vote = VotingClassifier([("one", moved), ("two", moved), ("three", moved)]).fit(X, Y)
    expected = head.fit(X, Y).predict_proba(X)[:, 1] >= 0.1
    np.testing.assert_array_equal(vote.predict(X), expected, err_msg=said("each member"))


def test_weights_go_inside_a_vote():
    plain, weighted = (np.mean(misfits.vote(r).fit(X, Y).predict(X)[Y == 1]) for r in (1, 9))
    assert weighted > plain + 0.2, said("refused")


def test_the_small_network_begins_near_one_half():
    keras.utils.set_random_seed(0)
    pictures = RNG.integers(0, 256, size=(50, 32, 32, 3), dtype=np.uint8)
    first = small_cnn().predict(pictures, verbose=0)
    assert np.all(np.abs(first - 0.5) < 0.2), keras_said("near one half")
