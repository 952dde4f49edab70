import math

from scipy.stats import beta, binomtest

from course.exercise import exercise

Z = 1.959964


@exercise(
    bounds=(0.0, 1.0),
    tolerance=1e-6,
    hints=(
        "Write the formula down in three parts: the divisor, the middle, and the half width. Put "
        "in 11 of 30, and compare with the example in the text.",
        "With r = found / positives and q = z * z / positives, the divisor is 1 + q. The middle "
        "has r and q / 2 in it. Under the root stand r * (1 - r) / positives and "
        "q / (4 * positives).",
    ),
)
def recall_interval(found: int, positives: int) -> tuple[float, float]:
    """Return (low, high), Wilson's 95 per cent interval of a recall; z is 1.959964.

    found: how many of the positives were found, 0 to positives; positives: 1 or more.
    """
    z, recall = 1.959964, found / positives
    spread = z**2 / positives
    middle = (recall + spread / 2) / (1 + spread)
    root = math.sqrt(recall * (1 - recall) / positives + spread / (4 * positives))
    half = z * root / (1 + spread)
    return max(middle - half, 0.0), min(middle + half, 1.0)


@recall_interval.cases
def cases(rng):
    yield (11, 30)
    yield (0, 12)
    yield (5, 5)
    yield (1, 1)
    yield (1, 8)
    for _ in range(2):
        positives = int(rng.integers(20, 90))
        yield (int(rng.integers(2, positives // 2)), positives)


def clipped(middle: float, half: float) -> tuple[float, float]:
    return max(middle - half, 0.0), min(middle + half, 1.0)


def ends(middle: float, half: float) -> tuple[float, float]:
    return middle - half, middle + half


def wilson(found: float, positives: float, z: float) -> tuple[float, float]:
    """Return the ends of Wilson's interval with any z."""
    recall, spread = found / positives, z**2 / positives
    root = math.sqrt(recall * (1 - recall) / positives + spread / (4 * positives))
    return ends((recall + spread / 2) / (1 + spread), z * root / (1 + spread))


@recall_interval.alternatives
class Alternatives:
    def by_scipy(found, positives):
        from scipy.stats import binomtest

        interval = binomtest(found, positives).proportion_ci(method="wilson")
        return float(interval.low), float(interval.high)

    def by_roots(found, positives):
        # Wilson's definition: the shares s with (s - found / n)**2 = z**2 * s * (1 - s) / n.
        a = positives + Z**2
        b, c = -(2 * found + Z**2), found**2 / positives
        root = math.sqrt(max(b * b - 4 * a * c, 0.0))
        return max((-b - root) / (2 * a), 0.0), min((-b + root) / (2 * a), 1.0)


@recall_interval.mistakes
class Mistakes:
    def normal_approximation(found, positives):
        """You take the recall plus or minus 1.96 standard errors. With 0 of 12 found that
        claims to know that the recall is 0: use Wilson's formula, which also moves the
        middle."""
        recall = found / positives
        return clipped(recall, Z * math.sqrt(recall * (1 - recall) / positives))

    def normal_approximation_not_clipped(found, positives):
        """You take the recall plus or minus 1.96 standard errors, which can even leave 0 to 1.
        Use Wilson's formula."""
        recall = found / positives
        return ends(recall, Z * math.sqrt(recall * (1 - recall) / positives))

    def middle_not_moved(found, positives):
        """Your half width is Wilson's, but you put it around the recall itself. The middle of
        Wilson's interval lies nearer to one half."""
        low, high = wilson(found, positives, Z)
        return ends(found / positives, (high - low) / 2)

    def middle_only_divided(found, positives):
        """You left z * z / (2 * n) out of the middle, and divided only. The middle of Wilson's
        interval lies nearer to one half than the recall, not nearer to 0."""
        recall, spread = found / positives, Z**2 / positives
        low, high = wilson(found, positives, Z)
        return ends(recall / (1 + spread), (high - low) / 2)

    def not_divided(found, positives):
        """You left out the divisor, 1 + z * z / n, so your interval is too wide and too far
        out. Both the middle and the half width are divided by it."""
        spread = Z**2 / positives
        low, high = wilson(found, positives, Z)
        return low * (1 + spread), high * (1 + spread)

    def half_width_not_divided(found, positives):
        """You divide the middle by 1 + z * z / n, but not the half width. Both are divided."""
        spread = Z**2 / positives
        low, high = wilson(found, positives, Z)
        return ends((low + high) / 2, (high - low) / 2 * (1 + spread))

    def middle_not_divided(found, positives):
        """You divide the half width by 1 + z * z / n, but not the middle: without brackets only the
        last term is divided. Both are."""
        recall, spread = found / positives, Z**2 / positives
        low, high = wilson(found, positives, Z)
        return ends(recall + spread / 2, (high - low) / 2)

    def agresti_coull(found, positives):
        """You added 2 successes and 2 failures, or z * z / 2 of each, and took the normal
        approximation: a good interval, but another one. Wilson's has another root."""
        n = positives + Z**2
        share = (found + Z**2 / 2) / n
        return ends(share, Z * math.sqrt(share * (1 - share) / n))

    def agresti_coull_clipped(found, positives):
        """You took the interval of Agresti and Coull, cut off at 0 and 1. Wilson's has the same
        middle and another root, and needn't be cut off."""
        n = positives + Z**2
        share = (found + Z**2 / 2) / n
        return clipped(share, Z * math.sqrt(share * (1 - share) / n))

    def term_not_divided_by_n_again(found, positives):
        """Under the root you divide z * z by 4 * n. There it is divided by n twice: 4 * n * n."""
        recall, spread = found / positives, Z**2 / positives
        root = math.sqrt(recall * (1 - recall) / positives + spread / 4)
        return ends((recall + spread / 2) / (1 + spread), Z * root / (1 + spread))

    def z_rounded(found, positives):
        """Your z is 1.96. That is near, but the formula here has 1.959964."""
        return wilson(found, positives, 1.96)

    def z_of_two(found, positives):
        """Your z is 2. That is a rule of thumb: for 95 per cent z is 1.959964."""
        return wilson(found, positives, 2.0)

    def ninety_per_cent(found, positives):
        """Your interval is narrower than Wilson's by the factor that 1.645 makes: that is z for
        90 per cent. For 95 per cent z is 1.959964."""
        return wilson(found, positives, 1.645)

    def ninety_per_cent_to_six_digits(found, positives):
        """Your z is 1.644854, which leaves out 5 per cent on either side. For 95 per cent in all z
        is 1.959964."""
        return wilson(found, positives, 1.644854)

    def ninety_nine_per_cent(found, positives):
        """Your z is 2.575829, that of 99 per cent. For 95 per cent z is 1.959964."""
        return wilson(found, positives, 2.575829)

    def one_more_found_and_missed(found, positives):
        """You counted one more found and one more missed. Wilson's formula takes the counts as they
        are, and moves the middle by itself."""
        recall, spread = (found + 1) / (positives + 2), Z**2 / positives
        root = math.sqrt(recall * (1 - recall) / positives + spread / (4 * positives))
        return ends((recall + spread / 2) / (1 + spread), Z * root / (1 + spread))

    def half_width_in_place_of_ends(found, positives):
        """You return the middle and the half width. The two ends are asked for: the middle
        minus and plus the half width."""
        low, high = wilson(found, positives, Z)
        return (low + high) / 2, (high - low) / 2

    def width_in_place_of_the_high_end(found, positives):
        """The low end is right, but beside it you return the width. The high end is asked for."""
        low, high = wilson(found, positives, Z)
        return low, high - low

    def exact_interval(found, positives):
        """You took the exact interval (Clopper and Pearson), which is wider than it need be.
        Wilson's is asked for."""
        exact = binomtest(found, positives).proportion_ci(method="exact")
        return float(exact.low), float(exact.high)

    def continuity_corrected(found, positives):
        """You took Wilson's interval with a correction for continuity, which is wider. The plain
        one is asked for."""
        exact = binomtest(found, positives).proportion_ci(method="wilsoncc")
        return float(exact.low), float(exact.high)

    def one_standard_error(found, positives):
        """Your z is 1: such an interval holds about 68 per cent. For 95 per cent z is 1.959964."""
        return wilson(found, positives, 1.0)

    def jeffreys(found, positives):
        """You took the quantiles of a beta distribution, as Jeffreys did: a good interval, but
        another one. Wilson's is asked for."""
        ends = beta.ppf([0.025, 0.975], found + 0.5, positives - found + 0.5)
        return float(ends[0]), float(ends[1])

    def one_row_less(found, positives):
        """Under the root you divide the share's part by n - 1. There it is divided by n."""
        p, n, z = found / positives, positives, Z
        root = math.sqrt(p * (1 - p) / max(n - 1, 1) + z * z / (4 * n * n))
        middle, below = p + z * z / (2 * n), 1 + z * z / n
        return (middle - z * root) / below, (middle + z * root) / below

    def missed_share(found, positives):
        """Your interval is that of the share that is missed. That of the share that is found is
        asked for."""
        return recall_interval(positives - found, positives)

    def normal_approximation_with_z_rounded(found, positives):
        """You take the recall plus or minus 1.96 standard errors, which can even leave 0 to 1. Use
        Wilson's formula, in which z is 1.959964."""
        recall = found / positives
        return ends(recall, 1.96 * math.sqrt(recall * (1 - recall) / positives))

    def normal_approximation_with_z_rounded_and_clipped(found, positives):
        """You take the recall plus or minus 1.96 standard errors, cut off at 0 and 1. Use Wilson's
        formula, which also moves the middle, and in which z is 1.959964."""
        recall = found / positives
        return clipped(recall, 1.96 * math.sqrt(recall * (1 - recall) / positives))

    def half_of_the_square_under_the_root(found, positives):
        """Under the root you divide z * z by 2 * n * n. There it is 4 * n * n."""
        recall, spread = found / positives, Z**2 / positives
        root = math.sqrt(recall * (1 - recall) / positives + spread / (2 * positives))
        return ends((recall + spread / 2) / (1 + spread), Z * root / (1 + spread))

    def variance_not_divided(found, positives):
        """Under the root the share's part, p * (1 - p), isn't divided by n. There it is."""
        recall, spread = found / positives, Z**2 / positives
        root = math.sqrt(recall * (1 - recall) + spread / (4 * positives))
        return ends((recall + spread / 2) / (1 + spread), Z * root / (1 + spread))

    def middle_times_n(found, positives):
        """Your middle has z * z / 2 * n in it, which divides by 2 and then multiplies by n. With
        brackets it is z * z / (2 * n)."""
        recall, spread = found / positives, Z**2 / positives
        low, high = wilson(found, positives, Z)
        return ends((recall + Z**2 / 2 * positives) / (1 + spread), (high - low) / 2)
