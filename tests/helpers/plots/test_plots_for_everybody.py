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
from matplotlib.collections import LineCollection, PathCollection, QuadMesh
from matplotlib.colors import Colormap, to_rgba
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from helpers import plots
from helpers.plots.explorer import _SHADES, LINES, ROADS, ExplorerFigure

TOLD_APART = 10  # CIEDE2000, of marks that don't lie side by side
LARGE_ENOUGH = 3.5  # points: the shape of a smaller mark isn't seen
SMALLEST_TEXT = 8.5  # points, in a figure that is as wide as the page
RNG = np.random.default_rng(0)
Y = np.repeat([0, 1], [300, 100])
P, Q = RNG.random(400), RNG.random(400)
MODELS = {"plain": P, "tuned": Q, "weighted": P**0.5}
TABLE = {name: {"recall": 0.4, "precision": 0.6} for name in MODELS}
COUNTS = {"tn": 90, "fp": 10, "fn": 4, "tp": 6}
PICTURES = RNG.integers(0, 256, size=(46, 8, 8, 3), dtype=np.uint8)
TEN = np.repeat(np.arange(10), [9, 8, 7, 6, 5, 4, 3, 2, 1, 1])
RULES = ("none", "log", "root", "effective", "balanced")
RATIOS = (0.25, 1, 9, 100)


def explorer() -> Figure:
    costs = {name: np.linspace(0.9, 0.4, len(RATIOS)) for name in ROADS}
    return ExplorerFigure(0.1, RATIOS, costs, 9, 0.9).figure


def triangles() -> Figure:
    return plots.loss_triangles(
        lambda y, p, matrix: matrix[y, p.argmax(axis=1)],
        lambda y, p, matrix: (matrix[y] * p).sum(axis=1),
        lambda y, p, matrix: p * (matrix[y] - (matrix[y] * p).sum(axis=1, keepdims=True)),
    )


DRAWN: dict[str, Callable[[], Figure]] = {
    "alarm_shares": lambda: plots.alarm_shares(
        {name: {"cat": 0.3, "ship": 0.1} for name in MODELS}
    ),
    "batch_pulls": lambda: plots.batch_pulls(
        {"none": P[:20]}, (P[:20] > 0.8).tolist(), "batch with a truck"
    ),
    "before_and_after": lambda: plots.before_and_after(
        {"forest": ({"recall": 0.2}, {"recall": 0.8})}, ("before", "after"), {"recall": 0.1}
    ),
    "brief_costs": lambda: plots.brief_costs(
        {"shelter": {"never": 50.0, "chosen": 20.0}}, "chosen", {"shelter": 19.0}
    ),
    "confusion_matrices": lambda: plots.confusion_matrices({"plain": COUNTS, "other": COUNTS}),
    "cost_spread": lambda: plots.cost_spread({"plain": {"argmax": [0.9, 1], "least": [0.6, 0.7]}}),
    "explorer": explorer,
    "gains": lambda: plots.gains({"a": (0.01, 0.05, 0.09), "b": (-0.02, 0.0, 0.03)}, "gain"),
    "group_recalls": lambda: plots.group_recalls(
        {name: {"dark": 0.4, "bright": 0.6} for name in MODELS}, {"dark": 90, "bright": 80}
    ),
    "label_recalls": lambda: plots.label_recalls(
        np.c_[Y, 1 - Y], {"plain": np.c_[P, Q], "weighted": np.c_[Q, P]}, ["flies", "swims"]
    ),
    "landed_weights": lambda: plots.landed_weights(
        {"W": np.array([[9.0, 0.0], [1.0, 5.0]])}, np.array([[1, -1], [0, 1]]), "ab", "xy"
    ),
    "logits_apart": lambda: plots.logits_apart(Y, {"moved": (P, Q)}, 2.2),
    "long_tail": lambda: plots.long_tail(PICTURES, TEN, "abcdefghij"),
    "loss_shares": lambda: plots.loss_shares({"none": {0: 0.5, 1: 0.3, 2: 0.2}}, "abc"),
    "loss_triangles": triangles,
    "metric_chart": lambda: plots.metric_chart({**TABLE, "fourth": TABLE["plain"]}),
    "threshold_costs": lambda: plots.threshold_costs(
        Y,
        {"plain": P, "weight 9": Q},
        1,
        9,
        {name: {"by the formula": 0.1, "chosen": 0.5} for name in ("plain", "weight 9")},
    ),
    "on_one_curve": lambda: plots.on_one_curve(Y, {str(n): P ** (1 / n) for n in range(1, 9)}),
    "picture_sheet": lambda: plots.picture_sheet(
        {"All": PICTURES[:3]}, captions="abc", framed=[True, False, False]
    ),
    "reliability": lambda: plots.reliability(Y, MODELS),
    "roc_and_pr": lambda: plots.roc_and_pr(Y, MODELS),
    "row_losses": lambda: plots.row_losses(np.array([0, 1, 2]), P[:3], P[:3]),
    "weight_family": lambda: plots.weight_family(
        {c: 1000 // (c + 1) for c in range(10)},
        {rule: {c: (c + 1) ** (n / 4) for c in range(10)} for n, rule in enumerate(RULES)},
        dict.fromkeys(RULES, (0.7, 0.2)),
    ),
    "weight_sweep": lambda: plots.weight_sweep(
        {
            w: {
                "share": 0.1,
                "probability": 0.1,
                "plain mean": 0.1,
                "recall": 0.3,
                "precision": 0.5,
            }
            for w in (1, 9)
        }
    ),
}


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
    assert set(DRAWN) == {*plots.__all__, "explorer"} - {"show", "in_words"}


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


def test_bars_stand_out_from_the_paper(figure):
    for axis in figure.axes:
        for container in axis.containers:
            for bar in container if isinstance(container, BarContainer) else ():
                assert contrast(bar.get_facecolor(), "white") >= 3  # WCAG 2.2, 1.4.11


def heat_maps(figure: Figure) -> list[tuple[Colormap, np.ndarray]]:
    """Return the colour map of each heat map, and the part of it that is used."""

    children = [artist for axis in figure.axes for artist in axis.get_children()]
    found = []
    for artist in (child for child in children if isinstance(child, AxesImage | QuadMesh)):
        values = np.asarray(artist.get_array())
        if values.ndim == 2:  # else it is a picture
            ends = np.array([np.nanmin(values), np.nanmax(values)])
            found.append((artist.cmap, np.clip(artist.norm(ends), 0, 1)))
    return found


@pytest.mark.parametrize("name", ["confusion_matrices", "landed_weights", "loss_triangles"])
def test_heat_maps_darken_without_a_turn_in_every_way_of_seeing(name):
    maps = heat_maps(DRAWN[name]())
    assert maps
    for colours, (low, high) in [*maps, (_SHADES, (0.0, 1.0))]:
        steps = [Color(on_paper(colours(x))) for x in np.linspace(low, high, 30)]
        for see in SEEN.values():
            light = [see(step).convert("lab-d65")["lightness"] for step in steps]
            assert np.all(np.diff(light) <= 0)
            assert light[0] - light[-1] > 2 * TOLD_APART


@pytest.mark.parametrize("shade", [0, 90, 128, 170, 255])
def test_the_frame_of_a_picture_is_seen_on_any_picture_in_grey(shade):
    picture = np.full((1, 8, 8, 3), shade, dtype=np.uint8)
    figure = plots.picture_sheet({"All": picture}, columns=4, framed=[True])
    [frame] = [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]
    strokes = [effect._gc.get("foreground", frame.get_edgecolor())  # type: ignore[attr-defined]
               for effect in frame.get_path_effects() if hasattr(effect, "_gc")]  # fmt: skip
    colours = [*strokes, frame.get_edgecolor()]
    assert max(contrast(colour, np.full(3, shade / 255)) for colour in colours) >= 3


def test_frames_of_a_table_are_seen_on_its_darkest_cells_in_grey():
    axis = DRAWN["landed_weights"]().axes[0]
    [cells], frames = axis.images, [patch for patch in axis.patches if patch.get_linewidth()]
    darkest = cells.cmap(cells.norm(np.max(cells.get_array())))
    assert frames
    assert all(contrast(frame.get_edgecolor(), darkest) >= 3 for frame in frames)
