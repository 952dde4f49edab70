from collections.abc import Callable, Iterator

import numpy as np

from helpers.checks.exercise import Case


def cost_of(y: np.ndarray, predicted: np.ndarray, c_fp: float, c_fn: float) -> float:
    return float(
        c_fp * np.sum((y == 0) & (predicted == 1)) + c_fn * np.sum((y == 1) & (predicted == 0))
    )


def priced_case(
    y_val: np.ndarray,
    p_val: np.ndarray,
    y_test: np.ndarray,
    p_test: np.ndarray,
    c_fp: float,
    c_fn: float,
) -> Case:
    """Return a case in which at least 0.9 of what can be saved on test must be saved."""
    prices = np.column_stack([c_fn * (y_test == 1), c_fp * (y_test == 0)]).astype(float)
    thresholds = np.append(np.unique(p_test), np.inf)
    nothing = float(prices.sum(axis=0).min())
    best = min(cost_of(y_test, p_test >= t, c_fp, c_fn) for t in thresholds)
    at_most = nothing - 0.9 * (nothing - best)
    return Case((y_val, p_val, p_test, c_fp, c_fn), prices=prices, at_most=at_most + 1e-9)


def small_decisions() -> Iterator[Case]:
    """Yield cases of a few rows, the same with every seed."""
    yield priced_case(
        y_val=np.array([0, 0, 0, 1, 0, 1, 0, 1]),
        p_val=np.array([0.1, 0.2, 0.3, 0.35, 0.4, 0.6, 0.7, 0.9]),
        y_test=np.array([0, 1, 0, 1, 0, 1]),
        p_test=np.array([0.05, 0.36, 0.15, 0.65, 0.5, 0.95]),
        c_fp=1,
        c_fn=5,
    )
    # Alarms so dear that nobody should be called. No test row lies above all validation rows, so
    # that a threshold a little above these will do.
    yield priced_case(
        y_val=np.array([0, 0, 0, 0, 1, 1, 1, 0]),
        p_val=np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.55, 0.6, 0.7]),
        y_test=np.array([0, 1, 1, 0]),
        p_test=np.array([0.25, 0.55, 0.65, 0.7]),
        c_fp=10,
        c_fn=1,
    )
    # Scores of one digit: a test row stands exactly on the best threshold.
    yield priced_case(
        y_val=np.array([0, 0, 1, 0, 1, 1]),
        p_val=np.array([0.1, 0.2, 0.3, 0.4, 0.6, 0.8]),
        y_test=np.array([1, 0, 0, 1, 0]),
        p_test=np.array([0.3, 0.1, 0.4, 0.8, 0.2]),
        c_fp=1,
        c_fn=5,
    )
    # Few different scores, all low, so that many rows stand exactly on the threshold.
    levels = np.array([0.02, 0.04, 0.06, 0.08])
    p = np.concatenate([np.repeat(levels, [4, 4, 1, 0]), np.repeat(levels, [0, 1, 2, 2])])
    y = np.repeat([0, 1], [9, 5])
    yield priced_case(y_val=y, p_val=p, y_test=y, p_test=p, c_fp=1, c_fn=3)


def drawn_decision(
    rng: np.random.Generator, rows: tuple[int, int], shift: float, prices: tuple[float, float]
) -> Case:
    """Return a case with so many zeros and ones in validation, and a few zeros fewer in test.

    The scores are the true log-odds of two normal classes, moved by `shift`: calibrated at 0 only.
    The test rows are those of validation, moved by a trifle and never to the wrong side: whoever
    chooses well on the one does well on the other, with every seed.
    """
    apart, y = 1.7, np.repeat([0, 1], rows)
    evidence = rng.normal(size=len(y)) + apart * y
    log_odds = apart * evidence - apart**2 / 2 + np.log(rows[1] / rows[0]) + shift
    moved = log_odds + rng.uniform(0, 0.002, size=len(y)) * np.where(y == 1, 1, -1)
    p_val, p_test = (np.round(1 / (1 + np.exp(-x)), 8) for x in (log_odds, moved))
    val, test = rng.permutation(len(y)), rng.permutation(np.argsort(p_test)[5:])
    return priced_case(y[val], p_val[val], y[test], p_test[test], *prices)


def by_cheapest(
    thresholds: np.ndarray,
    y_val: np.ndarray,
    p_val: np.ndarray,
    p_test: np.ndarray,
    c_fp: float,
    c_fn: float,
) -> np.ndarray:
    """Decide by the first of the thresholds that cost least on the validation rows."""
    called = p_val >= np.reshape(thresholds, (-1, 1))  # all at once, for there may be many
    costs = c_fp * (called & (y_val == 0)).sum(axis=1) + c_fn * (~called & (y_val == 1)).sum(axis=1)
    return (p_test >= thresholds[int(np.argmin(costs))]).astype(int)


def with_best(
    goodness: Callable[..., float], y_val: np.ndarray, p_val: np.ndarray, p_test: np.ndarray
) -> np.ndarray:
    """Decide by the threshold with the largest goodness(y_val, predicted), prices ignored."""
    values = np.append(np.unique(p_val), np.inf)
    best = values[np.argmax([goodness(y_val, (p_val >= t).astype(int)) for t in values])]
    return (p_test >= best).astype(int)
