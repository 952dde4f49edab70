import numpy as np

from course.exercise import exercise


@exercise(
    gives="(X, y) with every row of class 1 `copies` times",
    any_order=True,
    hints=(
        "How often should each row stand in the result? Write that down as an array of whole "
        "numbers, one for each row.",
        "`np.repeat` takes such an array of counts. For X it needs `axis=0`, so that whole rows "
        "are repeated; give the same counts to X and to y.",
    ),
)
def oversample(X: np.ndarray, y: np.ndarray, copies: int) -> tuple[np.ndarray, np.ndarray]:
    """Return (X, y) in which every row of class 1 appears `copies` times, in any order.

    X: float array (n, d); y: int array (n,) of 0 and 1; copies: 1 or more, 1 changes nothing.
    """
    times = np.where(y == 1, copies, 1)
    return np.repeat(X, times, axis=0), np.repeat(y, times)


@oversample.cases
def cases(rng):
    X = np.array([[0.1, 1.0], [0.2, 2.0], [0.3, 3.0], [0.4, 4.0]])
    yield (X, np.array([0, 1, 0, 0]), 3)
    yield (X, np.array([1, 0, 0, 0]), 1)
    yield (X[:3], np.array([0, 1, 1]), 2)
    yield (X[:2], np.array([0, 0]), 3)
    # Three columns; two rows of each class are the same.
    doubled = np.array([[0.5, 2.0, 7.0], [0.1, 3.0, 9.0]])[[0, 1, 0, 0, 0]]
    yield (doubled, np.array([0, 0, 1, 1, 0]), 2)
    for copies in (2, int(rng.integers(3, 6))):
        y = rng.permutation(np.repeat([0, 1], [int(rng.integers(5, 8)), 2]))
        places = np.arange(len(y)) + 1
        values = rng.integers(1, 99, size=(len(y), copies - 1)) / 10
        yield (np.column_stack([places, values]), y, copies)


@oversample.alternatives
class Alternatives:
    def by_places(X, y, copies):
        places = np.concatenate([np.flatnonzero(y != 1), *[np.flatnonzero(y == 1)] * copies])
        return X[places], y[places]

    def by_stacking(X, y, copies):
        extra = X[y == 1]
        for _ in range(copies - 1):
            X, y = np.vstack([X, extra]), np.hstack([y, np.ones(len(extra), dtype=int)])
        return X, y

    def by_loop(X, y, copies):
        rows, labels = [], []
        for row, label in zip(X, y, strict=True):
            for _ in range(copies if label else 1):
                rows.append(row)
                labels.append(label)
        return np.array(rows), np.array(labels)


@oversample.mistakes
class Mistakes:
    def one_copy_too_many(X, y, copies):
        """Every row of class 1 stands there once too often: the row itself is one of the `copies`.
        With 1 nothing should change."""
        return Mistakes.all_rows_copied(X, y, np.where(y == 1, copies + 1, 1))

    def all_rows_copied(X, y, times):
        """You repeated all rows, so the share of class 1 is what it was. Repeat the rows of class 1
        only."""
        return np.repeat(X, times, axis=0), np.repeat(y, times)

    def other_class_copied(X, y, copies):
        """You repeated the rows of class 0. The rare class, which is to become more frequent, is
        class 1."""
        return Mistakes.all_rows_copied(X, y, np.where(y == 1, 1, copies))

    def rows_and_labels_torn_apart(X, y, copies):
        """Your rows and labels are right by themselves, but no longer in the same order, so rows
        get other rows' labels. Whatever you do to X, do to y in the same way."""
        extra, labels = Mistakes.all_rows_copied(X[y == 1], y[y == 1], copies - 1)
        return np.concatenate([extra, X]), np.concatenate([y, labels])

    def labels_forgotten(X, y, copies):
        """You repeated the rows of X but not their labels, so that the lengths differ. Repeat
        both."""
        return oversample(X, y, copies)[0], y

    def class_one_only(X, y, copies):
        """The rows of class 0 are gone. They stay in, once each."""
        return Mistakes.all_rows_copied(X[y == 1], y[y == 1], copies)

    def as_many_as_the_rest(X, y, copies):
        """You copied until both classes are about equally frequent, whatever `copies` says. Here
        the caller decides how often."""
        equal = max(int(np.sum(y == 0) // max(np.sum(y == 1), 1)), 1)
        return oversample(X, y, equal)

    def counts_without_axis(X, y, copies):
        """Without `axis=0`, `np.repeat` flattens X and wants a count for each single number. You
        have one for each row, so it raises a ValueError. Say that whole rows are repeated."""
        times = np.where(y == 1, copies, 1)
        return np.repeat(X, times), np.repeat(y, times)

    def numbers_repeated(X, y, copies):
        """Without `axis=0`, `np.repeat` flattens X: it repeats single numbers, not rows. And one
        number for `copies` repeats all, those of class 0 too."""
        return np.repeat(X, copies), np.repeat(y, copies)

    def flat_rows(X, y, copies):
        """Without `axis=0`, `np.repeat` flattens X: it repeats single numbers, not rows. Give it
        the axis, and the same counts as y has."""
        return np.repeat(X, copies), np.repeat(y, np.where(y == 1, copies, 1))

    def axis_forgotten(X, y, copies):
        """Your X has become flat: without an axis NumPy repeats and appends single numbers. Whole
        rows need `axis=0`."""
        extra = np.repeat(X[y == 1], copies - 1)
        return np.append(X, extra), np.append(y, np.ones(np.sum(y == 1) * (copies - 1), dtype=int))

    def one_copy_too_few(X, y, copies):
        """Every row of class 1 is there once too few times, and with 1 it is gone. `copies` is how
        often it stands there in all."""
        return Mistakes.all_rows_copied(X, y, np.where(y == 1, copies - 1, 1))

    def one_row_copied(X, y, copies):
        """The number of rows is right, but you copied the first row of class 1 again and again.
        Each row of class 1 should stand there equally often."""
        extra = np.full((copies - 1) * int(np.sum(y == 1)), np.argmax(y == 1))
        places = np.append(np.arange(len(y)), extra)
        return X[places], y[places]

    def equal_rows_dropped(X, y, copies):
        """You dropped rows that are equal to another one. Two pictures can look the same: every row
        stays in, however often it occurs."""
        rows = np.unique(np.column_stack([X, y]), axis=0)
        return oversample(rows[:, :-1], rows[:, -1].astype(int), copies)

    def added_at_once(X, y, copies):
        """You added the rows of class 1 once, whatever `copies` says. How often they stand there in
        all is up to the caller."""
        return oversample(X, y, 2)

    def copies_called_zero(X, y, copies):
        """The copies have the label 0 in your result. A copy has the label of its row, which is
        1."""
        extra = np.repeat(X[y == 1], copies - 1, axis=0)
        return np.concatenate([X, extra]), np.append(y, np.zeros(len(extra), dtype=int))
