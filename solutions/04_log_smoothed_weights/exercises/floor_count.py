import math

import numpy as np

from course.exercise import exercise

from ._random_counts import PAIRED, VANISHING, random_counts


@exercise(
    hints=(
        "At the floor the logarithm is exactly 1. Of which number is the natural logarithm 1?",
        "Write ln(mu * N / n) = 1, take the exponential of both sides, and solve for n. "
        "`math.e` is the number e.",
    )
)
def floor_count(counts: dict[int, int], mu: float) -> float:
    """Return the number of rows below which a class weighs more than 1 by the log rule.

    counts: {class: rows}, none without rows; mu: above 0.
    Returns a real number, not rounded.
    """
    return float(mu * sum(counts.values()) / math.e)


@floor_count.cases
def cases(rng):
    yield (dict(PAIRED), 0.15)
    yield (dict(VANISHING), 0.3)
    yield ({0: 90, 1: 10}, 0.5)
    yield ({0: 60, 1: 30}, 4.0)  # more rows than there are: no class is common enough
    for k in (3, 5):
        counts = random_counts(rng, list(range(k)))
        yield (counts, round(float(rng.uniform(0.2, 2)), 3))


@floor_count.alternatives
class Alternatives:
    def by_numpy(counts, mu):
        return float(np.exp(np.log(mu * np.array(list(counts.values())).sum()) - 1))

    def by_search(counts, mu):
        total = sum(counts.values())
        low, high = 0.0, float(mu * total)
        for _ in range(200):
            middle = (low + high) / 2
            if middle > 0 and math.log(mu * total / middle) <= 1:
                high = middle
            else:
                low = middle
        return high


@floor_count.mistakes
class Mistakes:
    def where_the_log_is_zero(counts, mu):
        """At mu * N rows the logarithm is 0. Weights leave the floor where it reaches 1, at fewer
        rows."""
        return float(mu * sum(counts.values()))

    def multiplied_by_e(counts, mu):
        """You multiplied by e. Solve ln(mu * N / n) = 1 for n once more: n stands below the
        line."""
        return float(mu * sum(counts.values()) * math.e)

    def divided_by_mu(counts, mu):
        """You divided by mu. A larger mu makes more classes count as rare, so the floor is left at
        more rows, not at fewer."""
        return float(sum(counts.values()) / (mu * math.e))

    def mu_left_out(counts, mu):
        """mu has no part in your result: that is the floor for a mu of 1."""
        return float(sum(counts.values()) / math.e)

    def rounded_down(counts, mu):
        """You rounded. The place where the rule leaves its floor is a real number, even if classes
        have whole numbers of rows."""
        return float(math.floor(mu * sum(counts.values()) / math.e))

    def largest_class_as_total(counts, mu):
        """You took the largest class for N. N counts all rows, of every class."""
        return float(mu * max(counts.values()) / math.e)

    def divided_by_the_classes(counts, mu):
        """You divided by the number of classes too. It has no part in the log rule."""
        return float(mu * sum(counts.values()) / (len(counts) * math.e))

    def largest_count_below(counts, mu):
        """You return the count of a class. Asked is where the rule itself leaves its floor, whether
        a class lies there or not."""
        floor = floor_count(counts, mu)
        return float(max((n for n in counts.values() if n < floor), default=0))

    def log_taken(counts, mu):
        """You took the logarithm of mu * N. Going from a weight back to rows takes the other
        direction, the exponential."""
        return float(math.log(mu * sum(counts.values())))

    def classes_counted(counts, mu):
        """You return the number of classes that weigh more than 1. Asked is at how many rows the
        rule leaves its floor."""
        return sum(n < floor_count(counts, mu) for n in counts.values())

    def classes_added_up(counts, mu):
        """You added up the ids of the classes: `sum(counts)` goes through the keys of a dict. N
        counts the rows, which are its values."""
        return float(mu * sum(counts) / math.e)

    def mu_always_the_default(counts, mu):
        """You wrote 0.15 into the formula. That is only the default of the log rule: use the
        argument `mu`."""
        return float(0.15 * sum(counts.values()) / math.e)

    def ten_in_place_of_e(counts, mu):
        """You divided by 10. The rule has the natural logarithm: it is 1 for the number e."""
        return mu * sum(counts.values()) / 10

    def smallest_class_as_total(counts, mu):
        """You took the smallest class for N. N counts all rows, of every class."""
        return mu * min(counts.values()) / math.e

    def largest_class_at_most(counts, mu):
        """Your result is never above the largest count. The place where the rule leaves its floor
        may lie above all classes: then all of them weigh more than 1."""
        return min(mu * sum(counts.values()) / math.e, max(counts.values()))

    def e_cut_short(counts, mu):
        """You typed in 2.718 for e, which has more digits, so your result is a little too large.
        Use `math.e`."""
        return mu * sum(counts.values()) / 2.718

    def classes_as_total(counts, mu):
        """You took the number of classes for N, as `len(counts)` gives it. N counts the rows: add
        up the values."""
        return mu * len(counts) / math.e

    def multiplied_and_divided(counts, mu):
        """You multiplied by e and divided by mu. Solve ln(mu * N / n) = 1 for n once more: mu stays
        above the line, and e goes below it."""
        return math.e * sum(counts.values()) / mu

    def exponential_of_rows(counts, mu):
        """You took the exponential of mu * N, a number without end. It undoes the logarithm: from
        ln(mu * N / n) = 1 it makes mu * N / n = e."""
        return math.exp(mu * sum(counts.values()))
