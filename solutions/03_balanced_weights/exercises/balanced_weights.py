from collections import Counter

import numpy as np
from sklearn.utils import compute_class_weight, compute_sample_weight

from course.exercise import exercise

from ._random_labels import balanced_weights_by_rows, counts_of, random_classes, shuffled_labels


@exercise(
    gives="{int class: float weight}",
    hints=(
        "scikit-learn returns the weights in the order of the array `classes` that it was given. "
        "Which function of NumPy gives the classes that occur in y, sorted?",
        "Three named arguments: class_weight, classes, y. Then pair the classes with the weights "
        "by `zip`, after `.tolist()` on both, which makes plain ints and floats.",
    ),
)
def balanced_weights(y: np.ndarray) -> dict[int, float]:
    """Return scikit-learn's balanced weights {class: weight}, with plain int keys.

    y: int array (n,), two classes or more; ids are any integers, with gaps.
    """
    classes = np.unique(y)
    weights = compute_class_weight(class_weight="balanced", classes=classes, y=y)
    return dict(zip(classes.tolist(), weights.tolist(), strict=True))


@balanced_weights.cases
def cases(rng):
    yield (np.repeat([0, 1, 2], [8, 1, 1]),)
    yield (np.array([5, 1, 1, 3, 1, 5, 1]),)
    yield (np.array([7, -2, 7, 7, 7]),)
    for size in (2, 4):
        classes = random_classes(rng, size)
        labels = shuffled_labels(rng, classes, low=2, high=12)
        yield (np.append(classes[-1], labels),)


@balanced_weights.alternatives
class Alternatives:
    by_rows = balanced_weights_by_rows

    def by_loop(y):
        found = np.array(sorted(set(y.tolist())))
        weights = compute_class_weight(class_weight="balanced", classes=found, y=y)
        return {int(found[place]): float(weight) for place, weight in enumerate(weights)}

    def by_counter(y):
        counts = Counter(y.tolist())
        return {c: len(y) / (len(counts) * n) for c, n in counts.items()}


@balanced_weights.mistakes
class Mistakes:
    def numbered_from_zero(y):
        """The weights are right, but their keys are 0, 1, 2 and so on. With other labels Keras
        finds another class's weight or none, and says nothing."""
        return dict(enumerate(balanced_weights(y).values()))

    def called_by_position(y):
        """scikit-learn raises a TypeError here: only the rule may stand without a name. Write
        `classes=` and `y=`."""
        weights = compute_class_weight("balanced", np.unique(y), y)
        return dict(zip(np.unique(y).tolist(), weights.tolist(), strict=True))

    def classes_as_list(y):
        """scikit-learn wants `classes` as an array and refuses a list, a tuple or a set."""
        classes = np.unique(y).tolist()
        weights = compute_class_weight(class_weight="balanced", classes=classes, y=y)
        return dict(zip(classes, weights.tolist(), strict=True))

    def classes_counted_up(y):
        """You told scikit-learn that the classes are 0, 1, 2 and so on. It raises a ValueError
        where y has other labels: give it those that occur in y."""
        classes = np.arange(len(np.unique(y)))
        weights = compute_class_weight(class_weight="balanced", classes=classes, y=y)
        return dict(zip(classes.tolist(), weights.tolist(), strict=True))

    def paired_by_appearance(y):
        """You paired the weights with the classes in the order in which they first appear in y. The
        weights come in the order of `classes`, which you gave sorted."""
        return dict(zip(dict.fromkeys(y.tolist()), balanced_weights(y).values(), strict=True))

    def numpy_keys(y):
        """Your keys are NumPy integers. They work in Keras, but not in JSON, where such a dict is
        often kept: `.tolist()` makes plain ints."""
        return {np.int64(c): weight for c, weight in balanced_weights(y).items()}

    def array_returned(y):
        """You return the array as it comes from scikit-learn, which doesn't say which weight is
        whose. Make a dict of it, with the classes as keys."""
        return np.array(list(balanced_weights(y).values()))

    def classes_not_counted(y):
        """You took N / n_c. Balanced weights are smaller by one factor, the number of classes, so
        that the mean row weight is 1."""
        return {c: len(y) / n for c, n in counts_of(y).items()}

    def largest_class_as_measure(y):
        """You divided the largest count by each count. That rule is the next exercise; balanced
        weights have a mean row weight of 1."""
        return {c: max(counts_of(y).values()) / n for c, n in counts_of(y).items()}

    def two_classes_taken_for_granted(y):
        """You divided by 2 where the number of classes belongs, as in rules for two classes. Here
        there can be more."""
        return {c: len(y) / (2 * n) for c, n in counts_of(y).items()}

    def rows_paired_with_classes(y):
        """You paired the classes with weights of rows, one for each row in the order of y. That is
        what `compute_sample_weight` gives, and `compute_class_weight` too with `classes=y`: list
        each class there once."""
        weights = compute_sample_weight(class_weight="balanced", y=y)
        return dict(zip(counts_of(y), weights.tolist(), strict=False))

    def weights_of_one_hot(y):
        """You gave one-hot targets to scikit-learn, which takes each column for a question of its
        own and multiplies what it finds. Give it the labels."""
        classes = np.unique(y)
        weights = compute_sample_weight("balanced", (y[:, np.newaxis] == classes).astype(int))
        return {int(c): float(weights[y == c][0]) for c in classes}
