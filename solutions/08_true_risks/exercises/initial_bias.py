import math

import numpy as np
from scipy.special import logit
from scipy.stats import norm

from course.exercise import exercise


@exercise(
    hints=(
        "A bias is a logit: the natural logarithm of odds. What are the odds of class 1 before "
        "anything is seen?",
        "The odds are the number of ones over the number of zeros.",
    )
)
def initial_bias(y: np.ndarray) -> float:
    """Return the bias with which a sigmoid that sees nothing says the share of class 1.

    y: int array (n,), 0 or 1, both occur.
    """
    return float(np.log(np.sum(y == 1) / np.sum(y == 0)))


@initial_bias.cases
def cases(rng):
    yield (np.array([0, 0, 0, 0, 1, 0, 0, 0, 0, 0]),)
    yield (np.array([0, 1, 1, 0]),)
    yield (np.array([1, 1, 0, 1]),)
    for low, high in ((5, 9), (12, 30)):
        positives, negatives = rng.integers(2, 5), rng.integers(low, high)
        yield (rng.permutation(np.repeat([0, 1], [negatives, positives])),)


@initial_bias.alternatives
class Alternatives:
    def by_share(y):
        share = float(np.mean(y))
        return math.log(share / (1 - share))

    def by_logit(y):
        return float(logit(y.mean()))

    def by_bincount(y):
        negatives, positives = np.bincount(y)
        return float(np.log(positives) - np.log(negatives))


@initial_bias.mistakes
class Mistakes:
    def upside_down(y):
        """Your odds are upside down, and the network would begin by saying 1 to nearly everything.
        For a rare class the bias is negative."""
        return math.log(np.sum(y == 0) / np.sum(y == 1))

    def logarithm_of_the_share(y):
        """You took the logarithm of the share of ones among all rows. A logit has the zeros alone
        below the line."""
        return math.log(np.mean(y))

    def odds_without_logarithm(y):
        """You return the odds. The bias is added before the sigmoid, so it has to be their
        logarithm."""
        return float(np.sum(y == 1) / np.sum(y == 0))

    def share_as_bias(y):
        """You return the share of ones. That is what the sigmoid should say; the bias is what goes
        into it."""
        return float(np.mean(y))

    def rows_over_ones(y):
        """You took the logarithm of all rows over the ones: upside down, and with all rows where
        the zeros belong. For a rare class the bias is negative."""
        return -math.log(np.mean(y))

    def logarithm_of_the_zeros(y):
        """You took the logarithm of the share of zeros. A logit compares the two classes: one count
        over the other."""
        return math.log(np.mean(y == 0))

    def one_added(y):
        """You took the logarithm of all rows over the zeros: that of the odds plus 1 (`log1p`), or
        -log(1 - share). The sigmoid undoes the logarithm of the odds themselves, ones over
        zeros."""
        return math.log1p(np.sum(y == 1) / np.sum(y == 0))

    def base_ten(y):
        """You took the logarithm to base 10. The sigmoid undoes a natural logarithm."""
        return math.log10(np.sum(y == 1) / np.sum(y == 0))

    def share_through_the_sigmoid(y):
        """You put the share through the sigmoid. What is asked for goes the other way: which number
        does the sigmoid turn into the share?"""
        return 1 / (1 + math.exp(-np.mean(y)))

    def one_added_to_each(y):
        """You added 1 to the counts before you divided, as is done where one may be 0. Here both
        classes occur: the share itself is asked for."""
        return math.log((np.sum(y == 1) + 1) / (np.sum(y == 0) + 1))

    def one_subtracted_outside(y):
        """You subtracted 1 after the logarithm. The odds are 1 less than N over n before it is
        taken."""
        return math.log(np.sum(y == 0) / np.sum(y == 1)) - 1

    def whole_number_odds(y):
        """You divided without remainder, so that the odds of a rare class are 0, which has no
        logarithm. Divide with one slash."""
        with np.errstate(divide="ignore"):
            return float(np.log(np.sum(y == 1) // np.sum(y == 0)))

    def rarer_over_the_other(y):
        """You divide the smaller count by the larger. Where the ones are the more frequent class
        the bias is positive: the ones stand on top in any case."""
        return math.log(min(np.bincount(y)) / max(np.bincount(y)))

    def counts_subtracted(y):
        """You subtracted the counts. A logit compares them by dividing, and then takes the
        logarithm."""
        return float(np.sum(y == 1) - np.sum(y == 0))

    def logarithms_divided(y):
        """You divided the logarithms of the two shares. The logarithm of a ratio is the difference
        of two logarithms."""
        return math.log(np.mean(y == 1)) / math.log(np.mean(y == 0))

    def loss_of_the_share(y):
        """You return the loss of a model that says the share of ones. The number that the sigmoid
        turns into this share is asked for."""
        share = np.mean(y)
        return float(-(share * np.log(share) + (1 - share) * np.log(1 - share)))

    def logarithm_of_the_weight(y):
        """You took the logarithm of the balanced weight of the ones. The bias has nothing to do
        with weights: it is a logarithm of odds, ones to zeros."""
        return math.log(len(y) / (2 * np.sum(y)))

    def probit(y):
        """You took the quantile of a normal distribution, the probit. The sigmoid undoes the logit,
        the natural logarithm of the odds."""
        return float(norm.ppf(np.mean(y)))
