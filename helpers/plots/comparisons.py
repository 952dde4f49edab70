"""Two marks for a number: before a change and after it, or guessed and measured."""

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.plots.look.colours import COMMON, NEUTRAL, PAPER, RARE
from helpers.plots.panels import panels, rows_from_the_top, write_near
from helpers.plots.style import GUIDE, RULER, SMALL, TEXT, in_course_style, in_words

Numbers = Mapping[str, float]

# A small mark lies within a large ring where the two are in one place.
BEFORE: dict[str, Any] = {"mfc": PAPER, "mec": COMMON, "marker": "o", "ms": 12, "mew": 2}
AFTER: dict[str, Any] = {"color": RARE, "marker": "D", "ms": 6}
OVERLAP = 0.04  # times the number of panels: marks that are so near leave no room for an arrow


@in_course_style
def before_and_after(
    table: Mapping[str, tuple[Numbers, Numbers]],
    states: tuple[str, str],
    chance: Mapping[str, float] | None = None,
    only: Sequence[str] = (),
) -> Figure:
    """Draw each number of each model twice, joined by an arrow: before a change and after it.

    Above the two marks stands the change in digits: where they lie upon each other, one sees none.

    table (mapping of str to pair of mappings): For each model its numbers before and after, by
        name; all between 0 and 1.
    states (pair of str): What the two are called.
    chance (mapping of str to float, optional): For some of the numbers, what guessing would give.
    only (sequence of str, optional): The names of the numbers to draw, by default all.
    """
    names = list(only or next(iter(table.values()))[0])
    chance = chance or {}
    # Panels are so far apart that no number is read as its neighbour's.
    apart = {"wspace": 0.08}
    figure, axes = panels(len(names), 0.62 * len(table) + 1.35, sharey=True, gridspec_kw=apart)
    for axis, name in zip(axes, names, strict=True):
        pairs = [(before[name], after[name]) for before, after in table.values()]
        rows_from_the_top(axis, table)
        for row, (before, after) in enumerate(pairs):
            far = abs(after - before) > OVERLAP * len(names)
            _change(axis, row, before, after, "-|>" if far else "-")
        _scale(axis, min(min(pair) for pair in pairs), chance.get(name))
        axis.set_title(name, pad=16 if chance else 6)
    handles = [
        Line2D([], [], ls="", label=state, **look)
        for state, look in zip(states, (BEFORE, AFTER), strict=True)
    ]
    figure.legend(handles=handles, loc="outside upper left", ncols=2)
    words = {
        f"{model}, {state}": {name: numbers[name] for name in names}
        for model, pair in table.items()
        for state, numbers in zip(states, pair, strict=True)
    }
    guess = f" {in_words({'Guessing gives': chance})}." if chance else ""
    figure.set_label(
        f"Metrics of models, with an arrow from '{states[0]}' to '{states[1]}'. "
        f"{in_words(words)}.{guess}"
    )
    return figure


def _change(axis: Axes, row: int, before: float, after: float, arrow: str) -> None:
    """Draw two marks and the arrow between them, and above them both numbers."""
    axis.annotate(
        "", (after, row), (before, row),
        arrowprops={"arrowstyle": arrow, "color": NEUTRAL, "shrinkA": 5, "shrinkB": 5},
    )  # fmt: skip
    axis.plot(before, row, ls="", **BEFORE)
    axis.plot(after, row, ls="", **AFTER)
    middle = (before + after) / 2
    write_near(axis, f"{before:.2f} → {after:.2f}", middle, row, up=10, fontsize=SMALL)


def _scale(axis: Axes, lowest: float, chance: float | None) -> None:
    """Set the scale of a panel: from 0, or from chance where no number lies far below it."""
    left, right, ticks = -0.1, 1.1, (0.0, 0.5, 1.0)
    if chance is not None:
        axis.axvline(chance, **GUIDE, zorder=0)
        write_near(axis, "chance", chance, -0.5, up=3, color=NEUTRAL)
        if lowest > chance - 0.1:
            left, right, ticks = chance - 0.15, 1.12, (chance, (1 + chance) / 2, 1.0)
    axis.set_xlim(left, right)
    axis.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axis.hlines(axis.get_yticks(), ticks[0], ticks[-1], **RULER)


@in_course_style
def guess_and_truth(guess: float, measured: float, what: str) -> Figure:
    """Draw a guess and what was measured on one line: from 0 to 1 where both are shares.

    guess, measured: finite float.
    what (str): What was guessed, such as "recall of the tail".
    """
    figure, [axis] = panels(1, 1.25)
    low, high = min(guess, measured, 0.0), max(guess, measured)
    high = 1.0 if low >= 0 and high <= 1 else max(high, 0.0)
    axis.hlines(0, low, high, **{**RULER, "lw": 2})
    axis.plot(guess, 0, ls="", **BEFORE)
    axis.plot(measured, 0, ls="", **AFTER)
    for value, name, up in ((guess, "your guess", 13), (measured, "measured", -21)):
        place = (value - low) / (high - low)  # near an end the words stand on the inner side
        side = "left" if place < 0.1 else "right" if place > 0.9 else "center"
        write_near(axis, f"{name} {value:.3g}", value, 0, up=up, fontsize=TEXT, ha=side)
    margin = 0.03 * (high - low)
    axis.set(
        xlim=(low - margin, high + margin), ylim=(-1.1, 1), title=f"{what[0].upper()}{what[1:]}"
    )
    axis.set_yticks([])
    axis.spines["left"].set_visible(False)
    figure.set_label(
        f"A line for {what}, with two marks: your guess {guess:.3f}, measured {measured:.3f}."
    )
    return figure
