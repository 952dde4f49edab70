import numpy as np
from sklearn.utils import compute_sample_weight

from course.exercise import exercise

from ._random_labels import random_weights


@exercise(
    hints=(
        "One positive row stands there `copies` times. What does each of these copies weigh, and "
        "what do they weigh together?",
        "Two things boost the positive row: its copies, and the ratio of the two weights. Each of "
        "the copies gets the full weight.",
    )
)
def stacked_boost(copies: int, class_weight: dict[int, float]) -> float:
    """Return how many times as much a positive row counts as a negative one.

    copies: how often each row of class 1 is there, a row of class 0 once;
    class_weight: {0: weight, 1: weight}, both above 0, given to fit.
    """
    return float(copies * class_weight[1] / class_weight[0])


@stacked_boost.cases
def cases(rng):
    yield (9, {0: 1.0, 1: 9.0})
    yield (4, {0: 0.5, 1: 3.0})
    yield (1, {0: 2.0, 1: 0.5})
    for _ in range(3):
        weights = random_weights(rng, [1, 0])
        yield (int(rng.integers(2, 13)), weights)


@stacked_boost.alternatives
class Alternatives:
    def by_ratio(copies, class_weight):
        negative, positive = (class_weight[c] for c in (0, 1))
        return copies * (positive / negative)

    def by_sum(copies, class_weight):
        return sum([class_weight[1]] * copies) / class_weight[0]

    def by_rows(copies, class_weight):
        y = np.repeat([0, 1], [1, copies])
        weights = compute_sample_weight(class_weight, y)
        return float(weights[y == 1].sum() / weights[y == 0].sum())


@stacked_boost.mistakes
class Mistakes:
    def added(copies, class_weight):
        """You added the copies and the ratio of the weights. Each of the copies has the full
        weight: what acts on every copy multiplies."""
        return copies + class_weight[1] / class_weight[0]

    def weight_of_zero_left_out(copies, class_weight):
        """You left out the weight of class 0. A weight says little by itself: how much more a
        positive row counts depends on what a negative one weighs."""
        return float(copies * class_weight[1])

    def copies_left_out(copies, class_weight):
        """That is the ratio of the weights alone. The copies boost the positive rows as well."""
        return class_weight[1] / class_weight[0]

    def weights_left_out(copies, class_weight):
        """That is what the copies do alone. Each of them has the weight of class 1 too."""
        return float(copies)

    def upside_down(copies, class_weight):
        """Your ratio of the weights is upside down: the heavier class 1, the less its rows
        count."""
        return copies * class_weight[0] / class_weight[1]

    def negative_over_positive(copies, class_weight):
        """That is how much a negative row counts beside a positive one. Asked for is the other way
        round."""
        return class_weight[0] / (copies * class_weight[1])

    def one_copy_too_many(copies, class_weight):
        """You counted the row itself in addition to its copies. `copies` is how often it stands
        there in all."""
        return (copies + 1) * class_weight[1] / class_weight[0]

    def larger_of_the_two(copies, class_weight):
        """You took the larger of the two boosts. Neither of them replaces the other: both act on
        each positive row."""
        return max(float(copies), class_weight[1] / class_weight[0])

    def ratio_to_the_power(copies, class_weight):
        """You took the ratio of the weights to the power of `copies`. The copies stand side by
        side, so that their weights add up."""
        return (class_weight[1] / class_weight[0]) ** copies

    def copies_counted_twice(copies, class_weight):
        """You counted the copies twice. They act once: a row stands there `copies` times, and each
        time it has its weight."""
        return copies**2 * class_weight[1] / class_weight[0]

    def share_of_both(copies, class_weight):
        """That is the share of the positive row in the weight of both. Asked is how many times as
        much it counts as the negative one: divide by that one alone."""
        positive = copies * class_weight[1]
        return positive / (positive + class_weight[0])

    def difference_of_the_weights(copies, class_weight):
        """You took the difference of the weights. How many times as much is a question of their
        ratio."""
        return copies * (class_weight[1] - class_weight[0])

    def logarithm(copies, class_weight):
        """You took the logarithm of the boost, by which a model's logits shift. Asked is the boost
        itself."""
        return float(np.log(stacked_boost(copies, class_weight)))

    def copies_divide(copies, class_weight):
        """You divided by the copies. They boost the positive rows as the weight does: each copy
        counts."""
        return class_weight[1] / class_weight[0] / copies

    def larger_weight_over_smaller(copies, class_weight):
        """You divided the larger weight by the smaller one. Which weight belongs to which class
        counts: the positive row stands above the line."""
        low, high = sorted(class_weight.values())
        return copies * high / low

    def both_weights_below(copies, class_weight):
        """You divided by the sum of both weights. Asked is how many times as much a positive row
        counts as a negative one, not as both together."""
        return copies * class_weight[1] / (class_weight[0] + class_weight[1])

    def doubled_for_each_copy(copies, class_weight):
        """You took 2 to the power of the copies. `copies` is how often the row is there in all, and
        each time it counts once."""
        return 2**copies * class_weight[1] / class_weight[0]
