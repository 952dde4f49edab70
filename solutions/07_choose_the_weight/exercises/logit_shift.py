import math

import numpy as np
from scipy.special import logit

from course.exercise import exercise


@exercise(
    hints=(
        "A weight ratio of r multiplies the odds by r. What does multiplying become when the "
        "logarithm is taken?",
        "The logit is the natural logarithm of the odds, and the logarithm of a product is a sum.",
    )
)
def logit_shift(ratio: float) -> float:
    """Return what has to be added to every logit to do the work of a weight ratio.

    ratio: weight of class 1 over that of class 0, above 0.
    """
    return float(np.log(ratio))


@logit_shift.cases
def cases(rng):
    yield (9,)
    yield (1,)
    yield (0.25,)
    yield (round(rng.uniform(2, 8), 2),)
    yield (round(rng.uniform(12, 90), 1),)


@logit_shift.alternatives
class Alternatives:
    def by_math(ratio):
        return -math.log(1 / ratio)

    def by_threshold(ratio):
        t = 1 / (1 + ratio)
        return -float(logit(t))


@logit_shift.mistakes
class Mistakes:
    def base_ten(ratio):
        """You took the logarithm to base 10. A logit is a natural logarithm."""
        return math.log10(ratio)

    def base_two(ratio):
        """You took the logarithm to base 2. A logit is a natural logarithm."""
        return math.log2(ratio)

    def wrong_sign(ratio):
        """Your sign is the wrong one: a weight above 1 makes the rare class more probable, so
        something positive is added."""
        return -math.log(ratio)

    def one_added(ratio):
        """You took the logarithm of 1 + ratio. With a ratio of 1 nothing may change, so the shift
        there is 0."""
        return math.log1p(ratio)

    def logarithm_of_the_share(ratio):
        """You took the logarithm of r / (1 + r), a share. The logit adds up logarithms of odds."""
        return math.log(ratio / (1 + ratio))

    def one_subtracted(ratio):
        """You took the logarithm of the ratio less 1, which has no logarithm at a ratio of 1. There
        the shift is 0: take the logarithm of the ratio itself."""
        with np.errstate(all="ignore"):
            return float(np.log(ratio - 1.0))

    def never_negative(ratio):
        """Your shift is never below 0. A ratio below 1 makes class 1 less probable: something
        negative is added."""
        return abs(math.log(ratio))

    def threshold_returned(ratio):
        """You return the threshold 1 / (1 + r). That is the other road to the same decision; what
        is added to a logit is a logarithm."""
        return 1 / (1 + ratio)

    def ratio_added(ratio):
        """Your shift grows as fast as the ratio. The ratio multiplies odds; to a logit, their
        logarithm, something much smaller is added."""
        return ratio - 1

    def cut_at_zero(ratio):
        """Your shift is 0 for a ratio below 1. Such a ratio makes class 1 less probable: something
        negative is added."""
        return max(0.0, math.log(ratio))

    def exponential_taken(ratio):
        """You took the exponential of the ratio. It is the other way round: which number has the
        ratio for its exponential?"""
        return math.exp(ratio)

    def logit_of_the_ratio(ratio):
        """You took the ratio for a probability, and its logit, which a number above 1 hasn't got.
        The ratio already multiplies odds: take its logarithm."""
        return math.log(ratio / (1 - ratio))

    def scipy_logit_of_the_ratio(ratio):
        """You took the logit of the ratio, which is NaN above 1: a logit begins with a probability.
        The ratio is no probability; it already multiplies odds: take its logarithm."""
        return float(logit(ratio))

    def numpy_logit_of_the_ratio(ratio):
        """You divided the ratio by 1 - ratio, as one does with a probability. The ratio compares
        two weights already, as odds do: take its logarithm as it is."""
        with np.errstate(all="ignore"):
            return float(np.log(ratio / (1 - ratio)))

    def taken_for_a_threshold(ratio):
        """You took the ratio for a threshold, and the logarithm of (1 - r) / r, which is NaN above
        1. The ratio already says how odds are multiplied: take its own logarithm."""
        with np.errstate(all="ignore"):
            return float(np.log((1 - ratio) / ratio))

    def upside_down(ratio):
        """You return 1 over the ratio. What is added to a logit is a logarithm."""
        return 1 / ratio

    def sigmoid_of_the_ratio(ratio):
        """You put the ratio through the sigmoid, which makes probabilities of logits. Something to
        add to a logit is asked for."""
        return float(1 / (1 + np.exp(-ratio)))

    def logarithm_of_the_threshold(ratio):
        """You took the logarithm of 1 / (1 + r). That is a probability; a logit is the logarithm of
        odds."""
        return math.log(1 / (1 + ratio))
