"""Answers of which many are right: those that cost little enough."""

from typing import Any

import numpy as np

from helpers.checks.compare import Problem, bounds_problem, form_problem
from helpers.checks.exercise import Case


def find_costly(case: Case, expected: Any, got: Any) -> tuple[Problem | None, float]:
    """Return what is wrong with answers to a case that has prices, and what they cost.

    expected (int array (n,)): Answers of the right form.
    got: plain data.
    """
    assert case.prices is not None
    problem = form_problem(expected, got)
    problem = problem or bounds_problem(got, (0, case.prices.shape[1] - 1))
    if problem is not None:
        return problem, float("nan")
    cost = float(np.sum(case.prices[np.arange(len(case.prices)), got]))
    if cost <= case.at_most + 1e-9 * max(1.0, abs(case.at_most)):
        return None, cost
    return Problem(f"These answers cost {cost:g}, more than {case.at_most:g}.", sane=True), cost
