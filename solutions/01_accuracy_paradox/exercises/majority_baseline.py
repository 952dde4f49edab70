from collections import Counter

import numpy as np

from course.exercise import exercise

from ._class_counts import class_counts, labels_with_counts


@exercise(
    gives="(accuracy, recall of the rarest class)",
    bounds=(0, 1),
    hints=(
        "`np.unique(y, return_counts=True)` gives the classes and how often each occurs. "
        "Which one does the model answer, and for which rows is that right?",
        "The accuracy is the share of rows in the most frequent class. For the recall, look only "
        "at the rows of the rarest class: which answer do they all get, and is it right?",
    ),
)
def majority_baseline(y: np.ndarray) -> tuple[float, float]:
    """Score the model that answers the most frequent class of y for every row.

    y: int array (n,), two classes or more; one is the most frequent, one the rarest.
    Returns (accuracy, recall of the rarest class).
    """
    classes, counts = np.unique(y, return_counts=True)
    answer, rarest = classes[counts.argmax()], classes[counts.argmin()]
    return float(np.mean(y == answer)), float(np.mean(y[y == rarest] == answer))


@majority_baseline.cases
def cases(rng):
    yield (np.array([0, 0, 0, 1, 0, 0, 0, 0, 0, 0]),)
    yield (np.array([1, 1, 0, 1, 1]),)
    yield (np.array([7, 2, 2, 9, 2, 7]),)
    few, more = int(rng.integers(1, 4)), int(rng.integers(4, 7))
    yield (labels_with_counts(rng, [0, 1], [int(rng.integers(8, 20)), few]),)
    yield (labels_with_counts(rng, [1, 4, 8], [few, int(rng.integers(8, 20)), more]),)


@majority_baseline.alternatives
class Alternatives:
    def by_thought(y):
        # It never answers the rarest class, so that its recall there is 0.
        return int(np.unique(y, return_counts=True)[1].max()) / len(y), 0.0

    def by_counter(y):
        ranking = Counter(y.tolist()).most_common()
        answers = np.full(len(y), ranking[0][0])
        rare = y == ranking[-1][0]
        return float((answers == y).mean()), float((answers[rare] == y[rare]).mean())


def majority_share(y: np.ndarray) -> float:
    return float(class_counts(y).max() / len(y))


@majority_baseline.mistakes
class Mistakes:
    def recall_of_the_majority(y):
        """Your recall is that of the most frequent class, of which this model finds every row. We
        ask how many rows of the rarest class it finds."""
        return (majority_share(y), 1.0)

    def share_as_recall(y):
        """Your recall is the share of the rarest class among all rows. Recall asks something else:
        of the rows of that class, how many does the model find?"""
        return (majority_share(y), float(class_counts(y).min() / len(y)))

    def assumes_class_0(y):
        """You take it for granted that class 0 is the most frequent. Here another class can be, and
        the labels may have gaps: count first."""
        return (float(np.mean(y == 0)), 0.0)

    def labels_averaged(y):
        """You took the mean of the labels for the share of the rarest class. That holds only where
        the labels are 0 and 1, with 1 the rare one: count each class instead."""
        return (float(1 - np.mean(y)), 0.0)

    def share_of_the_rarest(y):
        """Your accuracy is the share of the rarest class. The model answers the most frequent
        class, and is right as often as that one occurs."""
        return (float(class_counts(y).min() / len(y)), 0.0)

    def always_the_rarest(y):
        """You scored the model that always answers the rarest class. Ours always answers the most
        frequent one."""
        return (float(class_counts(y).min() / len(y)), 1.0)

    def coin_toss(y):
        """Your accuracy is one divided by the number of classes: that is guessing at random among
        them. This model doesn't guess, it gives the same answer to every row."""
        return (1 / len(class_counts(y)), 0.0)

    def count_not_share(y):
        """Your accuracy is a number of rows. Accuracy is a share: divide by the number of all
        rows."""
        return (float(class_counts(y).max()), 0.0)

    def swapped(y):
        """Both numbers are right, in the wrong order: accuracy comes first, recall second."""
        return (0.0, majority_share(y))

    def largest_label(y):
        """You took the class with the largest label for the answer. The model answers the class
        that occurs most often: look at the counts."""
        return (float(np.mean(y == y.max())), 0.0)

    def recall_of_all_rows(y):
        """Both of your numbers are the accuracy, as with `average="micro"` in scikit-learn. The
        recall looks at the rows of the rarest class alone."""
        return (majority_share(y), majority_share(y))

    def mean_recall(y):
        """Your recall is the mean over all classes, of which the model finds exactly one. We ask
        for the recall of the rarest class alone."""
        return (majority_share(y), 1 / len(class_counts(y)))

    def all_but_the_rarest(y):
        """You took one less the share of the rarest class. With more than two classes the others
        are not all of the most frequent one: take the share of that."""
        return (float(1 - class_counts(y).min() / len(y)), 0.0)

    def label_not_share(y):
        """Your first entry is the most frequent class itself. Asked for is the share of the rows
        that are of it."""
        labels, counts = np.unique(y, return_counts=True)
        return float(labels[counts.argmax()]), 0.0

    def place_taken_for_the_label(y):
        """`argmax` gives the place of the largest count, not the class that stands there: with
        labels that don't count up from 0 the two differ."""
        _, counts = np.unique(y, return_counts=True)
        return float(np.mean(y == counts.argmax())), 0.0

    def largest_label_over_rows(y):
        """You divided the largest label by the number of rows. `np.unique` gives the labels first
        and how often each occurs second: take the largest of the counts."""
        return float(y.max() / len(y)), 0.0

    def smallest_label(y):
        """You took the class with the smallest label for the most frequent one. Which class occurs
        most often, only the counts tell."""
        return float(np.mean(y == y.min())), 0.0
