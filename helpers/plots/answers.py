"""What a model answers: confusion matrices, metrics, ROC, precision-recall, reliability curves."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import StrMethodFormatter

from helpers.plots.look.colours import INK, NEUTRAL, PAPER, PURPLE
from helpers.plots.panels import (
    diagonal,
    from_zero_to_one,
    heat_map,
    offsets,
    panels,
    rows_from_the_top,
    titled_key,
    write_near,
)
from helpers.plots.style import (
    GUIDE,
    LOOKS,
    MARKS,
    NUMBER,
    RULER,
    SMALL,
    WIDTH,
    in_course_style,
    in_words,
)

# A look for a fourth model where grey is left for chance.
FOURTH: dict[str, Any] = {"color": PURPLE, "linestyle": (0, (6, 1.5))}
# The cells of a confusion matrix, row by row: true class 0 above, predicted class 0 to the left.
CELLS = {
    "tn": "let pass (tn)", "fp": "false alarms (fp)",
    "fn": "dogs missed (fn)", "tp": "dogs found (tp)",
}  # fmt: skip
BINS = 10  # of a reliability curve: of equal width on [0, 1]
FEWEST = 10  # a bin with fewer rows is left out of the curve


@in_course_style
def confusion_matrices(counts: Mapping[str, Mapping[str, int]]) -> Figure:
    """Draw confusion matrices side by side: rows are the true classes, shares are of the row.

    counts (mapping of str to mapping): For each model its 'tn', 'fp', 'fn' and 'tp'.
    """
    figure, axes = panels(len(counts), 3.7, min(WIDTH, 3.9 * len(counts)))
    for axis, (name, count) in zip(axes, counts.items(), strict=True):
        cells = np.array([count[cell] for cell in CELLS]).reshape(2, 2)
        rows = cells.sum(axis=1, keepdims=True)
        shares = cells / np.maximum(rows, 1)
        heat_map(axis, shares)
        axis.set_aspect("equal")
        for cell, word in enumerate(CELLS.values()):
            y, x = divmod(cell, 2)
            share = f"{shares[y, x]:.1%} of {rows[y, 0]:,}"
            number = f"{cells[y, x]:,}"
            axis.text(x, y - 0.08, number, fontsize=NUMBER, fontweight="bold", ha="center")
            axis.text(x, y + 0.16, word, ha="center")
            axis.text(x, y + 0.32, share, fontsize=SMALL, ha="center")
        axis.set_xticks([0, 1], ["says 'not dog'", "says 'dog'"])
        axis.set_yticks([0, 1], ["not dog", "dog"], rotation=90, va="center")
        axis.xaxis.tick_top()
        axis.set_title(name, loc="center", pad=12)
    axes[0].set_ylabel("true class")
    figure.set_label(f"Confusion matrix. {in_words(counts)}.")
    return figure


@in_course_style
def metric_chart(
    table: Mapping[str, Mapping[str, float]], title: str = "Metrics of each model"
) -> Figure:
    """Draw several models' metrics as points on lines from 0 to 1, one line for each metric.

    table (mapping of str to mapping of str to float): For each model, its metrics; the same ones
        for all.
    title (str): What is compared, where it isn't models.
    """
    metrics = list(next(iter(table.values())))
    figure, [axis] = panels(1, 0.66 * len(metrics) + 1.15)
    rows_from_the_top(axis, metrics)
    axis.hlines(range(len(metrics)), 0, 1, **RULER)
    shifts = offsets(len(table), 0.26)
    for (name, values), mark, shift in zip(table.items(), MARKS, shifts, strict=False):
        x, heights = [float(values[metric]) for metric in metrics], np.arange(len(metrics)) + shift
        axis.plot(x, heights, ms=9, mec=PAPER, label=name, **mark)
        for value, height in zip(x, heights, strict=True):
            write_near(axis, f"{value:.2f}", value, height, 8)
    axis.set(xlim=(-0.02, 1.05), ylim=(len(metrics) - 0.4, -0.6))
    titled_key(figure, title, len(table))
    figure.set_label(f"{title}, as points from 0 to 1. {in_words(table)}.")
    return figure


def pr_curve(axis: Axes, y: np.ndarray, score: np.ndarray, **line: Any) -> float:
    """Draw a precision-recall curve from where the first of class 1 is found.

    Before that the precision is 0: a spike that tells nothing.

    Returns (float): The highest precision from a recall of 0.1 on: before it a few rows decide.
    """
    from sklearn.metrics import precision_recall_curve  # here, for it takes a second

    precision, recall, _ = precision_recall_curve(y, score)
    axis.step(recall[recall > 0], precision[recall > 0], where="post", **line)
    return float(precision[recall >= 0.1].max())


@in_course_style
def pr_curves(y: np.ndarray, scores: Mapping[str, np.ndarray]) -> Figure:
    """Draw precision-recall curves of several models on one panel, with the chance level.

    y (int array (n,)): True classes, 0 or 1.
    scores (mapping of str to float array (n,)): For each model, up to four, its scores. The key
        says the average precision of each; the panel is as high as what they reach.
    """
    from sklearn.metrics import average_precision_score  # here, for it takes a second

    figure, [axis] = panels(1, 4.0 + 0.22 * len(scores))
    words, highest = [], 0.0
    for (name, score), look in zip(scores.items(), (*LOOKS[1:], FOURTH), strict=False):
        words.append(f"{name}, average precision {average_precision_score(y, score):.3f}")
        reached = pr_curve(axis, y, score, label=words[-1], **{**look, "marker": "", "lw": 2})
        highest = max(highest, reached)
    share = float(np.mean(y))
    axis.axhline(share, **GUIDE, zorder=0)
    beside = axis.get_yaxis_transform()
    axis.text(1.01, share, f"chance\n{share:.1%}", color=NEUTRAL, va="center", transform=beside)
    axis.set(xlim=(-0.02, 1.02), ylim=(0, min(1.02, 1.15 * highest)))
    axis.set(xlabel="recall", ylabel="precision")
    titled_key(figure, "Precision and recall at every threshold", 1)
    figure.set_label(
        f"Precision-recall curves; chance is a precision of {share:.1%}. {'; '.join(words)}."
    )
    return figure


@in_course_style
def roc_and_pr(y: np.ndarray, scores: Mapping[str, np.ndarray]) -> Figure:
    """Draw ROC curves and precision-recall curves side by side, each with its chance level.

    y (int array (n,)): True classes, 0 or 1.
    scores (mapping of str to float array (n,)): For each model, scores between 0 and 1; a large
        mark shows where the threshold is 0.5.
    """
    from sklearn.metrics import roc_curve  # here, for it takes a second

    figure, (roc, pr) = panels(2, 5.0)
    dog, table = y == 1, {}
    # The first look is grey: it is left for the lines of chance.
    for (name, score), look, mark in zip(scores.items(), LOOKS[1:], MARKS[1:], strict=False):
        line = {**look, "marker": "", "lw": 2}
        large = {**mark, "ms": 11, "mec": INK}
        alarm = score >= 0.5
        recall, false_alarms = float(np.mean(alarm[dog])), float(np.mean(alarm[~dog]))
        table[name] = {"recall at threshold 0.5": recall, "share of false alarms": false_alarms}
        roc.plot(*roc_curve(y, score)[:2], label=name, **line)
        roc.plot(false_alarms, recall, **large)
        pr_curve(pr, y, score, **line)
        if alarm.any():
            table[name]["precision"] = float(np.mean(dog[alarm]))
            pr.plot(recall, table[name]["precision"], **large)
    diagonal(roc, "chance")
    share = float(np.mean(y))
    pr.axhline(share, **GUIDE)
    pr.text(0.02, share + 0.015, f"chance: {share:.1%} are of the rare class", color=NEUTRAL)
    from_zero_to_one(roc, "ROC curve", "share of not-dogs that raise an alarm", "recall")
    from_zero_to_one(pr, "Precision-recall curve", "recall", "precision")
    handles, names = roc.get_legend_handles_labels()
    handles.append(Line2D([], [], ls="", marker="o", ms=11, mfc=PAPER, mec=INK))
    names.append("large mark: threshold 0.5")
    figure.legend(handles, names, loc="outside lower left", ncols=2)
    figure.set_label(
        f"ROC and precision-recall curves; chance is a precision of {share:.2f}. {in_words(table)}."
    )
    return figure


@in_course_style
def reliability(y: np.ndarray, probabilities: Mapping[str, np.ndarray]) -> Figure:
    """Draw reliability curves, and beside them how many rows get which probability.

    y (int array (n,)): True classes, 0 or 1.
    probabilities (mapping of str to float array (n,)): For each model, up to three, its
        probabilities of class 1. They are put into ten bins of equal width; a bin with fewer than
        ten rows is left out of the curve.
    """
    figure, (curves, rows) = panels(2, 4.5, width_ratios=(1.15, 1))
    diagonal(curves, "calibrated")
    edges, words = np.linspace(0, 1, BINS + 1), {}
    for (name, p), look, mark in zip(probabilities.items(), LOOKS[1:], MARKS[1:], strict=False):
        bins = np.minimum((p * BINS).astype(int), BINS - 1)
        counts = np.bincount(bins, minlength=BINS)
        full = np.flatnonzero(counts >= FEWEST)
        predicted = [float(np.mean(p[bins == b])) for b in full]
        actual = [float(np.mean(y[bins == b])) for b in full]
        curves.plot(predicted, actual, label=name, lw=2, ms=8, mec=PAPER, **look)
        rows.stairs(counts, edges, color=look["color"], ls=look["linestyle"], lw=2)
        rows.plot((edges[:-1] + edges[1:]) / 2, counts, ms=6, **mark)
        words[name] = {"mean score": float(np.mean(p)), "share of dogs": float(np.mean(y))}
        if predicted:
            words[name] |= {"at the end of the curve mean score": predicted[-1], "dogs": actual[-1]}
    from_zero_to_one(
        curves, "Reliability curve", "mean score of the bin", "share of dogs in the bin"
    )
    from_zero_to_one(rows, "Pictures by score", "score", "pictures", square=False)
    rows.set_yscale("symlog", linthresh=10)
    rows.set_ylim(0, 2 * len(y))
    rows.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    figure.legend(loc="outside lower left", ncols=3)
    figure.set_label(
        "Reliability curves, with the diagonal of calibrated scores, and the number of pictures "
        f"for each score. {in_words(words)}."
    )
    return figure
