"""Who pays for a decision: its cost beside other ways, and the recall of each subgroup."""

import math
from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from helpers.plots.style import COMMON, LOOKS, PALE, RARE, WIDTH, in_words

DECISIONS = (LOOKS[2], LOOKS[1], LOOKS[0])  # one look for each decision
Z_95 = 1.959964  # the 97.5 per cent point of the normal distribution


def wilson_interval(share: float, rows: int) -> tuple[float, float]:
    """Return the 95 per cent interval of a share that was counted in so many rows.

    Wilson (1927), "Probable inference, the law of succession, and statistical inference", as in
    `scipy.stats.binomtest(...).proportion_ci(method="wilson")`: unlike share +- 1.96 standard
    errors it never leaves 0 to 1, and has a width where the share is 0 or 1.
    """
    middle = (share + Z_95**2 / (2 * rows)) / (1 + Z_95**2 / rows)
    spread = math.sqrt(share * (1 - share) / rows + Z_95**2 / (4 * rows**2))
    half = Z_95 * spread / (1 + Z_95**2 / rows)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def brief_costs(
    table: Mapping[str, Mapping[str, float]], chosen: str, hindsight: Mapping[str, float]
) -> Figure:
    """Draw what each way to decide costs, as bars, one panel for each brief.

    Parameters
    ----------
    table : mapping of str to mapping of str to float
        For each brief, the cost of each way; the same ways for all.
    chosen : str
        The way that stands out.
    hindsight : mapping of str to float
        For each brief, a cost that is marked by a dashed line.

    Returns
    -------
    matplotlib.figure.Figure
    """
    ways = list(next(iter(table.values())))
    figure, axes = plt.subplots(
        1,
        len(table),
        figsize=(WIDTH, 0.48 * len(ways) + 1.5),
        sharey=True,
        squeeze=False,
        layout="constrained",
    )
    for axis, (name, costs) in zip(axes[0], table.items(), strict=True):
        for height, way in enumerate(ways):
            marked = way == chosen
            axis.barh(
                height, costs[way],
                height=0.66, color=RARE if marked else PALE,
                hatch="///" if marked else "", edgecolor="white",
            )  # fmt: skip
            axis.annotate(
                f"{costs[way]:,.0f}", (costs[way], height),
                xytext=(5, 0), textcoords="offset points", va="center",
                fontsize=10, fontweight="bold" if marked else "normal",
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
            )  # fmt: skip
        axis.axvline(hindsight[name], color=COMMON, ls="--", lw=1.4, zorder=0.5)
        axis.set_title(name, loc="left", fontsize=12, fontweight="bold")
        axis.set(xlim=(0, 1.25 * max(costs.values())), ylim=(len(ways) - 0.5, -0.5), xlabel="bill")
        axis.xaxis.set_major_locator(MaxNLocator(4))
        axis.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        axis.tick_params(axis="y", length=0)
        axis.spines[["top", "right"]].set_visible(False)
    axes[0, 0].set_yticks(range(len(ways)), ways, fontsize=11)
    line = plt.Line2D([], [], color=COMMON, ls="--", lw=1.4)
    label = "the network of the last line, with the best threshold in hindsight"
    figure.legend([line], [label], loc="outside lower right", frameon=False)
    figure.set_label(
        f"Bars: what each way to decide costs, for each brief. {in_words(table)}. In hindsight: "
        + ", ".join(f"{name} {cost:,.0f}" for name, cost in hindsight.items())
        + "."
    )
    return figure


def group_recalls(
    recalls: Mapping[str, Mapping[str, float]], rows: Mapping[str, int], positive: str = "dogs"
) -> Figure:
    """Draw the recall of each subgroup for several decisions, with 95 per cent intervals.

    Parameters
    ----------
    recalls : mapping of str to mapping of str to float
        For each decision, the recall of each group, in the order in which they are drawn.
    rows : mapping of str to int
        How many rows of class 1 each group has.
    positive : str
        What these rows are called.

    Returns
    -------
    matplotlib.figure.Figure
    """
    groups = list(rows)
    figure, axis = plt.subplots(figsize=(WIDTH, 4.3), layout="constrained")
    step = 0.2
    offsets = step * (np.arange(len(recalls)) - (len(recalls) - 1) / 2)
    words = []
    for (name, of_group), look, offset in zip(recalls.items(), DECISIONS, offsets, strict=False):
        places = np.arange(len(groups)) + offset
        values = np.array([of_group[group] for group in groups])
        spans = np.array([wilson_interval(of_group[g], rows[g]) for g in groups])
        axis.errorbar(
            places, values, yerr=np.abs(spans.T - values),
            color=look["color"], marker=look["marker"], ls="", ms=9, mec="black",
            ecolor="black", capsize=5, elinewidth=1.4, label=name,
        )  # fmt: skip
        for place, value, (_, high) in zip(places, values, spans, strict=True):
            axis.annotate(
                f"{value:.2f}", (place, max(high, value + 0.03)),  # clear of the mark
                xytext=(0, 4), textcoords="offset points", ha="center", fontsize=10,
            )  # fmt: skip
        said = ", ".join(
            f"{group} {value:.2f} ({low:.2f} to {high:.2f})"
            for group, value, (low, high) in zip(groups, values, spans, strict=True)
        )
        words.append(f"{name}: {said}")
    for edge in np.arange(len(groups) - 1) + 0.5:
        axis.axvline(edge, color="#dddddd", lw=1, zorder=0)
    axis.set_xticks(
        range(len(groups)), [f"{g}\n{rows[g]:,} {positive}" for g in groups], fontsize=11
    )
    axis.set(xlim=(-0.5, len(groups) - 0.5), ylim=(-0.03, 1.14), ylabel="recall")
    axis.set_yticks(np.arange(0, 1.1, 0.2))
    axis.tick_params(axis="x", length=0)
    axis.spines[["top", "right"]].set_visible(False)
    figure.legend(
        loc="outside upper center", ncols=len(recalls), frameon=False, fontsize=11,
        title="recall, with 95 per cent intervals",
    )  # fmt: skip
    figure.set_label(
        f"Recall by group, of {positive}, with 95 per cent intervals. {'; '.join(words)}."
    )
    return figure


def alarm_shares(shares: Mapping[str, Mapping[str, float]]) -> Figure:
    """Draw which share of each kind of picture raises a false alarm, a mark for each decision.

    Parameters
    ----------
    shares : mapping of str to mapping of str to float
        For each decision, the share of each kind; the same kinds for all. Sorted by the first.

    Returns
    -------
    matplotlib.figure.Figure
    """
    first = next(iter(shares.values()))
    kinds = sorted(first, key=lambda kind: -first[kind])
    figure, axis = plt.subplots(
        figsize=(WIDTH, 0.22 * len(kinds) * len(shares) + 1.0), layout="constrained"
    )
    step = 0.76 / len(shares)
    offsets = step * (np.arange(len(shares)) - (len(shares) - 1) / 2)
    for (name, of_kind), look, offset in zip(shares.items(), DECISIONS, offsets, strict=False):
        values = [of_kind[kind] for kind in kinds]
        heights = np.arange(len(kinds)) + offset
        axis.hlines(heights, 0, values, color=look["color"], ls=look["linestyle"], lw=1.6)
        axis.plot(
            values, heights,
            color=look["color"], marker=look["marker"], ms=8, mec="black", ls="", label=name,
            clip_on=False,
        )  # fmt: skip
        for height, value in zip(heights, values, strict=True):
            axis.annotate(
                f"{value:.2f}", (value, height),
                xytext=(9, 0), textcoords="offset points", va="center", fontsize=9,
            )  # fmt: skip
    for edge in np.arange(len(kinds) - 1) + 0.5:
        axis.axhline(edge, color="#dddddd", lw=1, zorder=0)
    axis.set(xlim=(0, 1.08), ylim=(len(kinds) - 0.5, -0.5), xlabel="share called a dog")
    axis.set_xticks(np.arange(0, 1.1, 0.2))
    axis.set_yticks(range(len(kinds)), kinds, fontsize=11)
    axis.tick_params(axis="y", length=0, pad=9)
    axis.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside upper center", ncols=len(shares), frameon=False, fontsize=11)
    words = {name: {kind: of_kind[kind] for kind in kinds} for name, of_kind in shares.items()}
    figure.set_label(f"Share of each kind of picture that raises an alarm. {in_words(words)}.")
    return figure
