"""Where weights land: the helper against what they are known to do."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.lessons import twenty_rows as toy
from helpers.lessons.target_weights import landed

Y = np.array([[1, 0, 1], [0, 0, 0], [0, 1, 1], [1, 1, 0]])
with_keras = settings(max_examples=10, deadline=None)


def weights(shape: tuple[int, ...], seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0.0, 9.0, size=shape)


@pytest.mark.parametrize("targets", [Y, Y[..., np.newaxis], Y[:, 0], Y[:, :1]], ids=np.shape)
def test_without_weights_every_target_counts_once(targets):
    assert landed(targets) == pytest.approx(np.ones(targets.shape), rel=1e-5)


@with_keras
@given(seed=st.integers(0, 99), n=st.integers(1, 6))
def test_weights_of_rows_land_on_all_targets_of_their_row(seed, n):
    targets, given_weights = np.ones((n, 3), dtype=int), weights((n,), seed)
    expected = np.tile(given_weights[:, np.newaxis], 3)
    assert landed(targets, sample_weight=given_weights) == pytest.approx(expected, abs=1e-3)


@with_keras
@given(seed=st.integers(0, 99))
def test_weights_of_targets_land_one_by_one_where_each_has_an_axis(seed):
    given_weights = weights(Y.shape, seed)
    seen = landed(Y[..., np.newaxis], sample_weight=given_weights)
    assert seen[..., 0] == pytest.approx(given_weights, abs=1e-3)


def test_flat_targets_are_weighed_as_the_witness_says():
    y = np.array([0, 1, 1, 0, 1])
    assert landed(y, class_weight={1: 9}) == pytest.approx(toy.witness(y, {1: 9}))


def test_a_target_of_minus_one_counts_like_any_other():
    assert landed(np.array([[[0], [-1]], [[1], [-1]]])) == pytest.approx(np.ones((2, 2, 1)))


def test_each_of_several_outputs_has_its_own():
    targets = {"a": Y[:, 0], "b": Y[:, 1]}
    given_weights = {"a": weights((4,), 1), "b": weights((4,), 2)}
    seen = landed(targets, sample_weight=given_weights)
    assert list(seen) == ["a", "b"]
    for name, expected in given_weights.items():
        assert seen[name] == pytest.approx(expected, abs=1e-3)


def test_the_error_of_keras_gets_through():
    with pytest.raises(ValueError, match="at the same time"):
        landed(Y[:, 0], class_weight={1: 2}, sample_weight=np.ones(4))


def test_weights_are_rounded_so_that_they_can_be_read():
    assert landed(np.array([0, 1]), sample_weight=np.array([0.0, 9.0])).tolist() == [0.0, 9.0]


def test_shapes_that_cannot_be_multiplied_are_named():
    error = toy.attempt(landed, Y, sample_weight=weights(Y.shape)[:, :2])
    assert error == "InvalidArgumentError: Incompatible shapes: [4] vs. [4,2]"
