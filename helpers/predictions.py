"""Predict before you run: the learner's guess beside what came out."""

import math
from numbers import Real


def reveal(guess: object, measured: float, what: str) -> None:
    """Print a guess beside the measured number, or how to make a guess where there is none.

    Parameters
    ----------
    guess : number or Ellipsis
        What the learner expected; `...` where no guess was made.
    measured : float
        What came out.
    what : str
        What was guessed, such as "accuracy of the model that always says not-dog".
    """
    if guess is ...:
        print(
            f"{what}: {measured:.3f}. You made no guess: put a number in place of `...` next time."
        )
    elif not isinstance(guess, Real) or isinstance(guess, bool) or not math.isfinite(guess):
        print(
            f"{what}: {measured:.3f}. Your guess {guess!r} is not a number: write one such as 0.5."
        )
    else:
        difference = abs(float(guess) - measured)
        print(
            f"{what}: {measured:.3f}. You said {float(guess):.3f}, which is {difference:.3f} away."
        )
