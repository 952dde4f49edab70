"""The references of lesson 09 against scikit-learn, NumPy, hashlib and JSON."""

import hashlib
import json
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import recall_score
from sklearn.utils import compute_class_weight

from helpers.checks.bank import bank_from_source

LESSON = Path(__file__).resolve().parents[2] / "solutions" / "09_own_the_trade_off"
BANK = bank_from_source(LESSON / "exercises").sources
REFERENCES = {name: exercise.reference for name, exercise in BANK.items()}
SCORES = st.floats(0, 1)
PRICES = st.integers(1, 400).map(lambda price: price / 8)
WEIGHTS = st.dictionaries(st.integers(0, 50), st.floats(0.01, 1e6), min_size=1, max_size=5)
VERSIONS = st.dictionaries(st.sampled_from(["keras", "numpy", "scipy"]), st.text(max_size=8))
INT_TYPES = ["int8", "uint8", "<i2", ">i2", "<i4", ">i4", "<i8", ">i8", "uint16"]


def labels(min_size=1):
    """Labels that fit into every integer type."""
    return st.lists(st.integers(0, 100), min_size=min_size, max_size=30).map(np.array)


@st.composite
def targets(draw, size=40):
    """Shuffled zeros and ones, both there."""
    rest = draw(st.lists(st.integers(0, 1), max_size=size))
    return np.array(draw(st.permutations([0, 1, *rest])))


@st.composite
def cards(draw):
    """A card, and the labels and weights that it is for."""
    y, weights = draw(labels()), draw(WEIGHTS)
    numbers = draw(SCORES), draw(PRICES), draw(PRICES)
    source, seed = draw(st.text()), draw(st.integers())
    card = REFERENCES["weight_card"](y, weights, *numbers, source, [seed], {})
    return card, y, weights


@given(y=targets())
def test_the_implied_price_is_the_ratio_of_scikit_learns_balanced_weights(y):
    zero, one = compute_class_weight(class_weight="balanced", classes=np.array([0, 1]), y=y)
    assert REFERENCES["implied_cost_ratio"](y) == pytest.approx(one / zero)


@given(
    y=labels(), weights=WEIGHTS, threshold=SCORES, c_fp=PRICES, c_fn=PRICES, source=st.text(),
    versions=VERSIONS, seeds=st.lists(st.integers(0, 2**32 - 1), max_size=3),
)  # fmt: skip
def test_a_card_comes_back_from_json_as_it_was(
    y, weights, threshold, c_fp, c_fn, source, seeds, versions
):
    make = REFERENCES["weight_card"]
    card = make(y, weights, threshold, c_fp, c_fn, source, seeds, versions)
    assert json.loads(json.dumps(card)) == card
    assert {int(c): weight for c, weight in card["weights"].items()} == weights
    assert card["prices"] == {"false_positive": c_fp, "false_negative": c_fn}
    assert card["threshold"] == threshold
    assert (card["source"], card["seeds"], card["versions"]) == (source, seeds, versions)


def test_numbers_of_numpy_go_into_a_card_as_plain_ones():
    """json.dumps refuses an np.int64; an np.float64 it takes, for that is a float."""
    one, two = np.int64(1), np.float64(2)
    numbers = two, one, one
    y, weights = np.array([0, 1]), {0: one, 1: two}
    card = REFERENCES["weight_card"](y, weights, *numbers, "", [one], {})
    assert json.loads(json.dumps(card)) == card
    numbers = [*card["weights"].values(), *card["prices"].values(), card["threshold"]]
    assert {type(number) for number in numbers} == {float}
    assert [type(seed) for seed in card["seeds"]] == [int]


@given(y=labels(), dtype=st.sampled_from(INT_TYPES))
def test_the_digest_is_that_of_eight_little_endian_bytes_a_label(y, dtype):
    card = REFERENCES["weight_card"](y.astype(dtype), {0: 1.0}, 0.5, 1, 1, "", [], {})
    packed = struct.pack(f"<{len(y)}q", *y.tolist())
    assert card["split_sha256"] == hashlib.sha256(packed).hexdigest()


def test_the_digest_of_a_view_is_that_of_its_labels():
    y = np.arange(10)
    make = REFERENCES["weight_card"]
    every_other = make(y[::2], {0: 1.0}, 0.5, 1, 1, "", [], {})
    assert every_other == make(y[::2].copy(), {0: 1.0}, 0.5, 1, 1, "", [], {})


@given(made=cards(), dtype=st.sampled_from(INT_TYPES))
def test_a_card_holds_for_what_it_was_made_of(made, dtype):
    card, y, weights = made
    read = json.loads(json.dumps(card))
    assert REFERENCES["verify_card"](read, y.astype(dtype), weights) == []


@given(made=cards(), data=st.data())
def test_every_missing_field_is_named_in_order(made, data):
    card, y, weights = made
    lost = data.draw(st.sets(st.sampled_from(sorted(card))))
    rest = {name: value for name, value in card.items() if name not in lost}
    assert REFERENCES["verify_card"](rest, y, weights) == sorted(lost)


@given(made=cards(), place=st.integers(0, 29), factor=st.floats(1.001, 9))
def test_any_other_label_and_any_other_weight_are_found_out(made, place, factor):
    card, y, weights = made
    changed = y.copy()
    changed[place % len(y)] += 1
    assert REFERENCES["verify_card"](card, changed, weights) == ["split_sha256"]
    heavier = weights | {next(iter(weights)): next(iter(weights.values())) * factor}
    assert REFERENCES["verify_card"](card, y, heavier) == ["weights"]
    more = weights | {99: 1.0}
    assert REFERENCES["verify_card"](card, changed, more) == ["split_sha256", "weights"]


@given(y=targets(), data=st.data(), text=st.booleans())
def test_recalls_are_those_that_scikit_learn_gives_for_each_group(y, data, text):
    said = np.array(data.draw(st.lists(st.integers(0, 1), min_size=len(y), max_size=len(y))))
    names = ["b", "a", "cc"] if text else [7, 3, -1]
    group = np.array(data.draw(st.lists(st.sampled_from(names), min_size=len(y), max_size=len(y))))
    group[y == 0] = group[y == 1][0]  # so that every group has a positive
    found = REFERENCES["recall_by_group"](y, said, group)
    assert set(found) == set(group.tolist())
    assert {type(key) for key in found} == {str if text else int}
    for g, recall in found.items():
        rows = group == g
        assert recall == pytest.approx(recall_score(y[rows], said[rows], zero_division=0))


def cost(y, said, c_fp, c_fn):
    return c_fp * np.sum(said > y) + c_fn * np.sum(said < y)


@given(y=targets(), data=st.data(), c_fp=PRICES, c_fn=PRICES)
def test_no_threshold_is_cheaper_on_the_rows_it_was_chosen_on(y, data, c_fp, c_fn):
    p = data.draw(arrays(float, len(y), elements=st.integers(0, 20).map(lambda n: n / 20)))
    said = REFERENCES["final_decision"](y, p, p, c_fp, c_fn)
    assert said.dtype.kind == "i"
    assert set(said.tolist()) <= {0, 1}
    others = [(p >= t).astype(int) for t in np.linspace(0, 1.05, 22)]
    assert cost(y, said, c_fp, c_fn) <= min(cost(y, other, c_fp, c_fn) for other in others)


@given(y=targets(), data=st.data(), c_fp=PRICES, c_fn=PRICES)
def test_a_decision_does_not_depend_on_the_scale_of_the_scores(y, data, c_fp, c_fn):
    p = data.draw(arrays(float, len(y), elements=st.integers(1, 99).map(lambda n: n / 100)))
    decide = REFERENCES["final_decision"]
    same = decide(y, p**3 / 2, p**3 / 2, c_fp, c_fn)
    np.testing.assert_array_equal(decide(y, p, p, c_fp, c_fn), same)


def test_where_scores_tell_nothing_worth_its_price_nobody_is_called():
    y, p = np.array([1, 0, 0, 0]), np.array([0.1, 0.9, 0.8, 0.7])
    assert REFERENCES["final_decision"](y, p, np.array([0.5, 1.0]), 3, 1).tolist() == [0, 0]


@pytest.mark.parametrize("seed", range(100))
def test_right_decisions_leave_room_above_what_the_cases_ask_for(seed):
    """Other right ways to choose differ by a row or two: that must not decide."""
    for case in BANK["final_decision"].cases(np.random.default_rng(seed)):
        assert case.prices is not None
        nothing = case.prices.sum(axis=0).min()
        said = REFERENCES["final_decision"](*case.args)
        paid = case.prices[np.arange(len(said)), said].sum()
        assert paid <= case.at_most
        # Where alarms are so dear that nobody should be called there is nothing to save.
        assert case.at_most > 0
        assert nothing > case.at_most or not said.any()
