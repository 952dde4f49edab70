"""A guess and the truth on one line, at their places, with their numbers."""

import matplotlib.pyplot as plt
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from helpers import plots

PAIRS = [(0.5, 0.9), (0.0, 1.0), (90, 0.9), (3, 12.5), (-0.2, 0.1), (-3, -2), (0, 0), (1e6, 0.5)]


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    plt.close("all")


@pytest.mark.parametrize(("guess", "measured"), PAIRS)
def test_both_stand_at_their_places_within_the_figure(guess, measured):
    figure = plots.guess_and_truth(guess, measured, "recall")
    [axis] = figure.axes
    assert [line.get_xdata()[0] for line in axis.lines] == [guess, measured]  # type: ignore[index]
    low, high = axis.get_xlim()
    assert low < min(guess, measured) <= max(guess, measured) < high
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw_without_rendering()
    boxes = [text.get_window_extent(renderer) for text in axis.texts]
    assert all(figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1 for box in boxes)
    assert not boxes[0].overlaps(boxes[1])


def test_shares_stand_on_a_line_from_0_to_1():
    low, high = plots.guess_and_truth(0.4, 0.5, "recall").axes[0].get_xlim()
    assert low < 0 < 1 < high < 1.1


def test_the_text_holds_both_numbers():
    label = plots.guess_and_truth(0.4, 0.25, "recall of the tail").get_label()
    assert "recall of the tail" in label
    assert "your guess 0.400, measured 0.250" in label
