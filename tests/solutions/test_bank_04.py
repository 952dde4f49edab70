"""The references of lesson 04 against scikit-learn, SciPy and what the lesson says of them."""

import itertools
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq
from sklearn.metrics import recall_score
from sklearn.utils import compute_class_weight, compute_sample_weight

from helpers.checks.attempt import try_function
from helpers.checks.bank import bank_from_source
from helpers.lessons import long_tail

LESSON = Path(__file__).resolve().parents[2] / "solutions" / "04_log_smoothed_weights"
BANK = bank_from_source(LESSON / "exercises")
REFERENCES = {name: exercise.reference for name, exercise in BANK.sources.items()}
PAIRED = {0: 2813, 1: 78, 2: 2814, 3: 78, 4: 7914, 5: 248, 6: 7914, 7: 248}
VANISHING = {0: 1_300_000, 1: 40, 2: 2000}
TABLES = st.dictionaries(st.integers(0, 30), st.integers(1, 10**6), min_size=2, max_size=8)
SMALL_TABLES = st.dictionaries(st.integers(0, 30), st.integers(1, 60), min_size=2, max_size=6)
MU = st.floats(1e-3, 1e3)
POWER = st.floats(0, 2)


def ends(counts):
    """Return the smallest and the largest class."""
    return min(counts, key=counts.get), max(counts, key=counts.get)


def labels(counts):
    return np.repeat(list(counts), list(counts.values()))


def mean_row_weight(class_weight, counts):
    return np.average([class_weight[c] for c in counts], weights=list(counts.values()))


@given(counts=TABLES, mu=MU)
def test_the_log_rule_is_the_logarithm_where_that_is_above_one(counts, mu):
    n = np.array(list(counts.values()))
    expected = np.clip(np.log(mu * n.sum() / n), 1, None)
    found = REFERENCES["log_smoothed"](counts, mu)
    assert list(found) == list(counts)
    np.testing.assert_allclose(list(found.values()), expected)


def test_the_log_rule_has_a_mu_of_its_own():
    log_smoothed = REFERENCES["log_smoothed"]
    assert log_smoothed(PAIRED) == log_smoothed(PAIRED, 0.15)


def test_the_log_rule_on_the_two_tables_of_the_syllabus():
    paired = REFERENCES["log_smoothed"](PAIRED)
    assert paired == pytest.approx(
        {0: 1, 1: 3.7498, 2: 1, 3: 3.7498, 4: 1, 5: 2.5931, 6: 1, 7: 2.5931}, abs=5e-5
    )
    vanishing = REFERENCES["log_smoothed"](VANISHING)
    assert vanishing == pytest.approx({0: 1, 1: 8.49, 2: 4.58}, abs=5e-3)


@given(counts=TABLES, mu=MU, empty=st.integers(31, 99))
def test_the_log_rule_names_the_class_that_has_no_rows(counts, mu, empty):
    with pytest.raises(ValueError, match=rf"\b{empty}\b"):
        REFERENCES["log_smoothed"](counts | {empty: 0}, mu)


@given(counts=TABLES, mu=MU, factor=st.floats(1.01, 100))
def test_a_larger_mu_adds_one_and_the_same_to_every_weight_above_the_floor(counts, mu, factor):
    before = REFERENCES["log_smoothed"](counts, mu)
    after = REFERENCES["log_smoothed"](counts, mu * factor)
    for c, weight in before.items():
        if weight > 1:
            assert after[c] - weight == pytest.approx(math.log(factor))


@given(counts=TABLES)
def test_with_one_over_k_the_logarithm_is_that_of_the_balanced_weight(counts):
    classes = np.sort(list(counts))
    n = np.array([counts[c] for c in classes])
    balanced = n.sum() / (len(n) * n)
    found = REFERENCES["log_smoothed"](counts, 1 / len(counts))
    np.testing.assert_allclose([found[c] for c in classes], np.maximum(1, np.log(balanced)))


@given(counts=TABLES, mu=MU)
def test_the_log_rule_cannot_exceed_one_plus_the_logarithm_of_the_ratio(counts, mu):
    rarest, commonest = ends(counts)
    weights = REFERENCES["log_smoothed"](counts, mu)
    limit = 1 + math.log(counts[commonest] / counts[rarest])
    assert weights[rarest] / weights[commonest] <= limit * (1 + 1e-12)


@given(counts=TABLES)
def test_that_ratio_is_reached_where_the_largest_class_leaves_the_floor(counts):
    rarest, commonest = ends(counts)
    mu = math.e * counts[commonest] / sum(counts.values())
    weights = REFERENCES["log_smoothed"](counts, mu)
    limit = 1 + math.log(counts[commonest] / counts[rarest])
    assert weights[rarest] / weights[commonest] == pytest.approx(limit)


@given(counts=TABLES, mu=MU)
def test_the_floor_is_left_where_the_logarithm_is_one(counts, mu):
    total = sum(counts.values())
    limit = REFERENCES["floor_count"](counts, mu)
    root = brentq(
        lambda log_n: math.log(mu * total) - log_n - 1, -50, 50, xtol=1e-12
    )  # in logarithms
    assert math.log(limit) == pytest.approx(root, abs=1e-9)


@given(counts=TABLES, mu=MU)
def test_exactly_the_classes_below_the_floor_count_weigh_more_than_one(counts, mu):
    limit = REFERENCES["floor_count"](counts, mu)
    for c, weight in REFERENCES["log_smoothed"](counts, mu).items():
        if abs(counts[c] - limit) > 1e-9 * limit:
            assert (weight > 1) == (counts[c] < limit)


@given(counts=TABLES, weight=st.floats(1.001, 30), data=st.data())
def test_the_mu_for_a_weight_gives_that_weight(counts, weight, data):
    cls = data.draw(st.sampled_from(list(counts)))
    mu = REFERENCES["mu_for_weight"](counts, cls, weight)
    assert REFERENCES["log_smoothed"](counts, mu)[cls] == pytest.approx(weight)


def test_a_weight_of_twenty_needs_the_mu_of_the_syllabus():
    assert REFERENCES["mu_for_weight"](VANISHING, 1, 20) == pytest.approx(14905, abs=0.5)


@given(counts=TABLES, mu=MU)
def test_the_log_rule_merges_exactly_the_classes_on_its_floor(counts, mu):
    weights = REFERENCES["log_smoothed"](counts, mu)
    on_the_floor = [c for c in sorted(counts) if weights[c] == 1]
    expected = [
        (a, b) for a, b in itertools.combinations(on_the_floor, 2) if counts[a] != counts[b]
    ]
    assert REFERENCES["merged_pairs"](counts, weights) == expected


@given(counts=SMALL_TABLES, a=st.floats(0.1, 1))
def test_the_power_rule_merges_no_classes(counts, a):
    assert REFERENCES["merged_pairs"](counts, REFERENCES["power_weights"](counts, a)) == []


@given(counts=TABLES, a=POWER)
def test_power_weights_have_a_mean_row_weight_of_one_and_the_ratios_of_the_rule(counts, a):
    weights = REFERENCES["power_weights"](counts, a)
    assert mean_row_weight(weights, counts) == pytest.approx(1)
    for b, c in itertools.pairwise(counts):
        assert weights[b] / weights[c] == pytest.approx((counts[c] / counts[b]) ** a)


@given(counts=SMALL_TABLES)
def test_the_power_one_is_balanced_and_the_power_zero_is_no_weights(counts):
    classes = np.sort(list(counts))
    balanced = compute_class_weight(class_weight="balanced", classes=classes, y=labels(counts))
    found = REFERENCES["power_weights"](counts, 1)
    assert [found[c] for c in classes] == pytest.approx(balanced.tolist())
    assert REFERENCES["power_weights"](counts, 0) == pytest.approx(dict.fromkeys(counts, 1))


@given(counts=SMALL_TABLES, beta=st.floats(0, 0.999))
def test_an_effective_number_is_what_is_new_in_each_row_added_up(counts, beta):
    """Cui et al. (2019): the i-th row is worth beta ** (i - 1)."""
    raw = {c: 1 / np.sum(beta ** np.arange(n)) for c, n in counts.items()}
    weights = REFERENCES["effective_number_weights"](counts, beta)
    assert sum(weights.values()) == pytest.approx(len(counts))
    for b, c in itertools.pairwise(counts):
        assert weights[b] / weights[c] == pytest.approx(raw[b] / raw[c])


@given(counts=SMALL_TABLES)
def test_effective_numbers_go_from_no_weights_to_balanced_ones(counts):
    rule = REFERENCES["effective_number_weights"]
    assert rule(counts, 0) == pytest.approx(dict.fromkeys(counts, 1))
    near_one = rule(counts, 1 - 1e-7)
    for b, c in itertools.pairwise(counts):
        assert near_one[b] / near_one[c] == pytest.approx(counts[c] / counts[b], rel=1e-4)


@given(weights=st.lists(st.floats(0.01, 100), min_size=1, max_size=30).map(np.array))
def test_the_effective_sample_size_is_that_of_a_weighted_mean(weights):
    """Of rows that vary alike, a weighted mean varies by 1 / size of one row's variance."""
    share = weights / weights.sum()
    variance = share @ np.eye(len(share)) @ share
    assert REFERENCES["effective_sample_size"](weights) == pytest.approx(1 / variance)


@given(
    weights=st.lists(st.floats(0.01, 100), min_size=1, max_size=30).map(np.array),
    factor=st.floats(0.1, 1000),
)
def test_the_effective_sample_size_lies_between_one_and_the_number_of_rows(weights, factor):
    size = REFERENCES["effective_sample_size"](weights)
    assert 1 - 1e-9 <= size <= len(weights) * (1 + 1e-9)
    assert REFERENCES["effective_sample_size"](factor * weights) == pytest.approx(size)


@given(n=st.integers(1, 50), weight=st.floats(0.1, 100), idle=st.integers(0, 20))
def test_equal_weights_are_worth_their_rows_and_rows_without_weight_nothing(n, weight, idle):
    weights = np.repeat([weight, 0.0], [n, idle])
    assert REFERENCES["effective_sample_size"](weights) == pytest.approx(n)


def test_balanced_weights_leave_hundreds_of_a_million_rows():
    balanced = REFERENCES["power_weights"](VANISHING, 1)
    assert balanced[1] == pytest.approx(10850, abs=1)
    rows = np.repeat(list(balanced.values()), list(VANISHING.values()))
    assert 300 < REFERENCES["effective_sample_size"](rows) < 400


@given(counts=TABLES, size=st.integers(1, 4), seed=st.integers(0, 99))
def test_head_and_tail_are_means_of_the_recalls_of_scikit_learn(counts, size, seed):
    counts = {c: 100 * n + place for place, (c, n) in enumerate(counts.items())}  # all different
    rng = np.random.default_rng(seed)
    y = np.concatenate([list(counts), rng.choice(list(counts), 30)])
    p = np.where(rng.random(len(y)) < 0.5, y, rng.choice(list(counts), len(y)))
    order = sorted(counts, key=lambda c: -counts[c])
    recalls = recall_score(y, p, labels=order, average=None)
    head, tail = REFERENCES["head_tail_recall"](y, p, counts, size)
    assert head == pytest.approx(recalls[:size].mean())
    assert tail == pytest.approx(recalls[-size:].mean())


def test_head_and_tail_are_of_three_classes_unless_said():
    counts = long_tail.profile()
    y = np.arange(10)
    p = np.where(y < 3, y, 0)
    assert REFERENCES["head_tail_recall"](y, p, counts) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("rule", "more"),
    [
        ("log_smoothed", (0.15,)),
        ("power_weights", (0.5,)),
        ("power_weights", (1,)),
        ("effective_number_weights", (0.999,)),
    ],
)
def test_every_rule_lets_a_rarer_class_weigh_no_less(rule, more):
    weights = REFERENCES[rule](long_tail.profile(), *more)
    assert (np.diff(list(weights.values())) >= 0).all()


def test_the_row_weights_of_a_rule_are_those_of_scikit_learn():
    counts = {0: 90, 1: 10}
    rows = compute_sample_weight(REFERENCES["power_weights"](counts, 1), labels(counts))
    assert rows.mean() == pytest.approx(1)


def test_a_rarity_that_is_upside_down_is_not_taken_for_another_total():
    def upside_down(counts, mu=0.15):
        if 0 in counts.values():
            raise ValueError(f"no rows: {[c for c, n in counts.items() if n == 0]}")
        rows = sum(counts.values())
        return {c: max(1.0, math.log(mu * n / rows)) for c, n in counts.items()}

    said = try_function(BANK.exercise("log_smoothed"), upside_down)
    assert said.mistake == "rarity_upside_down"


def test_who_types_in_e_as_the_text_gave_it_hears_which_number_is_short():
    said = try_function(
        BANK.exercise("floor_count"), lambda counts, mu: mu * sum(counts.values()) / 2.718
    )
    assert "2.718" in said.message
    assert "math.e" in said.message


def test_precision_is_named_where_nobody_was_called_so():
    def precision(y, p, counts, size=3):
        order = sorted(counts, key=lambda c: counts[c], reverse=True)
        found = {c: np.mean(y[p == c] == c) for c in counts}
        return np.mean([found[c] for c in order[:size]]), np.mean([found[c] for c in order[-size:]])

    said = try_function(BANK.exercise("head_tail_recall"), precision)
    assert "that is the precision" in said.message
