"""What Keras's metrics say of a rare class, and what callbacks and splits make of them."""

import keras
import numpy as np
import pytest
from sklearn.base import clone
from sklearn.metrics import roc_auc_score

from tests.docs.tools.small_models import RARE, X, Y, classifier, error_of, history

TRUE = np.r_[np.zeros(90), np.ones(10)]
# Half of the rare rows have a score above 0.5.
SCORES = np.r_[np.full(95, 0.3), np.full(5, 0.9)]


def value(metric, y_true, y_pred):
    metric.update_state(y_true, y_pred)
    return np.asarray(metric.result())


def test_keras_auc_small_scores():
    y = np.r_[np.zeros(990), np.ones(10)]
    perfect = np.r_[np.linspace(1e-5, 2e-3, 990), np.linspace(3e-3, 4.9e-3, 10)]
    metrics = keras.metrics
    assert value(metrics.AUC(), y, perfect) == pytest.approx(0.5)
    assert value(metrics.AUC(curve="PR"), y, perfect) == pytest.approx(0.01)
    assert value(metrics.RecallAtPrecision(0.5), y, perfect) == 0
    assert value(metrics.AUC(num_thresholds=2000), y, perfect) == pytest.approx(1)
    assert roc_auc_score(y, perfect) == 1


def test_keras_auc_logits():
    logits = np.r_[np.linspace(-5, -1, 90), np.linspace(-2, -0.5, 10)]
    assert value(keras.metrics.AUC(), TRUE, logits) == pytest.approx(0.5)
    right = value(keras.metrics.AUC(from_logits=True), TRUE, logits)
    assert right == pytest.approx(roc_auc_score(TRUE, logits), abs=0.01)
    assert right > 0.9


def test_keras_accuracy_logits():
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    at_zero = keras.metrics.BinaryAccuracy(threshold=0.0, name="at_zero")
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    model.compile("sgd", loss, metrics=["accuracy", at_zero], run_eagerly=True)
    model.set_weights([np.zeros((4, 1)), np.array([0.3])])  # a probability of 0.57 for all
    found = model.evaluate(X, np.ones((20, 1)), verbose=0, return_dict=True)
    assert found["accuracy"] == 0
    assert found["at_zero"] == 1


def test_keras_micro_auc():
    one_hot = np.eye(2)[TRUE.astype(int)]
    blind = np.tile([0.9, 0.1], (100, 1))
    assert value(keras.metrics.AUC(), one_hot, blind) == pytest.approx(0.9)
    assert value(keras.metrics.AUC(curve="PR"), one_hot, blind) > 0.85
    assert value(keras.metrics.AUC(), TRUE, blind[:, 1]) == pytest.approx(0.5)


def test_keras_f1_threshold():
    y, scores = TRUE.reshape(-1, 1), SCORES.reshape(-1, 1)
    assert value(keras.metrics.F1Score(), y, scores) == pytest.approx(2 * 0.1 / 1.1)
    assert value(keras.metrics.F1Score(threshold=0.5), y, scores) == pytest.approx(2 / 3)


@pytest.mark.parametrize("metric", [keras.metrics.Precision, keras.metrics.Recall])
def test_keras_softmax_precision(metric):
    one_hot = np.eye(2)[TRUE.astype(int)]
    two_columns = np.column_stack([1 - SCORES, SCORES])
    assert value(metric(), one_hot, two_columns) == pytest.approx(0.95)  # the accuracy
    of_the_rare = 1.0 if metric is keras.metrics.Precision else 0.5
    assert value(metric(class_id=1), one_hot, two_columns) == pytest.approx(of_the_rare)


def test_keras_f1_per_class():
    def stopped_by(average):
        metric = keras.metrics.F1Score(name="f1", average=average)
        stop = keras.callbacks.EarlyStopping("val_f1", mode="max")
        model = classifier(loss="categorical_crossentropy", metrics=[metric])
        given = {"validation_data": (X, np.eye(3)[Y]), "callbacks": [stop], "epochs": 2}
        return error_of(history, model, X, np.eye(3)[Y], **given)

    assert stopped_by(None).startswith("ValueError: The truth value of an array")
    assert stopped_by("macro") == "no error"


def test_keras_function_metric():
    def f1(y_true, y_pred):
        said = keras.ops.cast(y_pred > 0.5, "float32")
        right = keras.ops.sum(y_true * said)
        return 2 * right / (keras.ops.sum(y_true) + keras.ops.sum(said) + 1e-7)

    model = classifier(units=1, metrics=[f1, keras.metrics.F1Score(threshold=0.5, name="all")])
    model.set_weights([np.array([[50.0], [0], [0], [0]]), np.zeros(1)])
    y = (X[:, :1] > 0.5).astype("float32")
    found = model.evaluate(X, y, batch_size=2, verbose=0, return_dict=True)
    assert np.asarray(found["all"]) == pytest.approx(2 / 3)
    assert found["f1"] < 0.4


def test_keras_metric_names():
    keras.backend.clear_session()
    names = []
    for _ in range(2):
        model = classifier(units=1, metrics=[keras.metrics.AUC()])
        names.append(sorted(history(model, X, RARE)))
    assert names == [["auc", "loss"], ["auc_1", "loss"]]


@pytest.mark.parametrize(
    "metric", [keras.metrics.AUC, keras.metrics.Recall, keras.metrics.Precision]
)
def test_keras_no_positives(metric, recwarn):
    assert value(metric(), np.zeros(3), np.array([0.1, 0.2, 0.3])) == 0
    assert not recwarn.list


def test_keras_validation_split():
    recall = keras.metrics.Recall(thresholds=0.0, name="recall")  # everything is called rare
    rare_first = np.sort(RARE)[::-1].copy()
    found = history(classifier(units=1, metrics=[recall]), X, rare_first, validation_split=0.2)
    assert found["recall"] == 1
    assert found["val_recall"] == 0  # there is no rare row among the last fifth


def test_keras_to_categorical():
    with_rarest, without = np.array([0, 1, 2]), np.array([0, 1, 1])
    assert keras.utils.to_categorical(with_rarest).shape == (3, 3)
    assert keras.utils.to_categorical(without).shape == (3, 2)
    assert keras.utils.to_categorical(without, num_classes=3).shape == (3, 3)


def by_scikit_learn(**arguments):
    def build(X, y):
        units = np.shape(y)[1] if np.ndim(y) > 1 else 1
        loss = "categorical_crossentropy" if units > 1 else "binary_crossentropy"
        return classifier(units=units, loss=loss)

    return keras.wrappers.SKLearnClassifier(build, fit_kwargs={"verbose": 0, **arguments})


def test_keras_wrapper_keeps_weights():
    wrapped = by_scikit_learn()
    wrapped.fit(X, Y, sample_weight=np.full(20, 9.0))
    assert "sample_weight" in wrapped.fit_kwargs
    weighted = wrapped.fit(X, Y).history_.history["loss"][0]
    plain = by_scikit_learn().fit(X, Y).history_.history["loss"][0]
    assert weighted == pytest.approx(9 * plain, rel=1e-3)


def test_keras_wrapper_no_scores():
    wrapped = by_scikit_learn().fit(X, RARE.astype(int))
    assert not hasattr(wrapped, "predict_proba")
    assert set(np.unique(wrapped.predict(X))) <= {0, 1}
    assert not set(np.ravel(wrapped.model_.predict(X, verbose=0))) <= {0, 1}


def test_keras_wrapper_clone_forgets():
    given = by_scikit_learn(epochs=5, class_weight={0: 1, 1: 9, 2: 3})
    assert given.fit_kwargs["epochs"] == 5
    assert clone(given).fit_kwargs is None
