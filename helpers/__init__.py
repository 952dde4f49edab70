"""What the notebooks of the course import. There are no answers in here."""

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers.checks import check
    from helpers.claims import claim

__all__ = ["__version__", "check", "claim"]

# The course's version: the change log says what changed in it.
__version__ = "0.2.0"

# Before TensorFlow is imported anywhere: its start-up messages would fill a learner's first cell.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def __getattr__(name: str) -> Any:
    """Import `check` and `claim` when they are asked for.

    `course doctor` has to answer where a package that they need is missing.
    """
    if name == "check":
        from helpers.checks import check

        return check
    if name == "claim":
        from helpers.claims import claim

        return claim
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
