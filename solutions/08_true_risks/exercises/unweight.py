import math

import numpy as np
from scipy.special import expit, logit

from course.exercise import exercise


@exercise(
    gives="float array (n,)",
    bounds=(0.0, 1.0),
    hints=(
        "The weights have multiplied the odds q / (1 - q) by the ratio. Take that back, then turn "
        "the odds into a probability again.",
        "Odds of a to b are a probability of a / (a + b). Here a is q, and b is 1 - q times "
        "something.",
    ),
)
def unweight(q: np.ndarray, ratio: float) -> np.ndarray:
    """Return the probabilities of a world without weights.

    q: float array (n,), 0 to 1, of a model trained with this weight ratio.
    """
    return q / (q + (1 - q) * ratio)


@unweight.cases
def cases(rng):
    yield (np.array([0.5, 0.1, 0.9]), 9)
    yield (np.array([0.0, 0.25, 1.0]), 3.0)
    yield (np.array([0.3, 0.7]), 0.5)
    for size in (4, 6):
        q = np.round(rng.uniform(0.02, 0.98, size=size), 3)
        yield (q, round(rng.uniform(2.5, 40), 1))


@unweight.alternatives
class Alternatives:
    def by_odds(q, ratio):
        with np.errstate(divide="ignore"):
            return 1 / (1 + ratio * (1 - q) / q)

    def by_logit(q, ratio):
        return expit(logit(q) - math.log(ratio))

    def by_shares(q, ratio):
        ones = q / ratio
        return ones / (ones + 1 - q)


@unweight.mistakes
class Mistakes:
    def odds_divided_out_first(q, ratio):
        """Your way through the odds breaks down at q = 1, where they are infinite. Write the
        probability as one part over the sum of both, without dividing before."""
        with np.errstate(divide="ignore", invalid="ignore"):
            odds = q / (1 - q) / ratio
            return odds / (1 + odds)

    def weighted_once_more(q, ratio):
        """Your probabilities went up: you have weighted once more. To undo the ratio, the odds are
        divided by it."""
        return q * ratio / (q * ratio + 1 - q)

    def probability_divided(q, ratio):
        """You divided the probabilities by the ratio. A weight multiplies the odds q / (1 - q), and
        a q of 1 has to stay 1."""
        return q / ratio

    def odds_returned(q, ratio):
        """You return the odds after dividing by the ratio, and they can be above 1. One step is
        left, from odds to a probability."""
        return q / np.maximum((1 - q) * ratio, 1e-12)

    def logit_returned(q, ratio):
        """You shifted the logit the right way and stopped there: turn it into a probability
        again."""
        return np.log(np.clip(q, 1e-9, 1) / np.clip(1 - q, 1e-9, 1)) - math.log(ratio)

    def undone_twice(q, ratio):
        """You divided the odds by the ratio twice. Once undoes the weights."""
        return q / (q + (1 - q) * ratio * ratio)

    def ratio_in_place_of_the_rest(q, ratio):
        """You added the ratio to q below the line. It is 1 - q, the other class's part, that the
        ratio multiplies."""
        return q / (q + ratio)

    def shifted_probability(q, ratio):
        """You subtracted the logarithm of the ratio from the probability. It is the logit from
        which it has to be taken."""
        return np.clip(q - math.log(ratio), 0, 1)

    def root_of_the_ratio(q, ratio):
        """You divided the odds by the square root of the ratio. The whole ratio was multiplied, so
        the whole ratio has to be taken back."""
        return q / (q + (1 - q) * math.sqrt(ratio))

    def weight_one_higher(q, ratio):
        """You took the ratio one too high, as in the threshold 1 / (1 + r). The odds were
        multiplied by r, not by 1 + r."""
        return q / (q + (1 - q) * (1 + ratio))

    def brought_to_one(q, ratio):
        """You divided by the sum over all rows. Each row is a probability by itself: bring its own
        two classes to 1."""
        return q / ratio / np.sum(q / ratio + 1 - q)

    def mean_of_q_set_to_the_share(q, ratio):
        """You scaled all probabilities by one factor. Weights don't act by a factor on
        probabilities: 0 and 1 stay where they are."""
        return q / (1 + ratio) / np.maximum(q.mean(), 1e-12)

    def ratio_of_nine(q, ratio):
        """You divide the odds by 9, whatever the ratio. Use the argument."""
        return q / (q + (1 - q) * 9)

    def odds_infinite(q, ratio):
        """You return the odds, divided by the ratio: above 1 for likely rows, infinite at q = 1.
        One step is left, from odds to a probability."""
        with np.errstate(divide="ignore"):
            return q / (1 - q) / ratio

    def logit_infinite(q, ratio):
        """You return the logit, less that of the ratio. It reaches from minus to plus infinity:
        put it through the sigmoid."""
        return logit(q) - math.log(ratio)

    def brackets_left_out(q, ratio):
        """Without brackets, q / q comes first and is 1. What stands below the line belongs in
        brackets."""
        with np.errstate(invalid="ignore"):
            return q / q + (1 - q) * ratio

    def inner_brackets_left_out(q, ratio):
        """You multiply q by the ratio and subtract that from 1. It is the whole of 1 - q, in
        brackets, that the ratio multiplies."""
        return q / (q + 1 - q * ratio)

    def no_brackets_at_all(q, ratio):
        """Without brackets, q / q comes first and is 1, and only q is multiplied by the ratio. All
        that stands below the line belongs in brackets, and so does 1 - q."""
        with np.errstate(invalid="ignore"):
            return q / q + 1 - q * ratio

    def bracket_closed_before_the_ratio(q, ratio):
        """You return q times the ratio. Did you close the bracket below the line too early? The
        ratio belongs inside, where it multiplies 1 - q."""
        return q / (q + (1 - q)) * ratio

    def odds_without_brackets(q, ratio):
        """You wrote the odds without brackets: q / 1 - q divides by 1, then subtracts. It is the
        whole of 1 - q that divides; and from odds to a probability there is one more step."""
        return q / 1 - q / ratio

    def zeros_on_top(q, ratio):
        """You put 1 - q on top, the part of the zeros. The probability of class 1 has q there."""
        return (1 - q) / (q + (1 - q) * ratio)

    def base_ten(q, ratio):
        """You subtracted the logarithm to base 10 from the logit. A logit is a natural
        logarithm."""
        return expit(logit(q) - math.log10(ratio))

    def ratio_for_its_logarithm(q, ratio):
        """You subtracted the ratio itself from the logit. A factor of odds becomes its logarithm
        there."""
        return expit(logit(q) - ratio)

    def clipped_inwards(q, ratio):
        """You clip q before you begin, so that a certain row is certain no more. 0 and 1 have to
        stay where they are."""
        q = np.clip(q, 0.01, 0.99)
        return q / (q + (1 - q) * ratio)

    def one_off_the_ratio(q, ratio):
        """You took the ratio one too low. The odds were multiplied by r, not by r - 1."""
        return q / (q + (1 - q) * (ratio - 1)) if ratio > 1 else q.copy()

    def power_of_the_ratio(q, ratio):
        """You took the probabilities to the power of the ratio. A weight multiplies their odds, and
        undoing it divides them."""
        return q**ratio

    def low_ones_kept(q, ratio):
        """Probabilities below 0.5 stay as they are in your result. The weight has moved them as
        well."""
        return np.where(q < 0.5, q, unweight(q, ratio))

    def logarithm_to_base_two(q, ratio):
        """Your shift of the logit is a logarithm to base 2. The sigmoid undoes a natural one."""
        with np.errstate(divide="ignore"):
            return expit(logit(q) - np.log2(ratio))
