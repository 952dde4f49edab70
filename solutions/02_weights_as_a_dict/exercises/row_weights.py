import numpy as np
from sklearn.utils import compute_sample_weight

from course.exercise import exercise

from ._random_weights import random_weights, shuffled_labels


@exercise(
    gives="float array (n,)",
    hints=(
        "First bring the three shapes of y to one, a flat list of class ids. Then look each id "
        "up in the dict: which method of a dict has an answer for a key that is not there?",
        "A column: take its only column. One-hot: `argmax(axis=1)` gives the place of the 1 in "
        "each row. Then `class_weight.get(id, 1.0)` for every row, in an array of floats.",
    ),
)
def row_weights(y: np.ndarray, class_weight: dict[int, float]) -> np.ndarray:
    """Return the weight that Keras gives to each row.

    y: ints (n,), (n, 1) or one-hot (n, k) with k >= 2; class_weight: a missing key counts 1.0.
    Returns a float array (n,).
    """
    if y.ndim == 2:
        y = y[:, 0] if y.shape[1] == 1 else y.argmax(axis=1)
    return np.array([class_weight.get(int(label), 1.0) for label in y], dtype=float)


@row_weights.cases
def cases(rng):
    yield (np.array([0, 0, 1, 0, 2, 0]), {0: 1, 1: 50, 2: 2})
    yield (np.array([[1], [0], [0], [1], [0]]), {1: 9.0, 0: 0.5})
    yield (np.eye(3, dtype=int)[[2, 0, 0, 1, 0]], {0: 0.5, 1: 8.0, 2: 4.0})
    yield (np.array([3, 5, 3, 7]), {5: 4.5, 1: 7.0})
    yield (np.eye(2, dtype=int)[[0, 1, 1, 0]], {0: 0.0, 1: 3.0})
    yield (np.array([[0, 0, 1]]), {0: 0.5, 2: 4.0})
    yield (np.array([[2]]), {2: 6.5})
    yield (np.array([1, 0, 1]), {})
    yield (np.array([[1], [1], [1]]), {0: 4.0, 1: 2.5})
    classes = [0, 1, 2, 3]
    for shape in ("flat", "column", "one-hot"):
        y = shuffled_labels(rng, classes, low=1, high=6)
        weights = random_weights(rng, [int(c) for c in rng.permutation(classes)])
        del weights[int(rng.integers(1, 4))]
        if shape == "one-hot":
            yield (np.eye(4, dtype=int)[y], weights)
        else:
            yield (y if shape == "flat" else y.reshape(-1, 1), weights)


@row_weights.alternatives
class Alternatives:
    def by_masks(y, class_weight):
        ids = np.argmax(y, axis=-1) if y.ndim == 2 and y.shape[-1] > 1 else y.ravel()
        weights = np.ones(len(y))
        for cls, weight in class_weight.items():
            weights[ids == cls] = weight
        return weights

    def by_sklearn(y, class_weight):
        ids = y @ np.arange(y.shape[1]) if y.ndim == 2 and y.shape[1] > 1 else y.reshape(-1)
        complete = {cls: class_weight.get(cls, 1.0) for cls in ids.tolist()}
        return np.asarray(compute_sample_weight(complete, ids), dtype=float)

    def by_table(y, class_weight):
        ids = y.argmax(1) if y.size > len(y) else y.flatten()
        table = np.ones(1 + max([*class_weight, int(ids.max())]))
        table[list(class_weight)] = list(class_weight.values())
        return table[ids]


def ids_of(y: np.ndarray) -> list[int]:
    """Return the class ids of targets in any of the three shapes."""
    return (y.argmax(axis=1) if y.ndim == 2 and y.shape[1] > 1 else y.ravel()).tolist()


@row_weights.mistakes
class Mistakes:
    def missing_key_raises(y, class_weight):
        """Your function stops with a KeyError where a class has no key. Keras doesn't stop: such a
        class weighs 1.0, and nothing is said."""
        return np.array([class_weight[label] for label in ids_of(y)], dtype=float)

    def missing_key_is_zero(y, class_weight):
        """You gave the rows of a class without a key the weight 0, so that they are not learnt
        from at all. In Keras they weigh 1.0."""
        return np.array([class_weight.get(label, 0.0) for label in ids_of(y)], dtype=float)

    def column_kept(y, class_weight):
        """For targets in a column, of shape (n, 1), your weights form a column too. Keras has one
        flat array (n,) whatever the shape of the targets."""
        weights = row_weights(y, class_weight)
        return weights.reshape(-1, 1) if y.ndim == 2 and y.shape[1] == 1 else weights

    def one_hot_read_as_ids(y, class_weight):
        """You looked up the 0s and 1s of one-hot targets as though they were class ids. The class
        of a one-hot row is the place of its 1."""
        return np.array([class_weight.get(label, 1.0) for label in y.ravel().tolist()], float)

    def first_column_only(y, class_weight):
        """You take the first column of any table as the ids. That is right for a column (n, 1); in
        one-hot targets the first column says no more than 'class 0 or not'."""
        return row_weights(y[:, 0] if y.ndim == 2 else y, class_weight)

    def argmax_down_the_columns(y, class_weight):
        """Your argmax runs down the columns of the one-hot targets, so you get one number a class.
        Let it run along each row, for one number a row."""
        return row_weights(y.argmax(axis=0) if y.ndim == 2 and y.shape[1] > 1 else y, class_weight)

    def by_position(y, class_weight):
        """You took the values of the dict in the order in which they were written, as if it were a
        list. A dict is asked by its key, the class id."""
        in_order = list(class_weight.values())
        return np.array([in_order[label] if label < len(in_order) else 1.0 for label in ids_of(y)])

    def mean_made_one(y, class_weight):
        """You rescaled the weights to a mean of 1. Keras applies them as they are in the dict."""
        return row_weights(y, class_weight) / row_weights(y, class_weight).mean()

    def zero_becomes_one(y, class_weight):
        """A weight of 0 becomes 1 in your result: to `or` and `if`, 0 is as good as nothing. Only a
        class without a key weighs 1.0."""
        return np.array([class_weight.get(label) or 1.0 for label in ids_of(y)], dtype=float)

    def squeezed(y, class_weight):
        """`squeeze` drops every dimension of length 1. With a single row it drops the rows too: a
        one-hot row then looks like flat ids, and of a column only a bare number is left."""
        y = np.squeeze(y)
        ids = y.argmax(axis=1) if y.ndim == 2 else y
        return np.array([class_weight.get(int(label), 1.0) for label in ids], dtype=float)

    def two_columns_read_as_ids(y, class_weight):
        """You take targets for one-hot from three columns on. Two classes make two columns: more
        than one column is one-hot."""
        return row_weights(y.ravel() if y.shape[1:] == (2,) else y, class_weight)

    def judged_by_content(y, class_weight):
        """You tell one-hot targets by their zeros and ones. A column of the ids of two classes
        holds zeros and ones as well: look at the shape, not at the entries."""
        one_hot = y.ndim == 2 and set(np.unique(y).tolist()) <= {0, 1}
        return row_weights(y.argmax(axis=1) if one_hot else y.ravel(), class_weight)

    def argmax_of_a_column(y, class_weight):
        """You take the argmax of a column (n, 1) too. The largest of one entry is always at place
        0, so that every row becomes class 0."""
        return row_weights(y.argmax(axis=1) if y.ndim == 2 else y, class_weight)

    def whole_numbers(y, class_weight):
        """Your weights have lost what stands behind the decimal point: an array of ints, such as
        `np.ones_like(y)` makes, can't hold it. Make an array of floats."""
        return row_weights(y, class_weight).astype(int)

    def empty_dict_is_zero(y, class_weight):
        """An empty dict makes all weights 0 in your function. Without any key every row weighs
        1.0."""
        return row_weights(y, class_weight) if class_weight else np.zeros(len(y))

    def missing_gets_the_mean(y, class_weight):
        """A class without a key gets the mean of the other weights from you. In Keras it weighs
        1.0."""
        mean = float(np.mean(list(class_weight.values()))) if class_weight else 1.0
        return np.array([class_weight.get(label, mean) for label in ids_of(y)], dtype=float)

    def missing_gets_the_smallest(y, class_weight):
        """A class without a key gets the smallest weight from you. In Keras it weighs 1.0."""
        least = min(class_weight.values(), default=1.0)
        return np.array([class_weight.get(label, least) for label in ids_of(y)], dtype=float)

    def rows_that_add_up_to_one(y, class_weight):
        """You tell one-hot targets by rows that add up to 1. A column of ones does so too, and
        holds the ids of class 1: look at the shape."""
        one_hot = y.ndim == 2 and bool((y.sum(axis=1) == 1).all())
        return row_weights(y.argmax(axis=1) if one_hot else y.ravel(), class_weight)

    def columns_from_the_end(y, class_weight):
        """You count the columns of one-hot rows from the end. The first column is class 0."""
        turned = y[:, ::-1] if y.ndim == 2 and y.shape[1] > 1 else y
        return row_weights(turned, class_weight)

    def counted_from_one(y, class_weight):
        """Your classes of one-hot rows start at 1. The first column is class 0."""
        one_hot = y.ndim == 2 and y.shape[1] > 1
        return row_weights(y.argmax(axis=1) + 1 if one_hot else y, class_weight)

    def rows_looked_up(y, class_weight):
        """In a column or in one-hot targets each row of y is an array, and a dict can't look up an
        array: it is 'unhashable'. Make y a flat list of class ids first."""
        return np.array([class_weight.get(label, 1.0) for label in y], dtype=float)

    def rows_looked_up_by_brackets(y, class_weight):
        """In a column or in one-hot targets each row of y is an array, and a dict can't look up an
        array: it is 'unhashable'. Make y a flat list of class ids first. A class without a key is
        still to come: `[...]` stops at it with a KeyError."""
        return np.array([class_weight[label] for label in y], dtype=float)

    def flat_ids_read_as_one_hot(y, class_weight):
        """You take all targets of zeros and ones for one-hot. Flat ids of two classes look like
        that as well, and have no second axis for argmax: go by the shape of y."""
        one_hot = set(np.unique(y).tolist()) == {0, 1}
        return row_weights(y.argmax(axis=1) if one_hot else y.ravel(), class_weight)

    def small_ids_read_as_one_hot(y, class_weight):
        """You take all targets up to 1 for one-hot. Of flat ids 0 and 1 argmax makes a single
        number, and of a column only zeros: go by the shape of y."""
        one_hot = y.max() <= 1
        ids = np.atleast_1d(np.argmax(y, axis=-1)) if one_hot else y.ravel()
        return np.array([class_weight.get(label, 1.0) for label in ids.tolist()], dtype=float)
