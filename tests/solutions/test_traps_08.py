"""What lesson 08 says of scikit-learn, Keras and the formulas, held against those installed.

Where one of these fails, a library has changed or a sentence is too wide: the message names the
cell and the sentence that is no longer true.
"""

import keras
import numpy as np
import pytest
from scipy.special import logit, softmax
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import RandomForestClassifier, VotingClassifier
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import FixedThresholdClassifier
from sklearn.tree import DecisionTreeClassifier

from tests.solutions.facts import stands_there
from tests.solutions.lesson_08 import (
    LESSON,
    MANY,
    ONES,
    RNG,
    SAID,
    WEIGHTS,
    X,
    Y,
    keras_said,
    line,
    said,
)


def unweight(q, ratio):
    return q / (q + (1 - q) * ratio)


@pytest.mark.parametrize("fact", SAID)
def test_the_lesson_still_says_what_is_tested_here(fact):
    assert stands_there(LESSON, SAID[fact])


def test_unweighting_is_all_but_exact_where_the_form_can_express_the_true_risks():
    plain, weighted = (
        line(class_weight=w).fit(MANY, ONES).predict_proba(MANY)[:, 1] for w in (None, WEIGHTS)
    )
    assert np.abs(weighted - plain).mean() > 0.2
    assert np.abs(unweight(weighted, 9) - plain).mean() < 0.005, said("exact")
    decided_alike = np.mean((plain >= 0.1) == (weighted >= 0.5))
    assert decided_alike > 0.97, said("condition of the advice")


def test_where_it_can_not_unweighting_leaves_another_model():
    x = MANY[:, :1]
    risks = np.where((x > 0.5) & (x < 1.2), 0.6, 0.02)[:, 0]  # no straight line gives these
    ones = (RNG.random(40_000) < risks).astype(int)
    plain, weighted = (
        line(class_weight=w).fit(x, ones).predict_proba(x)[:, 1] for w in (None, WEIGHTS)
    )
    assert np.abs(unweight(weighted, 9) - plain).mean() > 0.02, said("condition")
    assert np.mean((plain >= 0.1) == (weighted >= 0.5)) < 0.95, said("condition of the claim")


def test_counted_by_weight_the_mean_score_is_one_half_at_the_balanced_weight():
    balanced = {0: 1, 1: np.sum(ONES == 0) / np.sum(ONES == 1)}
    q = line(class_weight=balanced).fit(MANY, ONES).predict_proba(MANY)[:, 1]
    weights = np.where(ONES == 1, balanced[1], 1)
    assert np.average(q, weights=weights) == pytest.approx(0.5, abs=1e-3), said("counted by weight")


def test_unweighting_keeps_the_order():
    q = RNG.random(600)
    before, after = (average_precision_score(Y, p) for p in (q, unweight(q, 9)))
    assert before == after, said("same order")


def test_ten_weighted_probabilities_are_undone_by_dividing_and_bringing_to_one():
    logits = MANY @ RNG.normal(size=(2, 3)) + [0, -1, -2]
    classes = (softmax(logits, axis=1).cumsum(axis=1) < RNG.random((40_000, 1))).sum(axis=1)
    weights = {0: 1, 1: 4, 2: 9}
    model = LogisticRegression(C=1e6)
    plain = model.fit(MANY, classes).predict_proba(MANY)
    weighted = model.set_params(class_weight=weights).fit(MANY, classes).predict_proba(MANY)
    undone = weighted / list(weights.values())
    undone /= undone.sum(axis=1, keepdims=True)
    assert np.abs(weighted - plain).mean() > 0.1
    assert np.abs(undone - plain).mean() < 0.01, said("many")


def test_a_sigmoid_calibrator_is_a_factor_and_a_shift_of_the_logit_and_undoes_class_weight():
    weighted = line(class_weight=WEIGHTS)
    mended = CalibratedClassifierCV(weighted, method="sigmoid", cv=3, ensemble=False)
    p = mended.fit(MANY, ONES).predict_proba(MANY)[:, 1]
    before = weighted.fit(MANY, ONES).decision_function(MANY)
    factor, shift = np.polyfit(before, logit(p), 1)
    np.testing.assert_allclose(
        logit(p), factor * before + shift, atol=1e-6, err_msg=said("two parameters")
    )
    assert (factor, shift) == pytest.approx((1, -np.log(9)), abs=0.1), said("undoes")


def test_frozen_a_finished_model_stays_as_it_is_and_one_curve_is_fitted():
    finished = line(class_weight=WEIGHTS).fit(MANY[:20_000], ONES[:20_000])
    before = finished.coef_.copy()
    mended = CalibratedClassifierCV(FrozenEstimator(finished))
    mended.fit(MANY[20_000:], ONES[20_000:])
    np.testing.assert_array_equal(finished.coef_, before, err_msg=said("frozen"))
    assert len(mended.calibrated_classifiers_) == 1, said("frozen")
    p = mended.predict_proba(MANY)[:, 1]
    assert p.mean() == pytest.approx(ONES.mean(), abs=0.01), said("frozen")


def test_a_forest_hands_its_probability_to_a_sigmoid_calibrator():
    forest = RandomForestClassifier(20, max_depth=3, random_state=0)
    assert not hasattr(forest, "decision_function"), said("no logit")
    mended = CalibratedClassifierCV(forest, method="sigmoid", cv=3, ensemble=False).fit(X, Y)
    after = logit(mended.predict_proba(X)[:, 1])
    before = forest.fit(X, Y).predict_proba(X)[:, 1]
    factor, shift = np.polyfit(before, after, 1)
    np.testing.assert_allclose(after, factor * before + shift, atol=1e-6, err_msg=said("no logit"))


def members(weight=1):
    given = {0: 1, 1: weight}
    trees = [
        DecisionTreeClassifier(max_depth=d, random_state=0, class_weight=given) for d in (3, 6)
    ]
    return [("line", line(class_weight=given)), ("one", trees[0]), ("other", trees[1])]


def test_a_hard_vote_has_no_scores_and_a_soft_one_has_their_mean():
    hard, soft = (VotingClassifier(members(), voting=v).fit(X, Y) for v in ("hard", "soft"))
    assert not hasattr(hard, "predict_proba"), said("refused")
    mean = np.mean([member.fit(X, Y).predict_proba(X) for _, member in members()], axis=0)
    np.testing.assert_allclose(soft.predict_proba(X), mean, err_msg=said("soft"))
    moved = FixedThresholdClassifier(VotingClassifier(members(), voting="soft"), threshold=0.1)
    np.testing.assert_array_equal(moved.fit(X, Y).predict(X), mean[:, 1] >= 0.1)


def test_each_member_of_a_vote_may_have_a_threshold():
    moved = FixedThresholdClassifier(line(), threshold=0.1)
    vote = VotingClassifier([("one", moved), ("two", moved), ("three", moved)]).fit(X, Y)
    expected = line().fit(X, Y).predict_proba(X)[:, 1] >= 0.1
    np.testing.assert_array_equal(vote.predict(X), expected, err_msg=said("each member"))


def test_weights_go_inside_a_vote():
    plain, weighted = (
        VotingClassifier(members(r), voting="hard").fit(X, Y).predict(X)[Y == 1].mean()
        for r in (1, 9)
    )
    assert weighted > plain + 0.2, said("each member")


def test_the_exponent_of_keras_focal_loss_is_gamma_in_both_classes():
    p = np.array([[0.9], [0.6], [0.2]])
    for truth in (1, 0):
        target = np.full_like(p, truth)
        of_truth = p[:, 0] if truth else 1 - p[:, 0]
        for gamma in (0, 2, 3.5):
            loss = keras.losses.BinaryFocalCrossentropy(gamma=gamma, reduction=None)(target, p)
            expected = -((1 - of_truth) ** gamma) * np.log(of_truth)
            sentence = keras_said("gamma" if truth else "both classes")
            np.testing.assert_allclose(loss, expected, rtol=1e-4, err_msg=sentence)


def test_with_many_classes_the_threshold_says_the_costly_class_too_rarely():
    p = RNG.dirichlet(np.ones(10) / 2, size=5000)
    prices = np.ones((10, 10)) - np.eye(10)
    prices[5] *= 9
    cheapest, at_threshold = (p @ prices).argmin(axis=1) == 5, p[:, 5] >= 0.1
    assert not np.any(at_threshold & ~cheapest), said("too rarely")
    assert np.mean(cheapest & ~at_threshold) > 0.01, said("too rarely")


def test_true_risks_get_the_lowest_brier_score_on_average_and_not_in_each_draw():
    risks = RNG.random(30)
    others = np.clip(risks + RNG.normal(0, 0.05, 30), 0, 1)
    drawn = (RNG.random((5000, 30)) < risks).astype(int)
    true, off = (np.mean((p - drawn) ** 2, axis=1) for p in (risks, others))
    assert true.mean() < off.mean(), said("on average")
    assert np.any(true > off), said("on average")
