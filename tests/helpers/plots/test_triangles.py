"""The figures of lesson 05: what they show is what they are given."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from helpers import plots


def mask(y, p, matrix):
    return matrix[y, p.argmax(axis=1)]


def expected(y, p, matrix):
    return (matrix[y] * p).sum(axis=1)


def gradient(y, p, matrix):
    return p * (matrix[y] - expected(y, p, matrix)[:, np.newaxis])


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    plt.close("all")


@pytest.fixture
def triangles():
    return plots.loss_triangles(mask, expected, gradient)


def test_there_is_a_triangle_for_each_loss_a_scale_and_a_cut(triangles):
    titles = [axis.get_title() or axis.get_title(loc="left") for axis in triangles.axes]
    assert [title for title in titles if title] == [
        "mask, diagonal 1", "mask, diagonal 0", "expected cost", "Along the dashed line",
    ]  # fmt: skip


def test_the_surfaces_are_those_of_the_functions(triangles):
    for axis, top in zip(triangles.axes, (0, 0, 0), strict=False):
        values = axis.collections[0].get_array()
        # The last row of the grid is the corner of the true class, where nothing is lost.
        assert np.nanmin(values[-3:]) == pytest.approx(top, abs=0.05)
    assert np.nanmax(triangles.axes[2].collections[0].get_array()) == pytest.approx(10, abs=0.05)


def test_rows_that_do_not_move_have_rings_where_zeros_are_on_the_diagonal(triangles):
    rings = [
        sum(len(line.get_xdata()) for line in axis.lines if line.get_marker() == "o")
        for axis in triangles.axes[:3]
    ]
    assert rings[0] == rings[2] == 0
    assert rings[1] > 5


def test_the_cut_jumps_for_the_mask_and_not_for_the_expected_cost(triangles):
    cut = next(axis for axis in triangles.axes if axis.get_xlabel())
    jumps = {}
    for line in cut.lines:
        x, y = line.get_xdata(), line.get_ydata()
        if len(x) == 2 and x[0] == x[1] and len(set(y)) == 2 and set(y) != {0, 1}:
            jumps.setdefault(line.get_color(), []).append(abs(y[1] - y[0]))
    # -log(0.4) is 0.92: diagonal 1 jumps from it to ten times it, diagonal 0 to 0 and back.
    assert sorted(len(sizes) for sizes in jumps.values()) == [1, 2]
    assert max(max(sizes) for sizes in jumps.values()) == pytest.approx(9.16, abs=0.01)


def test_the_text_of_the_triangles_holds_the_heights_of_the_cut(triangles):
    text = triangles.get_label()
    assert "mask, diagonal 0: 0.92 where cat is most probable, 0.00 where dog is" in text
    assert "expected cost: 1.51 where cat is most probable, 3.30 where dog is" in text


def test_the_corners_say_what_each_answer_costs(triangles):
    words = [text.get_text() for text in triangles.axes[0].texts]
    assert words == ["dog, true", "cat\ncosts 1", "truck\ncosts 10"]
