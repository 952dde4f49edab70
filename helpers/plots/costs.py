"""Prices of mistakes: losses over all answers that a model can give, and what answers cost."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import ListedColormap, PowerNorm
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.plots.style import COMMON, LOOKS, NEUTRAL, RARE, WIDTH

Priced = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]
OfProbs = Callable[[np.ndarray], np.ndarray]

# Where the corners of the triangle stand: sure of class 0, of class 1, of class 2.
CORNERS = np.array([[0.5, np.sqrt(0.75)], [0.0, 0.0], [1.0, 0.0]])
# Colours as dark as the loss is high; arrows and texts stay readable on all of them.
COLOURS = ListedColormap(plt.get_cmap("YlGnBu")(np.linspace(0, 0.62, 256)))
HIGHEST = 20.0
# The probability of the true class along the line that is cut through the losses.
CUT = 0.4


def loss_triangles(
    mask: Priced,
    expected: Priced,
    expected_gradient: Priced,
    names: Sequence[str] = ("dog", "cat", "truck"),
    prices: Sequence[float] = (1, 10),
) -> Figure:
    """Draw the losses of one row over all its probabilities for three classes, and cut them.

    The masked cross-entropy stands with ones and with zeros on the diagonal beside the expected
    cost; arrows show where a small step against the gradient moves the probabilities.

    Parameters
    ----------
    mask, expected, expected_gradient : callable
        From true classes (n,), probabilities (n, 3) and costs (3, 3) [true, said] to the factor
        of each row's cross-entropy (n,), to its expected cost (n,), and to the gradient (n, 3) of
        that with respect to the logits.
    names : sequence of str
        The three classes; the row's true one first.
    prices : sequence of float
        What the two wrong answers cost.

    Returns
    -------
    matplotlib.figure.Figure
    """
    losses = {
        f"mask, diagonal {diagonal}": _masked(mask, np.array([[diagonal, *prices]], dtype=float))
        for diagonal in (1, 0)
    }
    row = np.array([[0.0, *prices]])
    losses["expected cost"] = (
        lambda probs: expected(_zeros(probs), probs, np.repeat(row, 3, axis=0)),
        lambda probs: expected_gradient(_zeros(probs), probs, np.repeat(row, 3, axis=0)),
    )
    figure = plt.figure(figsize=(WIDTH, 5.9))
    norm = PowerNorm(0.45, 0, HIGHEST)
    for column, (title, (loss, gradient)) in enumerate(losses.items()):
        axis = figure.add_axes((0.305 * column, 0.5, 0.3, 0.45))
        _triangle(axis, loss, norm)
        _arrows(axis, gradient)
        _corners(axis, names, prices)
        axis.set_title(title, fontsize=12, fontweight="bold")
    bar = figure.colorbar(
        ScalarMappable(norm, COLOURS), cax=figure.add_axes((0.93, 0.57, 0.014, 0.33)), extend="max"
    )
    bar.set_ticks([0, 1, 3, 10, 20])
    bar.set_label("loss", labelpad=-2)
    words = _cut(figure.add_axes((0.055, 0.09, 0.935, 0.34)), losses, names)
    figure.set_label(
        f"Three triangles of all probabilities of a row that is a {names[0]}, darker where its "
        f"loss is higher. Arrows show where training moves it, rings where nothing moves. Below, a "
        f"cut at a probability of {CUT:g} for {names[0]}, from {names[1]} to {names[2]}. {words}."
    )
    return figure


def _zeros(probs: np.ndarray) -> np.ndarray:
    return np.zeros(len(probs), dtype=int)


def _masked(mask: Priced, row: np.ndarray) -> tuple[OfProbs, OfProbs]:
    """Return mask * cross-entropy of a row of class 0, and its gradient, the mask being fixed."""
    matrix = np.repeat(row, 3, axis=0)  # only the first row of the matrix is ever looked at

    def loss(probs: np.ndarray) -> np.ndarray:
        return -mask(_zeros(probs), probs, matrix) * np.log(probs[:, 0])

    def gradient(probs: np.ndarray) -> np.ndarray:
        return mask(_zeros(probs), probs, matrix)[:, np.newaxis] * (probs - np.eye(3)[0])

    return loss, gradient


def _points(steps: int, margin: float = 0.0) -> np.ndarray:
    """Return probabilities (n, 3) on an even triangular lattice, `margin` away from the edges."""
    lattice = [
        (i, j, steps - i - j) for i in range(steps + 1) for j in range(steps + 1 - i)
    ]  # fmt: skip
    return margin + (1 - 3 * margin) * np.array(lattice) / steps


def _triangle(axis: Axes, loss: OfProbs, norm: PowerNorm) -> None:
    x, height = np.meshgrid(np.linspace(0, 1, 321), np.linspace(0, CORNERS[0, 1], 279))
    top = height / CORNERS[0, 1]
    right = x - top / 2
    probs = np.stack([top, 1 - top - right, right], axis=-1)
    inside = probs.min(axis=-1) > -1e-9
    safe = np.clip(probs, 1e-4, None)
    safe /= safe.sum(axis=-1, keepdims=True)
    values = loss(safe.reshape(-1, 3)).reshape(x.shape)
    values = np.where(inside, values, np.nan)
    axis.pcolormesh(
        x, height, values, cmap=COLOURS, norm=norm, shading="nearest", rasterized=True
    )  # fmt: skip
    axis.plot(*CORNERS[[0, 1, 2, 0]].T, color="black", lw=1.2)
    middle = np.full(3, 1 / 3) @ CORNERS
    for pair in ([0, 1], [1, 2], [0, 2]):
        axis.plot(*np.array([middle, CORNERS[pair].mean(axis=0)]).T, color="white", lw=1.4)
        axis.plot(*np.array([middle, CORNERS[pair].mean(axis=0)]).T, color="black", lw=0.7, ls=":")
    ends = np.array([[CUT, 1 - CUT, 0], [CUT, 0, 1 - CUT]]) @ CORNERS
    axis.plot(*ends.T, color="white", lw=3.4)
    axis.plot(*ends.T, color="black", lw=1.6, ls="--")
    axis.set(xlim=(-0.14, 1.14), ylim=(-0.22, 0.97), aspect="equal")
    axis.axis("off")


def _arrows(axis: Axes, gradient: OfProbs) -> None:
    probs = _points(8, margin=0.045)
    slopes = gradient(probs)
    # Logits move against the gradient; probabilities follow by the derivative of softmax.
    moves = -probs * (slopes - np.sum(probs * slopes, axis=1, keepdims=True))
    moves = moves @ CORNERS
    lengths = np.hypot(*moves.T)
    dead = lengths == 0
    axis.plot(*(probs[dead] @ CORNERS).T, ls="", marker="o", ms=2.6, mfc="white", mec="black")
    shown = (
        moves[~dead]
        * (0.13 * lengths / (lengths + 0.1) / np.maximum(lengths, 1e-12))[~dead, np.newaxis]
    )
    starts = probs[~dead] @ CORNERS
    axis.quiver(
        *starts.T, *shown.T, angles="xy", scale_units="xy", scale=1, color="black", pivot="mid",
        width=0.008, headwidth=4.5, headlength=4.5, headaxislength=4,
    )  # fmt: skip


def _corners(axis: Axes, names: Sequence[str], prices: Sequence[float]) -> None:
    axis.text(0.5, CORNERS[0, 1] + 0.03, f"{names[0]}, true", ha="center", fontsize=9)
    for (x, y), name, price in zip(CORNERS[1:], names[1:], prices, strict=True):
        axis.text(x, y - 0.04, f"{name}\ncosts {price:g}", ha="center", va="top", fontsize=9)


def _cut(axis: Axes, losses: Mapping[str, tuple[OfProbs, OfProbs]], names: Sequence[str]) -> str:
    """Draw the losses along the cut; return in words what each is in the middle of its parts."""
    along = np.linspace(0.001, 1 - CUT - 0.001, 600)
    probs = np.column_stack([np.full(len(along), CUT), 1 - CUT - along, along])
    looks: tuple[dict[str, Any], ...] = (
        {"color": COMMON, "ls": "-", "lw": 6, "alpha": 0.4},
        {"color": "black", "ls": "-.", "lw": 2},
        {"color": RARE, "ls": "-", "lw": 2.6},
    )
    ties = 1 - 2 * CUT, CUT
    spoken = []
    for (title, (loss, _)), look in zip(losses.items(), looks, strict=True):
        values = loss(probs)
        parts = np.split(np.arange(len(along)), np.searchsorted(along, ties))
        for part in parts:
            axis.plot(along[part], values[part], solid_capstyle="butt", **look)
        for before, after in pairwise(parts):
            jump = values[after[0]] - values[before[-1]]
            if abs(jump) > 0.1:
                edge = along[after[0]]
                heights = [values[before[-1]], values[after[0]]]
                axis.plot([edge, edge], heights, **{**look, "lw": look["lw"] / 2})
        axis.plot([], [], label=title, **look)
        at = [f"{values[part[len(part) // 2]]:.2f}" for part in parts]
        spoken.append(
            f"{title}: {at[0]} where {names[1]} is most probable, {at[1]} where {names[0]} is, "
            f"{at[2]} where {names[2]} is"
        )
    top = axis.get_ylim()[1] * 1.13
    for left, right, name in zip((0, *ties), (*ties, 1 - CUT), (1, 0, 2), strict=True):
        axis.text((left + right) / 2, top * 0.985, f"says '{names[name]}'", ha="center", va="top")
    for tie in ties:
        axis.axvline(tie, color=NEUTRAL, lw=0.8, ls=":")
    axis.set(xlim=(0, 1 - CUT), ylim=(-0.3, top), ylabel="loss")
    axis.set_xlabel(
        f"probability of {names[2]}; {names[0]} stays at {CUT:g}, {names[1]} has the rest"
    )
    axis.set_title("Along the dashed line", loc="left", fontsize=12, fontweight="bold")
    axis.spines[["top", "right"]].set_visible(False)
    axis.legend(loc="upper left", bbox_to_anchor=(0.0, 0.9), frameon=False)
    return "; ".join(spoken)


def cost_spread(table: Mapping[str, Mapping[str, Sequence[float]]]) -> Figure:
    """Draw what several ways to train cost with several ways to decide, a mark for each repetition.

    Parameters
    ----------
    table : mapping of str to mapping of str to sequence of float
        For each way to train and each of two ways to decide, the mean costs of the repetitions.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, axis = plt.subplots(figsize=(WIDTH, 0.62 * len(table) + 1.3), layout="constrained")
    decisions = list(next(iter(table.values())))
    looks = (LOOKS[1], LOOKS[2])
    paper = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
    spoken = []
    for row, (name, by_decision) in enumerate(table.items()):
        axis.axhline(row, color="#e4e4e4", lw=1, zorder=0)
        means = {decision: float(np.mean(values)) for decision, values in by_decision.items()}
        said = []
        for decision, look, shift in zip(decisions, looks, (-0.17, 0.17), strict=True):
            values, mean = by_decision[decision], means[decision]
            axis.plot(
                values, np.full(len(values), row + shift),
                ls="", marker=look["marker"], color=look["color"], ms=8, mec="white", alpha=0.85,
            )  # fmt: skip
            text = f"{mean:.3f}"
            if len(values) > 1:
                text += f"  ({min(values):.3f} to {max(values):.3f})"
            axis.annotate(
                text, (max(values), row + shift), xytext=(9, 0), textcoords="offset points",
                va="center", fontsize=9, bbox=paper,
            )  # fmt: skip
            said.append(f"{decision} {text}")
        spoken.append(f"{name}: {', '.join(said)}")
    axis.set_yticks(range(len(table)), list(table), fontsize=11)
    every = [v for by in table.values() for values in by.values() for v in values]
    low, high = min(every), max(every)
    axis.set(
        xlim=(low - 0.06 * (high - low), high + 0.3 * (high - low)),
        ylim=(len(table) - 0.5, -0.5), xlabel="mean cost of a test picture",
    )  # fmt: skip
    axis.tick_params(axis="y", length=0)
    axis.spines[["left", "top", "right"]].set_visible(False)
    handles = [
        Line2D([], [], ls="", marker=look["marker"], color=look["color"], ms=8, mec="white")
        for look in looks
    ]
    figure.legend(handles, decisions, loc="outside upper left", ncols=2, frameon=False)
    figure.set_label(
        f"Mean costs, with the range over {len(next(iter(table.values()))[decisions[0]])} "
        f"repetitions. {'; '.join(spoken)}."
    )
    return figure
