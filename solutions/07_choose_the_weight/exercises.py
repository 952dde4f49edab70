"""Exercise bank of lesson 07: references, cases, and the mistakes people make."""

import math
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.special import expit, logit
from sklearn.metrics import precision_recall_curve

from helpers.checks.exercise import Case, Exercise, Mistake


def scored_rows(
    rng: np.random.Generator, size: int, positives: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return classes in random order and different probabilities that say something of them."""
    y = rng.permutation(np.repeat([0, 1], [size - positives, positives]))
    steps = rng.permutation(np.arange(1, 4 * size))[:size] / (4 * size)
    return y, np.round(0.7 * steps + 0.28 * y, 4)


# ---------------------------------------------------------------------------------------------
# 1. threshold_from_costs


def threshold_from_costs(c_fp: float, c_fn: float) -> float:
    """Return the probability from which saying 1 costs no more than saying 0.

    c_fp, c_fn: prices of a false alarm and of a miss, above 0; right answers are free.
    """
    return c_fp / (c_fp + c_fn)


def threshold_from_ratio_of_costs(c_fp: float, c_fn: float) -> float:
    return 1 / (1 + c_fn / c_fp)


def threshold_as_complement(c_fp: float, c_fn: float) -> float:
    return 1 - c_fn / (c_fn + c_fp)


def price_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((1, 9))
    yield Case((2, 2))
    yield Case((5.0, 0.5))
    for _ in range(2):
        c_fp, c_fn = rng.uniform(1.5, 4.0), rng.uniform(6.0, 60.0)
        yield Case((round(c_fp, 2), round(c_fn, 1)))


THRESHOLD_FROM_COSTS = Exercise(
    name="threshold_from_costs",
    signature="threshold_from_costs(c_fp, c_fn) -> float",
    reference=threshold_from_costs,
    cases=price_cases,
    alternatives=[threshold_from_ratio_of_costs, threshold_as_complement],
    hints=[
        "For a row with probability p, what does saying 1 cost on average? What does saying 0? "
        "At the threshold the two are equal.",
        "Saying 1 costs (1 - p) * c_fp on average, saying 0 costs p * c_fn. Set the two equal, "
        "and solve for p.",
    ],
    mistakes=[
        Mistake(
            "prices_swapped",
            lambda c_fp, c_fn: c_fn / (c_fp + c_fn),
            "Your threshold rises with the price of a miss. Where misses are expensive we say 1 "
            "sooner, at lower probabilities: which of the two prices belongs on top?",
        ),
        Mistake(
            "odds_for_a_probability",
            lambda c_fp, c_fn: c_fp / c_fn,
            "You return the ratio of the prices. That is p / (1 - p) at the threshold, its odds; "
            "the threshold is p.",
        ),
        Mistake(
            "ratio_upside_down",
            lambda c_fp, c_fn: c_fn / c_fp,
            "You return how many false alarms a miss is worth. It is the ratio for weighting; a "
            "threshold is a probability, below 1.",
        ),
        Mistake(
            "always_half",
            lambda c_fp, c_fn: 0.5,
            "You return 0.5 whatever the prices. That is right only where a miss and a false "
            "alarm cost the same.",
        ),
        Mistake(
            "false_alarm_costs_one",
            lambda c_fp, c_fn: 1 / (1 + c_fn),
            "You take it that a false alarm costs 1. Only the ratio of the two prices counts, so "
            "c_fp has to enter too.",
        ),
        Mistake(
            "one_minus_the_ratio",
            lambda c_fp, c_fn: 1 - c_fp / c_fn,
            "You subtract the ratio of the prices from 1. Write down what both answers cost on "
            "average at probability p, and set these equal.",
        ),
    ],
    bounds=(0.0, 1.0),
)

# ---------------------------------------------------------------------------------------------
# 2. ratio_from_threshold


def ratio_from_threshold(t: float) -> float:
    """Return the weight ratio r, class 1 to class 0, that moves threshold t to 0.5.

    t: a threshold, strictly between 0 and 1: t = 1 / (1 + r).
    """
    return (1 - t) / t


def ratio_less_one(t: float) -> float:
    return 1 / t - 1


def ratio_by_logit(t: float) -> float:
    return math.exp(-math.log(t) + math.log1p(-t))


def threshold_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((0.1,))
    yield Case((0.5,))
    yield Case((0.8,))
    yield Case((round(rng.uniform(0.02, 0.09), 4),))
    yield Case((round(rng.uniform(0.15, 0.45), 3),))


RATIO_FROM_THRESHOLD = Exercise(
    name="ratio_from_threshold",
    signature="ratio_from_threshold(t) -> float",
    reference=ratio_from_threshold,
    cases=threshold_cases,
    alternatives=[ratio_less_one, ratio_by_logit],
    hints=[
        "Solve t = 1 / (1 + r) for r. Try your answer on t = 0.5: which ratio changes nothing?",
        "Turn both sides upside down: 1 / t = 1 + r. One step is left.",
    ],
    mistakes=[
        Mistake(
            "upside_down",
            lambda t: t / (1 - t),
            "Your ratio is upside down: for a threshold of 0.1 it gives the rare class less "
            "weight than the common one.",
        ),
        Mistake(
            "one_too_many",
            lambda t: 1 / t,
            "Your ratio is too large by 1: for a threshold of 0.5 you get 2, but there both "
            "classes weigh the same.",
        ),
        Mistake(
            "threshold_from_ratio",
            lambda t: 1 / (1 + t),
            "You put t in the place of r. We know the threshold and look for the ratio: solve the "
            "equation the other way round.",
        ),
        Mistake(
            "against_one_half",
            lambda t: 0.5 / t,
            "You divide 0.5 by the threshold. It is odds that a weight multiplies, not "
            "probabilities: compare (1 - t) with t.",
        ),
        Mistake(
            "logarithm_taken",
            lambda t: math.log((1 - t) / t),
            "You return the logarithm of the ratio, which may be negative. That is the shift of "
            "the logit; a weight is the ratio itself.",
        ),
        Mistake(
            "one_minus_t",
            lambda t: 1 - t,
            "You return 1 - t, a part of the ratio. What does it have to be divided by?",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 3. logit_shift


def logit_shift(ratio: float) -> float:
    """Return what has to be added to every logit to do the work of a weight ratio.

    ratio: weight of class 1 over that of class 0, above 0.
    """
    return float(np.log(ratio))


def shift_by_math(ratio: float) -> float:
    return -math.log(1 / ratio)


def shift_by_threshold(ratio: float) -> float:
    t = 1 / (1 + ratio)
    return -float(logit(t))


def ratio_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((9,))
    yield Case((1,))
    yield Case((0.25,))
    yield Case((round(rng.uniform(2, 8), 2),))
    yield Case((round(rng.uniform(12, 90), 1),))


LOGIT_SHIFT = Exercise(
    name="logit_shift",
    signature="logit_shift(ratio) -> float",
    reference=logit_shift,
    cases=ratio_cases,
    alternatives=[shift_by_math, shift_by_threshold],
    hints=[
        "A weight ratio of r multiplies the odds by r. What does multiplying become when the "
        "logarithm is taken?",
        "The logit is the natural logarithm of the odds, and the logarithm of a product is a sum.",
    ],
    mistakes=[
        Mistake(
            "base_ten",
            math.log10,
            "You took the logarithm to base 10. A logit is a natural logarithm.",
        ),
        Mistake(
            "base_two",
            math.log2,
            "You took the logarithm to base 2. A logit is a natural logarithm.",
        ),
        Mistake(
            "wrong_sign",
            lambda ratio: -math.log(ratio),
            "Your sign is the wrong one: a weight above 1 makes the rare class more probable, so "
            "something positive is added.",
        ),
        Mistake(
            "one_added",
            math.log1p,
            "You took the logarithm of 1 + ratio. With a ratio of 1 nothing may change, so the "
            "shift there is 0.",
        ),
        Mistake(
            "logarithm_of_the_share",
            lambda ratio: math.log(ratio / (1 + ratio)),
            "You took the logarithm of r / (1 + r), a share. The logit adds up logarithms of odds.",
        ),
        Mistake(
            "ratio_added",
            lambda ratio: ratio - 1,
            "Your shift grows as fast as the ratio. The ratio multiplies odds; to a logit, their "
            "logarithm, something much smaller is added.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 4. calibration_in_the_large


def calibration_in_the_large(y: np.ndarray, p: np.ndarray) -> float:
    """Return by how much the mean probability lies above the share of class 1.

    y: int array (n,), 0 or 1; p: float array (n,), probabilities of class 1.
    """
    return float(np.mean(p) - np.mean(y))


def calibration_by_differences(y: np.ndarray, p: np.ndarray) -> float:
    return float((p - y).mean())


def calibration_by_sums(y: np.ndarray, p: np.ndarray) -> float:
    return (math.fsum(p.tolist()) - int(np.count_nonzero(y))) / len(y)


def calibration_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.array([0, 0, 0, 1]), np.array([0.2, 0.4, 0.3, 0.9])))
    yield Case((np.array([1, 0, 1, 0, 0]), np.array([0.3, 0.05, 0.55, 0.1, 0.2])))
    for size, positives in ((8, 2), (11, 3)):
        y, p = scored_rows(rng, size, positives)
        yield Case((y, p))
        yield Case((y, np.round(p / 3, 4)))


CALIBRATION_IN_THE_LARGE = Exercise(
    name="calibration_in_the_large",
    signature="calibration_in_the_large(y, p) -> float",
    reference=calibration_in_the_large,
    cases=calibration_cases,
    alternatives=[calibration_by_differences, calibration_by_sums],
    hints=[
        "How many rows of class 1 does the model expect, as a share of all? How many are there?",
        "Both are means: one of p, one of y, whose values are 0 and 1. Which is subtracted?",
    ],
    mistakes=[
        Mistake(
            "other_way_round",
            lambda y, p: float(np.mean(y) - np.mean(p)),
            "Your sign is turned round: a model whose probabilities are too high should get a "
            "positive number.",
        ),
        Mistake(
            "sign_lost",
            lambda y, p: float(abs(np.mean(p) - np.mean(y))),
            "You took the absolute value. Too high and too low look alike then, so keep the sign.",
        ),
        Mistake(
            "row_by_row",
            lambda y, p: float(np.mean(np.abs(p - y))),
            "You took the distance of each row, and then the mean. Even the best probabilities are "
            "far from 0 and 1: compare the two means.",
        ),
        Mistake(
            "decisions_counted",
            lambda y, p: float(np.mean(p >= 0.5) - np.mean(y)),
            "You compare the share of rows called 1 with the truth. It is the probabilities that "
            "are asked about, before any threshold.",
        ),
        Mistake(
            "ratio_of_means",
            lambda y, p: float(np.mean(p) / np.mean(y)),
            "You divided the two means. Here their difference is asked for, which is 0 where they "
            "agree.",
        ),
        Mistake(
            "positives_only",
            lambda y, p: float(np.mean(p[y == 1]) - np.mean(y)),
            "You took the mean probability over the rows of class 1 only. Every row has a "
            "probability: take the mean over all of them.",
        ),
        Mistake(
            "squared",
            lambda y, p: float(np.mean((p - y) ** 2)),
            "You returned the mean square of p - y: that is the Brier score. Here two plain means "
            "are compared.",
        ),
    ],
    bounds=(-1.0, 1.0),
)

# ---------------------------------------------------------------------------------------------
# 5. unweight


def unweight(q: np.ndarray, ratio: float) -> np.ndarray:
    """Return the probabilities of a world without weights.

    q: float array (n,), 0 to 1, of a model trained with this weight ratio.
    """
    return q / (q + (1 - q) * ratio)


def unweight_by_odds(q: np.ndarray, ratio: float) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return 1 / (1 + ratio * (1 - q) / q)


def unweight_by_logit(q: np.ndarray, ratio: float) -> np.ndarray:
    return expit(logit(q) - math.log(ratio))


def unweight_by_shares(q: np.ndarray, ratio: float) -> np.ndarray:
    ones = q / ratio
    return ones / (ones + 1 - q)


def odds_divided_out_first(q: np.ndarray, ratio: float) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = q / (1 - q) / ratio
        return odds / (1 + odds)


def unweight_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.array([0.5, 0.1, 0.9]), 9))
    yield Case((np.array([0.0, 0.25, 1.0]), 3.0))
    yield Case((np.array([0.3, 0.7]), 0.5))
    for size in (4, 6):
        q = np.round(rng.uniform(0.02, 0.98, size=size), 3)
        yield Case((q, round(rng.uniform(2.5, 40), 1)))


UNWEIGHT = Exercise(
    name="unweight",
    signature="unweight(q, ratio) -> float array (n,)",
    reference=unweight,
    cases=unweight_cases,
    alternatives=[unweight_by_odds, unweight_by_logit, unweight_by_shares],
    hints=[
        "The weights have multiplied the odds q / (1 - q) by the ratio. Take that back, then turn "
        "the odds into a probability again.",
        "Odds of a to b are a probability of a / (a + b). Here a is q, and b is 1 - q times "
        "something.",
    ],
    mistakes=[
        Mistake(
            "odds_divided_out_first",
            odds_divided_out_first,
            "Your way through the odds breaks down at q = 1, where they are infinite. Write the "
            "probability as one part over the sum of both, without dividing before.",
        ),
        Mistake(
            "weighted_once_more",
            lambda q, r: q * r / (q * r + 1 - q),
            "Your probabilities went up: you have weighted once more. To undo the ratio, the odds "
            "are divided by it.",
        ),
        Mistake(
            "probability_divided",
            lambda q, r: q / r,
            "You divided the probabilities by the ratio. A weight multiplies the odds q / (1 - q), "
            "and a q of 1 has to stay 1.",
        ),
        Mistake(
            "odds_returned",
            lambda q, r: q / np.maximum((1 - q) * r, 1e-12),
            "You return the odds after dividing by the ratio, and they can be above 1. One step is "
            "left, from odds to a probability.",
        ),
        Mistake(
            "logit_returned",
            lambda q, r: np.log(np.clip(q, 1e-9, 1) / np.clip(1 - q, 1e-9, 1)) - math.log(r),
            "You shifted the logit the right way and stopped there: turn it into a probability "
            "again.",
        ),
        Mistake(
            "undone_twice",
            lambda q, r: q / (q + (1 - q) * r * r),
            "You divided the odds by the ratio twice. Once undoes the weights.",
        ),
        Mistake(
            "ratio_in_place_of_the_rest",
            lambda q, r: q / (q + r),
            "You added the ratio to q below the line. It is 1 - q, the other class's part, that "
            "the ratio multiplies.",
        ),
        Mistake(
            "mean_of_q_set_to_the_share",
            lambda q, r: q / (1 + r) / np.maximum(q.mean(), 1e-12),
            "You scaled all probabilities by one factor. Weights don't act by a factor on "
            "probabilities: 0 and 1 stay where they are.",
        ),
    ],
    bounds=(0.0, 1.0),
)

# ---------------------------------------------------------------------------------------------
# 6. expected_calibration_error


def expected_calibration_error(y: np.ndarray, p: np.ndarray, bins: int) -> float:
    """Return the mean gap between said and seen, over bins of equal width on [0, 1].

    y: int array (n,), 0 or 1; p: float array (n,), none on an edge; bins: their number.
    A bin's gap is |mean p - share of ones|; it counts by its rows, an empty one not at all.
    """
    number = np.floor(p * bins)
    gaps = [abs(np.sum((p - y)[number == b])) for b in np.unique(number)]
    return float(np.sum(gaps) / len(p))


def ece_by_bincount(y: np.ndarray, p: np.ndarray, bins: int) -> float:
    number = (p * bins).astype(int)
    rows = np.bincount(number, minlength=bins)
    said = np.bincount(number, weights=p, minlength=bins)
    seen = np.bincount(number, weights=y, minlength=bins)
    full = rows > 0
    return float(np.average(np.abs(said - seen)[full] / rows[full], weights=rows[full]))


def ece_by_loop(y: np.ndarray, p: np.ndarray, bins: int) -> float:
    edges, total = np.linspace(0, 1, bins + 1), 0.0
    for low, high in pairwise(edges):
        inside = (p > low) & (p < high)
        if inside.any():
            total += inside.sum() * abs(p[inside].mean() - y[inside].mean())
    return float(total / len(y))


Gaps = list[tuple[int, float, float]]


def gaps_of(y: np.ndarray, p: np.ndarray, number: np.ndarray) -> Gaps:
    """Return (rows, mean p, share of ones) of each bin that has rows."""
    return [
        (int(np.sum(number == b)), float(p[number == b].mean()), float(y[number == b].mean()))
        for b in np.unique(number)
    ]


def ece_with(combine: Callable[[Gaps, int], Any]) -> Callable[..., float]:
    """Return a wrong error: the right bins, put together by `combine(gaps, bins)`."""
    return lambda y, p, bins: float(combine(gaps_of(y, p, np.floor(p * bins)), bins))


def ece_of_equal_counts(y: np.ndarray, p: np.ndarray, bins: int) -> float:
    ranks = np.argsort(np.argsort(p, kind="stable"), kind="stable")
    gaps = gaps_of(y, p, ranks * bins // len(p))
    return float(sum(n * abs(said - seen) for n, said, seen in gaps) / len(p))


def ece_from_middles(y: np.ndarray, p: np.ndarray, bins: int) -> float:
    number = np.floor(p * bins)
    gaps = gaps_of(y, (number + 0.5) / bins, number)
    return float(sum(n * abs(said - seen) for n, said, seen in gaps) / len(p))


def ece_between_extremes(y: np.ndarray, p: np.ndarray, bins: int) -> float:
    edges = np.linspace(p.min(), p.max(), bins + 1)
    gaps = gaps_of(y, p, np.clip(np.searchsorted(edges, p, side="right") - 1, 0, bins - 1))
    return float(sum(n * abs(said - seen) for n, said, seen in gaps) / len(p))


def ece_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.array([0, 0, 1, 1]), np.array([0.1, 0.3, 0.6, 0.8]), 2))
    yield Case((np.array([0, 1, 0, 0, 1]), np.array([0.05, 0.15, 0.12, 0.33, 0.91]), 5))
    for size, positives, bins in ((12, 4, 4), (15, 5, 6)):
        y, _ = scored_rows(rng, size, positives)
        # Uneven, so that equal widths and equal counts differ, and off the edges.
        number = rng.choice(bins, size=size, p=np.arange(bins, 0, -1) / (bins * (bins + 1) / 2))
        p = (number + rng.uniform(0.05, 0.95, size=size)) / bins
        yield Case((y, np.round(p, 4), bins))
    y, p = scored_rows(rng, 14, 5)
    yield Case((y, np.round(0.3 * p + 0.0003, 4), 3))


EXPECTED_CALIBRATION_ERROR = Exercise(
    name="expected_calibration_error",
    signature="expected_calibration_error(y, p, bins) -> float",
    reference=expected_calibration_error,
    cases=ece_cases,
    alternatives=[ece_by_bincount, ece_by_loop],
    hints=[
        "With 5 bins, in which is 0.33? `np.floor(p * bins)` numbers the bin of each row. Then "
        "each bin that has rows brings one gap.",
        "In a bin: the absolute difference between the mean of p and the mean of y. Multiply it by "
        "the bin's rows, add up over bins, and divide by all rows.",
    ],
    mistakes=[
        Mistake(
            "bins_count_alike",
            ece_with(lambda gaps, bins: np.mean([abs(said - seen) for _, said, seen in gaps])),
            "Each bin counts the same in your mean, whether it has one row or a thousand. A bin "
            "counts by its rows.",
        ),
        Mistake(
            "divided_by_all_bins",
            ece_with(lambda gaps, bins: sum(abs(said - seen) for _, said, seen in gaps) / bins),
            "You add up the gaps and divide by the number of bins, empty ones too. A bin counts by "
            "its rows, so an empty one counts nothing.",
        ),
        Mistake(
            "gaps_cancel",
            ece_with(
                lambda gaps, bins: (
                    sum(n * (said - seen) for n, said, seen in gaps) / sum(n for n, _, _ in gaps)
                )
            ),
            "Your gaps have signs, so one that is too high makes up for one that is too low. Take "
            "each bin's absolute value first.",
        ),
        Mistake(
            "largest_gap",
            ece_with(lambda gaps, bins: max(abs(said - seen) for _, said, seen in gaps)),
            "You return the largest gap. That is called the maximum calibration error; here the "
            "mean over rows is asked for.",
        ),
        Mistake(
            "gaps_squared",
            ece_with(
                lambda gaps, bins: (
                    sum(n * (said - seen) ** 2 for n, said, seen in gaps)
                    / sum(n for n, _, _ in gaps)
                )
            ),
            "You squared the gaps. Here their absolute values are asked for.",
        ),
        Mistake(
            "row_by_row",
            lambda y, p, bins: float(np.mean(np.abs(p - y))),
            "You took each row's distance from 0 or 1, without bins. Single rows are always off: "
            "take means within a bin first, then compare.",
        ),
        Mistake(
            "equal_counts",
            ece_of_equal_counts,
            "Your bins have equal numbers of rows. Here they have equal widths, from 0 to 1.",
        ),
        Mistake(
            "middle_of_the_bin",
            ece_from_middles,
            "You compare the share of ones with the middle of the bin. Take the mean of the "
            "probabilities that are in it.",
        ),
        Mistake(
            "between_smallest_and_largest",
            ece_between_extremes,
            "Your bins reach from the smallest probability to the largest one (`np.histogram` does "
            "that unasked). They should divide all of 0 to 1.",
        ),
    ],
    bounds=(0.0, 1.0),
)

# ---------------------------------------------------------------------------------------------
# 7. best_threshold


def best_threshold(y_val: np.ndarray, p_val: np.ndarray, c_fp: float, c_fn: float) -> float:
    """Return the value of p_val that costs least as a threshold, the smallest of equals.

    y_val: int array (n,), 0 or 1; p_val: float array (n,), scores of any size.
    c_fp, c_fn: prices of a false alarm and of a miss. Say 1 where p >= threshold.
    """
    thresholds = np.unique(p_val)
    costs = []
    for t in thresholds:
        alarms, misses = (p_val >= t) & (y_val == 0), (p_val < t) & (y_val == 1)
        costs.append(c_fp * np.sum(alarms) + c_fn * np.sum(misses))
    return float(thresholds[np.argmin(costs)])


def best_threshold_by_sorting(
    y_val: np.ndarray, p_val: np.ndarray, c_fp: float, c_fn: float
) -> float:
    thresholds = np.unique(p_val)
    zeros, ones = np.sort(p_val[y_val == 0]), np.sort(p_val[y_val == 1])
    alarms = len(zeros) - np.searchsorted(zeros, thresholds, side="left")
    misses = np.searchsorted(ones, thresholds, side="left")
    return float(thresholds[np.argmin(c_fp * alarms + c_fn * misses)])


def best_threshold_by_min(y_val: np.ndarray, p_val: np.ndarray, c_fp: float, c_fn: float) -> float:
    def cost(t: float) -> tuple[float, float]:
        said = np.where(p_val >= t, 1, 0)
        return (float(np.where(y_val == 1, (1 - said) * c_fn, said * c_fp).sum()), t)

    return min(p_val.tolist(), key=cost)


def cost_at(
    y: np.ndarray, p: np.ndarray, c_fp: float, c_fn: float, t: float, *, above: bool = False
) -> float:
    """Return the cost of a threshold; with `above`, 1 is said only above it."""
    said = p > t if above else p >= t
    return float(c_fp * np.sum(said & (y == 0)) + c_fn * np.sum(~said & (y == 1)))


def first_least(y: np.ndarray, p: np.ndarray, c_fp: float, c_fn: float, **how: bool) -> float:
    return min(sorted(p.tolist()), key=lambda t: cost_at(y, p, c_fp, c_fn, t, **how))


def nearest_to_the_formula(y: np.ndarray, p: np.ndarray, c_fp: float, c_fn: float) -> float:
    return min(sorted(p.tolist()), key=lambda t: abs(t - c_fp / (c_fp + c_fn)))


def best_by_f1(y: np.ndarray, p: np.ndarray, c_fp: float, c_fn: float) -> float:
    def f1(t: float) -> float:
        hits = np.sum((p >= t) & (y == 1))
        return float(2 * hits / (np.sum(p >= t) + np.sum(y == 1)))

    return max(sorted(p.tolist()), key=f1)


def best_threshold_cases(rng: np.random.Generator) -> Iterator[Case]:
    # Prices of 1 and 2, and 2 and 2: two thresholds cost the same.
    yield Case((np.array([0, 0, 1, 0, 1]), np.array([0.1, 0.2, 0.3, 0.6, 0.8]), 1, 9))
    yield Case((np.array([1, 0, 0, 1]), np.array([0.2, 0.35, 0.4, 0.7]), 1, 2))
    yield Case((np.array([0, 1, 0, 0, 1, 1]), np.array([0.05, 0.3, 0.4, 0.5, 0.6, 0.9]), 1, 2))
    yield Case((np.array([0, 0, 1, 1, 0]), np.array([-1.5, 0.2, 0.2, 2.4, 3.1]), 3, 4.0))
    for size, positives in ((12, 3), (16, 5)):
        y, p = scored_rows(rng, size, positives)
        yield Case((y, p, 1, round(rng.uniform(4, 12), 1)))
        yield Case((y, p, round(rng.uniform(5, 9), 1), 2.0))


BEST_THRESHOLD = Exercise(
    name="best_threshold",
    signature="best_threshold(y_val, p_val, c_fp, c_fn) -> float",
    reference=best_threshold,
    cases=best_threshold_cases,
    alternatives=[best_threshold_by_sorting, best_threshold_by_min],
    points=2,
    hints=[
        "Try each value of p_val as a threshold, from the smallest up: what do its false alarms "
        "and its misses cost together? Keep the cheapest.",
        "`np.unique(p_val)` is sorted. For each t of it count two things: rows with p >= t and y "
        "0, rows with p < t and y 1. `np.argmin` takes the first of equals.",
    ],
    mistakes=[
        Mistake(
            "prices_swapped",
            lambda y, p, c_fp, c_fn: first_least(y, p, c_fn, c_fp),
            "You multiply misses by the price of a false alarm, and the other way round. c_fp "
            "belongs to rows of class 0 that are called 1.",
        ),
        Mistake(
            "prices_left_out",
            lambda y, p, c_fp, c_fn: first_least(y, p, 1, 1),
            "The prices have no part in your choice: it has the fewest mistakes, that is the best "
            "accuracy. Multiply each kind of mistake by its price.",
        ),
        Mistake(
            "above_not_from",
            lambda y, p, c_fp, c_fn: first_least(y, p, c_fp, c_fn, above=True),
            "You say 1 only above the threshold. In this course a row that lies exactly on it is "
            "called 1 as well.",
        ),
        Mistake(
            "largest_of_equals",
            lambda y, p, c_fp, c_fn: min(
                sorted(p.tolist(), reverse=True), key=lambda t: cost_at(y, p, c_fp, c_fn, t)
            ),
            "Where two thresholds cost the same you take the larger one. The smallest is asked "
            "for: go through them from below, and keep the first.",
        ),
        Mistake(
            "formula_not_search",
            nearest_to_the_formula,
            "You take the value next to c_fp / (c_fp + c_fn). That is right for probabilities that "
            "can be trusted; here the rows decide: count what each threshold costs.",
        ),
        Mistake(
            "least_cost_returned",
            lambda y, p, c_fp, c_fn: min(cost_at(y, p, c_fp, c_fn, t) for t in p.tolist()),
            "You return the least cost. The threshold that has it is asked for.",
        ),
        Mistake(
            "place_returned",
            lambda y, p, c_fp, c_fn: np.unique(p).tolist().index(first_least(y, p, c_fp, c_fn)),
            "You return the place of the best threshold in the sorted list. What is asked for is "
            "the threshold that stands there.",
        ),
        Mistake(
            "best_f1",
            best_by_f1,
            "You chose the best F1, which knows no prices. Add up what the false alarms and the "
            "misses cost.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 8. best_recall


def best_recall(y: np.ndarray, p: np.ndarray, min_precision: float) -> float:
    """Return the best recall of any threshold whose precision is at least min_precision.

    y: int array (n,), 0 or 1, both occur; p: float array (n,), scores of any size.
    Say 1 where p >= threshold. Returns 0.0 if none is that precise.
    """
    best = 0.0
    for t in np.unique(p):
        said = p >= t
        if np.mean(y[said]) >= min_precision:
            best = max(best, float(y[said].sum() / y.sum()))
    return best


def best_recall_by_curve(y: np.ndarray, p: np.ndarray, min_precision: float) -> float:
    precision, recall, _ = precision_recall_curve(y, p)
    return float(np.max(recall, where=precision >= min_precision, initial=0.0))


def best_recall_from_below(y: np.ndarray, p: np.ndarray, min_precision: float) -> float:
    # The lowest threshold that is precise enough has the best recall.
    for t in np.sort(p):
        hits = int(np.sum(y * (p >= t)))
        if hits / int(np.sum(p >= t)) >= min_precision:
            return hits / int(y.sum())
    return 0.0


Point = tuple[float, float, float]


def points_of(y: np.ndarray, p: np.ndarray) -> list[Point]:
    """Return (threshold, precision, recall), from the highest threshold down."""
    return [
        (float(t), float(np.mean(y[p >= t])), float(y[p >= t].sum() / y.sum()))
        for t in np.unique(p)[::-1]
    ]


def until_it_fails(y: np.ndarray, p: np.ndarray, min_precision: float) -> float:
    best = 0.0
    for _, precision, recall in points_of(y, p):
        if precision < min_precision:
            break
        best = recall
    return best


def first_that_holds(y: np.ndarray, p: np.ndarray, min_precision: float) -> float:
    return next((r for _, precision, r in points_of(y, p) if precision >= min_precision), 0.0)


def ties_torn(y: np.ndarray, p: np.ndarray, min_precision: float) -> float:
    order = np.argsort(-p, kind="stable")
    hits = np.cumsum(y[order])
    good = hits / np.arange(1, len(y) + 1) >= min_precision
    return float(hits[good].max() / y.sum()) if good.any() else 0.0


def most_precise(y: np.ndarray, p: np.ndarray, min_precision: float) -> float:
    _, precision, recall = max(points_of(y, p), key=lambda point: (point[1], -point[2]))
    return recall if precision >= min_precision else 0.0


def best_recall_cases(rng: np.random.Generator) -> Iterator[Case]:
    y = np.array([0, 1, 1, 0, 1, 0, 0, 0])
    p = np.array([0.95, 0.9, 0.7, 0.6, 0.4, 0.3, 0.2, 0.1])
    yield Case((y, p, 0.5))
    yield Case((y, p, 0.9))
    yield Case((np.array([1, 1, 0, 0, 1, 0]), np.array([0.8, 0.5, 0.5, 0.5, 0.3, 0.2]), 0.65))
    yield Case((np.array([1, 0, 1, 1, 0, 0]), np.array([3.1, -0.4, 2.2, 0.6, 1.5, -2.0]), 0.75))
    for size, positives in ((12, 4), (18, 5)):
        y, p = scored_rows(rng, size, positives)
        yield Case((y, p, 0.4))
        yield Case((y, np.round(p, 1), 0.45))


BEST_RECALL = Exercise(
    name="best_recall",
    signature="best_recall(y, p, min_precision) -> float",
    reference=best_recall,
    cases=best_recall_cases,
    alternatives=[best_recall_by_curve, best_recall_from_below],
    hints=[
        "Every different score is a threshold to try. Which of them are precise enough, and which "
        "of these finds most?",
        "For each t: `said = p >= t`. The precision is the mean of y over these rows, the recall "
        "is their ones over all ones. Keep the largest recall that is allowed, from 0.0 up.",
    ],
    mistakes=[
        Mistake(
            "only_at_one_half",
            lambda y, p, m: float(y[p >= 0.5].sum() / y.sum()) if y[p >= 0.5].mean() >= m else 0.0,
            "You look at the threshold 0.5 only. Try each value of p as a threshold.",
        ),
        Mistake(
            "stops_when_it_fails",
            until_it_fails,
            "You go down from the highest score and stop at the first threshold that is not "
            "precise enough. Precision falls and rises again: further down it may be enough.",
        ),
        Mistake(
            "first_precise_enough",
            first_that_holds,
            "You return the recall of the first threshold from above that is precise enough. A "
            "lower one may be so too, and finds more.",
        ),
        Mistake(
            "equal_scores_torn_apart",
            ties_torn,
            "You go row by row, and separate rows of equal score. No threshold can do that: they "
            "are called 1 together or not at all.",
        ),
        Mistake(
            "precision_returned",
            lambda y, p, m: max((pr for _, pr, _ in points_of(y, p) if pr >= m), default=0.0),
            "You return the best precision. The precision only has to be enough; the best recall "
            "is asked for.",
        ),
        Mistake(
            "roles_swapped",
            lambda y, p, m: max((pr for _, pr, rec in points_of(y, p) if rec >= m), default=0.0),
            "You ask for a minimum of recall and return a precision. It is the other way round.",
        ),
        Mistake(
            "more_than_enough",
            lambda y, p, m: max((rec for _, pr, rec in points_of(y, p) if pr > m), default=0.0),
            "You ask for a precision above the minimum. One that is exactly the minimum is enough.",
        ),
        Mistake(
            "threshold_returned",
            lambda y, p, m: max(
                ((rec, t) for t, pr, rec in points_of(y, p) if pr >= m), default=(0.0, 0.0)
            )[1],
            "You return a threshold. The recall that it reaches is asked for.",
        ),
        Mistake(
            "most_precise_threshold",
            most_precise,
            "You chose the most precise threshold, whose recall is small. Among those that are "
            "precise enough, choose by the recall.",
        ),
    ],
    bounds=(0.0, 1.0),
)

# ---------------------------------------------------------------------------------------------
# 9. initial_bias


def initial_bias(y: np.ndarray) -> float:
    """Return the bias with which a sigmoid that sees nothing says the share of class 1.

    y: int array (n,), 0 or 1, both occur.
    """
    return float(np.log(np.sum(y == 1) / np.sum(y == 0)))


def bias_by_share(y: np.ndarray) -> float:
    share = float(np.mean(y))
    return math.log(share / (1 - share))


def bias_by_logit(y: np.ndarray) -> float:
    return float(logit(y.mean()))


def bias_by_bincount(y: np.ndarray) -> float:
    negatives, positives = np.bincount(y)
    return float(np.log(positives) - np.log(negatives))


def initial_bias_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.array([0, 0, 0, 0, 1, 0, 0, 0, 0, 0]),))
    yield Case((np.array([0, 1, 1, 0]),))
    yield Case((np.array([1, 1, 0, 1]),))
    for low, high in ((5, 9), (12, 30)):
        positives, negatives = rng.integers(2, 5), rng.integers(low, high)
        yield Case((rng.permutation(np.repeat([0, 1], [negatives, positives])),))


INITIAL_BIAS = Exercise(
    name="initial_bias",
    signature="initial_bias(y) -> float",
    reference=initial_bias,
    cases=initial_bias_cases,
    alternatives=[bias_by_share, bias_by_logit, bias_by_bincount],
    hints=[
        "A bias is a logit: the natural logarithm of odds. What are the odds of class 1 before "
        "anything is seen?",
        "The odds are the number of ones over the number of zeros.",
    ],
    mistakes=[
        Mistake(
            "upside_down",
            lambda y: math.log(np.sum(y == 0) / np.sum(y == 1)),
            "Your odds are upside down, and the network would begin by saying 1 to nearly "
            "everything. For a rare class the bias is negative.",
        ),
        Mistake(
            "logarithm_of_the_share",
            lambda y: math.log(np.mean(y)),
            "You took the logarithm of the share of ones among all rows. A logit has the zeros "
            "alone below the line.",
        ),
        Mistake(
            "odds_without_logarithm",
            lambda y: float(np.sum(y == 1) / np.sum(y == 0)),
            "You return the odds. The bias is added before the sigmoid, so it has to be their "
            "logarithm.",
        ),
        Mistake(
            "share_as_bias",
            lambda y: float(np.mean(y)),
            "You return the share of ones. That is what the sigmoid should say; the bias is what "
            "goes into it.",
        ),
        Mistake(
            "base_ten",
            lambda y: math.log10(np.sum(y == 1) / np.sum(y == 0)),
            "You took the logarithm to base 10. The sigmoid undoes a natural logarithm.",
        ),
        Mistake(
            "share_through_the_sigmoid",
            lambda y: 1 / (1 + math.exp(-np.mean(y))),
            "You put the share through the sigmoid. What is asked for goes the other way: which "
            "number does the sigmoid turn into the share?",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 10. paired_bootstrap


def paired_bootstrap(
    hits_a: np.ndarray, hits_b: np.ndarray, draws: int, seed: int
) -> tuple[float, float]:
    """Return (low, high), the 2.5 and 97.5 percentiles of recall of a minus recall of b.

    hits_a, hits_b: arrays (n,) of 0 and 1: did models a and b find each row of class 1?
    draws: how often n rows are drawn with replacement, the same for both; same seed, same result.
    """
    rows = np.random.default_rng(seed).integers(0, len(hits_a), size=(draws, len(hits_a)))
    differences = (hits_a - hits_b)[rows].mean(axis=1)
    low, high = np.percentile(differences, [2.5, 97.5])
    return float(low), float(high)


def bootstrap_by_loop(
    hits_a: np.ndarray, hits_b: np.ndarray, draws: int, seed: int
) -> tuple[float, float]:
    state = np.random.RandomState(seed)
    differences = []
    for _ in range(draws):
        rows = state.randint(len(hits_a), size=len(hits_a))
        differences.append(hits_a[rows].mean() - hits_b[rows].mean())
    return float(np.percentile(differences, 2.5)), float(np.percentile(differences, 97.5))


def bootstrap_by_counts(
    hits_a: np.ndarray, hits_b: np.ndarray, draws: int, seed: int
) -> tuple[float, float]:
    # How often each of the three differences is drawn follows a multinomial distribution.
    n = len(hits_a)
    kinds = [np.mean(hits_a - hits_b == kind) for kind in (1, 0, -1)]
    counts = np.random.default_rng(seed).multinomial(n, kinds, size=draws)
    low, high = np.quantile((counts[:, 0] - counts[:, 2]) / n, [0.025, 0.975])
    return float(low), float(high)


def drawn_differences(
    hits_a: np.ndarray, hits_b: np.ndarray, draws: int, seed: int, *, paired: bool = True
) -> np.ndarray:
    """Return recall of a minus recall of b for each draw."""
    rng, n = np.random.default_rng(seed), len(hits_a)
    rows = rng.integers(0, n, size=(draws, n))
    others = rows if paired else rng.integers(0, n, size=(draws, n))
    return hits_a[rows].mean(axis=1) - hits_b[others].mean(axis=1)


def interval(values: np.ndarray, percentiles: tuple[float, float]) -> tuple[float, float]:
    low, high = np.percentile(values, percentiles)
    return float(low), float(high)


def recalls_apart(
    hits_a: np.ndarray, hits_b: np.ndarray, draws: int, seed: int
) -> tuple[float, float]:
    nothing = np.zeros_like(hits_a)
    low_a, high_a = interval(drawn_differences(hits_a, nothing, draws, seed), (2.5, 97.5))
    low_b, high_b = interval(drawn_differences(hits_b, nothing, draws, seed), (2.5, 97.5))
    return low_a - high_b, high_a - low_b


def hits(
    rng: np.random.Generator, both: int, only_a: int, only_b: int, none: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the hits of two models, rows in random order."""
    counts = [both, only_a, only_b, none]
    order = rng.permutation(sum(counts))
    a, b = np.repeat([1, 1, 0, 0], counts), np.repeat([1, 0, 1, 0], counts)
    return a[order], b[order]


def paired_bootstrap_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((*hits(rng, 90, 16, 4, 90), 1000, 3))
    # They differ on every row, so differences come in steps of 0.04. Both ends are the same step
    # whatever the generator (each tail is 0.007 or more away from 2.5 %, over four standard errors
    # of 10,000 draws), and one step further in for 5 and 95 per cent.
    yield Case((*hits(rng, 0, 26, 24, 0), 10_000, int(rng.integers(0, 1000))))
    only_a, only_b = (int(n) for n in rng.integers(4, 20, size=2))
    yield Case((*hits(rng, 70, only_a, only_b, 60), 1500, int(rng.integers(0, 1000))))


PAIRED_BOOTSTRAP = Exercise(
    name="paired_bootstrap",
    signature="paired_bootstrap(hits_a, hits_b, draws, seed) -> (low, high)",
    reference=paired_bootstrap,
    cases=paired_bootstrap_cases,
    alternatives=[bootstrap_by_loop, bootstrap_by_counts],
    points=2,
    hints=[
        "One draw: n row numbers, chosen with replacement, and the two recalls on these very rows. "
        "Do it `draws` times; then read two percentiles of the differences.",
        "`np.random.default_rng(seed).integers(0, n, size=(draws, n))` gives all row numbers at "
        "once. Index both arrays with them, take means along axis 1, and `np.percentile`.",
    ],
    mistakes=[
        Mistake(
            "not_paired",
            lambda a, b, draws, seed: interval(
                drawn_differences(a, b, draws, seed, paired=False), (2.5, 97.5)
            ),
            "Each model gets its own draw of rows, so your interval is too wide. Draw the row "
            "numbers once, and use them for both.",
        ),
        Mistake(
            "other_way_round",
            lambda a, b, draws, seed: interval(drawn_differences(b, a, draws, seed), (2.5, 97.5)),
            "You subtracted the recall of a from that of b. It is a minus b.",
        ),
        Mistake(
            "ninety_per_cent",
            lambda a, b, draws, seed: interval(drawn_differences(a, b, draws, seed), (5, 95)),
            "Your interval leaves out 5 per cent on either side, and holds 90. For 95 per cent, "
            "leave out half as much on each.",
        ),
        Mistake(
            "fractions_as_percentiles",
            lambda a, b, draws, seed: interval(
                drawn_differences(a, b, draws, seed), (0.025, 0.975)
            ),
            "Both ends lie among the smallest differences: `np.percentile` takes per cent, from 0 "
            "to 100. It is `np.quantile` that takes fractions.",
        ),
        Mistake(
            "without_replacement",
            lambda a, b, draws, seed: (float(np.mean(a - b)), float(np.mean(a - b))),
            "Your interval has no width. Shuffling, or drawing without replacement, takes every "
            "row once, and each draw gives the same recalls.",
        ),
        Mistake(
            "one_model_only",
            lambda a, b, draws, seed: interval(
                drawn_differences(a, np.zeros_like(a), draws, seed), (2.5, 97.5)
            ),
            "Your interval is that of a's recall alone. Subtract b's recall in each draw.",
        ),
        Mistake(
            "intervals_subtracted",
            recalls_apart,
            "You made an interval for each model and subtracted the ends. Take the difference in "
            "each draw first, and the percentiles last.",
        ),
        Mistake(
            "counts_not_shares",
            lambda a, b, draws, seed: interval(
                drawn_differences(a, b, draws, seed) * len(a), (2.5, 97.5)
            ),
            "You return numbers of rows. A recall is a share: divide by the rows of a draw.",
        ),
    ],
    tolerance=0.02,
    bounds=(-1.0, 1.0),
    repeatable=True,
)

EXERCISES: list[Exercise] = [
    THRESHOLD_FROM_COSTS,
    RATIO_FROM_THRESHOLD,
    LOGIT_SHIFT,
    CALIBRATION_IN_THE_LARGE,
    UNWEIGHT,
    EXPECTED_CALIBRATION_ERROR,
    BEST_THRESHOLD,
    BEST_RECALL,
    INITIAL_BIAS,
    PAIRED_BOOTSTRAP,
]
