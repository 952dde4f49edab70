"""Panels side by side, and what several figures draw on them."""

from collections.abc import Iterable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.plots.style import GUIDE, NEUTRAL, PAPER, WIDTH


def panels(
    count: int, height: float, width: float = WIDTH, **options: Any
) -> tuple[Figure, list[Axes]]:
    """Return a figure of this size in inches, and its panels from left to right."""
    figure, axes = plt.subplots(1, count, figsize=(width, height), squeeze=False, **options)
    return figure, list(axes[0])


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
    axis.set_yticks(range(len(names)), names, fontsize=11)
    axis.set_ylim(len(names) - 0.5, -0.5)
    axis.tick_params(axis="y", length=0)
    axis.spines["left"].set_visible(spine)


def write_near(
    axis: Axes, text: str, x: float, y: float, right: float = 0, up: float = 0, **look: Any
) -> None:
    """Write a text on white paper, so many points to the right of a place and above it."""
    axis.annotate(
        text, (x, y), (right, up), textcoords="offset points", bbox=PAPER,
        ha="left" if right > 0 else "right" if right < 0 else "center",
        va="baseline" if up else "center", **{"fontsize": 9, **look},
    )  # fmt: skip


def write_outside(axis: Axes, row: float, first: float, second: float, **look: Any) -> None:
    """Write two values of a row beside their marks: the smaller to the left, the larger right."""
    right = 10 if first > second else -10
    write_near(axis, f"{first:.2f}", first, row, right, **look)
    write_near(axis, f"{second:.2f}", second, row, -right, **look)


def offsets(count: int, step: float) -> np.ndarray:
    """Return how far each of several series stands from the middle of its row: float (count,)."""
    return step * (np.arange(count) - (count - 1) / 2)
