"""How far a run is, and how long it will take: a bar, or a line a minute where nobody watches."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from helpers.settings import somebody_watches

SECONDS_BETWEEN_LINES = 60.0
_BAR = "{percentage:3.0f} %|{bar}| {n_fmt} of {total_fmt} notebooks, {desc}"


class Progress:
    """Counts what is done of a run.

    total (int): Notebooks to mark.
    expected (float or None): Seconds for each, from an earlier run; None where that isn't known.
    """

    def __init__(self, total: int, expected: float | None = None) -> None:
        self.total, self.expected = total, expected
        self.done = 0
        self.started = time.monotonic()

    def left(self) -> str:
        """Return in words how long the rest will take."""
        spent = time.monotonic() - self.started
        rest = self.total - self.done
        if self.done:
            return f"{_in_words(spent / self.done * rest)} left"
        if self.expected is not None:
            return f"{_in_words(max(self.expected * rest - spent, self.expected))} left"
        return "the first are being marked"

    def line(self) -> str:
        """Return a line for a log."""
        return f"{self.done} of {self.total} notebooks, {self.left()}"


@contextmanager
def shown(progress: Progress) -> Iterator[None]:
    """Show how far a run is, on standard error, while the block works."""
    over = threading.Event()
    watched = somebody_watches()
    bar = tqdm(total=progress.total, bar_format=_BAR, disable=not watched, leave=False)

    def show() -> None:
        while not over.wait(1.0 if watched else SECONDS_BETWEEN_LINES):
            if watched:
                bar.n = progress.done
                bar.set_description_str(progress.left())
            else:
                print(progress.line(), file=sys.stderr, flush=True)

    bar.set_description_str(progress.left())
    shower = threading.Thread(target=show, daemon=True)
    shower.start()
    try:
        yield
    finally:
        over.set()
        shower.join()
        bar.close()


def _in_words(seconds: float) -> str:
    if seconds < 90:
        return f"about {max(1, round(seconds))} s"
    if seconds < 5400:
        return f"about {round(seconds / 60)} min"
    return f"about {seconds / 3600:.1f} hours"
