from collections.abc import Iterable

import numpy as np
from sklearn.metrics import f1_score, recall_score

from course.exercise import exercise

from ._class_counts import class_counts, labels_with_counts
from .confusion_counts import confusion_counts
from .precision_recall import precision_recall


@exercise(
    bounds=(0, 1),
    hints=(
        "For one class c: take the rows where y_true is c, and see for what share of them y_pred "
        "is c too. Do that for every class in y_true.",
        "`np.unique(y_true)` lists the classes. Put one recall for each of them into a list; the "
        "answer is the mean of that list, however many rows each class has.",
    ),
)
def balanced_accuracy(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    """Return the mean of the recalls of all classes that occur in y_true.

    y_true, y_pred: int arrays (n,), true classes and answers, two classes or more.
    """
    recalls = [np.mean(y_pred[y_true == c] == c) for c in np.unique(y_true)]
    return float(np.mean(recalls))


@balanced_accuracy.cases
def cases(rng):
    yield (np.array([0] * 8 + [1, 1]), np.array([0] * 7 + [1] + [1, 0]))
    yield (np.array([0, 0, 0, 0, 1]), np.zeros(5, dtype=int))
    # Class 1 is answered, and never rightly.
    yield (np.array([0, 0, 1, 1, 2]), np.array([0, 1, 0, 0, 2]))
    yield (np.array([3, 3, 3, 8, 8, 5]), np.array([3, 3, 8, 8, 8, 8]))
    yield (np.array([1, 1, 1, 2, 2, 4]), np.array([1, 0, 1, 2, 6, 4]))
    yield (np.array([0, 0, 0, 1, 1, 2, 2]), np.array([0, 0, 1, 1, 2, 2, 2]))
    for classes in ([0, 1], [0, 2, 3]):
        counts = sorted(rng.choice(np.arange(2, 9), size=len(classes), replace=False))[::-1]
        true = labels_with_counts(rng, classes, counts)
        predicted = np.where(rng.random(len(true)) < 0.4, rng.choice(classes, size=len(true)), true)
        yield (true, predicted)


@balanced_accuracy.alternatives
class Alternatives:
    def by_sklearn(y_true, y_pred):
        return float(recall_score(y_true, y_pred, labels=np.unique(y_true), average="macro"))

    def by_weights(y_true, y_pred):
        # Accuracy where each row weighs one over the size of its class.
        _, place, counts = np.unique(y_true, return_inverse=True, return_counts=True)
        return float(np.average(y_true == y_pred, weights=1 / counts[place]))

    def by_dict(y_true, y_pred):
        rows: dict[int, list[bool]] = {}
        for true, predicted in zip(y_true.tolist(), y_pred.tolist(), strict=True):
            rows.setdefault(true, []).append(true == predicted)
        return sum(sum(right) / len(right) for right in rows.values()) / len(rows)


def mean_recall_of(
    classes: Iterable[int], y_true: np.ndarray, y_pred: np.ndarray, empty: float
) -> float:
    """Return the mean recall of these classes, with `empty` for those that have no true row.

    Swapping y_true and y_pred turns recalls into precisions.
    """
    rows = [(c, y_pred[y_true == c]) for c in classes]
    return sum(float(np.mean(r == c)) if r.size else empty for c, r in rows) / len(rows)


def recalls_of(y_true: np.ndarray, y_pred: np.ndarray) -> list[float]:
    return [float(np.mean(y_pred[y_true == c] == c)) for c in np.unique(y_true)]


@balanced_accuracy.mistakes
class Mistakes:
    def plain_accuracy(y_true, y_pred):
        """That is the ordinary accuracy: a class with many rows counts for more. Work out a recall
        for each class first, then take the mean of the recalls."""
        return float(np.mean(y_true == y_pred))

    def mean_precision(y_true, y_pred):
        """You took the mean of the precisions: you divided by how often each class was answered. A
        recall divides by how often the class is true."""
        classes = np.union1d(y_true, y_pred)
        shares = [np.mean(y_true[y_pred == c] == c) if c in y_pred else 0.0 for c in classes]
        return float(np.mean(shares))

    def mean_precision_of_true_classes(y_true, y_pred):
        """You took a precision for each class of y_true, with 0.0 where a class is never answered.
        Turn the question round: of the rows that are truly of the class, how many are answered
        so?"""
        return mean_recall_of(np.unique(y_true), y_pred, y_true, 0.0)

    def mean_precision_undefined(y_true, y_pred):
        """You took the mean of the precisions, which gives NaN where a class is never answered.
        Pick the rows of a class by y_true, not by y_pred."""
        return mean_recall_of(np.unique(y_true), y_pred, y_true, np.nan)

    def mean_precision_of_answers(y_true, y_pred):
        """You took the mean of the precisions of the classes that were answered. A recall starts
        from the true rows of a class, and the classes are those of y_true."""
        return mean_recall_of(np.unique(y_pred), y_pred, y_true, 0.0)

    def precision_and_recall_averaged(y_true, y_pred):
        """You took the mean of precision and recall of class 1. Precision plays no part here: work
        out one recall for each class."""
        return sum(precision_recall(y_true, y_pred, 1)) / 2

    def f1(y_true, y_pred):
        """That is F1 of class 1, which joins its precision and its recall. We want the recall of
        every class, and their plain mean."""
        precision, recall = precision_recall(y_true, y_pred, 1)
        return 2 * precision * recall / (precision + recall) if recall else 0.0

    def rarest_class_only(y_true, y_pred):
        """That is the recall of the rarest class alone. Balanced accuracy is the mean over all
        classes."""
        return recalls_of(y_true, y_pred)[int(np.argmin(class_counts(y_true)))]

    def classes_of_the_answers_too(y_true, y_pred):
        """You also count classes that occur only among the model's answers. A class with no true
        row has no recall: go through the classes of y_true."""
        return sum(recalls_of(y_true, y_pred)) / len(np.union1d(y_true, y_pred))

    def classes_of_the_answers(y_true, y_pred):
        """You go through the classes of y_pred. A class that is never answered is left out, and one
        that is never true gives NaN: take the classes of y_true."""
        return mean_recall_of(np.unique(y_pred), y_true, y_pred, np.nan)

    def classes_of_the_answers_with_zero(y_true, y_pred):
        """You let y_pred say which classes count, or how many: a class that is never answered is
        left out, though its recall of 0 counts. Take the classes of y_true."""
        return mean_recall_of(np.unique(y_pred), y_true, y_pred, 0.0)

    def classes_0_and_1(y_true, y_pred):
        """You take it for granted that the classes are 0 and 1. Other labels can occur, and more
        than two: ask y_true for its classes."""
        return mean_recall_of((0, 1), y_true, y_pred, 0.0)

    def classes_0_and_1_undefined(y_true, y_pred):
        """You work out the recalls of class 0 and class 1, and get NaN where one has no row. The
        labels can be others: ask y_true which classes it has."""
        return mean_recall_of((0, 1), y_true, y_pred, np.nan)

    def classes_0_and_1_from_counts(y_true, y_pred):
        """You divide counts of the classes 0 and 1. Where one of them has no row you divide 0 by 0.
        The labels can be others, and more than two: go through the classes of y_true."""
        counts = confusion_counts(y_true, y_pred)
        tn, fp, fn, tp = (counts[key] for key in ("tn", "fp", "fn", "tp"))
        return (tp / (tp + fn) + tn / (tn + fp)) / 2

    def gaps_counted(y_true, y_pred):
        """You divide by the largest label plus one, as though the labels were 0, 1, 2 without a
        gap. Divide by the number of classes that occur in y_true."""
        return sum(recalls_of(y_true, y_pred)) / (int(y_true.max()) + 1)

    def chance_taken_off(y_true, y_pred):
        """You have rescaled it so that chance is 0 (scikit-learn: adjusted=True). We want the mean
        of the recalls as it is."""
        chance = 1 / len(np.unique(y_true))
        return (balanced_accuracy(y_true, y_pred) - chance) / (1 - chance)

    def worst_class(y_true, y_pred):
        """That is the smallest of the recalls: a good number to look at, but we asked for their
        mean."""
        return min(recalls_of(y_true, y_pred))

    def geometric_mean(y_true, y_pred):
        """You took the geometric mean of the recalls, which is 0 as soon as one of them is. We want
        the plain mean: their sum over their number."""
        recalls = recalls_of(y_true, y_pred)
        return float(np.prod(recalls) ** (1 / len(recalls)))

    def macro_f1(y_true, y_pred):
        """You took the mean of the F1 of all classes, in which precision has a part. We want the
        mean of the recalls alone."""
        return float(f1_score(y_true, y_pred, average="macro", zero_division=0))

    def first_class_only(y_true, y_pred):
        """You return the recall of the first class alone. Does a `return` stand inside the loop?
        All classes of y_true have a part in the mean."""
        return recalls_of(y_true, y_pred)[0]

    def one_against_the_rest(y_true, y_pred):
        """You took an accuracy for each class against all others, in which rows of other classes
        count as right. A recall looks at the rows of its class alone."""
        return float(np.mean([np.mean((y_pred == c) == (y_true == c)) for c in np.unique(y_true)]))

    def hits_over_all_rows(y_true, y_pred):
        """You divided the hits of each class by the number of all rows. A recall divides by the
        rows of its own class."""
        return float(np.mean(y_true == y_pred)) / len(np.unique(y_true))

    def never_answered_left_out(y_true, y_pred):
        """You left out the classes that are never answered. Their recall is 0, and it counts: go
        through all classes of y_true."""
        return mean_recall_of(np.intersect1d(y_true, y_pred), y_true, y_pred, 0.0)

    def harmonic_mean(y_true, y_pred):
        """You took the harmonic mean of the recalls, as F1 does with two numbers. We want the plain
        mean."""
        recalls = recalls_of(y_true, y_pred)
        return len(recalls) / sum(1 / r for r in recalls) if all(recalls) else 0.0

    def always_halved(y_true, y_pred):
        """You divided the sum of the recalls by 2. That is right with two classes only: how many
        are there here?"""
        return sum(recalls_of(y_true, y_pred)) / 2

    def mean_f1_of_true_classes(y_true, y_pred):
        """You took the mean of the classes' F1, in which the precision has a part. Only recalls are
        asked for: of the rows of a class, how many are called so?"""
        labels = np.unique(y_true)
        return float(f1_score(y_true, y_pred, labels=labels, average="macro", zero_division=0.0))

    def zero_recalls_left_out(y_true, y_pred):
        """You leave out the classes of which no row is found. Their recall is 0, and counts as any
        other."""
        recalls = [np.mean(y_pred[y_true == c] == c) for c in np.unique(y_true)]
        return float(np.mean([recall for recall in recalls if recall] or [0.0]))

    def every_id_up_to_the_largest(y_true, y_pred):
        """You go through all numbers from 0 to the largest label, and get NaN for one that no row
        has. Labels may have gaps: go through the classes of y_true."""
        return mean_recall_of(range(int(y_true.max()) + 1), y_true, y_pred, np.nan)

    def recalls_added_up(y_true, y_pred):
        """You return the sum of the recalls. Divide it by their number."""
        return sum(recalls_of(y_true, y_pred))

    def precisions_among_the_recalls(y_true, y_pred):
        """You took the mean of the precisions and the recalls of all classes together. Precision
        plays no part here: `precision_recall` returns a pair, of which the second is the recall."""
        return float(np.mean([precision_recall(y_true, y_pred, c) for c in np.unique(y_true)]))
