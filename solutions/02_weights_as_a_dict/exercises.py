"""Exercise bank of lesson 02: references, cases, and the mistakes people make."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from helpers.checks.exercise import Case, Exercise, Mistake


def shuffled_labels(
    rng: np.random.Generator, classes: Sequence[int], low: int = 1, high: int = 9
) -> np.ndarray:
    """Return labels in random order, each class with its own number of rows."""
    counts = rng.choice(np.arange(low, high), size=len(classes), replace=False)
    return rng.permutation(np.repeat(classes, counts))


def random_weights(rng: np.random.Generator, classes: Sequence[int]) -> dict[int, float]:
    """Return different weights with one decimal, none of them 1."""
    drawn = rng.choice(np.arange(12, 90), size=len(classes), replace=False) / 10
    return dict(zip(classes, drawn.tolist(), strict=True))


# ---------------------------------------------------------------------------------------------
# 1. row_weights


def row_weights(y: np.ndarray, class_weight: dict[int, float]) -> np.ndarray:
    """Return the weight that Keras gives to each row.

    y: ints (n,), (n, 1) or one-hot (n, k) with k >= 2; class_weight: a missing key counts 1.0.
    Returns a float array (n,).
    """
    if y.ndim == 2:
        y = y[:, 0] if y.shape[1] == 1 else y.argmax(axis=1)
    return np.array([class_weight.get(int(label), 1.0) for label in y], dtype=float)


def row_weights_by_masks(y: np.ndarray, class_weight: dict[int, float]) -> np.ndarray:
    ids = np.argmax(y, axis=-1) if y.ndim == 2 and y.shape[-1] > 1 else y.ravel()
    weights = np.ones(len(y))
    for cls, weight in class_weight.items():
        weights[ids == cls] = weight
    return weights


def row_weights_by_sklearn(y: np.ndarray, class_weight: dict[int, float]) -> np.ndarray:
    from sklearn.utils import compute_sample_weight

    ids = y @ np.arange(y.shape[1]) if y.ndim == 2 and y.shape[1] > 1 else y.reshape(-1)
    complete = {cls: class_weight.get(cls, 1.0) for cls in ids.tolist()}
    return np.asarray(compute_sample_weight(complete, ids), dtype=float)


def row_weights_by_table(y: np.ndarray, class_weight: dict[int, float]) -> np.ndarray:
    ids = y.argmax(1) if y.size > len(y) else y.flatten()
    table = np.ones(1 + max(*class_weight, int(ids.max())))
    table[list(class_weight)] = list(class_weight.values())
    return table[ids]


def ids_of(y: np.ndarray) -> list[int]:
    """Return the class ids of targets in any of the three shapes."""
    return (y.argmax(axis=1) if y.ndim == 2 and y.shape[1] > 1 else y.ravel()).tolist()


def column_kept(y: np.ndarray, class_weight: dict[int, float]) -> np.ndarray:
    weights = row_weights(y, class_weight)
    return weights.reshape(-1, 1) if y.ndim == 2 and y.shape[1] == 1 else weights


def weights_by_position(y: np.ndarray, class_weight: dict[int, float]) -> np.ndarray:
    in_order = list(class_weight.values())
    return np.array([in_order[label] if label < len(in_order) else 1.0 for label in ids_of(y)])


def row_weights_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.array([0, 0, 1, 0, 2, 0]), {0: 1, 1: 50, 2: 2}))
    yield Case((np.array([[1], [0], [0], [1], [0]]), {1: 9.0, 0: 0.5}))
    yield Case((np.eye(3, dtype=int)[[2, 0, 0, 1, 0]], {0: 0.5, 1: 8.0, 2: 4.0}))
    yield Case((np.array([3, 5, 3, 7]), {5: 4.0, 9: 7.0}))
    classes = [0, 1, 2, 3]
    for shape in ("flat", "column", "one-hot"):
        y = shuffled_labels(rng, classes, low=1, high=6)
        weights = random_weights(rng, [int(c) for c in rng.permutation(classes)])
        del weights[int(rng.integers(1, 4))]
        if shape == "one-hot":
            yield Case((np.eye(4, dtype=int)[y], weights))
        else:
            yield Case((y if shape == "flat" else y.reshape(-1, 1), weights))


ROW_WEIGHTS = Exercise(
    name="row_weights",
    signature="row_weights(y, class_weight) -> float array (n,)",
    reference=row_weights,
    cases=row_weights_cases,
    alternatives=[row_weights_by_masks, row_weights_by_sklearn, row_weights_by_table],
    hints=[
        "First bring the three shapes of y to one, a flat list of class ids. Then look each id "
        "up in the dict: which method of a dict has an answer for a key that is not there?",
        "A column: take its only column. One-hot: `argmax(axis=1)` gives the place of the 1 in "
        "each row. Then `class_weight.get(id, 1.0)` for every row, in an array of floats.",
    ],
    mistakes=[
        Mistake(
            "missing_key_raises",
            lambda y, w: np.array([w[label] for label in ids_of(y)], dtype=float),
            "Your function stops with a KeyError where a class has no key. Keras doesn't stop: "
            "such a class weighs 1.0, and nothing is said.",
        ),
        Mistake(
            "missing_key_is_zero",
            lambda y, w: np.array([w.get(label, 0.0) for label in ids_of(y)], dtype=float),
            "You gave the rows of a class without a key the weight 0, so that they are not "
            "learned from at all. In Keras they weigh 1.0.",
        ),
        Mistake(
            "column_kept",
            column_kept,
            "For targets in a column, of shape (n, 1), your weights form a column too. Keras has "
            "one flat array (n,) whatever the shape of the targets.",
        ),
        Mistake(
            "one_hot_read_as_ids",
            lambda y, w: np.array([w.get(label, 1.0) for label in y.ravel().tolist()], float),
            "You looked up the 0s and 1s of one-hot targets as though they were class ids. The "
            "class of a one-hot row is the place of its 1.",
        ),
        Mistake(
            "first_column_only",
            lambda y, w: row_weights(y[:, 0] if y.ndim == 2 else y, w),
            "You take the first column of any table as the ids. That is right for a column "
            "(n, 1); in one-hot targets the first column says no more than 'class 0 or not'.",
        ),
        Mistake(
            "argmax_down_the_columns",
            lambda y, w: row_weights(y.argmax(axis=0) if y.ndim == 2 and y.shape[1] > 1 else y, w),
            "Your argmax runs down the columns of the one-hot targets, so you get one number a "
            "class. Let it run along each row, for one number a row.",
        ),
        Mistake(
            "by_position",
            weights_by_position,
            "You took the values of the dict in the order in which they were written, as if it "
            "were a list. A dict is asked by its key, the class id.",
        ),
        Mistake(
            "mean_made_one",
            lambda y, w: row_weights(y, w) / row_weights(y, w).mean(),
            "You rescaled the weights to a mean of 1. Keras applies them as they are in the dict.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 2. keras_loss


def keras_loss(losses: np.ndarray, weights: np.ndarray) -> float:
    """Return the loss that Keras reports.

    losses, weights: float arrays (n,), one of each a row; weights are 0 or more, not all 0.
    """
    return float(np.sum(weights * losses) / len(losses))


def keras_loss_by_mean(losses: np.ndarray, weights: np.ndarray) -> float:
    return float((losses * weights).mean())


def keras_loss_by_dot(losses: np.ndarray, weights: np.ndarray) -> float:
    return float(losses @ weights) / losses.size


def keras_loss_by_loop(losses: np.ndarray, weights: np.ndarray) -> float:
    total = 0.0
    for loss, weight in zip(losses, weights, strict=True):
        total += weight * loss
    return total / len(losses)


def keras_loss_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.array([0.5, 2.0, 0.25, 1.0]), np.array([1.0, 50.0, 1.0, 2.0])))
    yield Case((np.array([0.3, 0.1, 2.5]), np.array([10.0, 10.0, 10.0])))
    yield Case((np.array([1.5, 0.2, 0.7, 3.0, 0.4]), np.array([0.0, 5.0, 0.5, 0.0, 2.0])))
    for size in (5, 9):
        losses = np.round(rng.exponential(size=size) + 0.05, 3)
        weights = np.round(rng.uniform(0.2, 9.0, size=size), 2)
        weights[int(rng.integers(0, size))] = 0.0
        yield Case((losses, weights))


KERAS_LOSS = Exercise(
    name="keras_loss",
    signature="keras_loss(losses, weights) -> float",
    reference=keras_loss,
    cases=keras_loss_cases,
    alternatives=[keras_loss_by_mean, keras_loss_by_dot, keras_loss_by_loop],
    hints=[
        "Each row brings its loss times its weight. The cell above has printed the sum of these "
        "and what fit says: divide one by the other. Where have you seen that number before?",
        "The name says it: 'sum over batch size'. The batch size is the number of rows, however "
        "heavy they are; a row with weight 0 is a row too.",
    ],
    mistakes=[
        Mistake(
            "divided_by_the_weights",
            lambda losses, w: float(np.sum(w * losses) / np.sum(w)),
            "You divided by the sum of the weights: the usual weighted mean, but not what Keras "
            "reports unless it is asked for it. It divides by something that doesn't depend on "
            "the weights.",
        ),
        Mistake(
            "weights_left_out",
            lambda losses, w: float(np.mean(losses)),
            "The weights have no part in your result. That is the number Keras calls val_loss; "
            "the loss of a weighted training counts each row by its weight.",
        ),
        Mistake(
            "sum_without_dividing",
            lambda losses, w: float(np.sum(w * losses)),
            "You return the sum of weight times loss, which grows with the size of the batch. "
            "Keras divides it by a number of rows.",
        ),
        Mistake(
            "product_of_means",
            lambda losses, w: float(np.mean(losses) * np.mean(w)),
            "You multiplied the mean loss by the mean weight. Which row has which weight is lost "
            "on the way: multiply row by row before taking the mean.",
        ),
        Mistake(
            "zero_weights_not_counted",
            lambda losses, w: float(np.sum(w * losses) / np.count_nonzero(w)),
            "You divide by the number of rows whose weight is not 0. A row with weight 0 adds "
            "nothing to the sum, but Keras still counts it among the rows.",
        ),
        Mistake(
            "one_loss_a_row",
            lambda losses, w: w * losses,
            "You return one number for each row. The weighted losses are right; what is reported "
            "is one number for them all.",
        ),
        Mistake(
            "one_row_too_few",
            lambda losses, w: float(np.sum(w * losses) / (len(losses) - 1)),
            "You divide by the number of rows less one, as for a variance. Here every row counts.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 3. inverse_frequency


def inverse_frequency(y: np.ndarray) -> dict[int, float]:
    """Return the weights {class: N / (k * n_c)} with plain int keys.

    y: int array (n,), two classes or more; ids may have gaps.
    """
    classes, counts = np.unique(y, return_counts=True)
    k = len(classes)
    return {int(c): float(len(y) / (k * n)) for c, n in zip(classes, counts, strict=True)}


def inverse_frequency_by_counter(y: np.ndarray) -> dict[int, float]:
    counts = Counter(y.tolist())
    return {c: len(y) / (len(counts) * n) for c, n in counts.items()}


def inverse_frequency_by_sklearn(y: np.ndarray) -> dict[int, float]:
    from sklearn.utils import compute_class_weight

    classes = np.unique(y)
    weights = compute_class_weight(class_weight="balanced", classes=classes, y=y)
    return dict(zip(classes.tolist(), weights.tolist(), strict=True))


def inverse_frequency_by_masks(y: np.ndarray) -> dict[int, float]:
    # One over the share of the class, over the number of classes.
    classes = set(y.tolist())
    return {c: 1 / (float(np.mean(y == c)) * len(classes)) for c in classes}


def class_counts(y: np.ndarray) -> dict[int, int]:
    classes, counts = np.unique(y, return_counts=True)
    return dict(zip(classes.tolist(), counts.tolist(), strict=True))


def inverse_frequency_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.repeat([0, 1, 2], [8, 1, 1]),))
    yield Case((np.array([0, 0, 0, 1, 0, 0, 0, 0, 0, 0]),))
    yield Case((np.array([7, 3, 3, 9, 3, 7, 3]),))
    for size in (2, 4):
        classes = np.sort(rng.choice(np.arange(1, 12), size=size, replace=False))
        yield Case((shuffled_labels(rng, classes.tolist(), low=2, high=12),))


INVERSE_FREQUENCY = Exercise(
    name="inverse_frequency",
    signature="inverse_frequency(y) -> {class: N / (k * n_c)}",
    reference=inverse_frequency,
    cases=inverse_frequency_cases,
    alternatives=[
        inverse_frequency_by_counter,
        inverse_frequency_by_sklearn,
        inverse_frequency_by_masks,
    ],
    hints=[
        "You need three counts: all rows, the rows of each class, and the classes. "
        "`np.unique(y, return_counts=True)` gives two of them, and the third is a length.",
        "Go through classes and counts in pairs with `zip`, and put N / (k * n_c) under each "
        "class. `int(c)` turns a NumPy integer into a plain key.",
    ],
    mistakes=[
        Mistake(
            "one_over_the_count",
            lambda y: {c: 1 / n for c, n in class_counts(y).items()},
            "You took 1 / n_c. The ratios are right, but the weights are so small that the loss is "
            "nearly 0: the number of rows and of classes are missing.",
        ),
        Mistake(
            "classes_not_counted",
            lambda y: {c: len(y) / n for c, n in class_counts(y).items()},
            "You took N / n_c. Every weight is too large by the same factor, the number of "
            "classes: divide by it.",
        ),
        Mistake(
            "divided_by_the_count_twice",
            lambda y: {c: len(y) / n**2 for c, n in class_counts(y).items()},
            "You divided by the count of the class twice, so a class that is eight times as rare "
            "weighs sixty-four times as much. Divide by it once.",
        ),
        Mistake(
            "upside_down",
            lambda y: {c: n / len(y) for c, n in class_counts(y).items()},
            "That is the share of each class: the frequent class weighs most. Turn it upside "
            "down, so that few rows make a large weight.",
        ),
        Mistake(
            "one_minus_the_share",
            lambda y: {c: 1 - n / len(y) for c, n in class_counts(y).items()},
            "You took 1 - n_c / N. With two classes its ratio happens to be right; with more, "
            "no class can weigh more than 1, however rare it is.",
        ),
        Mistake(
            "gaps_counted",
            lambda y: {c: len(y) / ((max(y.tolist()) + 1) * n) for c, n in class_counts(y).items()},
            "You took the largest id plus one for the number of classes. Ids may have gaps: "
            "count the classes that occur.",
        ),
        Mistake(
            "numbered_from_zero",
            lambda y: dict(enumerate(inverse_frequency(y).values())),
            "Your weights are right, but the keys are 0, 1, 2 and so on, not the classes of y. "
            "With ids that have gaps Keras finds the wrong weight or none, and says nothing.",
        ),
        Mistake(
            "numpy_keys",
            lambda y: {np.int64(c): weight for c, weight in inverse_frequency(y).items()},
            "Your keys are NumPy integers. They work in Keras, but not in JSON, where such a "
            "dict is often kept: turn them into plain ints with `int(...)`.",
        ),
        Mistake(
            "largest_class_as_measure",
            lambda y: {c: max(class_counts(y).values()) / n for c, n in class_counts(y).items()},
            "You divided the largest count by each count: a rule that exists, but here the most "
            "frequent class should weigh N / (k * n_c), not 1.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 4. effective_prior


def effective_prior(class_weight: dict[int, float], y: np.ndarray) -> dict[int, float]:
    """Return {class: its share of the total weight of all rows}.

    class_weight: exactly the classes of y; y: int array (n,).
    """
    mass = {c: weight * int(np.sum(y == c)) for c, weight in class_weight.items()}
    total = sum(mass.values())
    return {c: float(m / total) for c, m in mass.items()}


def effective_prior_by_rows(class_weight: dict[int, float], y: np.ndarray) -> dict[int, float]:
    weights = np.array([class_weight[int(label)] for label in y], dtype=float)
    return {int(c): float(weights[y == c].sum() / weights.sum()) for c in np.unique(y)}


def effective_prior_by_bincount(class_weight: dict[int, float], y: np.ndarray) -> dict[int, float]:
    mass = np.bincount(y, weights=[class_weight[label] for label in y.tolist()])
    return {c: float(mass[c] / mass.sum()) for c in class_weight}


def effective_prior_by_counter(class_weight: dict[int, float], y: np.ndarray) -> dict[int, float]:
    counts = Counter(y.tolist())
    total = sum(class_weight[c] * n for c, n in counts.items())
    return {c: class_weight[c] * n / total for c, n in counts.items()}


def mass_of(class_weight: dict[int, float], y: np.ndarray) -> dict[int, float]:
    return {c: weight * float(np.sum(y == c)) for c, weight in class_weight.items()}


def odds_of(class_weight: dict[int, float], y: np.ndarray) -> dict[int, float]:
    mass = mass_of(class_weight, y)
    return {c: m / (sum(mass.values()) - m) for c, m in mass.items()}


def divided_by_rows(class_weight: dict[int, float], y: np.ndarray) -> dict[int, float]:
    per_row = {c: weight / float(np.sum(y == c)) for c, weight in class_weight.items()}
    return {c: value / sum(per_row.values()) for c, value in per_row.items()}


def weights_and_labels(
    rng: np.random.Generator, classes: list[int]
) -> tuple[dict[int, float], np.ndarray]:
    """Return random weights, in shuffled order of the keys, and labels of these classes."""
    y = shuffled_labels(rng, classes, low=2, high=12)
    return random_weights(rng, [int(c) for c in rng.permutation(classes)]), y


def effective_prior_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case(({0: 1.0, 1: 3.0}, np.repeat([0, 1], [9, 1])))
    yield Case(({0: 1, 1: 50, 2: 2}, np.repeat([0, 1, 2], [15, 1, 4])))
    yield Case(({7: 2.0, 2: 0.5, 4: 3.5}, np.array([2, 2, 7, 4, 2, 2, 2, 7, 2])))
    for classes in ([0, 1], [1, 3, 8]):
        yield Case(weights_and_labels(rng, classes))


EFFECTIVE_PRIOR = Exercise(
    name="effective_prior",
    signature="effective_prior(class_weight, y) -> {class: share of the total weight}",
    reference=effective_prior,
    cases=effective_prior_cases,
    alternatives=[
        effective_prior_by_rows,
        effective_prior_by_bincount,
        effective_prior_by_counter,
    ],
    bounds=(0, 1),
    hints=[
        "How much do all rows of one class weigh together? And all rows of all classes?",
        "A class weighs (its weight) * (its number of rows). Work that out for every class "
        "first, then divide each by the sum of them all.",
    ],
    mistakes=[
        Mistake(
            "rows_left_out",
            lambda w, y: {c: weight / sum(w.values()) for c, weight in w.items()},
            "You shared out the weights without asking how many rows have them. A class of nine "
            "rows of weight 1 weighs as much as one row of weight 9.",
        ),
        Mistake(
            "weights_left_out",
            lambda w, y: {c: float(np.mean(y == c)) for c in w},
            "These are the shares of the rows, as they are without weights. Count each row by "
            "its weight.",
        ),
        Mistake(
            "not_divided",
            mass_of,
            "You return how much each class weighs, not its share: divide by the weight of all "
            "rows, so that the results add up to 1.",
        ),
        Mistake(
            "divided_by_the_number_of_rows",
            lambda w, y: {c: m / len(y) for c, m in mass_of(w, y).items()},
            "You divided by the number of rows, so your shares add up to 1 only if the mean "
            "weight happens to be 1. Divide by the summed weight of all rows.",
        ),
        Mistake(
            "odds",
            odds_of,
            "You divided each class by all the others together: these are odds. A share divides "
            "by the whole, the class itself included.",
        ),
        Mistake(
            "divided_by_the_count",
            divided_by_rows,
            "You divided each weight by the rows of its class. More rows mean a larger share: "
            "multiply.",
        ),
        Mistake(
            "numpy_keys",
            lambda w, y: {np.int64(c): share for c, share in effective_prior(w, y).items()},
            "Your keys are NumPy integers. They should be plain ints, as in class_weight: "
            "`int(c)`.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 5. rescale


def rescale(class_weight: dict[int, float], y: np.ndarray) -> dict[int, float]:
    """Return the weights times one factor, so that the mean weight of a row is 1.

    class_weight: exactly the classes of y, all above 0; y: int array (n,).
    """
    total = sum(weight * int(np.sum(y == c)) for c, weight in class_weight.items())
    return {c: float(weight * len(y) / total) for c, weight in class_weight.items()}


def rescale_by_rows(class_weight: dict[int, float], y: np.ndarray) -> dict[int, float]:
    mean = np.mean([class_weight[label] for label in y.tolist()])
    return {c: float(weight / mean) for c, weight in class_weight.items()}


def rescale_by_shares(class_weight: dict[int, float], y: np.ndarray) -> dict[int, float]:
    factor = 1 / sum(weight * float(np.mean(y == c)) for c, weight in class_weight.items())
    return {c: factor * weight for c, weight in class_weight.items()}


def rescale_by_counter(class_weight: dict[int, float], y: np.ndarray) -> dict[int, float]:
    scaled = dict(class_weight)
    mean = sum(scaled[c] * n for c, n in Counter(y.tolist()).items()) / y.size
    for c in scaled:
        scaled[c] = scaled[c] / mean
    return scaled


def mean_row_weight(class_weight: dict[int, float], y: np.ndarray) -> float:
    return float(np.mean([class_weight[label] for label in y.tolist()]))


def scaled_by(class_weight: dict[int, float], factor: float) -> dict[int, float]:
    return {c: float(weight * factor) for c, weight in class_weight.items()}


def rescale_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case(({0: 1, 1: 9}, np.repeat([0, 1], [9, 1])))
    yield Case(({0: 1.0, 1: 50.0, 2: 2.0}, np.repeat([0, 1, 2], [15, 1, 4])))
    yield Case(({6: 0.02, 4: 0.01}, np.array([4, 6, 4, 4, 4])))
    for classes in ([0, 1], [1, 3, 8]):
        yield Case(weights_and_labels(rng, classes))


RESCALE = Exercise(
    name="rescale",
    signature="rescale(class_weight, y) -> {class: weight}, mean row weight 1",
    reference=rescale,
    cases=rescale_cases,
    alternatives=[rescale_by_rows, rescale_by_shares, rescale_by_counter],
    hints=[
        "To keep the ratios, multiply or divide all weights by one and the same number. Which "
        "number is it, if the mean over the rows is to become 1?",
        "Work out the mean weight of a row: each class's weight counts as often as the class has "
        "rows. Divide every weight by that mean, and put the results in a new dict.",
    ],
    mistakes=[
        Mistake(
            "mean_over_classes",
            lambda w, y: scaled_by(w, len(w) / sum(w.values())),
            "The mean over the classes is 1 in your result. A class with many rows must count "
            "more often: we want the mean over the rows.",
        ),
        Mistake(
            "classes_sum_to_one",
            lambda w, y: scaled_by(w, 1 / sum(w.values())),
            "Your weights add up to 1 over the classes. What should be 1 is the mean over all "
            "rows.",
        ),
        Mistake(
            "rows_sum_to_one",
            lambda w, y: scaled_by(w, 1 / (mean_row_weight(w, y) * len(y))),
            "Now the weights of all rows add up to 1, and their mean is 1 / n: the loss is nearly "
            "0. You divided by their sum; divide by their mean.",
        ),
        Mistake(
            "largest_is_one",
            lambda w, y: scaled_by(w, 1 / max(w.values())),
            "The largest weight is 1 in your result. The ratios are right, but what should be 1 "
            "is the mean over the rows.",
        ),
        Mistake(
            "smallest_is_one",
            lambda w, y: scaled_by(w, 1 / min(w.values())),
            "The smallest weight is 1 in your result. The ratios are right, but what should be 1 "
            "is the mean over the rows.",
        ),
        Mistake(
            "multiplied_by_the_mean",
            lambda w, y: scaled_by(w, mean_row_weight(w, y)),
            "You have the right number, the mean row weight, but you multiplied by it. Weights "
            "that are too large have to become smaller.",
        ),
        Mistake(
            "shifted",
            lambda w, y: {c: float(v - mean_row_weight(w, y) + 1) for c, v in w.items()},
            "You shifted all weights by the same amount. The mean is 1 now, but the ratios have "
            "changed, and a weight can even be negative: divide, don't subtract.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 6. to_class_ids


def to_class_ids(y: np.ndarray) -> np.ndarray:
    """Return one class id a row: an int array (n,).

    y: one-hot (n, k) with k >= 2, ints or floats; or int ids (n, 1) or (n,).
    """
    if y.ndim == 1:
        return y
    return y[:, 0] if y.shape[1] == 1 else np.argmax(y, axis=1)


def to_class_ids_by_reshape(y: np.ndarray) -> np.ndarray:
    return y.reshape(-1) if y.size == len(y) else y.argmax(-1)


def to_class_ids_by_product(y: np.ndarray) -> np.ndarray:
    if y.ndim == 2 and y.shape[1] > 1:
        return (y @ np.arange(y.shape[1])).astype(int)
    return np.ravel(y)


def to_class_ids_by_loop(y: np.ndarray) -> np.ndarray:
    ids = []
    for row in y.reshape(len(y), -1).tolist():
        ids.append(row[0] if len(row) == 1 else row.index(1))  # noqa: PERF401
    return np.array(ids)


def squeezed(y: np.ndarray) -> np.ndarray:
    return y.argmax(axis=1) if y.ndim == 2 and y.shape[1] > 1 else np.squeeze(y)


def judged_by_content(y: np.ndarray) -> np.ndarray:
    """Take anything made of 0s and 1s for one-hot."""
    if set(np.unique(y).tolist()) <= {0, 1}:
        return y.reshape(len(y), -1).argmax(axis=1)
    return np.ravel(y)


def to_class_ids_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.array([2, 0, 1, 1, 5]),))
    yield Case((np.array([[1], [0], [0], [1]]),))
    yield Case((np.eye(3)[[0, 2, 1, 0]],))
    yield Case((np.array([[4]]),))
    labels = np.append(rng.integers(0, 4, size=int(rng.integers(2, 6))), [0, 1, 3])
    rng.shuffle(labels)
    yield Case((labels,))
    yield Case((labels[::-1].reshape(-1, 1).copy(),))
    yield Case((np.eye(5, dtype=int)[labels],))
    yield Case((np.eye(2)[labels % 2],))


TO_CLASS_IDS = Exercise(
    name="to_class_ids",
    signature="to_class_ids(y) -> int array (n,)",
    reference=to_class_ids,
    cases=to_class_ids_cases,
    alternatives=[to_class_ids_by_reshape, to_class_ids_by_product, to_class_ids_by_loop],
    hints=[
        "The shape alone tells the three forms apart: how many dimensions has y, and how many "
        "columns, if it has two? What the entries are doesn't matter.",
        "One dimension: nothing to do. Two dimensions and one column: take that column. More "
        "columns: the id is the place of the 1 in each row, `argmax(axis=1)`.",
    ],
    mistakes=[
        Mistake(
            "argmax_of_a_column",
            lambda y: y.argmax(axis=1) if y.ndim == 2 else y,
            "You take the argmax of every table, also of a column (n, 1). The largest of one "
            "entry is always at place 0, so every row becomes class 0, with no error.",
        ),
        Mistake(
            "column_kept",
            lambda y: y.argmax(axis=1) if y.ndim == 2 and y.shape[1] > 1 else y,
            "A column (n, 1) comes back as a column. Make it flat, so that the result always has "
            "the shape (n,).",
        ),
        Mistake(
            "one_hot_flattened",
            lambda y: np.ravel(y).astype(int),
            "You made everything flat, one-hot targets too: n rows of k columns become n * k "
            "zeros and ones. There the id is the place of the 1 in its row.",
        ),
        Mistake(
            "argmax_down_the_columns",
            lambda y: y.argmax(axis=0) if y.ndim == 2 and y.shape[1] > 1 else np.ravel(y),
            "Your argmax runs down the columns, so you get one number a class. Let it run along "
            "the rows: one number a row.",
        ),
        Mistake(
            "squeezed",
            squeezed,
            "`squeeze` drops every dimension of length 1. With a single row it drops the rows "
            "too, and a bare number is left: take the column by its place, or reshape.",
        ),
        Mistake(
            "judged_by_content",
            judged_by_content,
            "You tell one-hot targets by their zeros and ones. The ids of two classes are zeros "
            "and ones as well: look at the shape, not at the entries.",
        ),
        Mistake(
            "counted_from_one",
            lambda y: y.argmax(axis=1) + 1 if y.ndim == 2 and y.shape[1] > 1 else np.ravel(y),
            "Your ids of one-hot rows start at 1. The first column is class 0.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 7. string_labels


def string_labels(
    labels: list[str], weights_by_name: dict[str, float]
) -> tuple[np.ndarray, dict[int, float]]:
    """Return (int targets (n,), {int: weight}), the names numbered from 0 in sorted order.

    labels: list of names; weights_by_name: exactly these names, in any order.
    """
    names = sorted(weights_by_name)
    place = {name: number for number, name in enumerate(names)}
    targets = np.array([place[label] for label in labels])
    return targets, {number: weights_by_name[name] for number, name in enumerate(names)}


def string_labels_by_unique(
    labels: list[str], weights_by_name: dict[str, float]
) -> tuple[np.ndarray, dict[int, float]]:
    names, targets = np.unique(labels, return_inverse=True)
    return targets, {place: weights_by_name[str(name)] for place, name in enumerate(names)}


def string_labels_by_encoder(
    labels: list[str], weights_by_name: dict[str, float]
) -> tuple[np.ndarray, dict[int, float]]:
    from sklearn.preprocessing import LabelEncoder

    encoder = LabelEncoder().fit(labels)
    in_order = [weights_by_name[name] for name in encoder.classes_.tolist()]
    return encoder.transform(labels), dict(enumerate(in_order))


def string_labels_by_search(
    labels: list[str], weights_by_name: dict[str, float]
) -> tuple[np.ndarray, dict[int, float]]:
    names = sorted(set(labels))
    targets = np.searchsorted(names, labels)
    return targets, {names.index(name): weight for name, weight in weights_by_name.items()}


def numbered(
    labels: list[str], names: Sequence[str], weights_by_name: dict[str, float]
) -> tuple[np.ndarray, dict[int, float]]:
    """Number the classes in the order of `names`."""
    order = list(names)
    targets = np.array([order.index(label) for label in labels])
    return targets, {order.index(name): weight for name, weight in weights_by_name.items()}


def string_labels_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((["dog", "cat", "cat", "dog", "cat"], {"dog": 2.5, "cat": 0.5}))
    yield Case((["ship", "frog", "deer", "ship", "ship"], {"ship": 1, "deer": 9, "frog": 4}))
    yield Case((["rust", "ok", "Crack", "ok", "ok"], {"rust": 3.0, "Crack": 5.0, "ok": 0.4}))
    pool = ["bird", "cat", "deer", "dog", "frog", "horse", "ship"]
    for size in (3, 4):
        chosen = sorted(pool[i] for i in rng.choice(len(pool), size=size, replace=False))
        # Neither the order of appearance nor that of the dict is the sorted one.
        first_seen = [*chosen[1:], chosen[0]]
        rest = [chosen[i] for i in rng.integers(0, size, size=int(rng.integers(3, 8)))]
        weights = random_weights(rng, list(range(size)))
        by_name = {chosen[i]: weights[i] for i in reversed(range(size))}
        yield Case((first_seen + rest, by_name))


STRING_LABELS = Exercise(
    name="string_labels",
    signature="string_labels(labels, weights_by_name) -> (int targets, {int: weight})",
    reference=string_labels,
    cases=string_labels_cases,
    alternatives=[string_labels_by_unique, string_labels_by_encoder, string_labels_by_search],
    hints=[
        "Both results must number the classes in the same way: make one sorted list of "
        "the names first, and let both look places up in it.",
        "`enumerate(sorted(weights_by_name))` gives pairs of place and name. Turn each label into "
        "the place of its name, and put each name's weight under its place.",
    ],
    mistakes=[
        Mistake(
            "order_of_appearance",
            lambda labels, w: numbered(labels, list(dict.fromkeys(labels)), w),
            "You numbered the names in the order in which they first appear in labels. Another "
            "split of the data gives other numbers: use the sorted order.",
        ),
        Mistake(
            "order_of_the_dict",
            lambda labels, w: numbered(labels, list(w), w),
            "You numbered the names in the order of the dict. Whoever writes the dict in another "
            "order gets other targets: use the sorted order.",
        ),
        Mistake(
            "weights_in_another_order",
            lambda labels, w: (string_labels(labels, w)[0], dict(enumerate(w.values()))),
            "The targets are right, but the weights are numbered in the order of the dict, not in "
            "sorted order. So a class trains with the weight of another one, and nothing tells "
            "you.",
        ),
        Mistake(
            "names_kept_as_keys",
            lambda labels, w: (string_labels(labels, w)[0], dict(w)),
            "The targets are right, but the weights still have names as keys. Keras looks up "
            "ints, finds none of them, and trains without weights.",
        ),
        Mistake(
            "numbers_as_text",
            lambda labels, w: (
                string_labels(labels, w)[0],
                {str(c): weight for c, weight in string_labels(labels, w)[1].items()},
            ),
            "Your keys are numbers written as text. To Python '1' is not 1: Keras looks up ints, "
            "finds none of them, and trains without weights.",
        ),
        Mistake(
            "targets_as_list",
            lambda labels, w: (string_labels(labels, w)[0].tolist(), string_labels(labels, w)[1]),
            "Your targets are a list. Keras refuses lists as targets: make an array of them.",
        ),
        Mistake(
            "counted_from_one",
            lambda labels, w: (
                string_labels(labels, w)[0] + 1,
                {c + 1: weight for c, weight in string_labels(labels, w)[1].items()},
            ),
            "You number the classes from 1. A network with k outputs has the classes 0 to k - 1, "
            "so the last one would have no output.",
        ),
        Mistake(
            "swapped",
            lambda labels, w: string_labels(labels, w)[::-1],
            "Both parts are right, in the wrong order: the targets come first, then the weights.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 8. as_class_weight


def as_class_weight(
    weights: dict | list | np.ndarray, classes: list | np.ndarray
) -> dict[int, float]:
    """Return {class: float weight} with a plain int key for each of classes.

    weights: dict, or list or array in the order of classes; classes: list or array of ints.
    Raises ValueError naming the class if its weight is missing, NaN, infinite or negative (0 is
    allowed) or a key is not one of classes (text never is); naming the length of a list if wrong.
    """
    known = [int(c) for c in classes]
    if not isinstance(weights, dict):
        if len(weights) != len(known):
            raise ValueError(f"{len(weights)} weights came for {len(known)} classes")
        weights = dict(zip(known, weights, strict=True))
    for key in weights:
        if key not in known:
            raise ValueError(f"{key!r} has a weight but is not one of the classes")
    for c in known:
        if c not in weights:
            raise ValueError(f"class {c} has no weight")
        if not 0 <= weights[c] < float("inf"):  # false for NaN too
            raise ValueError(f"class {c} has the weight {weights[c]}, not a number from 0 up")
    return {c: float(weights[c]) for c in known}


def as_class_weight_by_sets(
    weights: dict[int, float] | list[float] | np.ndarray, classes: list[int] | np.ndarray
) -> dict[int, float]:
    ids = np.asarray(classes).tolist()
    if isinstance(weights, list | np.ndarray):
        if len(weights) != len(ids):
            raise ValueError(f"got {len(weights)} weights, need {len(ids)}")
        weights = {c: weights[place] for place, c in enumerate(ids)}
    different = set(weights) ^ set(ids)
    if different:
        raise ValueError(f"missing or unknown: {different}")
    bad = [c for c in ids if not np.isfinite(weights[c]) or weights[c] < 0]
    if bad:
        raise ValueError(f"these classes have impossible weights: {bad}")
    return {c: float(weights[c]) for c in ids}


def as_class_weight_one_by_one(
    weights: dict[int, float] | list[float] | np.ndarray, classes: list[int] | np.ndarray
) -> dict[int, float]:
    if isinstance(weights, dict):
        pairs = list(weights.items())
    else:
        if len(weights) != len(classes):
            raise ValueError(f"wrong length: {len(weights)}")
        pairs = list(zip(classes, weights, strict=True))
    result: dict[int, float] = {}
    for key, weight in pairs:
        if isinstance(key, str) or key not in list(classes):
            raise ValueError(f"unknown class {key}")
        if math.isnan(weight) or math.isinf(weight) or weight < 0:
            raise ValueError(f"bad weight {weight} for class {key}")
        result[int(key)] = float(weight)
    missing = [int(c) for c in classes if int(c) not in result]
    if missing:
        raise ValueError(f"no weight for class {missing[0]}")
    return result


Weights = dict[int, float] | list[float] | np.ndarray
Classes = list[int] | np.ndarray


def lenient(
    weights: Weights, classes: Classes, *, forgive: str, missing: float | None = None
) -> dict[int, float]:
    """Do what the reference does, except that one kind of bad input is let through.

    `forgive` names the kind; with `missing` a class without a weight gets that one.
    """
    known = [int(c) for c in classes]
    if not isinstance(weights, dict):
        if forgive != "length" and len(weights) != len(known):
            raise ValueError("length")
        weights = dict(zip(known, weights, strict=False))
    if forgive != "extra" and any(key not in known for key in weights):
        raise ValueError("extra")
    result = {}
    for c in known:
        if c in weights:
            result[c] = float(weights[c])
        elif missing is not None:
            result[c] = missing
        elif forgive != "missing":
            raise ValueError("missing")
    for weight in result.values():
        if math.isnan(weight) and forgive != "nan":
            raise ValueError("NaN")
        if math.isinf(weight) and forgive not in ("infinite", "finite"):
            raise ValueError("infinite")
        if weight < 0 and not math.isinf(weight) and forgive != "negative":
            raise ValueError("negative")
        if weight == 0 and forgive == "no zero":
            raise ValueError("zero")
    return result


def numbered_from_zero(weights: Weights, classes: Classes) -> dict[int, float]:
    if isinstance(weights, dict):
        return as_class_weight(weights, classes)
    checked = as_class_weight(weights, classes)
    return dict(enumerate(checked.values()))


def missing_as_key_error(weights: Weights, classes: Classes) -> dict[int, float]:
    if isinstance(weights, dict):
        absent = [int(c) for c in classes if int(c) not in weights]
        if absent:
            raise KeyError(absent[0])
    return as_class_weight(weights, classes)


def text_keys_read_as_numbers(weights: Weights, classes: Classes) -> dict[int, float]:
    if isinstance(weights, dict):
        weights = {int(key) if str(key).isdecimal() else key: w for key, w in weights.items()}
    return as_class_weight(weights, classes)


def as_class_weight_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case(({0: 1, 1: 9}, [0, 1]))
    yield Case(([0.5, 8.0, 4.0], [3, 5, 1]))
    yield Case((np.array([0.0, 2.5]), np.array([4, 7])))
    yield Case(({2: 1.0, 8: 5.0}, [2, 3, 8]), mentions=("3",))
    yield Case(({0: 1.0, 1: 9.0, 7: 2.0}, [0, 1]), mentions=("7",))
    yield Case(({0: 1.0, "3": 5.0}, [0, 3]), mentions=("3",))
    yield Case(({0: 1.0, 1: 2.0, "dog": 5.0}, [0, 1]), mentions=("dog",))
    yield Case(({0: 1.0, 6: math.nan}, [0, 6]), mentions=("6",))
    yield Case(({0: 1.0, 5: math.inf}, [0, 5]), mentions=("5",))
    yield Case(([1.0, -2.0, 4.0], [0, 9, 4]), mentions=("9",))
    yield Case(([1.0, 2.0], [3, 4, 5]), mentions=("2",))
    yield Case((np.array([1.0, 2.0, 4.0, 8.0]), [1, 5]), mentions=("4",))
    classes = [int(c) for c in rng.permutation(np.arange(10, 20))[:4]]
    values = random_weights(rng, classes)
    yield Case((list(values.values()), np.array(classes)))
    yield Case((dict(reversed(values.items())), classes))
    wrong = classes[int(rng.integers(0, 4))]
    for weight in (math.nan, math.inf, -1.5):
        yield Case((values | {wrong: weight}, classes), mentions=(str(wrong),))
    yield Case(
        ({c: weight for c, weight in values.items() if c != wrong}, classes),
        mentions=(str(wrong),),
    )


AS_CLASS_WEIGHT = Exercise(
    name="as_class_weight",
    signature="as_class_weight(weights, classes) -> dict int -> float, or ValueError",
    reference=as_class_weight,
    cases=as_class_weight_cases,
    alternatives=[as_class_weight_by_sets, as_class_weight_one_by_one],
    points=2,
    hints=[
        "Three steps: turn a list or array into a dict, once its length is right; compare the "
        "keys with the classes, both ways; look at each weight.",
        "`dict(zip(classes, weights))` pairs a list with its classes. A key that is not among the "
        "classes is extra, a class that is not among the keys is missing. "
        "`0 <= w < float('inf')` is false for NaN as well. Put the class into the text of each "
        "ValueError.",
    ],
    mistakes=[
        Mistake(
            "missing_counts_one",
            lambda w, c: lenient(w, c, forgive="", missing=1.0),
            "A class without a weight gets 1.0 from you. That is what Keras does, and why a "
            "forgotten class is never noticed: raise a ValueError that names it.",
        ),
        Mistake(
            "missing_not_noticed",
            lambda w, c: lenient(w, c, forgive="missing"),
            "You look at the weights that came, and never ask which class has none. Raise a "
            "ValueError that names it.",
        ),
        Mistake(
            "missing_is_a_key_error",
            missing_as_key_error,
            "A missing class makes your function stop with a KeyError. Look first, and raise a "
            "ValueError that names the class.",
        ),
        Mistake(
            "extra_dropped",
            lambda w, c: lenient(w, c, forgive="extra"),
            "A key that is not one of the classes is dropped, and nothing is said. Most often it "
            "is a typing error or a label of the wrong kind: raise a ValueError that names it.",
        ),
        Mistake(
            "text_keys_accepted",
            text_keys_read_as_numbers,
            "You turn the key '3' into 3. It would work here, but text among the keys is a sign "
            "of labels that are text too: treat it as extra, and raise a ValueError.",
        ),
        Mistake(
            "nan_accepted",
            lambda w, c: lenient(w, c, forgive="nan"),
            "NaN gets through: every comparison with NaN is false, so `w < 0` does not catch it. "
            "Ask for what is allowed, not for what isn't.",
        ),
        Mistake(
            "infinity_accepted",
            lambda w, c: lenient(w, c, forgive="infinite"),
            "An infinite weight gets through, and makes the loss infinite or NaN. Raise a "
            "ValueError that names its class.",
        ),
        Mistake(
            "negative_accepted",
            lambda w, c: lenient(w, c, forgive="negative"),
            "A negative weight gets through. With it the model is rewarded for being wrong on "
            "that class: raise a ValueError that names it.",
        ),
        Mistake(
            "zero_refused",
            lambda w, c: lenient(w, c, forgive="no zero"),
            "You refuse a weight of 0. It is allowed: it leaves a class out of the training on "
            "purpose.",
        ),
        Mistake(
            "numbered_from_zero",
            numbered_from_zero,
            "You number the weights of a list 0, 1, 2 and so on. They belong to the entries of "
            "classes, in that order, and those may be 3, 5, 1.",
        ),
        Mistake(
            "length_not_checked",
            lambda w, c: lenient(w, c, forgive="length", missing=None),
            "A list of the wrong length isn't refused as such: `zip` stops at the shorter of the "
            "two. Compare the lengths first, and name the wrong one in the ValueError.",
        ),
        Mistake(
            "numpy_keys",
            lambda w, c: {np.int64(k): v for k, v in as_class_weight(w, c).items()},
            "Your keys are NumPy integers, as they come out of an array. Turn them into plain "
            "ints with `int(...)`.",
        ),
    ],
)

EXERCISES: list[Exercise] = [
    ROW_WEIGHTS,
    KERAS_LOSS,
    INVERSE_FREQUENCY,
    EFFECTIVE_PRIOR,
    RESCALE,
    TO_CLASS_IDS,
    STRING_LABELS,
    AS_CLASS_WEIGHT,
]
