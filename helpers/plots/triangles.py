"""Losses with prices of mistakes, over all probabilities that a model can give to one row."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import ListedColormap, PowerNorm
from matplotlib.figure import Figure

from helpers.plots.look.colours import COMMON, INK, NEUTRAL, ON_A_PICTURE, RARE, RIM_ON_A_PICTURE
from helpers.plots.style import SMALL, WIDTH, in_course_style

Priced = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]
OfProbs = Callable[[np.ndarray], np.ndarray]
Losses = Mapping[str, tuple[OfProbs, OfProbs]]  # title: the loss and its gradient

NAMES = ("dog", "cat", "truck")  # class 0 is the row's true one
PRICES = (1.0, 10.0)  # of taking the dog for a cat, for a truck
# Where the corners of the triangle stand: sure of class 0, of class 1, of class 2.
CORNERS = np.array([[0.5, np.sqrt(0.75)], [0.0, 0.0], [1.0, 0.0]])
# Colours as dark as the loss is high; arrows and texts stay readable on all of them.
COLOURS = ListedColormap(plt.get_cmap("YlGnBu")(np.linspace(0, 0.62, 256)))
NORM = PowerNorm(0.45, 0, 20)
# The probability of the true class along the line that is cut through the losses.
CUT = 0.4
# One look for each loss along the cut: what is drawn below the others is wide and pale.
CUT_LOOKS: tuple[dict[str, Any], ...] = (
    {"color": COMMON, "ls": "-", "lw": 6, "alpha": 0.75},
    {"color": INK, "ls": "-.", "lw": 2},
    {"color": RARE, "ls": "-", "lw": 2.6},
)


@in_course_style
def loss_triangles(mask: Priced, expected: Priced, expected_gradient: Priced) -> Figure:
    """Draw the losses of one row over all its probabilities for three classes, and cut them.

    The masked cross-entropy stands with ones and with zeros on the diagonal beside the expected
    cost; arrows show where a small step against the gradient moves the probabilities.

    mask, expected, expected_gradient (callable): From true classes (n,), probabilities (n, 3) and
        costs (3, 3) [true, predicted] to the factor of each row's cross-entropy (n,), to its
        expected cost (n,), and to the gradient (n, 3) of that with respect to the logits.
    """
    losses = {
        "mask, diagonal 1": _masked(mask, 1),
        "mask, diagonal 0": _masked(mask, 0),
        "expected cost": (_of_a_dog(expected, 0), _of_a_dog(expected_gradient, 0)),
    }
    figure = plt.figure(figsize=(WIDTH, 5.9), layout="none")
    for column, (title, (loss, gradient)) in enumerate(losses.items()):
        axis = figure.add_axes((0.305 * column, 0.5, 0.3, 0.45))
        _triangle(axis, loss)
        _arrows(axis, gradient)
        axis.set_title(title, loc="center")
    bar = figure.colorbar(
        ScalarMappable(NORM, COLOURS), cax=figure.add_axes((0.93, 0.57, 0.014, 0.33)), extend="max"
    )
    if bar.solids is not None:
        bar.solids.set_rasterized(True)
    bar.set_ticks([0, 1, 3, 10, 20])
    bar.set_label("loss", labelpad=-2)
    words = _cut(figure.add_axes((0.055, 0.09, 0.935, 0.34)), losses)
    figure.set_label(
        f"Three triangles of all probabilities of a row that is a {NAMES[0]}, darker where its "
        f"loss is higher. Arrows show where training moves it, rings where nothing moves. Below, a "
        f"cut at a probability of {CUT:g} for {NAMES[0]}, from {NAMES[1]} to {NAMES[2]}. {words}."
    )
    return figure


def _of_a_dog(function: Priced, diagonal: float) -> OfProbs:
    """Return a function of the probabilities alone: the true class is 0, the costs are fixed."""
    # Only the first row of the matrix is ever looked at.
    matrix = np.repeat([[diagonal, *PRICES]], 3, axis=0).astype(float)
    return lambda probs: function(np.zeros(len(probs), dtype=int), probs, matrix)


def _masked(mask: Priced, diagonal: float) -> tuple[OfProbs, OfProbs]:
    """Return mask * cross-entropy of a row of class 0, and its gradient, the mask being fixed."""
    factor = _of_a_dog(mask, diagonal)
    return (
        lambda probs: -factor(probs) * np.log(probs[:, 0]),
        lambda probs: factor(probs)[:, np.newaxis] * (probs - np.eye(3)[0]),
    )


def _triangle(axis: Axes, loss: OfProbs) -> None:
    """Draw the loss as a colour at each place of the triangle, and the names of its corners."""
    x, height = np.meshgrid(np.linspace(0, 1, 321), np.linspace(0, CORNERS[0, 1], 279))
    top = height / CORNERS[0, 1]
    right = x - top / 2
    probs = np.stack([top, 1 - top - right, right], axis=-1)
    safe = np.clip(probs, 1e-4, None)
    safe /= safe.sum(axis=-1, keepdims=True)
    values = loss(safe.reshape(-1, 3)).reshape(x.shape)
    values = np.where(probs.min(axis=-1) > -1e-9, values, np.nan)  # nothing outside the triangle
    axis.pcolormesh(
        x, height, values, cmap=COLOURS, norm=NORM, shading="nearest", rasterized=True
    )  # fmt: skip
    axis.plot(*CORNERS[[0, 1, 2, 0]].T, color=ON_A_PICTURE, lw=1.2)
    middle = CORNERS.mean(axis=0)
    for pair in ([0, 1], [1, 2], [0, 2]):
        border = np.array([middle, CORNERS[pair].mean(axis=0)]).T
        axis.plot(*border, color=RIM_ON_A_PICTURE, lw=1.4)
        axis.plot(*border, color=ON_A_PICTURE, lw=0.7, ls=":")
    ends = np.array([[CUT, 1 - CUT, 0], [CUT, 0, 1 - CUT]]) @ CORNERS
    axis.plot(*ends.T, color=RIM_ON_A_PICTURE, lw=3.4)
    axis.plot(*ends.T, color=ON_A_PICTURE, lw=1.6, ls="--")
    axis.set(xlim=(-0.14, 1.14), ylim=(-0.22, 0.97), aspect="equal")
    axis.axis("off")
    axis.text(0.5, CORNERS[0, 1] + 0.03, f"{NAMES[0]}, true", ha="center", fontsize=SMALL)
    for (x_, y_), name, price in zip(CORNERS[1:], NAMES[1:], PRICES, strict=True):
        axis.text(x_, y_ - 0.04, f"{name}\ncosts {price:g}", ha="center", va="top", fontsize=SMALL)


def _arrows(axis: Axes, gradient: OfProbs, steps: int = 8, margin: float = 0.045) -> None:
    """Draw on a lattice where training moves the probabilities: an arrow, or a ring for nowhere."""
    lattice = [(i, j, steps - i - j) for i in range(steps + 1) for j in range(steps + 1 - i)]
    probs = margin + (1 - 3 * margin) * np.array(lattice) / steps
    slopes = gradient(probs)
    # Logits move against the gradient; probabilities follow by the derivative of softmax.
    moves = -probs * (slopes - np.sum(probs * slopes, axis=1, keepdims=True)) @ CORNERS
    lengths = np.hypot(*moves.T)
    places, dead = probs @ CORNERS, lengths == 0
    axis.plot(*places[dead].T, ls="", marker="o", ms=2.6, mfc=RIM_ON_A_PICTURE, mec=ON_A_PICTURE)
    places, moves, lengths = places[~dead], moves[~dead], lengths[~dead]
    shown = moves * (0.13 / (lengths + 0.1))[:, np.newaxis]  # long ones are cut short
    axis.quiver(
        *places.T, *shown.T, angles="xy", scale_units="xy", scale=1, pivot="mid",
        color=ON_A_PICTURE, width=0.008, headwidth=4.5, headlength=4.5, headaxislength=4,
    )  # fmt: skip


def _cut(axis: Axes, losses: Losses) -> str:
    """Draw the losses along the cut; return in words what each is in the middle of its parts."""
    along = np.linspace(0.001, 1 - CUT - 0.001, 600)
    probs = np.column_stack([np.full(len(along), CUT), 1 - CUT - along, along])
    ties = 1 - 2 * CUT, CUT
    parts = np.split(np.arange(len(along)), np.searchsorted(along, ties))
    spoken = []
    for (title, (loss, _)), look in zip(losses.items(), CUT_LOOKS, strict=True):
        values = loss(probs)
        for part in parts:
            axis.plot(along[part], values[part], solid_capstyle="butt", **look)
        for before, after in pairwise(parts):
            ends = values[[before[-1], after[0]]]
            if abs(ends[1] - ends[0]) > 0.1:
                axis.plot([along[after[0]]] * 2, ends, **look)
        axis.plot([], [], label=title, **look)
        at = [f"{values[part[len(part) // 2]]:.2f}" for part in parts]
        spoken.append(
            f"{title}: {at[0]} where {NAMES[1]} is most probable, {at[1]} where {NAMES[0]} is, "
            f"{at[2]} where {NAMES[2]} is"
        )
    top = axis.get_ylim()[1] * 1.13
    for left, right, name in zip((0, *ties), (*ties, 1 - CUT), (1, 0, 2), strict=True):
        axis.text((left + right) / 2, top * 0.985, f"says '{NAMES[name]}'", ha="center", va="top")
    for tie in ties:
        axis.axvline(tie, color=NEUTRAL, lw=0.8, ls=":")
    axis.set(xlim=(0, 1 - CUT), ylim=(-0.3, top), ylabel="loss", title="Along the dashed line")
    axis.set_xlabel(
        f"probability of {NAMES[2]}; {NAMES[0]} stays at {CUT:g}, {NAMES[1]} has the rest"
    )
    axis.legend(loc="upper left", bbox_to_anchor=(0.0, 0.9))
    return "; ".join(spoken)
