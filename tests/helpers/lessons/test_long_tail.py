"""The long-tailed CIFAR-10 of lesson 04, and what is measured on it."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st

from helpers.lessons import long_tail
from helpers.models import small_cnn

FIFTY_THOUSAND = np.repeat(np.arange(10), 5000)


def test_the_profile_is_that_of_cui_and_others():
    rows = long_tail.profile()
    assert list(rows.values()) == [5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50]
    assert sum(rows.values()) == 12_406


def test_as_many_rows_are_drawn_as_asked_for_each_with_its_label():
    x, y = long_tail.draw(np.arange(50_000), FIFTY_THOUSAND, long_tail.profile())
    assert np.bincount(y).tolist() == list(long_tail.profile().values())
    np.testing.assert_array_equal(FIFTY_THOUSAND[x], y)


def test_no_row_is_drawn_twice_and_the_order_stays():
    x, _ = long_tail.draw(np.arange(50_000), FIFTY_THOUSAND, long_tail.profile())
    assert (np.diff(x) > 0).all()


def test_the_draw_follows_the_seed_of_the_course(monkeypatch):
    rows = {0: 20, 9: 3}
    first, again = (long_tail.draw(np.arange(50_000), FIFTY_THOUSAND, rows)[0] for _ in range(2))
    np.testing.assert_array_equal(first, again)
    monkeypatch.setenv("COURSE_SEED", "7")
    assert not np.array_equal(first, long_tail.draw(np.arange(50_000), FIFTY_THOUSAND, rows)[0])


def test_the_batches_hold_every_row_once(monkeypatch):
    batches = long_tail.batches(np.zeros(600))
    assert [len(rows) for rows in batches] == [256, 256, 88]
    assert sorted(np.concatenate(batches).tolist()) == list(range(600))
    np.testing.assert_array_equal(batches[0], long_tail.batches(np.zeros(600))[0])
    monkeypatch.setenv("COURSE_SEED", "7")
    assert not np.array_equal(batches[0], long_tail.batches(np.zeros(600))[0])


@pytest.fixture(scope="module")
def network():
    keras.utils.set_random_seed(0)
    return small_cnn(10, "softmax")


@pytest.fixture(scope="module")
def pictures():
    rng = np.random.default_rng(0)
    x = rng.integers(0, 256, (300, 32, 32, 3)).astype("uint8")
    return x, rng.integers(0, 10, 300)


def test_gradient_lengths_are_those_of_tensorflow(network, pictures):
    x, y = pictures
    weights = {c: 1.0 + c for c in range(10)}
    [found] = long_tail.gradient_lengths(network, x, y, {"rule": weights}).values()
    expected = []
    for rows in long_tail.batches(y):
        with tf.GradientTape() as tape:
            losses = keras.losses.sparse_categorical_crossentropy(y[rows], network(x[rows]))
            loss = tf.reduce_mean(losses * np.array([weights[c] for c in y[rows].tolist()]))
        parts = tape.gradient(loss, network.layers[-1].trainable_weights)
        expected.append(np.sqrt(sum(float(tf.reduce_sum(part**2)) for part in parts)))
    np.testing.assert_allclose(found, expected, rtol=1e-3)


def test_tenfold_weights_make_gradients_ten_times_as_long(network, pictures):
    rules = {"one": dict.fromkeys(range(10), 1.0), "ten": dict.fromkeys(range(10), 10.0)}
    lengths = long_tail.gradient_lengths(network, *pictures, rules)
    np.testing.assert_allclose(lengths["ten"], 10 * lengths["one"])


def test_measuring_leaves_the_network_as_it_is(network, pictures):
    before = network.get_weights()
    long_tail.gradient_lengths(network, *pictures, {"rule": dict.fromkeys(range(10), 5.0)})
    for one, other in zip(before, network.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


@given(
    rows=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40),
    counts=st.lists(st.integers(1, 9), min_size=4, max_size=4),
)
def test_a_precision_is_that_of_rows_repeated_as_often_as_they_count(rows, counts):
    y, p = np.array(rows).T
    rare = [2, 3]
    held = np.bincount(y, minlength=4)
    # One row of class c stands for counts[c] / held[c] rows: on a common denominator.
    common = int(np.lcm.reduce(np.maximum(held, 1)))
    times = [counts[c] * common // max(int(held[c]), 1) for c in y.tolist()]
    y_many, p_many = np.repeat(y, times), np.repeat(p, times)
    said = np.isin(p_many, rare)
    expected = np.mean(y_many[said] == p_many[said]) if said.any() else 0.0
    found = long_tail.precision_among(rare, y, p, dict(enumerate(counts)))
    assert found == pytest.approx(expected)
