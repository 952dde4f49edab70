"""Exercise bank of lesson 01: references, cases, and the mistakes people make."""

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

from helpers.checks.exercise import Case, Exercise, Mistake

# ---------------------------------------------------------------------------------------------
# 1. dog_targets


def dog_targets(y: np.ndarray) -> np.ndarray:
    """Turn class ids into targets: 1 for dog, 0 for everything else.

    y: int array (n,) or (n, 1), ids from 0 to 9. Dog is class 5.
    Returns an int array (n,).
    """
    return (np.ravel(y) == 5).astype(int)


def dog_targets_where(y: np.ndarray) -> np.ndarray:
    return np.where(np.asarray(y).reshape(-1) == 5, 1, 0)


def dog_targets_loop(y: np.ndarray) -> np.ndarray:
    targets = np.zeros(len(y), dtype=int)
    for row, label in enumerate(y.flatten()):
        if label == 5:
            targets[row] = 1
    return targets


def dog_targets_list(y: np.ndarray) -> np.ndarray:
    return np.array([int(label == 5) for label in y.squeeze()])


def dog_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.array([5, 0, 3, 5, 9, 6]),))
    yield Case((np.array([[4], [5], [3], [5], [5], [6]]),))
    yield Case((np.array([7, 5]),))
    for shape in ((-1,), (-1, 1)):
        others = rng.integers(0, 10, size=int(rng.integers(4, 9)))
        yield Case((rng.permutation(np.append(others, [5, 3, 8])).reshape(shape),))


DOG_TARGETS = Exercise(
    name="dog_targets",
    signature="dog_targets(y) -> int array (n,)",
    reference=dog_targets,
    cases=dog_cases,
    alternatives=[dog_targets_where, dog_targets_loop, dog_targets_list],
    bounds=(0, 1),
    hints=[
        "A comparison such as `a == b` works on a whole array at once and gives True or False "
        "for each row. What has to happen to these to become 1 and 0?",
        "Three steps: make y flat, whether it came as (n,) or (n, 1); compare with the id of "
        "dog; turn the answer into ints. NumPy has `ravel` for the first, `astype` for the last.",
    ],
    mistakes=[
        Mistake(
            "column_kept",
            lambda y: (np.asarray(y) == 5).astype(int),
            "Your targets are right, but where y is a column of shape (n, 1) the result is a "
            "column too. Make y flat first, so that the result always has the shape (n,).",
        ),
        Mistake(
            "true_and_false",
            lambda y: np.ravel(y) == 5,
            "You return True and False. The targets are asked for as the ints 1 and 0: change "
            "the type of the array at the end.",
        ),
        Mistake(
            "upside_down",
            lambda y: (np.ravel(y) != 5).astype(int),
            "Dogs got 0 and all the rest got 1. The rare class is the one that is called 1.",
        ),
        Mistake(
            "cats",
            lambda y: (np.ravel(y) == 3).astype(int),
            "You marked class 3, which is the cat. The position of 'dog' in CLASS_NAMES, "
            "counted from 0, is the id of the dog.",
        ),
        Mistake(
            "counted_from_one",
            lambda y: (np.ravel(y) == 6).astype(int),
            "You marked class 6, the frogs: dog is the sixth name, but the ids start at 0.",
        ),
        Mistake(
            "class_id_kept",
            lambda y: np.where(np.ravel(y) == 5, 5, 0),
            "Dogs kept their class id in your result. A target for two classes is 0 or 1: the "
            "dogs' number must be 1.",
        ),
        Mistake(
            "positions",
            lambda y: np.flatnonzero(np.ravel(y) == 5),
            "You return the positions of the dogs. We want one number for every row, dog or not.",
        ),
        Mistake(
            "one_hot",
            lambda y: np.eye(2, dtype=int)[(np.ravel(y) == 5).astype(int)],
            "You made two columns, one for each class. Here one number a row is enough: "
            "1 for dog, 0 for not.",
        ),
        Mistake(
            "compared_with_the_name",
            lambda y: np.zeros(np.size(y), dtype=int),
            "Your result is 0 for every row. Did you compare with the text 'dog'? y holds ids, "
            "not names, and no number equals a text.",
        ),
        Mistake(
            "column_compared_with_the_name",
            lambda y: np.zeros(np.shape(y), dtype=int),
            "Your result is 0 for every row, as it is when ids are compared with the text 'dog': "
            "y holds ids, not names. And y is not made flat yet.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 2. majority_baseline


def majority_baseline(y: np.ndarray) -> tuple[float, float]:
    """Score the model that answers the most frequent class of y for every row.

    y: int array (n,), two classes or more; one is the most frequent, one the rarest.
    Returns (accuracy, recall of the rarest class).
    """
    classes, counts = np.unique(y, return_counts=True)
    answer, rarest = classes[counts.argmax()], classes[counts.argmin()]
    return float(np.mean(y == answer)), float(np.mean(y[y == rarest] == answer))


def majority_by_thought(y: np.ndarray) -> tuple[float, float]:
    # It never answers the rarest class, so that its recall there is 0.
    return int(np.unique(y, return_counts=True)[1].max()) / len(y), 0.0


def majority_by_counter(y: np.ndarray) -> tuple[float, float]:
    ranking = Counter(y.tolist()).most_common()
    answers = np.full(len(y), ranking[0][0])
    rare = y == ranking[-1][0]
    return float((answers == y).mean()), float((answers[rare] == y[rare]).mean())


def class_counts(y: np.ndarray) -> np.ndarray:
    return np.unique(y, return_counts=True)[1]


def majority_share(y: np.ndarray) -> float:
    return float(class_counts(y).max() / len(y))


def labels_with_counts(
    rng: np.random.Generator, classes: list[int], counts: list[int]
) -> np.ndarray:
    return rng.permutation(np.repeat(classes, counts))


def majority_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.array([0, 0, 0, 1, 0, 0, 0, 0, 0, 0]),))
    yield Case((np.array([1, 1, 0, 1, 1]),))
    yield Case((np.array([7, 2, 2, 9, 2, 7]),))
    few, more = int(rng.integers(1, 4)), int(rng.integers(4, 7))
    yield Case((labels_with_counts(rng, [0, 1], [int(rng.integers(8, 20)), few]),))
    yield Case((labels_with_counts(rng, [1, 4, 8], [few, int(rng.integers(8, 20)), more]),))


MAJORITY_BASELINE = Exercise(
    name="majority_baseline",
    signature="majority_baseline(y) -> (accuracy, recall of the rarest class)",
    reference=majority_baseline,
    cases=majority_cases,
    alternatives=[majority_by_thought, majority_by_counter],
    bounds=(0, 1),
    hints=[
        "`np.unique(y, return_counts=True)` gives the classes and how often each occurs. "
        "Which one does the model answer, and for which rows is that right?",
        "The accuracy is the share of rows in the most frequent class. For the recall, look only "
        "at the rows of the rarest class: which answer do they all get, and is it right?",
    ],
    mistakes=[
        Mistake(
            "recall_of_the_majority",
            lambda y: (majority_share(y), 1.0),
            "Your recall is that of the most frequent class, of which this model finds every "
            "row. We ask how many rows of the rarest class it finds.",
        ),
        Mistake(
            "share_as_recall",
            lambda y: (majority_share(y), float(class_counts(y).min() / len(y))),
            "Your recall is the share of the rarest class among all rows. Recall asks something "
            "else: of the rows of that class, how many does the model find?",
        ),
        Mistake(
            "assumes_class_0",
            lambda y: (float(np.mean(y == 0)), 0.0),
            "You take it for granted that class 0 is the most frequent. Here another class can "
            "be, and the labels may have gaps: count first.",
        ),
        Mistake(
            "labels_averaged",
            lambda y: (float(1 - np.mean(y)), 0.0),
            "You took the mean of the labels for the share of the rarest class. That holds only "
            "where the labels are 0 and 1, with 1 the rare one: count each class instead.",
        ),
        Mistake(
            "share_of_the_rarest",
            lambda y: (float(class_counts(y).min() / len(y)), 0.0),
            "Your accuracy is the share of the rarest class. The model answers the most frequent "
            "class, and is right as often as that one occurs.",
        ),
        Mistake(
            "always_the_rarest",
            lambda y: (float(class_counts(y).min() / len(y)), 1.0),
            "You scored the model that always answers the rarest class. Ours always answers the "
            "most frequent one.",
        ),
        Mistake(
            "coin_toss",
            lambda y: (1 / len(class_counts(y)), 0.0),
            "Your accuracy is one divided by the number of classes: that is guessing at random "
            "among them. This model doesn't guess, it gives the same answer to every row.",
        ),
        Mistake(
            "count_not_share",
            lambda y: (float(class_counts(y).max()), 0.0),
            "Your accuracy is a number of rows. Accuracy is a share: divide by the number of all "
            "rows.",
        ),
        Mistake(
            "swapped",
            lambda y: (0.0, majority_share(y)),
            "Both numbers are right, in the wrong order: accuracy comes first, recall second.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 3. confusion_counts


def confusion_counts(y_true: np.ndarray, y_pred: np.ndarray) -> dict[str, int]:
    """Count the four kinds of answers of a model that tells 1 from 0.

    y_true, y_pred: int arrays, true classes and answers; each (n,) or (n, 1).
    Returns a dict of ints, always with the keys 'tn', 'fp', 'fn' and 'tp'.
    """
    true, said = np.ravel(y_true), np.ravel(y_pred)
    return {
        "tn": int(np.sum((true == 0) & (said == 0))),
        "fp": int(np.sum((true == 0) & (said == 1))),
        "fn": int(np.sum((true == 1) & (said == 0))),
        "tp": int(np.sum((true == 1) & (said == 1))),
    }


def confusion_by_bincount(y_true: np.ndarray, y_pred: np.ndarray) -> dict[str, int]:
    cells = np.bincount(2 * y_true.reshape(-1) + y_pred.reshape(-1), minlength=4)
    return dict(zip(("tn", "fp", "fn", "tp"), cells.tolist(), strict=True))


def confusion_by_sklearn(y_true: np.ndarray, y_pred: np.ndarray) -> dict[str, int]:
    from sklearn.metrics import confusion_matrix

    matrix = confusion_matrix(y_true.ravel(), y_pred.ravel(), labels=[0, 1])
    tn, fp, fn, tp = matrix.ravel()
    return {"tn": tn, "fp": fp, "fn": fn, "tp": tp}


def confusion_by_loop(y_true: np.ndarray, y_pred: np.ndarray) -> dict[str, int]:
    counts = {"tn": 0, "fp": 0, "fn": 0, "tp": 0}
    for true, said in zip(y_true.flatten(), y_pred.flatten(), strict=True):
        counts[("t" if true == said else "f") + ("p" if said else "n")] += 1
    return counts


def renamed_counts(y_true: np.ndarray, y_pred: np.ndarray, names: str) -> dict[str, int]:
    """The right numbers under other names, given in the order of tn, fp, fn, tp."""
    return dict(zip(names.split(), confusion_counts(y_true, y_pred).values(), strict=True))


def confusion_of_pairs(y_true: np.ndarray, y_pred: np.ndarray) -> dict[str, int]:
    return {
        "tn": int(np.sum((y_true == 0) & (y_pred == 0))),
        "fp": int(np.sum((y_true == 0) & (y_pred == 1))),
        "fn": int(np.sum((y_true == 1) & (y_pred == 0))),
        "tp": int(np.sum((y_true == 1) & (y_pred == 1))),
    }


def confusion_of_answers(y_true: np.ndarray, y_pred: np.ndarray) -> dict[str, int]:
    counts = confusion_counts(y_true, y_pred)
    return counts | {
        "tp": int(np.sum(np.ravel(y_pred) == 1)),
        "tn": int(np.sum(np.ravel(y_pred) == 0)),
    }


def confusion_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.array([0, 0, 1, 1, 0, 1, 0, 0]), np.array([0, 1, 1, 0, 0, 1, 1, 1])))
    yield Case((np.array([0, 0, 1, 0, 1]), np.zeros(5, dtype=int)))
    yield Case((np.array([0, 1, 0, 0]), np.array([[0], [1], [1], [0]])))
    shapes = [((-1,), (-1,)), ((-1, 1), (-1,)), ((-1, 1), (-1, 1))]
    for true_shape, said_shape in shapes:
        true = rng.permutation([0, 1, *rng.integers(0, 2, size=int(rng.integers(5, 12)))])
        said = np.where(rng.random(len(true)) < 0.3, 1 - true, true)
        yield Case((true.reshape(true_shape), said.reshape(said_shape)))


CONFUSION_COUNTS = Exercise(
    name="confusion_counts",
    signature="confusion_counts(y_true, y_pred) -> {'tn', 'fp', 'fn', 'tp'}",
    reference=confusion_counts,
    cases=confusion_cases,
    alternatives=[confusion_by_bincount, confusion_by_sklearn, confusion_by_loop],
    hints=[
        "Take one cell at a time: for which rows is the true class 0 and the answer 1? `&` joins "
        "two comparisons, with each of them in parentheses.",
        "Make both arrays flat first. Then each of the four numbers is the sum of "
        "`(true == a) & (said == b)` for one choice of a and b, as a plain int.",
    ],
    mistakes=[
        Mistake(
            "misses_and_alarms_swapped",
            lambda t, p: renamed_counts(t, p, "tn fn fp tp"),
            "'fp' and 'fn' have changed places. The second letter is what the model said: a "
            "false positive is a row that it wrongly called 1.",
        ),
        Mistake(
            "every_pair_counted",
            confusion_of_pairs,
            "Where one array is (n,) and the other (n, 1), you counted n times n pairs: NumPy "
            "compares every row of one with every row of the other. Make both flat first.",
        ),
        Mistake(
            "other_class_positive",
            lambda t, p: renamed_counts(t, p, "tp fn fp tn"),
            "You took 0 for the positive class. Positive is 1 here, the rare class, even where "
            "the news is bad.",
        ),
        Mistake(
            "truth_not_asked",
            confusion_of_answers,
            "Your 'tp' counts every row that the model called 1, and your 'tn' every row that it "
            "called 0. They are true only where the true class agrees.",
        ),
        Mistake(
            "shares_not_counts",
            lambda t, p: {k: v / np.size(t) for k, v in confusion_counts(t, p).items()},
            "You divided by the number of rows. We want whole numbers of rows here; shares come "
            "in the next exercise.",
        ),
        Mistake(
            "empty_cells_left_out",
            lambda t, p: {k: v for k, v in confusion_counts(t, p).items() if v},
            "A cell that no row falls into is missing from your dict. All four keys must be "
            "there, with 0 where nothing was counted.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 4. precision_recall


def precision_recall(y_true: np.ndarray, y_pred: np.ndarray, positive: int) -> tuple[float, float]:
    """Return (precision, recall) of the class `positive`.

    y_true, y_pred: int arrays (n,), true classes and answers, two classes or more.
    Precision is 0.0 if no row is called positive, recall is 0.0 if none is.
    """
    true, said = y_true == positive, y_pred == positive
    hits = np.sum(true & said)
    precision = float(hits / said.sum()) if said.any() else 0.0
    recall = float(hits / true.sum()) if true.any() else 0.0
    return precision, recall


def precision_recall_by_sklearn(
    y_true: np.ndarray, y_pred: np.ndarray, positive: int
) -> tuple[float, float]:
    from sklearn.metrics import precision_score, recall_score

    options = {"labels": [positive], "average": "macro", "zero_division": 0.0}
    return precision_score(y_true, y_pred, **options), recall_score(y_true, y_pred, **options)


def precision_recall_by_loop(
    y_true: np.ndarray, y_pred: np.ndarray, positive: int
) -> tuple[float, float]:
    tp = fp = fn = 0
    for true, said in zip(y_true, y_pred, strict=True):
        tp += true == positive and said == positive
        fp += true != positive and said == positive
        fn += true == positive and said != positive
    return tp / (tp + fp) if tp + fp else 0.0, tp / (tp + fn) if tp + fn else 0.0


def precision_recall_by_mean(
    y_true: np.ndarray, y_pred: np.ndarray, positive: int
) -> tuple[float, float]:
    found, real = y_true[y_pred == positive], y_pred[y_true == positive]
    return (
        float(np.mean(found == positive)) if found.size else 0.0,
        float(np.mean(real == positive)) if real.size else 0.0,
    )


def undefined_as_nan(y_true: np.ndarray, y_pred: np.ndarray, positive: int) -> tuple[float, float]:
    true, said = y_true == positive, y_pred == positive
    with np.errstate(invalid="ignore"):
        return np.sum(true & said) / said.sum(), np.sum(true & said) / true.sum()


def undefined_as_error(
    y_true: np.ndarray, y_pred: np.ndarray, positive: int
) -> tuple[float, float]:
    true, said = y_true == positive, y_pred == positive
    hits = int(np.sum(true & said))
    return hits / int(said.sum()), hits / int(true.sum())


def class_1_from_counts(y_true: np.ndarray, y_pred: np.ndarray) -> tuple[float, float]:
    # Rows of a class other than 0 and 1 fall into none of the four cells.
    counts = confusion_counts(y_true, y_pred)
    tp = counts["tp"]
    return tp / (tp + counts["fp"] or 1), tp / (tp + counts["fn"] or 1)


def hits_over_all_rows(
    y_true: np.ndarray, y_pred: np.ndarray, positive: int
) -> tuple[float, float]:
    share = float(np.mean((y_true == positive) & (y_pred == positive)))
    return share, share


def precision_recall_cases(rng: np.random.Generator) -> Iterator[Case]:
    true, said = np.array([0, 0, 0, 0, 0, 0, 1, 1, 1]), np.array([0, 0, 0, 0, 1, 1, 1, 1, 0])
    yield Case((true, said, 1))
    yield Case((true, said, 0))
    yield Case((np.array([0, 0, 1, 0]), np.array([0, 0, 0, 0]), 1))
    yield Case((np.array([2, 5, 5, 2, 7]), np.array([2, 5, 7, 3, 3]), 3))
    for classes in ([0, 1], [0, 1, 2]):
        true = rng.permutation(classes * 2 + rng.choice(classes, size=8).tolist())
        said = np.where(rng.random(len(true)) < 0.4, rng.choice(classes, size=len(true)), true)
        yield Case((true, said, int(rng.choice(classes))))


PRECISION_RECALL = Exercise(
    name="precision_recall",
    signature="precision_recall(y_true, y_pred, positive) -> (precision, recall)",
    reference=precision_recall,
    cases=precision_recall_cases,
    alternatives=[precision_recall_by_sklearn, precision_recall_by_loop, precision_recall_by_mean],
    bounds=(0, 1),
    hints=[
        "Both numbers have the same numerator: rows that are positive and are called positive. "
        "They differ in what it is divided by.",
        "Precision divides by the number of rows with `y_pred == positive`, recall by the number "
        "with `y_true == positive`. Look at each of these for 0 before you divide.",
    ],
    mistakes=[
        Mistake(
            "swapped",
            lambda t, p, c: precision_recall(t, p, c)[::-1],
            "Precision and recall have changed places. Precision divides by what the model "
            "called positive, recall by what is positive.",
        ),
        Mistake(
            "class_1_whatever_is_asked",
            lambda t, p, c: precision_recall(t, p, 1),
            "You always score class 1. Use the argument `positive`: any class can be the "
            "positive one.",
        ),
        Mistake(
            "class_1_from_counts",
            lambda t, p, c: class_1_from_counts(t, p),
            "You counted with 1 as the positive class and 0 as the only other one, as in "
            "`confusion_counts`. Here `positive` says which class counts, and every other class "
            "is negative.",
        ),
        Mistake(
            "undefined_as_nan",
            undefined_as_nan,
            "Where the model never says positive, or no row is positive, you divide 0 by 0 and "
            "get NaN. Say 0.0 in these cases.",
        ),
        Mistake(
            "undefined_as_error",
            undefined_as_error,
            "Where the model never says positive, or no row is positive, you divide by 0, and "
            "plain ints then raise ZeroDivisionError. Look at the divisor first and say 0.0 in "
            "these cases.",
        ),
        Mistake(
            "undefined_as_one",
            lambda t, p, c: tuple(
                value if base.any() else 1.0
                for value, base in zip(precision_recall(t, p, c), (p == c, t == c), strict=True)
            ),
            "Where there is nothing to divide by, you say 1.0. No error was made there, but "
            "nothing was found either: we agreed on 0.0.",
        ),
        Mistake(
            "accuracy_for_precision",
            lambda t, p, c: (float(np.mean(t == p)), precision_recall(t, p, c)[1]),
            "Your first number is the accuracy: it counts the right answers of every class, over "
            "all rows. Precision looks only at the rows that the model called positive.",
        ),
        Mistake(
            "divided_by_all_rows",
            hits_over_all_rows,
            "You divided by the number of all rows. Precision divides by the rows called "
            "positive, recall by the rows that are positive.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 5. balanced_accuracy


def balanced_accuracy(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    """Return the mean of the recalls of all classes that occur in y_true.

    y_true, y_pred: int arrays (n,), true classes and answers, two classes or more.
    """
    recalls = [np.mean(y_pred[y_true == c] == c) for c in np.unique(y_true)]
    return float(np.mean(recalls))


def balanced_by_sklearn(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    from sklearn.metrics import recall_score

    return float(recall_score(y_true, y_pred, labels=np.unique(y_true), average="macro"))


def balanced_by_weights(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    # Accuracy where each row weighs one over the size of its class.
    _, place, counts = np.unique(y_true, return_inverse=True, return_counts=True)
    return float(np.average(y_true == y_pred, weights=1 / counts[place]))


def balanced_by_dict(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    rows: dict[int, list[bool]] = {}
    for true, said in zip(y_true.tolist(), y_pred.tolist(), strict=True):
        rows.setdefault(true, []).append(true == said)
    return sum(sum(right) / len(right) for right in rows.values()) / len(rows)


def recalls_of(y_true: np.ndarray, y_pred: np.ndarray) -> list[float]:
    return [float(np.mean(y_pred[y_true == c] == c)) for c in np.unique(y_true)]


def mean_recall_of(
    classes: Iterable[int], y_true: np.ndarray, y_pred: np.ndarray, empty: float
) -> float:
    """The mean recall of these classes, with `empty` for those that have no true row."""
    rows = [(c, y_pred[y_true == c]) for c in classes]
    return sum(float(np.mean(r == c)) if r.size else empty for c, r in rows) / len(rows)


def recalls_from_counts(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    counts = confusion_counts(y_true, y_pred)
    tn, fp, fn, tp = (counts[key] for key in ("tn", "fp", "fn", "tp"))
    return (tp / (tp + fn) + tn / (tn + fp)) / 2


def f1_of_class_1(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    precision, recall = precision_recall(y_true, y_pred, 1)
    return 2 * precision * recall / (precision + recall) if recall else 0.0


def chance_taken_off(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    chance = 1 / len(np.unique(y_true))
    return (balanced_accuracy(y_true, y_pred) - chance) / (1 - chance)


def balanced_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.array([0] * 8 + [1, 1]), np.array([0] * 7 + [1] + [1, 0])))
    yield Case((np.array([0, 0, 0, 0, 1]), np.zeros(5, dtype=int)))
    yield Case((np.array([3, 3, 3, 8, 8, 5]), np.array([3, 3, 8, 8, 8, 8])))
    yield Case((np.array([1, 1, 1, 2, 2, 4]), np.array([1, 0, 1, 2, 6, 4])))
    for classes in ([0, 1], [0, 2, 3]):
        counts = sorted(rng.choice(np.arange(2, 9), size=len(classes), replace=False))[::-1]
        true = labels_with_counts(rng, classes, counts)
        said = np.where(rng.random(len(true)) < 0.4, rng.choice(classes, size=len(true)), true)
        yield Case((true, said))


def mean_precision(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    classes = np.union1d(y_true, y_pred)
    shares = [np.mean(y_true[y_pred == c] == c) if c in y_pred else 0.0 for c in classes]
    return float(np.mean(shares))


BALANCED_ACCURACY = Exercise(
    name="balanced_accuracy",
    signature="balanced_accuracy(y_true, y_pred) -> float",
    reference=balanced_accuracy,
    cases=balanced_cases,
    alternatives=[balanced_by_sklearn, balanced_by_weights, balanced_by_dict],
    bounds=(0, 1),
    hints=[
        "For one class c: take the rows where y_true is c, and see for what share of them y_pred "
        "is c too. Do that for every class in y_true.",
        "`np.unique(y_true)` lists the classes. Put one recall for each of them into a list; the "
        "answer is the mean of that list, however many rows each class has.",
    ],
    mistakes=[
        Mistake(
            "plain_accuracy",
            lambda t, p: float(np.mean(t == p)),
            "That is the ordinary accuracy: a class with many rows counts for more. Work out a "
            "recall for each class first, then take the mean of the recalls.",
        ),
        Mistake(
            "mean_precision",
            mean_precision,
            "You took the mean of the precisions: you divided by how often each class was "
            "answered. A recall divides by how often the class is true.",
        ),
        # Swapping the two arguments turns recalls into precisions.
        Mistake(
            "mean_precision_of_true_classes",
            lambda t, p: mean_recall_of(np.unique(t), p, t, 0.0),
            "You took a precision for each class of y_true, with 0.0 where a class is never "
            "answered. Turn the question round: of the rows that are truly of the class, how many "
            "are answered so?",
        ),
        Mistake(
            "mean_precision_undefined",
            lambda t, p: mean_recall_of(np.unique(t), p, t, np.nan),
            "You took the mean of the precisions, which gives NaN where a class is never "
            "answered. Pick the rows of a class by y_true, not by y_pred.",
        ),
        Mistake(
            "mean_precision_of_answers",
            lambda t, p: mean_recall_of(np.unique(p), p, t, 0.0),
            "You took the mean of the precisions of the classes that were answered. A recall "
            "starts from the true rows of a class, and the classes are those of y_true.",
        ),
        Mistake(
            "precision_and_recall_averaged",
            lambda t, p: sum(precision_recall(t, p, 1)) / 2,
            "You took the mean of precision and recall of class 1. Precision plays no part here: "
            "work out one recall for each class.",
        ),
        Mistake(
            "f1",
            f1_of_class_1,
            "That is F1 of class 1, which joins its precision and its recall. We want the recall "
            "of every class, and their plain mean.",
        ),
        Mistake(
            "rarest_class_only",
            lambda t, p: recalls_of(t, p)[int(np.argmin(class_counts(t)))],
            "That is the recall of the rarest class alone. Balanced accuracy is the mean over all "
            "classes.",
        ),
        Mistake(
            "classes_of_the_answers_too",
            lambda t, p: sum(recalls_of(t, p)) / len(np.union1d(t, p)),
            "You also count classes that occur only among the model's answers. A class with no "
            "true row has no recall: go through the classes of y_true.",
        ),
        Mistake(
            "classes_of_the_answers",
            lambda t, p: mean_recall_of(np.unique(p), t, p, np.nan),
            "You go through the classes of y_pred. A class that is never answered is left out, "
            "and one that is never true gives NaN: take the classes of y_true.",
        ),
        Mistake(
            "classes_of_the_answers_with_zero",
            lambda t, p: mean_recall_of(np.unique(p), t, p, 0.0),
            "You go through the classes of y_pred, with 0.0 for one that is never true. A class "
            "that is never answered is left out, though its recall of 0 counts: take the classes "
            "of y_true.",
        ),
        Mistake(
            "classes_0_and_1",
            lambda t, p: mean_recall_of((0, 1), t, p, 0.0),
            "You take it for granted that the classes are 0 and 1. Other labels can occur, and "
            "more than two: ask y_true for its classes.",
        ),
        Mistake(
            "classes_0_and_1_undefined",
            lambda t, p: mean_recall_of((0, 1), t, p, np.nan),
            "You work out the recalls of class 0 and class 1, and get NaN where one has no row. "
            "The labels can be others: ask y_true which classes it has.",
        ),
        Mistake(
            "classes_0_and_1_from_counts",
            recalls_from_counts,
            "You divide counts of the classes 0 and 1, which raises ZeroDivisionError where one "
            "has no row. The labels can be others, and more than two: go through the classes of "
            "y_true.",
        ),
        Mistake(
            "gaps_counted",
            lambda t, p: sum(recalls_of(t, p)) / (int(t.max()) + 1),
            "You divide by the largest label plus one, as though the labels were 0, 1, 2 without "
            "a gap. Divide by the number of classes that occur in y_true.",
        ),
        Mistake(
            "chance_taken_off",
            chance_taken_off,
            "You have rescaled it so that chance is 0 (scikit-learn: adjusted=True). We want the "
            "mean of the recalls as it is.",
        ),
        Mistake(
            "worst_class",
            lambda t, p: min(recalls_of(t, p)),
            "That is the smallest of the recalls: a good number to look at, but we asked for "
            "their mean.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 6. average_precision


def average_precision(y_true: np.ndarray, scores: np.ndarray) -> float:
    """Return the area under the steps of the precision-recall curve (PR-AUC).

    y_true: int array (n,), 0 or 1, both occur. scores: floats (n,) of any size, high means 1.
    Returns the sum of (gain in recall) * precision over the different scores.
    """
    area, recall_before = 0.0, 0.0
    for threshold in np.unique(scores)[::-1]:
        said = scores >= threshold
        hits = np.sum(y_true[said])
        precision, recall = hits / said.sum(), hits / y_true.sum()
        area += (recall - recall_before) * precision
        recall_before = recall
    return float(area)


def average_precision_by_sklearn(y_true: np.ndarray, scores: np.ndarray) -> float:
    from sklearn.metrics import average_precision_score

    return float(average_precision_score(y_true, scores))


def average_precision_of_positives(y_true: np.ndarray, scores: np.ndarray) -> float:
    # The mean, over the positive rows, of the precision at each one's score.
    return float(np.mean([y_true[scores >= s].mean() for s in scores[y_true == 1]]))


def average_precision_by_sorting(y_true: np.ndarray, scores: np.ndarray) -> float:
    order = np.argsort(scores)[::-1]
    ends = np.flatnonzero(np.append(np.diff(scores[order]) != 0, True))
    hits = np.cumsum(y_true[order])[ends]
    return float(np.sum(np.diff(hits, prepend=0) * hits / (ends + 1)) / hits[-1])


def area_in_order(y_true: np.ndarray, order: np.ndarray) -> float:
    """The same area, taking one row at a time in the order given: ties are not kept together."""
    y = y_true[order]
    precision = np.cumsum(y) / np.arange(1, len(y) + 1)
    return float(np.sum(precision * y) / y.sum())


def curve(y_true: np.ndarray, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (precision, recall) at each score, the lowest first; the last point is (1, 0)."""
    said = [scores >= threshold for threshold in np.unique(scores)]
    precision = [np.mean(y_true[rows]) for rows in said]
    recall = [np.sum(y_true[rows]) / np.sum(y_true) for rows in said]
    return np.array([*precision, 1.0]), np.array([*recall, 0.0])


def trapezoids(y_true: np.ndarray, scores: np.ndarray) -> float:
    precision, recall = curve(y_true, scores)
    return float(-np.trapezoid(precision, recall))


def trapezoids_from_the_first_step(y_true: np.ndarray, scores: np.ndarray, start: bool) -> float:
    """Without the point (0, 1); with a level line from recall 0 to the first step, or none."""
    precision, recall = curve(y_true, scores)
    first = float(recall[-2] * precision[-2]) if start else 0.0
    return first + float(-np.trapezoid(precision[:-1], recall[:-1]))


def area_over(
    thresholds: np.ndarray, y_true: np.ndarray, scores: np.ndarray, recall: float = 0.0
) -> float:
    """The right sum over thresholds in the order given, beginning with this recall."""
    area = 0.0
    for threshold in thresholds:
        said, before = scores >= threshold, recall
        recall = float(np.sum(y_true[said]) / y_true.sum())
        area += (recall - before) * float(np.mean(y_true[said]))
    return area


def strictly_above(y_true: np.ndarray, scores: np.ndarray) -> float:
    # As `average_precision`, with > in place of >= and 0.0 where no row is called 1.
    lowest = scores == scores.min()
    last = float(np.mean(y_true) * np.sum(y_true[lowest]) / y_true.sum())
    return average_precision(y_true, scores) - last


def area_of_one_rectangle(y_true: np.ndarray, scores: np.ndarray) -> float:
    precision, recall = precision_recall(y_true, (scores >= 0.5).astype(int), 1)
    return precision * recall


def first_step_missing(y_true: np.ndarray, scores: np.ndarray) -> float:
    said = scores == scores.max()
    first = float(np.mean(y_true[said]) * np.sum(y_true[said]) / y_true.sum())
    return average_precision(y_true, scores) - first


def mean_precision_at_every_score(y_true: np.ndarray, scores: np.ndarray) -> float:
    return float(np.mean([y_true[scores >= s].mean() for s in np.unique(scores)]))


def average_precision_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.array([1, 0, 1, 0, 0]), np.array([0.9, 0.8, 0.7, 0.4, 0.1])))
    # How np.argsort orders ties depends on the processor. In the visible cases the labels come in
    # the same order on all that we know, so that ranking row by row is recognised everywhere.
    yield Case((np.array([0, 1, 0, 1, 1]), np.array([0.8, 0.6, 0.6, 0.8, 0.2])))
    yield Case((np.array([1, 0, 1, 1]), np.full(4, 0.6)))
    yield Case((np.array([1, 0, 0, 1, 1]), np.array([-3.0, -0.5, 2.0, 1.0, 7.5])))
    for decimals in (1, 6):
        y = rng.permutation([0, 1, 1, *rng.integers(0, 2, size=int(rng.integers(3, 6)))])
        yield Case((y, np.round(rng.random(len(y)) * 0.5 + y * 0.3, decimals)))


def area_under_roc(y_true: np.ndarray, scores: np.ndarray) -> float:
    above = scores[y_true == 1][:, np.newaxis] - scores[y_true == 0]
    return float(np.mean(np.sign(above)) / 2 + 0.5)


AVERAGE_PRECISION = Exercise(
    name="average_precision",
    signature="average_precision(y_true, scores) -> float",
    reference=average_precision,
    cases=average_precision_cases,
    alternatives=[
        average_precision_by_sklearn,
        average_precision_of_positives,
        average_precision_by_sorting,
    ],
    points=2,
    bounds=(0, 1),
    hints=[
        "Begin with one threshold: call 1 every row whose score reaches it, and work out "
        "precision and recall. Then lower the threshold to the next score, and so on.",
        "Loop over `np.unique(scores)` from high to low. At each step add (recall now - recall "
        "before) * precision now, beginning with a recall of 0. Rows with equal scores enter "
        "together.",
    ],
    mistakes=[
        Mistake(
            "ties_one_by_one",
            lambda y, s: area_in_order(y, np.argsort(-s, kind="stable")),
            "Rows with equal scores enter one after the other in your sum, so the result depends "
            "on the order of the rows. No threshold can part them: let them enter together.",
        ),
        Mistake(
            "ties_one_by_one_reversed",
            lambda y, s: area_in_order(y, np.argsort(s, kind="stable")[::-1]),
            "You rank the rows (sorted upwards, then turned round) and let them enter one by one. "
            "Among equal scores their order is arbitrary, and your result depends on it: let "
            "these enter together.",
        ),
        Mistake(
            "ties_in_favour",
            lambda y, s: area_in_order(y, np.lexsort((-y, -s))),
            "Among equal scores you let the positive rows enter first, so the model looks better "
            "than it is. All rows with the same score enter together.",
        ),
        Mistake(
            "ties_against",
            lambda y, s: area_in_order(y, np.lexsort((y, -s))),
            "Among equal scores you let the rows of class 0 enter first, which is unfair to the "
            "model. All rows with the same score enter together.",
        ),
        Mistake(
            "trapezoids",
            trapezoids,
            "You joined the points of the curve by straight lines (trapezoids). Between two "
            "thresholds there is nothing to draw a line through: take steps, with the precision "
            "at the end of each step.",
        ),
        Mistake(
            "trapezoids_from_the_axis",
            lambda y, s: trapezoids_from_the_first_step(y, s, start=True),
            "You added a point at recall 0 with the first precision, and joined the points by "
            "straight lines (trapezoids). No line is right between two thresholds: take steps, "
            "each at the precision that it ends with.",
        ),
        Mistake(
            "trapezoids_without_a_start",
            lambda y, s: trapezoids_from_the_first_step(y, s, start=False),
            "You joined the points by straight lines (trapezoids), and the part from recall 0 to "
            "the first point is missing. Take steps, and begin with the one that starts at 0.",
        ),
        Mistake(
            "area_under_roc",
            area_under_roc,
            "That is the area under the ROC curve. Here the two axes are recall and precision.",
        ),
        Mistake(
            "from_low_to_high",
            lambda y, s: average_precision(y, -s),
            "You start with the lowest scores. High scores mean 'more like class 1': begin with "
            "the highest.",
        ),
        Mistake(
            "lowest_threshold_first",
            lambda y, s: area_over(np.unique(s), y, s),
            "Did you start from the lowest score? There every row is called 1, so recall jumps to "
            "1 at once and then falls, and all later steps count as negative. Begin with the "
            "highest threshold.",
        ),
        Mistake(
            "recall_falls_from_one",
            lambda y, s: area_over(np.unique(s), y, s, recall=1.0),
            "You start from the lowest score with a recall of 1. From there recall only falls, so "
            "every step is negative or 0: begin with the highest score and a recall of 0.",
        ),
        Mistake(
            "thresholds_unsorted",
            lambda y, s: area_over(s, y, s),
            "You take the scores as thresholds in the order of the rows, so recall goes up and "
            "down. Sort them first, the highest at the beginning.",
        ),
        Mistake(
            "above_the_threshold_undefined",
            lambda y, s: np.nan,
            "Your result is NaN in every case. Did you call 1 only the rows above the threshold? "
            "Above the highest score there is none, and 0 is divided by 0: a row that reaches the "
            "threshold belongs in.",
        ),
        Mistake(
            "above_the_threshold",
            strictly_above,
            "You call 1 only the rows above the threshold, so the rows with the lowest score "
            "never enter. A row that reaches the threshold is called 1 too.",
        ),
        Mistake(
            "one_threshold",
            area_of_one_rectangle,
            "You multiplied precision and recall at the threshold 0.5: that is one point of the "
            "curve. The area takes in every threshold that the scores offer.",
        ),
        Mistake(
            "mean_of_all_precisions",
            mean_precision_at_every_score,
            "You took the plain mean of the precisions at all thresholds. Each one counts by how "
            "much recall has grown at its step, so a step that finds no positive row counts "
            "nothing.",
        ),
        Mistake(
            "first_step_missing",
            first_step_missing,
            "The first step is missing: before the highest score the recall is 0, so the step "
            "from 0 up to the first recall counts too.",
        ),
    ],
)

EXERCISES: list[Exercise] = [
    DOG_TARGETS,
    MAJORITY_BASELINE,
    CONFUSION_COUNTS,
    PRECISION_RECALL,
    BALANCED_ACCURACY,
    AVERAGE_PRECISION,
]
