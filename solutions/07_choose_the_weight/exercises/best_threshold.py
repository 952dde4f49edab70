import numpy as np

from course.exercise import exercise

from ._scored_rows import scored_rows


@exercise(
    points=2,
    hints=(
        "Try each value of p_val as a threshold, from the smallest up: what do its false alarms "
        "and its misses cost together? Keep the cheapest.",
        "`np.unique(p_val)` is sorted. For each t of it count two things: rows with p >= t and y "
        "0, rows with p < t and y 1. `np.argmin` takes the first of equals.",
    ),
)
def best_threshold(y_val: np.ndarray, p_val: np.ndarray, c_fp: float, c_fn: float) -> float:
    """Return the value of p_val that costs least as a threshold, the smallest of equals.

    y_val: int array (n,), 0 or 1; p_val: float array (n,), scores of any size.
    c_fp, c_fn: prices of a false alarm and of a miss. Say 1 where p >= threshold.
    """
    thresholds = np.unique(p_val)
    costs = []
    for t in thresholds:
        alarms, misses = (p_val >= t) & (y_val == 0), (p_val < t) & (y_val == 1)
        costs.append(c_fp * np.sum(alarms) + c_fn * np.sum(misses))
    return float(thresholds[np.argmin(costs)])


@best_threshold.cases
def cases(rng):
    # Prices of 1 and 2, and 2 and 2: two thresholds cost the same.
    yield (np.array([0, 0, 1, 0, 1]), np.array([0.1, 0.2, 0.3, 0.6, 0.8]), 1, 9)
    yield (np.array([1, 0, 0, 1]), np.array([0.2, 0.35, 0.4, 0.7]), 1, 2)
    yield (np.array([0, 1, 0, 0, 1, 1]), np.array([0.05, 0.3, 0.4, 0.5, 0.6, 0.9]), 1, 2)
    yield (np.array([0, 0, 1, 1, 0]), np.array([-1.5, 0.2, 0.2, 2.4, 3.1]), 3, 4.0)
    for size, positives in ((12, 3), (16, 5)):
        y, p = scored_rows(rng, size, positives)
        yield (y, p, 1, round(rng.uniform(4, 12), 1))
        yield (y, p, round(rng.uniform(5, 9), 1), 2.0)


@best_threshold.alternatives
class Alternatives:
    def by_sorting(y_val, p_val, c_fp, c_fn):
        thresholds = np.unique(p_val)
        zeros, ones = np.sort(p_val[y_val == 0]), np.sort(p_val[y_val == 1])
        alarms = len(zeros) - np.searchsorted(zeros, thresholds, side="left")
        misses = np.searchsorted(ones, thresholds, side="left")
        return float(thresholds[np.argmin(c_fp * alarms + c_fn * misses)])

    def by_min(y_val, p_val, c_fp, c_fn):
        def cost(t):
            predicted = np.where(p_val >= t, 1, 0)
            return (float(np.where(y_val == 1, (1 - predicted) * c_fn, predicted * c_fp).sum()), t)

        return min(p_val.tolist(), key=cost)


def cost_at(
    y: np.ndarray, p: np.ndarray, c_fp: float, c_fn: float, t: float, *, above: bool = False
) -> float:
    """Return the cost of a threshold; with `above`, only rows above it are called 1."""
    predicted = p > t if above else p >= t
    return float(c_fp * np.sum(predicted & (y == 0)) + c_fn * np.sum(~predicted & (y == 1)))


def first_least(y: np.ndarray, p: np.ndarray, c_fp: float, c_fn: float, **how: bool) -> float:
    return min(sorted(p.tolist()), key=lambda t: cost_at(y, p, c_fp, c_fn, t, **how))


@best_threshold.mistakes
class Mistakes:
    def prices_swapped(y_val, p_val, c_fp, c_fn):
        """You multiply misses by the price of a false alarm, and the other way round. c_fp belongs
        to rows of class 0 that are called 1."""
        return first_least(y_val, p_val, c_fn, c_fp)

    def prices_left_out(y_val, p_val, c_fp, c_fn):
        """The prices have no part in your choice: it has the fewest mistakes, that is the best
        accuracy. Multiply each kind of mistake by its price."""
        return first_least(y_val, p_val, 1, 1)

    def above_not_from(y_val, p_val, c_fp, c_fn):
        """You say 1 only above the threshold. In this course a row that lies exactly on it is
        called 1 as well."""
        return first_least(y_val, p_val, c_fp, c_fn, above=True)

    def largest_of_equals(y_val, p_val, c_fp, c_fn):
        """Where two thresholds cost the same you take the larger one. The smallest is asked for: go
        through them from below, and keep the first."""
        values = sorted(p_val.tolist(), reverse=True)
        return min(values, key=lambda t: cost_at(y_val, p_val, c_fp, c_fn, t))

    def formula_not_search(y, p, c_fp, c_fn):
        """You take the value next to c_fp / (c_fp + c_fn). That is right for probabilities that can
        be trusted; here the rows decide: count what each threshold costs."""
        return min(sorted(p.tolist()), key=lambda t: abs(t - c_fp / (c_fp + c_fn)))

    def least_cost_returned(y_val, p_val, c_fp, c_fn):
        """You return the least cost. The threshold that has it is asked for."""
        return min(cost_at(y_val, p_val, c_fp, c_fn, t) for t in p_val.tolist())

    def place_returned(y_val, p_val, c_fp, c_fn):
        """You return the place of the best threshold in the sorted list. What is asked for is the
        threshold that stands there."""
        return np.unique(p_val).tolist().index(first_least(y_val, p_val, c_fp, c_fn))

    def best_f1(y, p, c_fp, c_fn):
        """You chose the best F1, which knows no prices. Add up what the false alarms and the misses
        cost."""

        def f1(t):
            hits = np.sum((p >= t) & (y == 1))
            return float(2 * hits / (np.sum(p >= t) + np.sum(y == 1)))

        return max(sorted(p.tolist()), key=f1)
