from operator import itemgetter

import numpy as np

from course.exercise import exercise

from ._class_weights import looked_up, random_weights, strictly, zero_as_missing
from ._labels_of_rows import first_with_a_key, last_key, of_labels, one_for_none


@exercise(
    gives="float array (n,)",
    hints=(
        "Look at the table above row by row: which of a row's labels decides? And what does a "
        "row without labels have in common with an animal?",
        "Keras takes the row for one-hot, and looks for the place of its largest number. "
        "`np.argmax(..., axis=1)` does so too, and of equals it takes the first. Then look the "
        "place up in the dict.",
    ),
)
def multilabel_row_weights(Y: np.ndarray, class_weight: dict[int, float]) -> np.ndarray:
    """Return the weight that `fit(class_weight=...)` gives to each multi-label row.

    Y: 0 or 1, int (n, k) with k >= 2; class_weight: a missing key counts 1.0.
    Returns a float array (n,).
    """
    first = np.argmax(Y, axis=1)
    return np.array([class_weight.get(int(label), 1.0) for label in first], dtype=float)


@multilabel_row_weights.cases
def cases(rng):
    Y = np.array([[1, 0, 0, 1], [0, 1, 1, 0], [0, 0, 0, 0], [0, 0, 0, 1], [1, 1, 0, 0]])
    yield (Y, {0: 0.5, 1: 9.0, 2: 4.0, 3: 2.5})
    yield (np.array([[0, 1, 1], [1, 0, 1], [0, 0, 0], [0, 0, 1]]), {1: 3.0, 0: 2.0})
    yield (np.array([[1, 1], [0, 1], [0, 0], [1, 0]]), {1: 7.0})
    # A label that weighs 0; then a single row.
    yield (np.array([[0, 1, 1], [1, 1, 0], [0, 0, 0], [0, 0, 1]]), {0: 3.0, 1: 0.0, 2: 2.0})
    yield (np.array([[0, 0, 1, 1]]), {3: 2.0, 2: 5.0, 1: 4.0})
    # More labels than lessons have so far.
    Y = np.array([[0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 1, 1], [0, 0, 1, 0, 0, 0]])
    yield (Y, {5: 6.0, 0: 0.5, 4: 3.0})
    for n, k in ((7, 3), (9, 4)):
        drawn = (rng.random((n, k)) < 0.5).astype(int)
        drawn[0], drawn[1], drawn[2] = 0, 1, np.arange(k) == k - 1
        drawn[3] = np.arange(k) > 0
        labels = [int(label) for label in rng.permutation(k)]
        yield (rng.permutation(drawn), random_weights(rng, labels))
    yield (np.eye(4, dtype=int)[rng.permutation(4)], random_weights(rng, [0, 2]))


@multilabel_row_weights.alternatives
class Alternatives:
    def by_loop(Y, class_weight):
        weights = []
        for row in Y.tolist():
            label = row.index(1) if 1 in row else 0
            weights.append(float(class_weight.get(label, 1.0)))
        return np.array(weights)

    def from_the_back(Y, class_weight):
        # The earlier a label, the later it is written, over those behind it.
        weights = np.full(len(Y), float(class_weight.get(0, 1.0)))
        for label in range(Y.shape[1] - 1, -1, -1):
            weights[Y[:, label] == 1] = class_weight.get(label, 1.0)
        return weights

    def by_choice(Y, class_weight):
        of_label = [float(class_weight.get(label, 1.0)) for label in range(Y.shape[1])]
        return np.select([column == 1 for column in Y.T], of_label, default=of_label[0])


@multilabel_row_weights.mistakes
class Mistakes:
    def product_of_the_labels(Y, class_weight):
        """You multiplied the weights of all labels of a row. It would make sense, but Keras looks
        at one label of each row."""
        return of_labels(Y, class_weight, np.prod)

    def sum_of_the_labels(Y, class_weight):
        """You added the weights of all labels of a row. It would make sense, but Keras looks at one
        label of each row."""
        return of_labels(Y, class_weight, sum)

    def mean_of_the_labels(Y, class_weight):
        """You took the mean over the labels of a row. Keras looks at one label of each row."""
        return of_labels(Y, class_weight, np.mean)

    def heaviest_label(Y, class_weight):
        """You took the largest weight among the labels of a row. Keras doesn't look at the weights
        to choose the label: it is the place of the label that decides."""
        return of_labels(Y, class_weight, max)

    def last_label(Y, class_weight):
        """You took the last label that is set. Of equal numbers argmax takes another one."""
        return of_labels(Y, class_weight, itemgetter(-1))

    def product_of_the_labels_one_for_none(Y, class_weight):
        """You multiplied the weights of all labels of a row, of which an empty row has none. Keras
        looks at one label of each row, and finds one in an empty row too."""
        return one_for_none(Y, of_labels(Y, class_weight, np.prod))

    def heaviest_label_one_for_none(Y, class_weight):
        """You took the largest weight among the labels of a row, and 1 where there is none. It is
        the place of a label that decides, not its weight, in an empty row too."""
        return one_for_none(Y, of_labels(Y, class_weight, max))

    def last_label_one_for_none(Y, class_weight):
        """You took the last label that is set, and 1 where there is none. Of equal numbers argmax
        takes another one, and a row of zeros is a row of equal numbers."""
        return one_for_none(Y, of_labels(Y, class_weight, itemgetter(-1)))

    def no_label_weighs_one(Y, class_weight):
        """A row without any label weighs 1 in your result. In Keras it doesn't: the largest of all
        zeros is the first of them."""
        return one_for_none(Y, multilabel_row_weights(Y, class_weight))

    def lightest_label(Y, class_weight):
        """You took the smallest weight among the labels of a row. Keras doesn't look at the weights
        to choose the label: it is the place of the label that decides."""
        return of_labels(Y, class_weight, min)

    def heaviest_label_zero_for_none(Y, class_weight):
        """You took the largest weight among the labels of a row, and 0 where there is none. It is
        the place of a label that decides, not its weight, in an empty row too."""
        weights = looked_up(np.arange(Y.shape[1]), class_weight)
        return (Y * weights).max(axis=1)

    def sum_zero_for_none(Y, class_weight):
        """You added the weights of all labels, which gives 0 for a row without any. Keras looks at
        one label of each row, and finds one in an empty row too."""
        return Y @ looked_up(np.arange(Y.shape[1]), class_weight)

    def first_label_with_a_key(Y, class_weight):
        """You take the first label that has a key. Keras takes the first label that is set, and
        counts 1.0 if it has no key."""
        return first_with_a_key(Y, class_weight)

    def labels_counted(Y, class_weight):
        """You look up how many labels a row has. It is the place of its first label that Keras
        takes for its class."""
        return looked_up(Y.sum(axis=1), class_weight)

    def first_column(Y, class_weight):
        """You look up the number in the first column, 0 or 1. Keras takes the row for one-hot, and
        looks for the place of its largest number."""
        return looked_up(Y[:, 0], class_weight)

    def zero_counts_one(Y, class_weight):
        """A label with a weight of 0 weighs 1 in your result, as with `or 1.0`. Only a label
        without a key counts 1.0."""
        return zero_as_missing(np.argmax(Y, axis=1), class_weight)

    def no_label_weighs_nothing(Y, class_weight):
        """A row without any label weighs 0 in your result. In Keras it doesn't: the largest of all
        zeros is the first of them."""
        return np.where(Y.any(axis=1), multilabel_row_weights(Y, class_weight), 0.0)

    def a_weight_for_each_label(Y, class_weight):
        """You give each label a weight of its own, an array (n, k). That is what one would wish
        for; `class_weight` makes one number of each row, (n,)."""
        return np.where(Y == 1, looked_up(np.arange(Y.shape[1]), class_weight), 1.0)

    def argmax_down_the_columns(Y, class_weight):
        """Your argmax runs down the columns, so you get one number a label. Let it run along each
        row, for one number a row."""
        return looked_up(np.argmax(Y, axis=0), class_weight)

    def missing_key_raises(Y, class_weight):
        """Your function stops with a KeyError where a label has no key. It counts 1.0."""
        return strictly(np.argmax(Y, axis=1), class_weight)

    def missing_key_is_zero(Y, class_weight):
        """Where a label has no key, your rows weigh 0, and nothing is learnt from them. It counts
        1.0."""
        return looked_up(np.argmax(Y, axis=1), class_weight, 0.0)

    def label_returned(Y, class_weight):
        """You return the place of the first label. It is the class that Keras takes: look its
        weight up in the dict."""
        return np.argmax(Y, axis=1).astype(float)

    def labels_from_one(Y, class_weight):
        """You count the labels from 1. The first column is label 0."""
        return looked_up(np.argmax(Y, axis=1) + 1, class_weight)

    def argmax_of_all(Y, class_weight):
        """You took one argmax of the whole table, so all rows have the same weight. Let it run
        along each row: `axis=1`."""
        return np.full(len(Y), float(class_weight.get(int(np.argmax(Y)), 1.0)))

    def first_four_labels(Y, class_weight):
        """You know four labels only. A table may have more columns: let the shape of Y say how
        many."""
        return looked_up(np.argmax(Y[:, :4], axis=1), class_weight)

    def label_1_only(Y, class_weight):
        """You use the weight of label 1 only. Each label may have one: look up the first label of
        each row."""
        return np.where(np.argmax(Y, axis=1) == 1, float(class_weight.get(1, 1.0)), 1.0)

    def mean_of_the_labels_one_for_none(Y, class_weight):
        """You took the mean weight of a row's labels, and 1 where there is none. Keras looks at one
        label of each row, the first, and finds one in an empty row too."""
        return one_for_none(Y, of_labels(Y, class_weight, np.mean))

    def first_label_with_a_key_one_for_none(Y, class_weight):
        """You take the first label of a row that has a key, and 1 where there is none. Keras takes
        the first label, whether it has a key or not, and label 0 of an empty row."""
        return one_for_none(Y, first_with_a_key(Y, class_weight))

    def single_labels_only(Y, class_weight):
        """A row with several labels weighs 1 in your result, and so does an empty one. Keras takes
        the first label of such a row too."""
        weights = multilabel_row_weights(Y, class_weight)
        return np.where(Y.sum(axis=1) == 1, weights, 1.0)

    def by_place_in_the_dict(Y, class_weight):
        """You take the weights of the dict by their place in it. It is the key that says to which
        label a weight belongs."""
        weights = dict(enumerate(class_weight.values()))
        return multilabel_row_weights(Y, weights)

    def last_column_only(Y, class_weight):
        """Only rows with the last label get its weight. Any label can be the first of a row, and
        then its weight counts."""
        last = Y.shape[1] - 1
        return np.where(Y[:, last] == 1, float(class_weight.get(last, 1.0)), 1.0)

    def rarest_label(Y, class_weight):
        """You let the rarest label of a row decide. That is what one would wish for; Keras takes
        the first."""
        rows = [min(np.flatnonzero(row), key=lambda j: Y[:, j].sum(), default=0) for row in Y]
        return np.array([class_weight.get(int(j), 1.0) for j in rows], dtype=float)

    def empty_rows_left_out(Y, class_weight):
        """You leave out the rows without any label, so that your result is too short. Keras gives
        them a weight too: the largest of all zeros is the first of them."""
        return multilabel_row_weights(Y[Y.any(axis=1)], class_weight)

    def last_key_decides(Y, class_weight):
        """Of several labels, the last key of the dict decides with you. In Keras it is the row's
        first label, and label 0 in a row without any."""
        return last_key(Y, class_weight)

    def values_as_a_list(Y, class_weight):
        """You made a list of the dict's values, and stop with an IndexError where a label's number
        is larger than their number. The labels are keys, not places: ask the dict."""
        weights = list(class_weight.values())
        return np.array([weights[label] for label in np.argmax(Y, axis=1).tolist()])
