"""Where more than one answer is right: cheap enough ones, and rows in any order."""

from typing import Any

import numpy as np

from helpers.checks.compare import Problem, bounds_problem, form_problem


def find_costly(
    expected: Any, got: Any, prices: np.ndarray, at_most: float
) -> tuple[Problem | None, float]:
    """Return what is wrong with answers that are right where they cost little, and their cost.

    expected (int array (n,)): Answers of the right form.
    got: plain data.
    prices (float array (n, k)): What each of the answers 0 to k - 1 costs in each row.
    at_most (float): The largest cost that is right.
    """
    problem = form_problem(expected, got)
    problem = problem or bounds_problem(got, (0, prices.shape[1] - 1))
    if problem is not None:
        return problem, float("nan")
    cost = float(np.sum(prices[np.arange(len(prices)), got]))
    if cost <= at_most + 1e-9 * max(1.0, abs(at_most)):
        return None, cost
    return Problem(f"These answers cost {cost:g}, more than {at_most:g}.", sane=True), cost


def in_row_order(value: Any) -> Any:
    """Return arrays of equal length with their rows sorted, alike in all; others as they are."""
    if not isinstance(value, tuple) or not value:
        return value
    if not all(isinstance(a, np.ndarray) and a.ndim and a.dtype.kind in "biuf" for a in value):
        return value
    if len({len(array) for array in value}) != 1 or not all(array.size for array in value):
        return value
    columns = np.column_stack([array.reshape(len(array), -1) for array in value])
    order = np.lexsort(columns.T[::-1])
    return tuple(array[order] for array in value)
