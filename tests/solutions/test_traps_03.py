"""What lesson 03 says of scikit-learn and Keras, held against those that are installed.

Where one of these fails, a library has changed: its message names the cell and the sentence that
is no longer true.
"""

import warnings

import keras
import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.tree import DecisionTreeClassifier
from sklearn.utils import compute_class_weight, compute_sample_weight

from helpers.lessons import batch_feeds as feeding
from helpers.lessons import twenty_rows as toy
from tests.solutions.facts import sentences, stands_there

LESSON = "03_balanced_weights"
Y = np.repeat([1, 3, 5], [15, 1, 4])
CLASSES = np.array([1, 3, 5])
COPIED = {0: 1, 1: 50, 2: 2}

IN_SKLEARN = {
    "names": ("balanced-weights", "Arguments need names"),
    "array": ("balanced-weights", "`classes` must be an array"),
    "formula": ("max-count-weights", "Balanced is `N / (k * n_c)`"),
    "by row": ("shares-of-classes", "compute_sample_weight gives the weights of your dict"),
    "penalty": ("features-intro", "scikit-learn's penalty on large coefficients"),
    "word": ("forests-intro", 'scikit-learn takes a dict, or the word `"balanced"`'),
    "pure leaves": ("weights-from-fold", "a pure leaf says the same whatever its rows weigh"),
    "drawn": ("weights-from-fold", "scikit-learn 1.9 draws heavy rows more often"),
    "copies": ("stacked-boost", "to which 9 rows add what one of weight 9 does"),
    "row by row": ("stacked-boost", "a large step isn't nine small ones"),
    "by chance": ("stacked-boost", "A forest draws rows by chance"),
}
IN_KERAS = {
    "numbered": ("balanced-weights", "class 1 finds class 3's weight, the others none, so 1"),
    "word": ("forests-intro", "which Keras doesn't know"),
    "generator": ("with-weights", "In this Keras a generator can't have `class_weight`"),
    "missing key": ("with-weights", "a missing key is 1 or an error"),
    "third item": ("with-weights", "each batch brings its row weights as a third item"),
    "sample_weight": ("feeds", "sample_weight"),
    "once": ("what-we-claim", "If it ends, later epochs are almost empty, and Keras only warns"),
}
said = sentences(LESSON, IN_SKLEARN, "scikit-learn")
said_of_keras = sentences(LESSON, IN_KERAS, "keras")


def rows(n=300, seed=0):
    """Return rows X, float (n, 4), and labels of which about one in five is 1."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, 4))
    return X, (X[:, 0] + rng.normal(size=n) > 1.2).astype(int)


def apart_by_copies(model, X, y, copies=9):
    """Return how far a model's answers are apart, trained on copies and on weights."""
    times = np.where(y == 1, copies, 1)
    heavy = model.fit(X, y, sample_weight=times).predict_proba(X)
    copied = model.fit(np.repeat(X, times, axis=0), np.repeat(y, times)).predict_proba(X)
    return np.abs(heavy - copied).mean()


@pytest.mark.parametrize(
    "fact", [*IN_SKLEARN.values(), *IN_KERAS.values()], ids=lambda f: f[1][:30]
)
def test_the_lesson_still_says_what_is_tested_here(fact):
    assert stands_there(LESSON, fact)


def test_arguments_without_names_are_refused():
    error = toy.attempt(compute_class_weight, "balanced", CLASSES, Y)
    assert error.startswith("TypeError"), said("names")
    assert "positional" in error, said("names")


@pytest.mark.parametrize("kind", [list, tuple, set])
def test_classes_that_are_no_array_are_refused(kind):
    error = toy.attempt(compute_class_weight, class_weight="balanced", classes=kind([1, 3, 5]), y=Y)
    assert error.startswith("InvalidParameterError: The 'classes' parameter"), said("array")


def test_balanced_is_the_formula_of_lesson_02():
    found = compute_class_weight(class_weight="balanced", classes=CLASSES, y=Y)
    assert found == pytest.approx([20 / (3 * n) for n in (15, 1, 4)]), said("formula")


def test_sample_weights_are_the_class_weights_row_by_row():
    found = compute_class_weight(class_weight="balanced", classes=CLASSES, y=Y)
    by_class = dict(zip([1, 3, 5], found, strict=True))
    by_row = compute_sample_weight(class_weight="balanced", y=Y)
    assert by_row == pytest.approx([by_class[c] for c in Y.tolist()]), said("by row")


def test_weights_numbered_from_zero_go_to_other_classes_without_a_word():
    found = compute_class_weight(class_weight="balanced", classes=CLASSES, y=Y)
    seen = toy.witness(CLASSES, dict(enumerate(found.tolist())))
    assert seen == pytest.approx([20 / 3, 1, 1]), said_of_keras("numbered")


def test_the_scale_of_weights_is_the_inverse_strength_of_the_penalty():
    X, y = rows()
    settings = {"tol": 1e-10, "max_iter": 1000}
    heavy = LogisticRegression(C=1, class_weight={0: 20, 1: 60}, **settings).fit(X, y)
    free = LogisticRegression(C=20, class_weight={0: 1, 1: 3}, **settings).fit(X, y)
    tied = LogisticRegression(C=1, class_weight={0: 1, 1: 3}, **settings).fit(X, y)
    np.testing.assert_allclose(heavy.coef_, free.coef_, rtol=1e-4, err_msg=said("penalty"))
    assert np.abs(heavy.coef_ - tied.coef_).max() > 1e-3, said("penalty")


@pytest.mark.parametrize("model", [LogisticRegression(), RandomForestClassifier(random_state=0)])
def test_scikit_learn_takes_a_dict_or_the_word(model):
    X, y = rows()
    found = compute_class_weight(class_weight="balanced", classes=np.array([0, 1]), y=y)
    by_word = model.set_params(class_weight="balanced").fit(X, y).predict_proba(X)
    by_dict = model.set_params(class_weight=dict(enumerate(found))).fit(X, y).predict_proba(X)
    np.testing.assert_allclose(by_word, by_dict, atol=1e-6, err_msg=said("word"))


def test_keras_does_not_know_the_word():
    error = toy.attempt(toy.witness, np.array([0, 1]), "balanced")
    assert error != "no error", said_of_keras("word")


@pytest.mark.parametrize("weight", [1, 9, 1000])
def test_a_leaf_of_one_class_says_the_same_whatever_its_rows_weigh(weight):
    X, y = rows()
    tree = DecisionTreeClassifier(class_weight={0: 1, 1: weight}, random_state=0).fit(X, y)
    np.testing.assert_array_equal(tree.predict_proba(X)[:, 1], y, err_msg=said("pure leaves"))


def test_in_mixed_leaves_weights_count():
    X, y = rows()
    answers = [
        DecisionTreeClassifier(min_samples_leaf=20, class_weight={0: 1, 1: w}, random_state=0)
        .fit(X, y)
        .predict_proba(X)[:, 1]
        .mean()
        for w in (1, 9)
    ]
    assert answers[1] > answers[0] + 0.1, said("pure leaves")


def test_the_rows_of_a_tree_are_drawn_by_weight():
    X, y = rows()
    forest = RandomForestClassifier(50, class_weight="balanced", random_state=0).fit(X, y)
    drawn = np.mean([y[places].mean() for places in forest.estimators_samples_])
    assert drawn == pytest.approx(0.5, abs=0.05), said("drawn")


def test_to_logistic_regression_nine_rows_are_one_of_weight_nine():
    assert apart_by_copies(LogisticRegression(), *rows()) < 1e-9, said("copies")


def test_to_sgd_they_are_not():
    model = SGDClassifier(loss="log_loss", random_state=0)
    assert apart_by_copies(model, *rows()) > 0.01, said("row by row")


def test_to_a_forest_they_are_not_for_its_rows_are_drawn():
    X, y = rows()
    assert apart_by_copies(RandomForestClassifier(random_state=0), X, y) > 0.01, said("by chance")
    undrawn = RandomForestClassifier(bootstrap=False, max_features=None, random_state=0)
    assert apart_by_copies(undrawn, X, y) < 0.01, said("by chance")


def three_rows(name, *weights):
    return feeding.FEEDS[name](np.zeros((3, 1)), np.arange(3), *weights)


@pytest.mark.parametrize("given", [COPIED, {0: 1, 1: 50}], ids=["all keys", "a key missing"])
def test_a_generator_has_no_class_weight(given):
    arrived = feeding.arrived(three_rows("generator"), class_weight=given)
    assert arrived.startswith("ValueError: Argument `class_weight`"), said_of_keras("generator")


@pytest.mark.parametrize("name", ["PyDataset", "tf.data"])
def test_the_other_feeds_have(name):
    arrived = feeding.arrived(three_rows(name), class_weight=COPIED)
    assert arrived == "1 50 2", said_of_keras("generator")


def test_a_missing_key_counts_one_in_a_pydataset_and_is_an_error_in_tf_data():
    given = {0: 1, 1: 50}
    pydataset = feeding.arrived(three_rows("PyDataset"), class_weight=given)
    assert pydataset == "1 50 1", said_of_keras("missing key")
    dataset = feeding.arrived(three_rows("tf.data"), class_weight=given)
    assert "Error" in dataset, said_of_keras("missing key")


@pytest.mark.parametrize("name", feeding.FEEDS)
def test_no_feed_takes_sample_weights_beside_it(name):
    arrived = feeding.arrived(three_rows(name), sample_weight=np.array([1, 50, 2]))
    assert arrived.startswith("ValueError: When providing `x`"), said_of_keras("sample_weight")


@pytest.mark.parametrize("name", feeding.FEEDS)
def test_every_feed_takes_weights_as_a_third_item(name):
    arrived = feeding.arrived(three_rows(name, np.array([1, 50, 2])))
    assert arrived == "1 50 2", said_of_keras("third item")


def test_a_generator_is_read_once_and_keras_only_warns():
    batches = []
    counter = keras.callbacks.LambdaCallback(
        on_epoch_begin=lambda epoch, logs: batches.append(0),
        on_train_batch_end=lambda batch, logs: batches.append(batches.pop() + 1),
    )
    ten = feeding.generator(np.zeros((20, 1)), np.zeros(20), size=2)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        feeding.head(1).fit(ten, epochs=3, verbose=0, callbacks=[counter])
    # The first two batches come again: Keras has peeked at them.
    assert batches[0] == 10, said_of_keras("once")
    assert max(batches[1:], default=0) <= 2, said_of_keras("once")
    assert any("ran out of data" in str(w.message) for w in caught), said_of_keras("once")
