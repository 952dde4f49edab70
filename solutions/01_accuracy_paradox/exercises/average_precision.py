import numpy as np
from sklearn.metrics import average_precision_score

from course.exercise import exercise

from ._areas_of_a_curve import area_in_order, area_over, curve, trapezoids_from_the_first_step
from .precision_recall import precision_recall


@exercise(
    points=2,
    bounds=(0, 1),
    hints=(
        "Begin with one threshold: call 1 every row whose score reaches it, and work out "
        "precision and recall. Then lower the threshold to the next score, and so on.",
        "Loop over `np.unique(scores)` from high to low. At each step add (recall now - recall "
        "before) * precision now, beginning with a recall of 0. Rows with equal scores enter "
        "together.",
    ),
)
def average_precision(y_true: np.ndarray, scores: np.ndarray) -> float:
    """Return the area under the steps of the precision-recall curve (PR-AUC).

    y_true: int array (n,), 0 or 1, both occur. scores: floats (n,) of any size, high means 1.
    Returns the sum of (gain in recall) * precision over the distinct scores.
    """
    area, recall_before = 0.0, 0.0
    for threshold in np.unique(scores)[::-1]:
        said = scores >= threshold
        hits = np.sum(y_true[said])
        precision, recall = hits / said.sum(), hits / y_true.sum()
        area += (recall - recall_before) * precision
        recall_before = recall
    return float(area)


@average_precision.cases
def cases(rng):
    yield (np.array([1, 0, 1, 0, 0]), np.array([0.9, 0.8, 0.7, 0.4, 0.1]))
    # How np.argsort orders ties depends on the processor. In the visible cases the labels come in
    # the same order on all that we know, so that ranking row by row is recognised everywhere.
    yield (np.array([0, 1, 0, 1, 1]), np.array([0.8, 0.6, 0.6, 0.8, 0.2]))
    yield (np.array([1, 0, 1, 1]), np.full(4, 0.6))
    yield (np.array([1, 0, 0, 1, 1]), np.array([-3.0, -0.5, 2.0, 1.0, 7.5]))
    # Closer together than the steps of any grid of thresholds.
    yield (np.array([1, 0, 1, 0, 1]), np.array([0.9, 0.500003, 0.500002, 0.500001, 0.1]))
    # Two positive rows with one score, also where the scores are turned round, as in the cases that
    # the release makes of these; then scores so large that a sigmoid makes 1 of most.
    yield (np.array([1, 1, 0, 1, 1]), np.array([0.9, 0.9, 0.5, 0.4, 0.3]))
    yield (np.array([0, 1, 1, 0]), np.array([60.0, 50.0, 40.0, 30.0]))
    for decimals in (1, 6):
        y = rng.permutation([0, 1, 1, *rng.integers(0, 2, size=int(rng.integers(3, 6)))])
        yield (y, np.round(rng.random(len(y)) * 0.5 + y * 0.3, decimals))


@average_precision.alternatives
class Alternatives:
    def by_sklearn(y_true, scores):
        return float(average_precision_score(y_true, scores))

    def by_positives(y_true, scores):
        # The mean, over the positive rows, of the precision at each one's score.
        return float(np.mean([y_true[scores >= s].mean() for s in scores[y_true == 1]]))

    def by_sorting(y_true, scores):
        order = np.argsort(scores)[::-1]
        ends = np.flatnonzero(np.append(np.diff(scores[order]) != 0, True))
        hits = np.cumsum(y_true[order])[ends]
        return float(np.sum(np.diff(hits, prepend=0) * hits / (ends + 1)) / hits[-1])


@average_precision.mistakes
class Mistakes:
    def ties_one_by_one(y_true, scores):
        """Rows with equal scores enter one after the other in your sum, so the result depends on
        the order of the rows. No threshold can part them: let them enter together."""
        return area_in_order(y_true, np.argsort(-scores, kind="stable"))

    def ties_one_by_one_reversed(y_true, scores):
        """You rank the rows (sorted upwards, then turned round) and let them enter one by one.
        Among equal scores their order is arbitrary, and your result depends on it: let these enter
        together."""
        return area_in_order(y_true, np.argsort(scores, kind="stable")[::-1])

    def ties_in_favour(y_true, scores):
        """Among equal scores you let the positive rows enter first, so the model looks better than
        it is. All rows with the same score enter together."""
        return area_in_order(y_true, np.lexsort((-y_true, -scores)))

    def ties_against(y_true, scores):
        """Among equal scores you let the rows of class 0 enter first, which is unfair to the model.
        All rows with the same score enter together."""
        return area_in_order(y_true, np.lexsort((y_true, -scores)))

    def trapezoids(y_true, scores):
        """You joined the points of the curve by straight lines (trapezoids). Between two thresholds
        there is nothing to draw a line through: take steps, with the precision at the end of each
        step."""
        precision, recall = curve(y_true, scores)
        return float(-np.trapezoid(precision, recall))

    def trapezoids_from_the_axis(y_true, scores):
        """You added a point at recall 0 with the first precision, and joined the points by straight
        lines (trapezoids). No line is right between two thresholds: take steps, each at the
        precision that it ends with."""
        return trapezoids_from_the_first_step(y_true, scores, start=True)

    def trapezoids_without_a_start(y_true, scores):
        """You joined the points by straight lines (trapezoids), and the part from recall 0 to the
        first point is missing. Take steps, and begin with the one that starts at 0."""
        return trapezoids_from_the_first_step(y_true, scores, start=False)

    def area_under_roc(y_true, scores):
        """That is the area under the ROC curve. Here the two axes are recall and precision."""
        above = scores[y_true == 1][:, np.newaxis] - scores[y_true == 0]
        return float(np.mean(np.sign(above)) / 2 + 0.5)

    def from_low_to_high(y_true, scores):
        """You start with the lowest scores. High scores mean 'more like class 1': begin with the
        highest."""
        return average_precision(y_true, -scores)

    def lowest_threshold_first(y_true, scores):
        """Did you start from the lowest score, or take steps in precision times the recall? Both
        come to the same: recall then jumps to 1 at once and falls. Begin with the highest
        threshold, and multiply each gain in recall by the precision."""
        return area_over(np.unique(scores), y_true, scores)

    def recall_falls_from_one(y_true, scores):
        """You start from the lowest score with a recall of 1. From there recall only falls, so
        every step is negative or 0: begin with the highest score and a recall of 0."""
        return area_over(np.unique(scores), y_true, scores, recall=1.0)

    def thresholds_unsorted(y_true, scores):
        """You take the scores as thresholds in the order of the rows, so recall goes up and down.
        Sort them first, the highest at the beginning."""
        return area_over(scores, y_true, scores)

    def above_the_threshold_undefined(y_true, scores):
        """Your result is NaN in every case. Did you call 1 only the rows above the threshold? Above
        the highest score there is none, and 0 is divided by 0: a row that reaches the threshold
        belongs in."""
        return np.nan

    def above_the_threshold(y_true, scores):
        """The rows with the lowest score never enter. Either you call 1 only the rows above the
        threshold, or the last threshold is left out: every row is called 1 in the end."""
        # As `average_precision`, with > in place of >= and 0.0 where no row is called 1.
        lowest = scores == scores.min()
        last = float(np.mean(y_true) * np.sum(y_true[lowest]) / y_true.sum())
        return average_precision(y_true, scores) - last

    def one_threshold(y_true, scores):
        """You multiplied precision and recall at the threshold 0.5: that is one point of the curve.
        The area takes in every threshold that the scores offer."""
        precision, recall = precision_recall(y_true, (scores >= 0.5).astype(int), 1)
        return precision * recall

    def mean_of_all_precisions(y_true, scores):
        """You took the plain mean of the precisions at all thresholds. Each one counts by how much
        recall has grown at its step, so a step that finds no positive row counts nothing."""
        return float(np.mean([y_true[scores >= s].mean() for s in np.unique(scores)]))

    def mean_over_distinct_scores(y_true, scores):
        """You took the plain mean of the precisions at the scores of positive rows, each score
        once. Where two positive rows share a score, recall grows by both: such a step counts
        twice."""
        found = np.unique(scores[y_true == 1])
        return float(np.mean([y_true[scores >= s].mean() for s in found]))

    def through_a_sigmoid(y_true, scores):
        """Large scores that differ count as equal for you, as after a sigmoid, which makes 1 of
        them all. Scores may have any size: compare them as they are."""
        with np.errstate(over="ignore"):
            return average_precision(y_true, 1 / (1 + np.exp(-scores)))

    def first_step_missing(y_true, scores):
        """The first step is missing: before the highest score the recall is 0, so the step from 0
        up to the first recall counts too."""
        predicted = scores == scores.max()
        first = float(np.mean(y_true[predicted]) * np.sum(y_true[predicted]) / y_true.sum())
        return average_precision(y_true, scores) - first

    def precision_before_the_step(y_true, scores):
        """You multiply each gain in recall by the precision at the threshold before it. Each step
        counts at the precision that it ends with."""
        precision, recall = curve(y_true, scores)
        return float(-np.sum(np.diff(recall) * precision[1:]))

    def grid_of_thresholds(y_true, scores):
        """Your thresholds stand on a grid, so scores that lie close together enter at once. The
        thresholds are the scores themselves, each one that is different."""
        return area_over(np.linspace(scores.max(), scores.min(), 200), y_true, scores)

    def precision_at_k(y_true, scores):
        """That is the precision among as many rows as are positive: one point of the curve. The
        area takes in every threshold."""
        k = int(y_true.sum())
        return float(np.mean(y_true[scores >= np.sort(scores)[-k]]))

    def precision_never_falls(y_true, scores):
        """You take the best precision at this recall or a larger one (interpolated). Here each step
        counts with its own precision."""
        thresholds = np.unique(scores)[::-1]
        precisions = [float(np.mean(y_true[scores >= s])) for s in thresholds]
        best = np.maximum.accumulate(precisions[::-1])[::-1]
        recalls = [float(np.sum(y_true[scores >= s]) / y_true.sum()) for s in thresholds]
        return float(np.sum(np.diff(recalls, prepend=0.0) * best))

    def mean_of_both_classes(y_true, scores):
        """You take the mean of two areas, one for each class. Asked for is that of class 1."""
        return (average_precision(y_true, scores) + average_precision(1 - y_true, -scores)) / 2

    def of_class_0(y_true, scores):
        """This is the area for class 0, with its order turned round. We ask how well the rows of
        class 1 are found."""
        return float(average_precision_score(1 - y_true, -scores))

    def best_f1(y_true, scores):
        """That is the best F1 of all thresholds. We want the area under the steps, in which every
        threshold has its part."""
        found = [precision_recall(y_true, (scores >= s).astype(int), 1) for s in np.unique(scores)]
        return max(2 * p * r / (p + r) if p + r else 0.0 for p, r in found)

    def mean_at_every_rank(y_true, scores):
        """You took the mean of the precision after each row, whatever its class. A row that is not
        positive adds no recall, so its step has no width."""
        y = y_true[np.argsort(-scores, kind="stable")]
        return float(np.mean(np.cumsum(y) / np.arange(1, len(y) + 1)))

    def thresholds_from_0_to_1(y_true, scores):
        """You tried thresholds at equal distances between 0 and 1. Scores can have any size, and
        lie closer together: each distinct score is a threshold."""
        return area_over(np.linspace(1, 0, 200), y_true, scores)

    def rows_from_low_to_high(y_true, scores):
        """You rank the rows from the lowest score up, as `np.argsort` does. Rows with the highest
        scores enter first: turn the order round."""
        return area_in_order(y_true, np.argsort(scores, kind="stable"))

    def of_yes_and_no(y_true, scores):
        """You turned the scores into answers at the threshold 0.5 first, so that only one step or
        two are left. Each distinct score is a threshold."""
        return average_precision(y_true, (scores >= 0.5).astype(int))

    def arguments_swapped(y_true, scores):
        """Your function stops with a ValueError: it seems to take the scores for the true classes.
        In scikit-learn the true classes come first."""
        return float(average_precision_score(scores, y_true))
