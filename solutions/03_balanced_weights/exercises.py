"""Exercise bank of lesson 03: references, cases, and the mistakes people make."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from sklearn.utils import compute_class_weight, compute_sample_weight

from helpers.checks.exercise import Case, Exercise, Mistake
from helpers.checks.plain import Stream

Batch = tuple[np.ndarray, np.ndarray]
WeightedBatch = tuple[np.ndarray, np.ndarray, np.ndarray]


def shuffled_labels(
    rng: np.random.Generator, classes: Sequence[int], low: int = 1, high: int = 9
) -> np.ndarray:
    """Return labels in random order, each class with its own number of rows."""
    counts = rng.choice(np.arange(low, high), size=len(classes), replace=False)
    return rng.permutation(np.repeat(classes, counts))


def random_classes(rng: np.random.Generator, size: int) -> list[int]:
    """Return different ids with gaps, sorted, none of them in its place from 0."""
    return sorted(int(c) for c in rng.choice(np.arange(3, 15), size=size, replace=False))


def random_weights(rng: np.random.Generator, classes: Sequence[int]) -> dict[int, float]:
    """Return different weights with one decimal, none of them 1."""
    drawn = rng.choice(np.arange(12, 90), size=len(classes), replace=False) / 10
    return dict(zip(classes, drawn.tolist(), strict=True))


def counts_of(y: np.ndarray) -> dict[int, int]:
    """Return the number of rows of each class."""
    classes, counts = np.unique(y, return_counts=True)
    return dict(zip(classes.tolist(), counts.tolist(), strict=True))


# ---------------------------------------------------------------------------------------------
# 1. balanced_weights


def balanced_weights(y: np.ndarray) -> dict[int, float]:
    """Return scikit-learn's balanced weights {class: weight}, with plain int keys.

    y: int array (n,), two classes or more; ids are any integers, with gaps.
    """
    classes = np.unique(y)
    weights = compute_class_weight(class_weight="balanced", classes=classes, y=y)
    return dict(zip(classes.tolist(), weights.tolist(), strict=True))


def balanced_weights_by_loop(y: np.ndarray) -> dict[int, float]:
    found = np.array(sorted(set(y.tolist())))
    weights = compute_class_weight(class_weight="balanced", classes=found, y=y)
    return {int(found[place]): float(weight) for place, weight in enumerate(weights)}


def balanced_weights_by_rows(y: np.ndarray) -> dict[int, float]:
    weights = compute_sample_weight(class_weight="balanced", y=y)
    return {int(label): float(weight) for label, weight in zip(y, weights, strict=True)}


def balanced_weights_by_counter(y: np.ndarray) -> dict[int, float]:
    counts = Counter(y.tolist())
    return {c: len(y) / (len(counts) * n) for c, n in counts.items()}


def paired_by_appearance(y: np.ndarray) -> dict[int, float]:
    return dict(zip(dict.fromkeys(y.tolist()), balanced_weights(y).values(), strict=True))


def called_by_position(y: np.ndarray) -> dict[int, float]:
    weights = compute_class_weight("balanced", np.unique(y), y)
    return dict(zip(np.unique(y).tolist(), weights.tolist(), strict=True))


def classes_as_list(y: np.ndarray) -> dict[int, float]:
    classes = np.unique(y).tolist()
    weights = compute_class_weight(class_weight="balanced", classes=classes, y=y)
    return dict(zip(classes, weights.tolist(), strict=True))


def classes_counted_up(y: np.ndarray) -> dict[int, float]:
    classes = np.arange(len(np.unique(y)))
    weights = compute_class_weight(class_weight="balanced", classes=classes, y=y)
    return dict(zip(classes.tolist(), weights.tolist(), strict=True))


def balanced_weights_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.repeat([0, 1, 2], [8, 1, 1]),))
    yield Case((np.array([5, 1, 1, 3, 1, 5, 1]),))
    yield Case((np.array([7, -2, 7, 7, 7]),))
    for size in (2, 4):
        classes = random_classes(rng, size)
        labels = shuffled_labels(rng, classes, low=2, high=12)
        yield Case((np.append(classes[-1], labels),))


BALANCED_WEIGHTS = Exercise(
    name="balanced_weights",
    signature="balanced_weights(y) -> {int class: float weight}",
    reference=balanced_weights,
    cases=balanced_weights_cases,
    alternatives=[balanced_weights_by_loop, balanced_weights_by_rows, balanced_weights_by_counter],
    hints=[
        "scikit-learn returns the weights in the order of the array `classes` that it was given. "
        "Which function of NumPy gives the classes that occur in y, sorted?",
        "Three named arguments: class_weight, classes, y. Then pair the classes with the weights "
        "by `zip`, after `.tolist()` on both, which makes plain ints and floats.",
    ],
    mistakes=[
        Mistake(
            "numbered_from_zero",
            lambda y: dict(enumerate(balanced_weights(y).values())),
            "The weights are right, but their keys are 0, 1, 2 and so on. With other labels Keras "
            "finds another class's weight or none, and says nothing.",
        ),
        Mistake(
            "called_by_position",
            called_by_position,
            "Today's scikit-learn takes these arguments by name only, and raises a TypeError for "
            "a call by position: name all three of them.",
        ),
        Mistake(
            "classes_as_list",
            classes_as_list,
            "scikit-learn wants `classes` as an array and refuses a list, a tuple or a set.",
        ),
        Mistake(
            "classes_counted_up",
            classes_counted_up,
            "You told scikit-learn that the classes are 0, 1, 2 and so on. It raises a "
            "ValueError where y has other labels: give it those that occur in y.",
        ),
        Mistake(
            "paired_by_appearance",
            paired_by_appearance,
            "You paired the weights with the classes in the order in which they first appear in "
            "y. The weights come in the order of `classes`, which you gave sorted.",
        ),
        Mistake(
            "numpy_keys",
            lambda y: {np.int64(c): weight for c, weight in balanced_weights(y).items()},
            "Your keys are NumPy integers. They work in Keras, but not in JSON, where such a dict "
            "is often kept: `.tolist()` makes plain ints.",
        ),
        Mistake(
            "array_returned",
            lambda y: np.array(list(balanced_weights(y).values())),
            "You return the array as it comes from scikit-learn, which doesn't say which weight "
            "is whose. Make a dict of it, with the classes as keys.",
        ),
        Mistake(
            "classes_not_counted",
            lambda y: {c: len(y) / n for c, n in counts_of(y).items()},
            "You took N / n_c. Balanced weights are smaller by one factor, the number of classes, "
            "so that the mean row weight is 1.",
        ),
        Mistake(
            "largest_class_as_measure",
            lambda y: {c: max(counts_of(y).values()) / n for c, n in counts_of(y).items()},
            "You divided the largest count by each count. That rule is the next exercise; "
            "balanced weights have a mean row weight of 1.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 2. max_count_weights


def max_count_weights(y: np.ndarray) -> dict[int, float]:
    """Return {class: rows of the largest class / rows of this class}, with plain int keys.

    y: int array (n,), two classes or more; ids may have gaps.
    """
    classes, counts = np.unique(y, return_counts=True)
    return {int(c): float(counts.max() / n) for c, n in zip(classes, counts, strict=True)}


def max_count_weights_by_counter(y: np.ndarray) -> dict[int, float]:
    counts = Counter(y.tolist())
    [(_, largest)] = counts.most_common(1)
    return {c: largest / n for c, n in counts.items()}


def max_count_weights_by_arrays(y: np.ndarray) -> dict[int, float]:
    classes, counts = np.unique(y, return_counts=True)
    return dict(zip(classes.tolist(), (counts.max() / counts).tolist(), strict=True))


def max_count_weights_by_balanced(y: np.ndarray) -> dict[int, float]:
    balanced = balanced_weights_by_rows(y)
    return {c: weight / min(balanced.values()) for c, weight in balanced.items()}


def max_count_weights_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.repeat([0, 1, 2], [8, 1, 1]),))
    yield Case((np.array([5, 1, 1, 3, 1, 5, 1]),))
    yield Case((np.array([9, 9, 4, 9]),))
    for size in (2, 4):
        yield Case((shuffled_labels(rng, random_classes(rng, size), low=2, high=14),))


def count_of_the_largest_label(y: np.ndarray) -> dict[int, float]:
    counts = counts_of(y)
    return {c: counts[max(counts)] / n for c, n in counts.items()}


MAX_COUNT_WEIGHTS = Exercise(
    name="max_count_weights",
    signature="max_count_weights(y) -> {class: max(n) / n_c}",
    reference=max_count_weights,
    cases=max_count_weights_cases,
    alternatives=[
        max_count_weights_by_counter,
        max_count_weights_by_arrays,
        max_count_weights_by_balanced,
    ],
    hints=[
        "Count the rows of each class first. What does the largest class weigh by this rule, and "
        "what a class with half as many rows?",
        "`np.unique(y, return_counts=True)` gives classes and counts. Divide the largest count by "
        "each of them, and put the results under plain ints.",
    ],
    mistakes=[
        Mistake(
            "balanced",
            balanced_weights_by_rows,
            "These are the balanced weights. They have the same ratios, but here the largest class "
            "should weigh 1.",
        ),
        Mistake(
            "all_rows_as_measure",
            lambda y: {c: len(y) / n for c, n in counts_of(y).items()},
            "You divided the number of all rows by each count. What stands above the line is the "
            "number of rows of the largest class.",
        ),
        Mistake(
            "upside_down",
            lambda y: {c: n / max(counts_of(y).values()) for c, n in counts_of(y).items()},
            "You divided each count by the largest, so that rare classes weigh least. Turn it "
            "upside down.",
        ),
        Mistake(
            "smallest_as_measure",
            lambda y: {c: min(counts_of(y).values()) / n for c, n in counts_of(y).items()},
            "You divided the smallest count by each count: the rarest class weighs 1 and all "
            "others less. Start from the largest count.",
        ),
        Mistake(
            "largest_label",
            lambda y: {c: int(y.max()) / n for c, n in counts_of(y).items()},
            "You took the largest label. What is meant is the largest number of rows that a class "
            "has.",
        ),
        Mistake(
            "count_of_the_largest_label",
            count_of_the_largest_label,
            "You took the number of rows of the class with the largest label. Which class has most "
            "rows, you have to look up in the counts.",
        ),
        Mistake(
            "whole_numbers",
            lambda y: {c: max(counts_of(y).values()) // n for c, n in counts_of(y).items()},
            "You divided with `//`, which drops all behind the decimal point.",
        ),
        Mistake(
            "numbered_from_zero",
            lambda y: dict(enumerate(max_count_weights(y).values())),
            "Your weights are right, but the keys are 0, 1, 2 and so on, not the classes of y.",
        ),
        Mistake(
            "numpy_keys",
            lambda y: {np.int64(c): weight for c, weight in max_count_weights(y).items()},
            "Your keys are NumPy integers. They should be plain ints: `int(c)`.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 3. loss_scale


def loss_scale(class_weight: dict[int, float], y: np.ndarray) -> float:
    """Return the mean weight of a row: the factor by which weights scale a mean loss.

    class_weight: a class without a key weighs 1.0; y: int array (n,).
    """
    return float(np.mean([class_weight.get(label, 1.0) for label in y.tolist()]))


def loss_scale_by_masks(class_weight: dict[int, float], y: np.ndarray) -> float:
    weights = np.ones(len(y))
    for c, weight in class_weight.items():
        weights[y == c] = weight
    return float(weights.sum() / len(weights))


def loss_scale_by_counter(class_weight: dict[int, float], y: np.ndarray) -> float:
    counts = Counter(y.tolist())
    return sum(class_weight.get(c, 1.0) * n for c, n in counts.items()) / len(y)


def loss_scale_by_sklearn(class_weight: dict[int, float], y: np.ndarray) -> float:
    complete = {c: class_weight.get(c, 1.0) for c in y.tolist()}
    return float(compute_sample_weight(complete, y).mean())


def summed(class_weight: dict[int, float], y: np.ndarray, missing: float = 1.0) -> float:
    return float(sum(class_weight.get(label, missing) for label in y.tolist()))


def mean_over_classes(class_weight: dict[int, float], y: np.ndarray) -> float:
    classes = np.unique(y).tolist()
    return float(np.mean([class_weight.get(c, 1.0) for c in classes]))


def only_rows_with_a_key(class_weight: dict[int, float], y: np.ndarray) -> float:
    weights = [class_weight[label] for label in y.tolist() if label in class_weight]
    return float(np.mean(weights))


def loss_scale_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case(({0: 1.0, 1: 9.0}, np.repeat([0, 1], [9, 1])))
    yield Case(({0: 0.5, 1: 8.0, 2: 4.0}, np.array([2, 0, 0, 1, 0, 0])))
    yield Case(({5: 4.0}, np.array([3, 5, 3, 7])))
    yield Case(({2: 3.0, 4: 0.5, 9: 20.0}, np.array([4, 2, 4, 4, 4])))
    for size in (3, 4):
        classes = random_classes(rng, size)
        y = shuffled_labels(rng, classes, low=2, high=9)
        weights = random_weights(rng, classes)
        del weights[classes[int(rng.integers(0, size))]]
        yield Case((weights, y))


LOSS_SCALE = Exercise(
    name="loss_scale",
    signature="loss_scale(class_weight, y) -> float",
    reference=loss_scale,
    cases=loss_scale_cases,
    alternatives=[loss_scale_by_masks, loss_scale_by_counter, loss_scale_by_sklearn],
    hints=[
        "Give each row its weight first, then take a mean. Over how many things is it taken: over "
        "the classes, or over the rows?",
        "`class_weight.get(label, 1.0)` has an answer for every label. Go through the labels of "
        "all rows with it, and take the mean of what comes out.",
    ],
    mistakes=[
        Mistake(
            "mean_over_classes",
            mean_over_classes,
            "You took the mean over the classes. A class of many rows has to count more often: "
            "the mean is over the rows.",
        ),
        Mistake(
            "mean_over_the_dict",
            lambda w, y: sum(w.values()) / len(w),
            "You took the mean of the dict's values, whatever rows there are. Each weight counts "
            "as often as its class has rows.",
        ),
        Mistake(
            "missing_counts_zero",
            lambda w, y: summed(w, y, missing=0.0) / len(y),
            "Rows of a class without a key add nothing in your mean. In Keras they weigh 1.0.",
        ),
        Mistake(
            "missing_left_out",
            only_rows_with_a_key,
            "You left the rows of classes without a key out of the mean. They are trained on too, "
            "with a weight of 1.0.",
        ),
        Mistake(
            "missing_raises",
            lambda w, y: sum(w[label] for label in y.tolist()) / len(y),
            "Your function stops with a KeyError where a class has no key. Such a class weighs "
            "1.0.",
        ),
        Mistake(
            "sum_without_dividing",
            summed,
            "You return the sum of all row weights, which grows with the number of rows. Take "
            "their mean.",
        ),
        Mistake(
            "turned_over",
            lambda w, y: len(y) / summed(w, y),
            "You divided the number of rows by the sum of their weights. That is the factor which "
            "would bring the mean to 1, not the mean.",
        ),
        Mistake(
            "one_weight_a_row",
            lambda w, y: np.array([w.get(label, 1.0) for label in y.tolist()], dtype=float),
            "You return the weight of each row. They are right; what is asked for is one number, "
            "their mean.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 4. weights_from_fold


def weights_from_fold(y: np.ndarray, train_index: np.ndarray) -> dict[int, float]:
    """Return balanced weights {class: weight} from the training rows only, plain int keys.

    y: int array (n,), all labels; train_index: int array (m,), the places of the training
    rows in y, in any order. Every class has one.
    """
    rows = y[train_index]
    classes = np.unique(rows)
    weights = compute_class_weight(class_weight="balanced", classes=classes, y=rows)
    return dict(zip(classes.tolist(), weights.tolist(), strict=True))


def weights_from_fold_by_take(y: np.ndarray, train_index: np.ndarray) -> dict[int, float]:
    return balanced_weights_by_counter(np.take(y, train_index))


def weights_from_fold_by_mask(y: np.ndarray, train_index: np.ndarray) -> dict[int, float]:
    chosen = np.isin(np.arange(len(y)), train_index)
    classes = np.unique(y[chosen]).tolist()
    counts = [int(np.sum(chosen & (y == c))) for c in classes]
    return {
        c: float(chosen.sum() / (len(classes) * n)) for c, n in zip(classes, counts, strict=True)
    }


def weights_from_fold_by_rows(y: np.ndarray, train_index: np.ndarray) -> dict[int, float]:
    weights = compute_sample_weight("balanced", y[train_index])
    return {int(y[row]): float(w) for row, w in zip(train_index, weights, strict=True)}


def without(y: np.ndarray, index: np.ndarray) -> np.ndarray:
    """Return the labels of the rows that are not in the index."""
    return np.delete(y, index)


def all_rows_above_the_line(y: np.ndarray, train_index: np.ndarray) -> dict[int, float]:
    return {c: w * len(y) / len(train_index) for c, w in weights_from_fold(y, train_index).items()}


def rows_above_the_line_only(y: np.ndarray, train_index: np.ndarray) -> dict[int, float]:
    return {c: w * len(train_index) / len(y) for c, w in balanced_weights_by_counter(y).items()}


def fold_case(rng: np.random.Generator, size: int) -> Case:
    """Return labels of different counts, of which each class loses at least one row."""
    classes = random_classes(rng, size)
    counts = rng.choice(np.arange(4, 10), size=size, replace=False)
    left_out = rng.choice(np.arange(1, 4), size=size, replace=False)
    y = rng.permutation(np.repeat(classes, counts))
    gone = [
        row
        for c, n in zip(classes, left_out, strict=True)
        for row in rng.permutation(np.flatnonzero(y == c))[:n]
    ]
    return Case((y, rng.permutation(np.delete(np.arange(len(y)), gone))))


def weights_from_fold_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.array([0, 1, 0, 0, 1, 0, 0, 1]), np.array([0, 1, 2, 3, 5, 6])))
    yield Case((np.array([5, 1, 1, 3, 1, 5, 3, 1]), np.array([7, 6, 5, 4, 2])))
    for size in (2, 3):
        yield fold_case(rng, size)


WEIGHTS_FROM_FOLD = Exercise(
    name="weights_from_fold",
    signature="weights_from_fold(y, train_index) -> {class: weight}",
    reference=weights_from_fold,
    cases=weights_from_fold_cases,
    alternatives=[
        weights_from_fold_by_take,
        weights_from_fold_by_mask,
        weights_from_fold_by_rows,
    ],
    hints=[
        "First pick the labels of the training rows. After that it is an exercise that you have "
        "solved.",
        "An array takes an array of places: `y[train_index]`. Count only these rows, in N as well "
        "as in n_c.",
    ],
    mistakes=[
        Mistake(
            "all_rows",
            lambda y, index: balanced_weights_by_counter(y),
            "You counted all rows. The validation rows are not there to be learned from, so the "
            "weights must not depend on them: count the training rows only.",
        ),
        Mistake(
            "validation_rows",
            lambda y, index: balanced_weights_by_counter(without(y, index)),
            "You counted the rows that are left out. `train_index` names those that are trained "
            "on.",
        ),
        Mistake(
            "places_as_labels",
            lambda y, index: balanced_weights_by_counter(index),
            "You counted the entries of `train_index`. They are places of rows, not labels: look "
            "up which labels stand there.",
        ),
        Mistake(
            "first_rows",
            lambda y, index: balanced_weights_by_counter(y[: len(index)]),
            "You took the first rows of y, as many as the fold has. The training rows are those "
            "whose places `train_index` lists.",
        ),
        Mistake(
            "all_rows_above_the_line",
            all_rows_above_the_line,
            "You counted the classes in the fold, but N in all rows. Then the mean weight of a "
            "training row is not 1: count both in the fold.",
        ),
        Mistake(
            "all_rows_below_the_line",
            rows_above_the_line_only,
            "You counted N in the fold, but the rows of each class in all of y. Count both in the "
            "fold.",
        ),
        Mistake(
            "numbered_from_zero",
            lambda y, index: dict(enumerate(weights_from_fold(y, index).values())),
            "Your weights are right, but the keys are 0, 1, 2 and so on, not the classes of y.",
        ),
        Mistake(
            "numpy_keys",
            lambda y, index: {np.int64(c): w for c, w in weights_from_fold(y, index).items()},
            "Your keys are NumPy integers. They should be plain ints: `.tolist()` makes them.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 5. oversample


def oversample(X: np.ndarray, y: np.ndarray, copies: int) -> tuple[np.ndarray, np.ndarray]:
    """Return (X, y) in which every row of class 1 stands `copies` times, in any order.

    X: float array (n, d); y: int array (n,) of 0 and 1; copies: 1 or more, 1 changes nothing.
    """
    times = np.where(y == 1, copies, 1)
    return np.repeat(X, times, axis=0), np.repeat(y, times)


def oversample_by_places(
    X: np.ndarray, y: np.ndarray, copies: int
) -> tuple[np.ndarray, np.ndarray]:
    places = np.concatenate([np.flatnonzero(y != 1), *[np.flatnonzero(y == 1)] * copies])
    return X[places], y[places]


def oversample_by_stacking(
    X: np.ndarray, y: np.ndarray, copies: int
) -> tuple[np.ndarray, np.ndarray]:
    extra = X[y == 1]
    for _ in range(copies - 1):
        X, y = np.vstack([X, extra]), np.hstack([y, np.ones(len(extra), dtype=int)])
    return X, y


def oversample_by_loop(X: np.ndarray, y: np.ndarray, copies: int) -> tuple[np.ndarray, np.ndarray]:
    rows, labels = [], []
    for row, label in zip(X, y, strict=True):
        for _ in range(copies if label else 1):
            rows.append(row)
            labels.append(label)
    return np.array(rows), np.array(labels)


def repeated(X: np.ndarray, y: np.ndarray, times: Any) -> tuple[np.ndarray, np.ndarray]:
    return np.repeat(X, times, axis=0), np.repeat(y, times)


def order_lost(X: np.ndarray, y: np.ndarray, copies: int) -> tuple[np.ndarray, np.ndarray]:
    """Append the copies on top of the rows, and their labels at the end."""
    extra = repeated(X[y == 1], y[y == 1], copies - 1)
    return np.concatenate([extra[0], X]), np.concatenate([y, extra[1]])


def extra_rows_only(X: np.ndarray, y: np.ndarray, copies: int) -> tuple[np.ndarray, np.ndarray]:
    return repeated(X[y == 1], y[y == 1], copies)


def labels_forgotten(X: np.ndarray, y: np.ndarray, copies: int) -> tuple[np.ndarray, np.ndarray]:
    return oversample(X, y, copies)[0], y


def as_many_as_the_rest(X: np.ndarray, y: np.ndarray, copies: int) -> tuple[np.ndarray, np.ndarray]:
    equal = max(int(np.sum(y == 0) // np.sum(y == 1)), 1)
    return oversample(X, y, equal)


def axis_forgotten(X: np.ndarray, y: np.ndarray, copies: int) -> tuple[np.ndarray, np.ndarray]:
    extra = np.repeat(X[y == 1], copies - 1)
    return np.append(X, extra), np.append(y, np.ones(np.sum(y == 1) * (copies - 1), dtype=int))


def oversample_cases(rng: np.random.Generator) -> Iterator[Case]:
    X = np.array([[0.1, 1.0], [0.2, 2.0], [0.3, 3.0], [0.4, 4.0]])
    yield Case((X, np.array([0, 1, 0, 0]), 3))
    yield Case((X, np.array([1, 0, 0, 0]), 1))
    yield Case((X[:3], np.array([0, 1, 1]), 2))
    for copies in (2, int(rng.integers(3, 6))):
        y = rng.permutation(np.repeat([0, 1], [int(rng.integers(5, 8)), 2]))
        places = np.arange(len(y)) + 1
        yield Case((np.column_stack([places, rng.integers(1, 99, len(y)) / 10]), y, copies))


OVERSAMPLE = Exercise(
    name="oversample",
    signature="oversample(X, y, copies) -> (X, y) with every row of class 1 `copies` times",
    reference=oversample,
    cases=oversample_cases,
    alternatives=[oversample_by_places, oversample_by_stacking, oversample_by_loop],
    any_order=True,
    hints=[
        "How often should each row stand in the result? Write that down as an array of whole "
        "numbers, one for each row.",
        "`np.repeat` takes such an array of counts. For X it needs `axis=0`, so that whole rows "
        "are repeated; give the same counts to X and to y.",
    ],
    mistakes=[
        Mistake(
            "one_copy_too_many",
            lambda X, y, copies: repeated(X, y, np.where(y == 1, copies + 1, 1)),
            "Every row of class 1 stands there once too often: the row itself is one of the "
            "`copies`. With 1 nothing should change.",
        ),
        Mistake(
            "all_rows_copied",
            repeated,
            "You repeated all rows, so the share of class 1 is what it was. Repeat the rows of "
            "class 1 only.",
        ),
        Mistake(
            "other_class_copied",
            lambda X, y, copies: repeated(X, y, np.where(y == 1, 1, copies)),
            "You repeated the rows of class 0. The rare class, which is to become more frequent, "
            "is class 1.",
        ),
        Mistake(
            "rows_and_labels_torn_apart",
            order_lost,
            "Your rows and labels are right by themselves, but no longer in the same order, so "
            "rows get other rows' labels. Whatever you do to X, do to y in the same way.",
        ),
        Mistake(
            "labels_forgotten",
            labels_forgotten,
            "You repeated the rows of X but not their labels, so that the lengths differ. Repeat "
            "both.",
        ),
        Mistake(
            "class_one_only",
            extra_rows_only,
            "The rows of class 0 are gone. They stay in, once each.",
        ),
        Mistake(
            "as_many_as_the_rest",
            as_many_as_the_rest,
            "You copied until both classes are about equally frequent, whatever `copies` says. "
            "Here the caller decides how often.",
        ),
        Mistake(
            "axis_forgotten",
            axis_forgotten,
            "Your X has become flat: without an axis NumPy repeats and appends single numbers. "
            "Whole rows need `axis=0`.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 6. stacked_boost


def stacked_boost(copies: int, class_weight: dict[int, float]) -> float:
    """Return how many times as much a positive row counts as a negative one.

    copies: how often each row of class 1 is there, a row of class 0 once;
    class_weight: {0: weight, 1: weight}, both above 0, given to fit.
    """
    return float(copies * class_weight[1] / class_weight[0])


def stacked_boost_by_ratio(copies: int, class_weight: dict[int, float]) -> float:
    negative, positive = (class_weight[c] for c in (0, 1))
    return copies * (positive / negative)


def stacked_boost_by_sum(copies: int, class_weight: dict[int, float]) -> float:
    return sum([class_weight[1]] * copies) / class_weight[0]


def stacked_boost_by_rows(copies: int, class_weight: dict[int, float]) -> float:
    y = np.repeat([0, 1], [1, copies])
    weights = compute_sample_weight(class_weight, y)
    return float(weights[y == 1].sum() / weights[y == 0].sum())


def stacked_boost_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((9, {0: 1.0, 1: 9.0}))
    yield Case((4, {0: 0.5, 1: 3.0}))
    yield Case((1, {0: 2.0, 1: 0.5}))
    for _ in range(3):
        weights = random_weights(rng, [1, 0])
        yield Case((int(rng.integers(2, 13)), weights))


STACKED_BOOST = Exercise(
    name="stacked_boost",
    signature="stacked_boost(copies, class_weight) -> float",
    reference=stacked_boost,
    cases=stacked_boost_cases,
    alternatives=[stacked_boost_by_ratio, stacked_boost_by_sum, stacked_boost_by_rows],
    hints=[
        "One positive row stands there `copies` times. What does each of these copies weigh, and "
        "what do they weigh together?",
        "Two things boost the positive row: its copies, and the ratio of the two weights. Each of "
        "the copies gets the full weight.",
    ],
    mistakes=[
        Mistake(
            "added",
            lambda copies, w: copies + w[1] / w[0],
            "You added the copies and the ratio of the weights. Each of the copies has the full "
            "weight: what acts on every copy multiplies.",
        ),
        Mistake(
            "weight_of_zero_left_out",
            lambda copies, w: float(copies * w[1]),
            "You left out the weight of class 0. A weight says little by itself: how much more a "
            "positive row counts depends on what a negative one weighs.",
        ),
        Mistake(
            "copies_left_out",
            lambda copies, w: w[1] / w[0],
            "That is the ratio of the weights alone. The copies boost the positive rows as well.",
        ),
        Mistake(
            "weights_left_out",
            lambda copies, w: float(copies),
            "That is what the copies do alone. Each of them has the weight of class 1 too.",
        ),
        Mistake(
            "upside_down",
            lambda copies, w: copies * w[0] / w[1],
            "Your ratio of the weights is upside down: the heavier class 1, the less its rows "
            "count.",
        ),
        Mistake(
            "negative_over_positive",
            lambda copies, w: w[0] / (copies * w[1]),
            "That is how much a negative row counts beside a positive one. Asked for is the other "
            "way round.",
        ),
        Mistake(
            "one_copy_too_many",
            lambda copies, w: (copies + 1) * w[1] / w[0],
            "You counted the row itself in addition to its copies. `copies` is how often it stands "
            "there in all.",
        ),
        Mistake(
            "larger_of_the_two",
            lambda copies, w: max(float(copies), w[1] / w[0]),
            "You took the larger of the two boosts. Neither of them replaces the other: both act "
            "on each positive row.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 7. with_weights


def with_weights(batches: Iterator[tuple], class_weight: dict[int, float]) -> Iterator[tuple]:
    """Yield (x, y, w) for each (x, y) of batches, reading no batch before it is asked for.

    batches: pairs of arrays x (n, d) and y, ints (n,), perhaps without end;
    class_weight: a missing key counts 1.0. Each w is a float array (n,).
    """
    for x, y in batches:
        w = np.array([class_weight.get(label, 1.0) for label in y.tolist()], dtype=float)
        yield x, y, w


def weights_of(y: np.ndarray, class_weight: dict[int, float]) -> np.ndarray:
    weights = np.ones(len(y))
    for c, weight in class_weight.items():
        weights[y == c] = weight
    return weights


def with_weights_by_expression(
    batches: Iterable[Batch], class_weight: dict[int, float]
) -> Iterator[WeightedBatch]:
    return ((x, y, weights_of(y, class_weight)) for x, y in batches)


def with_weights_by_map(
    batches: Iterable[Batch], class_weight: dict[int, float]
) -> Iterator[WeightedBatch]:
    def weighted(batch: Batch) -> WeightedBatch:
        return (*batch, weights_of(batch[1], class_weight))

    return map(weighted, batches)


def with_weights_by_next(
    batches: Iterable[Batch], class_weight: dict[int, float]
) -> Iterator[WeightedBatch]:
    source = iter(batches)
    while True:
        try:
            x, y = next(source)
        except StopIteration:
            return
        yield x, y, weights_of(y, class_weight)


def everything_first(
    batches: Iterable[Batch], class_weight: dict[int, float]
) -> Iterator[WeightedBatch]:
    yield from [(x, y, weights_of(y, class_weight)) for x, y in batches]


def only_the_first_batch(
    batches: Iterable[Batch], class_weight: dict[int, float]
) -> WeightedBatch | None:
    for x, y in batches:
        return x, y, weights_of(y, class_weight)
    return None


def missing_key_raises(
    batches: Iterable[Batch], class_weight: dict[int, float]
) -> Iterator[WeightedBatch]:
    for x, y in batches:
        yield x, y, np.array([class_weight[label] for label in y.tolist()], dtype=float)


def changed_by(
    batches: Iterable[Batch], class_weight: dict[int, float], change: Any
) -> Iterator[tuple]:
    """Give what the reference gives, each (x, y, w) changed by a function."""
    for x, y in batches:
        yield change(x, y, weights_of(y, class_weight))


def missing_key_is_zero(
    batches: Iterable[Batch], class_weight: dict[int, float]
) -> Iterator[WeightedBatch]:
    for x, y in batches:
        yield x, y, np.array([class_weight.get(c, 0.0) for c in y.tolist()], dtype=float)


def balanced_in_the_batch(
    batches: Iterable[Batch], class_weight: dict[int, float]
) -> Iterator[WeightedBatch]:
    for x, y in batches:
        yield x, y, compute_sample_weight("balanced", y)


def with_weights_cases(rng: np.random.Generator) -> Iterator[Case]:
    x = np.array([[0.1, 1.0], [0.2, 2.0], [0.3, 3.0]])
    first = (x, np.array([0, 1, 0]))
    yield Case((Stream([first, (x[:2] + 1, np.array([1, 1]))]), {0: 0.5, 1: 5.0}))
    yield Case((Stream([(x, np.array([3, 5, 7])), (x, np.array([5, 5, 3]))]), {5: 4.0, 9: 7.0}))
    yield Case((Stream([first]), {0: 2.0, 1: 3.0}))
    for _ in range(2):
        classes = random_classes(rng, 3)
        weights = random_weights(rng, [int(c) for c in rng.permutation(classes)])
        batches = []
        for size in rng.integers(2, 5, size=3).tolist():
            rows = rng.integers(1, 99, size=(size, 2)) / 10
            batches.append((rows, rng.choice(classes, size=size)))
        yield Case((Stream(batches), weights))


WITH_WEIGHTS = Exercise(
    name="with_weights",
    signature="with_weights(batches, class_weight) -> generator of (x, y, w)",
    reference=with_weights,
    cases=with_weights_cases,
    alternatives=[with_weights_by_expression, with_weights_by_map, with_weights_by_next],
    points=2,
    hints=[
        "A function with `yield` in it is a generator: it stops at each `yield` until the next "
        "batch is asked for. Where does the `yield` stand, inside the loop or behind it?",
        "Loop over batches with `for x, y in batches`. In the loop, make the array w of y, with "
        "`class_weight.get(label, 1.0)` for each label, and yield the three as a tuple.",
    ],
    mistakes=[
        Mistake(
            "list_returned",
            lambda batches, w: list(with_weights_by_expression(batches, w)),
            "You collect all batches in a list and return it. A stream of batches may be larger "
            "than the memory, or never end: `yield` each one as it comes.",
        ),
        Mistake(
            "everything_first",
            everything_first,
            "Your function yields, but has read all batches before the first comes out, so a "
            "stream that never ends would never start. Take one, give one.",
        ),
        Mistake(
            "only_the_first_batch",
            only_the_first_batch,
            "A `return` in the loop ends the function at the first batch. `yield` hands a batch "
            "out and goes on where it stopped.",
        ),
        Mistake(
            "missing_key_raises",
            missing_key_raises,
            "Your function stops with a KeyError where a class has no key. Such a class weighs "
            "1.0.",
        ),
        Mistake(
            "missing_key_is_zero",
            missing_key_is_zero,
            "The rows of a class without a key get the weight 0 from you, so that nothing is "
            "learned from them. They weigh 1.0.",
        ),
        Mistake(
            "weights_second",
            lambda batches, w: changed_by(batches, w, lambda x, y, weights: (x, weights, y)),
            "Your weights come second. Keras tells the three apart by their places: x, then the "
            "targets, then the weights.",
        ),
        Mistake(
            "targets_left_out",
            lambda batches, w: changed_by(batches, w, lambda x, y, weights: (x, weights)),
            "You give pairs of x and weights. Keras would take the weights for targets: give all "
            "three, x, y and w.",
        ),
        Mistake(
            "multiplied_into_x",
            lambda batches, w: changed_by(batches, w, lambda x, y, v: (x * v[:, np.newaxis], y, v)),
            "You multiplied the weights into x as well, so the model sees other rows. A weight "
            "belongs to the loss: x stays as it is.",
        ),
        Mistake(
            "weights_as_list",
            lambda batches, w: changed_by(batches, w, lambda x, y, v: (x, y, v.tolist())),
            "Your weights are a list. Keras takes a list of numbers for many inputs: make an "
            "array of it.",
        ),
        Mistake(
            "weights_in_a_column",
            lambda batches, w: changed_by(batches, w, lambda x, y, v: (x, y, v.reshape(-1, 1))),
            "Your weights stand in a column (n, 1). One number for each row is a flat array (n,).",
        ),
        Mistake(
            "balanced_in_the_batch",
            balanced_in_the_batch,
            "You worked out new balanced weights in each batch. A class then weighs more in one "
            "batch than in the next: use the dict that is given.",
        ),
        Mistake(
            "mean_made_one",
            lambda batches, w: changed_by(batches, w, lambda x, y, v: (x, y, v / v.mean())),
            "You rescaled the weights to a mean of 1 in each batch. Then a batch with many rare "
            "rows counts as little as one without: use the weights as they are.",
        ),
    ],
)

EXERCISES: list[Exercise] = [
    BALANCED_WEIGHTS,
    MAX_COUNT_WEIGHTS,
    LOSS_SCALE,
    WEIGHTS_FROM_FOLD,
    OVERSAMPLE,
    STACKED_BOOST,
    WITH_WEIGHTS,
]
