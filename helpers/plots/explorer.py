"""The picture of the explorer: drawn once, then only what moves is drawn again."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from helpers.plots.look.colours import COMMON, FAINT, INK, NEUTRAL, PAPER
from helpers.plots.look.page import AS_SVG, NO_METADATA, body, tidied
from helpers.plots.panels import FULLEST, diagonal, from_zero_to_one, write_near
from helpers.plots.style import GUIDE, LOOKS, NUMBER, SMALL, in_course_style

SIZE = (6.5, 5.1)  # inches: with the numbers beside it, it fits on a small screen
# Each road has a colour, a dash and a marker of its own, and sizes such that three marks in one
# place are seen as three: the later ones lie within the earlier ones.
ROADS: dict[str, dict[str, Any]] = {
    "threshold": {**LOOKS[1], "ms": 16, "mfc": PAPER, "mew": 2},
    "logit shift": {**LOOKS[3], "ms": 11, "mfc": PAPER, "mew": 2},
    "weight": {**LOOKS[2], "ms": 6, "mec": INK, "mew": 0.7},
}
# What is drawn below the others is wide and pale, so that lines in one place are all seen.
LINES: dict[str, dict[str, Any]] = {
    "weight": {"color": LOOKS[2]["color"], "linestyle": "-", "lw": 5, "alpha": 0.85},
    "threshold": {"color": LOOKS[1]["color"], "linestyle": "--", "lw": 2.6},
    "logit shift": {"color": LOOKS[3]["color"], "linestyle": "-.", "lw": 1.2},
}


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


@dataclass
class ExplorerFigure:
    """Four panels that show where a ratio leads.

    share (float): Share of class 1 in the test rows.
    ratios (float array (k,)): Where the costs were found.
    costs (mapping of str to float array (k,)): For each road, the costs per row at these ratios.
    price (float): What a miss costs, in false alarms.
    idle (float): Cost per row of the better of the two answers that need no model.
    """

    share: float
    ratios: Sequence[float]
    costs: Mapping[str, np.ndarray]
    price: float
    idle: float

    @in_course_style
    def __post_init__(self) -> None:
        layout = ConstrainedLayoutEngine(h_pad=0.08, w_pad=0.06)
        self.figure = Figure(figsize=SIZE, dpi=72, facecolor="none", layout=layout)
        FigureCanvasSVG(self.figure)
        (pr, matrix), (trust, cost) = self.figure.subplots(2, 2)
        self._curve_panel(pr)
        self._matrix_panel(matrix)
        self._trust_panel(trust)
        self._cost_panel(cost)
        self.moving = self._moving()
        for artist in self.moving:
            artist.set_in_layout(False)
        self.figure.draw_without_rendering()
        self.figure.set_layout_engine("none")
        self.still = self._still()

    def _moving(self) -> list[Artist]:
        """Return what is drawn anew at each move, what lies below first; cells are apart."""
        lines = [*self.curves.values(), *self.bins.values(), self.now]
        return [*lines, *self.places.values(), *self.cost_marks.values(), *self.numbers]

    def _still(self) -> str:
        """Return what never moves as a piece of SVG."""
        apart = [*self.moving, *self.cells]
        for artist in apart:
            artist.set_visible(False)
        still = self._svg([self.figure])
        for artist in apart:
            artist.set_visible(True)
        return still

    def _svg(self, artists: Iterable[Artist]) -> str:
        """Return some artists as a piece of SVG, which fits onto the others."""
        buffer = io.StringIO()
        width, height = (72 * inches for inches in SIZE)
        with plt.rc_context(AS_SVG):
            renderer = RendererSVG(width, height, buffer, metadata=NO_METADATA)
            for artist in artists:
                artist.draw(renderer)
            renderer.finalize()
        return body(tidied(buffer.getvalue()))

    def _curve_panel(self, axis: Axes) -> None:
        axis.axhline(self.share, **GUIDE)
        chance = f"chance: {self.share:.1%}"
        axis.text(0.02, self.share - 0.015, chance, color=NEUTRAL, va="top", fontsize=SMALL)
        from_zero_to_one(axis, "Precision and recall", "recall", "precision", square=False)
        shown = ("weight", "threshold")  # a shifted logit ranks as the logit does
        self.curves = {name: axis.plot([], [], **LINES[name])[0] for name in shown}
        self.places = _marks(axis)

    def _matrix_panel(self, axis: Axes) -> None:
        words = ("let pass (tn)", "false alarms (fp)", "missed (fn)", "found (tp)")
        self.cells, self.numbers = [], []
        large: dict[str, Any] = {"fontsize": NUMBER, "fontweight": "bold"}
        for cell, word in enumerate(words):
            row, column = divmod(cell, 2)
            box = Rectangle((column - 0.48, row - 0.48), 0.96, 0.96, fc=(COMMON, 0), ec=FAINT, lw=1)
            self.cells.append(axis.add_patch(box))
            number = axis.text(column, row - 0.08, "", ha="center", va="center", **large)
            self.numbers.append(number)
            axis.text(column, row + 0.22, word, fontsize=SMALL, ha="center", va="center")
        axis.set(xlim=(-0.5, 1.5), ylim=(1.5, -0.5), title="Answers, layer refitted")
        axis.set_xticks([0, 1], ["says 'not dog'", "says 'dog'"])
        axis.set_yticks([0, 1], ["not dog", "dog"], rotation=90, va="center")
        axis.tick_params(length=0)
        axis.spines[:].set_visible(False)

    def _trust_panel(self, axis: Axes) -> None:
        diagonal(axis, "calibrated")
        title, x = "Reliability curve", "mean score of a tenth of the pictures"
        from_zero_to_one(axis, title, x, "share of dogs among them", square=False)
        self.bins = {
            name: axis.plot([], [], lw=1.4, **{**look, "ms": 0.6 * look["ms"], "mew": 1})[0]
            for name, look in ROADS.items()
        }

    def _cost_panel(self, axis: Axes) -> None:
        ratios, price, idle = self.ratios, self.price, self.idle
        top = 1.22 * max(idle, *(float(values.max()) for values in self.costs.values()))
        axis.axhline(idle, **GUIDE)
        small: dict[str, Any] = {"color": NEUTRAL, "fontsize": SMALL}
        # On the side where the price, a line from top to bottom, is not.
        end, side = (min(ratios), "left") if price > 3 else (max(ratios), "right")
        axis.text(end, idle + 0.04 * top, "without a model", ha=side, **small)
        axis.axvline(price, **GUIDE)
        right = -4 if price > 10 else 4  # the label stands where there is more room for it
        write_near(axis, f"price of a miss: {price:.3g}", price, 0.97 * top, right, **small)
        (self.now,) = axis.plot([], [], color=INK, lw=1)
        for name, line in LINES.items():
            axis.plot(ratios, self.costs[name], **line)
        self.cost_marks = _marks(axis)
        axis.set(xlabel="ratio of the weights", title="Cost per picture")
        axis.set(xscale="log", xlim=(0.9 * min(ratios), 1.1 * max(ratios)), ylim=(0, top))
        ticks = [t for t in (0.1, 0.25, 1, 3, 10, 30, 100) if min(ratios) <= t <= max(ratios)]
        axis.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        axis.minorticks_off()

    def draw(self, ratio: float, roads: Mapping[str, Road]) -> str:
        """Return the picture at a ratio as SVG; roads are the keys of `ROADS`."""
        for name, curve in self.curves.items():
            curve.set_data(*roads[name].curve)
        for name, road in roads.items():
            said = road.counts["tp"] + road.counts["fp"] > 0  # else there is no precision
            self.places[name].set_data(([road.recall], [road.precision]) if said else ([], []))
            self.bins[name].set_data(*road.reliability)
            self.cost_marks[name].set_data([ratio], [road.cost])
        self.now.set_data([ratio, ratio], [0, max(road.cost for road in roads.values())])
        self._count(roads["weight"].counts)
        width, height = (f"{72 * inches:g}" for inches in SIZE)
        return (
            f'<svg viewBox="0 0 {width} {height}">'
            f"{self._svg(self.cells)}{self.still}{self._svg(self.moving)}</svg>"
        )

    def _count(self, counts: Mapping[str, int]) -> None:
        for cell, kind in enumerate(("tn", "fp", "fn", "tp")):
            row = counts["tn"] + counts["fp"] if cell < 2 else counts["fn"] + counts["tp"]
            self.cells[cell].set_facecolor((COMMON, FULLEST * counts[kind] / row))
            self.numbers[cell].set_text(f"{counts[kind]:,}")


@in_course_style
def mark_of(road: str) -> str:
    """Return the mark of a road as a small SVG of its own, to stand beside its name."""
    figure = Figure(figsize=(0.3, 0.3), dpi=72)
    figure.set_layout_engine("none")
    FigureCanvasSVG(figure)
    axis = figure.add_axes((0, 0, 1, 1))
    axis.axis("off")
    axis.plot(0, 0, **{**ROADS[road], "linestyle": "", "ms": min(13, ROADS[road]["ms"] + 3)})
    buffer = io.StringIO()
    with plt.rc_context({**AS_SVG, "savefig.bbox": None}):
        figure.savefig(buffer, format="svg", facecolor="none", metadata=NO_METADATA)
    return f'<svg viewBox="0 0 21.6 21.6">{body(tidied(buffer.getvalue()))}</svg>'


def _marks(axis: Axes) -> dict[str, Line2D]:
    """Return a mark for each road, which has no place yet and may lie on the frame of the panel."""
    return {
        name: axis.plot([], [], clip_on=False, **{**look, "linestyle": ""})[0]
        for name, look in ROADS.items()
    }
