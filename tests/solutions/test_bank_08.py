"""The references of lesson 08 against scikit-learn, Keras and SciPy, and what they must satisfy."""

from pathlib import Path

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import expit, logit
from scipy.stats import bootstrap
from sklearn.calibration import calibration_curve
from sklearn.linear_model import LogisticRegression

from helpers.checks.bank import bank_from_source
from tests.solutions.scored_rows import scored

LESSON = Path(__file__).resolve().parents[2] / "solutions" / "08_true_risks"
REFERENCES = {
    name: exercise.reference
    for name, exercise in bank_from_source(LESSON / "exercises").sources.items()
}
PRICES = st.floats(0.01, 1000)
RATIOS = st.floats(0.01, 1000)


@given(data=scored())
def test_predictions_of_the_share_are_calibrated_in_the_large(data):
    y, _ = data
    assert REFERENCES["calibration_in_the_large"](y, np.full(len(y), y.mean())) == pytest.approx(0)


def test_an_unpenalised_logistic_regression_is_calibrated_in_the_large():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(200, 3))
    y = (rng.random(200) < expit(x[:, 0] - 1)).astype(int)
    p = LogisticRegression(C=1e9, tol=1e-10).fit(x, y).predict_proba(x)[:, 1]
    assert REFERENCES["calibration_in_the_large"](y, p) == pytest.approx(0, abs=1e-5)


@given(p=arrays(float, 5, elements=st.floats(0.001, 0.999)), ratio=RATIOS)
def test_unweighting_undoes_a_shift_of_the_logit(p, ratio):
    q = expit(logit(p) + np.log(ratio))
    np.testing.assert_allclose(REFERENCES["unweight"](q, ratio), p, rtol=1e-6)


@given(q=arrays(float, 5, elements=st.floats(0, 1)), ratio=RATIOS)
def test_unweighting_keeps_the_ends_and_the_order(q, ratio):
    p = REFERENCES["unweight"](np.sort(np.r_[0, q, 1]), ratio)
    assert (p[0], p[-1]) == (0, 1)
    assert np.all(np.diff(p) >= 0)


SHARES = st.floats(0.01, 0.99)
RISKS = arrays(float, 5, elements=st.floats(0, 1))


@given(
    p=arrays(float, 6, elements=st.integers(1, 99).map(lambda cents: cents / 100)),
    weights=arrays(float, 6, elements=st.integers(1, 50).map(float)),
    new=SHARES,
)
def test_a_shifted_prior_is_bayes_rule_on_counted_people(p, weights, new):
    """People of six kinds are counted in both worlds; each class has the same kinds in both."""
    ones, zeros = weights * p, weights * (1 - p)
    old = ones.sum() / weights.sum()
    there = new * ones / ones.sum() + (1 - new) * zeros / zeros.sum()
    expected = new * ones / ones.sum() / there
    np.testing.assert_allclose(REFERENCES["shift_prior"](p, old, new), expected, rtol=1e-9)


@given(p=RISKS, old=SHARES, new=SHARES)
def test_a_shifted_prior_comes_back(p, old, new):
    shift = REFERENCES["shift_prior"]
    np.testing.assert_allclose(shift(shift(p, old, new), new, old), p, rtol=1e-6, atol=1e-12)


@given(p=RISKS, old=SHARES)
def test_where_the_share_stays_nothing_moves(p, old):
    np.testing.assert_allclose(REFERENCES["shift_prior"](p, old, old), p, rtol=1e-12)


@given(q=RISKS, share=SHARES, ratio=RATIOS)
def test_unweighting_goes_back_from_the_share_that_the_weights_pretended(q, share, ratio):
    pretended = share * ratio / (share * ratio + 1 - share)
    there = REFERENCES["shift_prior"](q, pretended, share)
    np.testing.assert_allclose(there, REFERENCES["unweight"](q, ratio), rtol=1e-6, atol=1e-12)


@given(data=scored(), bins=st.sampled_from([2, 4, 5, 10]))
def test_the_calibration_error_weighs_the_gaps_of_scikit_learns_curve(data, bins):
    y, p = data
    seen, said = calibration_curve(y, p, n_bins=bins)
    rows = np.histogram(p, bins=np.linspace(0, 1, bins + 1))[0]
    expected = np.average(np.abs(seen - said), weights=rows[rows > 0])
    assert REFERENCES["expected_calibration_error"](y, p, bins) == pytest.approx(expected)


@given(data=scored())
def test_with_one_bin_the_error_is_calibration_in_the_large(data):
    off = REFERENCES["calibration_in_the_large"](*data)
    assert REFERENCES["expected_calibration_error"](*data, 1) == pytest.approx(abs(off))


@given(data=scored())
def test_the_initial_bias_gives_the_share(data):
    y, _ = data
    assert expit(REFERENCES["initial_bias"](y)) == pytest.approx(y.mean())


@settings(max_examples=10, deadline=None)
@given(data=scored())
def test_with_the_initial_bias_keras_begins_at_the_least_constant_loss(data):
    y, _ = data
    layer = keras.layers.Dense(
        1,
        activation="sigmoid",
        kernel_initializer="zeros",
        bias_initializer=keras.initializers.Constant(REFERENCES["initial_bias"](y)),
    )
    model = keras.Sequential([keras.Input((2,)), layer])
    model.compile(loss="binary_crossentropy", run_eagerly=True)
    loss = model.evaluate(np.ones((len(y), 2)), y, batch_size=len(y), verbose=0)
    share = y.mean()
    entropy = -share * np.log(share) - (1 - share) * np.log(1 - share)
    assert loss == pytest.approx(entropy, rel=1e-3)


HITS = arrays(int, 60, elements=st.integers(0, 1))


@settings(max_examples=20, deadline=None)
@given(a=HITS, b=HITS, seed=st.integers(0, 2**31))
def test_the_bootstrap_is_repeatable_and_holds_the_difference(a, b, seed):
    low, high = REFERENCES["paired_bootstrap"](a, b, 400, seed)
    assert (low, high) == REFERENCES["paired_bootstrap"](a, b, 400, seed)
    assert low <= a.mean() - b.mean() <= high


@given(a=HITS, seed=st.integers(0, 2**31))
def test_the_bootstrap_of_equal_models_has_no_width(a, seed):
    assert REFERENCES["paired_bootstrap"](a, a, 50, seed) == (0, 0)


@pytest.mark.parametrize("kind", [bool, np.uint8])
def test_the_bootstrap_takes_zeros_and_ones_of_any_type(kind):
    a, b = np.array([1, 1, 0, 1, 0, 0]), np.array([1, 0, 1, 0, 1, 1])
    expected = REFERENCES["paired_bootstrap"](a, b, 200, 0)
    assert REFERENCES["paired_bootstrap"](a.astype(kind), b.astype(kind), 200, 0) == expected


def test_the_bootstrap_agrees_with_scipys():
    rng = np.random.default_rng(0)
    a, b = (rng.random((2, 500)) < [[0.7], [0.6]]).astype(int)
    theirs = bootstrap(
        (a, b),
        lambda a, b, axis: a.mean(axis=axis) - b.mean(axis=axis),
        paired=True,
        vectorized=True,
        n_resamples=5000,
        method="percentile",
        rng=1,
    ).confidence_interval
    ours = REFERENCES["paired_bootstrap"](a, b, 5000, 2)
    assert ours == pytest.approx((theirs.low, theirs.high), abs=0.008)
