"""Predict before you run: the learner's guess beside what came out."""

import math
import re
from numbers import Real

from helpers import plots

# A number that is named so is no share: of it, 3 doesn't mean three per cent.
_NO_SHARE = re.compile(r"/|\b(times|cost|loss|weight of)\b")
FARTHEST = 1000  # times the measured number: a guess that is farther off is not drawn


def reveal(guess: object, measured: float, what: str) -> None:
    """Show a guess beside the measured number, or say how to make one where there is none.

    Both are printed, and stand on one line of a figure.

    guess (number or Ellipsis): What the learner expected; `...` where no guess was made.
    measured (float): What came out.
    what (str): What was guessed, such as "accuracy of the model that always says not-dog".
    """
    measured = float(measured)
    print(f"{what}: {measured:.3f}. {_answer(guess, measured, share=not _NO_SHARE.search(what))}")
    said = _as_number(guess)
    if (
        said is not None
        and math.isfinite(measured)
        and abs(said) <= FARTHEST * max(1, abs(measured))
    ):
        plots.show(plots.guess_and_truth(said, measured, what))


def _answer(guess: object, measured: float, *, share: bool) -> str:
    """Say how far a guess is away, or how to make one; `share` if a share may be measured."""
    if guess is ...:
        return "You made no guess: put a number in place of `...` next time."
    said = _as_number(guess)
    if said is None:
        kind = type(guess).__name__
        return f"Your guess is not a number (its type is {kind}): write one such as 0.5."
    answer = f"You said {said:.3f}, which is {abs(said - measured):.3f} away."
    if share and 0 <= measured <= 1 < said <= 100:
        answer += f" If you meant {said:g} per cent, write {said / 100:g}."
    return answer


def _as_number(guess: object) -> float | None:
    if not isinstance(guess, Real) or isinstance(guess, bool):
        return None
    try:
        number = float(guess)
    except (OverflowError, ValueError):
        return None
    return number if math.isfinite(number) else None
