import numpy as np

from course.exercise import exercise


@exercise(
    bounds=(0.0, 1.0),
    hints=(
        "For a row with probability p, what does saying 1 cost on average? What does saying 0? "
        "At the threshold the two are equal.",
        "Saying 1 costs (1 - p) * c_fp on average, saying 0 costs p * c_fn. Set the two equal, "
        "and solve for p.",
    ),
)
def threshold_from_costs(c_fp: float, c_fn: float) -> float:
    """Return the probability from which saying 1 costs no more than saying 0.

    c_fp, c_fn: prices of a false alarm and of a miss, above 0; right answers are free.
    """
    return c_fp / (c_fp + c_fn)


@threshold_from_costs.cases
def cases(rng):
    yield (1, 9)
    yield (2, 2)
    yield (5.0, 0.5)
    for _ in range(2):
        c_fp, c_fn = rng.uniform(1.5, 4.0), rng.uniform(6.0, 60.0)
        yield (round(c_fp, 2), round(c_fn, 1))


@threshold_from_costs.alternatives
class Alternatives:
    def from_ratio_of_costs(c_fp, c_fn):
        return 1 / (1 + c_fn / c_fp)

    def as_complement(c_fp, c_fn):
        return 1 - c_fn / (c_fn + c_fp)


@threshold_from_costs.mistakes
class Mistakes:
    def prices_swapped(c_fp, c_fn):
        """Your threshold rises with the price of a miss. Where misses are expensive we say 1
        sooner, at lower probabilities: which of the two prices belongs on top?"""
        return c_fn / (c_fp + c_fn)

    def odds_for_a_probability(c_fp, c_fn):
        """You return the ratio of the prices. That is p / (1 - p) at the threshold, its odds; the
        threshold is p."""
        return c_fp / c_fn

    def ratio_upside_down(c_fp, c_fn):
        """You return how many false alarms a miss is worth. It is the ratio for weighting; a
        threshold is a probability, below 1."""
        return c_fn / c_fp

    def always_half(c_fp, c_fn):
        """You return 0.5 whatever the prices. That is right only where a miss and a false alarm
        cost the same."""
        return 0.5

    def false_alarm_costs_one(c_fp, c_fn):
        """You take it that a false alarm costs 1. Only the ratio of the two prices counts, so c_fp
        has to enter too."""
        return 1 / (1 + c_fn)

    def mean_price_below(c_fp, c_fn):
        """You divide by the mean of the two prices. Where they are equal that gives 1, and nobody
        would be called: divide by their sum."""
        return 2 * c_fp / (c_fp + c_fn)

    def difference_of_prices(c_fp, c_fn):
        """You put the difference of the prices into your formula. Set what both answers cost on
        average equal: there the prices are added."""
        return 0.5 - (c_fn - c_fp) / (2 * max(c_fn, c_fp))

    def one_minus_the_ratio(c_fp, c_fn):
        """You subtract the ratio of the prices from 1. Write down what both answers cost on average
        at probability p, and set these equal."""
        return 1 - c_fp / c_fn

    def brackets_left_out(c_fp, c_fn):
        """Your result is 1 more than the price of a miss: without brackets only c_fp divides. Put
        the sum below the line in brackets."""
        return c_fp / c_fp + c_fn

    def subtracted_below(c_fp, c_fn):
        """You divide by the difference of the prices, which is 0 where they are equal. Set what
        both answers cost on average equal, and solve for p: there the prices are added."""
        return c_fp / (c_fn - c_fp)

    def next_hundredth(c_fp, c_fn):
        """You try 0, 0.01, 0.02 and so on, and return the first at which saying 1 costs no more.
        The point where both cost the same lies between: solve the equation for p."""
        tried = np.linspace(0, 1, 101)
        return float(tried[np.argmax((1 - tried) * c_fp <= tried * c_fn)])

    def cheaper_on_top(c_fp, c_fn):
        """You put the smaller of the two prices on top. Where a false alarm costs more,
        the threshold lies above 0.5: c_fp stands on top in any case."""
        return min(c_fp, c_fn) / (c_fp + c_fn)

    def never_above_one_half(c_fp, c_fn):
        """Your threshold is never above 0.5. Where a false alarm costs more than a miss it is."""
        return min(0.5, c_fp / (c_fp + c_fn))

    def answer_not_threshold(c_fp, c_fn):
        """You return an answer, 1 or 0. A probability is asked for: the one at which the answer 1
        begins."""
        return int(c_fp < c_fn)
