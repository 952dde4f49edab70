"""Exercise bank of lesson 06: references, cases, and the mistakes people make."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from scipy.special import xlogy
from sklearn.metrics import log_loss
from sklearn.utils import compute_sample_weight

from helpers.checks.exercise import Case, Exercise, Mistake

ByClass = dict[int, float]


def random_weights(rng: np.random.Generator, keys: Sequence[int]) -> ByClass:
    """Return different weights with one decimal, none of them 1."""
    drawn = rng.choice(np.arange(12, 90), size=len(keys), replace=False) / 10
    return dict(zip(keys, drawn.tolist(), strict=True))


def looked_up(y: np.ndarray, class_weight: ByClass, missing: float = 1.0) -> np.ndarray:
    """Return the weight of each class id, in an array of any shape."""
    flat = [class_weight.get(int(c), missing) for c in np.ravel(y)]
    return np.array(flat, dtype=float).reshape(np.shape(y))


def strictly(y: np.ndarray, class_weight: ByClass) -> np.ndarray:
    """Return the weight of each class id; a missing key is a KeyError."""
    flat = [class_weight[int(c)] for c in np.ravel(y)]
    return np.array(flat, dtype=float).reshape(np.shape(y))


# ---------------------------------------------------------------------------------------------
# 1. combine


def combine(class_weight: dict[int, float], sample_weight: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return one weight for each row in which both weights are at work.

    class_weight: a missing key counts 1.0; sample_weight: floats (n,); y: int classes (n,).
    Returns a float array (n,).
    """
    by_class = np.array([class_weight.get(int(c), 1.0) for c in y])
    return by_class * sample_weight


def combine_by_masks(class_weight: ByClass, sample_weight: np.ndarray, y: np.ndarray) -> np.ndarray:
    weights = sample_weight.copy()
    for c, weight in class_weight.items():
        weights[y == c] *= weight
    return weights


def combine_by_sklearn(
    class_weight: ByClass, sample_weight: np.ndarray, y: np.ndarray
) -> np.ndarray:
    complete = {c: class_weight.get(c, 1.0) for c in np.unique(y).tolist()}
    return np.multiply(sample_weight, compute_sample_weight(complete, y))


def combine_by_loop(class_weight: ByClass, sample_weight: np.ndarray, y: np.ndarray) -> np.ndarray:
    pairs = zip(y.tolist(), sample_weight.tolist(), strict=True)
    return np.array([w * class_weight[c] if c in class_weight else w for c, w in pairs])


def combined_in_place(
    class_weight: ByClass, sample_weight: np.ndarray, y: np.ndarray
) -> np.ndarray:
    sample_weight *= looked_up(y, class_weight)
    return sample_weight


def combine_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case(({0: 1.0, 1: 9.0}, np.array([1.0, 2.0, 1.0, 2.0]), np.array([0, 0, 1, 1])))
    yield Case(({1: 9.0}, np.array([0.5, 3.0, 0.0, 2.0, 4.0]), np.array([1, 0, 1, 0, 1])))
    yield Case(({7: 4.0, 3: 0.5}, np.array([2.0, 1.5, 3.0, 0.5]), np.array([3, 7, 5, 7])))
    for n in (6, 9):
        classes = np.sort(rng.choice(np.arange(1, 12), size=4, replace=False)).tolist()
        weights = random_weights(rng, [classes[2], classes[0], classes[1]])
        y = rng.permutation([*classes, *rng.choice(classes, size=n - 4).tolist()])
        yield Case((weights, np.round(rng.uniform(0.2, 4.0, size=n), 2), y))


COMBINE = Exercise(
    name="combine",
    signature="combine(class_weight, sample_weight, y) -> float array (n,)",
    reference=combine,
    cases=combine_cases,
    alternatives=[combine_by_masks, combine_by_sklearn, combine_by_loop],
    hints=[
        "Turn the dict into one weight for each row first, as in lesson 02. Then there are two "
        "numbers for each row: what is left of a loss that is weighted by one, then the other?",
        "A weight multiplies the loss of its row, so two weights multiply it one after the other. "
        "`class_weight.get(c, 1.0)` looks up a class that may have no key.",
    ],
    mistakes=[
        Mistake(
            "added",
            lambda w, s, y: looked_up(y, w) + s,
            "You added the two weights. A weight multiplies a loss, and a row that should count "
            "twice and nine times counts 18 times, not 11.",
        ),
        Mistake(
            "mean_of_both",
            lambda w, s, y: (looked_up(y, w) + s) / 2,
            "You took the mean of the two weights, so that neither has its full effect. Each of "
            "them multiplies the loss.",
        ),
        Mistake(
            "larger_of_both",
            lambda w, s, y: np.maximum(looked_up(y, w), s),
            "You kept the larger of the two weights. The other one is lost: let both multiply.",
        ),
        Mistake(
            "class_weight_only",
            lambda w, s, y: looked_up(y, w),
            "Only the classes count in your result. The sample weight of each row is missing.",
        ),
        Mistake(
            "sample_weight_only",
            lambda w, s, y: s.copy(),
            "You return the sample weights as they came. The weight of each row's class is "
            "missing.",
        ),
        Mistake(
            "missing_key_raises",
            lambda w, s, y: strictly(y, w) * s,
            "Your function stops with a KeyError where a class has no key. Such a class counts "
            "1.0.",
        ),
        Mistake(
            "missing_key_is_zero",
            lambda w, s, y: looked_up(y, w, 0.0) * s,
            "Rows of a class without a key weigh 0 in your result: nothing is learnt from them. "
            "Such a class counts 1.0.",
        ),
        Mistake(
            "by_position",
            lambda w, s, y: np.array([[*w.values(), *[1.0] * 12][c] for c in y.tolist()]) * s,
            "You took the values of the dict in the order in which they stand. A dict is asked by "
            "its key, the class id.",
        ),
        Mistake(
            "mean_made_one",
            lambda w, s, y: looked_up(y, w) * s / np.mean(looked_up(y, w) * s),
            "The products are right, but you divided them by their mean. Keras would have applied "
            "both weights as they are.",
        ),
        Mistake(
            "changed_in_place",
            combined_in_place,
            "The values are right, but you change sample_weight, your input: run the cell twice, "
            "and the classes count twice. Make a new array.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 2. multilabel_row_weights


def multilabel_row_weights(Y: np.ndarray, class_weight: dict[int, float]) -> np.ndarray:
    """Return the weight that `fit(class_weight=...)` gives to each multi-label row.

    Y: 0 or 1, int (n, k) with k >= 2; class_weight: a missing key counts 1.0.
    Returns a float array (n,).
    """
    first = np.argmax(Y, axis=1)
    return np.array([class_weight.get(int(label), 1.0) for label in first], dtype=float)


def multilabel_by_loop(Y: np.ndarray, class_weight: ByClass) -> np.ndarray:
    weights = []
    for row in Y.tolist():
        label = row.index(1) if 1 in row else 0
        weights.append(float(class_weight.get(label, 1.0)))
    return np.array(weights)


def multilabel_from_the_back(Y: np.ndarray, class_weight: ByClass) -> np.ndarray:
    # The earlier a label, the later it is written, over those behind it.
    weights = np.full(len(Y), float(class_weight.get(0, 1.0)))
    for label in range(Y.shape[1] - 1, -1, -1):
        weights[Y[:, label] == 1] = class_weight.get(label, 1.0)
    return weights


def multilabel_by_choice(Y: np.ndarray, class_weight: ByClass) -> np.ndarray:
    of_label = [float(class_weight.get(label, 1.0)) for label in range(Y.shape[1])]
    return np.select([column == 1 for column in Y.T], of_label, default=of_label[0])


def of_labels(
    Y: np.ndarray, class_weight: ByClass, merge: Callable[[list[float]], float]
) -> np.ndarray:
    """Return, for each row, what `merge` makes of its labels' weights; of label 0's if none."""
    weights = []
    for row in Y:
        labels = np.flatnonzero(row).tolist() or [0]
        weights.append(merge([class_weight.get(label, 1.0) for label in labels]))
    return np.array(weights, dtype=float)


def one_for_none(Y: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the weights with 1 for rows without labels."""
    return np.where(Y.any(axis=1), weights, 1.0)


def multilabel_row_weights_cases(rng: np.random.Generator) -> Iterator[Case]:
    Y = np.array([[1, 0, 0, 1], [0, 1, 1, 0], [0, 0, 0, 0], [0, 0, 0, 1], [1, 1, 0, 0]])
    yield Case((Y, {0: 0.5, 1: 9.0, 2: 4.0, 3: 2.5}))
    yield Case((np.array([[0, 1, 1], [1, 0, 1], [0, 0, 0], [0, 0, 1]]), {1: 3.0, 0: 2.0}))
    yield Case((np.array([[1, 1], [0, 1], [0, 0], [1, 0]]), {1: 7.0}))
    for n, k in ((7, 3), (9, 4)):
        drawn = (rng.random((n, k)) < 0.5).astype(int)
        drawn[0], drawn[1], drawn[2] = 0, 1, np.arange(k) == k - 1
        drawn[3] = np.arange(k) > 0
        labels = [int(label) for label in rng.permutation(k)]
        yield Case((rng.permutation(drawn), random_weights(rng, labels)))
    yield Case((np.eye(4, dtype=int)[rng.permutation(4)], random_weights(rng, [0, 2])))


MULTILABEL_ROW_WEIGHTS = Exercise(
    name="multilabel_row_weights",
    signature="multilabel_row_weights(Y, class_weight) -> float array (n,)",
    reference=multilabel_row_weights,
    cases=multilabel_row_weights_cases,
    alternatives=[multilabel_by_loop, multilabel_from_the_back, multilabel_by_choice],
    hints=[
        "Look at the table above row by row: which of a row's labels decides? And what does a "
        "row without labels have in common with an animal?",
        "Keras takes the row for one-hot, and looks for the place of its largest number. "
        "`np.argmax(..., axis=1)` does so too, and of equals it takes the first. Then look the "
        "place up in the dict.",
    ],
    mistakes=[
        Mistake(
            "product_of_the_labels",
            lambda Y, w: of_labels(Y, w, lambda found: float(np.prod(found))),
            "You multiplied the weights of all labels of a row. It would make sense, but Keras "
            "looks at one label of each row.",
        ),
        Mistake(
            "sum_of_the_labels",
            lambda Y, w: of_labels(Y, w, sum),
            "You added the weights of all labels of a row. It would make sense, but Keras looks "
            "at one label of each row.",
        ),
        Mistake(
            "mean_of_the_labels",
            lambda Y, w: of_labels(Y, w, lambda found: sum(found) / len(found)),
            "You took the mean over the labels of a row. Keras looks at one label of each row.",
        ),
        Mistake(
            "heaviest_label",
            lambda Y, w: of_labels(Y, w, max),
            "You took the largest weight among the labels of a row. Keras doesn't look at the "
            "weights to choose the label: it is the place of the label that decides.",
        ),
        Mistake(
            "last_label",
            lambda Y, w: of_labels(Y, w, lambda found: found[-1]),
            "You took the last label that is set. Of equal numbers argmax takes another one.",
        ),
        Mistake(
            "product_of_the_labels_one_for_none",
            lambda Y, w: one_for_none(Y, of_labels(Y, w, lambda found: float(np.prod(found)))),
            "You multiplied the weights of all labels of a row, of which an empty row has none. "
            "Keras looks at one label of each row, and finds one in an empty row too.",
        ),
        Mistake(
            "heaviest_label_one_for_none",
            lambda Y, w: one_for_none(Y, of_labels(Y, w, max)),
            "You took the largest weight among the labels of a row, and 1 where there is none. It "
            "is the place of a label that decides, not its weight, in an empty row too.",
        ),
        Mistake(
            "last_label_one_for_none",
            lambda Y, w: one_for_none(Y, of_labels(Y, w, lambda found: found[-1])),
            "You took the last label that is set, and 1 where there is none. Of equal numbers "
            "argmax takes another one, and a row of zeros is a row of equal numbers.",
        ),
        Mistake(
            "no_label_weighs_one",
            lambda Y, w: one_for_none(Y, multilabel_row_weights(Y, w)),
            "A row without any label weighs 1 in your result. In Keras it doesn't: the largest of "
            "all zeros is the first of them.",
        ),
        Mistake(
            "a_weight_for_each_label",
            lambda Y, w: np.where(Y == 1, looked_up(np.arange(Y.shape[1]), w), 1.0),
            "You give each label a weight of its own, an array (n, k). That is what one would "
            "wish for; `class_weight` makes one number of each row, (n,).",
        ),
        Mistake(
            "argmax_down_the_columns",
            lambda Y, w: looked_up(np.argmax(Y, axis=0), w),
            "Your argmax runs down the columns, so you get one number a label. Let it run along "
            "each row, for one number a row.",
        ),
        Mistake(
            "missing_key_raises",
            lambda Y, w: strictly(np.argmax(Y, axis=1), w),
            "Your function stops with a KeyError where a label has no key. It counts 1.0.",
        ),
        Mistake(
            "missing_key_is_zero",
            lambda Y, w: looked_up(np.argmax(Y, axis=1), w, 0.0),
            "Where a label has no key, your rows weigh 0, and nothing is learnt from them. It "
            "counts 1.0.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 3. positive_weights


def positive_weights(Y: np.ndarray) -> np.ndarray:
    """Return negatives / positives of each label.

    Y: 0 or 1, int (n, k), a column for each label. A label without negatives weighs 0.
    Returns a float array (k,). Raises ValueError with the index of a label without positives.
    """
    positives = Y.sum(axis=0)
    if positives.min() == 0:
        raise ValueError(f"label {positives.argmin()} has no positives")
    return (len(Y) - positives) / positives


def positive_weights_by_loop(Y: np.ndarray) -> np.ndarray:
    weights = []
    for label, column in enumerate(Y.T):
        if 1 not in column:
            raise ValueError(f"no row has label number {label}")
        weights.append(np.sum(column == 0) / np.sum(column == 1))
    return np.array(weights)


def positive_weights_from_shares(Y: np.ndarray) -> np.ndarray:
    share = Y.mean(axis=0)
    empty = np.flatnonzero(share == 0)
    if len(empty):
        raise ValueError(f"labels without positives: {empty.tolist()}")
    return 1 / share - 1


def positives_and_negatives(Y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how many rows have each label and how many don't; an error as in the reference."""
    positive_weights(Y)
    return Y.sum(axis=0), (1 - Y).sum(axis=0)


def infinite_weights(Y: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return (1 - Y).sum(axis=0) / Y.sum(axis=0)


def one_for_no_positives(Y: np.ndarray) -> np.ndarray:
    positives = Y.sum(axis=0)
    return np.where(positives > 0, (len(Y) - positives) / np.maximum(positives, 1), 1.0)


def nameless_error(Y: np.ndarray) -> np.ndarray:
    if not Y.any(axis=0).all():
        raise ValueError("some label has no positives")
    return positive_weights(Y)


def every_label_needs_negatives(Y: np.ndarray) -> np.ndarray:
    full = np.flatnonzero(Y.all(axis=0))
    if len(full):
        raise ValueError(f"label {full[0]} has no negatives")
    return positive_weights(Y)


def positive_weights_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.array([[1, 0, 0], [1, 0, 1], [0, 0, 0], [1, 1, 0], [1, 0, 0]]),))
    yield Case((np.array([[1, 0], [1, 1], [1, 0]]),))
    yield Case((np.array([[0, 1, 0, 1], [0, 0, 0, 1], [1, 1, 0, 0]]),), mentions=("2",))
    for n, k in ((8, 3), (11, 4)):
        counts = rng.choice(np.arange(1, n), size=k, replace=False)
        drawn = np.array([rng.permutation(np.arange(n) < count) for count in counts]).T
        yield Case((drawn.astype(int),))
    label = int(rng.integers(4, 8))
    Y = (rng.random((9, 8)) < 0.5).astype(int)
    Y[0], Y[1] = 1, 0
    Y[:, label] = 0
    yield Case((Y,), mentions=(str(label),))


POSITIVE_WEIGHTS = Exercise(
    name="positive_weights",
    signature="positive_weights(Y) -> float array (k,), or ValueError",
    reference=positive_weights,
    cases=positive_weights_cases,
    alternatives=[positive_weights_by_loop, positive_weights_from_shares],
    hints=[
        "Count the ones of each column, `Y.sum(axis=0)`: these are the positives. All other rows "
        "are negatives. Before you divide, look whether there is anything to divide by.",
        "The negatives are the number of rows less the positives. For a label without positives: "
        '`raise ValueError(f"label {label} ...")`. A label that all rows have needs no special '
        "care: 0 divided by something is 0.",
    ],
    mistakes=[
        Mistake(
            "upside_down",
            lambda Y: positives_and_negatives(Y)[0] / np.maximum(positives_and_negatives(Y)[1], 1),
            "You divided positives by negatives, so the frequent labels get the large weights. "
            "It is the other way round.",
        ),
        Mistake(
            "rows_over_positives",
            lambda Y: len(Y) / positives_and_negatives(Y)[0],
            "You divided all rows by the positives: one too many for every label. Nine negatives "
            "for one positive make a weight of 9, not 10.",
        ),
        Mistake(
            "balanced",
            lambda Y: len(Y) / (2 * positives_and_negatives(Y)[0]),
            "You took the balanced weight of the positives. It belongs together with one for the "
            "negatives; here these stay at 1, so the positives' weight is the ratio of the two.",
        ),
        Mistake(
            "share_of_negatives",
            lambda Y: positives_and_negatives(Y)[1] / len(Y),
            "You divided the negatives by all rows. Such a weight never reaches 1, however rare "
            "the label: divide by the positives.",
        ),
        Mistake(
            "root_of_the_ratio",
            lambda Y: np.sqrt(positive_weights(Y)),
            "You took the square root of the ratio. That is a milder rule of lesson 04; here the "
            "ratio itself is asked for.",
        ),
        Mistake(
            "never_below_one",
            lambda Y: np.maximum(positive_weights(Y), 1.0),
            "You let no weight fall below 1. A label that most rows have gets a weight below 1 "
            "here, since its negatives are the rare ones.",
        ),
        Mistake(
            "along_the_rows",
            lambda Y: (1 - Y).sum(axis=1) / np.maximum(Y.sum(axis=1), 1),
            "You counted along each row, which gives one number a row. The labels are the "
            "columns: count down each of them.",
        ),
        Mistake(
            "one_ratio_for_all",
            lambda Y: np.full(
                Y.shape[1], np.sum(positives_and_negatives(Y)[1]) / np.sum(Y), dtype=float
            ),
            "You counted the whole table at once, so all labels share one weight. Count each "
            "column by itself.",
        ),
        Mistake(
            "infinite",
            infinite_weights,
            "A label without positives gets an infinite weight from you, and makes the loss NaN. "
            "Raise a ValueError with its index before you divide.",
        ),
        Mistake(
            "one_for_no_positives",
            one_for_no_positives,
            "A label without positives gets a weight of 1 from you, and nobody hears that it "
            "can't be learnt. Raise a ValueError with its index.",
        ),
        Mistake(
            "no_negatives_refused",
            every_label_needs_negatives,
            "You refuse a label that all rows have. It weighs 0 negatives over n positives, "
            "which is 0.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 4. multilabel_loss


def multilabel_loss(Y: np.ndarray, P: np.ndarray, pos_weight: np.ndarray) -> float:
    """Return the mean over all entries of -(w * y * log(p) + (1 - y) * log(1 - p)).

    Y: 0 or 1, int (n, k); P: probabilities (n, k), to be clipped to [1e-7, 1 - 1e-7].
    pos_weight: floats (k,), w of each label.
    """
    P = np.clip(P, 1e-7, 1 - 1e-7)
    losses = -(pos_weight * Y * np.log(P) + (1 - Y) * np.log(1 - P))
    return float(losses.mean())


def multilabel_loss_by_choice(Y: np.ndarray, P: np.ndarray, pos_weight: np.ndarray) -> float:
    given = np.where(Y == 1, P, 1 - P).clip(1e-7, 1 - 1e-7)
    return float(np.average(-np.log(given) * np.where(Y == 1, pos_weight, 1.0)))


def multilabel_loss_by_label(Y: np.ndarray, P: np.ndarray, pos_weight: np.ndarray) -> float:
    total = 0.0
    for y, p, w in zip(Y.T, P.T, pos_weight, strict=True):
        clipped = np.minimum(np.maximum(p, 1e-7), 1 - 1e-7)
        total += np.sum(-w * xlogy(y, clipped)) - np.sum(xlogy(1 - y, 1 - clipped))
    return float(total / Y.size)


def multilabel_loss_by_sklearn(Y: np.ndarray, P: np.ndarray, pos_weight: np.ndarray) -> float:
    weights = np.where(Y == 1, pos_weight, 1.0).ravel()
    p = np.clip(P.ravel(), 1e-7, 1 - 1e-7)
    total = log_loss(Y.ravel(), p, sample_weight=weights, labels=[0, 1], normalize=False)
    return float(total) / Y.size


def entry_losses(
    Y: np.ndarray,
    P: np.ndarray,
    positive: np.ndarray | float = 1.0,
    negative: np.ndarray | float = 1.0,
) -> np.ndarray:
    """Return the loss of each entry with a weight for its ones and one for its zeros."""
    P = np.clip(P, 1e-7, 1 - 1e-7)
    return -(positive * Y * np.log(P) + negative * (1 - Y) * np.log(1 - P))


def not_clipped(Y: np.ndarray, P: np.ndarray, pos_weight: np.ndarray) -> float:
    with np.errstate(all="ignore"):
        return float(-np.mean(pos_weight * Y * np.log(P) + (1 - Y) * np.log(1 - P)))


def clipped_at_zero_only(Y: np.ndarray, P: np.ndarray, pos_weight: np.ndarray) -> float:
    P = np.maximum(P, 1e-7)
    with np.errstate(all="ignore"):
        return float(-np.mean(pos_weight * Y * np.log(P) + (1 - Y) * np.log(1 - P)))


def multilabel_loss_cases(rng: np.random.Generator) -> Iterator[Case]:
    Y = np.array([[1, 0], [0, 1], [1, 1]])
    yield Case((Y, np.array([[0.8, 0.4], [0.3, 0.9], [0.5, 0.2]]), np.array([2.0, 9.0])))
    yield Case((Y, np.array([[0.0, 0.4], [0.3, 0.8], [0.5, 0.2]]), np.array([0.5, 4.0])))
    # All right, and sure of it: 0 * log(0) comes up.
    yield Case((1 - Y, np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 0.1]]), np.array([3.0, 1.0])))
    for n, k in ((4, 3), (5, 4)):
        drawn = (rng.random((n, k)) < 0.4).astype(int)
        drawn[0], drawn[1] = 1, 0
        P = np.round(rng.uniform(0.05, 0.95, size=(n, k)), 2)
        yield Case((drawn, P, np.array(list(random_weights(rng, range(k)).values()))))


MULTILABEL_LOSS = Exercise(
    name="multilabel_loss",
    signature="multilabel_loss(Y, P, pos_weight) -> float",
    reference=multilabel_loss,
    cases=multilabel_loss_cases,
    alternatives=[
        multilabel_loss_by_choice,
        multilabel_loss_by_label,
        multilabel_loss_by_sklearn,
    ],
    hints=[
        "Work out one loss for each entry, an array (n, k), then take the mean of them all. NumPy "
        "multiplies (n, k) with (k,) label by label, as it is wanted here.",
        "First `np.clip(P, 1e-7, 1 - 1e-7)`. Where y is 1 the loss is -w log(p), where y is 0 it "
        "is -log(1 - p). The factors Y and 1 - Y switch between the two.",
    ],
    mistakes=[
        Mistake(
            "weight_on_both",
            lambda Y, P, w: float(np.mean(entry_losses(Y, P, w, w))),
            "You weighted the zeros of a label like its ones. Then only the labels weigh more "
            "against each other; a positive weight belongs to the ones.",
        ),
        Mistake(
            "weight_on_the_negatives",
            lambda Y, P, w: float(np.mean(entry_losses(Y, P, 1.0, w))),
            "Your weight stands before log(1 - p), the part of the zeros. It belongs to the ones, "
            "which are rare.",
        ),
        Mistake(
            "weights_left_out",
            lambda Y, P, w: float(np.mean(entry_losses(Y, P))),
            "pos_weight has no part in your result: that is the plain binary cross-entropy.",
        ),
        Mistake(
            "divided_by_the_weights",
            lambda Y, P, w: float(np.sum(entry_losses(Y, P, w)) / np.sum(np.where(Y == 1, w, 1.0))),
            "You divided by the sum of the weights. As in lesson 02, Keras divides by how many "
            "entries there are, however heavy.",
        ),
        Mistake(
            "labels_added_up",
            lambda Y, P, w: float(np.mean(np.sum(entry_losses(Y, P, w), axis=1))),
            "You added up the labels of each row, and took the mean over rows only. The mean goes "
            "over all n * k entries.",
        ),
        Mistake(
            "one_loss_a_row",
            lambda Y, P, w: np.mean(entry_losses(Y, P, w), axis=1),
            "You return one number for each row. One number for all of them is asked for.",
        ),
        Mistake(
            "positives_only",
            lambda Y, P, w: float(np.mean(-w * Y * np.log(np.clip(P, 1e-7, 1 - 1e-7)))),
            "The zeros of Y cost nothing in your result. A model that says yes to everything would "
            "be best: add the part with log(1 - p).",
        ),
        Mistake(
            "sign_forgotten",
            lambda Y, P, w: float(-np.mean(entry_losses(Y, P, w))),
            "Your result is below 0. A logarithm of a probability is negative: that is why there "
            "is a minus sign before the whole sum.",
        ),
        Mistake(
            "not_clipped",
            not_clipped,
            "With a probability of 0 or 1 your result is infinite or NaN. Clip P first, at both "
            "ends.",
        ),
        Mistake(
            "clipped_at_zero_only",
            clipped_at_zero_only,
            "You clip P at the lower end only. At p = 1 the other logarithm, log(1 - p), is "
            "infinite too.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 5. per_output


def per_output(
    targets: dict[str, np.ndarray], class_weights: dict[str, dict[int, float]]
) -> dict[str, np.ndarray]:
    """Return {output: float weights (n,)}, those of each row at this output.

    targets: {output: int classes (n,)}; class_weights: {output: {class: weight}} with the
    same outputs in any order; a class without a key counts 1.0.
    """
    weights = {}
    for output, y in targets.items():
        of_class = class_weights[output]
        weights[output] = np.array([of_class.get(int(c), 1.0) for c in y], dtype=float)
    return weights


def per_output_by_masks(
    targets: dict[str, np.ndarray], class_weights: dict[str, ByClass]
) -> dict[str, np.ndarray]:
    result = {output: np.ones(len(y)) for output, y in targets.items()}
    for output, of_class in class_weights.items():
        for c, weight in of_class.items():
            result[output][targets[output] == c] = weight
    return result


def per_output_by_sklearn(
    targets: dict[str, np.ndarray], class_weights: dict[str, ByClass]
) -> dict[str, np.ndarray]:
    return {
        output: compute_sample_weight(
            {c: class_weights[output].get(c, 1.0) for c in np.unique(y).tolist()}, y
        )
        for output, y in targets.items()
    }


Targets = Mapping[str, np.ndarray]
Dicts = Mapping[str, ByClass]


def joined(targets: Targets, class_weights: Dicts) -> np.ndarray:
    """Return the product over all outputs of each row's weights."""
    return np.prod([looked_up(y, class_weights[name]) for name, y in targets.items()], axis=0)


def first_dict_for_all(targets: Targets, class_weights: Dicts) -> dict[str, np.ndarray]:
    first = class_weights[next(iter(targets))]
    return {name: looked_up(y, first) for name, y in targets.items()}


def first_targets_for_all(targets: Targets, class_weights: Dicts) -> dict[str, np.ndarray]:
    first = next(iter(targets.values()))
    return {name: looked_up(first, class_weights[name]) for name in targets}


def paired_by_order(targets: Targets, class_weights: Dicts) -> dict[str, np.ndarray]:
    pairs = zip(targets.items(), class_weights.values(), strict=True)
    return {name: looked_up(y, of_class) for (name, y), of_class in pairs}


def per_output_cases(rng: np.random.Generator) -> Iterator[Case]:
    targets = {"kind": np.array([0, 2, 1, 0]), "wet": np.array([0, 0, 1, 0])}
    yield Case((targets, {"kind": {0: 0.5, 1: 2.0, 2: 4.0}, "wet": {0: 1.0, 1: 9.0}}))
    targets = {"dog": np.array([1, 0, 0]), "night": np.array([0, 1, 1])}
    yield Case((targets, {"night": {1: 3.0, 0: 0.5}, "dog": {1: 5.0}}))
    for names, n in ((("colour", "age"), 6), (("left", "right", "top"), 7)):
        y_of = {name: rng.permutation([0, 1, 2, *rng.integers(0, 3, size=n - 3)]) for name in names}
        y_of[names[0]] = (y_of[names[1]] + 1) % 3  # so that the outputs' targets differ
        dicts = {name: random_weights(rng, [2, 0]) for name in reversed(names)}
        yield Case((y_of, dicts))


PER_OUTPUT = Exercise(
    name="per_output",
    signature="per_output(targets, class_weights) -> {'output': float array (n,)}",
    reference=per_output,
    cases=per_output_cases,
    alternatives=[per_output_by_masks, per_output_by_sklearn],
    hints=[
        "Each output is a task of its own: its targets, its dict, its array of weights. Go through "
        "the outputs by name, and do for each what you did for one in lesson 02.",
        "`for output, y in targets.items()` gives name and targets; `class_weights[output]` is the "
        "dict that belongs to them, whatever its place. Put the array under the same name.",
    ],
    mistakes=[
        Mistake(
            "first_dict_for_all",
            first_dict_for_all,
            "You weigh all outputs with the dict of the first one. Each output has its own, under "
            "its name.",
        ),
        Mistake(
            "first_targets_for_all",
            first_targets_for_all,
            "You look up the targets of the first output in every dict. Each output has targets "
            "of its own, under its name.",
        ),
        Mistake(
            "paired_by_order",
            paired_by_order,
            "You pair targets and dicts by their order. The two may be written in different "
            "orders: pair them by the name of the output.",
        ),
        Mistake(
            "one_product_for_all",
            lambda targets, dicts: dict.fromkeys(targets, joined(targets, dicts)),
            "All outputs get the same weights from you, a product over the outputs. A row that is "
            "rare for one output may be common for another: keep them apart.",
        ),
        Mistake(
            "one_array",
            joined,
            "You return one array. Keras would use it for every output: return a dict with an "
            "array for each.",
        ),
        Mistake(
            "list_of_arrays",
            lambda targets, dicts: [looked_up(y, dicts[name]) for name, y in targets.items()],
            "You return a list. Where the targets are a dict, Keras refuses a list of weights: "
            "put each array under its output's name.",
        ),
        Mistake(
            "missing_key_raises",
            lambda targets, dicts: {name: strictly(y, dicts[name]) for name, y in targets.items()},
            "Your function stops with a KeyError where a class has no key. Such a class counts "
            "1.0.",
        ),
        Mistake(
            "missing_key_is_zero",
            lambda targets, dicts: {
                name: looked_up(y, dicts[name], 0.0) for name, y in targets.items()
            },
            "Rows of a class without a key weigh 0 in your result. Such a class counts 1.0.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 6. temporal_weights


def temporal_weights(Y: np.ndarray, class_weight: dict[int, float], pad: int) -> np.ndarray:
    """Return a weight for each time step of each row.

    Y: int classes (n, T); class_weight: a missing key counts 1.0.
    pad: the value in Y of steps that are padding; these weigh 0, even if pad has a key.
    Returns a float array (n, T).
    """
    by_class = {**class_weight, pad: 0.0}
    return np.array([[by_class.get(int(c), 1.0) for c in row] for row in Y], dtype=float)


def temporal_by_masks(Y: np.ndarray, class_weight: ByClass, pad: int) -> np.ndarray:
    weights = np.ones(Y.shape)
    for c, weight in class_weight.items():
        weights[c == Y] = weight
    weights[pad == Y] = 0
    return weights


def temporal_by_where(Y: np.ndarray, class_weight: ByClass, pad: int) -> np.ndarray:
    flat = [class_weight.get(c, 1.0) for c in Y.ravel().tolist()]
    return np.where(pad == Y, 0.0, np.reshape(flat, Y.shape))


def temporal_by_sklearn(Y: np.ndarray, class_weight: ByClass, pad: int) -> np.ndarray:
    found, places = np.unique(Y, return_inverse=True)
    of_found = np.array([0.0 if c == pad else class_weight.get(c, 1.0) for c in found.tolist()])
    return of_found[places].reshape(Y.shape)


def films_off_after_padding(Y: np.ndarray, class_weight: ByClass, pad: int) -> np.ndarray:
    weights = looked_up(Y, class_weight)
    weights[np.any(pad == Y, axis=1)] = 0
    return weights


def temporal_weights_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.array([[0, 1, 0], [1, 0, -1], [0, -1, -1]]), {0: 0.5, 1: 9.0}, -1))
    yield Case((np.array([[1, 2, 0, 0], [2, 2, 1, 0]]), {0: 3.0, 1: 0.5, 2: 4.0}, 0))
    yield Case((np.array([[3, 5, 9], [5, 7, 5]]), {5: 6.0, 9: 2.0}, 9))
    yield Case((np.array([[4, 7, 7], [5, 4, 7]]), {4: 2.0}, 7))
    for n, steps, pad in ((4, 5, -1), (5, 4, int(rng.integers(6, 10)))):
        classes = [0, 1, 2]
        Y = rng.integers(0, 3, size=(n, steps))
        Y[0, :3], Y[1, :3] = rng.permutation(3), rng.permutation(3)
        for row in range(1, n):
            Y[row, steps - int(rng.integers(1, 3)) :] = pad
        weights = random_weights(rng, [int(c) for c in rng.permutation(classes)[:2]])
        if pad > 0:
            weights[pad] = 2.5
        yield Case((Y, weights, pad))


TEMPORAL_WEIGHTS = Exercise(
    name="temporal_weights",
    signature="temporal_weights(Y, class_weight, pad) -> float array (n, T)",
    reference=temporal_weights,
    cases=temporal_weights_cases,
    alternatives=[temporal_by_masks, temporal_by_where, temporal_by_sklearn],
    hints=[
        "Each time step is looked up by its own class, as a row was in lesson 02. Whatever came "
        "out for padding is overruled at the end, or not looked up at all.",
        "`weights[Y == c] = w` sets all steps of a class at once in an array of ones of Y's shape. "
        "The padding comes last, so that it has the final say.",
    ],
    mistakes=[
        Mistake(
            "padding_weighs_one",
            lambda Y, w, pad: np.where(pad == Y, 1.0, looked_up(Y, w)),
            "Padding weighs 1 in your result. These steps never happened, and the network would "
            "learn what comes after the end: they weigh 0.",
        ),
        Mistake(
            "padding_keeps_its_key",
            lambda Y, w, pad: looked_up(Y, {pad: 0.0, **w}),
            "Padding weighs 0, unless it has a key in the dict. It has to weigh 0 even then.",
        ),
        Mistake(
            "padding_like_a_class",
            lambda Y, w, pad: looked_up(Y, w),
            "You look padding up like a class: it gets the weight of its key, or 1. It has to "
            "weigh 0 in any case.",
        ),
        Mistake(
            "padding_is_negative",
            lambda Y, w, pad: np.where(Y < 0, 0.0, looked_up(Y, w)),
            "You take negative numbers for padding. Which number stands for padding is said by "
            "`pad`, and it may be 0 or 9.",
        ),
        Mistake(
            "whole_row_off",
            films_off_after_padding,
            "A row with padding weighs 0 as a whole in your result. Only the padded steps do; the "
            "others did happen.",
        ),
        Mistake(
            "one_weight_a_row",
            lambda Y, w, pad: np.max(temporal_weights(Y, w, pad), axis=1),
            "You return one weight for each row, (n,). With a batch of T rows Keras would take "
            "them for the weights of time steps: return (n, T).",
        ),
        Mistake(
            "mean_made_one",
            lambda Y, w, pad: temporal_weights(Y, w, pad) / np.mean(temporal_weights(Y, w, pad)),
            "The ratios are right, but you divided by the mean of all weights. The weights are "
            "wanted as they stand in the dict.",
        ),
        Mistake(
            "missing_key_raises",
            lambda Y, w, pad: strictly(Y, {**w, pad: 0.0}),
            "Your function stops with a KeyError where a class has no key. Such a class counts "
            "1.0.",
        ),
        Mistake(
            "missing_key_is_zero",
            lambda Y, w, pad: looked_up(Y, {**w, pad: 0.0}, 0.0),
            "Steps of a class without a key weigh 0 in your result, as if they were padding. Such "
            "a class counts 1.0.",
        ),
        Mistake(
            "steps_in_one_line",
            lambda Y, w, pad: temporal_weights(Y, w, pad).ravel(),
            "You return all steps in one line. Keep the shape of Y: a row for each series.",
        ),
    ],
)

EXERCISES: list[Exercise] = [
    COMBINE,
    MULTILABEL_ROW_WEIGHTS,
    POSITIVE_WEIGHTS,
    MULTILABEL_LOSS,
    PER_OUTPUT,
    TEMPORAL_WEIGHTS,
]
