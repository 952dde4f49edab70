"""The figure of what a change does to models: what it shows is what it is given."""

import matplotlib.pyplot as plt
import pytest

from helpers import plots

TABLE = {
    "linear": ({"recall": 0.2, "precision": 0.6}, {"recall": 0.8, "precision": 0.3}),
    "forest": ({"recall": 0.2, "precision": 0.6}, {"recall": 0.25, "precision": 0.6}),
}
STATES = ("no weights", "balanced")


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    plt.close("all")


def marks(axis):
    return [tuple(line.get_xydata()[0]) for line in axis.lines if line.get_marker() in "oD"]


def written(axis):
    return [text.get_text() for text in axis.texts if text.get_text()]


def test_each_number_has_a_panel_in_which_each_model_has_two_marks():
    recall, precision = plots.before_and_after(TABLE, STATES).axes
    assert [axis.get_title(loc="left") for axis in (recall, precision)] == ["recall", "precision"]
    assert marks(recall) == [(0.2, 0), (0.8, 0), (0.2, 1), (0.25, 1)]
    assert marks(precision) == [(0.6, 0), (0.3, 0), (0.6, 1), (0.6, 1)]


def test_the_two_states_differ_by_more_than_colour():
    axis = plots.before_and_after(TABLE, STATES).axes[0]
    assert {line.get_marker() for line in axis.lines} == {"o", "D"}


def test_each_pair_of_marks_bears_its_numbers_in_their_order():
    recall, precision = plots.before_and_after(TABLE, STATES).axes
    assert written(recall) == ["0.20 → 0.80", "0.20 → 0.25"]
    assert written(precision) == ["0.60 → 0.30", "0.60 → 0.60"]


def test_only_the_numbers_that_are_asked_for_are_drawn_and_said():
    figure = plots.before_and_after(TABLE, STATES, only=["precision"])
    assert [axis.get_title(loc="left") for axis in figure.axes] == ["precision"]
    assert "recall" not in figure.get_label()


def test_the_key_stands_above_the_panels():
    figure = plots.before_and_after(TABLE, STATES)
    figure.canvas.draw()
    key, panel = figure.legends[0].get_window_extent(), figure.axes[0].get_window_extent()
    assert key.y0 > panel.y1


def test_the_models_are_named_from_top_to_bottom():
    axis = plots.before_and_after(TABLE, STATES).axes[0]
    assert [label.get_text() for label in axis.get_yticklabels()] == list(TABLE)
    low, high = axis.get_ylim()
    assert low > high


def test_numbers_lie_on_no_mark():
    same = {"a": ({"recall": 0.5}, {"recall": 0.5}), "b": ({"recall": 0.0}, {"recall": 0.02})}
    figure = plots.before_and_after(same, STATES)
    figure.canvas.draw()
    [axis] = figure.axes
    rings = [line.get_window_extent() for line in axis.lines if line.get_marker() == "o"]
    texts = [text.get_window_extent() for text in axis.texts if text.get_text()]
    assert len(rings) == len(texts) == 2
    assert not any(text.overlaps(ring) for text in texts for ring in rings)


def test_chance_is_drawn_where_it_is_known():
    recall, precision = plots.before_and_after(TABLE, STATES, {"recall": 0.5}).axes
    assert recall.lines[-1].get_xdata()[0] == 0.5
    assert "chance" in written(recall)
    assert "chance" not in written(precision)


def test_the_text_has_every_number():
    text = plots.before_and_after(TABLE, STATES, {"recall": 0.5}).get_label()
    assert "linear, no weights: recall 0.20, precision 0.60" in text
    assert "linear, balanced: recall 0.80, precision 0.30" in text
    assert "Guessing gives: recall 0.50." in text


def test_an_axis_with_chance_does_not_reach_where_no_number_is():
    table = {"a": ({"ROC-AUC": 1.0}, {"ROC-AUC": 0.5})}
    axis = plots.before_and_after(table, STATES, {"ROC-AUC": 0.5}).axes[0]
    assert axis.get_xlim()[0] > 0.3
    assert [label.get_text() for label in axis.get_xticklabels()] == ["0.5", "0.75", "1"]


def test_a_number_below_chance_stays_in_the_picture():
    table = {"a": ({"ROC-AUC": 0.1}, {"ROC-AUC": 0.5})}
    axis = plots.before_and_after(table, STATES, {"ROC-AUC": 0.5}).axes[0]
    assert axis.get_xlim()[0] < 0
