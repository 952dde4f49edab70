"""The explorer: its heads are scikit-learn's, its numbers are those of the test rows."""

import json
import math
import re
import subprocess
import sys
import warnings

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, precision_score, recall_score

from helpers.lessons import explorer
from helpers.lessons.explorer import Explorer
from helpers.lessons.weighted_head import Rows, scores

D = 6


def made_up(rows: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return features as a hidden layer gives them, some dead or nearly so, and rare classes."""
    rng = np.random.default_rng(seed)
    y = (np.arange(rows) % 10 == 0).astype(int)
    hidden = np.maximum(rng.normal(size=(rows, D)) + y[:, np.newaxis] * [1.5, 1, 0, 0, 0, 0], 0)
    hidden[:, 3] = hidden[:, 2] * 0.999 + 0.001 * rng.normal(size=rows)  # nearly the same
    hidden[:, 4] = 0  # dead
    hidden[:, 5] *= rng.random(rows) < 0.01  # nearly dead
    return hidden.astype("float32"), y


def fitted(features: np.ndarray, y: np.ndarray, ratio: float) -> np.ndarray:
    return Rows(features, y).fit(ratio)


def of_scikit_learn(features: np.ndarray, y: np.ndarray, ratio: float) -> np.ndarray:
    model = LogisticRegression(solver="newton-cholesky", tol=1e-10, max_iter=1000)
    model.fit(features.astype(float), y, sample_weight=np.where(y == 1, ratio, 1.0))
    return np.append(model.coef_[0], model.intercept_)


def objective(head: np.ndarray, features: np.ndarray, y: np.ndarray, ratio: float) -> float:
    """Return what scikit-learn's documentation says is minimised, with C = 1."""
    signed = np.where(y == 1, 1, -1) * (features @ head[:-1] + head[-1])
    losses = np.where(y == 1, ratio, 1.0) * np.logaddexp(0, -signed)
    return float(losses.sum() + head[:-1] @ head[:-1] / 2)


def threshold_of(c_fp, c_fn):
    return c_fp / (c_fp + c_fn)


TRAIN, TEST = made_up(3000), made_up(1000, seed=1)
KNOBS = {"threshold_of": threshold_of, "shift_of": math.log}


@pytest.fixture(scope="module")
def moved() -> Explorer:
    return Explorer(TRAIN, TEST, 1, 9, threshold_of, math.log)


@pytest.fixture
def shown(monkeypatch):
    """Return what is displayed: a list of bundles, each with its updates."""
    bundles: list[list[dict]] = []

    class Handle(list):
        def update(self, bundle, raw):
            self.append(bundle)

    def display(bundle, raw, display_id=False):
        bundles.append(Handle([bundle]))
        return bundles[-1]

    monkeypatch.setattr(explorer, "display", display)
    return bundles


@pytest.mark.parametrize("ratio", [0.25, 1, 9, 50, 100])
def test_the_head_is_that_of_scikit_learn(ratio):
    expected = of_scikit_learn(*TRAIN, ratio)
    np.testing.assert_allclose(fitted(*TRAIN, ratio), expected, atol=1e-4)


def test_of_many_rows_in_single_precision_the_answers_are_those_of_scikit_learn():
    features, y = made_up(6000)
    ours, theirs = fitted(features, y, 9), of_scikit_learn(features, y, 9)
    np.testing.assert_allclose(scores(ours, features), scores(theirs, features), atol=1e-4)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 10**6), st.integers(20, 400), st.floats(0.01, 200), st.floats(-2, 2),
    st.floats(-50, 50),
)  # fmt: skip
@example(seed=1, rows=20, ratio=58.0, power=2.0, offset=0.0)
@example(seed=0, rows=20, ratio=1.0, power=2.0, offset=35.0)
def test_the_head_is_that_of_scikit_learn_whatever_the_scale(seed, rows, ratio, power, offset):
    features, y = made_up(rows, seed)
    features = (10**power * (features + offset)).astype("float32")
    ours, precise = fitted(features, y, ratio), features.astype(float)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        theirs = of_scikit_learn(features, y, ratio)
    # Whoever is right has the lower objective; scikit-learn warns where it gave Newton's steps up.
    low, lowest = (objective(head, precise, y, ratio) for head in (ours, theirs))
    assert low <= lowest + 1e-6 * max(1, lowest)
    if not caught:
        # The intercept makes up for what the features' offset does to the slopes: compare answers.
        np.testing.assert_allclose(scores(ours, precise), scores(theirs, precise), atol=1e-3)


def test_what_was_fitted_before_makes_no_difference():
    rows = Rows(*TRAIN)
    for ratio in (0.25, 100, 1):
        np.testing.assert_allclose(rows.fit(ratio), fitted(*TRAIN, ratio), atol=1e-4)


def test_classes_that_one_feature_tells_apart_give_a_finite_head():
    features, y = np.arange(20.0)[:, np.newaxis], (np.arange(20) > 16).astype(int)
    head = fitted(features, y, 1000)
    np.testing.assert_allclose(head, of_scikit_learn(features, y, 1000), atol=1e-3)


def test_features_that_never_vary_leave_the_intercept():
    y = np.array([0, 0, 0, 1])
    head = fitted(np.full((4, 2), 0.3), y, 3)
    np.testing.assert_allclose(head, 0, atol=1e-6)
    np.testing.assert_allclose(scores(head, np.ones((1, 2))), 0.5, atol=1e-6)


def test_the_input_is_not_changed():
    features, y = TRAIN[0].copy(), TRAIN[1].copy()
    scores(fitted(features, y, 9), features)
    assert (features == TRAIN[0]).all()
    assert (y == TRAIN[1]).all()


def test_scores_are_those_of_scikit_learn():
    model = LogisticRegression().fit(*TRAIN)
    head = np.append(model.coef_[0], model.intercept_)
    np.testing.assert_allclose(scores(head, TEST[0]), model.predict_proba(TEST[0])[:, 1], atol=1e-6)


def test_scores_do_not_overflow():
    ends = scores(np.array([1000.0, 0.0]), np.array([[-5.0], [5.0]]))
    assert ends.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"c_fp": 0}, "c_fp is 0: give a number above 0"),
        ({"c_fn": -9}, "c_fn is -9"),
        ({"c_fn": math.nan}, "c_fn is nan"),
        ({"c_fn": math.inf}, "c_fn is inf"),
        ({"c_fn": "9"}, "c_fn is '9'"),
        ({"c_fn": None}, "c_fn is None"),
        ({"threshold_of": lambda c_fp, c_fn: None}, "threshold_of(1, 0.25) returned None: let"),
        ({"shift_of": lambda ratio: np.zeros(3)}, "shift_of(0.25) returned an array of shape (3,)"),
        ({"shift_of": lambda ratio: math.nan}, "shift_of(0.25) returned nan"),
        ({"shift_of": lambda ratio: True}, "shift_of(0.25) returned True"),
    ],
)
def test_the_explorer_names_what_is_wrong(shown, change, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        explorer.explore(**({"train": TRAIN, "test": TEST, **KNOBS} | change))
    assert not shown


def test_the_numbers_are_those_of_the_refitted_head(moved):
    moved.move(20)
    head = fitted(*TRAIN, 20)
    said = scores(head, TEST[0]) >= 0.5
    recall, precision = recall_score(TEST[1], said), precision_score(TEST[1], said)
    (tn, fp), (fn, tp) = confusion_matrix(TEST[1], said).tolist()
    assert f"recall {recall:.2f} and precision {precision:.2f}" in moved.sentence
    assert f"cost of {(fp + 9 * fn) / 1000:.3f} a picture" in moved.sentence
    assert f"tn {tn:,}, fp {fp:,}, fn {fn:,}, tp {tp:,}" in moved.alt


def test_the_sentence_counts_the_largest_disagreement(moved):
    moved.move(20)
    plain = scores(fitted(*TRAIN, 1), TEST[0]) >= threshold_of(1, 20)
    weighted = scores(fitted(*TRAIN, 20), TEST[0]) >= 0.5
    apart = (plain != weighted).sum()
    assert apart > 0
    assert f"at most {apart} of 1,000 pictures differently" in moved.sentence


def test_roads_that_agree_are_said_to_agree(moved):
    moved.move(1)
    assert "give the same answer to all 1,000 pictures" in moved.sentence


def test_a_wrong_function_of_the_learner_is_seen():
    wrong = Explorer(TRAIN, TEST, 1, 9, lambda c_fp, c_fn: c_fn / (c_fp + c_fn), math.log)
    wrong.move(9)
    assert re.search(r"at most \d+ of 1,000 pictures differently \(threshold", wrong.sentence)


def test_the_learners_functions_get_the_ratio_as_a_price():
    asked = []
    seen = Explorer(TRAIN, TEST, 2, 9, lambda *prices: asked.append(prices) or 0.5, math.log)
    assert seen.price == 4.5
    assert set(asked) == {(1, ratio) for ratio in seen.ratios}
    assert 4.5 in seen.ratios


def test_no_answer_of_class_1_is_no_error():
    nothing = Explorer(TRAIN, TEST, 1, 9, lambda c_fp, c_fn: 2, lambda ratio: -99)
    nothing.move(0.25)
    assert "threshold 2.000: recall 0.00, precision 0.00" in nothing.alt


def test_the_picture_stands_beside_a_slider_at_the_price(shown):
    explorer.explore(train=TRAIN, test=TEST, c_fp=1, c_fn=7.5, **KNOBS)
    [slider], [picture] = shown
    assert "application/vnd.jupyter.widget-view+json" in slider
    assert "weight 7.5" in slider["text/plain"]
    assert "At weight 7.5 " in picture["text/plain"]
    assert re.search(r'aria-label="Four panels: [^"]*weight 7.5: recall', picture["text/html"])
    assert "<svg " in picture["text/html"]
    assert re.search(
        r'<p role="status" aria-live="polite"[^>]*>At weight 7.5 ', picture["text/html"]
    )


def test_the_numbers_of_all_roads_stand_beside_the_picture(moved):
    page = re.sub(r"<[^>]+>", " ", moved.move(20))
    assert "A missed dog weighs as much as 20 false alarms" in page
    assert "A missed dog weighs as much as one false alarm" in re.sub("<[^>]+>", "", moved.move(1))
    said = scores(fitted(*TRAIN, 20), TEST[0]) >= 0.5
    (_, alarms), (missed, _) = confusion_matrix(TEST[1], said).tolist()
    row = {
        line: re.search(rf"{line}((?: +[\d.,+]+)+)", page) for line in ("false alarms", "missed")
    }
    for line, number in (("false alarms", alarms), ("missed", missed)):
        found = row[line]
        assert found is not None
        assert found[1].split()[-1] == f"{number:,}"
    assert re.search(r"set to +0.048 +\+3.00 +20 ", page)


def test_a_move_of_the_slider_renews_picture_text_and_sentence(shown, monkeypatch):
    sliders = []
    make = explorer._slider
    monkeypatch.setattr(explorer, "_slider", lambda e: sliders.append(make(e)) or sliders[0])
    explorer.explore(train=TRAIN, test=TEST, **KNOBS)
    assert sliders[0].value == 9
    assert sliders[0].description == "Weight of a dog: 9"
    sliders[0].value = 50
    assert sliders[0].description == "Weight of a dog: 50"
    before, after = shown[1]
    assert before["text/html"] != after["text/html"]
    assert "At weight 50 " in after["text/html"]
    assert "At weight 50 " in after["text/plain"]


def test_the_number_of_the_slider_cannot_be_typed_over(moved):
    assert not explorer._slider(moved).readout


def test_a_line_says_that_the_first_picture_takes_a_while(shown, capsys):
    explorer.explore(train=TRAIN, test=TEST, **KNOBS)
    assert "takes a few seconds" in capsys.readouterr().out


def test_importing_the_explorer_imports_no_tensorflow():
    code = "import helpers.lessons.explorer, json, sys; print(json.dumps(list(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert not {"tensorflow", "keras"} & set(json.loads(run.stdout))
