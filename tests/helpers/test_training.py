"""Training helpers: progress, quick runs, predictions, and trials of an output layer."""

import keras
import numpy as np
import pytest
from keras import layers

from helpers import training
from helpers.models import small_cnn
from helpers.training import QUICK_ROWS, hidden_features, probabilities, train


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


class Recorder(keras.Model):
    """A model that notes what it was asked to fit."""

    def fit(self, x, y, **arguments):
        self.seen = {"x": x, "y": y, **arguments}
        return keras.callbacks.History()


@pytest.fixture
def recorder():
    return Recorder()


def test_train_gives_one_loss_an_epoch():
    history = train(tiny_model(), *rows(64), epochs=3, batch_size=16)
    assert len(history["loss"]) == 3
    assert history["loss"][-1] < history["loss"][0]


def test_train_is_silent_where_nobody_watches(capfd):
    train(tiny_model(), *rows(64))
    out, err = capfd.readouterr()
    assert out == ""
    assert "%" not in err


def test_train_shows_progress_where_somebody_watches(monkeypatch, capfd):
    monkeypatch.setattr(training, "somebody_watches", lambda: True)
    train(tiny_model(), *rows(64), epochs=2, batch_size=16, description="two epochs")
    last = capfd.readouterr().out.rstrip().split("\r")[-1]
    assert last.startswith("two epochs 100%")
    assert "loss 0." in last


def test_train_uses_all_rows_in_a_full_run(recorder):
    x, y = rows(QUICK_ROWS + 10)
    train(recorder, x, y)
    assert len(recorder.seen["x"]) == len(recorder.seen["y"]) == QUICK_ROWS + 10


@pytest.mark.parametrize("variable", ["COURSE_QUICK", "NBGRADER_EXECUTION"])
def test_train_uses_the_first_rows_in_a_quick_run(recorder, monkeypatch, variable):
    monkeypatch.setenv(variable, "1")
    x, y = rows(QUICK_ROWS + 10)
    train(recorder, x, y, sample_weight=np.arange(len(y)))
    np.testing.assert_array_equal(recorder.seen["x"], x[:QUICK_ROWS])
    np.testing.assert_array_equal(recorder.seen["y"], y[:QUICK_ROWS])
    np.testing.assert_array_equal(recorder.seen["sample_weight"], np.arange(QUICK_ROWS))


def test_train_passes_what_fit_knows(recorder):
    train(recorder, *rows(8), class_weight={0: 1.0, 1: 9.0})
    assert recorder.seen["class_weight"] == {0: 1.0, 1: 9.0}


def test_class_weights_reach_the_loss():
    x, y = rows(64)
    [weighted] = train(tiny_model(), x, y, class_weight={0: 3.0, 1: 3.0})["loss"]
    [plain] = train(tiny_model(), x, y)["loss"]
    assert weighted == pytest.approx(3 * plain, rel=1e-5)


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
    callbacks = [training.ProgressBar("quick"), counter]
    tiny_model().fit(*rows(80), epochs=2, batch_size=4, verbose=0, callbacks=callbacks)
    assert counter.steps == steps
