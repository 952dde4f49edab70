"""Saying aloud that the pictures are drawn ones: a banner in a notebook, a line in a terminal."""

import html
import sys

from helpers.settings import in_notebook

TITLE = "These pictures are drawn by the course: they are not CIFAR-10."
WHAT = (
    "The synthetic set has the same ten classes, shapes and counts, and all exercises and claims "
    "are the same on it. Figures that the text quotes may differ from those of your run."
)


def announce(why: str, *, alarm: bool = False) -> None:
    """Say that the synthetic set is used, and why: never silently.

    why (str): The reason, in full sentences.
    alarm (bool): Whether nobody has asked for it, so that a screen reader is to speak up at once.
    """
    plain = f"{TITLE} {why} {WHAT}"
    if not in_notebook():
        print(f"course: {TITLE} {why}", file=sys.stderr)
        return
    from IPython.display import display

    role, icon, colour = ("alert", "⚠", "#D55E00") if alarm else ("note", "i", "#0072B2")
    rich = (
        f'<div role="{role}" style="border: 3px solid {colour}; padding: 6px 12px; margin: 4px 0">'
        f"<b>{icon} {TITLE}</b><br>{html.escape(why)} {WHAT}</div>"
    )
    display({"text/plain": f"{icon} {plain}", "text/html": rich}, raw=True)
