"""A guess beside the truth."""

from matplotlib.figure import Figure

from helpers.plots.before_and_after import AFTER, BEFORE
from helpers.plots.panels import panels, write_near
from helpers.plots.style import RULER, TEXT, in_course_style


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
