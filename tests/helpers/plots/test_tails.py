"""The figures of lesson 04: what they show is what they are given."""

import itertools

import matplotlib.pyplot as plt
import numpy as np
import pytest

from helpers import plots
from helpers.plots.tails import RULES

NAMES = [f"kind {c}" for c in range(7)]
Y = np.repeat(np.arange(7), [5, 90, 40, 20, 10, 2, 60])
X = np.zeros((len(Y), 4, 4, 3), dtype="uint8")
LENGTHS = {"none\nworth 9 rows": np.array([1.0, 2.0, 1.0]), "balanced": np.array([2.0, 9.0, 2.5])}
COUNTS = {0: 5000, 1: 2997, 2: 1796, 3: 1077, 4: 645, 5: 387, 6: 232, 7: 139, 8: 83, 9: 50}
N = np.array(list(COUNTS.values()))


def rule(values):
    return dict(enumerate(np.broadcast_to(values, 10).tolist()))


FAMILY = {
    "none": rule(1.0),
    "log rule": rule(np.maximum(1, np.log(0.15 * N.sum() / N))),
    "square root": rule(0.3 / np.sqrt(N)),
    "effective number": rule(1 / (1 - 0.999**N)),
    "balanced": rule(1 / N),
}
PRICE = dict(
    zip(FAMILY, [(0.75, 0.02), (0.72, 0.11), (0.64, 0.18), (0.66, 0.26), (0.47, 0.4)], strict=True)
)


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    plt.close("all")


def texts(axis):
    return [text.get_text() for text in axis.texts if text.get_text()]


def test_the_bars_of_a_long_tail_fall_and_bear_their_counts():
    axis = plots.long_tail(X, Y, NAMES).axes[0]
    assert [bar.get_height() for bar in axis.patches] == [90, 60, 40, 20, 10, 5, 2]
    assert [t for t in texts(axis) if t.isdecimal()] == ["90", "60", "40", "20", "10", "5", "2"]
    assert [t for t in texts(axis) if t.startswith("kind")] == [
        f"kind {c}" for c in (1, 6, 2, 3, 4, 0, 5)
    ]


def test_head_and_tail_are_named_and_differ_by_more_than_colour():
    axis = plots.long_tail(X, Y, NAMES).axes[0]
    assert {"head", "tail"} <= set(texts(axis))
    hatches = [bar.get_hatch() for bar in axis.patches]
    assert not any(hatches[:4])
    assert all(hatches[4:])


def test_every_class_has_a_picture():
    axis = plots.long_tail(X, Y, NAMES).axes[0]
    assert len([child for child in axis.child_axes if child.images]) == 7


def test_pulls_are_drawn_on_one_scale_with_their_median():
    axes = plots.batch_pulls(LENGTHS, [False, True, False], "batch with a truck").axes
    assert axes[0].get_ylim() == axes[1].get_ylim()
    assert axes[0].get_ylim()[1] > 9
    assert [
        line.get_ydata()[0] for axis in axes for line in axis.lines if len(line.get_xdata()) == 2
    ] == [1.0, 2.5]


def test_marked_batches_have_a_mark_of_their_own():
    for axis, values in zip(
        plots.batch_pulls(LENGTHS, [False, True, False], "batch with a truck").axes,
        LENGTHS.values(),
        strict=True,
    ):
        [marks] = [line for line in axis.lines if line.get_marker() == "D"]
        assert marks.get_xydata().tolist() == [[1, values[1]]]


def test_a_rule_is_drawn_as_ratios_to_the_largest_class():
    left, _ = plots.weight_family(COUNTS, FAMILY, PRICE).axes
    curves = {line.get_marker(): line for line in left.lines if len(line.get_xdata()) == 10}
    assert len(curves) == 5
    for line, weights in zip(left.lines, FAMILY.values(), strict=True):
        assert line.get_xdata().tolist() == list(COUNTS.values())
        expected = np.array(list(weights.values())) / weights[0]
        np.testing.assert_allclose(line.get_ydata(), expected)


def test_rules_differ_by_more_than_colour():
    left, _ = plots.weight_family(COUNTS, FAMILY, PRICE).axes
    assert len({line.get_marker() for line in left.lines}) == 5
    assert len({str(look["ls"]) for look in RULES}) == 5


def test_both_axes_are_logarithmic_and_shared():
    left, right = plots.weight_family(COUNTS, FAMILY, PRICE).axes
    assert (left.get_xscale(), left.get_yscale()) == ("log", "log")
    assert left.get_ylim() == right.get_ylim()


def test_recalls_stand_as_high_as_the_weight_of_the_smallest_class():
    _, right = plots.weight_family(COUNTS, FAMILY, PRICE).axes
    for marker, end in (("o", 0), ("D", 1)):
        marks = [
            line.get_xydata()[0].tolist() for line in right.lines if line.get_marker() == marker
        ]
        expected = [
            [price[end], weights[9] / weights[0]]
            for price, weights in zip(PRICE.values(), FAMILY.values(), strict=True)
        ]
        np.testing.assert_allclose(marks, expected)


@pytest.mark.parametrize("balanced", [(0.47, 0.4), (0.44, 0.47), (0.45, 0.45)])
def test_no_two_texts_of_the_family_stand_on_each_other(balanced):
    figure = plots.weight_family(COUNTS, FAMILY, PRICE | {"balanced": balanced})
    figure.draw_without_rendering()
    boxes = [t.get_window_extent() for axis in figure.axes for t in axis.texts]
    boxes += [axis.get_legend().get_window_extent() for axis in figure.axes if axis.get_legend()]
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))


def test_a_name_stays_within_its_panel_or_the_gap_beside_it():
    figure = plots.weight_family(COUNTS, FAMILY, PRICE)
    figure.draw_without_rendering()
    left, right = figure.axes
    edge = right.get_tightbbox().x0
    assert max(text.get_window_extent().x1 for text in left.texts) <= edge + 1


@pytest.mark.parametrize(
    ("figure", "numbers"),
    [
        (lambda: plots.long_tail(X, Y, NAMES), ["kind 1 90, kind 6 60", "first 3 are the head"]),
        (
            lambda: plots.batch_pulls(LENGTHS, [False, True, False], "batch with a truck"),
            [
                "1 are marked (batch with a truck)",
                "none, worth 9 rows: median 1.00, largest 2.00, largest without a mark 1.00",
            ],
        ),
        (
            lambda: plots.weight_family(COUNTS, FAMILY, PRICE),
            ["balanced: smallest class weighs 100.00, head recall 0.47, tail recall 0.40"],
        ),
    ],
)
def test_the_text_of_a_figure_holds_what_it_shows(figure, numbers):
    assert all(number in figure().get_label() for number in numbers)
