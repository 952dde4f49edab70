"""Figures without colours: told apart with deuteranopia, with protanopia and in grey.

Colours are simulated by `coloraide`: the two deficiencies after Brettel, Viénot and Mollon (1997),
"Computerized simulation of color appearance for dichromats". Their difference is that of CIEDE2000,
in which 2 is barely seen side by side.
"""

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any, NamedTuple

import matplotlib.pyplot as plt
import numpy as np
import pytest
from coloraide import Color
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection, QuadMesh
from matplotlib.colors import Colormap, to_rgba
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from helpers import plots
from helpers.plots.explorer import LINES, ROADS
from helpers.plots.look.colours import COMMON, DARK, INK, PAPER
from helpers.plots.panels import FULLEST
from helpers.plots.style import HEADING, NUMBER, SMALL, TEXT
from tests.helpers.plots.drawn import DRAWN

TOLD_APART = 10  # CIEDE2000, of marks that don't lie side by side
LARGE_ENOUGH = 3.5  # points: the shape of a smaller mark isn't seen
SMALLEST_TEXT = 8.5  # points, in a figure that is as wide as the page


@pytest.fixture(scope="module", params=sorted(DRAWN))
def figure(request) -> Iterator[Figure]:
    yield DRAWN[request.param]()
    plt.close("all")


class Look(NamedTuple):
    """How a series looks: its colour on white paper, and what tells it apart without colour."""

    colour: str
    kind: str
    dash: str
    marker: str
    edge: str
    width: float


def on_paper(colour: Any, alpha: float | None = None) -> str:
    """Return a colour, seen through to white paper, as '#rrggbb'."""
    *channels, share = to_rgba(colour, alpha)
    return Color("srgb", [share * channel + 1 - share for channel in channels]).to_string(hex=True)


def look_of_line(line: Any) -> Look:
    marker, size = str(line.get_marker()), line.get_markersize()
    bears_marks = marker not in ("None", "") and size >= LARGE_ENOUGH
    bears_line = line.get_linestyle() != "None"
    colour = line.get_color()
    if not bears_line:
        face, edge = line.get_markerfacecolor(), line.get_markeredgecolor()
        hollow = marker == "_" or on_paper(face) == "#ffffff"
        colour = edge if hollow else face
    return Look(
        on_paper(colour, line.get_alpha()),
        "line" if bears_line else "marks",
        str(line._dash_pattern[1]) if bears_line else "",
        marker if bears_marks else "",
        "" if bears_line else on_paper(line.get_markeredgecolor()),
        line.get_linewidth() if bears_line else size,
    )


def look_of_points(points: Any) -> Look:
    size = float(np.sqrt(points.get_sizes()[0]))
    shape = str(len(points.get_paths()[0].vertices)) if size >= LARGE_ENOUGH else ""
    edge = on_paper(points.get_edgecolor()[0]) if points.get_linewidth()[0] else ""
    return Look(on_paper(points.get_facecolor()[0]), "marks", "", shape, edge, size)


def look_of_lines(lines: Any) -> Look:
    [(_, dashes), *_], [width, *_] = lines.get_linestyle(), lines.get_linewidth()
    return Look(on_paper(lines.get_color()[0]), "line", str(dashes), "", "", width)


def looks_of(axis: Any) -> Iterator[Look]:
    """Give the look of all that stands for something; guide lines lie behind, at zorder 0."""
    for artist in axis.get_children():
        if not artist.get_visible() or artist.get_zorder() <= 0:
            continue
        if isinstance(artist, Line2D) and np.size(artist.get_xdata()):
            yield look_of_line(artist)
        elif isinstance(artist, PathCollection):
            yield look_of_points(artist)
        elif isinstance(artist, LineCollection):
            yield look_of_lines(artist)
    for container in axis.containers:
        for bar in container if isinstance(container, BarContainer) else ():
            yield Look(on_paper(bar.get_facecolor()), "bar", "", bar.get_hatch() or "", "", 1)


def grey(colour: Color) -> Color:
    return Color("srgb-linear", [colour.luminance()] * 3)


SEEN: dict[str, Callable[[Color], Color]] = {
    "deuteranopia": lambda colour: colour.filter("deutan"),
    "protanopia": lambda colour: colour.filter("protan"),
    "grey": grey,
}


def least_difference(one: str, other: str) -> float:
    """Return how far two colours differ at least, in each way of seeing."""
    return min(see(Color(one)).delta_e(see(Color(other)), method="2000") for see in SEEN.values())


def told_apart(one: Look, other: Look) -> bool:
    cues = [(look.kind, look.dash, look.marker, look.edge) for look in (one, other)]
    widths = sorted([one.width, other.width])
    return (
        cues[0] != cues[1]
        or widths[1] >= 2 * widths[0]
        or least_difference(one.colour, other.colour) >= TOLD_APART
    )


def test_every_figure_of_the_course_is_looked_at():
    assert set(DRAWN) == {*dir(plots), "explorer"} - {"show", "in_words"}


def test_the_simulations_know_colours_that_are_mistaken_for_each_other():
    # Red and green as the colour-blind confuse them, and as everybody does on grey paper.
    assert Color("#b35900").delta_e("#6b7000", method="2000") > TOLD_APART
    assert least_difference("#b35900", "#6b7000") < TOLD_APART
    assert least_difference("#d55e00", "#009e73") < TOLD_APART < least_difference("#000", "#999")


def test_series_of_other_colours_differ_without_colours_too(figure):
    for axis in figure.axes:
        for one, other in combinations(set(looks_of(axis)), 2):
            assert one.colour == other.colour or told_apart(one, other), (one, other)


def test_entries_of_a_legend_differ_without_colours_too(figure):
    for legend in [*figure.legends, *filter(None, (axis.get_legend() for axis in figure.axes))]:
        lines = [handle for handle in legend.legend_handles if isinstance(handle, Line2D)]
        for one, other in combinations(map(look_of_line, lines), 2):
            assert told_apart(one, other), (one, other)


def test_roads_of_the_explorer_differ_without_colours_too():
    for looks in (ROADS, LINES):
        lines = [look_of_line(Line2D([0], [0], **look)) for look in looks.values()]
        assert all(told_apart(one, other) for one, other in combinations(lines, 2))


def test_every_figure_says_what_it_shows_at_its_top(figure):
    titles = [axis.get_title(loc=place) for axis in figure.axes for place in ("left", "center")]
    titles += [legend.get_title().get_text() for legend in figure.legends]
    assert any(titles)


def test_a_key_above_or_below_the_panels_begins_where_a_phone_begins(figure):
    figure.draw_without_rendering()
    left, right = (figure.bbox.width * share for share in (0.1, 0.5))
    for legend in figure.legends:
        start = legend.get_window_extent().x0
        assert start < left or start > right  # one that stands beside the panels


def luminance(colour: Any) -> float:
    return Color(on_paper(colour)).luminance()


def contrast(one: Any, other: Any) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_texts_are_large_enough_and_dark_enough_to_read(figure):
    texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
    assert texts
    for text in texts:
        assert text.get_fontsize() >= SMALLEST_TEXT, text
        assert contrast(text.get_color(), "white") >= 4.5, text  # WCAG 2.2, 1.4.3


def test_texts_have_the_sizes_of_one_scale(figure):
    texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
    assert {text.get_fontsize() for text in texts} <= {SMALL, TEXT, HEADING, NUMBER}


def test_no_text_stands_on_another(figure):
    figure.draw_without_rendering()
    for axis in figure.axes:
        ticks = [*axis.get_xticklabels(), *axis.get_yticklabels()]
        titles = [axis.title, axis._left_title, axis.xaxis.label, axis.yaxis.label]
        shown = [t for t in [*axis.texts, *ticks, *titles] if t.get_visible() and t.get_text()]
        for one, other in combinations(shown, 2):
            if not (one.get_rotation() % 90 or other.get_rotation() % 90):  # boxes lie straight
                boxes = [text.get_window_extent() for text in (one, other)]
                assert not Bbox.intersection(*boxes), (one, other)


def test_bars_stand_out_from_the_paper(figure):
    for axis in figure.axes:
        for container in axis.containers:
            for bar in container if isinstance(container, BarContainer) else ():
                assert contrast(bar.get_facecolor(), "white") >= 3  # WCAG 2.2, 1.4.11


def heat_map(figure: Figure) -> tuple[Colormap, np.ndarray]:
    """Return the colour map of a heat map, and the part of it that is used."""
    [mesh] = [a for axis in figure.axes for a in axis.get_children() if isinstance(a, QuadMesh)][:1]
    values = np.asarray(mesh.get_array())
    ends = np.array([np.nanmin(values), np.nanmax(values)])
    return mesh.cmap, np.clip(mesh.norm(ends), 0, 1)


def cells(axis: Axes) -> list[Rectangle]:
    """Return the cells of a table that is drawn as a heat map, one after the other."""
    found = [patch for patch in axis.patches if isinstance(patch, Rectangle)]
    return [cell for cell in found if cell.get_linewidth() == 1 and cell.get_fill()]


def test_the_heat_map_of_losses_darkens_without_a_turn_in_every_way_of_seeing():
    colours, (low, high) = heat_map(DRAWN["loss_triangles"]())
    steps = [Color(on_paper(colours(x))) for x in np.linspace(low, high, 30)]
    for see in SEEN.values():
        light = [see(step).convert("lab-d65")["lightness"] for step in steps]
        assert np.all(np.diff(light) <= 0)
        assert light[0] - light[-1] > 2 * TOLD_APART


@pytest.mark.parametrize("name", ["confusion_matrices", "landed_weights", "explorer"])
def test_cells_of_a_table_differ_in_every_way_of_seeing_and_on_both_papers(name):
    drawn = [cell for axis in DRAWN[name]().axes for cell in cells(axis)]
    assert drawn
    for dark in (False, True):
        ground, colour = (DARK[PAPER], DARK[COMMON]) if dark else (PAPER, COMMON)
        for see in SEEN.values():
            empty, full = (
                see(Color(mixed(colour, share, ground))).convert("lab-d65")["lightness"]
                for share in (0.0, FULLEST)
            )
            assert abs(empty - full) > 2 * TOLD_APART
    for cell in drawn:
        assert cell.get_facecolor()[:3] == to_rgba(COMMON)[:3]
        assert cell.get_facecolor()[3] <= FULLEST


def mixed(colour: str, share: float, ground: str) -> str:
    """Return a colour of some opacity on a ground, as '#rrggbb'."""
    channels = zip(to_rgba(colour)[:3], to_rgba(ground)[:3], strict=True)
    return Color("srgb", [share * c + (1 - share) * g for c, g in channels]).to_string(hex=True)


@pytest.mark.parametrize("share", np.linspace(0, 1, 11))
def test_text_on_a_cell_can_be_read_on_both_papers(share):
    assert contrast(INK, mixed(COMMON, share * FULLEST, PAPER)) >= 4.5
    assert contrast(DARK[INK], mixed(DARK[COMMON], share * FULLEST, DARK[PAPER])) >= 4.5


@pytest.mark.parametrize("shade", [0, 90, 128, 170, 255])
def test_the_frame_of_a_picture_is_seen_on_any_picture_in_grey(shade):
    picture = np.full((1, 8, 8, 3), shade, dtype=np.uint8)
    figure = plots.picture_sheet({"All": picture}, columns=4, framed=[True])
    [frame] = [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]
    strokes = [effect._gc.get("foreground", frame.get_edgecolor())  # type: ignore[attr-defined]
               for effect in frame.get_path_effects() if hasattr(effect, "_gc")]  # fmt: skip
    colours = [*strokes, frame.get_edgecolor()]
    assert max(contrast(colour, np.full(3, shade / 255)) for colour in colours) >= 3


def test_frames_of_a_table_are_seen_on_its_fullest_cells_in_grey():
    axis = DRAWN["landed_weights"]().axes[0]
    frames = [patch for patch in axis.patches if patch.get_linewidth() > 1]
    fullest = max((cell.get_facecolor() for cell in cells(axis)), key=lambda colour: colour[3])
    assert frames
    assert all(contrast(frame.get_edgecolor(), on_paper(fullest)) >= 3 for frame in frames)
