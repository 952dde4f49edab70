"""Claims: statements of a lesson that are checked on the reader's machine as the cell runs."""

import html

import numpy as np
from IPython.display import display

from helpers.settings import quick_run

CLAIM_TYPE = "application/vnd.course.claim+json"


class ClaimError(AssertionError):
    """A claim of the lesson does not hold on this machine."""

    def _render_traceback_(self) -> list[str]:
        return [f"ClaimError: {self}"]


def claim(text: str, condition: object) -> None:
    """Say that a statement holds on this machine, or stop if it doesn't.

    `course run` counts the claims of a lesson. In a quick run a claim that fails is shown and
    does not stop, for the models have seen a small share of the data only.

    text (str): The statement, in a full sentence.
    condition (bool-like): Whether it holds: a bool, a NumPy bool, or the result of comparing two
        numbers.
    Raises ClaimError: If the condition is false and this is not a quick run, or if it is no
        condition: a list, a text or a function would count as true whatever it says.
    """
    held = _truth(text, condition)
    if held:
        icon, verdict, colour = "✓", "Holds on this machine", "#009E73"
    elif quick_run():
        icon, verdict, colour = "–", "Not so in this quick run on little data", "#666666"
    else:
        icon, verdict, colour = "✗", "Does not hold on this machine", "#D55E00"
    plain = f"{icon} {verdict}: {text}"
    rich = (
        f'<div style="border-left: 4px solid {colour}; padding: 2px 10px; margin: 4px 0">'
        f"<b>{icon} {verdict}:</b> {html.escape(text)}</div>"
    )
    display(
        {"text/plain": plain, "text/html": rich, CLAIM_TYPE: {"text": text, "held": held}}, raw=True
    )
    if not held and not quick_run():
        raise ClaimError(f"this does not hold on this machine: {text}")


def _truth(text: str, condition: object) -> bool:
    if isinstance(condition, bool):
        return condition
    array = np.asarray(condition)
    if array.dtype != bool or array.ndim:
        kind = f"an array of shape {array.shape}" if array.ndim else type(condition).__name__
        raise ClaimError(
            f"this can't be checked: its condition is neither True nor False but {kind}: {text}"
        )
    return bool(array)
