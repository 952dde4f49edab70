import numpy as np
from sklearn.metrics import precision_recall_curve

from course.exercise import exercise

from ._scored_rows import scored_rows


@exercise(
    bounds=(0.0, 1.0),
    hints=(
        "Every different score is a threshold to try. Which of them are precise enough, and which "
        "of these finds most?",
        "For each t: `said = p >= t`. The precision is the mean of y over these rows, the recall "
        "is their ones over all ones. Keep the largest recall that is allowed, from 0.0 up.",
    ),
)
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


@best_recall.cases
def cases(rng):
    y = np.array([0, 1, 1, 0, 1, 0, 0, 0])
    p = np.array([0.95, 0.9, 0.7, 0.6, 0.4, 0.3, 0.2, 0.1])
    yield (y, p, 0.5)
    yield (y, p, 0.9)
    yield (np.array([1, 1, 0, 0, 1, 0]), np.array([0.8, 0.5, 0.5, 0.5, 0.3, 0.2]), 0.65)
    yield (np.array([1, 0, 1, 1, 0, 0]), np.array([3.1, -0.4, 2.2, 0.6, 1.5, -2.0]), 0.75)
    # The lowest score of all is precise enough, and belongs to a one.
    yield (np.array([0, 1, 0, 1]), np.array([0.9, 0.8, 0.4, 0.2]), 0.5)
    # A precision of 2/3, a little less than asked for; rounded to two digits it would be enough.
    yield (np.array([1, 0, 1, 0, 0]), np.array([0.9, 0.7, 0.6, 0.4, 0.1]), 0.67)
    # The share of right answers, and that of zeros among the rows called 1, say something else.
    yield (np.array([0, 0, 1, 0, 0, 0]), np.array([0.9, 0.8, 0.7, 0.3, 0.2, 0.1]), 0.6)
    # Scores far above 1, and scores closer than any grid.
    yield (np.array([1, 0, 0, 1, 0]), np.array([9.5, 4.0, 7.0, 8.25, 3.0]), 0.9)
    p = np.array([0.6001, 0.6003, 0.6, 0.6002, 0.9, 0.1])
    yield (np.array([0, 1, 0, 1, 1, 0]), p, 0.9)
    for size, positives in ((12, 4), (18, 5)):
        y, p = scored_rows(rng, size, positives)
        yield (y, p, 0.4)
        yield (y, np.round(p, 1), 0.45)


@best_recall.alternatives
class Alternatives:
    def by_curve(y, p, min_precision):
        precision, recall, _ = precision_recall_curve(y, p)
        return float(np.max(recall, where=precision >= min_precision, initial=0.0))

    def from_below(y, p, min_precision):
        # The lowest threshold that is precise enough has the best recall.
        for t in np.sort(p):
            hits = int(np.sum(y * (p >= t)))
            if hits / int(np.sum(p >= t)) >= min_precision:
                return hits / int(y.sum())
        return 0.0


def points_of(y: np.ndarray, p: np.ndarray) -> list[tuple[float, float, float]]:
    """Return (threshold, precision, recall), from the highest threshold down."""
    return [
        (float(t), float(np.mean(y[p >= t])), float(y[p >= t].sum() / y.sum()))
        for t in np.unique(p)[::-1]
    ]


def recall_among(
    thresholds: np.ndarray,
    y: np.ndarray,
    p: np.ndarray,
    min_precision: float,
    *,
    above: bool = False,
) -> float:
    """Return the best recall of these thresholds; with `above`, only rows above are called 1."""
    called = [p > t if above else p >= t for t in thresholds]
    good = [rows for rows in called if rows.any() and np.mean(y[rows]) >= min_precision]
    return max((float(y[rows].sum() / y.sum()) for rows in good), default=0.0)


@best_recall.mistakes
class Mistakes:
    def only_at_one_half(y, p, min_precision):
        """You look at the threshold 0.5 only. Try each value of p as a threshold."""
        return float(y[p >= 0.5].sum() / y.sum()) if y[p >= 0.5].mean() >= min_precision else 0.0

    def stops_when_it_fails(y, p, min_precision):
        """You go down from the highest score and stop at the first threshold that is not precise
        enough. Precision falls and rises again: further down it may be enough."""
        best = 0.0
        for _, precision, recall in points_of(y, p):
            if precision < min_precision:
                break
            best = recall
        return best

    def first_precise_enough(y, p, min_precision):
        """You return the recall of the first threshold from above that is precise enough. A lower
        one may be so too, and finds more."""
        return next((r for _, precision, r in points_of(y, p) if precision >= min_precision), 0.0)

    def equal_scores_torn_apart(y, p, min_precision):
        """You go row by row, and separate rows of equal score. No threshold can do that: they are
        called 1 together or not at all."""
        order = np.argsort(-p, kind="stable")
        hits = np.cumsum(y[order])
        good = hits / np.arange(1, len(y) + 1) >= min_precision
        return float(hits[good].max() / y.sum()) if good.any() else 0.0

    def precision_returned(y, p, min_precision):
        """You return the best precision. The precision only has to be enough; the best recall is
        asked for."""
        return max((pr for _, pr, _ in points_of(y, p) if pr >= min_precision), default=0.0)

    def roles_swapped(y, p, min_precision):
        """You ask for a minimum of recall and return a precision. It is the other way round."""
        return max((pr for _, pr, rec in points_of(y, p) if rec >= min_precision), default=0.0)

    def more_than_enough(y, p, min_precision):
        """You ask for a precision above the minimum. One that is exactly the minimum is enough."""
        return max((rec for _, pr, rec in points_of(y, p) if pr > min_precision), default=0.0)

    def above_not_from(y, p, min_precision):
        """The threshold that calls all rows 1 is never tried: you say 1 only above a threshold, or
        leave the lowest score out. In this course a row that lies exactly on it is called 1."""
        return recall_among(np.unique(p)[:-1], y, p, min_precision, above=True)

    def grid_of_hundredths(y, p, min_precision):
        """You try 0, 0.01, 0.02 and so on up to 1. Scores can be of any size and lie closer
        together: try the values that occur."""
        return recall_among(np.arange(101) / 100, y, p, min_precision)

    def share_called(y, p, min_precision):
        """You return the share of all rows that are called 1. Recall is the share of the ones that
        are found."""
        shares = [float(np.mean(p >= t)) for t, pr, _ in points_of(y, p) if pr >= min_precision]
        return max(shares, default=0.0)

    def share_of_zeros_called(y, p, min_precision):
        """You return the share of the zeros that are called 1, the false alarms. Recall is the
        share of the ones."""
        good = [t for t, pr, _ in points_of(y, p) if pr >= min_precision]
        return max((float(np.mean(p[y == 0] >= t)) for t in good), default=0.0)

    def precision_ignored(y, p, min_precision):
        """You always return 1: the lowest threshold finds all, and passes with you. Only those
        count whose precision, the ones among the rows called 1, is at least the minimum."""
        return max(rec for _, _, rec in points_of(y, p))

    def threshold_returned(y, p, min_precision):
        """You return a threshold. The recall that it reaches is asked for."""
        return min((t for t, pr, _ in points_of(y, p) if pr >= min_precision), default=0.0)

    def most_precise_threshold(y, p, min_precision):
        """You chose the most precise threshold, whose recall is small. Among those that are precise
        enough, choose by the recall."""
        _, precision, recall = max(points_of(y, p), key=lambda point: point[1:])
        return recall if precision >= min_precision else 0.0

    def accuracy_asked(y, p, min_precision):
        """You ask whether the share of right answers is large enough. Precision is the share of
        ones among the rows that are called 1."""
        good = [t for t in np.unique(p) if np.mean((p >= t) == y) >= min_precision]
        return max((float(y[p >= t].sum() / y.sum()) for t in good), default=0.0)

    def zeros_among_the_called(y, p, min_precision):
        """You ask for the share of zeros among the rows that are called 1, 1 minus the precision.
        The precision itself has to be large enough."""
        return max((rec for _, pr, rec in points_of(y, p) if 1 - pr >= min_precision), default=0.0)

    def divided_by_all_rows(y, p, min_precision):
        """You return 1 where all rows called 1 are precise enough, and 0 elsewhere. Is only the
        lowest threshold tried, or the precision divided by all rows? Divide by those called 1, for
        each threshold again; beside `&` a comparison needs brackets."""
        return 1.0 if y.mean() >= min_precision else 0.0

    def precision_rounded(y, p, min_precision):
        """You round the precision before you compare it, so that 0.667 passes for 0.67. Compare it
        as it is."""
        good = [rec for _, pr, rec in points_of(y, p) if round(pr, 2) >= min_precision]
        return max(good, default=0.0)

    def none_is_an_error(y, p, min_precision):
        """Your function stops where no threshold is precise enough: of nothing there is no largest.
        There the recall is 0.0."""
        return max(rec for _, pr, rec in points_of(y, p) if pr >= min_precision)

    def accuracy_returned(y, p, min_precision):
        """You return the best accuracy. The recall is asked for: the share of the ones that are
        found."""
        precise = [t for t in np.unique(p) if y[p >= t].mean() >= min_precision]
        return max((float(np.mean((p >= t) == y)) for t in precise), default=0.0)

    def precision_as_threshold(y, p, min_precision):
        """You take min_precision for a threshold on the scores. It is the least precision, and any
        threshold that reaches it is allowed."""
        return float(np.mean(p[y == 1] >= min_precision))

    def f1_returned(y, p, min_precision):
        """You return the best F1, in which precision has a part. The recall is asked for: the share
        of the ones that are found."""
        precise = [t for t in np.unique(p) if y[p >= t].mean() >= min_precision]
        f1 = (2 * y[p >= t].sum() / (y.sum() + np.sum(p >= t)) for t in precise)
        return float(max(f1, default=0.0))

    def scores_of_zeros_only(y, p, min_precision):
        """You try the scores of rows of class 0 only. The best threshold may be the score of a
        one: try every value of p."""
        precise = [t for t in np.unique(p[y == 0]) if y[p >= t].mean() >= min_precision]
        return max((float(y[p >= t].sum() / y.sum()) for t in precise), default=0.0)

    def specificity_returned(y, p, min_precision):
        """You return the share of the zeros that are called 0. Recall is the share of the ones that
        are called 1."""
        precise = [t for t in np.unique(p) if y[p >= t].mean() >= min_precision]
        return max((float(np.mean(p[y == 0] < t)) for t in precise), default=0.0)

    def one_where_none_is_precise(y, p, min_precision):
        """You return 1 where no threshold is precise enough. Nothing may be called 1 there: the
        recall is 0.0."""
        precise = [rec for _, pr, rec in points_of(y, p) if pr >= min_precision]
        return max(precise, default=1.0)

    def precision_of_the_best(y, p, min_precision):
        """You found the best threshold, and return its precision. The recall that it reaches is
        asked for."""
        precise = [(rec, pr) for _, pr, rec in points_of(y, p) if pr >= min_precision]
        return max(precise, default=(0.0, 0.0))[1]

    def zeros_kept_in_place_of_precision(y, p, min_precision):
        """You ask whether enough of the zeros are called 0. Precision is the share of ones among
        the rows that are called 1."""
        enough = [t for t in np.unique(p) if np.mean(p[y == 0] < t) >= min_precision]
        return max((float(y[p >= t].sum() / y.sum()) for t in enough), default=0.0)
