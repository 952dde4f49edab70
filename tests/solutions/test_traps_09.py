"""What lesson 09 says of Keras, JSON, NumPy and scikit-learn, held against those installed.

Where one of these fails, a library has changed or a sentence is too wide: its message names the
cell and the sentence that is no longer true.
"""

import hashlib
import json

import keras
import nbformat
import numpy as np
import pytest
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

from tests.solutions.facts import SOLUTIONS, sentences, stands_there

LESSON = "09_own_the_trade_off"

KERAS_SAID = {
    "not found": ("json-read", "Keras 3.15 uses weight 1 where a key is missing (lesson 02)"),
    "silent": ("json-read", "it trains without weights, and says nothing"),
}
NUMPY_SAID = {
    "other types": ("weight-card", "so the same labels have two digests"),
    "little-endian": (
        "weight-card",
        '(`"<i8"`: eight bytes each, beginning with the one that counts least)',
    ),
}
SPLIT_SAID = {
    "same counts": (
        "training-intro",
        "The other split is stratified too, so it has just as many dogs, and so the same weights",
    )
}
JSON_SAID = {
    "text keys": ("weight-card", "JSON knows text keys only"),
    "no numpy": ("weight-card", "`json.dumps(np.int64(5))` raises a TypeError"),
    "a float": ("verify-card", "JSON gives a Python float back unchanged"),
    "infinity": ("choose-read", "`np.inf` would become `Infinity`, which JSON doesn't know"),
}
PRICE_SAID = {
    "condition": (
        "implied-cost-ratio",
        "decides like threshold $1/(1+r)$ without weights, as far as the rule's three conditions "
        "hold (above all, that the model's form can express the true risks)",
    ),
    "condition of the claim": (
        "what-we-claim",
        "every weight, balanced or none, is a price of a miss, under the three conditions of the "
        "odds rule (lesson 07)",
    ),
    "condition in short": (
        "nine-lessons",
        "threshold and shift are one knob, and the weight joins them under the odds rule's three "
        "conditions",
    ),
    "base rate": (
        "implied-cost-ratio",
        "$r$ times the odds of a 1 in training, over its odds in use",
    ),
    "when": ("balanced-read", "prices are set before anybody sees a result"),
    "optimistic": ("optimism-intro", "Such a bill is too low on average"),
}

keras_said = sentences(LESSON, KERAS_SAID, "keras")
numpy_said = sentences(LESSON, NUMPY_SAID, "numpy")
split_said = sentences(LESSON, SPLIT_SAID, "scikit-learn")
json_said = sentences(LESSON, JSON_SAID, "numpy")
price_said = sentences(LESSON, PRICE_SAID, "scikit-learn")
Y = np.array([0, 0, 1, 0, 1])
RNG = np.random.default_rng(0)
text_keys_are_missing_keys = pytest.mark.skipif(
    not keras.__version__.startswith("3.15."), reason="said of Keras 3.15"
)


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
    "fact",
    [
        fact
        for said in (KERAS_SAID, NUMPY_SAID, SPLIT_SAID, JSON_SAID, PRICE_SAID)
        for fact in said.values()
    ],
)
def test_the_lesson_still_says_what_is_tested_here(fact):
    assert stands_there(LESSON, fact)


def test_prices_come_before_results_not_before_training():
    """A network may be trained before anybody has set a price: it is the threshold that waits."""
    cells = nbformat.read(SOLUTIONS / LESSON / f"{LESSON}.ipynb", as_version=4).cells
    text = " ".join(cell.source for cell in cells if cell.cell_type == "markdown")
    for too_wide in ("before training", "before anything is trained", "down before training"):
        assert too_wide not in text, price_said("when")


def test_json_makes_text_of_int_keys():
    read = json.loads(json.dumps({0: 0.5, 1: 9.0}))
    assert read == {"0": 0.5, "1": 9.0}, json_said("text keys")


def test_json_refuses_numpys_integers():
    with pytest.raises(TypeError, match="int64"):
        json.dumps(np.int64(5))
    assert not isinstance(np.int64(5), int), json_said("no numpy")


def test_json_gives_floats_back_unchanged():
    floats = np.append(RNG.random(1000), [1 / 3, 0.1 + 0.2, 5e-324, 1e300]).tolist()
    assert json.loads(json.dumps(floats)) == floats, json_said("a float")


def test_infinity_is_written_as_what_json_does_not_know():
    assert json.dumps(np.inf) == "Infinity", json_said("infinity")
    with pytest.raises(ValueError, match="not JSON compliant"):
        json.dumps(np.inf, allow_nan=False)


@text_keys_are_missing_keys
def test_weights_read_from_json_are_no_weights_to_keras():
    read = json.loads(json.dumps({0: 0.5, 1: 9.0}))
    assert weights_seen(read) == [1, 1, 1, 1, 1], keras_said("not found")


@text_keys_are_missing_keys
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
    digests = {hashlib.sha256(Y.astype(t).tobytes()).hexdigest() for t in ("u1", "<i8", ">i8")}
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


def decided_alike(risk_of):
    """Draw labels by their risks; how often do weight 9 at 0.5 and threshold 0.1 decide alike?"""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(40_000, 1))
    y = (rng.random(40_000) < risk_of(x[:, 0])).astype(int)
    plain, weighted = (
        LogisticRegression(C=1e6, class_weight=weights).fit(x, y).predict_proba(x)[:, 1]
        for weights in (None, {0: 1, 1: 9})
    )
    return np.mean((plain >= 0.1) == (weighted >= 0.5))


def test_a_weight_is_a_price_where_the_form_can_express_the_true_risks():
    assert decided_alike(lambda x: expit(1.2 * x - 2.5)) > 0.97, price_said("condition")


def test_and_is_not_quite_where_it_can_not():
    a_bump = decided_alike(lambda x: np.where((x > 0.5) & (x < 1.2), 0.6, 0.02))
    assert a_bump < 0.95, price_said("condition of the claim")


def test_where_ones_are_rarer_the_same_weight_claims_a_higher_price():
    """Learnt at one to nine, used at one to 49: at 0.5 stand rows with odds of one to 49."""
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1], [36_000, 4_000])
    x = rng.normal(size=(40_000, 1)) + 1.5 * y[:, np.newaxis]
    model = LogisticRegression(C=1e6, class_weight={0: 1, 1: 9}).fit(x, y)
    border = -model.intercept_[0] / model.coef_[0, 0]
    new_y = np.repeat([0, 1], [980_000, 20_000])
    new_x = rng.normal(size=1_000_000) + 1.5 * new_y
    risk = new_y[abs(new_x - border) < 0.1].mean()
    assert (1 - risk) / risk == pytest.approx(49, rel=0.1), price_said("base rate")


def test_a_bill_on_the_rows_that_chose_the_threshold_is_too_low():
    rng = np.random.default_rng(0)
    y = (rng.random(8_000) < 0.1).astype(int)
    p = expit(rng.normal(size=8_000) + 1.2 * y - 2.5)

    def bill(rows, threshold):
        said = p[rows] >= threshold
        return np.mean(said & (y[rows] == 0)) + 9 * np.mean(~said & (y[rows] == 1))

    own, other = [], []
    for _ in range(40):
        order = rng.permutation(8_000)
        few, rest = order[:100], order[100:]
        best = min(np.append(p[few], 2.0), key=lambda threshold: bill(few, threshold))
        own.append(bill(few, best))
        other.append(bill(rest, best))
    assert np.mean(own) < 0.95 * np.mean(other), price_said("optimistic")
