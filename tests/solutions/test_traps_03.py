"""What lesson 03 says of scikit-learn and Keras, held against those that are installed.

Where one of these fails, a library has changed: its message names the cell and the sentence that
is no longer true.
"""

import keras
import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
from sklearn.utils import compute_class_weight, compute_sample_weight

from helpers.lessons import twenty_rows as toy
from tests.solutions.facts import sentences, stands_there

LESSON = "03_balanced_weights"
Y = np.repeat([1, 3, 5], [15, 1, 4])
CLASSES = np.array([1, 3, 5])
COPIED = {0: 1, 1: 50, 2: 2}

IN_SKLEARN = {
    "names": ("calls-read", "only the rule may be given by position"),
    "array": ("calls-read", "`classes` must be an array"),
    "formula": ("calls-intro", "$N / (k \\cdot n_c)$ as in lesson 02"),
    "by row": ("shares-of-classes", "compute_sample_weight gives the weights of your dict"),
    "one-hot": ("one-hot-read", "works out balanced weights for each column separately, and mult"),
    "means": ("three-dicts-read", "has a mean of $k$, the number of classes, whatever the counts"),
    "penalty": ("three-dicts-read", "larger weights make the penalty matter less"),
    "word": ("forests-intro", 'takes the weights as a dict, or as the word `"balanced"`'),
    "pure leaves": ("forests-read", "leaf says 0 or 1 whatever its rows weigh"),
    "mixed leaves": ("forests-read", "the leaf's score becomes the share of dogs by weight"),
    "drawn": ("forests-read", "uses `class_weight` in the draw of the rows, and only there"),
    "no draw": ("forests-read", "Without a draw, weights act inside the trees instead"),
    "subsample": ("forests-read", "works out balanced weights for each draw separately"),
    "claim": ("what-we-claim", "Without a draw, it uses them in its questions and in leaves of"),
    "stratified": ("split-intro", "both sides have the same shares of the classes"),
    "no effect": ("fold-or-all-intro", "both ways give the same weights, except for rounding"),
    "copies": ("weight-or-copies-read", "nine equal rows add just what one row of weight 9 adds"),
    "row by row": ("weight-or-copies-read", "doesn't end where nine small steps end"),
    "by chance": ("weight-or-copies-read", "A forest draws as many rows as the table has"),
    "luck": ("weight-or-copies-read", "Another seed alone moves the scores too"),
    "already": ("three-cases", "scikit-learn returns a 1 for every class"),
}
IN_KERAS = {
    "numbered": ("calls-read", "finds the weight that was meant for class 3"),
    "unequal": ("loss-scale", "it grows even if that mean is 1"),
    "word": ("forests-intro", "which Keras doesn't know"),
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
    rule_alone = toy.attempt(compute_class_weight, "balanced", classes=CLASSES, y=Y)
    assert rule_alone == "no error", said("names")


@pytest.mark.parametrize("kind", [list, tuple, set])
def test_classes_that_are_no_array_are_refused(kind):
    error = toy.attempt(compute_class_weight, class_weight="balanced", classes=kind([1, 3, 5]), y=Y)
    assert error.startswith("InvalidParameterError: The 'classes' parameter"), said("array")
    assert "numpy.ndarray" in error, said("array")


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


def shares_at_the_roots(y, **settings):
    """Grow a forest; return class 1's share of the weight in each whole tree, and of its draw."""
    X, _ = rows(len(y))
    forest = RandomForestClassifier(20, random_state=0, **settings).fit(X, y)
    weighed = [tree.tree_.value[0][0] for tree in forest.estimators_]
    drawn = [y[places].mean() for places in forest.estimators_samples_]
    return np.array([share[1] / share.sum() for share in weighed]), np.array(drawn)


def test_a_leaf_of_twenty_rows_has_the_share_of_the_lesson():
    X, y = np.zeros((20, 1)), np.repeat([0, 1], [18, 2])
    for weight, share in ((None, 0.1), ({0: 5 / 9, 1: 5}, 0.5)):
        tree = DecisionTreeClassifier(class_weight=weight).fit(X, y)
        assert tree.predict_proba(X)[0, 1] == pytest.approx(share), said("mixed leaves")


@pytest.mark.parametrize("given", ["balanced", {0: 1, 1: 4}])
def test_a_forest_draws_heavy_rows_more_often_and_then_counts_each_as_one(given):
    _, y = rows()
    weighed, drawn = shares_at_the_roots(y, class_weight=given)
    assert drawn.mean() > y.mean() + 0.15, said("drawn")
    np.testing.assert_allclose(weighed, drawn, err_msg=said("drawn"))


def test_without_a_draw_weights_act_in_the_leaves():
    _, y = rows()
    weighed, _ = shares_at_the_roots(y, class_weight="balanced", bootstrap=False)
    np.testing.assert_allclose(weighed, 0.5, err_msg=said("no draw"))


def test_balanced_subsample_draws_evenly_and_balances_in_the_leaves():
    _, y = rows()
    weighed, drawn = shares_at_the_roots(y, class_weight="balanced_subsample")
    _, evenly = shares_at_the_roots(y)
    np.testing.assert_array_equal(drawn, evenly, err_msg=said("subsample"))
    np.testing.assert_allclose(weighed, 0.5, err_msg=said("subsample"))


def test_in_a_fully_grown_forest_without_a_draw_weights_leave_the_answers_on_known_rows():
    X, y = rows()
    for weight in (None, {0: 1, 1: 9}):
        forest = RandomForestClassifier(
            20, class_weight=weight, bootstrap=False, random_state=0
        ).fit(X, y)
        np.testing.assert_array_equal(forest.predict(X), y, err_msg=said("claim"))


def test_one_hot_targets_get_the_product_of_the_weights_of_their_columns():
    one_hot = (Y[:, np.newaxis] == CLASSES).astype(int)
    found = compute_sample_weight(class_weight="balanced", y=one_hot)
    columns = [compute_sample_weight(class_weight="balanced", y=c) for c in one_hot.T]
    np.testing.assert_allclose(found, np.prod(columns, axis=0), err_msg=said("one-hot"))
    assert sorted(set(found.round(2))) == [0.22, 2.63, 12.5], said("one-hot")


@pytest.mark.parametrize("counts", [(15, 1, 4), (7, 7), (90, 10)])
def test_all_rows_over_those_of_the_class_have_a_mean_of_k(counts):
    y = np.repeat(np.arange(len(counts)), counts)
    weights = np.array([len(y) / counts[c] for c in y])
    assert weights.mean() == pytest.approx(len(counts)), said("means")


def test_a_mean_weight_of_one_does_not_keep_the_loss():
    x, y = toy.rows()
    found = compute_class_weight(class_weight="balanced", classes=np.unique(y), y=y)
    given = dict(enumerate(found.tolist()))
    assert toy.witness(y, given).mean() == pytest.approx(1)
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
    model.compile(keras.optimizers.SGD(0.0), "sparse_categorical_crossentropy")
    plain, weighted = (
        model.fit(x, y, batch_size=20, class_weight=w, verbose=0).history["loss"][0]
        for w in (None, given)
    )
    assert abs(weighted / plain - 1) > 0.01, said_of_keras("unequal")


def test_classes_of_one_size_weigh_one():
    found = compute_class_weight(class_weight="balanced", classes=CLASSES, y=np.tile(CLASSES, 5))
    assert found.tolist() == [1, 1, 1], said("already")


@pytest.mark.parametrize("seed", range(5))
def test_a_stratified_split_keeps_the_shares_and_so_the_weights(seed):
    y = np.random.default_rng(seed).permutation(np.repeat([0, 1], [90, 10]))
    fold, rest = train_test_split(y, test_size=0.3, stratify=y, random_state=seed)
    assert (fold.mean(), rest.mean()) == (0.1, 0.1), said("stratified")
    both = [
        compute_class_weight(class_weight="balanced", classes=np.array([0, 1]), y=part)
        for part in (y, fold)
    ]
    np.testing.assert_allclose(*both, err_msg=said("no effect"))


def test_to_logistic_regression_nine_rows_are_one_of_weight_nine():
    assert apart_by_copies(LogisticRegression(), *rows()) < 1e-9, said("copies")


def mean_scores(new_model, seeds, copied):
    """Return the scores of class 1, with weights or copies, averaged over seeds."""
    X, y = rows()
    times = np.where(y == 1, 9, 1)
    scores = []
    for seed in seeds:
        model = new_model(seed)
        if copied:
            model.fit(np.repeat(X, times, axis=0), np.repeat(y, times))
        else:
            model.fit(X, y, sample_weight=times)
        scores.append(model.predict_proba(X)[:, 1])
    return np.mean(scores, axis=0)


def test_to_sgd_they_are_not_even_where_nothing_is_drawn():
    steps = {"learning_rate": "constant", "eta0": 0.1, "max_iter": 1, "tol": None}
    model = SGDClassifier(loss="log_loss", shuffle=False, **steps)
    assert apart_by_copies(model, *rows()) > 0.01, said("row by row")


def test_to_a_forest_they_are_not_even_over_many_seeds_for_its_rows_are_drawn():
    def forest(seed):
        return RandomForestClassifier(10, random_state=seed)

    weights = mean_scores(forest, range(20), copied=False)
    again = mean_scores(forest, range(20, 40), copied=False)
    copies = mean_scores(forest, range(20), copied=True)
    luck = np.abs(weights - again).mean()
    assert np.abs(weights - copies).mean() > 2 * luck, said("by chance")


def test_one_pair_of_models_cannot_tell_since_the_seed_alone_moves_their_scores():
    for model in (
        lambda seed: SGDClassifier(loss="log_loss", random_state=seed),
        lambda seed: RandomForestClassifier(10, random_state=seed),
    ):
        one, other = (mean_scores(model, [seed], copied=False) for seed in (0, 1))
        assert np.abs(one - other).mean() > 0.01, said("luck")


def test_to_a_forest_without_a_draw_they_are_the_same():
    undrawn = RandomForestClassifier(bootstrap=False, max_features=None, random_state=0)
    assert apart_by_copies(undrawn, *rows()) < 0.01, said("by chance")
