import math

import numpy as np
from scipy.special import expit, logit

from course.exercise import exercise


@exercise(
    gives="float array (n,)",
    bounds=(0.0, 1.0),
    hints=(
        "Ones have become more or fewer by the factor new / old, and zeros by another factor. "
        "Which? By what have the odds p / (1 - p) been multiplied, then?",
        "Multiply p by new / old, and 1 - p by (1 - new) / (1 - old). The probability is the first "
        "of these over the sum of both, row by row.",
    ),
)
def shift_prior(p: np.ndarray, old: float, new: float) -> np.ndarray:
    """Return the probabilities for a world with another share of ones.

    p: float array (n,), 0 to 1, true risks in a world in which the share of ones is `old`.
    old, new: shares of ones, strictly between 0 and 1. The pictures of each class are alike in
    both worlds.
    """
    ones = p * (new / old)
    zeros = (1 - p) * ((1 - new) / (1 - old))
    return ones / (ones + zeros)


@shift_prior.cases
def cases(rng):
    yield (np.array([0.3, 0.1, 0.9]), 0.1, 0.02)
    yield (np.array([0.2, 0.5, 0.8]), 0.2, 0.5)
    # Certain rows stay certain; where nothing changes, nothing moves.
    yield (np.array([0.0, 0.25, 1.0]), 0.4, 0.1)
    yield (np.array([0.15, 0.6]), 0.3, 0.3)
    for size in (4, 6):
        p = np.round(rng.uniform(0.03, 0.97, size=size), 3)
        old, new = (round(float(share), 2) for share in rng.uniform([0.06, 0.55], [0.3, 0.8]))
        yield (p, old, new)


@shift_prior.alternatives
class Alternatives:
    def by_logit(p, old, new):
        return expit(logit(p) + logit(new) - logit(old))

    def by_odds(p, old, new):
        factor = new / (1 - new) * (1 - old) / old
        with np.errstate(divide="ignore"):
            return 1 / (1 + (1 - p) / (p * factor))

    def by_both_classes(p, old, new):
        both = np.stack([1 - p, p], axis=1) * [(1 - new) / (1 - old), new / old]
        return (both / both.sum(axis=1, keepdims=True))[:, 1]

    def by_two_steps(p, old, new):
        # First to a world in which both classes are equally frequent, then to the new one.
        even = p * (1 - old) / (p * (1 - old) + (1 - p) * old)
        return even * new / (even * new + (1 - even) * (1 - new))


def by_odds_times(p: np.ndarray, factor: float) -> np.ndarray:
    return p * factor / (p * factor + 1 - p)


@shift_prior.mistakes
class Mistakes:
    def worlds_swapped(p, old, new):
        """You went from the new world to the old one. Where ones get rarer the probabilities must
        fall: multiply by the new share, and divide by the old one."""
        return shift_prior(p, new, old)

    def probability_scaled(p, old, new):
        """You multiplied the probabilities by new / old. That can lead above 1, and a row that was
        certain stays certain: it is the odds that are multiplied."""
        return p * new / old

    def clipped(p, old, new):
        """You multiplied the probabilities by new / old and cut them off at 1. The odds
        p / (1 - p) are what changes by a factor."""
        return np.minimum(p * new / old, 1.0)

    def zeros_forgotten(p, old, new):
        """You changed the part of the ones, p, and left that of the zeros, 1 - p (or shifted the
        logit by ln(new / old)). Where ones get rarer, zeros get more frequent: they have a factor
        too."""
        return by_odds_times(p, new / old)

    def ones_forgotten(p, old, new):
        """You changed the part of the zeros, 1 - p, and left that of the ones, p. Both shares have
        changed: p has a factor too, new / old."""
        return by_odds_times(p, (1 - old) / (1 - new))

    def old_world_forgotten(p, old, new):
        """You multiplied by the odds of the new share and never divided by those of the old one. As
        it stands, p already knows that ones had the share `old`."""
        return by_odds_times(p, new / (1 - new))

    def new_world_forgotten(p, old, new):
        """You divided the odds by those of the old share and stopped: that is a world in which both
        classes are equally frequent. Multiply by the odds of the new share."""
        return by_odds_times(p, (1 - old) / old)

    def odds_returned(p, old, new):
        """You return the new odds, and they can be above 1. One step is left, from odds to a
        probability."""
        return p * new * (1 - old) / np.maximum((1 - p) * (1 - new) * old, 1e-12)

    def logit_returned(p, old, new):
        """You shifted the logit the right way and stopped there: turn it into a probability
        again."""
        inside = np.clip(p, 1e-9, 1 - 1e-9)
        return logit(inside) + math.log(new / (1 - new)) - math.log(old / (1 - old))

    def difference_added(p, old, new):
        """You added the difference of the two shares to every probability. A row without any doubt
        can't move: multiply the odds instead."""
        return np.clip(p + new - old, 0, 1)

    def shifted_twice(p, old, new):
        """You went from the old share to the new one twice. Once is enough."""
        return shift_prior(shift_prior(p, old, new), old, new)

    def odds_divided_out_first(p, old, new):
        """Your way through the odds breaks down at p = 1, where they are infinite. Write the
        probability as one part over the sum of both, without dividing before."""
        with np.errstate(divide="ignore", invalid="ignore"):
            odds = p / (1 - p) * new / (1 - new) * (1 - old) / old
            return odds / (1 + odds)

    def mean_brought_to_the_new_share(p, old, new):
        """You scaled all probabilities until their mean was the new share. The rows at hand needn't
        have that mean, and certain rows have to stay certain."""
        return p * new / p.mean()

    def odds_infinite(p, old, new):
        """You return the new odds: above 1 for likely rows, infinite at p = 1. One step is left,
        from odds to a probability."""
        with np.errstate(divide="ignore"):
            return p * new / old / ((1 - p) * (1 - new) / (1 - old))

    def difference_added_freely(p, old, new):
        """You added the difference of the two shares to every probability, which can lead out of 0
        to 1. A certain row can't move: multiply the odds instead."""
        return p + new - old

    def mean_of_p_for_the_old_share(p, old, new):
        """You took the mean of the probabilities at hand for the share of the old world. These rows
        needn't have that mean: use `old`."""
        return shift_prior(p, float(np.mean(p)), new)

    def brought_to_one_over_the_rows(p, old, new):
        """You divided by the sum over all rows. Each row is a probability by itself: bring its own
        two classes to 1."""
        return p * new / old / np.sum(p * new / old)

    def logarithms_to_base_two(p, old, new):
        """You shift the logit by logarithms to base 2. The sigmoid belongs to natural
        logarithms."""
        with np.errstate(divide="ignore"):
            return expit(logit(p) + np.log2(new / (1 - new)) - np.log2(old / (1 - old)))

    def sum_without_brackets(p, old, new):
        """You divided by the first part only, which gives 1, and then added the second. The sum of
        both parts belongs in brackets."""
        with np.errstate(invalid="ignore"):
            return p * new / old / (p * new / old) + (1 - p) * (1 - new) / (1 - old)

    def brackets_of_one_minus_p_left_out(p, old, new):
        """You multiply p by a factor and subtract that from 1. It is the whole of 1 - p, in
        brackets, that has the factor of the zeros."""
        return p * new / old / (p * new / old + 1 - p * (1 - new) / (1 - old))

    def brackets_of_the_old_share_left_out(p, old, new):
        """In the factor of the zeros, `old` is subtracted at the end, for / comes before -. The
        whole of 1 - old belongs in brackets."""
        return p * new / old / (p * new / old + (1 - p) * (1 - new) / 1 - old)

    def factor_without_brackets(p, old, new):
        """In the factor of the zeros, / comes before -, so that it is 1 - new - old. Put 1 - new in
        brackets, and 1 - old too."""
        return p * new / old / (p * new / old + (1 - p) * (1 - new - old))

    def brackets_of_the_new_share_left_out(p, old, new):
        """In the factor of the zeros, / comes before -, so that only `new` is divided. The whole of
        1 - new belongs in brackets."""
        return p * new / old / (p * new / old + (1 - p) * (1 - new / (1 - old)))

    def ratio_of_the_shares(p, old, new):
        """You put new / old in the place of a weight ratio. Un-weighting divides the odds, but here
        they are multiplied, and the zeros have a factor of their own."""
        return by_odds_times(p, old / new)

    def ratio_subtracted_from_one(p, old, new):
        """You multiply 1 - p by 1 - new / old. The zeros have a factor of their own, their
        new share over their old one: (1 - new) / (1 - old)."""
        with np.errstate(all="ignore"):
            return p * new / old / (p * new / old + (1 - p) * (1 - new / old))

    def high_risks_only(p, old, new):
        """You change only those risks that lie above the old share. In the new place every
        risk changes, except those of 0 and 1."""
        return np.where(p > old, shift_prior(p, old, new), p)

    def brought_to_one(p, old, new):
        """You divided by the sum over all rows. Each row is a probability by itself: bring its own
        two parts to 1."""
        ones = p * new / old
        return ones / np.sum(ones + (1 - p) * (1 - new) / (1 - old))
