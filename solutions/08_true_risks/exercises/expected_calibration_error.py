import warnings
from itertools import pairwise

import numpy as np

from course.exercise import exercise

from ._rows_and_hits import scored_rows


@exercise(
    bounds=(0.0, 1.0),
    hints=(
        "With 5 bins, in which is 0.33? `np.floor(p * bins)` numbers the bin of each row. Then "
        "each bin that has rows brings one gap.",
        "In a bin: the absolute difference between the mean of p and the mean of y. Multiply it by "
        "the bin's rows, add up over bins, and divide by all rows.",
    ),
)
def expected_calibration_error(y: np.ndarray, p: np.ndarray, bins: int) -> float:
    """Return the mean gap between said and seen, over bins of equal width on [0, 1].

    y: int array (n,), 0 or 1; p: float array (n,), none on an edge; bins: their number.
    A bin's gap is |mean p - share of ones|; it counts by its rows, an empty one not at all.
    """
    number = np.floor(p * bins)
    gaps = [abs(np.sum((p - y)[number == b])) for b in np.unique(number)]
    return float(np.sum(gaps) / len(p))


@expected_calibration_error.cases
def cases(rng):
    yield (np.array([0, 0, 1, 1]), np.array([0.1, 0.3, 0.6, 0.8]), 2)
    yield (np.array([0, 1, 0, 0, 1]), np.array([0.05, 0.15, 0.12, 0.33, 0.91]), 5)
    for size, positives, bins in ((12, 4, 4), (15, 5, 6)):
        y, _ = scored_rows(rng, size, positives)
        # Uneven, so that equal widths and equal counts differ, and off the edges.
        number = rng.choice(bins, size=size, p=np.arange(bins, 0, -1) / (bins * (bins + 1) / 2))
        p = (number + rng.uniform(0.05, 0.95, size=size)) / bins
        yield (y, np.round(p, 4), bins)
    y, p = scored_rows(rng, 14, 5)
    yield (y, np.round(0.3 * p + 0.0003, 4), 3)


@expected_calibration_error.alternatives
class Alternatives:
    def by_bincount(y, p, bins):
        number = (p * bins).astype(int)
        rows = np.bincount(number, minlength=bins)
        predicted = np.bincount(number, weights=p, minlength=bins)
        seen = np.bincount(number, weights=y, minlength=bins)
        full = rows > 0
        return float(np.average(np.abs(predicted - seen)[full] / rows[full], weights=rows[full]))

    def by_loop(y, p, bins):
        edges, total = np.linspace(0, 1, bins + 1), 0.0
        for low, high in pairwise(edges):
            inside = (p > low) & (p < high)
            if inside.any():
                total += inside.sum() * abs(p[inside].mean() - y[inside].mean())
        return float(total / len(y))


def gaps_of(y: np.ndarray, p: np.ndarray, number: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (mean p - share of ones, rows) of each bin that has rows."""
    bins = [number == b for b in np.unique(number)]
    gaps = [p[rows].mean() - y[rows].mean() for rows in bins]
    return np.array(gaps), np.array([np.sum(rows) for rows in bins])


def _share_of(y: np.ndarray, p: np.ndarray, bins: int, inside: np.ndarray) -> float:
    """Return what some rows add to the error, each row of all counted."""
    if not inside.any():
        return 0.0
    gaps, rows = gaps_of(y[inside], p[inside], np.floor(p[inside] * bins))
    return float(np.sum(np.abs(gaps) * rows) / len(y))


@expected_calibration_error.mistakes
class Mistakes:
    def bins_count_alike(y, p, bins):
        """Each bin counts the same in your mean, whether it has one row or a thousand. A bin counts
        by its rows."""
        gaps, _ = gaps_of(y, p, np.floor(p * bins))
        return float(np.mean(np.abs(gaps)))

    def divided_by_all_bins(y, p, bins):
        """You add up the gaps and divide by the number of bins, empty ones too. A bin counts by its
        rows, so an empty one counts nothing."""
        gaps, _ = gaps_of(y, p, np.floor(p * bins))
        return float(np.sum(np.abs(gaps)) / bins)

    def gaps_cancel(y, p, bins):
        """Your gaps have signs, so one that is too high makes up for one that is too low. Take each
        bin's absolute value first."""
        gaps, rows = gaps_of(y, p, np.floor(p * bins))
        return float(np.average(gaps, weights=rows))

    def largest_gap(y, p, bins):
        """You return the largest gap. That is called the maximum calibration error; here the mean
        over rows is asked for."""
        gaps, _ = gaps_of(y, p, np.floor(p * bins))
        return float(np.max(np.abs(gaps)))

    def gaps_squared(y, p, bins):
        """You squared the gaps. Here their absolute values are asked for."""
        gaps, rows = gaps_of(y, p, np.floor(p * bins))
        return float(np.average(gaps**2, weights=rows))

    def row_by_row(y, p, bins):
        """You took each row's distance from 0 or 1, without bins. Single rows are always off: take
        means within a bin first, then compare."""
        return float(np.mean(np.abs(p - y)))

    def gaps_added_up(y, p, bins):
        """You added up the gaps of all bins. Each counts by its share of the rows: a bin with half
        of the rows counts one half."""
        gaps, _ = gaps_of(y, p, np.floor(p * bins))
        return float(np.sum(np.abs(gaps)))

    def bins_without_rows(y, p, bins):
        """You take means in bins without rows: that is 0 divided by 0, or NaN, and so is all that
        it is added to. Leave a bin without rows out."""
        total, number = 0.0, np.floor(p * bins)
        with warnings.catch_warnings(action="ignore"):
            for b in range(bins):
                rows = number == b
                total += rows.mean() * abs(p[rows].mean() - y[rows].mean())
        return float(total)

    def not_divided_by_all_rows(y, p, bins):
        """You multiplied each gap by its rows, or took sums in place of means, and added up. One
        step is left: divide by the number of all rows."""
        gaps, rows = gaps_of(y, p, np.floor(p * bins))
        return float(np.sum(np.abs(gaps) * rows))

    def rows_counted_twice(y, p, bins):
        """The rows of a bin count twice: in sums over the bin, and once more in its weight. Compare
        the means of a bin, or leave out the weight."""
        gaps, rows = gaps_of(y, p, np.floor(p * bins))
        return float(np.sum(np.abs(gaps) * rows**2) / len(p))

    def accuracy_in_the_bin(y, p, bins):
        """You compare p with the share of rows that are decided rightly at 0.5. Here p is the
        probability of class 1: compare it with the share of ones."""
        gaps, rows = gaps_of((p >= 0.5) == (y == 1), p, np.floor(p * bins))
        return float(np.average(np.abs(gaps), weights=rows))

    def nearest_edge(y, p, bins):
        """You round p to the nearest edge, which makes one bin more, half as wide at both ends. A
        bin reaches from one edge to the next."""
        gaps, rows = gaps_of(y, p, np.round(p * bins))
        return float(np.average(np.abs(gaps), weights=rows))

    def root_mean_square(y, p, bins):
        """You took the root of the mean square gap. Here the mean of the absolute gaps is asked
        for."""
        gaps, rows = gaps_of(y, p, np.floor(p * bins))
        return float(np.sqrt(np.average(gaps**2, weights=rows)))

    def ten_bins(y, p, bins):
        """You always make ten bins. How many there are, `bins` says."""
        gaps, rows = gaps_of(y, p, np.floor(p * 10))
        return float(np.average(np.abs(gaps), weights=rows))

    def one_bin_too_few(y, p, bins):
        """You have one bin too few: that many edges (as `np.linspace(0, 1, bins)` gives) make one
        bin less. Count the edges."""
        gaps, rows = gaps_of(y, p, np.floor(p * (bins - 1)))
        return float(np.average(np.abs(gaps), weights=rows))

    def equal_counts(y, p, bins):
        """Your bins have equal numbers of rows. Here they have equal widths, from 0 to 1."""
        ranks = np.argsort(np.argsort(p, kind="stable"), kind="stable")
        gaps, rows = gaps_of(y, p, ranks * bins // len(p))
        return float(np.average(np.abs(gaps), weights=rows))

    def middle_of_the_bin(y, p, bins):
        """You compare the share of ones with the middle of the bin. Take the mean of the
        probabilities that are in it."""
        number = np.floor(p * bins)
        gaps, rows = gaps_of(y, (number + 0.5) / bins, number)
        return float(np.average(np.abs(gaps), weights=rows))

    def between_smallest_and_largest(y, p, bins):
        """Your bins reach from the smallest probability to the largest one (`np.histogram` does
        that unasked). They should divide all of 0 to 1."""
        edges = np.linspace(p.min(), p.max(), bins + 1)
        gaps, rows = gaps_of(
            y, p, np.clip(np.searchsorted(edges, p, side="right") - 1, 0, bins - 1)
        )
        return float(np.average(np.abs(gaps), weights=rows))

    def first_bin_left_out(y, p, bins):
        """The first bin has no part in your result. Rows with the lowest probabilities count too:
        where does your loop begin?"""
        inside = p * bins >= 1
        return _share_of(y, p, bins, inside)

    def last_bin_left_out(y, p, bins):
        """The last bin has no part in your result. Rows with the highest probabilities count too:
        where does your loop end?"""
        inside = p * bins < bins - 1
        return _share_of(y, p, bins, inside)

    def quantiles_as_edges(y, p, bins):
        """Your edges are quantiles of p, so that bins hold about as many rows each. Here they are
        equally wide, and some may be empty."""
        edges = np.quantile(p, np.linspace(0, 1, bins + 1))
        number = np.digitize(p, edges[1:-1])
        gaps, rows = gaps_of(y, p, number)
        return float(np.average(np.abs(gaps), weights=rows))

    def means_of_all_rows(y, p, bins):
        """You compare the mean of all probabilities with the share of ones among all rows, as if
        there were one bin. Errors of two bins can make up for each other: look into each."""
        return float(abs(p.mean() - y.mean()))

    def as_many_rows_in_each(y, p, bins):
        """Your bins hold equally many rows each. Here they are equally wide: 0 to 1, cut into parts
        of the same width, whatever falls into them."""
        parts = [rows for rows in np.array_split(np.argsort(p), bins) if len(rows)]
        return float(sum(abs(np.sum(p[rows] - y[rows])) for rows in parts) / len(p))

    def weighted_by_ones(y, p, bins):
        """Your bins count by their ones. A bin counts by all of its rows."""
        bin_of = np.floor(p * bins).astype(int)
        total = 0.0
        for b in np.unique(bin_of):
            gap = abs(p[bin_of == b].mean() - y[bin_of == b].mean())
            total += y[bin_of == b].sum() / max(y.sum(), 1) * gap
        return float(total)

    def median_of_the_bin(y, p, bins):
        """You took the median of the probabilities in each bin. Their mean is asked for."""
        bin_of = np.floor(p * bins).astype(int)
        gaps = [
            np.mean(bin_of == b) * abs(np.median(p[bin_of == b]) - y[bin_of == b].mean())
            for b in np.unique(bin_of)
        ]
        return float(sum(gaps))

    def confidence_and_hits(y, p, bins):
        """You compare the larger of p and 1 - p with the share of right answers. That is the error
        of a classifier of many classes: here p itself is compared with the share of ones."""
        sure, hit = np.maximum(p, 1 - p), ((p >= 0.5) == y).astype(float)
        return expected_calibration_error(hit, sure, bins)
