from collections import Counter

import numpy as np
from sklearn.utils import compute_sample_weight

from course.exercise import exercise

from ._random_labels import random_classes, random_weights, shuffled_labels


@exercise(
    hints=(
        "Give each row its weight first, then take a mean. Over how many things is it taken: over "
        "the classes, or over the rows?",
        "`class_weight.get(label, 1.0)` has an answer for every label. Go through the labels of "
        "all rows with it, and take the mean of what comes out.",
    )
)
def loss_scale(class_weight: dict[int, float], y: np.ndarray) -> float:
    """Return the mean weight of a row: it scales a mean loss if all losses are equal.

    class_weight: a class without a key weighs 1.0; y: int array (n,).
    """
    return float(np.mean([class_weight.get(label, 1.0) for label in y.tolist()]))


@loss_scale.cases
def cases(rng):
    # The first row's class has no key, and the other weights are no whole numbers.
    yield ({1: 2.5, 4: 0.5}, np.array([0, 1, 4, 4]))
    yield ({0: 1.0, 1: 9.0}, np.repeat([0, 1], [9, 1]))
    yield ({0: 0.5, 1: 8.0, 2: 4.0}, np.array([2, 0, 0, 1, 0, 0]))
    yield ({5: 4.0}, np.array([3, 5, 3, 7]))
    yield ({2: 3.0, 4: 0.5, 9: 20.0}, np.array([4, 2, 4, 4, 4]))
    yield ({1: 0.0, 6: 4.0}, np.array([1, 6, 1, 3, 1]))
    # Not in the order of the labels; then with a key that no row has, in front.
    yield ({2: 6.0, 1: 2.5, 0: 0.5}, np.array([0, 1, 0, 2, 0, 1, 0]))
    yield ({7: 5.0, 0: 0.5, 1: 3.0}, np.array([0, 1, 0, 0]))
    yield ({}, np.array([1, 0, 1]))
    for size in (3, 4):
        classes = random_classes(rng, size)
        y = shuffled_labels(rng, classes, low=2, high=9)
        weights = random_weights(rng, classes)
        del weights[classes[int(rng.integers(0, size))]]
        yield (weights, y)


@loss_scale.alternatives
class Alternatives:
    def by_masks(class_weight, y):
        weights = np.ones(len(y))
        for c, weight in class_weight.items():
            weights[y == c] = weight
        return float(weights.sum() / len(weights))

    def by_counter(class_weight, y):
        counts = Counter(y.tolist())
        return sum(class_weight.get(c, 1.0) * n for c, n in counts.items()) / len(y)

    def by_sklearn(class_weight, y):
        complete = {c: class_weight.get(c, 1.0) for c in y.tolist()}
        return float(compute_sample_weight(complete, y).mean())


@loss_scale.mistakes
class Mistakes:
    def mean_over_classes(class_weight, y):
        """You took the mean over the classes. A class of many rows has to count more often: the
        mean is over the rows."""
        classes = np.unique(y).tolist()
        return float(np.mean([class_weight.get(c, 1.0) for c in classes]))

    def mean_over_the_dict(class_weight, y):
        """You took the mean of the dict's values, whatever rows there are. Each weight counts as
        often as its class has rows."""
        return sum(class_weight.values()) / len(class_weight)

    def missing_counts_zero(class_weight, y):
        """Rows of a class without a key add nothing in your mean. In Keras they weigh 1.0."""
        return Mistakes.sum_without_dividing(class_weight, y, missing=0.0) / len(y)

    def missing_left_out(class_weight, y):
        """You left the rows of classes without a key out of the mean. They are trained on too, with
        a weight of 1.0."""
        weights = [class_weight[label] for label in y.tolist() if label in class_weight]
        return float(np.mean(weights))

    def missing_raises(class_weight, y):
        """Your function stops with a KeyError where a class has no key. Such a class weighs 1.0."""
        return sum(class_weight[label] for label in y.tolist()) / len(y)

    def all_labels_as_one_key(class_weight, y):
        """You asked the dict for the whole array y at once. It takes one key at a time, and an
        array can't be one: ask for the label of each row."""
        return float(np.mean(class_weight.get(y, 1.0)))

    def sum_without_dividing(class_weight, y, missing=1.0):
        """You return the sum of all row weights, which grows with the number of rows. Take their
        mean."""
        return float(sum(class_weight.get(label, missing) for label in y.tolist()))

    def turned_over(class_weight, y):
        """You divided the number of rows by the sum of their weights. That is the factor which
        would bring the mean to 1, not the mean."""
        return len(y) / Mistakes.sum_without_dividing(class_weight, y)

    def divided_by_the_weights(class_weight, y):
        """You divided by the sum of the weights of the classes. It is a mean over rows: divide by
        how many rows there are."""
        weights = [class_weight.get(c, 1.0) for c in np.unique(y).tolist()]
        return Mistakes.sum_without_dividing(class_weight, y) / sum(weights)

    def one_weight_a_row(class_weight, y):
        """You return the weight of each row. They are right; what is asked for is one number, their
        mean."""
        return np.array([class_weight.get(label, 1.0) for label in y.tolist()], dtype=float)

    def zero_becomes_one(class_weight, y):
        """A weight of 0 becomes 1 in your result: to `or` and `if`, 0 is as good as nothing. Only a
        class without a key weighs 1.0."""
        return float(np.mean([class_weight.get(label) or 1.0 for label in y.tolist()]))

    def median(class_weight, y):
        """You took the median of the row weights. A loss is scaled by all of them: take their
        mean."""
        return float(np.median([class_weight.get(label, 1.0) for label in y.tolist()]))

    def rows_of_the_dict_only(class_weight, y):
        """Your sum is divided by the rows of the classes that have a key. All rows count, those
        that weigh 1.0 by default too."""
        known = int(np.isin(y, list(class_weight)).sum())
        return Mistakes.sum_without_dividing(class_weight, y) / known

    def cut_by_vectorize(class_weight, y):
        """Some of your weights have lost what stands behind the decimal point: `np.vectorize` makes
        ints of all if the first one is an int. A missing key counts 1.0, a float."""
        return float(np.vectorize(lambda label: class_weight.get(label, 1))(y).mean())

    def two_classes_only(class_weight, y):
        """You look at two classes only, 0 and 1. There can be others: go through the labels that
        occur."""
        labels = [label for label in y.tolist() if label in (0, 1)]
        return sum(class_weight.get(label, 1.0) for label in labels) / len(y)

    def missing_counted_once(class_weight, y):
        """Rows of classes without a key add 1 only once in your sum, however many there are. Each
        of them weighs 1.0."""
        known = [class_weight[label] for label in y.tolist() if label in class_weight]
        return (sum(known) + (len(known) < len(y))) / len(y)

    def empty_dict_is_zero(class_weight, y):
        """An empty dict gives 0 in your function. Without any key every row weighs 1.0."""
        return Mistakes.sum_without_dividing(class_weight, y) / len(y) if class_weight else 0.0

    def by_position(class_weight, y):
        """You took the weights in the order in which the dict was written, as if it were a list. A
        dict is asked by its key, the class."""
        weights = list(class_weight.values())
        found = [weights[c] if c < len(weights) else 1.0 for c in y.tolist()]
        return float(np.mean(found))

    def paired_in_sorted_order(class_weight, y):
        """You paired the counts of the sorted classes with the weights in the order of the dict. It
        may be written in any order, with keys too many or too few."""
        _, n = np.unique(y, return_counts=True)
        return sum(w * k for w, k in zip(class_weight.values(), n, strict=False)) / len(y)

    def foreign_keys_added(class_weight, y):
        """A key of a class without rows changes your result. No row has that class, so its weight
        counts nowhere."""
        foreign = sum(w for c, w in class_weight.items() if c not in y)
        return (Mistakes.sum_without_dividing(class_weight, y) + foreign) / len(y)

    def weighted_by_the_weights(class_weight, y):
        """You took a mean in which heavy rows count more, as `np.average` with weights does. Each
        row counts once: its weight is what you take the mean of."""
        w = np.array([class_weight.get(label, 1.0) for label in y.tolist()])
        return float((w**2).sum() / w.sum()) if w.sum() else 0.0

    def rows_without_key_left_out(class_weight, y):
        """You take the mean over the rows whose class has a key. The other rows count too: each
        weighs 1.0."""
        return float(np.mean([class_weight[c] for c in y.tolist() if c in class_weight] or [1.0]))
