"""Weights of rows with several labels or time steps, and what they do to each label."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from helpers.plots.style import COMMON, NEUTRAL, RARE, WIDTH, in_words


def landed_weights(
    panels: Mapping[str, np.ndarray],
    targets: np.ndarray,
    rows: Sequence[str],
    columns: Sequence[str],
    padding: int = -1,
) -> Figure:
    """Draw weights as tables side by side: a line for each row, a column for each label or step.

    Parameters
    ----------
    panels : mapping of str to float array (n, k)
        The heading of each table, and its weights.
    targets : int array (n, k)
        Cells whose target is 1 are framed, those of padding are hatched.
    rows, columns : sequence of str
        Names of the rows and of the columns.
    padding : int
        What stands for padding in the targets.

    Returns
    -------
    matplotlib.figure.Figure
    """
    n, k = targets.shape
    figure, axes = plt.subplots(
        1, len(panels), figsize=(WIDTH, 0.36 * n + 1.45), squeeze=False, layout="constrained"
    )
    top = max(float(np.max(weights)) for weights in panels.values())
    for axis, (title, weights) in zip(axes[0], panels.items(), strict=True):
        # Light enough for black text in every cell.
        axis.imshow(weights, cmap="Blues", vmin=0, vmax=1.9 * top, aspect="auto")
        for (row, column), weight in np.ndenumerate(weights):
            target = targets[row, column]
            if target == 1:
                _frame(axis, row, column)
            if target == padding:
                corner = (column - 0.5, row - 0.5)
                lines = "white" if weight > top / 2 else "#999999"
                axis.add_patch(Rectangle(corner, 1, 1, fill=False, ec=lines, lw=0, hatch="////"))
            paper = {"facecolor": "white", "edgecolor": "none", "pad": 1.2}
            axis.text(
                column, row, f"{weight:.1f}", ha="center", va="center", fontsize=9,
                fontweight="bold" if target == 1 else "normal",
                bbox=paper if target == padding else None,
            )  # fmt: skip
        axis.set_title(title, fontsize=11, fontweight="bold")
        axis.set_xticks(range(k), [name.replace(" ", "\n") for name in columns], fontsize=8.5)
        axis.set_yticks(range(n), rows if axis is axes[0, 0] else [""] * n)
        axis.set_xticks(np.arange(k - 1) + 0.5, minor=True)
        axis.set_yticks(np.arange(n - 1) + 0.5, minor=True)
        axis.grid(which="minor", color="white", lw=2)
        axis.tick_params(which="both", length=0)
        axis.spines[:].set_visible(False)
    keys = [Patch(fill=False, ec="black", lw=2, label="target 1")]
    if np.any(targets == padding):
        keys.append(Patch(fill=False, ec="#999999", lw=0, hatch="////", label="padding"))
    figure.legend(handles=keys, loc="outside lower center", ncols=2, frameon=False)
    figure.set_label(
        f"Tables of weights, with the columns {', '.join(columns)}. {_table_words(panels, rows)} "
        + " ".join(
            f"{word}: {_places(targets == target, rows, columns)}."
            for word, target in (("Target 1", 1), ("Padding", padding))
            if np.any(targets == target)
        )
    )
    return figure


def label_recalls(Y: np.ndarray, scores: Mapping[str, np.ndarray], names: Sequence[str]) -> Figure:
    """Draw recall and precision of each label at threshold 0.5, before and after weighting.

    Parameters
    ----------
    Y : int array (n, k)
        0 or 1.
    scores : mapping of str to float array (n, k)
        The probabilities of two models.
    names : sequence of str
        What the labels are called.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, axes = plt.subplots(
        1, 2, figsize=(WIDTH, 0.62 * len(names) + 1.35), sharey=True, layout="constrained"
    )
    looks = ({"color": COMMON, "marker": "o"}, {"color": RARE, "marker": "D"})
    heights = np.arange(len(names))[::-1]
    words: dict[str, dict[str, float]] = {}
    for axis, metric in zip(axes, ("recall", "precision"), strict=True):
        values = []
        for name, score in scores.items():
            said = score >= 0.5
            of = Y.sum(axis=0) if metric == "recall" else said.sum(axis=0)
            hits = np.sum(said & (Y == 1), axis=0)
            # There is no precision where a label is never said.
            values.append(np.divide(hits, of, out=np.full(len(names), np.nan), where=of > 0))
            pairs = zip(names, values[-1], strict=True)
            words[f"{metric}, {name}"] = {label: v for label, v in pairs if np.isfinite(v)}
        before, after = values
        axis.hlines(heights, 0, 1, color="#dddddd", lw=1, zorder=0)
        axis.hlines(heights, before, after, color=NEUTRAL, lw=2, zorder=1)
        for name, points, other, look in zip(scores, values, (after, before), looks, strict=True):
            axis.plot(points, heights, ls="", ms=10, mec="white", label=name, **look)
            for x, y, opposite in zip(points, heights, other, strict=True):
                # Outside the pair, so that close values don't stand on each other.
                if np.isnan(x):
                    axis.text(0, y + 0.16, f"{name}: never said", fontsize=9)
                    continue
                right = not x < opposite and (x != opposite or look is looks[1])
                axis.annotate(
                    f"{x:.2f}", (x, y), xytext=(9 if right else -9, 0),
                    textcoords="offset points", ha="left" if right else "right", va="center",
                    fontsize=9,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
                )  # fmt: skip
        axis.set(xlim=(-0.16, 1.16), ylim=(-0.5, len(names) - 0.5))
        axis.set_xticks([0, 0.25, 0.5, 0.75, 1])
        axis.set_title(metric, loc="left", fontsize=12, fontweight="bold")
        axis.spines[["left", "top", "right"]].set_visible(False)
        axis.tick_params(axis="y", length=0)
    shares = [f"{name}\n{share:.0%} of rows" for name, share in zip(names, Y.mean(0), strict=True)]
    axes[0].set_yticks(heights, shares)
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=2, frameon=False)
    figure.set_label(f"Recall and precision of each label. {in_words(words)}.")
    return figure


def _frame(axis: Axes, row: int, column: int) -> None:
    corner = (column - 0.44, row - 0.42)
    axis.add_patch(Rectangle(corner, 0.88, 0.84, fill=False, ec="black", lw=2))


def _table_words(panels: Mapping[str, np.ndarray], rows: Sequence[str]) -> str:
    parts = []
    for title, weights in panels.items():
        lines = [
            f"{row} {', '.join(f'{weight:.1f}' for weight in line)}"
            for row, line in zip(rows, weights, strict=True)
        ]
        parts.append(f"{title}: {'; '.join(lines)}.")
    return " ".join(parts)


def _places(marked: np.ndarray, rows: Sequence[str], columns: Sequence[str]) -> str:
    return "; ".join(
        f"{row} {', '.join(name for name, at in zip(columns, line, strict=True) if at)}"
        for row, line in zip(rows, marked, strict=True)
        if line.any()
    )
