"""The figures of lesson 02: what they show is what they are given."""

from itertools import combinations

import matplotlib.pyplot as plt
import numpy as np
import pytest

from helpers import plots

Y = np.array([0, 0, 1, 2])
LOSSES = np.array([1.0, 2.0, 0.5, 0.5])
WEIGHTS = np.array([1.0, 1.0, 50.0, 2.0])
SHARES = {"none": {0: 0.75, 1: 0.25}, "balanced": {0: 0.5, 1: 0.5}}
SWEEP = {
    1: {"share": 0.1, "probability": 0.08, "plain mean": 0.07, "recall": 0.0, "precision": 0.0},
    9: {"share": 0.5, "probability": 0.52, "plain mean": 0.41, "recall": 0.82, "precision": 0.23},
}


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    plt.close("all")


def heights(axis):
    return {round(bar.get_x() + bar.get_width() / 2): bar.get_height() for bar in axis.patches}


def test_each_row_has_a_bar_of_its_loss_and_one_of_its_weighted_loss():
    plain, weighted = plots.row_losses(Y, LOSSES, WEIGHTS).axes
    assert heights(plain) == dict(enumerate(LOSSES))
    assert heights(weighted) == dict(enumerate(LOSSES * WEIGHTS))


def test_the_dashed_lines_of_the_row_losses_are_the_means():
    figure = plots.row_losses(Y, LOSSES, WEIGHTS)
    assert [axis.lines[0].get_ydata()[0] for axis in figure.axes] == [1.0, 7.25]


def test_classes_differ_by_more_than_colour():
    axis = plots.row_losses(Y, LOSSES, WEIGHTS).axes[0]
    assert len({bar.get_hatch() for bar in axis.patches}) == 3


def test_shares_stand_end_to_end_and_bear_their_values():
    axis = plots.loss_shares(SHARES, ["common", "rare"]).axes[0]
    spans = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axis.patches]
    assert spans == [(0, 0.75), (0, 0.5), (0.75, 1), (0.5, 1)]
    assert [text.get_text() for text in axis.texts] == ["0.75", "0.50", "0.25", "0.50"]


def test_shares_too_small_for_their_values_have_them_at_the_end_of_the_bar():
    shares = {"small": {0: 0.96, 1: 0.01, 2: 0.03}, "large": {0: 0.5, 1: 0.25, 2: 0.25}}
    axis = plots.loss_shares(shares, ["common", "rare", "other"]).axes[0]
    words = {text.get_text(): text.get_position() for text in axis.texts}
    x, row = words["0.01, 0.03"]
    assert x > 1
    assert row == 0
    assert sorted(words) == ["0.01, 0.03", "0.25", "0.50", "0.96"]


def test_the_sweep_puts_each_model_where_its_numbers_are():
    told, found = plots.weight_sweep(SWEEP).axes
    of = {line.get_label(): line.get_xydata().tolist() for line in told.lines[1:]}
    assert of == {
        "plain mean": [[0.1, 0.07], [0.5, 0.41]],
        "weighted mean": [[0.1, 0.08], [0.5, 0.52]],
    }
    assert [line.get_ydata().tolist() for line in found.lines] == [[0.0, 0.82], [0.0, 0.23]]
    assert [label.get_text() for label in found.get_xticklabels()] == ["1", "9"]


def test_a_model_without_an_alarm_has_no_mark_for_its_precision():
    silent = SWEEP[1] | {"precision": np.nan}
    figure = plots.weight_sweep({1: silent, 9: SWEEP[9]})
    assert "nan" not in figure.get_label()
    _, found = figure.axes
    np.testing.assert_equal(found.lines[1].get_ydata(), [np.nan, 0.23])
    values = sorted(text.get_text() for text in found.texts)
    assert values == ["0.00", "0.23", "0.82", "precision", "recall"]


def test_a_sweep_that_ends_without_an_alarm_still_names_its_lines():
    rows = {1: SWEEP[9], 9: SWEEP[9] | {"precision": np.nan}}
    names = {text.get_text(): text.xy for text in plots.weight_sweep(rows).axes[1].texts}
    assert names["precision"] == (0, 0.23)
    assert names["recall"] == (1, 0.82)


@pytest.mark.parametrize(("recall", "precision"), [(0.3, 0.4), (0.4, 0.35), (0.4, 0.4), (0.9, 0)])
def test_values_and_names_of_the_sweep_do_not_stand_on_each_other(recall, precision):
    row = SWEEP[9] | {"recall": recall, "precision": precision}
    figure = plots.weight_sweep({1: SWEEP[1], 9: row})
    figure.draw_without_rendering()
    names, last = figure.axes[1].texts[:2], figure.axes[1].texts[-2:]
    texts = [*names, *last]
    for one, other in combinations([text.get_window_extent() for text in texts], 2):
        assert not one.overlaps(other)


@pytest.mark.parametrize(
    ("figure", "numbers"),
    [
        (lambda: plots.row_losses(Y, LOSSES, WEIGHTS), ["1.00 without", "7.25 with", "86%"]),
        (lambda: plots.loss_shares(SHARES, ["common", "rare"]), ["none: common 0.75, rare 0.25"]),
        (lambda: plots.weight_sweep(SWEEP), ["weight 9", "recall 0.82", "precision 0.23"]),
    ],
)
def test_the_text_of_a_figure_holds_what_it_shows(figure, numbers):
    assert all(number in figure().get_label() for number in numbers)
