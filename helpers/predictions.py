"""Predict before you run: the learner's guess beside what came out."""

import math
from numbers import Real


def reveal(guess: object, measured: float, what: str) -> None:
    """Print a guess beside the measured number, or how to make a guess where there is none.

    guess (number or Ellipsis): What the learner expected; `...` where no guess was made.
    measured (float): What came out.
    what (str): What was guessed, such as "accuracy of the model that always says not-dog".
    """
    print(f"{what}: {measured:.3f}. {_answer(guess, float(measured))}")


def _answer(guess: object, measured: float) -> str:
    if guess is ...:
        return "You made no guess: put a number in place of `...` next time."
    said = _as_number(guess)
    if said is None:
        kind = type(guess).__name__
        return f"Your guess is not a number (its type is {kind}): write one such as 0.5."
    answer = f"You said {said:.3f}, which is {abs(said - measured):.3f} away."
    if 0 <= measured <= 1 < said <= 100:
        answer += f" This is a share, from 0 to 1: write {said:g} per cent as {said / 100:g}."
    return answer


def _as_number(guess: object) -> float | None:
    if not isinstance(guess, Real) or isinstance(guess, bool):
        return None
    try:
        number = float(guess)
    except (OverflowError, ValueError):
        return None
    return number if math.isfinite(number) else None
