"""What a model answers: confusion matrices, metrics, ROC and precision-recall curves."""

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from sklearn.metrics import precision_recall_curve, roc_curve

from helpers.plots.style import LOOKS, NEUTRAL, WIDTH, curve_axes, in_words


def confusion_matrices(
    counts: Mapping[str, Mapping[str, int]], rare: str = "dog", common: str = "not dog"
) -> Figure:
    """Draw confusion matrices side by side: rows are the true classes, shares are of the row.

    Parameters
    ----------
    counts : mapping of str to mapping
        For each model its 'tn', 'fp', 'fn' and 'tp'.
    rare, common : str
        Names of class 1 and of class 0.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, axes = plt.subplots(
        1,
        len(counts),
        figsize=(min(WIDTH, 4.4 * len(counts)), 3.7),
        squeeze=False,
        layout="constrained",
    )
    words = (
        ("rightly passed (tn)", "false alarms (fp)"),
        (f"{rare}s missed (fn)", f"{rare}s found (tp)"),
    )
    for axis, (name, count) in zip(axes[0], counts.items(), strict=True):
        cells = np.array([[count["tn"], count["fp"]], [count["fn"], count["tp"]]])
        rows = cells.sum(axis=1)
        shares = cells / np.maximum(rows, 1)[:, np.newaxis]
        # Light enough for black text in every cell.
        axis.imshow(shares, cmap="Blues", vmin=0, vmax=1.8)
        for (row, column), cell in np.ndenumerate(cells):
            axis.text(column, row - 0.08, f"{cell:,}", fontsize=17, fontweight="bold", ha="center")
            axis.text(column, row + 0.16, words[row][column], fontsize=10, ha="center")
            share = f"{shares[row, column]:.1%} of {rows[row]:,}"
            axis.text(column, row + 0.32, share, fontsize=9, ha="center")
        axis.set_xticks([0, 1], [f"says '{common}'", f"says '{rare}'"])
        axis.set_yticks([0, 1], [common, rare], rotation=90, va="center")
        axis.set_ylabel("true class")
        axis.xaxis.tick_top()
        axis.tick_params(length=0)
        axis.axhline(0.5, color="white", lw=5)
        axis.spines[:].set_visible(False)
        axis.set_title(name, fontsize=12, fontweight="bold", pad=12)
    figure.set_label(f"Confusion matrix. {in_words(counts)}.")
    return figure


def metric_chart(table: Mapping[str, Mapping[str, float]]) -> Figure:
    """Draw several models' metrics as points on lines from 0 to 1, one line for each metric.

    Parameters
    ----------
    table : mapping of str to mapping of str to float
        For each model, its metrics; the same ones for all.

    Returns
    -------
    matplotlib.figure.Figure
    """
    metrics = list(next(iter(table.values())))
    figure, axis = plt.subplots(figsize=(WIDTH, 0.66 * len(metrics) + 0.9), layout="constrained")
    heights = np.arange(len(metrics))[::-1]
    axis.hlines(heights, 0, 1, color="#dddddd", lw=1, zorder=0)
    offsets = 0.26 * (np.arange(len(table))[::-1] - (len(table) - 1) / 2)
    for (name, values), look, offset in zip(table.items(), LOOKS, offsets, strict=False):
        points = [float(values[metric]) for metric in metrics]
        axis.plot(
            points, heights + offset,
            marker=look["marker"], color=look["color"], ls="", ms=9, mec="white", label=name,
        )  # fmt: skip
        paper = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
        for x, height in zip(points, heights + offset, strict=True):
            axis.text(x + 0.015, height, f"{x:.2f}", va="center", fontsize=9, bbox=paper)
    axis.set_yticks(heights, metrics, fontsize=11)
    axis.set(xlim=(-0.02, 1.05), ylim=(-0.6, len(metrics) - 0.4))
    axis.spines[["left", "top", "right"]].set_visible(False)
    axis.tick_params(axis="y", length=0)
    axis.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=len(table), frameon=False)
    figure.set_label(f"The metrics of each model, as points from 0 to 1. {in_words(table)}.")
    return figure


def roc_and_pr(y: np.ndarray, scores: Mapping[str, np.ndarray], common: str = "not-dog") -> Figure:
    """Draw ROC curves and precision-recall curves side by side, each with its chance level.

    Parameters
    ----------
    y : int array (n,)
        True classes, 0 or 1.
    scores : mapping of str to float array (n,)
        For each model, scores between 0 and 1; a large mark shows where the threshold is 0.5.
    common : str
        What one row of the common class is called.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, (roc, pr) = plt.subplots(1, 2, figsize=(WIDTH, 4.6), layout="constrained")
    share, table = float(np.mean(y)), {}
    # The first look is grey: it is left for the lines of chance.
    for (name, score), look in zip(scores.items(), LOOKS[1:], strict=False):
        line = {"color": look["color"], "ls": look["linestyle"], "lw": 2}
        mark = {"color": look["color"], "marker": look["marker"], "ms": 11, "mec": "black"}
        said, rare = score >= 0.5, y == 1
        found, alarm = float(np.mean(said[rare])), float(np.mean(said[~rare]))
        alarms, hits, _ = roc_curve(y, score)
        roc.plot(alarms, hits, label=name, **line)
        roc.plot(alarm, found, **mark)
        precision, recall, _ = precision_recall_curve(y, score)
        met = recall > 0  # before the first find the precision is 0: a spike that tells nothing
        pr.step(recall[met], precision[met], where="post", **line)
        table[name] = {"recall at threshold 0.5": found, "share of false alarms": alarm}
        if said.any():
            table[name]["precision"] = float(np.mean(rare[said]))
            pr.plot(found, table[name]["precision"], **mark)
    roc.plot([0, 1], [0, 1], color=NEUTRAL, ls=":", lw=1.5)
    roc.text(0.62, 0.55, "chance", color=NEUTRAL, rotation=40, ha="center", va="center")
    pr.axhline(share, color=NEUTRAL, ls=":", lw=1.5)
    pr.text(0.02, share + 0.015, f"chance: {share:.1%} are of the rare class", color=NEUTRAL)
    curve_axes(roc, "ROC curve", f"share of {common}s that raise an alarm", "recall")
    curve_axes(pr, "Precision-recall curve", "recall", "precision")
    handles, names = roc.get_legend_handles_labels()
    handles.append(Line2D([], [], ls="", marker="o", ms=11, mfc="white", mec="black"))
    names.append("large mark: threshold 0.5")
    figure.legend(handles, names, loc="outside lower center", ncols=3, frameon=False)
    figure.set_label(
        f"ROC and precision-recall curves; chance is a precision of {share:.2f}. {in_words(table)}."
    )
    return figure
