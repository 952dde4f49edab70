"""What lesson 06 says of weights for the steps of a film, of padding and of volumes."""

import keras
import numpy as np
import pytest

from helpers.lessons.target_weights import landed
from tests.solutions.lesson_06 import (
    FILMS,
    RNG,
    STEPS,
    entry_losses,
    error_of,
    history,
    loss_of,
    said,
    watcher,
)


def test_sample_weight_mode_is_gone():
    error = error_of(watcher().compile, sample_weight_mode="temporal")
    assert error.startswith("TypeError"), said("mode")
    assert "'sample_weight_mode'" in error, said("mode")


def test_class_weight_reads_the_steps_of_a_film_as_one_hot():
    steps = np.array([[1, 0, 1], [0, 1, 1], [0, 0, 0], [0, 0, 1]])
    weights = np.array([1.0, 9.0, 1.0, 1.0])  # 'class' 1: the first frog is in the second step
    by_film = entry_losses(watcher(), FILMS[:4], steps).mean(axis=1)
    found = loss_of(watcher(), FILMS[:4], steps, class_weight={1: 9})
    assert found == pytest.approx(np.mean(by_film * weights), rel=1e-5), said("one-hot films")


def test_class_weight_is_refused_where_steps_have_a_last_axis_of_length_1():
    error = error_of(history, watcher(), FILMS, STEPS[..., np.newaxis], class_weight={1: 9})
    assert error.startswith("TypeError"), said("table of steps")


@pytest.mark.parametrize("eager", [True, False], ids=["eager", "graph"])
def test_weights_of_films_are_refused(eager):
    model = watcher(eager=eager)
    error = error_of(history, model, FILMS, STEPS[..., np.newaxis], sample_weight=np.ones(12))
    assert error.startswith(("InvalidArgumentError", "ValueError")), said("films refused")


@pytest.mark.parametrize("eager", [True, False], ids=["eager", "graph"])
def test_with_a_batch_of_as_many_films_as_steps_they_land_on_steps(eager):
    weights = np.arange(12.0)
    model = watcher(eager=eager)
    found = loss_of(model, FILMS, STEPS[..., np.newaxis], batch_size=3, sample_weight=weights)
    losses = entry_losses(watcher(), FILMS, STEPS).reshape(4, 3, 3)
    expected = np.mean(losses * weights.reshape(4, 1, 3))
    assert found == pytest.approx(expected, rel=1e-5), said("films on steps")


def padded():
    steps = STEPS.copy()
    steps[:, 2] = -1
    return steps[..., np.newaxis]


def test_padding_counts_like_any_step():
    expected = entry_losses(watcher(), FILMS, padded()[..., 0]).mean()
    assert loss_of(watcher(), FILMS, padded()) == pytest.approx(expected, rel=1e-4), said(
        "padding counts"
    )


def test_a_target_of_minus_one_drives_the_loss_below_0():
    model = watcher()
    model.compile(keras.optimizers.Adam(0.1), "binary_crossentropy", run_eagerly=True)
    losses = [model.train_on_batch(FILMS, padded()) for _ in range(60)]
    assert losses[-1] < 0, said("below 0")


def test_padding_of_weight_0_is_gone_from_the_sum_and_still_divided_by():
    weights = np.where(padded()[..., 0] < 0, 0.0, 1.0)
    losses = entry_losses(watcher(), FILMS, STEPS)[:, :2]
    found = loss_of(watcher(), FILMS, padded(), sample_weight=weights)
    assert found == pytest.approx(losses.sum() / STEPS.size, rel=1e-5), said("divided")


def test_each_point_of_a_volume_gets_its_own_weight():
    scans = RNG.integers(0, 2, size=(2, 3, 4, 4))[..., np.newaxis]
    weights = RNG.uniform(0, 9, size=(2, 3, 4, 4))
    seen = landed(scans, sample_weight=weights)[..., 0]
    np.testing.assert_allclose(seen, weights, atol=1e-3, err_msg=said("volumes"))


def test_class_weight_is_refused_for_volumes():
    error = error_of(landed, np.zeros((2, 3, 4, 4, 1), dtype=int), class_weight={1: 9})
    assert error.startswith("TypeError"), said("no volumes")
