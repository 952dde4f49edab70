import numpy as np

from course.exercise import exercise
from helpers.checks.exercise import Case


@exercise(
    gives="float array (k,), or ValueError",
    hints=(
        "Count the ones of each column, `Y.sum(axis=0)`: these are the positives. All other rows "
        "are negatives. Before you divide, look whether there is anything to divide by.",
        "The negatives are the number of rows less the positives. For a label without positives: "
        '`raise ValueError(f"label {label} ...")`. A label that all rows have needs no special '
        "care: 0 divided by something is 0.",
    ),
)
def positive_weights(Y: np.ndarray) -> np.ndarray:
    """Return negatives / positives of each label.

    Y: 0 or 1, int (n, k), a column for each label. A label without negatives weighs 0.
    Returns a float array (k,). Raises ValueError with the index of a label without positives.
    """
    positives = Y.sum(axis=0)
    if positives.min() == 0:
        raise ValueError(f"label {positives.argmin()} has no positives")
    return (len(Y) - positives) / positives


@positive_weights.cases
def cases(rng):
    yield (np.array([[1, 0, 0], [1, 0, 1], [0, 0, 0], [1, 1, 0], [1, 0, 0]]),)
    yield (np.array([[1, 0], [1, 1], [1, 0]]),)
    yield Case((np.array([[0, 1, 0, 1], [0, 0, 0, 1], [1, 1, 0, 0]]),), mentions=("2",))
    # Two labels without positives: the first is named.
    Y = np.array([[1, 1, 0, 1, 0], [0, 1, 0, 0, 0], [1, 0, 0, 0, 0]])
    yield Case((Y,), mentions=("2",))
    # A text that lists all labels, with none by name, is cut before it gets there.
    Y = np.ones((2, 90), dtype=int)
    Y[:, 88] = 0
    yield Case((Y,), mentions=("88",))
    # A label that only one of fourteen rows has.
    Y = np.zeros((14, 2), dtype=int)
    Y[0, 0] = Y[5:, 1] = 1
    yield (Y,)
    # A single row that has all labels; then one that lacks the first.
    yield (np.array([[1, 1, 1]]),)
    yield Case((np.array([[0, 1, 1]]),), mentions=("0",))
    for n, k in ((8, 3), (11, 4)):
        counts = rng.choice(np.arange(1, n), size=k, replace=False)
        drawn = np.array([rng.permutation(np.arange(n) < count) for count in counts]).T
        yield (drawn.astype(int),)
    label = int(rng.integers(4, 8))
    Y = (rng.random((9, 8)) < 0.5).astype(int)
    Y[0], Y[1] = 1, 0
    Y[:, label] = 0
    yield Case((Y,), mentions=(str(label),))


@positive_weights.alternatives
class Alternatives:
    def by_loop(Y):
        weights = []
        for label, column in enumerate(Y.T):
            if 1 not in column:
                raise ValueError(f"no row has label number {label}")
            weights.append(np.sum(column == 0) / np.sum(column == 1))
        return np.array(weights)

    def from_shares(Y):
        share = Y.mean(axis=0)
        empty = np.flatnonzero(share == 0)
        if len(empty):
            raise ValueError(f"labels without positives: {empty.tolist()}")
        return 1 / share - 1


def positives_and_negatives(Y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how many rows have each label and how many don't; an error as in the reference."""
    positive_weights(Y)
    return Y.sum(axis=0), (1 - Y).sum(axis=0)


@positive_weights.mistakes
class Mistakes:
    def upside_down(Y):
        """You divided positives by negatives, so the frequent labels get the large weights. It is
        the other way round."""
        positives, negatives = positives_and_negatives(Y)
        with np.errstate(divide="ignore"):
            return positives / negatives

    def rows_over_positives(Y):
        """You divided all rows by the positives: one too many for every label. Nine negatives for
        one positive make a weight of 9, not 10."""
        return len(Y) / positives_and_negatives(Y)[0]

    def balanced(Y):
        """You took the balanced weight of the positives. It belongs together with one for the
        negatives; here these stay at 1, so the positives' weight is the ratio of the two."""
        return len(Y) / (2 * positives_and_negatives(Y)[0])

    def share_of_negatives(Y):
        """You divided the negatives by all rows. Such a weight never reaches 1, however rare the
        label: divide by the positives."""
        return positives_and_negatives(Y)[1] / len(Y)

    def root_of_the_ratio(Y):
        """You took the square root of the ratio. That is a milder rule of lesson 04; here the ratio
        itself is asked for."""
        return np.sqrt(positive_weights(Y))

    def never_below_one(Y):
        """You let no weight fall below 1. A label that most rows have gets a weight below 1 here,
        since its negatives are the rare ones."""
        return np.maximum(positive_weights(Y), 1.0)

    def mean_made_one(Y):
        """The ratios are right, but you divided them by their mean. The ratios themselves are asked
        for."""
        weights = positive_weights(Y)
        with np.errstate(invalid="ignore"):
            return weights / weights.mean()

    def table_of_weights(Y):
        """You return a weight for each row and label, with 1 where the label is missing. That comes
        later: here one weight for each label is asked for."""
        return np.where(Y == 1, positive_weights(Y), 1.0)

    def largest_count_over_positives(Y):
        """You divided the positives of the most frequent label by each label's own. Each label is
        compared with its own negatives."""
        positives, _ = positives_and_negatives(Y)
        return positives.max() / positives

    def other_labels_over_positives(Y):
        """You took the positives of all other labels for a label's negatives. Its negatives are the
        rows that don't have it."""
        positives, _ = positives_and_negatives(Y)
        return (positives.sum() - positives) / positives

    def whole_numbers(Y):
        """You divided without remainder. A weight such as 1.5 is no whole number: divide with one
        slash."""
        positives, negatives = positives_and_negatives(Y)
        return (negatives // positives).astype(float)

    def one_added(Y):
        """You added 1 to both counts, so that nothing is divided by 0. Every label here has its
        positives, or is an error: divide the counts as they are."""
        positives, negatives = positives_and_negatives(Y)
        return (negatives + 1) / (positives + 1)

    def along_the_rows(Y):
        """You counted along each row, which gives one number a row. The labels are the columns:
        count down each of them."""
        return (1 - Y).sum(axis=1) / np.maximum(Y.sum(axis=1), 1)

    def one_ratio_for_all(Y):
        """You counted the whole table at once, so all labels share one weight. Count each column by
        itself."""
        return np.full(Y.shape[1], np.sum(positives_and_negatives(Y)[1]) / np.sum(Y), dtype=float)

    def infinite(Y):
        """A label without positives gets an infinite weight from you, and makes the loss NaN. Raise
        a ValueError with its index before you divide."""
        with np.errstate(divide="ignore"):
            return (1 - Y).sum(axis=0) / Y.sum(axis=0)

    def one_for_no_positives(Y):
        """A label without positives gets a weight of 1 from you, and nobody hears that it can't be
        learnt. Raise a ValueError with its index."""
        positives = Y.sum(axis=0)
        return np.where(positives > 0, (len(Y) - positives) / np.maximum(positives, 1), 1.0)

    def no_negatives_refused(Y):
        """You refuse a label that all rows have. It weighs 0 negatives over n positives, which is
        0."""
        full = np.flatnonzero(Y.all(axis=0))
        if len(full):
            raise ValueError(f"label {full[0]} has no negatives")
        return positive_weights(Y)

    def never_above_ten(Y):
        """You let no weight rise above 10. The ratio itself is asked for, however rare the
        label."""
        return np.minimum(positive_weights(Y), 10.0)

    def rows_refused(Y):
        """You counted along the rows, and refuse a row without labels. The labels are the columns:
        count down each of them, and refuse a column without ones."""
        positives = Y.sum(axis=1)
        if (positives == 0).any():
            raise ValueError(f"label {np.argmin(positives)} has no positives")
        return (Y.shape[1] - positives) / positives

    def no_negatives_is_one(Y):
        """A label that all rows have weighs 1 in your result. It weighs 0 negatives over n
        positives, which is 0."""
        weights = positive_weights(Y)
        return np.where(weights == 0, 1.0, weights)

    def balanced_over_labels(Y):
        """You divided all rows by the labels times the positives, as balanced weights of so many
        classes. A label's positives are compared with its own negatives."""
        positive_weights(Y)
        return len(Y) / (Y.shape[1] * Y.sum(axis=0))

    def labels_for_rows(Y):
        """You took the number of labels for that of the rows. A label's negatives are rows."""
        positive_weights(Y)
        return (Y.shape[1] - Y.sum(axis=0)) / Y.sum(axis=0)

    def first_label_counted(Y):
        """You count a row for its first label alone, as where rows are one-hot. Here a row counts
        for each label that it has."""
        positive_weights(Y)
        first = np.bincount(Y.argmax(axis=1), minlength=Y.shape[1])
        return (len(Y) - first) / np.maximum(first, 1)

    def upside_down_or_nothing(Y):
        """You divided positives by negatives, and say 0 where there are none. It is the other way
        round: a label that is rare gets a large weight."""
        positives, negatives = positives_and_negatives(Y)
        return np.where(negatives > 0, positives / np.maximum(negatives, 1), 0.0)
