"""Who pays for a decision: its cost beside other ways, and the recall of each subgroup."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from helpers.plots.look.colours import INK, PALE, PAPER, RARE
from helpers.plots.panels import offsets, panels, rows_from_the_top, titled_key, write_near
from helpers.plots.style import LOOKS, MARKS, RULER, TEXT, in_course_style, in_words

LINES, POINTS = LOOKS[2::-1], MARKS[2::-1]  # one look for each decision


@in_course_style
def cost_spread(table: Mapping[str, Mapping[str, Sequence[float]]]) -> Figure:
    """Draw what several ways to train cost with several ways to decide, a mark for each repetition.

    table (mapping of str to mapping of str to sequence of float): For each way to train and each of
        two ways to decide, the mean costs of the repetitions.
    """
    figure, [axis] = panels(1, 0.62 * len(table) + 1.55)
    rows_from_the_top(axis, table)
    words, every = [], list[float]()
    for row, (name, by_decision) in enumerate(table.items()):
        axis.axhline(row, **RULER)
        said = []
        for (decision, costs), mark, shift in zip(
            by_decision.items(), MARKS[1:3], (-0.17, 0.17), strict=True
        ):
            label = decision if row == 0 else None
            heights = np.full(len(costs), row + shift)
            axis.plot(costs, heights, ms=8, mec=PAPER, alpha=0.85, label=label, **mark)
            text = f"{float(np.mean(costs)):.3f}"
            if len(costs) > 1:
                text += f"  ({min(costs):.3f} to {max(costs):.3f})"
            write_near(axis, text, max(costs), row + shift, 9)
            said.append(f"{decision} {text}")
            every.extend(costs)
        words.append(f"{name}: {', '.join(said)}")
    low, span = min(every), max(every) - min(every)
    axis.set(xlim=(low - 0.06 * span, low + 1.3 * span), xlabel="mean cost of a test picture")
    titled_key(figure, "What each way to train costs, decided in two ways", 2)
    repetitions = len(next(iter(next(iter(table.values())).values())))
    figure.set_label(
        f"Mean costs, with the range over the {repetitions} marks of each line. {'; '.join(words)}."
    )
    return figure


@in_course_style
def brief_costs(
    table: Mapping[str, Mapping[str, float]], chosen: str, hindsight: Mapping[str, float]
) -> Figure:
    """Draw what each way to decide costs, as bars, one panel for each brief.

    table (mapping of str to mapping of str to float): For each brief, the cost of each way; the
        same ways for all.
    chosen (str): The way that stands out.
    hindsight (mapping of str to float): For each brief, a cost that is marked by a dashed line.
    """
    ways = list(next(iter(table.values())))
    figure, axes = panels(len(table), 0.48 * len(ways) + 1.7, sharey=True)
    # Above the bars and below the numbers, unbroken, black as lines for a mean or a median are.
    line: dict[str, Any] = {"color": INK, "ls": "--", "lw": 1.2}
    for axis, (name, costs) in zip(axes, table.items(), strict=True):
        rows_from_the_top(axis, ways, spine=True)
        for row, way in enumerate(ways):
            colour, hatch, weight = (RARE, "///", "bold") if way == chosen else (PALE, "", "normal")
            axis.barh(row, costs[way], height=0.66, color=colour, hatch=hatch, edgecolor=PAPER)
            text = f"{costs[way]:,.0f}"
            write_near(axis, text, costs[way], row, 5, fontsize=TEXT, fontweight=weight)
        axis.axvline(hindsight[name], **line)
        axis.set(xlim=(0, 1.25 * max(costs.values())), xlabel="bill", title=name)
        axis.xaxis.set_major_locator(MaxNLocator(3))
        axis.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    label = "the network of the last line,\nwith the best threshold in hindsight"
    figure.legend([Line2D([], [], **line)], [label], loc="outside lower left")
    figure.set_label(
        f"Bars: what each way to decide costs, for each brief. {in_words(table)}. In hindsight: "
        + ", ".join(f"{name} {cost:,.0f}" for name, cost in hindsight.items())
        + "."
    )
    return figure


def _interval(share: float, rows: int) -> tuple[float, float]:
    """Return the 95 per cent interval of a share of so many rows.

    Wilson (1927), "Probable inference, the law of succession, and statistical inference": unlike
    share +- 1.96 standard errors it never leaves 0 to 1, and has a width where the share is 0 or 1.
    """
    from scipy.stats import binomtest  # here, for it takes a while

    ends = binomtest(round(share * rows), rows).proportion_ci(0.95, method="wilson")
    return float(ends.low), float(ends.high)


@in_course_style
def group_recalls(recalls: Mapping[str, Mapping[str, float]], rows: Mapping[str, int]) -> Figure:
    """Draw the recall of each subgroup for several decisions, with 95 per cent intervals.

    recalls (mapping of str to mapping of str to float): For each decision, the recall of each
        group, in the order in which they are drawn.
    rows (mapping of str to int): How many dogs each group has.
    """
    figure, [axis] = panels(1, 4.3)
    shifts = offsets(len(recalls), 0.2)
    words = []
    for (name, of_group), mark, shift in zip(recalls.items(), POINTS, shifts, strict=False):
        places = np.arange(len(rows)) + shift
        values = np.array([of_group[group] for group in rows])
        ends = np.array([_interval(of_group[group], n) for group, n in rows.items()])
        axis.errorbar(
            places, values, yerr=np.abs(ends.T - values), ms=9, mec=INK, ecolor=INK,
            capsize=5, elinewidth=1.4, label=name, **mark,
        )  # fmt: skip
        said = []
        for group, place, value, (low, high) in zip(rows, places, values, ends, strict=True):
            clear_of_the_mark = max(high, value + 0.03)
            write_near(axis, f"{value:.2f}", place, clear_of_the_mark, up=4, fontsize=TEXT)
            said.append(f"{group} {value:.2f} ({low:.2f} to {high:.2f})")
        words.append(f"{name}: {', '.join(said)}")
    for edge in np.arange(len(rows) - 1) + 0.5:
        axis.axvline(edge, **RULER)
    names = [f"{group}\n{n:,} dogs" for group, n in rows.items()]
    axis.set_xticks(range(len(rows)), names, fontsize=TEXT)
    axis.tick_params(axis="x", length=0)
    axis.set(xlim=(-0.5, len(rows) - 0.5), ylim=(-0.03, 1.14), ylabel="recall")
    axis.set_yticks(np.arange(0, 1.1, 0.2))
    marks = [
        Line2D([], [], ms=9, mec=INK, label=name, **mark)
        for name, mark in zip(recalls, POINTS, strict=False)
    ]
    titled_key(figure, "Recall of each group, with 95 per cent intervals", len(recalls), marks)
    figure.set_label(f"Recall by group, of dogs, with 95 per cent intervals. {'; '.join(words)}.")
    return figure


@in_course_style
def alarm_shares(shares: Mapping[str, Mapping[str, float]]) -> Figure:
    """Draw which share of each kind of picture raises a false alarm, a mark for each decision.

    shares (mapping of str to mapping of str to float): For each decision, the share of each kind;
        the same kinds for all. Sorted by the first.
    """
    first = next(iter(shares.values()))
    kinds = sorted(first, key=lambda kind: -first[kind])
    figure, [axis] = panels(1, 0.22 * len(kinds) * len(shares) + 1.25)
    rows_from_the_top(axis, kinds, spine=True)
    shifts = offsets(len(shares), 0.76 / len(shares))
    words = {}
    looks = zip(shares.items(), LINES, POINTS, shifts, strict=False)
    for (name, of_kind), look, mark, shift in looks:
        words[name] = {kind: of_kind[kind] for kind in kinds}
        values, heights = list(words[name].values()), np.arange(len(kinds)) + shift
        axis.hlines(heights, 0, values, color=look["color"], ls=look["linestyle"], lw=1.6)
        axis.plot(values, heights, ms=8, mec=INK, label=name, clip_on=False, **mark)
        for value, height in zip(values, heights, strict=True):
            write_near(axis, f"{value:.2f}", value, height, 9)
    for edge in np.arange(len(kinds) - 1) + 0.5:
        axis.axhline(edge, **RULER)
    axis.set(xlim=(0, 1.08), xticks=np.arange(0, 1.1, 0.2), xlabel="share called a dog")
    axis.tick_params(axis="y", pad=9)
    titled_key(figure, "False alarms by kind of picture", len(shares))
    figure.set_label(f"Share of each kind of picture that raises an alarm. {in_words(words)}.")
    return figure
