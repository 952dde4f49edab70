import math

from course.exercise import exercise


@exercise(
    hints=(
        "Solve t = 1 / (1 + r) for r. Try your answer on t = 0.5: which ratio changes nothing?",
        "Turn both sides upside down: 1 / t = 1 + r. One step is left.",
    )
)
def ratio_from_threshold(t: float) -> float:
    """Return the weight ratio r, class 1 to class 0, that moves threshold t to 0.5.

    t: a threshold, strictly between 0 and 1: t = 1 / (1 + r).
    """
    return (1 - t) / t


@ratio_from_threshold.cases
def cases(rng):
    yield (0.1,)
    yield (0.5,)
    yield (0.8,)
    yield (round(rng.uniform(0.02, 0.09), 4),)
    yield (round(rng.uniform(0.15, 0.45), 3),)


@ratio_from_threshold.alternatives
class Alternatives:
    def by_subtraction(t):
        return 1 / t - 1

    def by_logit(t):
        return math.exp(-math.log(t) + math.log1p(-t))


@ratio_from_threshold.mistakes
class Mistakes:
    def upside_down(t):
        """Your ratio is upside down: for a threshold of 0.1 it gives the rare class less weight
        than the common one."""
        return t / (1 - t)

    def one_too_many(t):
        """Your ratio is too large by 1: for a threshold of 0.5 you get 2, but there both classes
        weigh the same."""
        return 1 / t

    def threshold_from_ratio(t):
        """You put t in the place of r. We know the threshold and look for the ratio: solve the
        equation the other way round."""
        return 1 / (1 + t)

    def against_one_half(t):
        """You divide 0.5 by the threshold. It is odds that a weight multiplies, not probabilities:
        compare (1 - t) with t."""
        return 0.5 / t

    def logarithm_taken(t):
        """You return the logarithm of the ratio, which may be negative. That is the shift of the
        logit; a weight is the ratio itself."""
        return math.log((1 - t) / t)

    def one_added(t):
        """You added 1 where it has to be subtracted: 1 / t is 1 + r."""
        return 1 / t + 1

    def one_minus_t(t):
        """You return 1 - t, a part of the ratio. What does it have to be divided by?"""
        return 1 - t

    def complement_below(t):
        """You divide by 1 - t. It stands above: t is the number that divides."""
        return 1 / (1 - t)

    def subtracted_below(t):
        """You subtracted 1 from t before you divided, so that your ratio is negative. It is the
        quotient that 1 is subtracted from."""
        return 1 / (t - 1)

    def never_below_one(t):
        """Your ratio is never below 1. A threshold above 0.5 needs one below 1: class 1 is then to
        be called less often."""
        return max(1.0, (1 - t) / t)

    def logit_returned(t):
        """You return the logit of the threshold. Neither a logarithm nor this sign is asked for: a
        weight ratio is above 0."""
        return math.log(t / (1 - t))
