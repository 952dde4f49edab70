"""Panels side by side, and what several figures draw on them."""

from collections.abc import Iterable, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers.plots.look.colours import COMMON, FAINT, NEUTRAL
from helpers.plots.style import BEHIND, GUIDE, HEADING, SMALL, TEXT, WIDTH

FULLEST = 0.6  # opacity of the fullest cell of a table


def panels(
    count: int, height: float, width: float = WIDTH, **options: Any
) -> tuple[Figure, list[Axes]]:
    """Return a figure of this size in inches, at most as wide as a page, and its panels."""
    size = (min(width, WIDTH), height)
    figure, axes = plt.subplots(1, count, figsize=size, squeeze=False, **options)
    return figure, list(axes[0])


def titled_key(
    figure: Figure, title: str, columns: int, handles: Sequence[Artist] | None = None
) -> None:
    """Write a title above a figure, and below the title a key to the marks.

    Both begin at the left edge: on a phone a figure scrolls, and its left part is seen first.
    """
    figure.legend(
        handles=handles, loc="outside upper left", ncols=columns, title=title, alignment="left",
        title_fontproperties={"size": HEADING, "weight": "bold"}, borderpad=0.2,
    )  # fmt: skip


def from_zero_to_one(axis: Axes, title: str, x: str, y: str, *, square: bool = True) -> None:
    """Give a panel a title, names for its axes, and room for values from 0 to 1 on both."""
    axis.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02), xlabel=x, ylabel=y, title=title)
    axis.set_aspect("equal" if square else "auto")


def diagonal(axis: Axes, words: str) -> None:
    """Draw the line of equal values, with words above its upper end."""
    axis.plot([0, 1], [0, 1], **GUIDE)
    axis.text(
        0.82, 0.84, words, color=NEUTRAL, rotation=45, transform_rotates_text=True,
        rotation_mode="anchor", ha="center", va="bottom",
    )  # fmt: skip


def rows_from_the_top(axis: Axes, names: Iterable[str], *, spine: bool = False) -> None:
    """Name rows 0, 1, ... of a panel from the top, without ticks; `spine`: with a line beside."""
    names = list(names)
    axis.set_yticks(range(len(names)), names, fontsize=TEXT)
    axis.set_ylim(len(names) - 0.5, -0.5)
    axis.tick_params(axis="y", length=0)
    axis.spines["left"].set_visible(spine)


def heat_map(axis: Axes, shares: np.ndarray) -> None:
    """Draw a table of cells, the fuller of colour the nearer its share, from 0 to 1, is to 1.

    No cell is so full that a text on it can't be read, on light paper and on dark.
    """
    for (row, column), share in np.ndenumerate(shares):
        colour = to_rgba(COMMON, FULLEST * float(share))
        box = Rectangle((column - 0.48, row - 0.48), 0.96, 0.96, fc=colour, ec=FAINT, lw=1)
        axis.add_patch(box)
    rows, columns = shares.shape
    axis.set(xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5))
    axis.tick_params(length=0)
    axis.spines[:].set_visible(False)


def write_near(
    axis: Axes, text: str, x: float, y: float, right: float = 0, up: float = 0, **look: Any
) -> None:
    """Write a text on white paper, so many points to the right of a place and above it."""
    side = "left" if right > 0 else "right" if right < 0 else "center"
    axis.annotate(
        text, (x, y), (right, up), textcoords="offset points", bbox=BEHIND,
        va="baseline" if up else "center", **{"fontsize": SMALL, "ha": side, **look},
    )  # fmt: skip


def write_outside(axis: Axes, row: float, first: float, second: float, **look: Any) -> None:
    """Write two values of a row beside their marks: the smaller to the left, the larger right."""
    right = 10 if first > second else -10
    write_near(axis, f"{first:.2f}", first, row, right, **look)
    write_near(axis, f"{second:.2f}", second, row, -right, **look)


def offsets(count: int, step: float) -> np.ndarray:
    """Return how far each of several series stands from the middle of its row: float (count,)."""
    return step * (np.arange(count) - (count - 1) / 2)
