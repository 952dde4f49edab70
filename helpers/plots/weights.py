"""What weights do: to the loss of rows and classes, and to a trained model."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.plots.look.colours import INK, RARE
from helpers.plots.panels import (
    diagonal,
    from_zero_to_one,
    panels,
    rows_from_the_top,
    titled_key,
    write_near,
)
from helpers.plots.style import BEHIND, LOOKS, SHARES, TEXT, WIDTH, in_course_style, in_words

LARGE_ENOUGH = 0.05  # a smaller share has no room for its number: it stands at the end of the bar


@in_course_style
def row_losses(y: np.ndarray, losses: np.ndarray, weights: np.ndarray) -> Figure:
    """Draw the loss of each row as a bar, without its weight and with it, and the two means.

    y (int array (n,)): True classes, from 0; a few rows of up to three classes.
    losses, weights: float array (n,).
    """
    figure, axes = plt.subplots(2, 1, figsize=(WIDTH, 4.8), sharex=True)
    weighted = losses * weights
    titles = ("Loss of each row", "Loss times weight")
    for axis, title, heights in zip(axes, titles, (losses, weighted), strict=True):
        for c in np.unique(y):
            rows = np.flatnonzero(y == c)
            axis.bar(rows, heights[rows], label=f"class {c}", **SHARES[c])
        mean = heights.mean()
        axis.axhline(mean, color=INK, ls="--", lw=1.2)
        beside = axis.get_yaxis_transform()
        axis.text(1.01, mean, f"mean\n{mean:.2f}", transform=beside, va="center")
        axis.set(xlim=(-0.6, len(y) - 0.4), ylim=(0, 1.1 * heights.max()), title=title)
    axes[1].set(xlabel="row", xticks=range(len(y)))
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower left", ncols=3)
    heaviest = int(weighted.argmax())
    figure.set_label(
        f"A bar for the loss of each of {len(y)} rows, without weights and with them. The mean is "
        f"{losses.mean():.2f} without and {weighted.mean():.2f} with; then row {heaviest}, of "
        f"class {y[heaviest]}, makes {weighted[heaviest] / weighted.sum():.0%} of the sum."
    )
    return figure


@in_course_style
def loss_shares(shares: Mapping[str, Mapping[int, float]], names: Sequence[str]) -> Figure:
    """Draw which share of the loss each class gets, as one bar for each way to weight.

    shares (mapping of str to mapping of int to float): For each way to weight, the shares of the
        classes; they add up to 1.
    names (sequence of str): What the classes are called, at most three.
    """
    figure, [axis] = panels(1, 0.55 * len(shares) + 1.1)
    rows_from_the_top(axis, shares)
    table = np.array([list(of_class.values()) for of_class in shares.values()])
    lefts = np.cumsum(table, axis=1) - table
    large = table >= LARGE_ENOUGH
    for number, name in enumerate(names):
        axis.barh(
            range(len(table)), table[:, number], left=lefts[:, number],
            height=0.72, label=name, **SHARES[number],
        )  # fmt: skip
        for row in np.flatnonzero(large[:, number]).tolist():
            share, left = table[row, number], lefts[row, number]
            middle = left + share / 2
            axis.text(middle, row, f"{share:.2f}", ha="center", va="center", bbox=BEHIND)
    beside = axis.get_yaxis_transform()
    for row in np.flatnonzero(~large.all(axis=1)).tolist():
        small = [f"{share:.2f}" for share in table[row, ~large[row]]]
        axis.text(1.01, row, ", ".join(small), transform=beside, va="center")
    axis.set_xlim(0, 1)
    titled_key(figure, "Each class's share of the total weight", len(names))
    words = {
        rule: dict(zip(names, of_class.values(), strict=True)) for rule, of_class in shares.items()
    }
    figure.set_label(f"Each class's share of the total weight, as bars. {in_words(words)}.")
    return figure


def _recall_and_precision(axis: Axes, recall: Sequence[float], precision: Sequence[float]) -> None:
    """Draw both as lines with their names and values; a precision that is NaN has no mark."""
    # Where the lines end in one place, their names stand one above the other.
    ends, close = recall[-1] - precision[-1], abs(recall[-1] - precision[-1]) < 0.1
    for name, values, look, up in (
        ("recall", recall, LOOKS[2], 4 if ends >= 0 else -11),
        ("precision", precision, LOOKS[1], -11 if ends >= 0 else 4),
    ):
        axis.plot(values, lw=2, ms=8, **look)
        for last in np.flatnonzero(np.isfinite(values))[-1:].tolist():
            write_near(axis, name, last, values[last], 12, up if close else 0, fontsize=TEXT)
    for place, pair in enumerate(zip(recall, precision, strict=True)):
        low, *higher = sorted(value for value in pair if np.isfinite(value))
        write_near(axis, f"{low:.2f}", place, low, up=-17)
        for value in higher:
            write_near(axis, f"{value:.2f}", place, value, up=9)


@in_course_style
def weight_sweep(table: Mapping[int, Mapping[str, float]]) -> Figure:
    """Draw what a growing weight of the rare class does to a trained model.

    table (mapping of int to mapping of str to float): For each weight of the rare class (the common
        one has 1): its 'share' of the loss, the mean 'probability' it is given, weighted by row,
        the 'plain mean', every row counted once, and its 'recall' and 'precision' (NaN where there
        was no alarm: its mark is left out).
    """
    figure, (level, metrics) = panels(2, 4.1)
    diagonal(level, "equal")
    shares, weighted, plain, recall, precision = (
        [row[key] for row in table.values()]
        for key in ("share", "probability", "plain mean", "recall", "precision")
    )
    level.plot(shares, plain, color=RARE, marker="D", ls="", ms=9, mfc="none", label="plain mean")
    level.plot(
        shares, weighted, color=RARE, marker="D", ls="", ms=9, mec=INK, label="weighted mean"
    )
    for weight, share, probability in zip(table, shares, weighted, strict=True):
        write_near(level, f"weight {weight:g}", share, probability, right=10, up=-7)
    from_zero_to_one(
        level, "Mean score follows the dogs' share", "share of the weight that dogs get",
        "mean probability of dog",
    )  # fmt: skip
    level.legend(loc="lower right")
    _recall_and_precision(metrics, recall, precision)
    title = "More dogs found, more false alarms"
    from_zero_to_one(metrics, title, "weight of a dog", "", square=False)
    metrics.set(xlim=(-0.4, len(table) - 0.25), ylim=(-0.12, 1.12))
    metrics.set_xticks(range(len(table)), [f"{weight:g}" for weight in table])
    words = {
        f"weight {weight:g}": {key: value for key, value in row.items() if np.isfinite(value)}
        for weight, row in table.items()
    }
    figure.set_label(
        "Two panels: the mean probability of dog against the share of the weight that dogs get, "
        f"and recall and precision against the weight of a dog. {in_words(words)}."
    )
    return figure
