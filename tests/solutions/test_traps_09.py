"""What lesson 09 says of Keras, JSON, NumPy and scikit-learn, held against those installed.

Where one of these fails, a library has changed: its message names the cell and the sentence that
is no longer true.
"""

import hashlib
import json

import keras
import numpy as np
import pytest
from sklearn.model_selection import train_test_split

from tests.solutions.facts import sentences, stands_there

LESSON = "09_own_the_trade_off"

KERAS_SAID = {
    "not found": ("verify-card", "Keras takes 1 for a class that it doesn't find (lesson 02)"),
    "silent": ("verify-card", "it trains without weights, and says nothing"),
}
NUMPY_SAID = {
    "other types": ("weight-card", "Labels may come in any integer type"),
    "little-endian": ("weight-card", '(`"<i8"`: eight bytes each, the lowest first)'),
}
SPLIT_SAID = {
    "same counts": ("training-intro", "The other split has as many dogs: only the digest tells")
}
JSON_SAID = ("verify-card", "JSON knows text keys only")

keras_said = sentences(LESSON, KERAS_SAID, "keras")
numpy_said = sentences(LESSON, NUMPY_SAID, "numpy")
split_said = sentences(LESSON, SPLIT_SAID, "scikit-learn")
json_said = f"in lesson {LESSON}, cell {JSON_SAID[0]!r}, change: {JSON_SAID[1]}"
Y = np.array([0, 0, 1, 0, 1])


class Recorder(keras.losses.Loss):
    """A loss that keeps the row weights that it is called with."""

    def __call__(self, y_true, y_pred, sample_weight=None):
        self.weights = None if sample_weight is None else np.ravel(sample_weight)
        return keras.ops.mean(y_pred)


def weights_seen(class_weight):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    recorder = Recorder()
    model.compile("sgd", recorder, run_eagerly=True)
    model.fit(
        np.zeros((5, 1)), Y, class_weight=class_weight, batch_size=5, shuffle=False, verbose=0
    )
    return recorder.weights.tolist()


@pytest.mark.parametrize(
    "fact", [*KERAS_SAID.values(), *NUMPY_SAID.values(), *SPLIT_SAID.values(), JSON_SAID]
)
def test_the_lesson_still_says_what_is_tested_here(fact):
    assert stands_there(LESSON, fact)


def test_json_makes_text_of_int_keys():
    assert json.loads(json.dumps({0: 0.5, 1: 9.0})) == {"0": 0.5, "1": 9.0}, json_said


def test_weights_read_from_json_are_no_weights_to_keras():
    read = json.loads(json.dumps({0: 0.5, 1: 9.0}))
    assert weights_seen(read) == [1, 1, 1, 1, 1], keras_said("not found")


def test_weights_read_from_json_train_bit_for_bit_as_none():
    trained = []
    for given in ({"0": 0.5, "1": 9.0}, None):
        keras.utils.set_random_seed(0)
        model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, activation="sigmoid")])
        model.compile("sgd", "binary_crossentropy")
        x = np.arange(5.0).reshape(-1, 1)
        model.fit(x, Y, class_weight=given, epochs=3, batch_size=2, verbose=0)
        trained.append(model.get_weights())
    for one, other in zip(*trained, strict=True):
        np.testing.assert_array_equal(one, other, err_msg=keras_said("silent"))


def test_int_keys_mend_it():
    read = json.loads(json.dumps({0: 0.5, 1: 9.0}))
    mended = {int(c): w for c, w in read.items()}
    assert weights_seen(mended) == [0.5, 0.5, 9, 0.5, 9], keras_said("not found")


def test_the_same_labels_in_another_type_have_other_bytes():
    digests = {hashlib.sha256(Y.astype(t).tobytes()).hexdigest() for t in ("i4", "<i8", ">i8")}
    assert len(digests) == 3, numpy_said("other types")


def test_little_endian_int64_is_eight_bytes_the_lowest_first():
    raw = np.array([258]).astype("<i8").tobytes()
    assert raw == bytes([2, 1, 0, 0, 0, 0, 0, 0]), numpy_said("little-endian")


def test_another_stratified_split_has_as_many_positives_in_other_places():
    y = np.repeat([0, 1], [90, 10])
    rows = np.arange(100)
    first, second = (
        y[train_test_split(rows, test_size=20, stratify=y, random_state=seed)[0]] for seed in (0, 1)
    )
    assert first.sum() == second.sum(), split_said("same counts")
    assert (first != second).any(), split_said("same counts")
