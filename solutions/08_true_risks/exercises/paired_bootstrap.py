import math

import numpy as np

from course.exercise import exercise

from ._draws_of_rows import drawn_differences, drawn_means, interval, scipys_interval
from ._rows_and_hits import paired_hits


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
    """Return (low, high), the 2.5 and 97.5 percentiles of (recall of a) - (recall of b).

    hits_a, hits_b: int arrays (n,), 0 or 1: did models a and b find each row of class 1?
    draws: how often n rows are drawn with replacement, the same for both; same seed, same result.
    """
    rows = np.random.default_rng(seed).integers(0, len(hits_a), size=(draws, len(hits_a)))
    differences = hits_a[rows].mean(axis=1) - hits_b[rows].mean(axis=1)
    low, high = np.percentile(differences, [2.5, 97.5])
    return float(low), float(high)


@paired_bootstrap.cases
def cases(rng):
    yield from paired_hits(rng)


@paired_bootstrap.alternatives
class Alternatives:
    def by_scipy(hits_a, hits_b, draws, seed):
        return scipys_interval(hits_a, hits_b, draws, seed, "percentile")

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


@paired_bootstrap.mistakes
class Mistakes:
    def not_paired(hits_a, hits_b, draws, seed):
        """Each model gets its own draw of rows, so your interval is too wide. Draw the row numbers
        once, and use them for both."""
        rng = np.random.default_rng(seed)
        return interval(drawn_means(hits_a, draws, rng) - drawn_means(hits_b, draws, rng))

    def other_way_round(hits_a, hits_b, draws, seed):
        """You subtracted the recall of a from that of b. It is a minus b."""
        return interval(drawn_differences(hits_b, hits_a, draws, seed))

    def ninety_per_cent(hits_a, hits_b, draws, seed):
        """Your interval leaves out too much on either side, such as 5 per cent, and holds about 90.
        For 95 per cent, leave out 2.5 on each."""
        return interval(drawn_differences(hits_a, hits_b, draws, seed), 5, 95)

    def fractions_as_percentiles(hits_a, hits_b, draws, seed):
        """Both ends lie among the smallest differences: `np.percentile` takes per cent, from 0 to
        100. It is `np.quantile` that takes fractions."""
        return interval(drawn_differences(hits_a, hits_b, draws, seed), 0.025, 0.975)

    def without_replacement(hits_a, hits_b, draws, seed):
        """Your interval has hardly any width. Without replacement, each draw holds every row once,
        so all recalls are the same; a deviation divided by the root of `draws` looks alike."""
        return (float(np.mean(hits_a - hits_b)), float(np.mean(hits_a - hits_b)))

    def one_model_only(hits_a, hits_b, draws, seed):
        """Your interval is that of a's recall alone. Subtract b's recall in each draw."""
        return interval(drawn_means(hits_a, draws, seed))

    def intervals_subtracted(hits_a, hits_b, draws, seed):
        """You made an interval for each model and subtracted the ends. Take the difference in each
        draw first, and the percentiles last."""
        low_a, high_a = interval(drawn_means(hits_a, draws, seed))
        low_b, high_b = interval(drawn_means(hits_b, draws, seed))
        return low_a - high_b, high_a - low_b

    def ninety_nine_per_cent(hits_a, hits_b, draws, seed):
        """Your interval leaves out too little on either side, half a per cent or one, and holds
        about 99. For 95 per cent, leave out 2.5 on each."""
        return interval(drawn_differences(hits_a, hits_b, draws, seed), 0.5, 99.5)

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
        low, high = interval(drawn_differences(hits_a, hits_b, draws, seed))
        middle = float(np.mean(hits_a - hits_b))
        return 2 * middle - high, 2 * middle - low

    def corrected_for_bias(hits_a, hits_b, draws, seed):
        """You took the BCa interval, which SciPy gives where no method is named: it moves the
        percentiles. Here they stay at 2.5 and 97.5."""
        return scipys_interval(hits_a, hits_b, draws, seed, "BCa")

    def all_that_was_drawn(hits_a, hits_b, draws, seed):
        """Your interval reaches from the smallest difference to the largest, and grows with the
        number of draws. Leave out 2.5 per cent on either side."""
        return interval(drawn_differences(hits_a, hits_b, draws, seed), 0, 100)

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
        return interval(np.abs(drawn_differences(hits_a, hits_b, draws, seed)))

    def counts_not_shares(hits_a, hits_b, draws, seed):
        """You return numbers of rows. A recall is a share: divide by the rows of a draw."""
        return interval(drawn_differences(hits_a, hits_b, draws, seed) * len(hits_a))

    def high_first(hits_a, hits_b, draws, seed):
        """Both ends are right, in the wrong order: low comes first."""
        return interval(drawn_differences(hits_a, hits_b, draws, seed), 97.5, 2.5)

    def percentiles_subtracted(hits_a, hits_b, draws, seed):
        """You took the percentiles of each model and subtracted low from low, high from high. Take
        the difference in each draw first, and the percentiles last."""
        low_a, high_a = interval(drawn_means(hits_a, draws, seed))
        low_b, high_b = interval(drawn_means(hits_b, draws, seed))
        return low_a - low_b, high_a - high_b

    def centred_on_zero(hits_a, hits_b, draws, seed):
        """You subtracted the mean of the draws, so your interval lies around 0. The differences are
        wanted as they were drawn."""
        drawn = drawn_differences(hits_a, hits_b, draws, seed)
        return interval(drawn - drawn.mean())

    def one_model_drawn(hits_a, hits_b, draws, seed):
        """You draw rows for the first model only, and subtract b's recall of all rows. The same
        draw is for both."""
        return interval(drawn_means(hits_a, draws, seed) - hits_b.mean())

    def draws_and_rows_swapped(hits_a, hits_b, draws, seed):
        """Your means are over the draws, so that more draws make the interval narrower: is it the
        other axis, or are rows and draws swapped? Take the mean over the rows of each draw."""
        return interval(drawn_means(hits_a - hits_b, len(hits_a), seed, size=draws))

    def first_row_never_drawn(hits_a, hits_b, draws, seed):
        """The first row is never drawn. Each of the n rows may be drawn."""
        return interval(drawn_means(hits_a - hits_b, draws, seed, first=min(1, len(hits_a) - 1)))

    def last_row_never_drawn(hits_a, hits_b, draws, seed):
        """The last row is never drawn. Each of the n rows may be drawn."""
        return interval(drawn_means(hits_a - hits_b, draws, seed, end=max(len(hits_a) - 1, 1)))

    def ninety_eight_per_cent(hits_a, hits_b, draws, seed):
        """Your interval leaves out 1 per cent on either side, and holds about 98. For 95 per cent,
        leave out 2.5 on each."""
        return interval(drawn_differences(hits_a, hits_b, draws, seed), 1, 99)

    def from_the_smallest(hits_a, hits_b, draws, seed):
        """Your interval begins at the smallest difference, and leaves out 5 per cent above. Leave
        out 2.5 per cent on either side."""
        return interval(drawn_differences(hits_a, hits_b, draws, seed), 0, 95)

    def five_per_cent_above(hits_a, hits_b, draws, seed):
        """Your interval leaves out 2.5 per cent below, and 5 per cent above. Leave out 2.5 per cent
        on either side."""
        return interval(drawn_differences(hits_a, hits_b, draws, seed), 2.5, 95)

    def half_of_the_rows(hits_a, hits_b, draws, seed):
        """You draw half as many rows as there are. Draw as many as there are, or the interval gets
        too wide."""
        return interval(drawn_means(hits_a - hits_b, draws, seed, size=max(1, len(hits_a) // 2)))

    def as_many_rows_as_draws(hits_a, hits_b, draws, seed):
        """Each of your draws has as many rows as there are draws. It has as many as the arrays have
        rows."""
        return interval(drawn_means(hits_a - hits_b, draws, seed, size=draws))

    def mean_and_deviation(hits_a, hits_b, draws, seed):
        """You return the mean of the draws and their standard deviation. Two ends are asked for,
        between which 95 per cent of the draws lie."""
        drawn = drawn_differences(hits_a, hits_b, draws, seed)
        return float(drawn.mean()), float(drawn.std())

    def hits_as_row_numbers(hits_a, hits_b, draws, seed):
        """You draw from the hits and use what comes out, 0 or 1, as row numbers. Draw row numbers,
        from 0 to n - 1."""
        rows = np.random.default_rng(seed).choice(hits_a, size=(draws, len(hits_a)))
        return interval((hits_a - hits_b)[rows].mean(axis=1))

    def percentiles_of_single_rows(hits_a, hits_b, draws, seed):
        """You took the percentiles of single rows, which are -1, 0 or 1. Each draw has as many rows
        as the arrays: take their mean first, then the percentiles of these means."""
        return interval(drawn_means(hits_a - hits_b, draws, seed, size=1))

    def models_swapped_at_random(hits_a, hits_b, draws, seed):
        """You swap the two models at random, row by row: the test that asks whether there is a
        difference at all. Rows are to be drawn, and a stays a."""
        signs = np.random.default_rng(seed).choice([-1, 1], size=(draws, len(hits_a)))
        return interval((signs * (hits_a - hits_b)).mean(axis=1))

    def low_end_twice(hits_a, hits_b, draws, seed):
        """You return the low end twice. The second number is the high end."""
        low, _ = interval(drawn_differences(hits_a, hits_b, draws, seed))
        return low, low

    def rows_apart_only(hits_a, hits_b, draws, seed):
        """You draw only among the rows in which the models differ. Draw among all rows: those on
        which they agree are part of a recall."""
        apart = (hits_a - hits_b)[hits_a != hits_b]
        return interval(drawn_means(apart, draws, seed)) if len(apart) else (0.0, 0.0)
