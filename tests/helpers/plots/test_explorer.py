"""The picture of the explorer: what it shows is what it is given, at every move."""

import re
import warnings

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from helpers.plots.explorer import LINES, ROADS, ExplorerFigure, Road, mark_of
from helpers.plots.panels import FULLEST

RATIOS = (0.25, 1, 9, 100)
COSTS = {name: np.array([0.9, 0.7, 0.4, 0.8]) + number / 50 for number, name in enumerate(ROADS)}
CELLS = ("tn", "fp", "fn", "tp")


def road(setting, tn, fp, fn, tp, cost=0.4):
    curve = np.array([[1.0, 0.5, 0.1], [0.1, 0.4, 0.7]])
    counts = dict(zip(CELLS, (tn, fp, fn, tp), strict=True))
    return Road(setting, counts, cost, curve, np.array([[0.1, 0.6], [0.05, 0.3]]))


def roads():
    return {
        "threshold": road("threshold 0.100", 6698, 2302, 205, 795, 0.415),
        "logit shift": road("logit +2.20", 6600, 2400, 200, 800, 0.42),
        "weight": road("weight 9", 6697, 2303, 204, 796, 0.414),
    }


@pytest.fixture
def drawn():
    return ExplorerFigure(0.1, RATIOS, COSTS, 9, 0.9)


def test_recall_and_precision_are_those_of_the_counts():
    assert road("", 6, 2, 1, 3).recall == 0.75
    assert road("", 6, 2, 1, 3).precision == 0.6
    assert road("", 6, 0, 4, 0).precision == 0.0


def test_each_road_stands_where_its_numbers_are(drawn):
    drawn.draw(9, roads())
    for name, way in roads().items():
        assert drawn.places[name].get_xydata().tolist() == [[way.recall, way.precision]]
        assert drawn.cost_marks[name].get_xydata().tolist() == [[9, way.cost]]
        np.testing.assert_array_equal(drawn.bins[name].get_xydata().T, way.reliability)
    np.testing.assert_array_equal(drawn.curves["weight"].get_xydata().T, roads()["weight"].curve)


def test_the_cells_bear_the_counts_of_the_refitted_layer_and_are_full_by_their_share(drawn):
    drawn.draw(9, roads())
    assert [text.get_text() for text in drawn.numbers] == ["6,697", "2,303", "204", "796"]
    opacities = np.array([cell.get_facecolor()[3] for cell in drawn.cells])
    expected = np.array([6697 / 9000, 2303 / 9000, 0.204, 0.796])
    np.testing.assert_allclose(opacities, FULLEST * expected)


def test_where_nothing_is_said_to_be_rare_there_is_no_place_on_the_curve(drawn):
    drawn.draw(0.25, {**roads(), "weight": road("weight 0.25", 9000, 0, 1000, 0)})
    assert len(drawn.places["weight"].get_xdata()) == 0


def test_the_costs_along_the_way_are_drawn_once_for_each_road(drawn):
    axis = drawn.figure.axes[3]
    lines = [np.asarray(line.get_ydata()).tolist() for line in axis.lines]
    assert all(values.tolist() in lines for values in COSTS.values())


def test_a_move_and_back_gives_the_same_picture(drawn):
    first = drawn.draw(9, roads())
    moved = drawn.draw(50, {**roads(), "weight": road("weight 50", 3369, 5631, 33, 967, 0.6)})
    assert first != moved
    assert drawn.draw(9, roads()) == first


def test_what_does_not_move_is_drawn_once_between_the_cells_and_the_marks(drawn):
    svg = drawn.draw(9, roads())
    cells, still, marks = svg.partition(drawn.still)
    assert still
    assert cells.count("<path") == 4
    assert "#d55e00" in marks


def test_its_parts_share_no_names(drawn):
    svg = drawn.draw(9, roads())
    names = re.findall(r' id="([^"]*)"', svg)
    assert len(names) == len(set(names))
    assert set(re.findall(r'(?:url\(|href=")#([\w.-]+)', svg)) == set(names)


@pytest.mark.parametrize("name", list(ROADS))
def test_the_mark_of_a_road_is_a_small_picture_of_its_own(name):
    svg = mark_of(name)
    assert svg.startswith("<svg viewBox=")
    assert ROADS[name]["color"] in svg


def test_the_layout_is_found_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = ExplorerFigure(0.1, RATIOS, COSTS, 9, 0.9)
    for axis in figure.figure.axes:
        assert axis.get_position().width > 0.3


@pytest.mark.parametrize("price", [0.25, 1, 9, 11, 100])
def test_texts_stay_within_the_picture_and_off_each_other(price):
    ratios = tuple(sorted({*RATIOS, price}))
    drawn = ExplorerFigure(0.1, ratios, falling_costs(price), price, 0.9)
    drawn.draw(price, roads())
    renderer = FigureCanvasAgg(drawn.figure).get_renderer()
    texts = [t for axis in drawn.figure.axes for t in axis.texts if t.get_text()]
    titles = [axis._left_title for axis in drawn.figure.axes]  # type: ignore[attr-defined]
    boxes = [text.get_window_extent(renderer) for text in [*texts, *titles]]
    for number, box in enumerate(boxes):
        assert box.x0 >= 0
        assert box.x1 <= drawn.figure.bbox.x1
        others = boxes[number + 1 :]
        assert not any(box.overlaps(other) for other in others), texts[number].get_text()


def falling_costs(price: float) -> dict[str, np.ndarray]:
    places = len({*RATIOS, price})
    return {name: np.linspace(0.9, 0.4, places) for name in ROADS}


def test_roads_differ_by_more_than_colour():
    for looks in (ROADS, LINES):
        assert len({look["linestyle"] for look in looks.values()}) == 3
    assert len({look["marker"] for look in ROADS.values()}) == 3
    # Marks in one place: the later lies within the earlier, and all three are seen.
    sizes = [look["ms"] for look in ROADS.values()]
    assert sizes == sorted(sizes, reverse=True)
    assert min(np.diff(sizes[::-1])) >= 4
