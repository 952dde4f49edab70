"""One change, many models: what each number was before and is after it."""

from collections.abc import Mapping
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.plots.style import COMMON, NEUTRAL, RARE, WIDTH, in_words

Numbers = Mapping[str, float]


def before_and_after(
    table: Mapping[str, tuple[Numbers, Numbers]],
    states: tuple[str, str],
    chance: Mapping[str, float] | None = None,
) -> Figure:
    """Draw each number of each model twice, joined by an arrow: before a change and after it.

    Parameters
    ----------
    table : mapping of str to pair of mappings
        For each model its numbers before and after, by name; all between 0 and 1.
    states : pair of str
        What the two are called.
    chance : mapping of str to float, optional
        For some of the numbers, what guessing would give.

    Returns
    -------
    matplotlib.figure.Figure
    """
    names = list(next(iter(table.values()))[0])
    size = (WIDTH, 0.62 * len(table) + 1.35)
    figure, axes = plt.subplots(
        1, len(names), figsize=size, sharey=True, squeeze=False, layout="constrained"
    )
    looks: tuple[dict[str, Any], ...] = (
        # A small mark lies within a large ring where the two are in one place.
        {"mfc": "white", "mec": COMMON, "marker": "o", "ms": 12, "mew": 2},
        {"color": RARE, "marker": "D", "ms": 6},
    )
    for axis, name in zip(axes[0], names, strict=True):
        for height, pair in enumerate(table.values()):
            start, end = (numbers[name] for numbers in pair)
            # Where the two marks overlap, there is no room for an arrow.
            arrow = "-|>" if abs(end - start) > 0.08 else "-"
            axis.annotate(
                "", (end, height), (start, height),
                arrowprops={"arrowstyle": arrow, "color": NEUTRAL, "shrinkA": 5, "shrinkB": 5},
            )  # fmt: skip
            for value, look in zip((start, end), looks, strict=True):
                axis.plot(value, height, ls="", **look)
            # The lower number is written to the left of its mark, the higher one to the right.
            for value, right in ((start, start > end), (end, end >= start)):
                axis.annotate(
                    f"{value:.2f}", (value, height), (10 if right else -10, 0),
                    textcoords="offset points", va="center", ha="left" if right else "right",
                    fontsize=9.5,
                )  # fmt: skip
        if chance and name in chance:
            axis.axvline(chance[name], color=NEUTRAL, ls=":", lw=1.5, zorder=0)
            axis.annotate(
                "chance", (chance[name], -0.5), (0, 3), textcoords="offset points",
                ha="center", fontsize=9, color=NEUTRAL,
            )  # fmt: skip
        left, ticks = -0.32, (0.0, 0.5, 1.0)
        if chance and name in chance and _lowest(table, name) > chance[name] - 0.1:
            left, ticks = chance[name] - 0.15, (chance[name], (1 + chance[name]) / 2, 1.0)
        axis.set(xlim=(left, 1.32 if left < 0 else 1.12), ylim=(len(table) - 0.5, -0.5))
        axis.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        axis.set_title(name, loc="left", fontsize=12, fontweight="bold", pad=16 if chance else 6)
        axis.tick_params(axis="y", length=0)
        axis.spines[["top", "right", "left"]].set_visible(False)
    axes[0, 0].set_yticks(range(len(table)), list(table), fontsize=10.5)
    handles = [
        Line2D([], [], ls="", label=state, **look)
        for state, look in zip(states, looks, strict=True)
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=2, frameon=False)
    words = {
        f"{model}, {state}": numbers
        for model, pair in table.items()
        for state, numbers in zip(states, pair, strict=True)
    }
    guess = f" {in_words({'Guessing gives': chance})}." if chance else ""
    figure.set_label(
        f"Metrics of models, with an arrow from '{states[0]}' to '{states[1]}'. "
        f"{in_words(words)}.{guess}"
    )
    return figure


def _lowest(table: Mapping[str, tuple[Numbers, Numbers]], name: str) -> float:
    return min(numbers[name] for pair in table.values() for numbers in pair)
