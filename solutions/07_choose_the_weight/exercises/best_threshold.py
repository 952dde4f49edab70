import numpy as np

from course.exercise import exercise

from ._careless_choices import first_best_f1, first_least_torn_apart
from ._costs_of_thresholds import costs_of, first_least, first_least_by_rates, first_least_of
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

    y_val: int array (n,), 0 or 1, both occur; p_val: float array (n,), scores of any size.
    c_fp, c_fn: prices of a false alarm and of a miss, whole numbers. Say 1 where p >= threshold.
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
    yield (np.array([1, 0, 0, 1]), np.array([0.2, 0.36, 0.4, 0.72]), 1, 2)
    yield (np.array([0, 1, 0, 0, 1, 1]), np.array([0.05, 0.3, 0.4, 0.5, 0.6, 0.9]), 1, 2)
    yield (np.array([0, 0, 1, 1, 0]), np.array([-1.5, 0.2, 0.2, 2.4, 3.1]), 3, 4.0)
    # Two thresholds cost the same, and the larger one comes first.
    yield (np.array([1, 0, 1, 0]), np.array([0.72, 0.4, 0.2, 0.36]), 1, 2)
    # One miss costs a little less than one false alarm.
    yield (np.array([1, 0, 1]), np.array([0.2, 0.36, 0.72]), 12, 11)
    # The cheapest lies above 1, and one below 0 costs less than those between.
    yield (np.array([0, 1, 0, 1, 1]), np.array([-1.0, -0.5, 0.4, 1.5, 2.5]), 2, 1)
    # Scores closer than any grid; the cheapest is the score of a zero, the highest of all.
    yield (np.array([0, 1, 0, 0]), np.array([0.6003, 0.6, 0.6002, 0.6001]), 3, 1)
    # Eight zeros and two ones: shares of each class don't choose the threshold that counts do.
    p = np.array([0.9, 0.4, 0.8, 0.72, 0.6, 0.55, 0.3, 0.2, 0.15, 0.1])
    yield (np.array([1, 1, 0, 0, 0, 0, 0, 0, 0, 0]), p, 1, 2)
    # Torn apart, in whatever order, three rows of equal score would cost less.
    yield (np.array([1, 1, 0, 1]), np.array([0.2, 0.6, 0.6, 0.6]), 3, 1)
    # No two thresholds cost the same: means in place of sums would break such a tie by rounding.
    for size, positives in ((12, 3), (16, 5)):
        y, p = scored_rows(rng, size, positives)
        yield (y, p, 20, 2 * int(rng.integers(40, 120)) + 1)
        yield (y, p, 2 * int(rng.integers(50, 90)) + 1, 40)


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

    def by_means(y_val, p_val, c_fp, c_fn):
        thresholds = np.unique(p_val)
        alarms = [np.mean((p_val >= t) & (y_val == 0)) for t in thresholds]
        misses = [np.mean((p_val < t) & (y_val == 1)) for t in thresholds]
        return float(thresholds[np.argmin(c_fp * np.array(alarms) + c_fn * np.array(misses))])


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
        return first_least_of(np.unique(p_val)[::-1], y_val, p_val, c_fp, c_fn)

    def formula_not_search(y, p, c_fp, c_fn):
        """You take the value next to c_fp / (c_fp + c_fn). That is right for probabilities that can
        be trusted; here the rows decide: count what each threshold costs."""
        return min(sorted(p.tolist()), key=lambda t: abs(t - c_fp / (c_fp + c_fn)))

    def formula_itself(y, p, c_fp, c_fn):
        """You return c_fp / (c_fp + c_fn). That is right for probabilities that can be trusted;
        here the rows decide: count what each value of p_val costs as a threshold."""
        return c_fp / (c_fp + c_fn)

    def least_cost_returned(y_val, p_val, c_fp, c_fn):
        """You return the least cost. The threshold that has it is asked for."""
        return min(costs_of(p_val, y_val, p_val, c_fp, c_fn))

    def place_returned(y_val, p_val, c_fp, c_fn):
        """You return the place of the best threshold in the sorted list. What is asked for is the
        threshold that stands there."""
        return np.unique(p_val).tolist().index(first_least(y_val, p_val, c_fp, c_fn))

    def rates_for_counts(y_val, p_val, c_fp, c_fn):
        """You multiply the prices by shares of each class. A price is paid for every row, so that
        the more frequent class has more to pay: multiply by counts."""
        return first_least_by_rates(y_val, p_val, c_fp, c_fn)

    def first_row_of_equals(y_val, p_val, c_fp, c_fn):
        """Where two thresholds cost the same you take the one whose row comes first. The smallest
        is asked for: sort the values before you try them."""
        return first_least_of(p_val, y_val, p_val, c_fp, c_fn)

    def row_on_it_missed(y_val, p_val, c_fp, c_fn):
        """You count a one that lies exactly on the threshold as missed. It is called 1, so it is
        found."""
        return first_least(y_val, p_val, c_fp, c_fn, on_it_missed=True)

    def highest_left_out(y_val, p_val, c_fp, c_fn):
        """You never try the highest score. As a threshold it calls the rows with this score 1, and
        that can be the cheapest."""
        return first_least_of(np.unique(p_val)[:-1], y_val, p_val, c_fp, c_fn)

    def scores_of_ones_only(y_val, p_val, c_fp, c_fn):
        """You try the scores of rows of class 1 only. The score of a zero can cost less than all of
        these: try every value of p_val."""
        return first_least_of(np.unique(p_val[y_val == 1]), y_val, p_val, c_fp, c_fn)

    def nobody_called(y_val, p_val, c_fp, c_fn):
        """You also try a threshold above all scores, at which nobody is called 1. Here the values
        of p_val are the only choice."""
        tried = np.append(np.unique(p_val), p_val.max() + 1)
        return first_least_of(tried, y_val, p_val, c_fp, c_fn)

    def grid_of_hundredths(y_val, p_val, c_fp, c_fn):
        """You try 0, 0.01, 0.02 and so on up to 1. Scores can be of any size and lie closer
        together: try the values that occur."""
        return first_least_of(np.linspace(0, 1, 101), y_val, p_val, c_fp, c_fn)

    def middles(y_val, p_val, c_fp, c_fn):
        """You try the middles between neighbouring scores. A threshold that occurs among the values
        of p_val is asked for."""
        values = np.unique(p_val)
        return first_least_of((values[1:] + values[:-1]) / 2, y_val, p_val, c_fp, c_fn)

    def best_f1(y, p, c_fp, c_fn):
        """You chose the best F1, which knows no prices. Add up what the false alarms and the misses
        cost."""
        return first_best_f1(y, p)

    def one_half_first(y_val, p_val, c_fp, c_fn):
        """You begin with a threshold of 0.5, and keep it where no score is cheaper. Only values of
        p_val are asked for, the smallest of equals."""
        return first_least_of(np.append(0.5, np.unique(p_val)), y_val, p_val, c_fp, c_fn)

    def dearest(y_val, p_val, c_fp, c_fn):
        """You take the threshold that costs most. The one that costs least is asked for."""
        # What costs most is what costs least where prices are gains.
        return first_least(y_val, p_val, -c_fp, -c_fn)

    def misses_left_out(y_val, p_val, c_fp, c_fn):
        """Misses cost nothing in your choice: it has the fewest false alarms. Add what rows of
        class 1 below the threshold cost."""
        return first_least(y_val, p_val, c_fp, 0)

    def infinity_tried(y_val, p_val, c_fp, c_fn):
        """You also try infinity, at which nobody is called 1, and return it where that is the
        cheapest. Here the values of p_val are the only choice."""
        return first_least_of(np.append(np.unique(p_val), np.inf), y_val, p_val, c_fp, c_fn)

    def stops_at_the_first_rise(y_val, p_val, c_fp, c_fn):
        """You go up from the lowest score and stop where the cost rises for the first time. It
        falls and rises again: go on to the highest score."""
        values = np.unique(p_val)
        rises = np.flatnonzero(np.diff(costs_of(values, y_val, p_val, c_fp, c_fn)) > 0)
        tried = values[: rises[0] + 1] if len(rises) else values
        return first_least_of(tried, y_val, p_val, c_fp, c_fn)

    def lowest_left_out(y_val, p_val, c_fp, c_fn):
        """You never try the lowest score. As a threshold it calls all rows 1, and where misses
        are expensive that can be the cheapest."""
        return first_least_of(np.unique(p_val)[1:], y_val, p_val, c_fp, c_fn)

    def always_the_lowest(y_val, p_val, c_fp, c_fn):
        """You return the lowest score, whatever the prices. There nothing is missed: is that all
        that counts with you? Beside `&` a comparison needs brackets, a count is a sum, not a `len`,
        and the two costs are added, not multiplied."""
        return float(p_val.min())

    def between_0_and_1_only(y_val, p_val, c_fp, c_fn):
        """You try scores between 0 and 1 only. Scores can be of any size: try every value of
        p_val."""
        inside = (p_val >= 0) & (p_val <= 1)
        return first_least_of(np.unique(p_val[inside]), y_val, p_val, c_fp, c_fn)

    def classes_best_apart(y_val, p_val, c_fp, c_fn):
        """You chose the threshold with the largest recall less the share of false alarms, which
        knows no prices. Add up what the false alarms and the misses cost."""
        return first_least_by_rates(y_val, p_val, 1, 1)

    def equal_scores_torn_apart(y_val, p_val, c_fp, c_fn):
        """You go row by row, and separate rows of equal score. No threshold can do that: they are
        called 1 together or not at all."""
        return first_least_torn_apart(y_val, p_val, c_fp, c_fn)

    def first_from_the_formula_up(y_val, p_val, c_fp, c_fn):
        """You take the lowest score from c_fp / (c_fp + c_fn) up. The formula believes the scores;
        here the rows decide: count what each threshold costs."""
        above = p_val[p_val >= c_fp / (c_fp + c_fn)]
        return float(min(above, default=p_val.max()))

    def scores_of_zeros_only(y_val, p_val, c_fp, c_fn):
        """You try the scores of rows of class 0 only. The score of a one can cost less than all of
        these: try every value of p_val."""
        return first_least_of(np.unique(p_val[y_val == 0]), y_val, p_val, c_fp, c_fn)

    def place_in_another_order(y_val, p_val, c_fp, c_fn):
        """Your costs stand in the order of the sorted scores, but you look the cheapest up in
        p_val, whose order is another. Look it up in the list that you went through."""
        return float(p_val[np.argmin(costs_of(np.unique(p_val), y_val, p_val, c_fp, c_fn))])

    def place_in_the_sorted_scores(y_val, p_val, c_fp, c_fn):
        """Your costs stand in the order of p_val, but you look the cheapest up among the sorted
        scores. Sort them first, and go through the sorted list."""
        return float(np.sort(p_val)[np.argmin(costs_of(p_val, y_val, p_val, c_fp, c_fn))])

    def as_many_alarms_as_ones(y_val, p_val, c_fp, c_fn):
        """You call about as many rows 1 as there are ones. How many alarms are worth their price
        depends on the prices."""
        return float(np.quantile(p_val, 1 - np.mean(y_val)))
