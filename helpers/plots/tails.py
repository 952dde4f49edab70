"""Long-tailed data: the classes, the pull of batches, and rules for weights with their price."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.plots.look import colours
from helpers.plots.panels import panels, write_near, write_outside
from helpers.plots.style import HEADING, SMALL, TEXT, in_course_style, in_words

# One look for each rule; blue and orange are left for head and tail.
RULES: tuple[dict[str, Any], ...] = (
    {"color": colours.NEUTRAL, "marker": "s", "ls": ":"},
    {"color": colours.ACCENT, "marker": "^", "ls": "-."},
    {"color": colours.PURPLE, "marker": "v", "ls": (0, (6, 1.5))},
    {"color": colours.OCHRE, "marker": "P", "ls": "--"},
    {"color": colours.INK, "marker": "X", "ls": "-"},
)
ENDS = 3  # classes in the head, and in the tail
_MARK: dict[str, Any] = {"ls": "", "mec": colours.INK}
HEAD = {**_MARK, "marker": "o", "ms": 11, "color": colours.COMMON}
TAIL = {**_MARK, "marker": "D", "ms": 9, "color": colours.RARE}
MARKED = {**TAIL, "ms": 6}  # of a batch
MEDIAN: dict[str, Any] = {"color": colours.INK, "ls": "--", "lw": 1}
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)  # of the axis of weights


@in_course_style
def long_tail(x: np.ndarray, y: np.ndarray, names: Sequence[str]) -> Figure:
    """Draw the rows of each class as bars, from the largest to the smallest, above a picture of it.

    x: uint8 array (n, height, width, 3).
    y (int array (n,)): Classes from 0; those with the most rows are drawn first.
    names (sequence of str): What the classes are called.
    """
    classes, rows = np.unique(y, return_counts=True)
    order = np.argsort(-rows, kind="stable")
    classes, rows = classes[order], rows[order]
    figure, [axis] = panels(1, 3.9)
    top = float(rows[0])
    for place, (c, n) in enumerate(zip(classes, rows, strict=True)):
        tail = place >= len(classes) - ENDS
        axis.bar(
            place, n, width=0.72, edgecolor=colours.PAPER, hatch="////" if tail else "",
            color=colours.COMMON if place < ENDS else colours.RARE if tail else colours.PALE,
        )  # fmt: skip
        axis.text(place, n + 0.015 * top, f"{n:,}", ha="center", va="bottom", fontsize=TEXT)
        box = (place - 0.36, -0.27 * top, 0.72, 0.24 * top)
        corner = axis.inset_axes(box, transform=axis.transData)
        corner.imshow(x[y == c][0], interpolation="none", aspect="auto")
        corner.axis("off")
        axis.text(place, -0.29 * top, names[c], ha="center", va="top", fontsize=SMALL)
    for middle, height, word in ((1, 1.12 * top, "head"), (len(classes) - 2, 0.22 * top, "tail")):
        axis.plot([middle - 1.4, middle + 1.4], [height, height], color=colours.INK, lw=1.5)
        heading: dict[str, Any] = {"fontsize": HEADING, "fontweight": "bold", "ha": "center"}
        axis.text(middle, height + 0.02 * top, word, **heading)
    axis.set(xlim=(-0.6, len(classes) - 0.4), ylim=(-0.38 * top, 1.24 * top))
    axis.set_title("Rows of each class")
    axis.axis("off")
    counts = ", ".join(f"{names[c]} {n:,}" for c, n in zip(classes, rows, strict=True))
    figure.set_label(
        f"Rows of each class as bars, each above a picture of its class: {counts}. "
        f"The first {ENDS} are the head, the last {ENDS} the tail."
    )
    return figure


@in_course_style
def batch_pulls(lengths: Mapping[str, np.ndarray], marked: Sequence[bool], what: str) -> Figure:
    """Draw how hard each batch pulls, one panel for each way to weight, on one scale.

    lengths (mapping of str to float array (batches,)): The heading of each panel, and the length of
        the gradient of each batch.
    marked (sequence of bool): Which batches get a mark.
    what (str): What is special about those, such as "batch with a truck".
    """
    figure, axes = panels(len(lengths), 3.5, sharey=True)
    special = np.flatnonzero(marked)
    words = {}
    for axis, (name, values) in zip(axes, lengths.items(), strict=True):
        axis.vlines(range(len(values)), 0, values, color=colours.COMMON, lw=1.4)
        axis.plot(special, values[special], **MARKED)
        axis.vlines(special, 0, values[special], color=colours.RARE, lw=3)
        axis.axhline(np.median(values), **MEDIAN)
        axis.set_title(name, fontsize=TEXT)
        axis.set(xlabel="batch", xlim=(-1, len(values)))
        words[name.replace("\n", ", ")] = {
            "median": float(np.median(values)),
            "largest": float(np.max(values)),
            "largest without a mark": float(np.max(np.delete(values, special), initial=0)),
        }
    axes[0].set_ylabel("length of the gradient")
    axes[0].set_ylim(0, 1.08 * max(float(np.max(values)) for values in lengths.values()))
    handles = [Line2D([], [], **MARKED), Line2D([], [], **MEDIAN)]
    figure.legend(handles, [what, "median"], loc="outside lower left", ncols=2)
    figure.set_label(
        f"A line for the length of the gradient of each of {len(marked)} batches; "
        f"{len(special)} are marked ({what}). {in_words(words)}."
    )
    return figure


@in_course_style
def weight_family(
    counts: Mapping[int, int],
    rules: Mapping[str, Mapping[int, float]],
    price: Mapping[str, tuple[float, float]],
) -> Figure:
    """Draw rules for weights against the count of a class, and beside each what it buys.

    Only ratios are drawn: the largest class weighs 1 under each rule. The two panels share their
    height: a rule's recalls stand as high as the weight it gives to the smallest class.

    counts (mapping of int to int): Rows of each class.
    rules (mapping of str to mapping of int to float): For each of up to five rules, the weight of
        every class.
    price (mapping of str to pair of float): For each rule, the recall of the head and that of the
        tail.
    """
    figure, (left, right) = panels(2, 5.0, sharey=True, width_ratios=(1.3, 1))
    classes = sorted(counts, key=lambda c: -counts[c])
    rows = [counts[c] for c in classes]
    words = {}
    for (name, weights), look in zip(rules.items(), RULES, strict=False):
        ratios = [weights[c] / weights[classes[0]] for c in classes]
        end, (head, tail) = ratios[-1], price[name]
        left.plot(rows, ratios, lw=2.2, ms=7, mec=colours.PAPER, mew=0.6, **look)
        write_near(left, name, rows[-1], end, 10, fontsize=TEXT, fontweight="bold")
        right.plot([tail, head], [end, end], lw=2.2, zorder=2, color=look["color"], ls=look["ls"])
        right.plot(head, end, zorder=3, **HEAD)
        right.plot(tail, end, zorder=3, **TAIL)
        write_outside(right, end, tail, head, fontsize=TEXT)
        words[name] = {"smallest class weighs": end, "head recall": head, "tail recall": tail}
    _scales(left, rows, max(1.0, *(numbers["smallest class weighs"] for numbers in words.values())))
    right.set(xlim=(-0.25, 1), xlabel=f"recall, mean of {ENDS} classes")
    right.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
    right.set_title("What the rules buy, and the price")
    right.tick_params(axis="y", length=0)  # a tick beside 0.00 would read as a minus
    for axis in (left, right):
        axis.grid(axis="y")
        axis.set_axisbelow(True)
    right.legend(
        [Line2D([], [], **TAIL), Line2D([], [], **HEAD)], ["tail", "head"], loc="upper center",
        bbox_to_anchor=(0.57, -0.13), ncols=2, handletextpad=0.2,
    )  # fmt: skip
    figure.set_label(
        f"Weight against count for {len(rules)} rules on logarithmic axes, and the recall of the "
        f"{ENDS} largest and the {ENDS} smallest classes beside it. {in_words(words)}."
    )
    return figure


def _scales(axis: Axes, rows: Sequence[int], highest: float) -> None:
    """Set logarithmic scales for rows of the classes and for weights, and shade head and tail."""
    for ends, word in ((rows[:ENDS], "head"), (rows[-ENDS:], "tail")):
        axis.axvspan(ends[0] * 1.12, ends[-1] / 1.12, color=colours.NEUTRAL, alpha=0.1, lw=0)
        middle = float(np.sqrt(ends[0] * ends[-1]))
        axis.text(middle, highest * 1.3, word, ha="center", fontsize=TEXT)
    axis.set(xscale="log", yscale="log", xlabel="rows of the class", title="Rules for weights")
    axis.set(xlim=(rows[0] * 1.3, rows[-1] / 8), ylim=(0.8, highest * 1.75))
    axis.set_ylabel("weight, if the largest class has 1")
    axis.set_xticks(rows, [f"{n:,}" for n in rows], rotation=60, ha="right", rotation_mode="anchor")
    steps = [step for step in STEPS if step <= highest * 1.5]
    axis.set_yticks(steps, [f"{step:g}" for step in steps])
    axis.minorticks_off()
