"""What the environment asks of a run: its seed, its size, and whether somebody is watching."""

import os
import sys


def course_seed() -> int:
    """Return the seed of this run: `COURSE_SEED`, or 0.

    Raises ValueError: If `COURSE_SEED` is not a whole number from 0 to 2**32 - 1, the seeds that
        Keras takes.
    """
    text = os.environ.get("COURSE_SEED", "0")
    if not text.isdecimal() or int(text) >= 2**32:
        raise ValueError(
            f"COURSE_SEED is {text!r}, but a seed is a whole number such as 0 or 7, below 2**32: "
            "set it to one, or unset it."
        )
    return int(text)


def quick_run() -> bool:
    """Tell whether models are to be trained on a small share of the data.

    True where `COURSE_QUICK=1`, and while nbgrader executes a notebook: no mark depends on a
    trained model, so nothing is gained by training one in full.
    """
    return os.environ.get("COURSE_QUICK") == "1" or "NBGRADER_EXECUTION" in os.environ


def in_notebook() -> bool:
    """Tell whether this code runs in a Jupyter kernel."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell is not None and hasattr(shell, "kernel")


def somebody_watches() -> bool:
    """Tell whether progress is worth showing: the output is a notebook or a terminal."""
    return in_notebook() or sys.stderr.isatty()
