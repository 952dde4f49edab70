"""Weights of rows with several labels or time steps, and what they do to each label."""

from collections.abc import Mapping, Sequence
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from helpers.plots.comparisons import AFTER, BEFORE
from helpers.plots.look.colours import INK, NEUTRAL
from helpers.plots.panels import heat_map, panels, rows_from_the_top, write_outside
from helpers.plots.style import BEHIND, RULER, SMALL, TEXT, in_course_style, in_words

PADDING = -1  # the target of a step that is not there


@in_course_style
def landed_weights(
    tables: Mapping[str, np.ndarray],
    targets: np.ndarray,
    rows: Sequence[str],
    columns: Sequence[str],
) -> Figure:
    """Draw weights as tables side by side: a line for each row, a column for each label or step.

    tables (mapping of str to float array (n, k)): The heading of each table, and its weights.
    targets (int array (n, k)): Cells whose target is 1 are framed; those of -1 are padding, and
        hatched.
    rows, columns (sequence of str): Names of the rows and of the columns.
    """
    n, k = targets.shape
    figure, axes = panels(len(tables), 0.36 * n + 1.45)
    top = max(float(np.max(weights)) for weights in tables.values())
    for axis, (title, weights) in zip(axes, tables.items(), strict=True):
        _cells(axis, weights, targets, top)
        axis.set_title(title, loc="center", fontsize=TEXT)
        axis.set_xticks(
            range(k), [fill(name, 8, break_long_words=False) for name in columns], fontsize=SMALL
        )
        axis.set_yticks(range(n), rows if axis is axes[0] else [""] * n)
    keys = [Patch(fill=False, ec=INK, lw=2, label="target 1")]
    if np.any(targets == PADDING):
        keys.append(Patch(fill=False, ec=NEUTRAL, lw=0, hatch="////", label="padding"))
    figure.legend(handles=keys, loc="outside lower left", ncols=2)
    words = [
        f"{title}: {'; '.join(_row_words(rows, [[f'{w:.1f}' for w in row] for row in weights]))}."
        for title, weights in tables.items()
    ]
    for word, target in (("Target 1", 1), ("Padding", PADDING)):
        at = [[columns[c] for c in range(k) if row[c] == target] for row in targets]
        if any(at):
            words.append(f"{word}: {'; '.join(_row_words(rows, at))}.")
    figure.set_label(f"Tables of weights, with the columns {', '.join(columns)}. {' '.join(words)}")
    return figure


def _cells(axis: Axes, weights: np.ndarray, targets: np.ndarray, top: float) -> None:
    """Draw the cells of one table, as dark as their weight; `top` is the largest of any table."""
    heat_map(axis, weights / top)
    for (row, column), weight in np.ndenumerate(weights):
        positive, padding = (targets[row, column] == target for target in (1, PADDING))
        if positive:
            corner = (column - 0.44, row - 0.42)
            axis.add_patch(Rectangle(corner, 0.88, 0.84, fill=False, ec=INK, lw=2))
        if padding:
            corner = (column - 0.5, row - 0.5)
            axis.add_patch(Rectangle(corner, 1, 1, fill=False, ec=NEUTRAL, lw=0, hatch="////"))
        axis.text(
            column, row, f"{weight:.1f}", ha="center", va="center", fontsize=SMALL,
            fontweight="bold" if positive else "normal", bbox=BEHIND if padding else None,
        )  # fmt: skip


def _row_words(rows: Sequence[str], entries: Sequence[Sequence[str]]) -> list[str]:
    return [f"{row} {', '.join(of)}" for row, of in zip(rows, entries, strict=True) if of]


@in_course_style
def label_recalls(Y: np.ndarray, scores: Mapping[str, np.ndarray], names: Sequence[str]) -> Figure:
    """Draw recall and precision of each label at threshold 0.5, before and after weighting.

    Y (int array (n, k)): 0 or 1.
    scores (mapping of str to float array (n, k)): The probabilities of two models.
    names (sequence of str): What the labels are called.
    """
    figure, axes = panels(2, 0.62 * len(names) + 1.35, sharey=True)
    shares = [f"{name}\n{share:.0%} of rows" for name, share in zip(names, Y.mean(0), strict=True)]
    words: dict[str, dict[str, float]] = {}
    for axis, metric in zip(axes, ("recall", "precision"), strict=True):
        values = {name: _by_label(metric, Y == 1, score >= 0.5) for name, score in scores.items()}
        rows_from_the_top(axis, shares)
        axis.tick_params(axis="y", labelsize=TEXT)
        _pairs(axis, values)
        axis.set(xlim=(-0.16, 1.16), xticks=[0, 0.25, 0.5, 0.75, 1], title=metric)
        for model, of_label in values.items():
            known = zip(names, of_label.tolist(), strict=True)
            words[f"{metric}, {model}"] = {name: v for name, v in known if np.isfinite(v)}
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower left", ncols=2)
    figure.set_label(f"Recall and precision of each label. {in_words(words)}.")
    return figure


def _by_label(metric: str, actual: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Return a metric of each label: float (k,), NaN where a label is never predicted."""
    of = (actual if metric == "recall" else predicted).sum(axis=0)
    hits = (actual & predicted).sum(axis=0)
    return np.divide(hits, of, out=np.full(len(of), np.nan), where=of > 0)


def _pairs(axis: Axes, values: Mapping[str, np.ndarray]) -> None:
    """Draw the values of two models on a line for each label, the numbers outside the pair."""
    before, after = values.values()
    rows = range(len(before))
    axis.hlines(rows, 0, 1, **RULER)
    axis.hlines(rows, before, after, color=NEUTRAL, lw=2, zorder=1)
    for (name, of_label), mark in zip(values.items(), (BEFORE, AFTER), strict=True):
        axis.plot(of_label, rows, ls="", label=name, **mark)
        for never in np.flatnonzero(np.isnan(of_label)):
            axis.text(0, never - 0.16, f"{name}: never said", fontsize=SMALL)
    for row, pair in enumerate(zip(before, after, strict=True)):
        write_outside(axis, row, *pair)
