"""Whether probabilities can be taken at their word."""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter

from helpers.plots.look.colours import PAPER
from helpers.plots.panels import diagonal, from_zero_to_one, panels
from helpers.plots.style import LOOKS, MARKS, in_course_style, in_words

BINS = 10  # of equal width on [0, 1]
FEWEST = 10  # a bin with fewer rows is left out of the curve


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
    from_zero_to_one(curves, "Reliability curve", "mean score of the bin", "share of dogs in it")
    from_zero_to_one(rows, "How many pictures get it", "score", "pictures", square=False)
    rows.set_yscale("symlog", linthresh=10)
    rows.set_ylim(0, 2 * len(y))
    rows.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    figure.legend(loc="outside lower center", ncols=3)
    figure.set_label(
        "Reliability curves, with the diagonal of calibrated scores, and the number of pictures "
        f"for each score. {in_words(words)}."
    )
    return figure
