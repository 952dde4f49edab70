"""The reliability curve: what it shows is what it is given."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from helpers import plots

Y = np.array([0, 1] * 20)
LOW, HIGH = np.repeat([0.12, 0.34], 20), np.repeat([0.55, 0.95], [35, 5])


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    plt.close("all")


def test_each_bin_with_enough_rows_is_a_point_of_the_curve():
    curves = plots.reliability(Y, {"low": LOW, "high": HIGH}).axes[0]
    _, low, high = curves.lines
    np.testing.assert_allclose(low.get_xydata(), [[0.12, 0.5], [0.34, 0.5]])
    np.testing.assert_allclose(high.get_xydata(), [[0.55, np.mean(Y[:35])]])


def test_the_rows_of_each_bin_are_counted():
    rows = plots.reliability(Y, {"low": LOW}).axes[1]
    assert rows.lines[0].get_ydata().tolist() == [0, 20, 0, 20, 0, 0, 0, 0, 0, 0]


def test_a_probability_of_one_is_in_the_last_bin():
    rows = plots.reliability(Y, {"sure": np.ones(40)}).axes[1]
    assert rows.lines[0].get_ydata()[-1] == 40


def test_curves_differ_by_more_than_colour():
    curves = plots.reliability(Y, {"low": LOW, "high": HIGH}).axes[0]
    assert len({line.get_marker() for line in curves.lines[1:]}) == 2


def test_the_text_of_the_figure_holds_what_it_shows():
    label = plots.reliability(Y, {"low": LOW}).get_label()
    assert "low: mean score 0.23, share of dogs 0.50" in label
    assert "at the end of the curve mean score 0.34, dogs 0.50" in label
