"""The figures of weight, threshold and shift: what they show is what they are given."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from scipy.special import expit

from helpers import plots

RNG = np.random.default_rng(0)
Y = (RNG.random(400) < 0.2).astype(int)
LOGITS = RNG.normal(-2, 1, size=400) + Y
PLAIN, MOVED = expit(LOGITS), expit(LOGITS + np.log(9))
PAIRS = {"moved": (PLAIN, MOVED), "left": (PLAIN, PLAIN)}
GAINS = {"one": (0.01, 0.05, 0.09), "two": (-0.02, 0.0, 0.03), "three": (-0.2, -0.1, -0.05)}


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    plt.close("all")


def test_logits_are_drawn_against_each_other_by_class():
    first = plots.logits_apart(Y, PAIRS, np.log(9)).axes[0]
    for c, points in enumerate(first.collections):
        rows = np.flatnonzero(c == Y)
        np.testing.assert_allclose(
            points.get_offsets(), np.c_[LOGITS[rows], LOGITS[rows] + np.log(9)], atol=1e-6
        )


def test_a_panel_says_how_far_its_logits_moved_and_how_many_rows_are_decided_alike():
    moved, left = (
        axis.texts[0].get_text() for axis in plots.logits_apart(Y, PAIRS, np.log(9)).axes
    )
    assert moved == "moved by 2.20 ± 0.00\n100.0% decided alike"
    assert left.startswith("moved by 0.00 ± 0.00\n")


def test_probabilities_of_zero_and_one_are_drawn_too():
    sure = np.r_[0.0, 1.0, PLAIN[2:]]
    figure = plots.logits_apart(Y, {"sure": (sure, sure)}, 1.0)
    assert np.isfinite(figure.axes[0].collections[0].get_offsets()).all()


def test_two_pale_lines_show_where_each_model_begins_to_say_one():
    axis = plots.logits_apart(Y, PAIRS, np.log(9)).axes[0]
    plain, weighted = axis.lines[:2]
    assert set(plain.get_xdata()) == {-np.log(9)}
    assert set(weighted.get_ydata()) == {0}


def test_a_marked_threshold_stands_at_what_it_costs():
    y, p = np.array([0, 0, 1, 0, 1]), np.array([0.3, 0.5, 0.7, 0.8, 0.9])
    figure = plots.threshold_costs(y, {"one": p}, 1, 3, {"one": {"formula": 0.25, "chosen": 0.7}})
    curve, formula, chosen = figure.axes[0].lines[:3]
    assert formula.get_xydata().tolist() == [[0.25, 3 / 5]]
    assert chosen.get_xydata().tolist() == [[0.7, 1 / 5]]
    assert curve.get_ydata()[0] == 3 / 5
    assert curve.get_ydata()[-1] == 6 / 5


def test_each_line_of_costs_bears_its_name_on_its_outer_side_away_from_the_marks():
    models = {"plain": PLAIN, "moved": MOVED}
    marks = {name: {"formula": 0.1, "chosen": 0.5} for name in models}
    axis = plots.threshold_costs(Y, models, 1, 9, marks).axes[0]
    named = {text.get_text(): text for text in axis.texts if text.get_text() in models}
    assert set(named) == set(models)
    lines = dict(zip(models, (axis.lines[0], axis.lines[3]), strict=True))
    for name, text in named.items():
        x, cost = text.xy
        [other] = models.keys() - {name}
        own, far = (np.interp(x, *lines[key].get_data()) for key in (name, other))
        assert cost == own
        assert (text.xyann[1] > 0) == (own > far)
        assert min(abs(x - mark) for mark in (0, 0.1, 0.5, 1)) >= 0.08


def test_each_way_is_a_point_where_its_recall_and_precision_are():
    axis = plots.on_one_curve(Y, {"plain": PLAIN, "moved": MOVED}).axes[0]
    for line, p in zip(axis.lines[1:], (PLAIN, MOVED), strict=True):
        said = p >= 0.5
        assert line.get_xdata()[0] == np.mean(said[Y == 1])
        assert line.get_ydata()[0] == np.mean(Y[said])


def test_a_way_that_never_says_one_has_no_precision():
    axis = plots.on_one_curve(Y, {"plain": PLAIN, "never": np.zeros(400)}).axes[0]
    assert axis.lines[2].get_xydata().tolist() == [[0, 0]]


def test_eight_ways_have_eight_markers():
    axis = plots.on_one_curve(Y, {str(n): PLAIN for n in range(8)}).axes[0]
    assert len({line.get_marker() for line in axis.lines[1:]}) == 8


def test_the_key_of_the_ways_stands_below_a_panel_that_a_phone_shows_whole():
    figure = plots.on_one_curve(Y, {"plain": PLAIN, "moved": MOVED})
    figure.draw_without_rendering()
    assert figure.legends[0].get_window_extent().y1 <= figure.axes[0].get_tightbbox().y0
    assert figure.get_figwidth() < 5


def test_gains_say_that_their_intervals_are_of_95_per_cent():
    figure = plots.gains(GAINS, "gain")
    [key] = figure.legends
    assert key.get_title().get_text() == "Gain"
    assert all("95 per cent" in text.get_text() for text in key.get_texts())
    assert "with 95 per cent intervals" in figure.get_label()


def test_gains_on_one_side_leave_no_half_of_the_panel_empty():
    axis = plots.gains({"one": (0.1, 0.2, 0.3), "two": (0.2, 0.3, 0.4)}, "gain").axes[0]
    low, high = axis.get_xlim()
    assert low < 0 < 0.4 < high
    assert high - low < 0.5


def test_gains_have_their_ends_and_their_middles():
    axis = plots.gains(GAINS, "gain").axes[0]
    lines = [line.get_xdata().tolist() for line in axis.lines[1:]]
    assert lines[0::2] == [[low, high] for low, _, high in GAINS.values()]
    assert lines[1::2] == [[middle] for _, middle, _ in GAINS.values()]


def test_gains_that_are_sure_have_another_marker():
    axis = plots.gains(GAINS, "gain").axes[0]
    assert [line.get_marker() for line in axis.lines[2::2]] == ["D", "o", "D"]


@pytest.mark.parametrize(
    ("figure", "numbers"),
    [
        (lambda: plots.logits_apart(Y, PAIRS, np.log(9)), ["add 2.20", "mean shift 2.20", "1.00"]),
        (
            lambda: plots.threshold_costs(Y, {"plain": PLAIN}, 1, 9, {"plain": {"chosen": 0.0}}),
            ["Costs where marked", "plain: chosen 0.8"],
        ),
        (lambda: plots.on_one_curve(Y, {"plain": PLAIN}), ["plain: recall", "Brier score 0."]),
        (
            lambda: plots.gains(GAINS, "gain"),
            ["Gain", "2 of 3 do not hold 0", "one: from 0.01, middle 0.05, to 0.09"],
        ),
    ],
)
def test_the_text_of_a_figure_holds_what_it_shows(figure, numbers):
    assert all(number in figure().get_label() for number in numbers)
