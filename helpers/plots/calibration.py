"""Whether probabilities can be taken at their word."""

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter

from helpers.plots.style import LOOKS, NEUTRAL, WIDTH, curve_axes, in_words


def reliability(y: np.ndarray, said: Mapping[str, np.ndarray], bins: int = 10) -> Figure:
    """Draw reliability curves, and beside them how many rows get which probability.

    Parameters
    ----------
    y : int array (n,)
        True classes, 0 or 1.
    said : mapping of str to float array (n,)
        For each model, up to three, its probabilities of class 1.
    bins : int
        Bins of equal width on [0, 1]; those with fewer than ten rows are left out of the curve.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, (curves, rows) = plt.subplots(
        1, 2, figsize=(WIDTH, 4.5), width_ratios=(1.15, 1), layout="constrained"
    )
    curves.plot([0, 1], [0, 1], color=NEUTRAL, ls=":", lw=1.5)
    curves.text(0.8, 0.85, "as said", color=NEUTRAL, rotation=45, ha="center", va="center")
    edges, words = np.linspace(0, 1, bins + 1), {}
    for (name, p), look in zip(said.items(), (LOOKS[1], LOOKS[2], LOOKS[3]), strict=False):
        number = np.minimum((p * bins).astype(int), bins - 1)
        counts = np.bincount(number, minlength=bins)
        full = np.flatnonzero(counts >= 10)
        x = [float(np.mean(p[number == b])) for b in full]
        seen = [float(np.mean(y[number == b])) for b in full]
        curves.plot(x, seen, label=name, lw=2, ms=8, mec="white", **look)
        rows.stairs(counts, edges, color=look["color"], ls=look["linestyle"], lw=2)
        middles = (edges[:-1] + edges[1:]) / 2
        rows.plot(middles, counts, color=look["color"], marker=look["marker"], ms=6, ls="")
        words[name] = {"mean probability": float(np.mean(p)), "share of ones": float(np.mean(y))}
        if x:
            words[name] |= {"at the end of the curve said": x[-1], "came": seen[-1]}
    curve_axes(curves, "Reliability curve", "probability that was said", "share of dogs that came")
    rows.set(xlim=(-0.02, 1.02), xlabel="probability that was said", ylabel="pictures")
    rows.set_yscale("symlog", linthresh=10)
    rows.set_ylim(0, 2 * len(y))
    rows.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    rows.set_title("How often it was said", loc="left", fontsize=12, fontweight="bold")
    rows.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside lower center", ncols=3, frameon=False)
    figure.set_label(
        "Reliability curves, with the diagonal of probabilities that come true, and the number of "
        f"pictures for each probability. {in_words(words)}."
    )
    return figure
