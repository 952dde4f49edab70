"""The figures of lesson 06: what they show is what they are given."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.patches import Rectangle

from helpers import plots

TARGETS = np.array([[1, 0, -1], [0, 1, 1]])
TABLES = {
    "meant": np.array([[9.0, 1.0, 0.0], [1.0, 2.5, 4.0]]),
    "landed": np.array([[3.0, 1.0, 3.0], [3.0, 1.0, 3.0]]),
}
NAMES = ["animal", "lives in water"]
Y = np.array([[1, 0], [1, 1], [0, 0], [1, 0]])
SCORES = {
    "plain": np.array([[0.9, 0.6], [0.8, 0.2], [0.7, 0.1], [0.2, 0.3]]),
    "weighted": np.array([[0.9, 0.6], [0.8, 0.7], [0.1, 0.1], [0.2, 0.3]]),
}


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    plt.close("all")


def tables():
    return plots.landed_weights(TABLES, TARGETS, ["frog", "ship"], ["a", "b", "c"])


def test_each_cell_bears_its_weight():
    for axis, weights in zip(tables().axes, TABLES.values(), strict=True):
        assert [text.get_text() for text in axis.texts] == [f"{w:.1f}" for w in weights.ravel()]


def test_positive_targets_are_framed_and_padding_is_hatched():
    for axis in tables().axes:
        marks = [patch for patch in axis.patches if isinstance(patch, Rectangle)]
        framed = {
            (round(m.get_y() + 0.42), round(m.get_x() + 0.44)) for m in marks if m.get_lw() > 1
        }
        hatched = {(m.get_y() + 0.5, m.get_x() + 0.5) for m in marks if m.get_hatch()}
        assert framed == {(0, 0), (1, 1), (1, 2)}
        assert hatched == {(0, 2)}


def test_padding_is_explained_only_where_there_is_some():
    def keys(targets):
        figure = plots.landed_weights(TABLES, targets, ["frog", "ship"], ["a", "b", "c"])
        return [text.get_text() for text in figure.legends[0].get_texts()]

    assert keys(TARGETS) == ["target 1", "padding"]
    assert keys(np.abs(TARGETS)) == ["target 1"]


def test_recalls_and_precisions_are_those_of_the_answers():
    recall, precision = plots.label_recalls(Y, SCORES, NAMES).axes
    assert [line.get_xdata().tolist() for line in recall.lines] == [[2 / 3, 0.0], [2 / 3, 1.0]]
    assert [line.get_xdata().tolist() for line in precision.lines] == [[2 / 3, 0.0], [1.0, 0.5]]


def test_a_label_that_is_never_said_has_no_precision():
    never = SCORES | {"plain": np.minimum(SCORES["plain"], [1.0, 0.4])}
    figure = plots.label_recalls(Y, never, NAMES)
    [line, _] = figure.axes[1].lines
    np.testing.assert_array_equal(line.get_xdata(), [2 / 3, np.nan])
    assert "plain: never said" in [text.get_text() for text in figure.axes[1].texts]
    assert "nan" not in figure.get_label()


def test_the_two_models_differ_by_more_than_colour():
    axis = plots.label_recalls(Y, SCORES, NAMES).axes[0]
    assert len({line.get_marker() for line in axis.lines}) == 2


def test_two_models_in_one_place_are_both_seen():
    before, after = plots.label_recalls(Y, SCORES, NAMES).axes[0].lines
    assert after.get_markersize() < before.get_markersize() - 2 * before.get_markeredgewidth()


def test_values_do_not_stand_on_each_other():
    figure = plots.label_recalls(Y, SCORES, NAMES)
    figure.draw_without_rendering()
    for axis in figure.axes:
        boxes = [text.get_window_extent() for text in axis.texts]
        for number, box in enumerate(boxes):
            assert not any(box.overlaps(other) for other in boxes[:number])


@pytest.mark.parametrize(
    ("figure", "numbers"),
    [
        (
            tables,
            [
                "columns a, b, c",
                "meant: frog 9.0, 1.0, 0.0; ship 1.0, 2.5, 4.0.",
                "landed: frog 3.0, 1.0, 3.0",
                "Target 1: frog a; ship b, c.",
                "Padding: frog c.",
            ],
        ),
        (
            lambda: plots.label_recalls(Y, SCORES, NAMES),
            ["recall, plain: animal 0.67, lives in water 0.00", "precision, weighted: animal 1.00"],
        ),
    ],
)
def test_the_text_of_a_figure_holds_what_it_shows(figure, numbers):
    assert all(number in figure().get_label() for number in numbers)
