import math
import warnings

import numpy as np
from scipy.stats import bootstrap

from course.exercise import exercise

from ._rows_and_hits import hits


@exercise(
    gives="(low, high)",
    points=2,
    bounds=(-1.0, 1.0),
    tolerance=0.05,
    repeatable=True,
    seeded=True,
    hints=(
        "One draw: n row numbers, chosen with replacement, and the two recalls on these very rows. "
        "Do it `draws` times; then read two percentiles of the differences.",
        "`np.random.default_rng(seed).integers(0, n, size=(draws, n))` gives all row numbers at "
        "once. Index both arrays with them, take means along axis 1, and `np.percentile`.",
    ),
)
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


@paired_bootstrap.cases
def cases(rng):
    # Another seed shows in the third digit, and stays within the tolerance: with this one both
    # ends are what most seeds give. So do more draws, and `draws` must count, too.
    rows = hits(np.random.default_rng(0), 120, 60, 30, 90)
    for draws in (30, 60, 90):
        yield (*rows, draws, 399)
    # The other cases have few rows, so that differences come in steps wider than the tolerance,
    # and both ends are the same step whatever the generator. Here it is three standard errors of
    # 2,500 draws or more to the next one, and as far to the step at which 5 or 95 per cent lie.
    # The same with every seed, for a loop over so many draws takes a while.
    yield (*hits(np.random.default_rng(1), 11, 5, 2, 1), 2500, 399)
    # Skewed: ends that lie alike on both sides of the difference are others. The row on which the
    # models agree is the first one, then the last: whoever never draws it finds one difference.
    yield (np.array([1, 1, 1, 1, 1, 1]), np.array([1, 0, 0, 0, 0, 0]), 600, 11)
    yield (np.array([0, 0, 0, 0, 0, 0]), np.array([1, 1, 1, 1, 1, 0]), 600, 4)
    # Both models find the same rows: drawing for each separately finds a difference.
    yield (*hits(rng, 60, 0, 0, 40), 100, int(rng.integers(0, 1000)))


@paired_bootstrap.alternatives
class Alternatives:
    def by_scipy(hits_a, hits_b, draws, seed):
        rng, way = np.random.default_rng(seed), "percentile"
        found = bootstrap((hits_a - hits_b,), np.mean, n_resamples=draws, method=way, rng=rng)
        return float(found.confidence_interval.low), float(found.confidence_interval.high)

    def by_loop(hits_a, hits_b, draws, seed):
        state = np.random.RandomState(seed)
        differences = []
        for _ in range(draws):
            rows = state.randint(len(hits_a), size=len(hits_a))
            differences.append(hits_a[rows].mean() - hits_b[rows].mean())
        return float(np.percentile(differences, 2.5)), float(np.percentile(differences, 97.5))

    def by_counts(hits_a, hits_b, draws, seed):
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


@paired_bootstrap.mistakes
class Mistakes:
    def not_paired(hits_a, hits_b, draws, seed):
        """Each model gets its own draw of rows, so your interval is too wide. Draw the row numbers
        once, and use them for both."""
        return interval(drawn_differences(hits_a, hits_b, draws, seed, paired=False), (2.5, 97.5))

    def other_way_round(hits_a, hits_b, draws, seed):
        """You subtracted the recall of a from that of b. It is a minus b."""
        return interval(drawn_differences(hits_b, hits_a, draws, seed), (2.5, 97.5))

    def ninety_per_cent(hits_a, hits_b, draws, seed):
        """Your interval leaves out too much on either side, such as 5 per cent, and holds about 90.
        For 95 per cent, leave out 2.5 on each."""
        return interval(drawn_differences(hits_a, hits_b, draws, seed), (5, 95))

    def fractions_as_percentiles(hits_a, hits_b, draws, seed):
        """Both ends lie among the smallest differences: `np.percentile` takes per cent, from 0 to
        100. It is `np.quantile` that takes fractions."""
        return interval(drawn_differences(hits_a, hits_b, draws, seed), (0.025, 0.975))

    def without_replacement(hits_a, hits_b, draws, seed):
        """Your interval has hardly any width. Drawn without replacement, each draw gives the same
        recalls; and the spread of the draws is not divided by the root of their number."""
        return (float(np.mean(hits_a - hits_b)), float(np.mean(hits_a - hits_b)))

    def one_model_only(hits_a, hits_b, draws, seed):
        """Your interval is that of a's recall alone. Subtract b's recall in each draw."""
        return interval(drawn_differences(hits_a, np.zeros_like(hits_a), draws, seed), (2.5, 97.5))

    def intervals_subtracted(hits_a, hits_b, draws, seed):
        """You made an interval for each model and subtracted the ends. Take the difference in each
        draw first, and the percentiles last."""
        nothing = np.zeros_like(hits_a)
        low_a, high_a = interval(drawn_differences(hits_a, nothing, draws, seed), (2.5, 97.5))
        low_b, high_b = interval(drawn_differences(hits_b, nothing, draws, seed), (2.5, 97.5))
        return low_a - high_b, high_a - low_b

    def ninety_nine_per_cent(hits_a, hits_b, draws, seed):
        """Your interval leaves out too little on either side, half a per cent or one, and holds
        about 99. For 95 per cent, leave out 2.5 on each."""
        return interval(drawn_differences(hits_a, hits_b, draws, seed), (0.5, 99.5))

    def normal_approximation(hits_a, hits_b, draws, seed):
        """You went 1.96 standard errors, or standard deviations of the draws, up and down. That
        takes the differences for a normal distribution: with few rows they are skewed, so read the
        ends off the draws."""
        differences = hits_a - hits_b
        error = differences.std(ddof=1) / math.sqrt(len(differences))
        return float(differences.mean() - 1.96 * error), float(differences.mean() + 1.96 * error)

    def reflected(hits_a, hits_b, draws, seed):
        """You reflected the percentiles at the difference of all rows: the 'basic' interval. Here
        the percentiles themselves are the ends."""
        low, high = interval(drawn_differences(hits_a, hits_b, draws, seed), (2.5, 97.5))
        middle = float(np.mean(hits_a - hits_b))
        return 2 * middle - high, 2 * middle - low

    def corrected_for_bias(hits_a, hits_b, draws, seed):
        """You took the BCa interval, which SciPy gives where no method is named: it moves the
        percentiles. Here they stay at 2.5 and 97.5."""
        rng = np.random.default_rng(seed)
        with warnings.catch_warnings(action="ignore"):  # where all differences are equal
            found = bootstrap((hits_a - hits_b,), np.mean, n_resamples=draws, method="BCa", rng=rng)
        return float(found.confidence_interval.low), float(found.confidence_interval.high)

    def all_that_was_drawn(hits_a, hits_b, draws, seed):
        """Your interval reaches from the smallest difference to the largest, and grows with the
        number of draws. Leave out 2.5 per cent on either side."""
        return interval(drawn_differences(hits_a, hits_b, draws, seed), (0, 100))

    def one_standard_deviation(hits_a, hits_b, draws, seed):
        """Your interval is much too narrow, like one standard deviation up and down, or the middle
        half of the draws. Leave out 2.5 per cent on either side."""
        drawn = drawn_differences(hits_a, hits_b, draws, seed)
        return float(drawn.mean() - drawn.std()), float(drawn.mean() + drawn.std())

    def one_draw(hits_a, hits_b, draws, seed):
        """You drew rows once and use them for every draw, so low and high are the same. Draw rows
        again each time."""
        (difference,) = drawn_differences(hits_a, hits_b, 1, seed).tolist()
        return difference, difference

    def sign_lost(hits_a, hits_b, draws, seed):
        """You took absolute values, so that a draw in which b was better counts for a. Keep the
        sign: the interval may reach below 0."""
        return interval(np.abs(drawn_differences(hits_a, hits_b, draws, seed)), (2.5, 97.5))

    def counts_not_shares(hits_a, hits_b, draws, seed):
        """You return numbers of rows. A recall is a share: divide by the rows of a draw."""
        return interval(drawn_differences(hits_a, hits_b, draws, seed) * len(hits_a), (2.5, 97.5))

    def high_first(hits_a, hits_b, draws, seed):
        """Both ends are right, in the wrong order: low comes first."""
        return interval(drawn_differences(hits_a, hits_b, draws, seed), (97.5, 2.5))

    def percentiles_subtracted(hits_a, hits_b, draws, seed):
        """You took the percentiles of each model and subtracted low from low, high from high. Take
        the difference in each draw first, and the percentiles last."""
        nothing = np.zeros_like(hits_a)
        low_a, high_a = interval(drawn_differences(hits_a, nothing, draws, seed), (2.5, 97.5))
        low_b, high_b = interval(drawn_differences(hits_b, nothing, draws, seed), (2.5, 97.5))
        return low_a - low_b, high_a - high_b

    def centred_on_zero(hits_a, hits_b, draws, seed):
        """You subtracted the mean of the draws, so your interval lies around 0. The differences are
        wanted as they were drawn."""
        drawn = drawn_differences(hits_a, hits_b, draws, seed)
        return interval(drawn - drawn.mean(), (2.5, 97.5))

    def one_model_drawn(hits_a, hits_b, draws, seed):
        """You draw rows for the first model only, and subtract b's recall of all rows. The same
        draw is for both."""
        drawn = drawn_differences(hits_a, np.zeros_like(hits_b), draws, seed)
        return interval(drawn - hits_b.mean(), (2.5, 97.5))

    def draws_and_rows_swapped(hits_a, hits_b, draws, seed):
        """Your means are over the draws, so that more draws make the interval narrower: is it the
        other axis, or are rows and draws swapped? Take the mean over the rows of each draw."""
        rng, n = np.random.default_rng(seed), len(hits_a)
        rows = rng.integers(0, n, size=(n, draws))
        return interval((hits_a - hits_b)[rows].mean(axis=1), (2.5, 97.5))

    def first_row_never_drawn(hits_a, hits_b, draws, seed):
        """The first row is never drawn. Each of the n rows may be drawn."""
        rng, n = np.random.default_rng(seed), len(hits_a)
        rows = rng.integers(min(1, n - 1), n, size=(draws, n))
        return interval((hits_a - hits_b)[rows].mean(axis=1), (2.5, 97.5))

    def last_row_never_drawn(hits_a, hits_b, draws, seed):
        """The last row is never drawn. Each of the n rows may be drawn."""
        rows = np.random.default_rng(seed).integers(
            max(len(hits_a) - 1, 1), size=(draws, len(hits_a))
        )
        return interval((hits_a - hits_b)[rows].mean(axis=1), (2.5, 97.5))

    def ninety_eight_per_cent(hits_a, hits_b, draws, seed):
        """Your interval leaves out 1 per cent on either side, and holds about 98. For 95 per cent,
        leave out 2.5 on each."""
        return interval(drawn_differences(hits_a, hits_b, draws, seed), (1, 99))

    def from_the_smallest(hits_a, hits_b, draws, seed):
        """Your interval begins at the smallest difference, and leaves out 5 per cent above. Leave
        out 2.5 per cent on either side."""
        return interval(drawn_differences(hits_a, hits_b, draws, seed), (0, 95))

    def five_per_cent_above(hits_a, hits_b, draws, seed):
        """Your interval leaves out 2.5 per cent below, and 5 per cent above. Leave out 2.5 per cent
        on either side."""
        return interval(drawn_differences(hits_a, hits_b, draws, seed), (2.5, 95))

    def half_of_the_rows(hits_a, hits_b, draws, seed):
        """You draw half as many rows as there are. Draw as many as there are, or the interval gets
        too wide."""
        rng, n = np.random.default_rng(seed), len(hits_a)
        rows = rng.integers(0, n, size=(draws, max(1, n // 2)))
        return interval((hits_a - hits_b)[rows].mean(axis=1), (2.5, 97.5))

    def as_many_rows_as_draws(hits_a, hits_b, draws, seed):
        """Each of your draws has as many rows as there are draws. It has as many as the arrays have
        rows."""
        rows = np.random.default_rng(seed).integers(0, len(hits_a), size=(draws, draws))
        return interval((hits_a - hits_b)[rows].mean(axis=1), (2.5, 97.5))

    def mean_and_deviation(hits_a, hits_b, draws, seed):
        """You return the mean of the draws and their standard deviation. Two ends are asked for,
        between which 95 per cent of the draws lie."""
        drawn = drawn_differences(hits_a, hits_b, draws, seed)
        return float(drawn.mean()), float(drawn.std())

    def models_swapped_at_random(hits_a, hits_b, draws, seed):
        """You swap the two models at random, row by row: the test that asks whether there is a
        difference at all. Rows are to be drawn, and a stays a."""
        signs = np.random.default_rng(seed).choice([-1, 1], size=(draws, len(hits_a)))
        return interval((signs * (hits_a - hits_b)).mean(axis=1), (2.5, 97.5))

    def low_end_twice(hits_a, hits_b, draws, seed):
        """You return the low end twice. The second number is the high end."""
        low, _ = interval(drawn_differences(hits_a, hits_b, draws, seed), (2.5, 97.5))
        return low, low

    def rows_apart_only(hits_a, hits_b, draws, seed):
        """You draw only among the rows in which the models differ. Draw among all rows: those on
        which they agree are part of a recall."""
        apart = (hits_a - hits_b)[hits_a != hits_b]
        if not len(apart):
            return 0.0, 0.0
        rows = np.random.default_rng(seed).integers(0, len(apart), size=(draws, len(apart)))
        return interval(apart[rows].mean(axis=1), (2.5, 97.5))
