"""What Keras does with class weights, row weights and the losses that stand in for them."""

from collections import defaultdict

import keras
import numpy as np
import pytest
import tensorflow as tf

from tests.docs.tools.small_models import RARE, X, Y, classifier, error_of, history, row_losses

WEIGHTS = {0: 1.0, 1: 9.0, 2: 3.0}


def loss_under(weights, y=Y):
    return history(classifier(), X, y, class_weight=weights)["loss"]


@pytest.mark.parametrize("weights", [{"0": 1, "1": 9, "2": 3}, {7: 9}], ids=["text", "absent"])
def test_keras_missing_key(weights):
    assert loss_under(weights) == loss_under(None)


def test_keras_defaultdict():
    weights = defaultdict(lambda: 7.0, {0: 1.0})
    assert loss_under(weights) == loss_under(None)
    assert loss_under({c: weights[c] for c in range(3)}) > 2 * loss_under(None)


def test_keras_feeds_differ():
    given = {0: 1.0, 1: 9.0}  # nothing for class 2
    rows = tf.data.Dataset.from_tensor_slices((X, Y)).batch(20)
    assert error_of(history, classifier(), X, Y, class_weight=given) == "no error"
    assert (
        error_of(classifier().fit, rows, class_weight=given, shuffle=False, verbose=0) != "no error"
    )
    generator = ((X, Y) for _ in range(1))
    refused = error_of(classifier().fit, generator, class_weight=WEIGHTS, verbose=0)
    assert "Argument `class_weight` is not supported" in refused


def test_keras_soft_labels():
    class Recorder(keras.losses.Loss):
        def __call__(self, y_true, y_pred, sample_weight=None):
            self.weights = np.ravel(sample_weight)
            return keras.ops.mean(y_pred)

    recorder = Recorder()
    soft = np.array([0.0, 0.4, 0.5, 0.6, 1.0])
    model = classifier(units=1, loss=recorder)
    history(model, X[:5], soft, class_weight={0: 1.0, 1: 9.0}, shuffle=False)
    assert recorder.weights.tolist() == [1, 1, 1, 9, 9]


@pytest.mark.parametrize("target", [{"answer": Y}, [Y]], ids=["by name", "in a list"])
def test_keras_named_target(target):
    inputs = keras.Input((4,))
    answer = keras.layers.Dense(3, activation="softmax", name="answer")(inputs)
    model = keras.Model(inputs, {"answer": answer})
    model.compile("sgd", {"answer": "sparse_categorical_crossentropy"}, run_eagerly=True)
    assert error_of(history, model, X, target) == "no error"
    error = error_of(history, model, X, target, class_weight=WEIGHTS)
    assert error == "ValueError: `class_weight` is only supported for Models with a single output."
    assert error_of(history, model, X, Y, class_weight=WEIGHTS) == "no error"


def test_keras_multilabel_first():
    labels = np.array([[0, 1, 1], [1, 0, 1], [0, 0, 1], [0, 0, 0]])
    first = np.array([9.0, 1.0, 3.0, 1.0])  # of label 1, of 0, of 2; of 0 where there is none
    model = classifier(loss="binary_crossentropy")
    found = history(model, X[:4], labels, class_weight=WEIGHTS)["loss"]
    by_row = keras.losses.binary_crossentropy(labels, model(X[:4]))
    assert found == pytest.approx(np.mean(first * by_row), rel=1e-5)


def test_keras_validation_weights():
    last = {"validation_split": 0.5}
    plain = history(classifier(), X, Y, **last)["val_loss"]
    assert history(classifier(), X, Y, class_weight=WEIGHTS, **last)["val_loss"] == plain
    assert history(classifier(), X, Y, sample_weight=np.full(20, 2.0), **last)[
        "val_loss"
    ] == pytest.approx(2 * plain)


def test_keras_metrics_unweighted():
    model = classifier(metrics=["accuracy"], weighted_metrics=["accuracy"])
    found = history(model, X, Y, class_weight=WEIGHTS)
    right = np.argmax(model(X), axis=1) == Y
    by_row = np.array([WEIGHTS[c] for c in Y])
    assert found["accuracy"] == pytest.approx(right.mean())
    assert found["weighted_accuracy"] == pytest.approx(np.average(right, weights=by_row))
    assert found["accuracy"] != pytest.approx(found["weighted_accuracy"])


def test_keras_divides_by_rows():
    by_row = np.array([WEIGHTS[c] for c in Y])
    losses = row_losses(classifier(), X, Y)
    assert loss_under(WEIGHTS) == pytest.approx(np.sum(by_row * losses) / 20, rel=1e-5)
    assert loss_under(WEIGHTS) != pytest.approx(np.average(losses, weights=by_row), rel=0.1)


def test_keras_batch_norm():
    def mean_after(weights):
        layer = keras.layers.BatchNormalization(momentum=0.0)
        model = keras.Sequential([keras.Input((4,)), layer, keras.layers.Dense(1)])
        model.compile("sgd", "mse", run_eagerly=True)
        history(model, X, RARE, sample_weight=weights)
        return np.asarray(layer.moving_mean)

    only_one = np.r_[1.0, np.zeros(19)]
    np.testing.assert_array_equal(mean_after(only_one), mean_after(np.ones(20)))


@pytest.mark.parametrize("loss", [keras.losses.Dice, keras.losses.Tversky])
def test_keras_dice(loss):
    one_hot = np.eye(3)[Y]
    plain = history(classifier(loss=loss()), X, one_hot)["loss"]
    weighted = history(classifier(loss=loss()), X, one_hot, class_weight=WEIGHTS)["loss"]
    mean_weight = np.mean([WEIGHTS[c] for c in Y])
    assert weighted == pytest.approx(plain * mean_weight, rel=1e-5)
    by_row = loss(axis=-1)  # one number a row, which weights can reach
    assert np.shape(by_row.call(one_hot, classifier()(X))) == (20,)


def test_keras_focal_alpha():
    def losses(**arguments):
        loss = keras.losses.BinaryFocalCrossentropy(**arguments)
        return float(loss([[1.0]], [[0.3]])), float(loss([[0.0]], [[0.7]]))  # equally wrong

    assert losses(alpha=0.9) == pytest.approx(losses())
    rare, common = losses(apply_class_balancing=True)
    assert common == pytest.approx(3 * rare)
    rare, common = losses(apply_class_balancing=True, alpha=0.9)
    assert rare == pytest.approx(9 * common)


def test_keras_categorical_focal_alpha():
    focal = keras.losses.CategoricalFocalCrossentropy(gamma=0)
    plain = keras.losses.CategoricalCrossentropy()
    scores = np.array([[0.2, 0.3, 0.5]])
    for target in np.eye(3):
        assert float(focal(target[None], scores)) == pytest.approx(
            0.25 * float(plain(target[None], scores))
        )


def test_keras_label_smoothing():
    loss = keras.losses.BinaryCrossentropy(label_smoothing=0.1, reduction="none")
    scores = np.linspace(0.001, 0.2, 200).reshape(-1, 1)
    rare, common = (np.asarray(loss(np.full((200, 1), c), scores)) for c in (1.0, 0.0))
    expected = 0.005 * rare + 0.995 * common
    best = scores[np.argmin(expected), 0]  # what a blind model learns to say of every row
    assert best == pytest.approx(0.9 * 0.005 + 0.05, abs=0.002)


@pytest.mark.parametrize(("weight", "steps"), [(1, 5), (1000, 0)])
def test_keras_mixed_float16(weight, steps):
    keras.utils.set_random_seed(0)
    hidden = keras.layers.Dense(8, activation="relu", dtype="mixed_float16")
    output = keras.layers.Dense(3, activation="softmax", dtype="float32")
    model = keras.Sequential([keras.Input((4,)), hidden, output])
    optimizer = keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.1))
    model.compile(optimizer, "sparse_categorical_crossentropy", run_eagerly=True)
    model.fit(X, Y, class_weight={0: 1, 1: weight, 2: 1}, batch_size=20, epochs=5, verbose=0)
    assert int(optimizer.inner_optimizer.iterations) == steps


def test_keras_second_fit_shape():
    model = classifier(run_eagerly=False)
    history(model, X, Y, class_weight=WEIGHTS)
    error = error_of(history, model, X, Y.reshape(-1, 1), class_weight=WEIGHTS)
    assert error == "ValueError: Cannot take the length of shape with unknown rank."
