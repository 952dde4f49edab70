"""Figures of the lessons: readable without colour, each with a text that says what it shows."""

import base64
import html
import io
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from sklearn.metrics import precision_recall_curve, roc_curve

# Okabe and Ito (2008), "Color universal design": distinct under all common colour blindness.
# Colour is never the only cue: lines differ in marker or dash, bars in hatch, points in shape.
COMMON = "#0072B2"
RARE = "#D55E00"
NEUTRAL = "#666666"
ACCENT = "#009E73"

# One look for each model of a figure, in the order in which they are given.
LOOKS = (
    {"color": NEUTRAL, "marker": "s", "linestyle": ":"},
    {"color": COMMON, "marker": "o", "linestyle": "--"},
    {"color": RARE, "marker": "D", "linestyle": "-"},
    {"color": ACCENT, "marker": "^", "linestyle": "-."},
)
WIDTH = 8.5
# One look for each class where bars stand for classes.
SHARES: tuple[dict[str, Any], ...] = (
    {"color": COMMON, "hatch": "", "edgecolor": "white"},
    {"color": RARE, "hatch": "///", "edgecolor": "white"},
    {"color": ACCENT, "hatch": "..", "edgecolor": "white"},
)


def show(figure: Figure, alt: str = "") -> None:
    """Show a figure with a text for those who can't see it, then close it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    alt : str
        One to three sentences: what is drawn, and what it shows, with the numbers. May be left
        out where the function that drew the figure has written one: it is the figure's label.

    Raises
    ------
    ValueError
        If there is no text at all.
    """
    alt = alt or str(figure.get_label())
    if not alt:
        raise ValueError("this figure has no text: give `alt`, a sentence or two on what it shows.")
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=110, bbox_inches="tight", facecolor="white")
    plt.close(figure)
    picture = base64.b64encode(buffer.getvalue()).decode("ascii")
    image = (
        f'<img src="data:image/png;base64,{picture}" alt="{html.escape(alt)}" '
        'style="max-width: 100%; height: auto">'
    )
    display({"text/html": image, "text/plain": f"[figure] {alt}"}, raw=True)


def in_words(table: Mapping[str, Mapping[str, float]]) -> str:
    """Say a table of numbers in words, for the text of a figure: 'plain: recall 0.10, ...'."""
    rows = []
    for name, values in table.items():
        shown = [
            f"{key} {value:,}" if isinstance(value, int) else f"{key} {value:.2f}"
            for key, value in values.items()
        ]
        rows.append(f"{name}: {', '.join(shown)}")
    return "; ".join(rows)


def picture_sheet(
    groups: Mapping[str, np.ndarray],
    *,
    columns: int = 10,
    captions: Sequence[str] = (),
    framed: Sequence[bool] | np.ndarray = (),
) -> Figure:
    """Draw small pictures in rows, one block for each group.

    Parameters
    ----------
    groups : mapping of str to uint8 array (n, height, width, 3)
        The heading of each block, and its pictures.
    columns : int
        Pictures in a row.
    captions : sequence of str
        A word under each picture, all groups one after the other; none if empty.
    framed : sequence or array of bool
        Which pictures get a frame and a bold caption; none if empty.

    Returns
    -------
    matplotlib.figure.Figure
    """
    rows = [-(-len(pictures) // columns) for pictures in groups.values()]
    row_height = WIDTH / columns * (1.22 if captions else 1.0)
    figure, axes = plt.subplots(
        len(groups),
        1,
        figsize=(WIDTH, sum(rows) * row_height + 0.4 * len(rows)),
        height_ratios=rows,
        squeeze=False,
        layout="constrained",
    )
    number = 0
    for axis, (heading, pictures) in zip(axes[:, 0], groups.items(), strict=True):
        step = 1.22 if captions else 1.0
        for place, picture in enumerate(pictures):
            left, top = place % columns, place // columns * step
            edges = (left + 0.03, left + 0.97, top + 0.97, top + 0.03)
            axis.imshow(picture, extent=edges, interpolation="bicubic")
            marked = bool(framed[number]) if len(framed) else False
            if marked:
                axis.add_patch(
                    Rectangle((edges[0], edges[3]), 0.94, 0.94, fill=False, ec=RARE, lw=3.5)
                )
            if captions:
                weight = "bold" if marked else "normal"
                axis.text(
                    left + 0.5, top + 1.1, captions[number],
                    ha="center", va="center", fontsize=9, fontweight=weight,
                )  # fmt: skip
            number += 1
        axis.set(xlim=(0, columns), ylim=((len(pictures) - 1) // columns * step + step, 0))
        axis.set_title(heading, loc="left", fontsize=12, fontweight="bold")
        axis.axis("off")
    parts = [f"{heading}: {len(pictures)} small pictures" for heading, pictures in groups.items()]
    words = f": {', '.join(captions)}" if captions else ""
    figure.set_label("; ".join(parts) + words + ".")
    return figure


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
    figure.set_label(f"Metrics. {in_words(table)}.")
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
        table[name] = {"recall at threshold 0.5": found, "share of false alarms": alarm}
        alarms, hits, _ = roc_curve(y, score)
        roc.plot(alarms, hits, label=name, **line)
        roc.plot(alarm, found, **mark)
        precision, recall, _ = precision_recall_curve(y, score)
        met = recall > 0  # before the first find the precision is 0: a spike that tells nothing
        pr.step(recall[met], precision[met], where="post", **line)
        if said.any():
            pr.plot(found, np.mean(rare[said]), **mark)
    roc.plot([0, 1], [0, 1], color=NEUTRAL, ls=":", lw=1.5)
    roc.text(0.62, 0.55, "chance", color=NEUTRAL, rotation=40, ha="center", va="center")
    pr.axhline(share, color=NEUTRAL, ls=":", lw=1.5)
    pr.text(0.02, share + 0.015, f"chance: {share:.1%} are of the rare class", color=NEUTRAL)
    _curve_axes(roc, "ROC curve", f"share of {common}s that raise an alarm", "recall")
    _curve_axes(pr, "Precision-recall curve", "recall", "precision")
    handles, names = roc.get_legend_handles_labels()
    handles.append(Line2D([], [], ls="", marker="o", ms=11, mfc="white", mec="black"))
    names.append("large mark: threshold 0.5")
    figure.legend(handles, names, loc="outside lower center", ncols=3, frameon=False)
    figure.set_label(
        f"ROC and precision-recall curves; chance is a precision of {share:.2f}. {in_words(table)}."
    )
    return figure


def _curve_axes(axis: Axes, title: str, x: str, y: str) -> None:
    axis.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02), xlabel=x, ylabel=y, aspect="equal")
    axis.set_title(title, loc="left", fontsize=12, fontweight="bold")
    axis.spines[["top", "right"]].set_visible(False)


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
    _curve_axes(
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
    _curve_axes(found, "More dogs found, more false alarms", "weight of a dog", "")
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
