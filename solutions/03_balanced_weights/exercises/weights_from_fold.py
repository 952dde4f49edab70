import numpy as np
from sklearn.utils import compute_class_weight, compute_sample_weight

from course.exercise import exercise

from ._random_labels import counts_of, random_classes
from .balanced_weights import Alternatives as Balanced


@exercise(
    gives="{class: weight}",
    hints=(
        "First pick the labels of the training rows. After that it is an exercise that you have "
        "solved.",
        "An array takes an array of places: `y[train_index]`. Count only these rows, in N as well "
        "as in n_c.",
    ),
)
def weights_from_fold(y: np.ndarray, train_index: np.ndarray) -> dict[int, float]:
    """Return balanced weights {class: weight} from the training rows only, plain int keys.

    y: int array (n,), all labels; train_index: int array (m,), the places of the training
    rows in y, in any order. Every class has at least one training row.
    """
    rows = y[train_index]
    classes = np.unique(rows)
    weights = compute_class_weight(class_weight="balanced", classes=classes, y=rows)
    return dict(zip(classes.tolist(), weights.tolist(), strict=True))


@weights_from_fold.cases
def cases(rng):
    yield (np.array([0, 1, 0, 0, 1, 0, 0, 1]), np.array([0, 1, 2, 3, 5, 6]))
    yield (np.array([5, 1, 1, 3, 1, 5, 3, 1]), np.array([7, 6, 5, 4, 2]))
    yield (np.array([0, 2, 0, 0, 2, 3, 0, 3, 2, 0]), np.array([8, 0, 2, 4, 5, 6, 9]))
    for size in (2, 3):
        # Classes of different counts, of which each loses at least one row.
        classes = random_classes(rng, size)
        counts = rng.choice(np.arange(4, 10), size=size, replace=False)
        left_out = rng.choice(np.arange(1, 4), size=size, replace=False)
        y = rng.permutation(np.repeat(classes, counts))
        gone = [
            row
            for c, n in zip(classes, left_out, strict=True)
            for row in rng.permutation(np.flatnonzero(y == c))[:n]
        ]
        yield (y, rng.permutation(np.delete(np.arange(len(y)), gone)))


@weights_from_fold.alternatives
class Alternatives:
    def by_take(y, train_index):
        return Balanced.by_counter(np.take(y, train_index))

    def by_mask(y, train_index):
        chosen = np.isin(np.arange(len(y)), train_index)
        classes = np.unique(y[chosen]).tolist()
        counts = [int(np.sum(chosen & (y == c))) for c in classes]
        return {
            c: float(chosen.sum() / (len(classes) * n))
            for c, n in zip(classes, counts, strict=True)
        }

    def by_rows(y, train_index):
        weights = compute_sample_weight("balanced", y[train_index])
        return {int(y[row]): float(w) for row, w in zip(train_index, weights, strict=True)}


@weights_from_fold.mistakes
class Mistakes:
    def all_rows(y, train_index):
        """You counted all rows. The validation rows are not there to be learnt from, so the
        weights must not depend on them: count the training rows only."""
        return Balanced.by_counter(y)

    def validation_rows(y, train_index):
        """You counted the rows that are left out. `train_index` names those that are trained on."""
        return Balanced.by_counter(np.delete(y, train_index))

    def places_as_labels(y, train_index):
        """You counted the entries of `train_index`. They are places of rows, not labels: look up
        which labels stand there."""
        return Balanced.by_counter(train_index)

    def first_rows(y, train_index):
        """You took the first rows of y, as many as the fold has. The training rows are those whose
        places `train_index` lists."""
        return Balanced.by_counter(y[: len(train_index)])

    def all_rows_above_the_line(y, train_index):
        """You counted the classes in the fold, but N in all rows. Then the mean weight of a
        training row is not 1: count both in the fold."""
        return {
            c: w * len(y) / len(train_index) for c, w in weights_from_fold(y, train_index).items()
        }

    def all_rows_below_the_line(y, train_index):
        """You counted N in the fold, but the rows of each class in all of y. Count both in the
        fold."""
        return {c: w * len(train_index) / len(y) for c, w in Balanced.by_counter(y).items()}

    def numbered_from_zero(y, train_index):
        """Your weights are right, but the keys are 0, 1, 2 and so on, not the classes of y."""
        return dict(enumerate(weights_from_fold(y, train_index).values()))

    def numpy_keys(y, train_index):
        """Your keys are NumPy integers. They should be plain ints: `.tolist()` makes them."""
        return {np.int64(c): w for c, w in weights_from_fold(y, train_index).items()}

    def shares_of_the_fold(y, train_index):
        """You return the share of each class in the fold. A balanced weight has the count of the
        class below the line: N / (k * n_c)."""
        labels, counts = np.unique(y[train_index], return_counts=True)
        return {int(c): float(n / len(train_index)) for c, n in zip(labels, counts, strict=True)}

    def one_place_too_early(y, train_index):
        """You look one place before each training row. `train_index` counts from 0, as `y` does:
        take it as it is."""
        return Balanced.by_counter(y[train_index - 1])

    def last_row_of_the_fold_missing(y, train_index):
        """One training row is missing: the last that `train_index` lists. Take them all."""
        return Balanced.by_counter(y[train_index[:-1]])

    def largest_place_missing(y, train_index):
        """One training row is missing: the one that stands last in `y`. Take them all, in any
        order."""
        return Balanced.by_counter(y[np.sort(train_index)[:-1]])

    def up_to_the_last_place(y, train_index):
        """You took all rows of `y` up to the last training row. Those between that are left out of
        the fold are not trained on."""
        return Balanced.by_counter(y[: train_index.max()])

    def mean_of_fold_and_all(y, train_index):
        """You took the mean of the weights of the fold and those of all rows. The validation rows
        may have no part in it."""
        fold, of_all = weights_from_fold(y, train_index), Balanced.by_counter(y)
        return {c: (weight + of_all[c]) / 2 for c, weight in fold.items()}

    def largest_label_for_the_classes(y, train_index):
        """You took the largest label plus one for the number of classes. Labels may have gaps:
        count the classes that occur."""
        n = counts_of(y[train_index])
        return {c: len(train_index) / ((max(n) + 1) * k) for c, k in n.items()}

    def two_classes_taken_for_granted(y, train_index):
        """You divided by 2 where the number of classes belongs. Here there can be more."""
        n = counts_of(y[train_index])
        return {c: len(train_index) / (2 * k) for c, k in n.items()}

    def counts_of_the_fold(y, train_index):
        """You return how many training rows each class has. A balanced weight has this count below
        the line."""
        return {c: float(k) for c, k in counts_of(y[train_index]).items()}

    def from_first_to_last_place(y, train_index):
        """You took all rows between the first and the last training row. Those between that are
        left out of the fold are not trained on."""
        return Balanced.by_counter(y[train_index.min() : train_index.max() + 1])
