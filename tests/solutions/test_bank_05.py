"""The references of lesson 05 against scikit-learn, SciPy and TensorFlow."""

import json
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import approx_fprime
from scipy.special import softmax
from sklearn.metrics import confusion_matrix

from helpers.checks.bank import bank_from_source

LESSON = Path(__file__).resolve().parents[2] / "solutions" / "05_cost_matrix"
REFERENCES = {
    name: exercise.reference
    for name, exercise in bank_from_source(LESSON / "exercises").sources.items()
}
PRICES = st.floats(0, 64, width=32)
# TensorFlow takes some milliseconds an example.
with_tensorflow = settings(max_examples=25, deadline=None)


@st.composite
def rows(draw, diagonal=None):
    """True classes, logits and a cost matrix."""
    k = draw(st.integers(2, 5))
    n = draw(st.integers(1, 6))
    y = draw(arrays(int, n, elements=st.integers(0, k - 1)))
    logits = draw(arrays(float, (n, k), elements=st.floats(-4, 4, width=32)))
    costs = draw(arrays(float, (k, k), elements=PRICES))
    if diagonal is not None:
        np.fill_diagonal(costs, diagonal)
    return y, logits, costs


def tensors(y, logits, costs):
    """Return logits to derive by, and from them the masked cross-entropy and the expected cost."""
    z = tf.Variable(logits)
    with tf.GradientTape(persistent=True) as tape:
        probs = tf.nn.softmax(z)
        priced = tf.gather(tf.constant(costs), y)
        mask = tf.gather(priced, tf.argmax(probs, axis=1), batch_dims=1)
        entropy = tf.nn.sparse_softmax_cross_entropy_with_logits(y, z)
        masked, expected = mask * entropy, tf.reduce_sum(priced * probs, axis=1)
    return z, tape, probs.numpy(), mask.numpy(), masked, expected


@given(
    pairs=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30),
    costs=arrays(float, (4, 4), elements=PRICES),
)
def test_mean_cost_is_the_confusion_matrix_times_the_prices(pairs, costs):
    y_true, y_pred = np.array(pairs).T
    counts = confusion_matrix(y_true, y_pred, labels=range(4))
    expected = np.sum(counts * costs) / len(pairs)
    assert REFERENCES["mean_cost"](y_true, y_pred, costs) == pytest.approx(expected)


@given(data=rows())
def test_no_answer_costs_less_than_the_least_cost_decision(data):
    _, logits, costs = data
    probs = softmax(logits, axis=1)
    decided = REFERENCES["least_cost_decision"](probs, costs)
    for p, answer in zip(probs, decided, strict=True):
        by_answer = [np.average(costs[:, j], weights=p) for j in range(len(costs))]
        assert by_answer[answer] <= min(by_answer) + 1e-9


@given(data=rows())
def test_where_every_mistake_costs_one_the_decision_is_the_argmax(data):
    _, logits, costs = data
    probs = softmax(logits, axis=1)
    decided = REFERENCES["least_cost_decision"](probs, 1 - np.eye(len(costs)))
    # Nearly equal probabilities may be told apart by one and not by the other.
    best = np.take_along_axis(probs, decided[:, np.newaxis], axis=1)[:, 0]
    np.testing.assert_allclose(best, probs.max(axis=1), rtol=0, atol=1e-12)


@given(weights=st.lists(st.integers(0, 50), min_size=2, max_size=6))
def test_class_weights_are_found_in_the_matrix_that_they_make(weights):
    costs = np.array(weights, dtype=float)[:, np.newaxis] * (1 - np.eye(len(weights)))
    assert REFERENCES["class_weights_in"](costs) == dict(enumerate(weights))


@given(data=rows(diagonal=0), t=st.integers(0, 9), by=st.floats(0.5, 9))
def test_a_row_with_two_prices_is_no_class_weight(data, t, by):
    costs = data[2]
    k = len(costs)
    weights = costs.max(axis=1)[:, np.newaxis] * (1 - np.eye(k))
    weights[t % k, (t + 1) % k] += by
    found = REFERENCES["class_weights_in"](weights)
    assert (found is None) == (k > 2)


@given(data=rows(diagonal=0))
def test_with_class_weights_the_decision_is_the_argmax_of_the_weighted_probabilities(data):
    _, logits, costs = data
    weights = 1 + costs.max(axis=1)
    probs = softmax(logits, axis=1)
    costs = weights[:, np.newaxis] * (1 - np.eye(len(weights)))
    decided = REFERENCES["least_cost_decision"](probs, costs)
    weighted = probs * np.array(list(REFERENCES["class_weights_in"](costs).values()))
    best = np.take_along_axis(weighted, decided[:, np.newaxis], axis=1)[:, 0]
    np.testing.assert_allclose(best, weighted.max(axis=1), rtol=1e-9)


@with_tensorflow
@given(data=rows())
def test_cost_mask_is_the_price_of_the_argmax(data):
    _, _, probs, mask, _, _ = tensors(*data)
    np.testing.assert_array_equal(REFERENCES["cost_mask"](data[0], probs, data[2]), mask)


@given(data=rows())
def test_the_mean_mask_is_the_mean_cost_of_the_argmax(data):
    y, logits, costs = data
    probs = softmax(logits, axis=1)
    mean = REFERENCES["mean_cost"](y, probs.argmax(axis=1), costs)
    assert REFERENCES["cost_mask"](y, probs, costs).mean() == pytest.approx(mean)


@with_tensorflow
@given(data=rows(diagonal=0))
def test_dead_rows_have_no_gradient_in_tensorflow(data):
    z, tape, probs, _, masked, _ = tensors(*data)
    gradient = tape.gradient(masked, z).numpy()
    dead = int(np.sum(np.all(gradient == 0, axis=1)))
    assert REFERENCES["dead_rows"](data[0], probs, data[2]) == dead


@with_tensorflow
@given(data=rows())
def test_expected_cost_and_its_gradient_are_those_of_tensorflow(data):
    z, tape, probs, _, _, expected = tensors(*data)
    y, _, costs = data
    np.testing.assert_allclose(
        REFERENCES["expected_cost"](y, probs, costs), expected.numpy(), rtol=1e-9, atol=1e-12
    )
    np.testing.assert_allclose(
        REFERENCES["expected_cost_gradient"](y, probs, costs),
        tape.gradient(expected, z).numpy(),
        rtol=1e-7,
        atol=1e-9,
    )


@given(data=rows())
def test_the_gradient_is_the_slope_that_scipy_measures(data):
    y, logits, costs = data
    found = REFERENCES["expected_cost_gradient"](y, softmax(logits, axis=1), costs)
    for i, z in enumerate(logits):
        slope = approx_fprime(z, lambda z, i=i: float(costs[y[i]] @ softmax(z)), 1e-6)
        np.testing.assert_allclose(found[i], slope, atol=2e-3)


@given(data=rows())
def test_the_gradient_of_a_row_adds_up_to_nothing(data):
    y, logits, costs = data
    found = REFERENCES["expected_cost_gradient"](y, softmax(logits, axis=1), costs)
    np.testing.assert_allclose(found.sum(axis=1), 0, atol=1e-9)


@given(
    costs=arrays(
        float, (3, 3), elements=st.floats(allow_nan=False, allow_infinity=False, min_value=0)
    )
)
def test_a_matrix_comes_back_from_json_to_the_last_bit(costs):
    config = json.loads(json.dumps(REFERENCES["loss_config"](costs)))
    back = REFERENCES["loss_from_config"](config)
    assert back.dtype == float
    np.testing.assert_array_equal(back, costs)
