"""Figures of the lessons: readable without colour, each with a text that says what it shows.

Each function draws one figure and returns it, with its text as the figure's label; `show` puts both
into the notebook. They are imported when the first one is asked for: a lesson's first cell need not
wait for Matplotlib.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers.plots.figures import *  # noqa: F403


def __getattr__(name: str) -> Any:
    """Import the figures when one of them is asked for."""
    if not name.startswith("_"):
        import helpers.plots.figures as figures  # `from` would ask this function for it

        if name in figures.__all__:
            return getattr(figures, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the figures, so that a notebook completes their names."""
    import helpers.plots.figures as figures

    return list(figures.__all__)
