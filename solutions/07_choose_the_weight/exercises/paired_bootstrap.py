import numpy as np

from course.exercise import exercise

from ._scored_rows import hits


@exercise(
    gives="(low, high)",
    points=2,
    bounds=(-1.0, 1.0),
    tolerance=0.02,
    repeatable=True,
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
    yield (*hits(rng, 90, 16, 4, 90), 1000, 3)
    # They differ on every row, so differences come in steps of 0.04. Both ends are the same step
    # whatever the generator (each tail is 0.007 or more away from 2.5 %, over four standard errors
    # of 10,000 draws), and one step further in for 5 and 95 per cent.
    yield (*hits(rng, 0, 26, 24, 0), 10_000, int(rng.integers(0, 1000)))
    only_a, only_b = (int(n) for n in rng.integers(4, 20, size=2))
    yield (*hits(rng, 70, only_a, only_b, 60), 1500, int(rng.integers(0, 1000)))


@paired_bootstrap.alternatives
class Alternatives:
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
        """Your interval leaves out 5 per cent on either side, and holds 90. For 95 per cent, leave
        out half as much on each."""
        return interval(drawn_differences(hits_a, hits_b, draws, seed), (5, 95))

    def fractions_as_percentiles(hits_a, hits_b, draws, seed):
        """Both ends lie among the smallest differences: `np.percentile` takes per cent, from 0 to
        100. It is `np.quantile` that takes fractions."""
        return interval(drawn_differences(hits_a, hits_b, draws, seed), (0.025, 0.975))

    def without_replacement(hits_a, hits_b, draws, seed):
        """Your interval has no width. Shuffling, or drawing without replacement, takes every row
        once, and each draw gives the same recalls."""
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

    def counts_not_shares(hits_a, hits_b, draws, seed):
        """You return numbers of rows. A recall is a share: divide by the rows of a draw."""
        return interval(drawn_differences(hits_a, hits_b, draws, seed) * len(hits_a), (2.5, 97.5))
