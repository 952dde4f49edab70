"""Exercise bank of lesson 04: references, cases, and the mistakes people make."""

import itertools
import math
from collections.abc import Callable, Iterator

import numpy as np
from sklearn.metrics import recall_score
from sklearn.utils import compute_class_weight

from helpers.checks.exercise import Case, Exercise, Mistake

Counts = dict[int, int]
Weights = dict[int, float]

# The counts of two real tables: pairs of classes of one size, and two classes that all but vanish.
PAIRED = {0: 2813, 1: 78, 2: 2814, 3: 78, 4: 7914, 5: 248, 6: 7914, 7: 248}
VANISHING = {0: 1_300_000, 1: 40, 2: 2000}


def random_counts(rng: np.random.Generator, classes: list[int], low: float = 2) -> Counts:
    """Return different counts that span about two powers of ten, classes in random order."""
    k = len(classes)
    powers = np.linspace(low, low + 5, k) + rng.uniform(0, 4 / k, size=k)
    counts = rng.permutation(np.exp(powers).astype(int) + np.arange(k))
    order = [int(c) for c in rng.permutation(classes)]
    return dict(zip(order, counts.tolist(), strict=True))


# ---------------------------------------------------------------------------------------------
# 1. head_tail_recall


def head_tail_recall(
    y_true: np.ndarray, y_pred: np.ndarray, counts: dict[int, int], size: int = 3
) -> tuple[float, float]:
    """Return (mean recall of the `size` largest classes, of the `size` smallest).

    y_true, y_pred: int arrays (n,), true classes and answers; every class has a row in y_true.
    counts: {class: rows to train on}, all different, in any order; size: classes at either end.
    """
    by_size = sorted(counts, key=lambda c: counts[c], reverse=True)
    recalls = [float(np.mean(y_pred[y_true == c] == c)) for c in by_size]
    return float(np.mean(recalls[:size])), float(np.mean(recalls[-size:]))


def head_tail_recall_by_sklearn(
    y_true: np.ndarray, y_pred: np.ndarray, counts: Counts, size: int = 3
) -> tuple[float, float]:
    classes, rows = np.array(list(counts)), np.array(list(counts.values()))
    order = classes[np.argsort(rows)]
    found = recall_score(y_true, y_pred, labels=order, average=None, zero_division=0)
    return float(found[-size:].mean()), float(found[:size].mean())


def head_tail_recall_by_loop(
    y_true: np.ndarray, y_pred: np.ndarray, counts: Counts, size: int = 3
) -> tuple[float, float]:
    def mean_recall(classes: list[int]) -> float:
        total = 0.0
        for c in classes:
            total += np.sum((y_true == c) & (y_pred == c)) / np.sum(y_true == c)
        return float(total / len(classes))

    smallest_first = [c for _, c in sorted((n, c) for c, n in counts.items())]
    return mean_recall(smallest_first[::-1][:size]), mean_recall(smallest_first[:size])


def largest_first(counts: Counts) -> list[int]:
    return sorted(counts, key=lambda c: counts[c], reverse=True)


def mean_recalls(y: np.ndarray, p: np.ndarray, groups: list[list[int]]) -> tuple[float, float]:
    head, tail = ([float(np.mean(p[y == c] == c)) for c in group] for group in groups)
    return float(np.mean(head)), float(np.mean(tail))


def pooled(y: np.ndarray, p: np.ndarray, counts: Counts, size: int = 3) -> tuple[float, float]:
    order = largest_first(counts)
    head, tail = np.isin(y, order[:size]), np.isin(y, order[-size:])
    return float(np.mean(p[head] == y[head])), float(np.mean(p[tail] == y[tail]))


def mean_precisions(
    y: np.ndarray, p: np.ndarray, counts: Counts, size: int = 3
) -> tuple[float, float]:
    order = largest_first(counts)
    found = [float(np.mean(y[p == c] == c)) if np.any(p == c) else 0.0 for c in order]
    return float(np.mean(found[:size])), float(np.mean(found[-size:]))


def ordered_by_test_rows(
    y: np.ndarray, p: np.ndarray, counts: Counts, size: int = 3
) -> tuple[float, float]:
    return head_tail_recall(y, p, {c: int(np.sum(y == c)) for c in counts}, size)


def head_and_all_the_rest(
    y: np.ndarray, p: np.ndarray, counts: Counts, size: int = 3
) -> tuple[float, float]:
    order = largest_first(counts)
    return mean_recalls(y, p, [order[:size], order[size:]])


def by_class_id(y: np.ndarray, p: np.ndarray, counts: Counts, size: int = 3) -> tuple[float, float]:
    order = sorted(counts)
    return mean_recalls(y, p, [order[:size], order[-size:]])


def by_place(y: np.ndarray, p: np.ndarray, counts: Counts, size: int = 3) -> tuple[float, float]:
    order = list(counts)
    return mean_recalls(y, p, [order[:size], order[-size:]])


def answers(
    rng: np.random.Generator, classes: list[int], rows: list[int]
) -> tuple[np.ndarray, np.ndarray]:
    """Return true classes and answers: more right ones for the classes named first."""
    y = rng.permutation(np.repeat(classes, rows))
    rank = {c: place for place, c in enumerate(classes)}
    right = np.linspace(0.9, 0.3, len(classes))[[rank[label] for label in y.tolist()]]
    return y, np.where(rng.uniform(size=len(y)) < right, y, rng.choice(classes, size=len(y)))


def head_tail_recall_cases(rng: np.random.Generator) -> Iterator[Case]:
    y = np.array([0, 0, 1, 1, 1, 1, 2, 2, 3, 3])
    p = np.array([0, 0, 1, 1, 0, 1, 2, 1, 1, 3])
    yield Case((y, p, {3: 5, 1: 90, 0: 400, 2: 20}, 1))
    y = np.array([4, 4, 4, 4, 6, 6, 7, 7, 7, 8, 8, 8, 8, 8, 9, 9])
    p = np.array([4, 4, 4, 6, 6, 6, 7, 4, 4, 8, 7, 6, 6, 6, 4, 9])
    yield Case((y, p, {4: 70, 6: 10, 7: 30, 8: 900, 9: 12}, 2))
    y = np.repeat(np.arange(7), [2, 3, 4, 5, 3, 2, 4])
    p = np.array([0, 0, 1, 1, 5, 2, 2, 2, 0, 3, 3, 3, 0, 6, 4, 0, 0, 0, 5, 6, 1, 2, 3])
    yield Case((y, p, {6: 60, 5: 500, 2: 33, 4: 150, 0: 20, 1: 2000, 3: 80}))
    for k, size in ((4, 1), (6, 2)):
        classes = [int(c) for c in rng.permutation(np.arange(10))[:k]]
        rows = [int(n) for n in rng.permutation(np.arange(2, 2 + k))]
        yield Case((*answers(rng, classes, rows), random_counts(rng, classes), size))


HEAD_TAIL_RECALL = Exercise(
    name="head_tail_recall",
    signature="head_tail_recall(y_true, y_pred, counts, size=3) -> (head, tail)",
    reference=head_tail_recall,
    cases=head_tail_recall_cases,
    alternatives=[head_tail_recall_by_sklearn, head_tail_recall_by_loop],
    bounds=(0, 1),
    hints=[
        "Bring the classes into the order of their counts first. Then the head is a slice from "
        "the front of that list and the tail one from its end.",
        "`sorted(counts, key=...)` can sort the classes by `counts[c]`. The recall of class c is "
        "the share of rows with `y_true == c` whose answer is c too; take a mean of such recalls.",
    ],
    mistakes=[
        Mistake(
            "swapped",
            lambda y, p, counts, size=3: head_tail_recall(y, p, counts, size)[::-1],
            "You return the tail first. The order is head, then tail: the mean recall of the "
            "largest classes comes first.",
        ),
        Mistake(
            "rows_pooled",
            pooled,
            "You pooled the rows of all classes of the head, and likewise of the tail, so that a "
            "class with more test rows counts more. Work out one recall for each class, then take "
            "their mean.",
        ),
        Mistake(
            "precision",
            mean_precisions,
            "You divide by the rows that were called c: that is the precision. Recall divides by "
            "the rows that are of class c.",
        ),
        Mistake(
            "ordered_by_id",
            by_class_id,
            "You took the first and the last class ids. Largest and smallest are meant by "
            "`counts`: sort the classes by their counts.",
        ),
        Mistake(
            "ordered_as_written",
            by_place,
            "You took the classes in the order in which the dict was written. It may come in any "
            "order: sort the classes by their counts.",
        ),
        Mistake(
            "ordered_by_test_rows",
            ordered_by_test_rows,
            "You counted the rows of `y_true` to find large and small classes. Those are test "
            "rows; what makes a class small is given in `counts`.",
        ),
        Mistake(
            "all_the_rest",
            head_and_all_the_rest,
            "Your tail holds every class that is not in the head. Take only the `size` smallest "
            "ones; those in the middle belong to neither.",
        ),
        Mistake(
            "size_ignored",
            lambda y, p, counts, size=3: head_tail_recall(y, p, counts),
            "You always take three classes at each end. How many is said by `size`.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 2. effective_sample_size: L. Kish (1965), "Survey Sampling"


def effective_sample_size(weights: np.ndarray) -> float:
    """Return how many equally weighted rows tell as much as these.

    weights: float array (n,), one a row, 0 or more, not all 0.
    """
    return float(np.sum(weights) ** 2 / np.sum(weights**2))


def effective_sample_size_by_shares(weights: np.ndarray) -> float:
    shares = weights / weights.sum()
    return float(1 / (shares @ shares))


def effective_sample_size_by_spread(weights: np.ndarray) -> float:
    # n / (1 + the squared coefficient of variation)
    return float(len(weights) / (1 + (weights.std() / weights.mean()) ** 2))


def effective_sample_size_by_loop(weights: np.ndarray) -> float:
    total = squares = 0.0
    for weight in weights.tolist():
        total += weight
        squares += weight * weight
    return total * total / squares


def effective_sample_size_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.array([1.0, 1.0, 1.0, 7.0]),))
    yield Case((np.full(6, 10.0),))
    yield Case((np.array([0.0, 2.0, 0.0, 3.0, 1.0]),))
    yield Case((np.repeat([0.5, 25.0], [12, 1]),))
    for size in (5, 9):
        weights = np.round(rng.uniform(0.2, 9.0, size=size), 2)
        weights[int(rng.integers(0, size))] = 0.0
        yield Case((weights,))


EFFECTIVE_SAMPLE_SIZE = Exercise(
    name="effective_sample_size",
    signature="effective_sample_size(weights) -> float",
    reference=effective_sample_size,
    cases=effective_sample_size_cases,
    alternatives=[
        effective_sample_size_by_shares,
        effective_sample_size_by_spread,
        effective_sample_size_by_loop,
    ],
    hints=[
        "Try it on paper: four rows of weight 1 should give 4, and so should four rows of weight "
        "10. One row of weight 1 beside rows of weight 0 should give 1.",
        "Two sums are needed: that of the weights, and that of each weight times itself. One of "
        "them is squared before the two are divided.",
    ],
    mistakes=[
        Mistake(
            "upside_down",
            lambda w: float(np.sum(w**2) / np.sum(w) ** 2),
            "You have the fraction upside down: a hundred equal weights would give 0.01. The "
            "squared sum belongs on top.",
        ),
        Mistake(
            "sum_not_squared",
            lambda w: float(np.sum(w) / np.sum(w**2)),
            "You did not square the sum on top, so weights of 10 give a tenth of what weights of "
            "1 do. A common factor must not matter.",
        ),
        Mistake(
            "squares_on_both_sides",
            lambda w: float(np.sum(w) ** 2 / np.sum(w) ** 2),
            "You squared the sum below the line as well. Below stands the sum of the squares: "
            "square each weight first, add afterwards.",
        ),
        Mistake(
            "rows_counted",
            lambda w: float(len(w)),
            "That is the number of rows, whatever they weigh. Unequal weights must make it "
            "smaller.",
        ),
        Mistake(
            "weights_above_zero_counted",
            lambda w: float(np.count_nonzero(w)),
            "You count the rows that weigh anything at all. A row of weight 0.01 beside one of 1 "
            "tells next to nothing: it must count for less.",
        ),
        Mistake(
            "sum_over_the_largest",
            lambda w: float(np.sum(w) / np.max(w)),
            "You divided the sum of the weights by the largest one. That looks at one weight "
            "only; Kish's size takes all of them, by their squares.",
        ),
        Mistake(
            "as_a_share",
            lambda w: float(np.mean(w) ** 2 / np.mean(w**2)),
            "You used means, so your result is a share of the rows, at most 1. With sums it is a "
            "number of rows.",
        ),
        Mistake(
            "sample_variance",
            lambda w: float(len(w) / (1 + np.var(w, ddof=1) / np.mean(w) ** 2)),
            "You went by the variance with n - 1 in it. With n below the line you get Kish's "
            "size; the two sums are the shorter way.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 3. log_smoothed: a snippet, `create_class_weight`, copied from answer to answer; no paper is known


def log_smoothed(counts: dict[int, int], mu: float = 0.15) -> dict[int, float]:
    """Return {class: max(1, ln(mu * N / n_c))}.

    counts: {class: n_c rows}, N rows in all; mu: above 0, larger if classes count as rare earlier.
    Raises ValueError naming the class if one has 0 rows.
    """
    for c, n in counts.items():
        if n == 0:
            raise ValueError(f"class {c} has no rows")
    total = sum(counts.values())
    return {c: max(1.0, math.log(mu * total / n)) for c, n in counts.items()}


def log_smoothed_by_numpy(counts: Counts, mu: float = 0.15) -> Weights:
    n = np.array(list(counts.values()))
    if not n.all():
        raise ValueError(f"no rows in {[c for c, rows in counts.items() if not rows]}")
    weights = np.maximum(np.log(mu * n.sum() / n), 1)
    return dict(zip(counts, weights.tolist(), strict=True))


def log_smoothed_by_floor(counts: Counts, mu: float = 0.15) -> Weights:
    if 0 in counts.values():
        raise ValueError("without rows: " + ", ".join(str(c) for c in counts if counts[c] == 0))
    scale = math.log(mu) + math.log(sum(counts.values()))
    weights = {}
    for c, n in counts.items():
        score = scale - math.log(n)
        weights[c] = score if score > 1 else 1.0
    return weights


def smoothed(
    counts: Counts,
    score: Callable[[float], float],
    total: float | None = None,
    floor: float = 1.0,
) -> Weights:
    """Do what the reference does, with another function of N / n_c, another N or another floor."""
    empty = [c for c, n in counts.items() if n == 0]
    if empty:
        raise ValueError(f"no rows of class {empty[0]}")
    rows = sum(counts.values()) if total is None else total
    return {c: max(floor, score(rows / n)) for c, n in counts.items()}


def numpy_sum_of_values(counts: Counts, mu: float = 0.15) -> Weights:
    total: float = np.sum(counts.values())  # type: ignore[call-overload]
    return {c: max(1.0, math.log(mu * total / n)) for c, n in counts.items()}


def zero_becomes(counts: Counts, mu: float, weight: float) -> Weights:
    there = {c: n for c, n in counts.items() if n}
    weights = log_smoothed(there, mu)
    return {c: weights.get(c, weight) for c in counts}


def zero_divides(counts: Counts, mu: float = 0.15) -> Weights:
    total = sum(counts.values())
    return {c: max(1.0, math.log(mu * total / n)) for c, n in counts.items()}


def log_smoothed_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((dict(PAIRED),))
    yield Case((dict(VANISHING),))
    yield Case(({3: 900, 7: 100, 5: 12}, 0.5))
    yield Case(({0: 500, 4: 0, 6: 20},), mentions=("4",))
    for k, mu in ((3, 0.3), (5, 1.2)):
        counts = random_counts(rng, [int(c) for c in rng.permutation(np.arange(10))[:k]])
        yield Case((counts, round(mu * float(rng.uniform(0.8, 1.2)), 3)))
    classes = [int(c) for c in rng.permutation(np.arange(10, 30))[:4]]
    counts = random_counts(rng, classes)
    yield Case((counts | {classes[1]: 0}, 0.2), mentions=(str(classes[1]),))


LOG_SMOOTHED = Exercise(
    name="log_smoothed",
    signature="log_smoothed(counts, mu=0.15) -> {class: weight}, or ValueError",
    reference=log_smoothed,
    cases=log_smoothed_cases,
    alternatives=[log_smoothed_by_numpy, log_smoothed_by_floor],
    points=2,
    hints=[
        "Three steps: look for a class without rows; add up all rows; then for each class take "
        "the logarithm, or 1 where it is smaller.",
        "`math.log` is the natural logarithm. `max(1.0, ...)` is the floor. An f-string puts the "
        'class into the message: `f"class {c} ..."`.',
    ],
    mistakes=[
        Mistake(
            "no_floor",
            lambda counts, mu=0.15: smoothed(counts, lambda r: math.log(mu * r), floor=-math.inf),
            "You left out the floor: large classes get weights below 1, or even below 0, which "
            "teach a model to deny them.",
        ),
        Mistake(
            "floor_at_zero",
            lambda counts, mu=0.15: smoothed(counts, lambda r: math.log(mu * r), floor=0.0),
            "Your floor is 0, so that large classes are not learned from at all. No class may "
            "weigh less than 1.",
        ),
        Mistake(
            "cap_in_place_of_floor",
            lambda counts, mu=0.15: {
                c: min(1.0, w)
                for c, w in smoothed(counts, lambda r: math.log(mu * r), floor=-math.inf).items()
            },
            "You took the smaller of 1 and the logarithm: a cap, so that rare classes can't rise. "
            "A floor takes the larger one.",
        ),
        Mistake(
            "log_to_base_10",
            lambda counts, mu=0.15: smoothed(counts, lambda r: math.log10(mu * r)),
            "You took the logarithm to base 10, which is smaller by a factor of 2.3. ln is the "
            "natural logarithm.",
        ),
        Mistake(
            "log_to_base_2",
            lambda counts, mu=0.15: smoothed(counts, lambda r: math.log2(mu * r)),
            "You took the logarithm to base 2, which is larger by a factor of 1.4. ln is the "
            "natural logarithm.",
        ),
        Mistake(
            "one_added_inside",
            lambda counts, mu=0.15: smoothed(counts, lambda r: math.log1p(mu * r)),
            "You added 1 inside the logarithm (log1p). It smooths the rule a little more, but it "
            "is another rule.",
        ),
        Mistake(
            "mu_left_out",
            lambda counts, mu=0.15: smoothed(counts, math.log),
            "mu has no part in your result. It multiplies N inside the logarithm.",
        ),
        Mistake(
            "mu_outside",
            lambda counts, mu=0.15: smoothed(counts, lambda r: mu * math.log(r)),
            "You multiplied the logarithm by mu. It stands inside: ln of mu times N over n_c.",
        ),
        Mistake(
            "mu_always_the_default",
            lambda counts, mu=0.15: smoothed(counts, lambda r: math.log(0.15 * r)),
            "You wrote 0.15 into the formula. It is only the default: use the argument `mu`.",
        ),
        Mistake(
            "largest_class_as_total",
            lambda counts, mu=0.15: smoothed(
                counts, lambda r: math.log(mu * r), total=max(counts.values())
            ),
            "You took the largest class for N. N counts all rows, of every class.",
        ),
        Mistake(
            "classes_as_total",
            lambda counts, mu=0.15: smoothed(counts, lambda r: math.log(mu * r), total=len(counts)),
            "You took the number of classes for N, which `len(counts)` is. N is the number of "
            "rows: add up the values.",
        ),
        Mistake(
            "numpy_sum_of_values",
            numpy_sum_of_values,
            "Your function stops with a TypeError. Did you give `counts.values()` to `np.sum`? "
            "NumPy doesn't look inside it: use Python's own `sum`.",
        ),
        Mistake(
            "zero_divides",
            zero_divides,
            "With 0 rows your function stops with a ZeroDivisionError, which doesn't say which "
            "class it was. Look first, and raise a ValueError that names it.",
        ),
        Mistake(
            "zero_is_infinite",
            lambda counts, mu=0.15: zero_becomes(counts, mu, math.inf),
            "A class with 0 rows gets an infinite weight from you. Keras would take it and say "
            "nothing: raise a ValueError that names the class.",
        ),
        Mistake(
            "zero_is_one",
            lambda counts, mu=0.15: zero_becomes(counts, mu, 1.0),
            "A class with 0 rows gets the weight 1 from you, and nobody hears that it is missing. "
            "Raise a ValueError that names the class.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 4. floor_count


def floor_count(counts: dict[int, int], mu: float) -> float:
    """Return the number of rows below which a class weighs more than 1 by the log rule.

    counts: {class: rows}, none without rows; mu: above 0.
    Returns a real number, not rounded.
    """
    return float(mu * sum(counts.values()) / math.e)


def floor_count_by_numpy(counts: Counts, mu: float) -> float:
    return float(np.exp(np.log(mu * np.array(list(counts.values())).sum()) - 1))


def floor_count_by_search(counts: Counts, mu: float) -> float:
    total = sum(counts.values())
    low, high = 0.0, float(mu * total)
    for _ in range(200):
        middle = (low + high) / 2
        if middle > 0 and math.log(mu * total / middle) <= 1:
            high = middle
        else:
            low = middle
    return high


def floor_count_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((dict(PAIRED), 0.15))
    yield Case((dict(VANISHING), 0.3))
    yield Case(({0: 90, 1: 10}, 0.5))
    for k in (3, 5):
        counts = random_counts(rng, list(range(k)))
        yield Case((counts, round(float(rng.uniform(0.2, 2)), 3)))


FLOOR_COUNT = Exercise(
    name="floor_count",
    signature="floor_count(counts, mu) -> float",
    reference=floor_count,
    cases=floor_count_cases,
    alternatives=[floor_count_by_numpy, floor_count_by_search],
    hints=[
        "At the floor the logarithm is exactly 1. Of which number is the natural logarithm 1?",
        "Write ln(mu * N / n) = 1, take the exponential of both sides, and solve for n. "
        "`math.e` is the number e.",
    ],
    mistakes=[
        Mistake(
            "where_the_log_is_zero",
            lambda counts, mu: float(mu * sum(counts.values())),
            "At mu * N rows the logarithm is 0. Weights leave the floor where it reaches 1, at "
            "fewer rows.",
        ),
        Mistake(
            "multiplied_by_e",
            lambda counts, mu: float(mu * sum(counts.values()) * math.e),
            "You multiplied by e. Solve ln(mu * N / n) = 1 for n once more: n stands below the "
            "line.",
        ),
        Mistake(
            "divided_by_mu",
            lambda counts, mu: float(sum(counts.values()) / (mu * math.e)),
            "You divided by mu. A larger mu makes more classes count as rare, so the floor is "
            "left at more rows, not at fewer.",
        ),
        Mistake(
            "mu_left_out",
            lambda counts, mu: float(sum(counts.values()) / math.e),
            "mu has no part in your result: that is the floor for a mu of 1.",
        ),
        Mistake(
            "rounded_down",
            lambda counts, mu: float(math.floor(mu * sum(counts.values()) / math.e)),
            "You rounded. The place where the rule leaves its floor is a real number, even if "
            "classes have whole numbers of rows.",
        ),
        Mistake(
            "largest_class_as_total",
            lambda counts, mu: float(mu * max(counts.values()) / math.e),
            "You took the largest class for N. N counts all rows, of every class.",
        ),
        Mistake(
            "divided_by_the_classes",
            lambda counts, mu: float(mu * sum(counts.values()) / (len(counts) * math.e)),
            "You divided by the number of classes too. It has no part in the log rule.",
        ),
        Mistake(
            "largest_count_below",
            lambda counts, mu: float(
                max(
                    (n for n in counts.values() if n < mu * sum(counts.values()) / math.e),
                    default=0,
                )
            ),
            "You return the count of a class. Asked is where the rule itself leaves its floor, "
            "whether a class lies there or not.",
        ),
        Mistake(
            "log_taken",
            lambda counts, mu: float(math.log(mu * sum(counts.values()))),
            "You took the logarithm of mu * N. Going from a weight back to rows takes the other "
            "direction, the exponential.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 5. mu_for_weight


def mu_for_weight(counts: dict[int, int], cls: int, weight: float) -> float:
    """Return the mu with which the log rule gives class `cls` this weight.

    counts: {class: rows}, in any order; cls: one of them, with a row or more; weight: above 1.
    """
    return float(math.exp(weight) * counts[cls] / sum(counts.values()))


def mu_for_weight_by_logs(counts: Counts, cls: int, weight: float) -> float:
    total = sum(counts.values())
    return math.exp(weight + math.log(counts[cls]) - math.log(total))


def mu_for_weight_by_share(counts: Counts, cls: int, weight: float) -> float:
    rows = np.array(list(counts.values()))
    share = counts[cls] / rows.sum()
    return float(np.exp(weight) * share)


def mu_for_weight_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case(({0: 90, 1: 10}, 1, 2.0))
    yield Case((dict(VANISHING), 1, 20.0))
    yield Case(({5: 700, 2: 40, 0: 260}, 2, 3.5))
    for k in (3, 5):
        counts = random_counts(rng, [int(c) for c in rng.permutation(np.arange(2 * k))[:k]])
        rarest = min(counts, key=lambda c: counts[c])
        yield Case((counts, rarest, round(float(rng.uniform(1.5, 6)), 2)))


MU_FOR_WEIGHT = Exercise(
    name="mu_for_weight",
    signature="mu_for_weight(counts, cls, weight) -> float",
    reference=mu_for_weight,
    cases=mu_for_weight_cases,
    alternatives=[mu_for_weight_by_logs, mu_for_weight_by_share],
    hints=[
        "A weight above 1 is the logarithm itself, so the floor doesn't matter. What undoes a "
        "natural logarithm?",
        "Write ln(mu * N / n) = weight, take the exponential of both sides (`math.exp`), and "
        "solve for mu.",
    ],
    mistakes=[
        Mistake(
            "log_not_undone",
            lambda counts, cls, weight: float(weight * counts[cls] / sum(counts.values())),
            "You solved mu * N / n = weight. The logarithm is still there: take the exponential "
            "of the weight.",
        ),
        Mistake(
            "log_taken_again",
            lambda counts, cls, weight: float(
                math.log(weight) * counts[cls] / sum(counts.values())
            ),
            "You took the logarithm of the weight. It is a logarithm already: the exponential "
            "undoes it.",
        ),
        Mistake(
            "ten_to_the_power",
            lambda counts, cls, weight: float(10**weight * counts[cls] / sum(counts.values())),
            "You took 10 to the power of the weight. The rule uses the natural logarithm, undone "
            "by `math.exp`.",
        ),
        Mistake(
            "share_upside_down",
            lambda counts, cls, weight: float(
                math.exp(weight) * sum(counts.values()) / counts[cls]
            ),
            "You multiplied by N / n. The rule has that fraction already, so it goes over to the "
            "other side upside down.",
        ),
        Mistake(
            "rows_left_out",
            lambda counts, cls, weight: float(math.exp(weight) / sum(counts.values())),
            "The rows of the class have no part in your result: a rarer class needs a smaller mu.",
        ),
        Mistake(
            "total_left_out",
            lambda counts, cls, weight: float(math.exp(weight) * counts[cls]),
            "You left out N. The rule looks at the share of the class among all rows.",
        ),
        Mistake(
            "largest_class_as_total",
            lambda counts, cls, weight: float(
                math.exp(weight) * counts[cls] / max(counts.values())
            ),
            "You took the largest class for N. N counts all rows, of every class.",
        ),
        Mistake(
            "other_classes_as_total",
            lambda counts, cls, weight: float(
                math.exp(weight) * counts[cls] / (sum(counts.values()) - counts[cls])
            ),
            "You divided by the rows of the other classes. N counts the class itself as well.",
        ),
        Mistake(
            "by_place",
            lambda counts, cls, weight: float(
                math.exp(weight)
                * list(counts.values())[min(cls, len(counts) - 1)]
                / sum(counts.values())
            ),
            "You looked up the class by its place among the counts. A dict is asked by its key: "
            "the classes may come in any order.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 6. merged_pairs


def merged_pairs(counts: dict[int, int], class_weight: dict[int, float]) -> list[tuple[int, int]]:
    """Return the pairs of classes that differ in their counts but not in their weights.

    counts: {class: rows}; class_weight: the same classes, in any order.
    Returns a sorted list of tuples (a, b), a < b, whose weights differ by 1e-12 or less.
    """
    order = sorted(counts)
    return [
        (a, b)
        for a in order
        for b in order
        if a < b and counts[a] != counts[b] and abs(class_weight[a] - class_weight[b]) <= 1e-12
    ]


def merged_pairs_by_combinations(counts: Counts, class_weight: Weights) -> list[tuple[int, int]]:
    pairs = []
    for a, b in itertools.combinations(counts, 2):
        close = math.isclose(class_weight[a], class_weight[b], rel_tol=0, abs_tol=1e-12)
        if close and counts[a] != counts[b]:
            pairs.append((min(a, b), max(a, b)))
    return sorted(pairs)


def merged_pairs_by_matrix(counts: Counts, class_weight: Weights) -> list[tuple[int, int]]:
    classes = np.array(sorted(counts))
    n = np.array([counts[c] for c in classes.tolist()])
    w = np.array([class_weight[c] for c in classes.tolist()])
    same = (np.abs(w[:, None] - w) <= 1e-12) & (n[:, None] != n)
    first, second = np.nonzero(np.triu(same, 1))
    return list(zip(classes[first].tolist(), classes[second].tolist(), strict=True))


def pairs_where(
    counts: Counts,
    class_weight: Weights,
    alike: Callable[[float, float], bool],
    look_at_counts: bool = True,
) -> list[tuple[int, int]]:
    return [
        (a, b)
        for a, b in itertools.combinations(sorted(counts), 2)
        if alike(class_weight[a], class_weight[b])
        and not (look_at_counts and counts[a] == counts[b])
    ]


def neighbours_only(counts: Counts, class_weight: Weights) -> list[tuple[int, int]]:
    neighbours = set(itertools.pairwise(sorted(counts)))
    return [pair for pair in merged_pairs(counts, class_weight) if pair in neighbours]


def in_order_of_the_dict(counts: Counts, class_weight: Weights) -> list[tuple[int, int]]:
    merged = merged_pairs(counts, class_weight)
    in_order = itertools.combinations(counts, 2)
    return [pair for pair in in_order if tuple(sorted(pair)) in merged]


def merged_pairs_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case(({4: 90, 1: 500, 0: 500, 7: 30}, {0: 1.0, 1: 1.0, 4: 1.0, 7: 2.5}))
    yield Case(({0: 60, 1: 50, 2: 40, 3: 7}, {0: 0.1 + 0.2, 1: 0.3, 2: 0.3004, 3: 3.0}))
    yield Case(({2: 800, 6: 90, 5: 90, 3: 20}, {2: 1.0, 3: 4.0, 5: 2.2, 6: 2.2}))
    yield Case(({8: 300, 3: 12, 5: 40, 1: 900}, {1: 1.0, 3: 3.1, 5: 3.1, 8: 1.0}))
    for k in (4, 6):
        classes = [int(c) for c in rng.permutation(np.arange(12))[:k]]
        counts = random_counts(rng, classes)
        by_rows = sorted(counts, key=lambda c: counts[c])
        weights = dict.fromkeys(classes, 1.0) | {by_rows[0]: round(float(rng.uniform(2, 5)), 2)}
        yield Case((counts, weights))


MERGED_PAIRS = Exercise(
    name="merged_pairs",
    signature="merged_pairs(counts, class_weight) -> sorted list of tuples (a, b), a < b",
    reference=merged_pairs,
    cases=merged_pairs_cases,
    alternatives=[merged_pairs_by_combinations, merged_pairs_by_matrix],
    hints=[
        "Every pair of classes is looked at once, the smaller id first. Two questions decide: do "
        "the counts differ, and are the weights the same?",
        "Two loops over `sorted(counts)`, one inside the other, meet every pair, in order. Keep "
        "those with a < b, different counts, and weights that are at most 1e-12 apart.",
    ],
    mistakes=[
        Mistake(
            "same_counts_too",
            lambda counts, w: pairs_where(counts, w, lambda a, b: abs(a - b) <= 1e-12, False),
            "You also list classes that have the same number of rows. For these the same weight "
            "is right: a pair is merged only if the counts differ.",
        ),
        Mistake(
            "at_the_floor_only",
            lambda counts, w: pairs_where(counts, w, lambda a, b: a == b == 1),
            "You only look at classes whose weight is 1. Two classes can share any other weight "
            "too, by another rule or by hand.",
        ),
        Mistake(
            "exactly_equal",
            lambda counts, w: pairs_where(counts, w, lambda a, b: a == b),
            "You compare weights with ==. To a computer 0.1 + 0.2 is not 0.3: allow a difference "
            "of 1e-12.",
        ),
        Mistake(
            "nearly_equal",
            lambda counts, w: pairs_where(counts, w, lambda a, b: abs(a - b) <= 0.001),
            "You take weights that are only near each other for the same. They may differ by "
            "1e-12, no more.",
        ),
        Mistake(
            "both_orders",
            lambda counts, w: sorted(
                pair for a, b in merged_pairs(counts, w) for pair in ((a, b), (b, a))
            ),
            "Each pair comes twice, as (a, b) and as (b, a). Keep the one with the smaller class "
            "first.",
        ),
        Mistake(
            "neighbours_only",
            neighbours_only,
            "You only compare each class with the next one. Classes that are further apart can "
            "share a weight too: look at every pair.",
        ),
        Mistake(
            "in_order_of_the_dict",
            in_order_of_the_dict,
            "Your pairs come in the order in which `counts` was written. Put the smaller class "
            "first in each pair, and sort the pairs.",
        ),
        Mistake(
            "different_weights",
            lambda counts, w: pairs_where(counts, w, lambda a, b: abs(a - b) > 1e-12),
            "You list the pairs that the weights tell apart. Asked are those that they don't.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 7. power_weights


def power_weights(counts: dict[int, int], a: float) -> dict[int, float]:
    """Return {class: (N / n_c) ** a} times one factor: the mean weight of a row is 1.

    counts: {class: n_c rows}, N rows in all, none 0; a: 0 for no weights, 1 for balanced ones.
    """
    total = sum(counts.values())
    raw = {c: (total / n) ** a for c, n in counts.items()}
    mean = sum(raw[c] * n for c, n in counts.items()) / total
    return {c: float(weight / mean) for c, weight in raw.items()}


def power_weights_by_numpy(counts: Counts, a: float) -> Weights:
    n = np.array(list(counts.values()), dtype=float)
    raw = n**-a
    weights = raw / np.average(raw, weights=n)
    return dict(zip(counts, weights.tolist(), strict=True))


def power_weights_by_sklearn(counts: Counts, a: float) -> Weights:
    classes = np.sort(list(counts))
    y = np.repeat(classes, [counts[c] for c in classes.tolist()])
    raw = compute_class_weight(class_weight="balanced", classes=classes, y=y) ** a
    by_class = dict(zip(classes.tolist(), raw.tolist(), strict=True))
    mean = float(np.mean(raw[np.searchsorted(classes, y)]))
    return {c: by_class[c] / mean for c in counts}


def raw_powers(counts: Counts, a: float) -> Weights:
    total = sum(counts.values())
    return {c: float((total / n) ** a) for c, n in counts.items()}


def times(weights: Weights, factor: float) -> Weights:
    return {c: float(weight * factor) for c, weight in weights.items()}


def to_mean_row_weight(weights: Weights, counts: Counts) -> Weights:
    return times(weights, sum(counts.values()) / sum(weights[c] * n for c, n in counts.items()))


def power_weights_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case(({0: 90, 1: 10}, 0.5))
    yield Case(({3: 80, 7: 15, 5: 5}, 1.0))
    yield Case(({0: 900, 1: 80, 2: 20}, 0.0))
    yield Case(({4: 640, 2: 40, 9: 320}, 0.25))
    for k in (3, 5):
        counts = random_counts(rng, [int(c) for c in rng.permutation(np.arange(2 * k))[:k]])
        yield Case((counts, round(float(rng.uniform(0.2, 0.9)), 2)))


POWER_WEIGHTS = Exercise(
    name="power_weights",
    signature="power_weights(counts, a) -> {class: weight}, mean row weight 1",
    reference=power_weights,
    cases=power_weights_cases,
    alternatives=[power_weights_by_numpy, power_weights_by_sklearn],
    hints=[
        "Two steps: work out (N / n_c) to the power a for every class, then divide all of them by "
        "the mean weight of a row.",
        "In the mean over the rows each class counts as often as it has rows: add up weight times "
        "count, and divide by N. `**` is the power.",
    ],
    mistakes=[
        Mistake(
            "not_rescaled",
            raw_powers,
            "Your ratios are right, but you forgot the second step: divide by the mean weight of "
            "a row, so that it becomes 1.",
        ),
        Mistake(
            "mean_over_classes",
            lambda counts, a: times(
                raw_powers(counts, a), len(counts) / sum(raw_powers(counts, a).values())
            ),
            "The mean over the classes is 1 in your result. A class with many rows must count "
            "more often: we want the mean over the rows.",
        ),
        Mistake(
            "classes_sum_to_one",
            lambda counts, a: times(raw_powers(counts, a), 1 / sum(raw_powers(counts, a).values())),
            "Your weights add up to 1 over the classes. What should be 1 is the mean over all "
            "rows.",
        ),
        Mistake(
            "balanced_to_the_power",
            lambda counts, a: times(raw_powers(counts, a), len(counts) ** -a),
            "You took the balanced weights to the power a. The ratios are right, but the mean "
            "weight of a row is 1 only if a is 0 or 1: rescale at the end.",
        ),
        Mistake(
            "upside_down",
            lambda counts, a: to_mean_row_weight(raw_powers(counts, -a), counts),
            "You have the fraction upside down: large classes weigh most. Divide N by the count.",
        ),
        Mistake(
            "multiplied_by_a",
            lambda counts, a: to_mean_row_weight(
                {c: 1.0 + a * (w - 1) for c, w in raw_powers(counts, 1).items()}, counts
            ),
            "You went the share a of the way from 1 to N / n_c, in a straight line. A power "
            "bends: `** a`.",
        ),
        Mistake(
            "always_the_root",
            lambda counts, a: to_mean_row_weight(raw_powers(counts, 0.5), counts),
            "You always take the square root. The power is the argument `a`.",
        ),
        Mistake(
            "a_left_out",
            lambda counts, a: to_mean_row_weight(raw_powers(counts, 1), counts),
            "a has no part in your result: these are the balanced weights, which is a = 1.",
        ),
        Mistake(
            "one_minus_a",
            lambda counts, a: to_mean_row_weight(raw_powers(counts, 1 - a), counts),
            "You took the power 1 - a, so that your a = 0 is balanced. It is the other way round: "
            "a = 0 leaves all weights at 1.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 8. effective_number_weights: Y. Cui et al. (2019), "Class-Balanced Loss Based on Effective
#    Number of Samples", equation 2


def effective_number_weights(counts: dict[int, int], beta: float) -> dict[int, float]:
    """Return {class: (1 - beta) / (1 - beta ** n_c)} times one factor: they add up to k.

    counts: {class: n_c rows}, k classes, none without rows; beta: from 0 to below 1.
    """
    raw = {c: (1 - beta) / (1 - beta**n) for c, n in counts.items()}
    factor = len(raw) / sum(raw.values())
    return {c: float(weight * factor) for c, weight in raw.items()}


def effective_number_weights_by_numpy(counts: Counts, beta: float) -> Weights:
    numbers = (1 - np.power(beta, list(counts.values()))) / (1 - beta)
    weights = len(counts) * (1 / numbers) / np.sum(1 / numbers)
    return dict(zip(counts, weights.tolist(), strict=True))


def effective_number_weights_by_loop(counts: Counts, beta: float) -> Weights:
    # The leading 1 - beta is a common factor: the rescaling cancels it.
    result, total = {}, 0.0
    for c, n in counts.items():
        result[c] = 1 / (1 - beta**n)
        total += result[c]
    return {c: weight * len(counts) / total for c, weight in result.items()}


def effective_number_weights_by_mean(counts: Counts, beta: float) -> Weights:
    inverse = {c: (1 - beta) / -math.expm1(n * math.log(beta)) if beta else 1.0
               for c, n in counts.items()}  # fmt: skip
    mean = float(np.mean(list(inverse.values())))
    return {c: value / mean for c, value in inverse.items()}


def raw_effective(counts: Counts, beta: float) -> Weights:
    return {c: float((1 - beta) / (1 - beta**n)) for c, n in counts.items()}


def sum_to_k(weights: Weights) -> Weights:
    return times(weights, len(weights) / sum(weights.values()))


def effective_number_weights_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case(({0: 90, 1: 10}, 0.9))
    yield Case(({3: 800, 7: 150, 5: 5}, 0.99))
    yield Case(({0: 900, 1: 80, 2: 20}, 0.0))
    yield Case(({4: 5000, 2: 645, 9: 50}, 0.999))
    for k in (3, 5):
        counts = random_counts(rng, [int(c) for c in rng.permutation(np.arange(2 * k))[:k]])
        yield Case((counts, round(float(rng.uniform(0.95, 0.995)), 4)))


EFFECTIVE_NUMBER_WEIGHTS = Exercise(
    name="effective_number_weights",
    signature="effective_number_weights(counts, beta) -> {class: weight}, sum k",
    reference=effective_number_weights,
    cases=effective_number_weights_cases,
    alternatives=[
        effective_number_weights_by_numpy,
        effective_number_weights_by_loop,
        effective_number_weights_by_mean,
    ],
    tolerance=1e-8,
    hints=[
        "Two steps: work out the formula for every class, then multiply all of them by the one "
        "factor that makes their sum the number of classes.",
        "`beta**n` is beta to the power of the count. The factor is the number of classes, over "
        "the sum of what you worked out.",
    ],
    mistakes=[
        Mistake(
            "not_rescaled",
            raw_effective,
            "Your ratios are right, but you forgot the second step: rescale the weights, so that "
            "they add up to the number of classes.",
        ),
        Mistake(
            "sum_to_one",
            lambda counts, beta: times(
                raw_effective(counts, beta), 1 / sum(raw_effective(counts, beta).values())
            ),
            "Your weights add up to 1. Cui and others let them add up to the number of classes.",
        ),
        Mistake(
            "mean_row_weight_one",
            lambda counts, beta: to_mean_row_weight(raw_effective(counts, beta), counts),
            "You rescaled to a mean row weight of 1, as for the power rule. Cui and others let "
            "the weights of the classes add up to their number.",
        ),
        Mistake(
            "upside_down",
            lambda counts, beta: sum_to_k(
                {c: 1 / w for c, w in raw_effective(counts, beta).items()}
            ),
            "You used the effective number itself, so large classes weigh most. The weight is one "
            "over it.",
        ),
        Mistake(
            "multiplied_in_place_of_power",
            lambda counts, beta: sum_to_k(
                {c: (1 - beta) / (1 + beta * n) for c, n in counts.items()}
            ),
            "You multiplied beta by the count. It is a power: `beta**n`.",
        ),
        Mistake(
            "power_of_one_minus_beta",
            lambda counts, beta: sum_to_k(
                {c: (1 - beta) / (1 - (1 - beta) ** n) if beta else 1.0 for c, n in counts.items()}
            ),
            "You took 1 - beta to the power of the count. The power belongs to beta alone; the "
            "result is taken away from 1.",
        ),
        Mistake(
            "all_rows_in_the_power",
            lambda counts, beta: sum_to_k(
                {
                    c: (1 - beta) / (1 - beta ** (n / sum(counts.values()))) if beta else 1.0
                    for c, n in counts.items()
                }
            ),
            "You took beta to the power of the share of the class. The formula has its number of "
            "rows.",
        ),
        Mistake(
            "balanced",
            lambda counts, beta: sum_to_k({c: 1 / n for c, n in counts.items()}),
            "beta has no part in your result: these are the balanced ratios, which the rule only "
            "nears as beta goes to 1.",
        ),
        Mistake(
            "one_row_too_few",
            lambda counts, beta: sum_to_k(
                {c: 1 / (1 - beta ** (n - 1)) if beta else 1.0 for c, n in counts.items()}
            ),
            "Your power is n - 1. One row has an effective number of 1, so the power is n itself.",
        ),
    ],
)

EXERCISES: list[Exercise] = [
    HEAD_TAIL_RECALL,
    EFFECTIVE_SAMPLE_SIZE,
    LOG_SMOOTHED,
    FLOOR_COUNT,
    MU_FOR_WEIGHT,
    MERGED_PAIRS,
    POWER_WEIGHTS,
    EFFECTIVE_NUMBER_WEIGHTS,
]
