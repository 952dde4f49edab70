import numpy as np
from sklearn.metrics import precision_score, recall_score

from course.exercise import exercise

from .confusion_counts import confusion_counts


@exercise(
    gives="(precision, recall)",
    bounds=(0, 1),
    hints=(
        "Both numbers have the same numerator: rows that are positive and are called positive. "
        "They differ in what it is divided by.",
        "Precision divides by the number of rows with `y_pred == positive`, recall by the number "
        "with `y_true == positive`. Look at each of these for 0 before you divide.",
    ),
)
def precision_recall(y_true: np.ndarray, y_pred: np.ndarray, positive: int) -> tuple[float, float]:
    """Return (precision, recall) of the class `positive`.

    y_true, y_pred: int arrays (n,), true classes and answers, two classes or more.
    Precision is 0.0 if no row is called positive, recall is 0.0 if no row is positive.
    """
    true, said = y_true == positive, y_pred == positive
    hits = np.sum(true & said)
    precision = float(hits / said.sum()) if said.any() else 0.0
    recall = float(hits / true.sum()) if true.any() else 0.0
    return precision, recall


@precision_recall.cases
def cases(rng):
    true, predicted = np.array([0, 0, 0, 0, 0, 0, 1, 1, 1]), np.array([0, 0, 0, 0, 1, 1, 1, 1, 0])
    yield (true, predicted, 1)
    yield (true, predicted, 0)
    yield (np.array([0, 0, 1, 0]), np.array([0, 0, 0, 0]), 1)
    yield (np.array([0, 1, 1, 0, 1]), np.array([0, 1, 1, 0, 1]), 1)
    yield (np.array([2, 5, 5, 2, 7]), np.array([2, 5, 7, 3, 3]), 3)
    yield (np.array([2, 5, 5, 9, 5]), np.array([5, 5, 2, 9, 5]), 5)
    for classes in ([0, 1], [0, 1, 2]):
        true = rng.permutation(classes * 2 + rng.choice(classes, size=8).tolist())
        predicted = np.where(rng.random(len(true)) < 0.4, rng.choice(classes, size=len(true)), true)
        yield (true, predicted, int(rng.choice(classes)))


@precision_recall.alternatives
class Alternatives:
    def by_sklearn(y_true, y_pred, positive):
        options = {"labels": [positive], "average": "macro", "zero_division": 0.0}
        return precision_score(y_true, y_pred, **options), recall_score(y_true, y_pred, **options)

    def by_loop(y_true, y_pred, positive):
        tp = fp = fn = 0
        for true, predicted in zip(y_true, y_pred, strict=True):
            tp += true == positive and predicted == positive
            fp += true != positive and predicted == positive
            fn += true == positive and predicted != positive
        return tp / (tp + fp) if tp + fp else 0.0, tp / (tp + fn) if tp + fn else 0.0

    def by_mean(y_true, y_pred, positive):
        found, real = y_true[y_pred == positive], y_pred[y_true == positive]
        return (
            float(np.mean(found == positive)) if found.size else 0.0,
            float(np.mean(real == positive)) if real.size else 0.0,
        )


@precision_recall.mistakes
class Mistakes:
    def swapped(y_true, y_pred, positive):
        """Precision and recall have changed places. Precision divides by what the model called
        positive, recall by what is positive."""
        return precision_recall(y_true, y_pred, positive)[::-1]

    def class_1_whatever_is_asked(y_true, y_pred, positive):
        """You always score class 1. Use the argument `positive`: any class can be the positive
        one."""
        return precision_recall(y_true, y_pred, 1)

    def class_1_from_counts(y_true, y_pred, positive):
        """You counted with 1 as the positive class and 0 as the only other one, as in
        `confusion_counts`. Here `positive` says which class counts, and every other class is
        negative."""
        # Rows of a class other than 0 and 1 fall into none of the four cells.
        counts = confusion_counts(y_true, y_pred)
        tp = counts["tp"]
        return tp / (tp + counts["fp"] or 1), tp / (tp + counts["fn"] or 1)

    def undefined_as_nan(y_true, y_pred, positive):
        """Where the model never says positive, or no row is positive, you divide 0 by 0 and get
        NaN. Say 0.0 in these cases."""
        true, predicted = y_true == positive, y_pred == positive
        with np.errstate(invalid="ignore"):
            return np.sum(true & predicted) / predicted.sum(), np.sum(true & predicted) / true.sum()

    def undefined_as_error(y_true, y_pred, positive):
        """Where the model never says positive, or no row is positive, you divide by 0, and plain
        ints then raise ZeroDivisionError. Look at the divisor first and say 0.0 in these cases."""
        true, predicted = y_true == positive, y_pred == positive
        hits = int(np.sum(true & predicted))
        return hits / int(predicted.sum()), hits / int(true.sum())

    def undefined_as_one(y_true, y_pred, positive):
        """Where there is nothing to divide by, you say 1.0. No error was made there, but nothing
        was found either: we agreed on 0.0."""
        return tuple(
            value if base.any() else 1.0
            for value, base in zip(
                precision_recall(y_true, y_pred, positive),
                (y_pred == positive, y_true == positive),
                strict=True,
            )
        )

    def accuracy_for_precision(y_true, y_pred, positive):
        """Your first number is the accuracy: it counts the right answers of every class, over all
        rows. Precision looks only at the rows that the model called positive."""
        return (float(np.mean(y_true == y_pred)), precision_recall(y_true, y_pred, positive)[1])

    def divided_by_all_rows(y_true, y_pred, positive):
        """You divided by the number of all rows. Precision divides by the rows called positive,
        recall by the rows that are positive."""
        share = float(np.mean((y_true == positive) & (y_pred == positive)))
        return share, share

    def specificity_for_recall(y_true, y_pred, positive):
        """Your second number is the specificity: of the rows that are not positive, the share that
        is not called positive. Recall starts from the rows that are positive."""
        precision, _ = precision_recall(y_true, y_pred, positive)
        negative = y_true != positive
        return precision, float(np.mean(y_pred[negative] != positive))

    def averaged_over_classes(y_true, y_pred, positive):
        """You took the mean over all classes, as `average="macro"` does. We ask for one class, the
        argument `positive`."""
        options = {"average": "macro", "zero_division": 0.0}
        return precision_score(y_true, y_pred, **options), recall_score(y_true, y_pred, **options)

    def two_classes_only(y_true, y_pred, positive):
        """scikit-learn's `pos_label` is for two classes only. It raises a ValueError where there
        are more, or other ones: give the one class that counts in `labels`, or count by hand."""
        options = {"pos_label": positive, "zero_division": 0.0}
        return precision_score(y_true, y_pred, **options), recall_score(y_true, y_pred, **options)

    def every_error_a_false_alarm(y_true, y_pred, positive):
        """Below the line of your precision stands every wrong answer. A row that was wrongly called
        another class is no false alarm of this one."""
        hits = int(np.sum((y_true == positive) & (y_pred == positive)))
        below = hits + int(np.sum(y_true != y_pred))
        return (hits / below if below else 0.0), precision_recall(y_true, y_pred, positive)[1]

    def all_other_classes(y_true, y_pred, positive):
        """You scored the rows that are not of the class `positive`, as if all others were the class
        in question."""
        return precision_recall(y_true != positive, y_pred != positive, True)

    def from_positive_on(y_true, y_pred, positive):
        """You took all labels from `positive` on for positive ones. A label is a name, not an
        amount: only that very class counts."""
        return precision_recall(y_true >= positive, y_pred >= positive, True)

    def zero_taken_for_none_given(y_true, y_pred, positive):
        """Class 0 becomes class 1 in your function: to `or` and `if`, 0 is as good as nothing. It
        can be the positive class, too."""
        return precision_recall(y_true, y_pred, positive or 1)

    def class_1_from_counts_undefined(y_true, y_pred, positive):
        """You counted with 1 as the positive class, whatever `positive` says, and divide 0 by 0
        where that class is never called or never true. Compare with `positive`, and look at what
        you divide by."""
        counts = confusion_counts(y_true, y_pred)
        tp, fp, fn = (np.float64(counts[key]) for key in ("tp", "fp", "fn"))
        with np.errstate(invalid="ignore"):
            return tp / (tp + fp), tp / (tp + fn)

    def class_1_by_sklearn(y_true, y_pred, positive):
        """scikit-learn scores class 1 unless it is told another, and raises a ValueError where the
        classes aren't 0 and 1. Give the class that counts in `labels`, or count by hand."""
        return (
            precision_score(y_true, y_pred, zero_division=0.0),
            recall_score(y_true, y_pred, zero_division=0.0),
        )

    def every_right_answer_a_hit(y_true, y_pred, positive):
        """Above the line stand the right answers of all classes. Only rows that are positive and
        were called positive count there."""
        right = float(np.sum(y_true == y_pred))
        below = np.sum(y_pred == positive), np.sum(y_true == positive)
        return tuple(right / float(n) if n else 0.0 for n in below)
