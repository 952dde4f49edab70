from collections import Counter

import numpy as np
from sklearn.utils import compute_class_weight

from course.exercise import exercise

from ._random_weights import shuffled_labels


@exercise(
    gives="{class: N / (k * n_c)}",
    hints=(
        "You need three counts: all rows, the rows of each class, and the classes. "
        "`np.unique(y, return_counts=True)` gives two of them, and the third is a length.",
        "Go through classes and counts in pairs with `zip`, and put N / (k * n_c) under each "
        "class. `int(c)` turns a NumPy integer into a plain key.",
    ),
)
def inverse_frequency(y: np.ndarray) -> dict[int, float]:
    """Return the weights {class: N / (k * n_c)} with plain int keys.

    y: int array (n,), two classes or more; ids may have gaps.
    """
    classes, counts = np.unique(y, return_counts=True)
    k = len(classes)
    return {int(c): float(len(y) / (k * n)) for c, n in zip(classes, counts, strict=True)}


@inverse_frequency.cases
def cases(rng):
    yield (np.repeat([0, 1, 2], [8, 1, 1]),)
    yield (np.array([0, 0, 0, 1, 0, 0, 0, 0, 0, 0]),)
    yield (np.array([7, 3, 3, 9, 3, 7, 3]),)
    for size in (2, 4):
        classes = np.sort(rng.choice(np.arange(1, 12), size=size, replace=False))
        yield (shuffled_labels(rng, classes.tolist(), low=2, high=12),)


@inverse_frequency.alternatives
class Alternatives:
    def by_counter(y):
        counts = Counter(y.tolist())
        return {c: len(y) / (len(counts) * n) for c, n in counts.items()}

    def by_sklearn(y):
        classes = np.unique(y)
        weights = compute_class_weight(class_weight="balanced", classes=classes, y=y)
        return dict(zip(classes.tolist(), weights.tolist(), strict=True))

    def by_masks(y):
        # One over the share of the class, over the number of classes.
        classes = set(y.tolist())
        return {c: 1 / (float(np.mean(y == c)) * len(classes)) for c in classes}


def class_counts(y: np.ndarray) -> dict[int, int]:
    classes, counts = np.unique(y, return_counts=True)
    return dict(zip(classes.tolist(), counts.tolist(), strict=True))


@inverse_frequency.mistakes
class Mistakes:
    def one_over_the_count(y):
        """You took 1 / n_c. The ratios are right, but the weights are so small that the loss is
        nearly 0: the number of rows and of classes are missing."""
        return {c: 1 / n for c, n in class_counts(y).items()}

    def classes_not_counted(y):
        """You took N / n_c. Every weight is too large by the same factor, the number of classes:
        divide by it."""
        return {c: len(y) / n for c, n in class_counts(y).items()}

    def divided_by_the_count_twice(y):
        """You divided by the count of the class twice, so a class that is eight times as rare
        weighs sixty-four times as much. Divide by it once."""
        return {c: len(y) / n**2 for c, n in class_counts(y).items()}

    def upside_down(y):
        """That is the share of each class: the frequent class weighs most. Turn it upside down, so
        that few rows make a large weight."""
        return {c: n / len(y) for c, n in class_counts(y).items()}

    def one_minus_the_share(y):
        """You took 1 - n_c / N. With two classes its ratio happens to be right; with more, no class
        can weigh more than 1, however rare it is."""
        return {c: 1 - n / len(y) for c, n in class_counts(y).items()}

    def gaps_counted(y):
        """You took the largest id plus one for the number of classes. Ids may have gaps: count the
        classes that occur."""
        return {c: len(y) / ((max(y.tolist()) + 1) * n) for c, n in class_counts(y).items()}

    def numbered_from_zero(y):
        """Your weights are right, but the keys are 0, 1, 2 and so on, not the classes of y. With
        ids that have gaps Keras finds the wrong weight or none, and says nothing."""
        return dict(enumerate(inverse_frequency(y).values()))

    def numpy_keys(y):
        """Your keys are NumPy integers. They work in Keras, but not in JSON, where such a dict is
        often kept: turn them into plain ints with `int(...)`."""
        return {np.int64(c): weight for c, weight in inverse_frequency(y).items()}

    def largest_class_as_measure(y):
        """You divided the largest count by each count: a rule that exists, but here the most
        frequent class should weigh N / (k * n_c), not 1."""
        return {c: max(class_counts(y).values()) / n for c, n in class_counts(y).items()}

    def others_over_own(y):
        """You divided the rows of all other classes by those of the class, as in neg / pos. That is
        a rule for the rare one of two classes; here N counts the class itself as well."""
        return {c: (len(y) - n) / n for c, n in class_counts(y).items()}

    def classes_sum_to_k(y):
        """Your ratios are right, but you scaled the weights so that they add up to the number of
        classes. The rule needs no rescaling: N / (k * n_c)."""
        inverse = {c: 1 / n for c, n in class_counts(y).items()}
        return {c: w * len(inverse) / sum(inverse.values()) for c, w in inverse.items()}

    def two_classes_taken_for_granted(y):
        """You divided by 2 where the number of classes belongs, as in rules for two classes. Here
        there can be more: count them."""
        return {c: len(y) / (2 * n) for c, n in class_counts(y).items()}

    def multiplied_by_the_count(y):
        """You took N / k * n_c, which Python reads from left to right: the count multiplies, and
        the frequent class weighs most. Put k * n_c in parentheses."""
        classes = class_counts(y)
        return {c: len(y) / len(classes) * n for c, n in classes.items()}

    def every_id_counted(y):
        """`np.bincount` counts every id from 0 to the largest, those that don't occur too. They get
        keys in your dict, and make the number of classes too large: keep the ids that occur."""
        counts = np.bincount(y)
        with np.errstate(divide="ignore"):
            return dict(enumerate((len(y) / (len(counts) * counts)).tolist()))

    def three_classes(y):
        """You divided by 3 * n_c, as for the twenty rows, which have three classes. Other labels
        have another number of classes: count those that occur."""
        return {c: len(y) / (3 * n) for c, n in Counter(y.tolist()).items()}

    def numbers_of_the_example(y):
        """You divided 20 by 3 * n_c: the 20 rows and 3 classes of the example. Other labels come
        here: count both from y."""
        return {c: 20 / (3 * n) for c, n in class_counts(y).items()}
