"""The figures of costs and subgroups (lessons 05, 08): what they show is what they are given."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from scipy.stats import binomtest

from helpers import plots

COSTS = {
    "shelter": {"never": 50_000, "balanced": 9_678, "chosen": 6_478},
    "border": {"never": 1_000, "balanced": 5_496, "chosen": 980},
}
HINDSIGHT = {"shelter": 6_426, "border": 966}
RECALLS = {"shelter": {"dark": 0.96, "bright": 1.0}, "border": {"dark": 0.04, "bright": 0.0}}
ROWS = {"dark": 250, "bright": 40}
ALARMS = {"shelter": {"ship": 0.3, "cat": 0.9}, "border": {"ship": 0.0, "cat": 0.02}}

BILL = {
    "plain": {"argmax": [0.95, 0.93], "least cost": [0.6, 0.62]},
    "weights": {"argmax": [0.6, 0.61], "least cost": [0.68, 0.67]},
}


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    plt.close("all")


def costs():
    return plots.brief_costs(COSTS, "chosen", HINDSIGHT)


def test_each_way_has_a_bar_as_long_as_its_cost_in_each_panel():
    for axis, ways in zip(costs().axes, COSTS.values(), strict=True):
        assert [bar.get_width() for bar in axis.patches] == list(ways.values())
        assert [text.get_text() for text in axis.texts] == [f"{c:,}" for c in ways.values()]


def test_the_chosen_way_stands_out_by_more_than_colour():
    bars = costs().axes[0].patches
    assert [bool(bar.get_hatch()) for bar in bars] == [False, False, True]


def test_the_dashed_line_is_hindsight():
    lines = [axis.lines[0].get_xdata()[0] for axis in costs().axes]
    assert lines == list(HINDSIGHT.values())


def test_no_bar_breaks_the_line_of_hindsight():
    for axis in costs().axes:
        assert all(axis.lines[0].get_zorder() > bar.get_zorder() for bar in axis.patches)


def test_each_recall_is_drawn_with_its_interval():
    (axis,) = plots.group_recalls(RECALLS, ROWS).axes
    for container, of_group in zip(axis.containers, RECALLS.values(), strict=True):
        line, _, (bars,) = container
        assert line.get_ydata().tolist() == list(of_group.values())
        ends = [tuple(segment[:, 1]) for segment in bars.get_segments()]
        dogs = [(round(of_group[g] * n), n) for g, n in ROWS.items()]
        expected = [tuple(binomtest(*d).proportion_ci(0.95, method="wilson")) for d in dogs]
        np.testing.assert_allclose(ends, expected, atol=1e-12)


def test_groups_stand_in_the_order_given_with_their_numbers():
    (axis,) = plots.group_recalls(RECALLS, ROWS).axes
    words = [label.get_text() for label in axis.get_xticklabels()]
    assert words == ["dark\n250 dogs", "bright\n40 dogs"]


def test_values_of_neighbouring_decisions_do_not_stand_on_each_other():
    alike = {name: dict.fromkeys(["a", "b", "c", "d"], 0.5) for name in ("x", "y", "z")}
    figure = plots.group_recalls(alike, dict.fromkeys("abcd", 250))
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    for number, one in enumerate(boxes):
        assert not any(one.overlaps(other) for other in boxes[:number])


def test_kinds_are_sorted_by_the_first_decision():
    figure = plots.alarm_shares(ALARMS)
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["cat", "ship"]
    values = [line.get_xdata() for line in figure.axes[0].lines[:2]]
    assert [list(of_kind) for of_kind in values] == [[0.9, 0.3], [0.02, 0.0]]


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (costs, ["shelter: never 50,000", "chosen 6,478", "In hindsight: shelter 6,426"]),
        (
            lambda: plots.group_recalls(RECALLS, ROWS),
            ["Recall by group", "shelter: dark 0.96 (0.93 to 0.98)", "bright 0.00 (0.00 to 0.09)"],
        ),
        (lambda: plots.alarm_shares(ALARMS), ["shelter: cat 0.90, ship 0.30", "border"]),
    ],
)
def test_the_text_of_a_figure_holds_what_it_shows(figure, words):
    label = figure().get_label()
    assert all(word in label for word in words), label


def test_the_bill_has_a_mark_for_each_repetition():
    axis = plots.cost_spread(BILL).axes[0]
    marks = [line.get_xdata().tolist() for line in axis.lines if line.get_marker() in ("o", "D")]
    assert marks == [[0.95, 0.93], [0.6, 0.62], [0.6, 0.61], [0.68, 0.67]]
    assert [label.get_text() for label in axis.get_yticklabels()] == ["plain", "weights"]


def test_the_bill_names_means_and_ranges():
    figure = plots.cost_spread(BILL)
    assert "plain: argmax 0.940  (0.930 to 0.950), least cost 0.610" in figure.get_label()
    assert "over the 2 marks of each line" in figure.get_label()


def test_texts_of_the_bill_do_not_overlap():
    figure = plots.cost_spread(BILL)
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    for number, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[:number])


def test_a_single_repetition_has_no_range():
    figure = plots.cost_spread({"plain": {"argmax": [0.9], "least cost": [0.6]}})
    assert " to " not in next(text.get_text() for text in figure.axes[0].texts)
