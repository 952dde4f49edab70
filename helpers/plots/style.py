"""The look that all figures share, and how a figure gets into the notebook with its text."""

from collections.abc import Mapping
from typing import Any

import matplotlib.pyplot as plt
from IPython.display import display
from matplotlib.figure import Figure

from helpers.plots.look.colours import ACCENT, COMMON, FAINT, INK, NEUTRAL, PAPER, RARE
from helpers.plots.look.page import framed, svg_of

WIDTH = 8.5  # inches: the page of a notebook
# The sizes of all texts, in points.
SMALL, TEXT, HEADING, NUMBER = 9, 10, 12, 17

# Every function that draws is called in this style: frames, titles and legends are set here alone,
# and a figure looks the same whatever else a notebook has set.
in_course_style = plt.style.context([
    "default",
    {
        "axes.edgecolor": NEUTRAL,
        "axes.facecolor": "none",
        "axes.labelcolor": INK,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.titlecolor": INK,
        "axes.titlelocation": "left",
        "axes.titlesize": HEADING,
        "axes.titleweight": "bold",
        "figure.constrained_layout.use": True,
        "font.size": TEXT,
        "grid.color": FAINT,
        "legend.frameon": False,
        "legend.labelcolor": INK,
        "savefig.bbox": "tight",
        "savefig.dpi": 220,  # of what is a picture in the SVG: sharp where a point has four pixels
        "text.color": INK,
        "xtick.color": NEUTRAL,
        "xtick.labelcolor": INK,
        "ytick.color": NEUTRAL,
        "ytick.labelcolor": INK,
    },
])  # fmt: skip

# One look for each model of a figure, in the order in which they are given.
LOOKS: tuple[dict[str, Any], ...] = (
    {"color": NEUTRAL, "marker": "s", "linestyle": ":"},
    {"color": COMMON, "marker": "o", "linestyle": "--"},
    {"color": RARE, "marker": "D", "linestyle": "-"},
    {"color": ACCENT, "marker": "^", "linestyle": "-."},
)
# One mark for each model: its look without the line.
MARKS = tuple({**look, "linestyle": ""} for look in LOOKS)
# One look for each class where bars stand for classes.
SHARES: tuple[dict[str, Any], ...] = (
    {"color": COMMON, "hatch": "", "edgecolor": PAPER},
    {"color": RARE, "hatch": "///", "edgecolor": PAPER},
    {"color": ACCENT, "hatch": "..", "edgecolor": PAPER},
)
GUIDE: dict[str, Any] = {"color": NEUTRAL, "linestyle": ":", "lw": 1.5}  # what to compare with
RULER: dict[str, Any] = {"color": FAINT, "lw": 1, "zorder": 0}  # between groups, or under them
BEHIND: dict[str, Any] = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.8}  # a text


@in_course_style
def show(figure: Figure, alt: str = "") -> None:
    """Show a figure with a text for those who can't see it, then close it.

    alt (str): One to three sentences: what is drawn, and what it shows, with the numbers. May be
        left out where the function that drew the figure has written one: it is the figure's label.
    Raises ValueError: If there is no text at all.
    """
    alt = alt or str(figure.get_label())
    if not alt:
        raise ValueError("this figure has no text: give `alt`, a sentence or two on what it shows.")
    page = framed(svg_of(figure), alt)
    plt.close(figure)
    display({"text/html": page, "text/plain": f"[figure] {alt}"}, raw=True)


def in_words(table: Mapping[str, Mapping[str, float]]) -> str:
    """Say a table of numbers in words, for the text of a figure: 'plain: recall 0.10, ...'."""
    rows = []
    for name, values in table.items():
        shown = [
            f"{key} {value:,}" if isinstance(value, int) else f"{key} {value:z.2f}"  # never -0.00
            for key, value in values.items()
        ]
        rows.append(f"{name}: {', '.join(shown)}")
    return "; ".join(rows)
