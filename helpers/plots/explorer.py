"""The picture of the explorer: drawn once, then only what moves is drawn again."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.text import Text
from PIL import Image

from helpers.plots.panels import diagonal, from_zero_to_one, write_near
from helpers.plots.style import GUIDE, LOOKS, NEUTRAL, WIDTH, in_course_style

# Each road has a colour, a dash and a marker of its own, and sizes such that three marks in one
# place are seen as three: the later ones lie within the earlier ones.
ROADS: dict[str, dict[str, Any]] = {
    "threshold": {**LOOKS[1], "ms": 16, "mfc": "white", "mew": 2},
    "logit shift": {**LOOKS[3], "ms": 11, "mfc": "white", "mew": 2},
    "weight": {**LOOKS[2], "ms": 6, "mec": "black", "mew": 0.7},
}
# What is drawn below the others is wide and pale, so that lines in one place are all seen.
LINES: dict[str, dict[str, Any]] = {
    "weight": {"color": LOOKS[2]["color"], "linestyle": "-", "lw": 5, "alpha": 0.4},
    "threshold": {"color": LOOKS[1]["color"], "linestyle": "--", "lw": 2.6},
    "logit shift": {"color": LOOKS[3]["color"], "linestyle": "-.", "lw": 1.2},
}
NAMES = {
    "threshold": "threshold moved",
    "logit shift": "logit shifted",
    "weight": "last layer fitted with the weight",
}
# Light enough for black text in every cell.
_SHADES = LinearSegmentedColormap.from_list("cells", ["#ffffff", "#6fa8d6"])


@dataclass(frozen=True)
class Road:
    """What one road to the same place answers to the test rows.

    setting (str): How far its knob is turned, such as "threshold 0.100".
    counts (mapping of str to int): 'tn', 'fp', 'fn' and 'tp'.
    cost (float): Cost per row.
    curve (float array (2, points)): Its precision-recall curve: recall, precision.
    reliability (float array (2, bins)): Mean probability and share of class 1 in each bin.
    """

    setting: str
    counts: Mapping[str, int]
    cost: float
    curve: np.ndarray
    reliability: np.ndarray

    @property
    def recall(self) -> float:
        """Share of class 1 that is found."""
        return self.counts["tp"] / (self.counts["tp"] + self.counts["fn"])

    @property
    def precision(self) -> float:
        """Share of class 1 among the rows that are said to be of it; 0.0 where none is said."""
        said = self.counts["tp"] + self.counts["fp"]
        return self.counts["tp"] / said if said else 0.0


class ExplorerFigure:
    """Four panels that show where a ratio leads.

    share (float): Share of class 1 in the test rows.
    ratios (float array (k,)): Where the costs were found.
    costs (mapping of str to float array (k,)): For each road, the costs per row at these ratios.
    price (float): What a miss costs, in false alarms.
    idle (float): Cost per row of the better of the two answers that need no model.
    """

    @in_course_style
    def __init__(
        self,
        share: float,
        ratios: Sequence[float],
        costs: Mapping[str, np.ndarray],
        price: float,
        idle: float,
    ) -> None:
        layout = ConstrainedLayoutEngine(h_pad=0.1, w_pad=0.1)
        self.figure = Figure(figsize=(WIDTH, 6.5), layout=layout)
        self.canvas = FigureCanvasAgg(self.figure)
        (pr, matrix), (trust, cost) = self.figure.subplots(2, 2)
        self.title = self.figure.suptitle(" \n ", fontsize=11)
        self._curve_panel(pr, share)
        self._matrix_panel(matrix)
        self._trust_panel(trust)
        self._cost_panel(cost, ratios, costs, price, idle)
        handles = [Line2D([], [], label=NAMES[name], lw=1.8, **ROADS[name]) for name in NAMES]
        self.figure.legend(handles=handles, loc="outside lower center", ncols=3)
        self.moving = self._moving()
        for artist in self.moving:
            artist.set_animated(True)
            artist.set_in_layout(artist is self.title)
        self.canvas.draw()
        self.figure.set_layout_engine("none")
        self.background = self.canvas.copy_from_bbox(self.figure.bbox)

    def _moving(self) -> list[Artist]:
        """Return what is drawn anew at each move, what lies below first."""
        lines = [*self.curves.values(), *self.bins.values(), self.now]
        places = [*self.places.values(), *self.costs.values()]
        others = [text for cell in self.others for text in cell.values()]
        texts = [self.title, *self.numbers, *others]
        return [*self.cells, *lines, *places, *texts]

    def _curve_panel(self, axis: Axes, share: float) -> None:
        axis.axhline(share, **GUIDE)
        axis.text(0.02, share - 0.015, f"chance: {share:.1%}", color=NEUTRAL, va="top", fontsize=9)
        from_zero_to_one(axis, "Precision and recall", "recall", "precision", square=False)
        shown = ("weight", "threshold")  # a shifted logit ranks as the logit does
        self.curves = {name: axis.plot([], [], **LINES[name])[0] for name in shown}
        self.places = _marks(axis)

    def _matrix_panel(self, axis: Axes) -> None:
        words = ("rightly left alone (tn)", "false alarms (fp)", "missed (fn)", "found (tp)")
        self.cells, self.numbers, self.others = [], [], list[dict[str, Text]]()
        large: dict[str, Any] = {"fontsize": 17, "fontweight": "bold"}
        for cell, word in enumerate(words):
            row, column = divmod(cell, 2)
            box = Rectangle((column - 0.49, row - 0.48), 0.98, 0.96, ec="none")
            self.cells.append(axis.add_patch(box))
            self.numbers.append(
                axis.text(column, row - 0.29, "", ha="center", va="center", **large)
            )
            # What stays stands apart from the numbers: letters take most of the time of a move.
            axis.text(column, row - 0.04, word, fontsize=9, ha="center", va="center")
            self.others.append({})
            for name, down in (("threshold", 0.2), ("logit shift", 0.36)):
                axis.text(column + 0.02, row + down, name, fontsize=9, ha="right")
                self.others[-1][name] = axis.text(column + 0.06, row + down, "", fontsize=9)
        axis.set(xlim=(-0.5, 1.5), ylim=(1.5, -0.5), ylabel="true class")
        axis.set_xticks([0, 1], ["says 0", "says 1"])
        axis.set_yticks([0, 1], ["0", "1"])
        axis.tick_params(length=0)
        axis.spines[:].set_visible(False)
        axis.set_title("Answers of the weighted last layer")

    def _trust_panel(self, axis: Axes) -> None:
        diagonal(axis, "calibrated")
        title, x = "Reliability curve", "mean score of a tenth of the pictures"
        from_zero_to_one(axis, title, x, "share of class 1 among them", square=False)
        self.bins = {
            name: axis.plot([], [], lw=1.4, **{**look, "ms": 0.6 * look["ms"], "mew": 1})[0]
            for name, look in ROADS.items()
        }

    def _cost_panel(
        self,
        axis: Axes,
        ratios: Sequence[float],
        costs: Mapping[str, np.ndarray],
        price: float,
        idle: float,
    ) -> None:
        top = 1.22 * max(idle, *(float(values.max()) for values in costs.values()))
        axis.axhline(idle, **GUIDE)
        small: dict[str, Any] = {"color": NEUTRAL, "fontsize": 9}
        axis.text(max(ratios), idle + 0.02 * top, "without a model", ha="right", **small)
        axis.axvline(price, **GUIDE)
        right = -4 if price > 10 else 4  # the label stands where there is more room for it
        write_near(axis, f"price of a miss: {price:.3g}", price, 0.97 * top, right, **small)
        (self.now,) = axis.plot([], [], color="black", lw=1)
        for name, line in LINES.items():
            axis.plot(ratios, costs[name], **line)
        self.costs = _marks(axis)
        axis.set(xlabel="ratio of the weights", title="Cost per picture")
        axis.set(xscale="log", xlim=(0.9 * min(ratios), 1.1 * max(ratios)), ylim=(0, top))
        ticks = [t for t in (0.1, 0.25, 1, 3, 10, 30, 100) if min(ratios) <= t <= max(ratios)]
        axis.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        axis.minorticks_off()

    def draw(self, ratio: float, roads: Mapping[str, Road]) -> bytes:
        """Return the picture at a ratio as PNG.

        ratio: float.
        roads (mapping of str to Road): The roads 'threshold', 'logit shift' and 'weight'.
        """
        for name, curve in self.curves.items():
            curve.set_data(*roads[name].curve)
        for name, road in roads.items():
            said = road.counts["tp"] + road.counts["fp"] > 0  # else there is no precision
            self.places[name].set_data(([road.recall], [road.precision]) if said else ([], []))
            self.bins[name].set_data(*road.reliability)
            self.costs[name].set_data([ratio], [road.cost])
        self.now.set_data([ratio, ratio], [0, max(road.cost for road in roads.values())])
        self._count(roads)
        settings = "   ·   ".join(road.setting for road in roads.values())
        alarms = "one false alarm" if ratio == 1 else f"{ratio:.3g} false alarms"
        self.title.set_text(f"A miss weighs as much as {alarms}\n{settings}")
        self.canvas.restore_region(self.background)
        renderer = self.canvas.get_renderer()
        for artist in self.moving:
            if artist in self.cells:
                self._tint(artist)
            else:
                artist.draw(renderer)
        return _png(self.canvas)

    def _count(self, roads: Mapping[str, Road]) -> None:
        counts = roads["weight"].counts
        kinds = ("tn", "fp", "fn", "tp")
        for cell, kind in enumerate(kinds):
            row = counts["tn"] + counts["fp"] if cell < 2 else counts["fn"] + counts["tp"]
            self.cells[cell].set_facecolor(_SHADES(counts[kind] / row))
            self.numbers[cell].set_text(f"{counts[kind]:,}")
            for name, text in self.others[cell].items():
                text.set_text(f"{roads[name].counts[kind]:,}")

    def _tint(self, cell: Patch) -> None:
        """Colour the pixels of a cell, so that the words in the background stay readable."""
        box = cell.get_window_extent()
        pixels = np.asarray(self.canvas.buffer_rgba())
        top, bottom = (len(pixels) - round(y) for y in (box.y1, box.y0))
        part = pixels[top:bottom, round(box.x0) : round(box.x1), :3]
        part[...] = part * np.array(cell.get_facecolor()[:3])


def _marks(axis: Axes) -> dict[str, Line2D]:
    """Return a mark for each road, which has no place yet and may lie on the frame of the panel."""
    return {
        name: axis.plot([], [], clip_on=False, **{**look, "linestyle": ""})[0]
        for name, look in ROADS.items()
    }


def _png(canvas: FigureCanvasAgg) -> bytes:
    """Return what a canvas shows as PNG, packed fast rather than small."""
    buffer = io.BytesIO()
    picture = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    picture.save(buffer, format="PNG", compress_level=1)
    return buffer.getvalue()
