import numpy as np
from sklearn.metrics import confusion_matrix

from course.exercise import exercise


@exercise(
    gives="{'tn', 'fp', 'fn', 'tp'}",
    hints=(
        "Take one cell at a time: for which rows is the true class 0 and the answer 1? `&` joins "
        "two comparisons, with each of them in parentheses.",
        "Make both arrays flat first. Then each of the four numbers is the sum of "
        "`(true == a) & (said == b)` for one choice of a and b, as a plain int.",
    ),
)
def confusion_counts(y_true: np.ndarray, y_pred: np.ndarray) -> dict[str, int]:
    """Count the four kinds of answers of a model that tells 1 from 0.

    y_true, y_pred: int arrays (n,) or (n, 1), true classes and answers, perhaps all 0 or all 1.
    Returns a dict of ints, always with the keys 'tn', 'fp', 'fn' and 'tp'.
    """
    true, said = np.ravel(y_true), np.ravel(y_pred)
    return {
        "tn": int(np.sum((true == 0) & (said == 0))),
        "fp": int(np.sum((true == 0) & (said == 1))),
        "fn": int(np.sum((true == 1) & (said == 0))),
        "tp": int(np.sum((true == 1) & (said == 1))),
    }


@confusion_counts.cases
def cases(rng):
    yield (np.array([0, 0, 1, 1, 0, 1, 0, 0]), np.array([0, 1, 1, 0, 0, 1, 1, 1]))
    yield (np.array([0, 0, 1, 0, 1]), np.zeros(5, dtype=int))
    yield (np.array([0, 1, 0, 0]), np.array([[0], [1], [1], [0]]))
    yield (np.zeros(3, dtype=int), np.zeros(3, dtype=int))
    yield (np.array([[1]]), np.array([1]))
    shapes = [((-1,), (-1,)), ((-1, 1), (-1,)), ((-1, 1), (-1, 1))]
    for true_shape, predicted_shape in shapes:
        true = rng.permutation([0, 1, *rng.integers(0, 2, size=int(rng.integers(5, 12)))])
        predicted = np.where(rng.random(len(true)) < 0.3, 1 - true, true)
        yield (true.reshape(true_shape), predicted.reshape(predicted_shape))


@confusion_counts.alternatives
class Alternatives:
    def by_bincount(y_true, y_pred):
        cells = np.bincount(2 * y_true.reshape(-1) + y_pred.reshape(-1), minlength=4)
        return dict(zip(("tn", "fp", "fn", "tp"), cells.tolist(), strict=True))

    def by_sklearn(y_true, y_pred):
        matrix = confusion_matrix(y_true.ravel(), y_pred.ravel(), labels=[0, 1])
        tn, fp, fn, tp = matrix.ravel()
        return {"tn": tn, "fp": fp, "fn": fn, "tp": tp}

    def by_loop(y_true, y_pred):
        counts = {"tn": 0, "fp": 0, "fn": 0, "tp": 0}
        for true, predicted in zip(y_true.flatten(), y_pred.flatten(), strict=True):
            counts[("t" if true == predicted else "f") + ("p" if predicted else "n")] += 1
        return counts


def renamed_counts(y_true: np.ndarray, y_pred: np.ndarray, names: str) -> dict[str, int]:
    """Return the right numbers under other names, given in the order of tn, fp, fn, tp."""
    return dict(zip(names.split(), confusion_counts(y_true, y_pred).values(), strict=True))


@confusion_counts.mistakes
class Mistakes:
    def misses_and_alarms_swapped(y_true, y_pred):
        """'fp' and 'fn' have changed places. The second letter is what the model said: a false
        positive is a row that it wrongly called 1."""
        return renamed_counts(y_true, y_pred, "tn fn fp tp")

    def every_pair_counted(y_true, y_pred):
        """Where one array is (n,) and the other (n, 1), you counted n times n pairs: NumPy compares
        every row of one with every row of the other. Make both flat first."""
        return {
            "tn": int(np.sum((y_true == 0) & (y_pred == 0))),
            "fp": int(np.sum((y_true == 0) & (y_pred == 1))),
            "fn": int(np.sum((y_true == 1) & (y_pred == 0))),
            "tp": int(np.sum((y_true == 1) & (y_pred == 1))),
        }

    def other_class_positive(y_true, y_pred):
        """You took 0 for the positive class. Positive is 1 here, the rare class, even where the
        news is bad."""
        return renamed_counts(y_true, y_pred, "tp fn fp tn")

    def truth_not_asked(y_true, y_pred):
        """Your 'tp' counts every row that the model called 1, and your 'tn' every row that it
        called 0. They are true only where the true class agrees."""
        counts = confusion_counts(y_true, y_pred)
        return counts | {
            "tp": int(np.sum(np.ravel(y_pred) == 1)),
            "tn": int(np.sum(np.ravel(y_pred) == 0)),
        }

    def shares_not_counts(y_true, y_pred):
        """You divided by the number of rows. We want whole numbers of rows here; shares come in the
        next exercise."""
        return {k: v / np.size(y_true) for k, v in confusion_counts(y_true, y_pred).items()}

    def empty_cells_left_out(y_true, y_pred):
        """A cell that no row falls into is missing from your dict. All four keys must be there,
        with 0 where nothing was counted."""
        return {k: v for k, v in confusion_counts(y_true, y_pred).items() if v}

    def matrix_without_labels(y_true, y_pred):
        """Your function stops with a ValueError where only one class occurs: scikit-learn's matrix
        has one cell then, not four, unless `labels` tells it both classes."""
        tn, fp, fn, tp = confusion_matrix(y_true.ravel(), y_pred.ravel()).ravel().tolist()
        return {"tn": tn, "fp": fp, "fn": fn, "tp": tp}

    def true_positives_first(y_true, y_pred):
        """'tn' and 'tp' have changed places, as where scikit-learn's matrix is read from 'tp' on.
        Its first cell is row 0, column 0: 0 that was called 0."""
        return renamed_counts(y_true, y_pred, "tp fp fn tn")

    def one_of_them_flat(y_true, y_pred):
        """You made only one of the two arrays flat. A column beside a flat array is compared row by
        row with all of it: n times n pairs. Make both flat."""
        said = np.ravel(y_pred)
        return {
            name: int(np.sum((y_true == t) & (said == p)))
            for name, t, p in (("tn", 0, 0), ("fp", 0, 1), ("fn", 1, 0), ("tp", 1, 1))
        }

    def all_called_1_as_alarms(y_true, y_pred):
        """Your 'fp' counts every row that was called 1. Only those that are truly 0 are false
        alarms."""
        return confusion_counts(y_true, y_pred) | {"fp": int(np.sum(np.ravel(y_pred) == 1))}

    def all_ones_as_misses(y_true, y_pred):
        """Your 'fn' counts every row that is truly 1. Only those that were called 0 are misses."""
        return confusion_counts(y_true, y_pred) | {"fn": int(np.sum(np.ravel(y_true) == 1))}

    def all_called_0_as_right(y_true, y_pred):
        """Your 'tn' counts every row that was called 0, the misses too. Only those that are truly 0
        were rightly called so."""
        return confusion_counts(y_true, y_pred) | {"tn": int(np.sum(np.ravel(y_pred) == 0))}

    def misses_never_counted(y_true, y_pred):
        """You ask what the truth is only where the answer is 1. Rows that were called 0 can be
        right or misses, too."""
        called_0 = int(np.sum(np.ravel(y_pred) == 0))
        return confusion_counts(y_true, y_pred) | {"tn": called_0, "fn": 0}

    def all_right_as_found(y_true, y_pred):
        """Your 'tp' counts every right answer. Only rows that are truly 1 are true positives; those
        that are truly 0 and called so belong to 'tn'."""
        right = int(np.sum(np.ravel(y_true) == np.ravel(y_pred)))
        return confusion_counts(y_true, y_pred) | {"tp": right}

    def bits_turned(y_true, y_pred):
        """Your 'tn' is below 0. `~` turns all bits of an int, and ~0 is -1: only of True and False
        it makes the contrary. Compare with 0 in its place."""
        true, said = np.ravel(y_true), np.ravel(y_pred)
        return confusion_counts(y_true, y_pred) | {"tn": int(np.sum(~true & ~said))}

    def joined_by_and(y_true, y_pred):
        """Your function stops with a ValueError: `and` can't join arrays, and `&` without
        parentheses binds more tightly than `==`. Join the two comparisons by `&`, each of them in
        parentheses."""
        true, said = np.ravel(y_true), np.ravel(y_pred)
        return {
            name: int(np.sum(true == t and said == p))
            for name, t, p in (("tn", 0, 0), ("fp", 0, 1), ("fn", 1, 0), ("tp", 1, 1))
        }

    def all_right_and_all_wrong(y_true, y_pred):
        """Your 'tp' counts all right answers and your 'tn' all wrong ones. Both are right answers:
        'tp' those to rows of class 1, 'tn' those to rows of class 0."""
        right = int(np.sum(np.ravel(y_true) == np.ravel(y_pred)))
        return confusion_counts(y_true, y_pred) | {"tp": right, "tn": np.size(y_true) - right}
