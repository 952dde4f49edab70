import numpy as np

from course.exercise import exercise


@exercise(
    gives="sorted list of int",
    hints=(
        "Take one column. A threshold parts the classes if every value of one class lies above "
        "every value of the other. Which two numbers of each class do you have to compare?",
        "For each column, take the smallest and the largest value of the rows of class 1, and the "
        "same for class 0. Then there are two ways in which the classes can lie apart.",
    ),
)
def tell_tale_columns(X: np.ndarray, y: np.ndarray) -> list[int]:
    """Return the positions of the columns that tell class 1 from class 0 without an error.

    X: float array (n, d), nothing missing; y: int array (n,) of 0 and 1, both occur.
    A column does so if, at some threshold, all rows of one class reach it and none of the other.
    """
    ones, zeros = X[y == 1], X[y == 0]
    above = ones.min(axis=0) > zeros.max(axis=0)
    below = ones.max(axis=0) < zeros.min(axis=0)
    return np.flatnonzero(above | below).tolist()


@tell_tale_columns.cases
def cases(rng):
    y = np.array([0, 1, 0, 0, 1, 0])
    yield (
        np.column_stack(
            [
                [0.1, 0.9, 0.2, 0.0, 0.8, 0.3],  # above
                [0.0, 0.9, 0.1, 0.2, 0.8, 0.85],  # nearly
                [2.0, 2.0, 2.0, 2.0, 2.0, 2.0],
                [0.0, 1.0, 0.0, 0.0, 1.0, 0.0],  # a copy of the target
            ]
        ),
        y,
    )
    # Low means 1, on either side of 0.5; one zero lies far from the median of the others.
    yield (np.column_stack([[0.9, 0.1, 0.8, 0.7, 0.2, 0.6], [0.0, 0.9, 0.1, 0.2, 1.2, 6.0]]), y)
    yield (np.array([[0.5, 1.0], [0.5, 2.0], [0.7, 2.0]]), np.array([1, 0, 0]))
    # All above 0: the sum of one class's values says nothing of its ends.
    yield (np.array([[3.0, 9.0], [2.0, 8.0], [4.0, 5.0], [5.0, 6.0]]), np.array([0, 0, 1, 1]))
    yield (np.array([[3.0, -1.0, 9.0], [2.0, -2.0, 8.0], [3.0, 4.0, -9.0]]), np.array([0, 1, 1]))
    # One value in class 1, with zeros below it and on both sides; many values close to a line.
    yield (
        np.column_stack(
            [
                [0.9, 0.1, 0.3, 0.9, 0.5, 0.2],
                [0.5, 0.1, 0.3, 0.5, 0.9, 0.2],
                [1.01, 0.02, 0.0, 1.0, 0.03, 0.01],
            ]
        ),
        np.array([1, 0, 0, 1, 0, 0]),
    )
    # So many rows that a column with a single error is right in 99 of 100.
    y = (np.arange(120) % 12 == 5).astype(int)
    code, nearly = np.where(y == 1, 3.0, 5.0), y.astype(float)
    nearly[7] = 1.0
    yield (np.column_stack([nearly, code]), y)
    y = rng.permutation([0, 0, 1, 1, *rng.integers(0, 2, size=3)])
    drawn = rng.random((len(y), 3)).round(2)
    above, below, touches = rng.permutation(3)
    drawn[:, above] += 1.5 * y
    drawn[:, below] -= 1.5 * y
    drawn[:, touches] = np.where(y == 1, 1 + drawn[:, touches], drawn[:, touches])
    drawn[np.argmax(y == 0), touches] = drawn[y == 1, touches].min()
    yield (drawn, y)


def apart(X: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    ones, zeros = X[y == 1], X[y == 0]
    return ones.min(axis=0) > zeros.max(axis=0), ones.max(axis=0) < zeros.min(axis=0)


@tell_tale_columns.alternatives
class Alternatives:
    def by_thresholds(X, y):
        found = []
        for column in range(X.shape[1]):
            for threshold in np.unique(X[:, column]):
                said = (X[:, column] >= threshold).astype(int)
                if np.array_equal(said, y) or np.array_equal(1 - said, y):
                    found.append(column)
                    break
        return found

    def by_roc_auc(X, y):
        from sklearn.metrics import roc_auc_score

        return [c for c in range(X.shape[1]) if roc_auc_score(y, X[:, c]) in (0.0, 1.0)]

    def by_pairs(X, y):
        return [
            c
            for c, values in enumerate(X.T)
            if all(a > b for a in values[y == 1] for b in values[y == 0])
            or all(a < b for a in values[y == 1] for b in values[y == 0])
        ]


@tell_tale_columns.mistakes
class Mistakes:
    def high_means_1_only(X, y):
        """You find columns whose high values mean 1. Where low values mean 1 a column tells
        just as much: look in the other direction, too."""
        return np.flatnonzero(apart(X, y)[0]).tolist()

    def low_means_1_only(X, y):
        """You find columns whose low values mean 1. Where high values mean 1 a column tells
        just as much: look in the other direction, too."""
        return np.flatnonzero(apart(X, y)[1]).tolist()

    def touching_values_count(X, y):
        """You let a column pass in which both classes have a row with the same value. No
        threshold parts these two rows, so the column makes an error."""
        ones, zeros = X[y == 1], X[y == 0]
        above = ones.min(axis=0) >= zeros.max(axis=0)
        return np.flatnonzero(above | (ones.max(axis=0) <= zeros.min(axis=0))).tolist()

    def copies_of_the_target_only(X, y):
        """You find columns that are equal to the target. A column with other numbers can tell
        it as well: any threshold counts, not 0 and 1 alone."""
        return [c for c in range(X.shape[1]) if np.array_equal(X[:, c], y)]

    def means_compared(X, y):
        """You compare the means of the classes. They differ in almost every column: compare the
        ends, so that not a single row is on the wrong side."""
        return np.flatnonzero(X[y == 1].mean(axis=0) != X[y == 0].mean(axis=0)).tolist()

    def counted_from_one(X, y):
        """You number the columns from 1. Their positions in X begin at 0."""
        above, below = apart(X, y)
        return (np.flatnonzero(above | below) + 1).tolist()

    def array_in_place_of_list(X, y):
        """The columns are right, but you return an array. A list of plain ints is asked for,
        which goes into a report as it is."""
        above, below = apart(X, y)
        return np.flatnonzero(above | below)

    def all_others(X, y):
        """You return the columns that do not tell the target. The others are asked for."""
        above, below = apart(X, y)
        return np.flatnonzero(~(above | below)).tolist()

    def no_value_in_common(X, y):
        """You find columns in which no value occurs in both classes, as a tree that may split
        often does. One threshold must do: all rows of one class lie on one side of it."""
        columns = range(X.shape[1])
        return [c for c in columns if not set(X[y == 1, c]) & set(X[y == 0, c])]

    def higher_mean(X, y):
        """You find columns whose mean is higher in class 1. Means leave single rows on the wrong
        side: compare the ends of the two classes, in both directions."""
        return np.flatnonzero(X[y == 1].mean(axis=0) > X[y == 0].mean(axis=0)).tolist()

    def first_one_only(X, y):
        """You return the first such column only. Does the loop end where it has found one?"""
        above, below = apart(X, y)
        return np.flatnonzero(above | below).tolist()[:1]

    def cut_at_one_half(X, y):
        """You cut each column at 0.5. A column may have any numbers: any threshold counts."""
        return [c for c in range(X.shape[1]) if np.array_equal(X[:, c] >= 0.5, y == 1)]

    def cut_at_one_half_in_both_directions(X, y):
        """You cut each column at 0.5, in both directions. A column may have any numbers: any
        threshold counts."""
        cut = X >= 0.5
        same = (cut == (y == 1)[:, None]).all(axis=0)
        return np.flatnonzero(same | (cut == (y == 0)[:, None]).all(axis=0)).tolist()

    def last_column_left_out(X, y):
        """You never look at the last column. Here the target stands in `y`: all columns of X may
        tell it."""
        above, below = apart(X[:, :-1], y)
        return np.flatnonzero(above | below).tolist()

    def strongly_correlated(X, y):
        """You find columns that are strongly correlated with the target. A correlation tells how
        close to a line the points lie: compare the ends of the two classes, so that no row is on
        the wrong side."""
        with np.errstate(all="ignore"):
            strength = [abs(np.corrcoef(column, y)[0, 1]) for column in X.T]
        return [c for c, r in enumerate(strength) if r > 0.9]

    def means_far_apart(X, y):
        """You find columns whose means lie further apart than their standard deviations. Single
        rows may be on the wrong side all the same: compare the ends of the two classes."""
        ones, zeros = X[y == 1], X[y == 0]
        off = np.abs(ones.mean(axis=0) - zeros.mean(axis=0))
        return np.flatnonzero(off > ones.std(axis=0) + zeros.std(axis=0)).tolist()

    def medians_beyond_the_ends(X, y):
        """You compare the middle of one class with the end of the other. The other half of the rows
        may lie on the wrong side: compare the two ends."""
        ones, zeros = X[y == 1], X[y == 0]
        above = np.median(zeros, axis=0) < ones.min(axis=0)
        return np.flatnonzero(above | (np.median(ones, axis=0) < zeros.min(axis=0))).tolist()

    def means_beyond_the_ends(X, y):
        """You compare the mean of one class with the end of the other. Rows beyond the mean may lie
        on the wrong side: compare the two ends."""
        ones, zeros = X[y == 1], X[y == 0]
        above = zeros.mean(axis=0) < ones.min(axis=0)
        return np.flatnonzero(above | (ones.mean(axis=0) < zeros.min(axis=0))).tolist()

    def one_value_for_each_class(X, y):
        """You find columns in which each class has a single value. Other columns tell as well: each
        class may have many values."""
        found = []
        for column in range(X.shape[1]):
            ones, zeros = np.unique(X[y == 1, column]), np.unique(X[y == 0, column])
            if len(ones) == len(zeros) == 1 and ones[0] != zeros[0]:
                found.append(column)
        return found

    def constant_columns_too(X, y):
        """You find columns that hold one number everywhere, too. They tell nothing."""
        constant = np.flatnonzero(np.ptp(X, axis=0) == 0).tolist()
        return sorted({*tell_tale_columns(X, y), *constant})

    def correlation_of_nearly_1(X, y):
        """You find columns whose correlation with the target is nearly 1. A column may tell the
        classes apart and lie far from a line: compare the ends of the two classes."""
        with np.errstate(all="ignore"):
            strength = [abs(np.corrcoef(column, y)[0, 1]) for column in X.T]
        return [c for c, r in enumerate(strength) if r > 0.99]

    def other_ends_compared(X, y):
        """You compare the smallest value of one class with the largest of the other, which hardly
        ever says no. The classes lie apart where the largest of one is below the smallest of the
        other."""
        ones, zeros = X[y == 1], X[y == 0]
        overlap = zeros.min(axis=0) < ones.max(axis=0)
        return np.flatnonzero((zeros.max(axis=0) < ones.min(axis=0)) | overlap).tolist()

    def cut_at_the_mean(X, y):
        """You cut each column at its mean. One far value moves it to the wrong side of another row:
        any threshold counts."""
        high = np.greater_equal(X, X.mean(axis=0))
        same = (high == (y == 1)[:, None]).all(axis=0)
        return np.flatnonzero(same | (high == (y == 0)[:, None]).all(axis=0)).tolist()
