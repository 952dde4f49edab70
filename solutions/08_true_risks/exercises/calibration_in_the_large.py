import math

import numpy as np

from course.exercise import exercise

from ._rows_and_hits import scored_rows


@exercise(
    bounds=(-1.0, 1.0),
    hints=(
        "How many rows of class 1 does the model expect, as a share of all? How many are there?",
        "Both are means: one of p, one of y, whose values are 0 and 1. Which is subtracted?",
    ),
)
def calibration_in_the_large(y: np.ndarray, p: np.ndarray) -> float:
    """Return by how much the mean probability lies above the share of class 1.

    y: int array (n,), 0 or 1; p: float array (n,), probabilities of class 1.
    """
    return float(np.mean(p) - np.mean(y))


@calibration_in_the_large.cases
def cases(rng):
    yield (np.array([0, 0, 0, 1]), np.array([0.2, 0.4, 0.3, 0.9]))
    yield (np.array([1, 0, 1, 0, 0]), np.array([0.3, 0.05, 0.55, 0.1, 0.2]))
    for size, positives in ((8, 2), (11, 3)):
        y, p = scored_rows(rng, size, positives)
        yield (y, p)
        yield (y, np.round(p / 3, 4))


@calibration_in_the_large.alternatives
class Alternatives:
    def by_differences(y, p):
        return float((p - y).mean())

    def by_sums(y, p):
        return (math.fsum(p.tolist()) - int(np.count_nonzero(y))) / len(y)


@calibration_in_the_large.mistakes
class Mistakes:
    def other_way_round(y, p):
        """Your sign is the wrong way round: a model whose probabilities are too high should get a
        positive number."""
        return float(np.mean(y) - np.mean(p))

    def sign_lost(y, p):
        """You took the absolute value. Too high and too low look alike then, so keep the sign."""
        return float(abs(np.mean(p) - np.mean(y)))

    def row_by_row(y, p):
        """You took the distance of each row, and then the mean. Even the best probabilities are far
        from 0 and 1: compare the two means."""
        return float(np.mean(np.abs(p - y)))

    def decisions_counted(y, p):
        """You compare the share of rows called 1 with the truth. It is the probabilities that are
        asked about, before any threshold."""
        return float(np.mean(p >= 0.5) - np.mean(y))

    def ratio_of_means(y, p):
        """You divided the two means. Here their difference is asked for, which is 0 where they
        agree."""
        return float(np.mean(p) / np.mean(y))

    def positives_only(y, p):
        """You took the mean probability over the rows of class 1 only. Every row has a probability:
        take the mean over all of them."""
        return float(np.mean(p[y == 1]) - np.mean(y))

    def classes_compared(y, p):
        """You compare the mean probability of the ones with that of the zeros: how well they are
        told apart. Compare the mean over all rows with the share of ones."""
        return float(np.mean(p[y == 1]) - np.mean(p[y == 0]))

    def median_taken(y, p):
        """You took the median of the probabilities. Only their mean is the share of ones that the
        model expects."""
        return float(np.median(p) - np.mean(y))

    def against_one_half(y, p):
        """You compare the mean probability with 0.5. It should be the share of ones that there
        is."""
        return float(np.mean(p) - 0.5)

    def squared(y, p):
        """You returned the mean square of p - y: that is the Brier score. Here two plain means are
        compared."""
        return float(np.mean((p - y) ** 2))
