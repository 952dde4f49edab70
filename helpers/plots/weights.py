"""What weights do: to the loss of rows and classes, and to a trained model."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from helpers.plots.style import LOOKS, NEUTRAL, RARE, SHARES, WIDTH, curve_axes, in_words


def row_losses(y: np.ndarray, losses: np.ndarray, weights: np.ndarray) -> Figure:
    """Draw the loss of each row as a bar, without its weight and with it, and the two means.

    Parameters
    ----------
    y : int array (n,)
        True classes, from 0; a few rows of up to three classes.
    losses, weights : float array (n,)

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, axes = plt.subplots(2, 1, figsize=(WIDTH, 4.8), sharex=True, layout="constrained")
    panels = {"Loss of each row": losses, "Loss times weight": losses * weights}
    for axis, (title, heights) in zip(axes, panels.items(), strict=True):
        for c in np.unique(y):
            rows = np.flatnonzero(y == c)
            axis.bar(rows, heights[rows], label=f"class {c}", **SHARES[c])
        axis.axhline(heights.mean(), color="black", ls="--", lw=1.2)
        beside = (1.01, heights.mean())
        axis.annotate(
            f"mean\n{heights.mean():.2f}", beside, xycoords=("axes fraction", "data"), va="center"
        )
        axis.set(xlim=(-0.6, len(y) - 0.4), ylim=(0, 1.1 * heights.max()))
        axis.set_title(title, loc="left", fontsize=12, fontweight="bold")
        axis.spines[["top", "right"]].set_visible(False)
    axes[1].set(xlabel="row", xticks=range(len(y)))
    handles, names = axes[0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=3, frameon=False)
    weighted = panels["Loss times weight"]
    heaviest = int(weighted.argmax())
    figure.set_label(
        f"A bar for the loss of each of {len(y)} rows, without weights and with them. The mean is "
        f"{losses.mean():.2f} without and {weighted.mean():.2f} with; then row {heaviest}, of "
        f"class {y[heaviest]}, makes {weighted[heaviest] / weighted.sum():.0%} of the sum."
    )
    return figure


def loss_shares(shares: Mapping[str, Mapping[int, float]], names: Sequence[str]) -> Figure:
    """Draw which share of the loss each class gets, as one bar for each way to weight.

    Parameters
    ----------
    shares : mapping of str to mapping of int to float
        For each way to weight, the shares of the classes; they add up to 1.
    names : sequence of str
        What the classes are called, at most three.

    Returns
    -------
    matplotlib.figure.Figure
    """
    size = (WIDTH, 0.55 * len(shares) + 1.1)
    figure, axis = plt.subplots(figsize=size, layout="constrained")
    table = np.array([list(of_class.values()) for of_class in shares.values()])
    lefts = np.cumsum(table, axis=1) - table
    paper = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
    for number, name in enumerate(names):
        axis.barh(
            range(len(table)), table[:, number], left=lefts[:, number],
            height=0.72, label=name, **SHARES[number],
        )  # fmt: skip
        for height, (share, left) in enumerate(
            zip(table[:, number], lefts[:, number], strict=True)
        ):
            if share >= 0.05:
                middle = left + share / 2
                axis.text(middle, height, f"{share:.2f}", ha="center", va="center", bbox=paper)
    axis.set_yticks(range(len(table)), list(shares), fontsize=11)
    axis.set(xlim=(0, 1), ylim=(len(table) - 0.5, -0.5), xlabel="share of the total weight")
    axis.tick_params(axis="y", length=0)
    axis.spines[["top", "right", "left"]].set_visible(False)
    figure.legend(loc="outside upper center", ncols=len(names), frameon=False)
    words = {
        rule: dict(zip(names, of_class.values(), strict=True)) for rule, of_class in shares.items()
    }
    figure.set_label(f"Each class's share of the total weight, as bars. {in_words(words)}.")
    return figure


def weight_sweep(table: Mapping[int, Mapping[str, float]]) -> Figure:
    """Draw what a growing weight of the rare class does to a trained model.

    Parameters
    ----------
    table : mapping of int to mapping of str to float
        For each weight of the rare class (the common one has 1): its 'share' of the loss, the
        mean 'probability' it is given, and its 'recall' and 'precision'.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, (told, found) = plt.subplots(1, 2, figsize=(WIDTH, 4.1), layout="constrained")
    told.plot([0, 1], [0, 1], color=NEUTRAL, ls=":", lw=1.5)
    told.text(0.8, 0.85, "equal", color=NEUTRAL, rotation=45, ha="center", va="center")
    for weight, row in table.items():
        told.plot(row["share"], row["probability"], color=RARE, marker="D", ms=9, mec="black")
        told.annotate(
            f"weight {weight:g}", (row["share"], row["probability"]),
            xytext=(8, -13), textcoords="offset points", fontsize=9,
        )  # fmt: skip
    curve_axes(
        told, "The share sets the level", "share of the weight that dogs get",
        "mean probability of dog, rows by weight",
    )  # fmt: skip
    places = range(len(table))
    for metric, other, look in (
        ("recall", "precision", LOOKS[2]), ("precision", "recall", LOOKS[1])
    ):  # fmt: skip
        values = [row[metric] for row in table.values()]
        found.plot(places, values, label=metric, lw=2, ms=8, **look)
        for place, row in enumerate(table.values()):
            above = row[metric] > row[other] or (row[metric] == row[other] and other == "precision")
            found.annotate(
                f"{row[metric]:.2f}", (place, row[metric]),
                xytext=(0, 9 if above else -17), textcoords="offset points",
                ha="center", fontsize=9,
            )  # fmt: skip
    curve_axes(found, "More dogs found, more false alarms", "weight of a dog", "")
    found.set_aspect("auto")
    found.set(xlim=(-0.4, len(table) - 0.6), ylim=(-0.12, 1.12))
    found.set_xticks(places, [f"{weight:g}" for weight in table])
    figure.legend(
        *found.get_legend_handles_labels(), loc="outside lower right", ncols=2, frameon=False
    )
    words = {f"weight {weight:g}": row for weight, row in table.items()}
    figure.set_label(
        "Two panels: the mean probability of dog against the share of the weight that dogs get, "
        f"and recall and precision against the weight of a dog. {in_words(words)}."
    )
    return figure
