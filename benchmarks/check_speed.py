"""How long checks take: ``python -m benchmarks.check_speed`` prints the slowest of each lesson.

Each reference, alternative and mistake is checked from compiled data, as on a learner's machine,
card included. The processor's time counts, and the best of three tries: what is measured is the
check, not what else the machine does.
"""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from course.exercise import Exercise
from helpers.checks.attempt import try_function
from helpers.checks.bank import CHECKS_FILE, Bank, bank_from_data, bank_from_source
from helpers.checks.card import card

TRIES = 3


def functions(exercise: Exercise) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield every function that an exercise knows, right and wrong, with a name for it."""
    yield "the reference", exercise.reference
    for number, alternative in enumerate(exercise.alternatives, start=1):
        yield f"alternative {number}", alternative
    for mistake in exercise.mistakes:
        yield f"mistake {mistake.name}", mistake.function


def seconds_of_check(bank: Bank, name: str, function: Callable[..., Any]) -> float:
    """Return the seconds of the processor that one check takes, its card included."""
    started = time.process_time()
    card(name, try_function(bank.exercise(name), function))
    return time.process_time() - started


def slowest(source: Bank, compiled: Bank) -> tuple[float, str]:
    """Return the seconds of the slowest check of a lesson, and what was checked."""
    return max(
        (min(seconds_of_check(compiled, name, function) for _ in range(TRIES)), f"{name}, {label}")
        for name, exercise in source.sources.items()
        for label, function in functions(exercise)
    )


def main() -> int:
    """Print a line for each lesson; return 1 if a check took more than 50 ms."""
    worst = 0.0
    course = Path(__file__).resolve().parents[1]
    for folder in sorted(course.glob("solutions/*/exercises")):
        source = bank_from_source(folder)
        compiled = bank_from_data(course / "notebooks" / source.lesson / CHECKS_FILE)
        seconds, what = slowest(source, compiled)
        print(f"{source.lesson:28} {seconds * 1000:6.1f} ms  {what}")
        worst = max(worst, seconds)
    return int(worst > 0.05)


if __name__ == "__main__":
    sys.exit(main())
