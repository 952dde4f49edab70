"""What the comparison says of a result."""

from helpers.checks.compare import find_problem
from helpers.checks.plain import to_plain


def sentence(expected, got, tolerance=1e-9, bounds=None) -> str:
    """Return what is said about a result, or an empty text where it is right."""
    problem = find_problem(to_plain(expected), to_plain(got), tolerance, bounds)
    return problem.sentence if problem else ""


def is_form(expected, got) -> bool:
    """Tell whether a result is refused for its form, not for its value."""
    problem = find_problem(to_plain(expected), to_plain(got), 1e-9)
    assert problem is not None
    return not problem.sane
