"""Weight, threshold and shift compared: what they do to logits, and where they lead."""

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from sklearn.metrics import precision_recall_curve

from helpers.plots.style import ACCENT, COMMON, NEUTRAL, RARE, WIDTH, curve_axes, in_words

MARKERS = "oDs^vP*X"


def _logits(p: np.ndarray) -> np.ndarray:
    p = np.clip(np.asarray(p, dtype=float), 1e-6, 1 - 1e-6)
    return np.log(p / (1 - p))


def logits_apart(
    y: np.ndarray, pairs: Mapping[str, Sequence[np.ndarray]], shift: float, shown: int = 1500
) -> Figure:
    """Draw the logits of weighted models against those of plain ones, a panel for each pair.

    Parameters
    ----------
    y : int array (n,)
        True classes, 0 or 1.
    pairs : mapping of str to pair of float array (n,)
        For each panel, probabilities of the plain model and of the weighted one.
    shift : float
        What the weight should add to every logit.
    shown : int
        How many rows are drawn.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, axes = plt.subplots(
        1, len(pairs), figsize=(WIDTH, 3.9), sharex=True, sharey=True, squeeze=False,
        layout="constrained",
    )  # fmt: skip
    logits = {name: (_logits(plain), _logits(other)) for name, (plain, other) in pairs.items()}
    every = np.concatenate([x for x, _ in logits.values()])
    low, high = np.quantile(every, 0.002), np.quantile(every, 0.9995)
    top = max(high + shift, *(np.quantile(moved, 0.9995) for _, moved in logits.values()))
    ends, words = np.array([low, high]), {}
    for axis, (name, (x, moved)) in zip(axes[0], logits.items(), strict=True):
        # Told apart without colours too: dogs are larger, and have an edge.
        looks: tuple[dict[str, Any], ...] = (
            {"color": COMMON, "marker": "o", "s": 9, "alpha": 0.3, "lw": 0},
            {"color": RARE, "marker": "D", "s": 15, "ec": "black", "lw": 0.7},
        )
        for c, look in enumerate(looks):
            rows = np.flatnonzero(y[:shown] == c)
            axis.scatter(x[rows], moved[rows], label=("not dog", "dog")[c], **look)
        axis.plot(ends, ends + shift, color="black", lw=1.4, label=f"plain + {shift:.2f}")
        axis.plot(ends, ends, color=NEUTRAL, ls=":", lw=1.4, label="no change")
        alike = float(np.mean((x >= -shift) == (moved >= 0)))
        words[name] = {
            "mean shift": float(np.mean(moved - x)),
            "its spread": float(np.std(moved - x)),
            "decided alike": alike,
        }
        axis.set(xlim=ends, ylim=(low, top), xlabel="logit of the plain model")
        axis.set_title(name, loc="left", fontsize=11, fontweight="bold")
        text = f"moved by {np.mean(moved - x):.2f} ± {np.std(moved - x):.2f}\n{alike:.1%} alike"
        paper = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.5}
        axis.text(0.97, 0.03, text, transform=axis.transAxes, ha="right", fontsize=9.5, bbox=paper)
        axis.spines[["top", "right"]].set_visible(False)
    axes[0, 0].set_ylabel("logit of the weighted one")
    legend = figure.legend(
        *axes[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=4,
        frameon=False, markerscale=2.2,
    )  # fmt: skip
    for handle in legend.legend_handles:
        if handle is not None:
            handle.set_alpha(1)
    figure.set_label(
        f"Logits of a weighted model against those of a plain one; the weight should add "
        f"{shift:.2f}. {in_words(words)}."
    )
    return figure


def on_one_curve(y: np.ndarray, said: Mapping[str, np.ndarray]) -> Figure:
    """Draw where ways of favouring the rare class lead at threshold 0.5, on the first one's curve.

    Parameters
    ----------
    y : int array (n,)
        True classes, 0 or 1.
    said : mapping of str to float array (n,)
        For each way, up to eight, its probabilities; the first one's precision-recall curve is
        drawn as a line.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, axis = plt.subplots(figsize=(WIDTH, 4.6), layout="constrained")
    first = next(iter(said))
    precision, recall, _ = precision_recall_curve(y, said[first])
    met = recall > 0
    axis.step(recall[met], precision[met], where="post", color=NEUTRAL, lw=1.5, zorder=1,
              label=f"{first}, every threshold")  # fmt: skip
    words: dict[str, dict[str, float]] = {}
    colours = (NEUTRAL, RARE, ACCENT, COMMON)
    for number, (name, p) in enumerate(said.items()):
        rows = p >= 0.5
        found = float(np.mean(rows[y == 1]))
        right = float(np.mean(y[rows])) if rows.any() else 0.0
        brier = float(np.mean((p - y) ** 2))
        words[name] = {"recall": found, "precision": right, "Brier score": brier}
        # Hollow, and each smaller than the one before, so that none hides another.
        axis.plot(
            found, right, ls="", marker=MARKERS[number], ms=20 - 2 * number, mew=1.8,
            mfc="none", mec=colours[number % 4], zorder=3,
            label=f"{name}: {found:.2f} / {right:.2f}, Brier {brier:.3f}",
        )  # fmt: skip
    curve_axes(axis, "Where each way ends at threshold 0.5", "recall", "precision")
    axis.set_aspect("auto")
    axis.set_ylim(0, 1.02)
    figure.legend(
        loc="outside right center", frameon=False, title="recall / precision", labelspacing=0.9
    )
    figure.set_label(
        f"The precision-recall curve of '{first}', and where each way ends at threshold 0.5. "
        f"{in_words(words)}."
    )
    return figure


def gains(rows: Mapping[str, tuple[float, float, float]], what: str) -> Figure:
    """Draw differences with their intervals, one below the other, beside the line of no difference.

    Parameters
    ----------
    rows : mapping of str to tuple of float
        For each difference its low end, itself, and its high end.
    what : str
        What is drawn, for the axis.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, axis = plt.subplots(figsize=(WIDTH, 0.42 * len(rows) + 1.1), layout="constrained")
    axis.axvline(0, color=NEUTRAL, ls=":", lw=1.5)
    reach = max(max(abs(low), abs(high)) for low, _, high in rows.values())
    for place, (low, middle, high) in enumerate(rows.values()):
        sure = low > 0 or high < 0
        colour, marker = (RARE, "D") if sure else (COMMON, "o")
        axis.plot([low, high], [place, place], color=colour, lw=2.5, ls="-" if sure else "--")
        axis.plot(middle, place, ms=9, mec="white", ls="", color=colour, marker=marker)
        text = f"{middle:+.3f}  [{low:+.3f}, {high:+.3f}]"
        axis.text(1.01, place, text, transform=axis.get_yaxis_transform(), va="center", fontsize=9)
    axis.set_yticks(range(len(rows)), list(rows))
    axis.set(xlim=(-1.1 * reach, 1.1 * reach), ylim=(len(rows) - 0.5, -0.5), xlabel=what)
    axis.tick_params(axis="y", length=0)
    axis.spines[["top", "right", "left"]].set_visible(False)
    words = {
        name: {"from": low, "middle": middle, "to": high}
        for name, (low, middle, high) in rows.items()
    }
    clear = sum(low > 0 or high < 0 for low, _, high in rows.values())
    figure.set_label(
        f"{what[0].upper()}{what[1:]}, with intervals. {clear} of {len(rows)} do not hold 0. "
        f"{in_words(words)}."
    )
    return figure
