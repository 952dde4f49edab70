"""Training helpers: progress, quick runs, predictions, and trials of an output layer."""

import keras
import numpy as np
import pytest
from keras import layers

from helpers import training
from helpers.models import small_cnn
from helpers.training import ProgressBar, hidden_features, probabilities


@pytest.fixture(autouse=True)
def full_run(monkeypatch):
    for name in ("COURSE_QUICK", "NBGRADER_EXECUTION", "COURSE_SEED"):
        monkeypatch.delenv(name, raising=False)


def tiny_model(units=1):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((3,)), layers.Dense(units, activation="sigmoid")])
    model.compile(loss="binary_crossentropy", optimizer="sgd")
    return model


def rows(n, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 3)).astype("float32")
    return x, (x[:, 0] + 0.1 * rng.normal(size=n) > 0).astype(int)


def fit(model, epochs=1, description="training"):
    bar = ProgressBar(description)
    return model.fit(*rows(64), epochs=epochs, batch_size=16, verbose=0, callbacks=[bar])


def test_a_progress_bar_is_silent_where_nobody_watches(capfd):
    fit(tiny_model())
    out, err = capfd.readouterr()
    assert out == ""
    assert "%" not in err


def test_a_progress_bar_shows_what_is_done_where_somebody_watches(monkeypatch, capfd):
    monkeypatch.setattr(training, "somebody_watches", lambda: True)
    fit(tiny_model(), epochs=2, description="two epochs")
    out = capfd.readouterr().out
    assert "two epochs 100%" in out
    assert "loss" in out


@pytest.mark.parametrize("epochs", [1, 2])
def test_a_progress_bar_is_full_at_the_end_however_many_steps_run_at_once(
    monkeypatch, capfd, epochs
):
    monkeypatch.setattr(training, "somebody_watches", lambda: True)
    model = tiny_model()
    model.compile(loss="binary_crossentropy", optimizer="sgd", steps_per_execution=3)
    fit(model, epochs=epochs, description="three at once")  # 4 steps an epoch
    assert capfd.readouterr().out.split("\r")[-1].startswith("three at once 100%")


def test_probabilities_are_flat_for_one_output():
    x, _ = rows(7)
    model = tiny_model()
    np.testing.assert_allclose(probabilities(model, x), np.asarray(model(x))[:, 0], rtol=1e-6)


def test_probabilities_keep_a_column_for_each_of_several_outputs():
    assert probabilities(tiny_model(units=4), rows(7)[0]).shape == (7, 4)


def test_hidden_features_are_those_of_all_rows_in_order_though_taken_in_portions(monkeypatch):
    model = keras.Sequential([*tiny_model(units=4).layers, layers.Dense(1)])
    x, _ = rows(70)
    monkeypatch.setattr(training, "PORTION", 30)
    np.testing.assert_allclose(
        hidden_features(model, x), np.asarray(model.layers[0](x)), rtol=1e-5, atol=1e-6
    )


def test_the_small_network_takes_pictures_as_they_are_stored():
    pictures = np.random.default_rng(0).integers(0, 256, (5, 32, 32, 3), dtype=np.uint8)
    scores = probabilities(small_cnn(), pictures)
    assert scores.shape == (5,)
    assert np.all((scores > 0) & (scores < 1))


def test_the_small_network_rescales_the_pictures_itself():
    model = small_cnn()
    white = np.full((1, 32, 32, 3), 255, dtype=np.uint8)
    np.testing.assert_allclose(model.layers[0](white), np.ones((1, 32, 32, 3)), rtol=1e-6)


def test_the_small_network_has_the_head_that_is_asked_for():
    pictures = np.zeros((2, 32, 32, 3), dtype=np.uint8)
    shares = probabilities(small_cnn(head=10, activation="softmax"), pictures)
    assert shares.shape == (2, 10)
    np.testing.assert_allclose(shares.sum(axis=1), 1, rtol=1e-5)


class StepCounter(keras.callbacks.Callback):
    """Counts the steps that a training made."""

    steps = 0

    def on_train_batch_end(self, batch, logs=None):
        self.steps += 1


@pytest.mark.parametrize(("quick", "steps"), [("0", 40), ("1", training.QUICK_STEPS)])
def test_a_progress_bar_ends_a_quick_training_after_a_few_steps(monkeypatch, quick, steps):
    monkeypatch.setenv("COURSE_QUICK", quick)
    counter = StepCounter()
    callbacks = [ProgressBar("quick"), counter]
    tiny_model().fit(*rows(80), epochs=2, batch_size=4, verbose=0, callbacks=callbacks)
    assert counter.steps == steps
