from collections import Counter

import numpy as np

from course.exercise import exercise


@exercise(
    hints=(
        "Balanced weights are N / (2 n_c). Write down the weight of a 1 and the weight of a 0, "
        "and divide one by the other. What is left of N and of the 2?",
        "A miss costs as much as n_0 / n_1 false alarms. Count the zeros and the ones with "
        "`np.sum(y == ...)`, and return a plain float.",
    )
)
def implied_cost_ratio(y: np.ndarray) -> float:
    """Return how many false alarms a miss costs, if balanced weights are right.

    y: int array (n,) of 0 and 1, both occur.
    """
    return float(np.sum(y == 0) / np.sum(y == 1))


@implied_cost_ratio.cases
def cases(rng):
    yield (np.repeat([0, 1], [9, 1]),)
    yield (np.array([0, 1, 0, 0, 1, 0, 0]),)
    yield (np.array([1, 1, 0, 1, 1, 1, 0]),)
    for ones in (2, 3):
        yield (rng.permutation(np.repeat([0, 1], [int(rng.integers(8, 30)), ones])),)


@implied_cost_ratio.alternatives
class Alternatives:
    def by_share(y):
        share = y.mean()
        return float((1 - share) / share)

    def by_weights(y):
        zero, one = len(y) / (2 * np.bincount(y))
        return float(one / zero)

    def by_counter(y):
        counts = Counter(y.tolist())
        return counts[0] / counts[1]


@implied_cost_ratio.mistakes
class Mistakes:
    def upside_down(y):
        """You divided the ones by the zeros: that is what a false alarm costs in misses. Of a rare
        class one miss is said to cost several false alarms."""
        return float(np.sum(y == 1) / np.sum(y == 0))

    def all_rows_over_ones(y):
        """You divided all rows by the ones. The two weights share the factor N, and it drops out:
        only the zeros belong on top."""
        return float(len(y) / np.sum(y))

    def share_of_ones(y):
        """That is the share of ones among all rows. The ratio of the two balanced weights is asked
        for, and it compares the two counts."""
        return float(np.mean(y))

    def weight_of_a_one(y):
        """You return the balanced weight of a 1. What counts is how it stands to the weight of a 0:
        divide by that one too."""
        return float(len(y) / (2 * np.sum(y)))

    def larger_over_smaller(y):
        """You divided the larger count by the smaller. Where the ones are the more frequent class,
        balanced weights say that a miss costs less than a false alarm."""
        return float(max(np.bincount(y)) / min(np.bincount(y)))

    def difference_of_counts(y):
        """You subtracted the ones from the zeros. Weights are compared by dividing."""
        return float(np.sum(y == 0) - np.sum(y == 1))

    def weight_of_a_zero(y):
        """You return the balanced weight of a 0. The weight of a 1 has to be divided by it."""
        return float(len(y) / (2 * np.sum(y == 0)))

    def zeros_counted(y):
        """You return how many zeros there are. That is right for a single one only: divide by how
        many ones there are."""
        return float(np.sum(y == 0))

    def rounded(y):
        """You rounded to whole false alarms. A ratio such as 2.5 is a price as well."""
        return round(float(np.sum(y == 0) / np.sum(y == 1)))

    def share_of_zeros(y):
        """You return the share of zeros: r / (1 + r) of the ratio r that is asked for. Leave it as
        a ratio, zeros to ones."""
        return float(np.mean(y == 0))

    def first_class_on_top(y):
        """You divide the class of the first row by the other. The order of the rows means nothing:
        the zeros stand on top in any case."""
        return float(np.sum(y == y[0]) / np.sum(y != y[0]))

    def one_added_to_each(y):
        """You added 1 to both counts before you divided. Both classes occur here: the counts
        themselves are compared."""
        return float((np.sum(y == 0) + 1) / (np.sum(y == 1) + 1))

    def weights_multiplied(y):
        """You multiplied the two balanced weights. What counts is how one stands to the other: a
        ratio."""
        return float(len(y) ** 2 / (4 * np.sum(y == 0) * np.sum(y == 1)))

    def one_added_to_the_ones(y):
        """You added 1 to the ones, as where there may be none. Both classes occur here: divide by
        the ones themselves."""
        return float(np.sum(y == 0) / (np.sum(y == 1) + 1))
