from collections import Counter

import numpy as np

from course.exercise import exercise

from ._random_labels import balanced_weights_by_rows, counts_of, random_classes, shuffled_labels


@exercise(
    gives="{class: max(n) / n_c}",
    hints=(
        "Count the rows of each class first. What does the largest class weigh by this rule, and "
        "what a class with half as many rows?",
        "`np.unique(y, return_counts=True)` gives classes and counts. Divide the largest count by "
        "each of them, and put the results under plain ints.",
    ),
)
def max_count_weights(y: np.ndarray) -> dict[int, float]:
    """Return {class: rows of the largest class / rows of this class}, with plain int keys.

    y: int array (n,), two classes or more; ids may have gaps.
    """
    classes, counts = np.unique(y, return_counts=True)
    return {int(c): float(counts.max() / n) for c, n in zip(classes, counts, strict=True)}


@max_count_weights.cases
def cases(rng):
    yield (np.repeat([0, 1, 2], [8, 1, 1]),)
    yield (np.array([5, 1, 1, 3, 1, 5, 1]),)
    yield (np.array([9, 9, 4, 9]),)
    for size in (2, 4):
        yield (shuffled_labels(rng, random_classes(rng, size), low=2, high=14),)


@max_count_weights.alternatives
class Alternatives:
    def by_counter(y):
        counts = Counter(y.tolist())
        [(_, largest)] = counts.most_common(1)
        return {c: largest / n for c, n in counts.items()}

    def by_arrays(y):
        classes, counts = np.unique(y, return_counts=True)
        return dict(zip(classes.tolist(), (counts.max() / counts).tolist(), strict=True))

    def by_balanced(y):
        balanced = balanced_weights_by_rows(y)
        return {c: weight / min(balanced.values()) for c, weight in balanced.items()}


@max_count_weights.mistakes
class Mistakes:
    def balanced(y):
        """These are the balanced weights. They have the same ratios, but here the largest class
        should weigh 1."""
        return balanced_weights_by_rows(y)

    def all_rows_as_measure(y):
        """You divided the number of all rows by each count. What stands above the line is the
        number of rows of the largest class."""
        return {c: len(y) / n for c, n in counts_of(y).items()}

    def upside_down(y):
        """You divided each count by the largest, so that rare classes weigh least. Turn it upside
        down."""
        return {c: n / max(counts_of(y).values()) for c, n in counts_of(y).items()}

    def smallest_as_measure(y):
        """You divided the smallest count by each count: the rarest class weighs 1 and all others
        less. Start from the largest count."""
        return {c: min(counts_of(y).values()) / n for c, n in counts_of(y).items()}

    def largest_label(y):
        """You took the largest label. What is meant is the largest number of rows that a class
        has."""
        return {c: int(y.max()) / n for c, n in counts_of(y).items()}

    def count_of_the_largest_label(y):
        """You took the number of rows of the class with the largest label. Which class has most
        rows, you have to look up in the counts."""
        counts = counts_of(y)
        return {c: counts[max(counts)] / n for c, n in counts.items()}

    def whole_numbers(y):
        """You divided with `//`, which drops all behind the decimal point."""
        return {c: max(counts_of(y).values()) // n for c, n in counts_of(y).items()}

    def numbered_from_zero(y):
        """Your weights are right, but the keys are 0, 1, 2 and so on, not the classes of y."""
        return dict(enumerate(max_count_weights(y).values()))

    def labels_that_do_not_occur(y):
        """Your dict has keys that are no labels of y. `np.bincount` counts from 0 to the largest
        label, those that don't occur too; `np.unique` gives only those that do."""
        counts = np.bincount(y)
        with np.errstate(divide="ignore"):
            return {c: float(counts.max() / n) for c, n in enumerate(counts)}

    def numpy_keys(y):
        """Your keys are NumPy integers. They should be plain ints: `int(c)`."""
        return {np.int64(c): weight for c, weight in max_count_weights(y).items()}

    def median_as_measure(y):
        """You divided the median of the counts by each count: a rule that exists, but another one.
        Here the largest count stands above the line."""
        counts = counts_of(y)
        return {c: float(np.median(list(counts.values())) / n) for c, n in counts.items()}

    def others_over_own(y):
        """You divided the rows of all other classes by those of the class, as in neg / pos. What
        stands above the line is the number of rows of the largest class alone."""
        return {c: (len(y) - n) / n for c, n in counts_of(y).items()}

    def first_count_as_measure(y):
        """You divided the count of the first class by each count. Above the line stands the count
        of the class with most rows, wherever it stands."""
        classes, n = np.unique(y, return_counts=True)
        return {int(c): float(n[0] / k) for c, k in zip(classes, n, strict=True)}

    def label_of_the_largest(y):
        """You took the label of the most frequent class, not its number of rows. `most_common(1)`
        gives both: the label first, then the count."""
        counts = counts_of(y)
        label = max(counts, key=lambda c: counts[c])
        return {c: label / n for c, n in counts.items()}
