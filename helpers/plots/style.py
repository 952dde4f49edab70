"""The look that all figures share, and how a figure gets into the notebook with its text."""

import base64
import html
import io
from collections.abc import Mapping
from typing import Any

import matplotlib.pyplot as plt
from IPython.display import display
from matplotlib.figure import Figure

# Okabe and Ito (2008), "Color universal design": distinct under all common colour blindness.
# Colour is never the only cue: lines differ in marker or dash, bars in hatch, points in shape.
COMMON = "#0072B2"
RARE = "#D55E00"
NEUTRAL = "#666666"
ACCENT = "#009E73"
PALE = "#949494"  # bars in the background: three times as dark as the paper, as WCAG 2.2 asks
WIDTH = 8.5  # inches: the page of a notebook

# Every function that draws is called in this style: frames, titles and legends are set here alone,
# and a figure looks the same whatever else a notebook has set.
in_course_style = plt.style.context([
    "default",
    {
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.titlelocation": "left",
        "axes.titlesize": 12,
        "axes.titleweight": "bold",
        "figure.constrained_layout.use": True,
        "grid.color": "#e4e4e4",
        "legend.frameon": False,
        "savefig.bbox": "tight",
        "savefig.dpi": 110,
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
    {"color": COMMON, "hatch": "", "edgecolor": "white"},
    {"color": RARE, "hatch": "///", "edgecolor": "white"},
    {"color": ACCENT, "hatch": "..", "edgecolor": "white"},
)
GUIDE: dict[str, Any] = {"color": NEUTRAL, "linestyle": ":", "lw": 1.5}  # what to compare with
RULER: dict[str, Any] = {"color": "#dddddd", "lw": 1, "zorder": 0}  # between groups, or under them
PAPER: dict[str, Any] = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}  # behind a text


@in_course_style
def show(figure: Figure, alt: str = "") -> None:
    """Show a figure with a text for those who can't see it, then close it.

    figure: matplotlib.figure.Figure.
    alt (str): One to three sentences: what is drawn, and what it shows, with the numbers. May be
        left out where the function that drew the figure has written one: it is the figure's label.
    Raises ValueError: If there is no text at all.
    """
    alt = alt or str(figure.get_label())
    if not alt:
        raise ValueError("this figure has no text: give `alt`, a sentence or two on what it shows.")
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", facecolor="white")
    plt.close(figure)
    picture = base64.b64encode(buffer.getvalue()).decode("ascii")
    image = (
        f'<img src="data:image/png;base64,{picture}" alt="{html.escape(alt)}" '
        'style="max-width: 100%; height: auto">'
    )
    display({"text/html": image, "text/plain": f"[figure] {alt}"}, raw=True)


def in_words(table: Mapping[str, Mapping[str, float]]) -> str:
    """Say a table of numbers in words, for the text of a figure: 'plain: recall 0.10, ...'."""
    rows = []
    for name, values in table.items():
        shown = [
            f"{key} {value:,}" if isinstance(value, int) else f"{key} {value:.2f}"
            for key, value in values.items()
        ]
        rows.append(f"{name}: {', '.join(shown)}")
    return "; ".join(rows)
