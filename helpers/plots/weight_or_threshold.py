"""Weight, threshold and shift compared: what they do to logits, and where they lead."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator
from numpy.lib.stride_tricks import sliding_window_view

from helpers.plots.answers import pr_curve
from helpers.plots.look.colours import ACCENT, COMMON, INK, NEUTRAL, PAPER, RARE
from helpers.plots.panels import from_zero_to_one, panels, rows_from_the_top, titled_key, write_near
from helpers.plots.style import BEHIND, GUIDE, LOOKS, RULER, SMALL, TEXT, in_course_style, in_words

SHOWN = 1500  # rows that are drawn of a panel of logits
# Told apart without colours too: dogs are larger, and have an edge.
CLASSES: dict[str, dict[str, Any]] = {
    "not dog": {"color": COMMON, "marker": "o", "s": 9, "alpha": 0.5, "lw": 0},
    "dog": {"color": RARE, "marker": "D", "s": 15, "ec": INK, "lw": 0.7},
}
# Marker, size, and how far above it the number stands: two marks in one place are both seen.
THRESHOLD_MARKS = (("o", 15, 11), ("D", 8, -18))
_DIFFERENCE: dict[str, Any] = {"lw": 2.5, "ms": 9, "mec": PAPER}
# A difference that is surely one, and one whose interval holds 0.
WITHOUT_ZERO: dict[str, Any] = {**_DIFFERENCE, "color": RARE, "marker": "D", "ls": "-"}
WITH_ZERO: dict[str, Any] = {**_DIFFERENCE, "color": COMMON, "marker": "o", "ls": "--"}
WAY_MARKERS = "oDs^vP*X"
WAY_COLOURS = (NEUTRAL, RARE, ACCENT, COMMON)


@in_course_style
def logits_apart(y: np.ndarray, pairs: Mapping[str, Sequence[np.ndarray]], shift: float) -> Figure:
    """Draw the logits of weighted models against those of plain ones, a panel for each pair.

    y (int array (n,)): True classes, 0 or 1; the first 1,500 rows are drawn.
    pairs (mapping of str to pair of float array (n,)): For each panel, probabilities of the plain
        model and of the weighted one.
    shift (float): What the weight should add to every logit. Two pale lines show from where the
        plain model, at its moved threshold, and the weighted one, at 0.5, say 1.
    """
    from scipy.special import logit  # here, for it takes a while

    figure, axes = panels(len(pairs), 4.1, sharex=True, sharey=True)
    logits = {
        name: [logit(np.clip(np.asarray(p, dtype=float), 1e-6, 1 - 1e-6)) for p in pair]
        for name, pair in pairs.items()
    }
    low, high = np.quantile(np.concatenate([x for x, _ in logits.values()]), (0.002, 0.9995))
    top = max(high + shift, *(np.quantile(moved, 0.9995) for _, moved in logits.values()))
    words = {}
    for axis, (name, (x, moved)) in zip(axes, logits.items(), strict=True):
        axis.set(xlim=(low, high), ylim=(low, top), xlabel="logit of the plain model")
        axis.xaxis.set_major_locator(MaxNLocator(3, integer=True))  # none meets its neighbour's
        axis.set_title(name, fontsize=TEXT)
        words[name] = _logit_panel(axis, y, x, moved, shift)
    axes[0].set_ylabel("logit of the weighted model")
    legend = figure.legend(
        *axes[0].get_legend_handles_labels(), loc="outside lower left", ncols=2, markerscale=2.2
    )
    for handle in legend.legend_handles:
        if handle is not None:
            handle.set_alpha(1)
    figure.set_label(
        "Logits of a weighted model against those of a plain one; the weight should add "
        f"{shift:.2f}. {in_words(words)}."
    )
    return figure


def _logit_panel(
    axis: Axes, y: np.ndarray, x: np.ndarray, moved: np.ndarray, shift: float
) -> dict[str, float]:
    """Draw the logits of one pair between the two lines to expect; return how far they moved."""
    for c, (name, look) in enumerate(CLASSES.items()):
        rows = np.flatnonzero(y[:SHOWN] == c)
        axis.scatter(x[rows], moved[rows], label=name, **look)
    axis.axvline(-shift, **RULER)
    axis.axhline(0, **RULER)
    ends = np.array(axis.get_xlim())
    axis.plot(ends, ends + shift, color=INK, lw=1.4, label=f"plain + {shift:.2f}")
    axis.plot(ends, ends, label="no change", **{**GUIDE, "lw": 1.4})
    mean, spread = float(np.mean(moved - x)), float(np.std(moved - x))
    alike = float(np.mean((x >= -shift) == (moved >= 0)))
    axis.text(
        0.97, 0.03, f"moved by {mean:.2f} ± {spread:.2f}\n{alike:.1%} decided alike",
        transform=axis.transAxes, ha="right", fontsize=SMALL, bbox={**BEHIND, "alpha": 0.85},
    )  # fmt: skip
    return {"mean shift": mean, "its spread": spread, "decided alike": alike}


@in_course_style
def threshold_costs(
    y: np.ndarray, scores: Mapping[str, np.ndarray], c_fp: float, c_fn: float,
    thresholds: Mapping[str, Mapping[str, float]],
) -> Figure:  # fmt: skip
    """Draw what each threshold costs a picture, a line for each model, with some thresholds marked.

    y (int array (n,)): True classes, 0 or 1.
    scores (mapping of str to float array (n,)): For each model, up to three, scores
        from 0 to 1.
    c_fp, c_fn (float): Prices of a false alarm and of a miss.
    thresholds (mapping of str to mapping of str to float): For each model, the thresholds to mark;
        the same names for all, up to two.
    """
    figure, [axis] = panels(1, 4.2)
    places, top = np.linspace(0, 1, 401), 1.12 * max(c_fp * np.mean(y == 0), c_fn * np.mean(y))
    lines = {name: _costs(y, score, c_fp, c_fn, places) for name, score in scores.items()}
    words: dict[str, dict[str, float]] = {}
    for (name, score), look in zip(scores.items(), LOOKS[1:], strict=False):
        axis.plot(places, lines[name], lw=2, **{**look, "marker": ""})
        marked = np.array([*thresholds[name].values()])
        costs = _costs(y, score, c_fp, c_fn, marked)
        for t, cost, (shape, size, up) in zip(marked, costs, THRESHOLD_MARKS, strict=False):
            axis.plot(t, cost, ls="", ms=size, marker=shape, mec=INK, mfc=PAPER, zorder=3)
            write_near(axis, f"{cost:.2f}", t, cost, up=up)
        words[name] = dict(zip(thresholds[name], costs.tolist(), strict=True))
    names = next(iter(thresholds.values()))
    for name, (shape, size, _) in zip(names, THRESHOLD_MARKS, strict=False):
        axis.plot([], [], ls="", ms=size, marker=shape, mfc=PAPER, mec=INK, label=name)
    _name_lines(axis, places, lines, [t for marks in thresholds.values() for t in marks.values()])
    axis.set(xlim=(-0.01, 1.01), ylim=(0, top), xlabel="threshold", ylabel="cost of a picture")
    titled_key(figure, "What each threshold costs", len(names))
    figure.set_label(f"What each threshold costs a picture. Costs where marked: {in_words(words)}.")
    return figure


def _name_lines(
    axis: Axes, places: np.ndarray, lines: Mapping[str, np.ndarray], taken: Sequence[float]
) -> None:
    """Write each line's name where it is level, the others far, and no place nearby taken.

    That is the first place with nearly as much room as any has: on a phone it is seen at once.
    """
    around = len(places) // 16  # as far as half a name reaches
    near = np.abs(places[:, np.newaxis] - [0, 1, *taken]).min(axis=1) < 0.08
    for name, line in lines.items():
        others = np.array([other for key, other in lines.items() if key != name] or [0 * line])
        along = sliding_window_view(np.pad(line, around, mode="edge"), 2 * around + 1)
        free = np.abs(others - line).min(axis=0) - 2 * np.ptp(along, axis=1)
        room = np.where(near, -np.inf, free)
        at = int(np.argmax(room >= room.max() - 0.25 * abs(room.max())))
        above = line[at] >= others[:, at].mean()
        look: dict[str, Any] = {"fontsize": TEXT, "fontweight": "bold"}
        write_near(axis, name, places[at], line[at], up=9 if above else -19, **look)


def _costs(
    y: np.ndarray, scores: np.ndarray, c_fp: float, c_fn: float, thresholds: np.ndarray
) -> np.ndarray:
    """Return the cost of a row at each threshold: float array like thresholds."""
    zeros, ones = np.sort(scores[y == 0]), np.sort(scores[y == 1])
    alarms = len(zeros) - np.searchsorted(zeros, thresholds)
    return (c_fp * alarms + c_fn * np.searchsorted(ones, thresholds)) / len(y)


@in_course_style
def on_one_curve(y: np.ndarray, probabilities: Mapping[str, np.ndarray]) -> Figure:
    """Draw where ways of favouring the rare class lead at threshold 0.5, on the first one's curve.

    y (int array (n,)): True classes, 0 or 1.
    probabilities (mapping of str to float array (n,)): For each way, up to eight, its
        probabilities; the first one's precision-recall curve is drawn as a line.
    """
    # The key stands below and the figure is narrow: on a phone all of it is seen at once.
    figure, [axis] = panels(1, 3.7 + 0.32 * len(probabilities), 4.7)
    first = next(iter(probabilities))
    line = {"color": NEUTRAL, "lw": 1.5, "zorder": 1, "label": f"{first}, every threshold"}
    pr_curve(axis, y, probabilities[first], **line)
    words: dict[str, dict[str, float]] = {}
    for number, (name, p) in enumerate(probabilities.items()):
        alarm = p >= 0.5
        recall = float(np.mean(alarm[y == 1]))
        precision = float(np.mean(y[alarm])) if alarm.any() else 0.0
        brier = float(np.mean((p - y) ** 2))
        words[name] = {"recall": recall, "precision": precision, "Brier score": brier}
        # Hollow, and each smaller than the one before, so that none hides another.
        axis.plot(
            recall, precision, ls="", marker=WAY_MARKERS[number], ms=20 - 2 * number, mew=1.8,
            mfc="none", mec=WAY_COLOURS[number % 4], zorder=3,
            label=f"{name}: {recall:.2f} / {precision:.2f}, Brier {brier:.3f}",
        )  # fmt: skip
    title = "Where each way ends at threshold 0.5"
    from_zero_to_one(axis, title, "recall", "precision", square=False)
    axis.set_ylim(0, 1.02)
    figure.legend(
        loc="outside lower left", title="recall / precision", alignment="left", labelspacing=0.95
    )
    figure.set_label(
        f"The precision-recall curve of '{first}', and where each way ends at threshold 0.5. "
        f"{in_words(words)}."
    )
    return figure


@in_course_style
def gains(rows: Mapping[str, tuple[float, float, float]], what: str) -> Figure:
    """Draw differences with 95 per cent intervals, one below the other, beside a line at 0.

    rows (mapping of str to tuple of float): For each difference the low end of its 95 per cent
        interval, itself, and the high end.
    what (str): What is drawn, for the title.
    """
    figure, [axis] = panels(1, 0.42 * len(rows) + 1.6)
    rows_from_the_top(axis, rows)
    axis.axvline(0, **GUIDE)
    words, clear = {}, 0
    for place, (name, (low, middle, high)) in enumerate(rows.items()):
        sure = low > 0 or high < 0
        look = WITHOUT_ZERO if sure else WITH_ZERO
        axis.plot([low, high], [place, place], **{**look, "marker": ""})
        axis.plot(middle, place, **{**look, "ls": ""})
        text = f"{middle:+.3f}  [{low:+.3f}, {high:+.3f}]".replace("-", "−")  # as on the axis
        beside = axis.get_yaxis_transform()
        axis.text(1.01, place, text, transform=beside, va="center", fontsize=SMALL)
        words[name] = {"from": low, "middle": middle, "to": high}
        clear += sure
    ends = [0.0, *(end for row in rows.values() for end in row)]
    margin = 0.08 * (max(ends) - min(ends))
    axis.set(xlim=(min(ends) - margin, max(ends) + margin))
    write_near(axis, "no difference", 0, -0.5, up=3, color=NEUTRAL)
    title = f"{what[0].upper()}{what[1:]}"
    handles = [
        Line2D([], [], label=f"95 per cent interval, {where}", **look)
        for where, look in (("without 0", WITHOUT_ZERO), ("with 0 in it", WITH_ZERO))
    ]
    titled_key(figure, title, 1, handles)
    figure.set_label(
        f"{title}, with 95 per cent intervals. {clear} of {len(rows)} do not hold 0. "
        f"{in_words(words)}."
    )
    return figure
