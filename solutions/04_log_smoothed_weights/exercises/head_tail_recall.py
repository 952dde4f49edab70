import numpy as np
from sklearn.metrics import recall_score

from course.exercise import exercise

from ._random_counts import Counts, random_counts


@exercise(
    gives="(head, tail)",
    bounds=(0, 1),
    hints=(
        "Bring the classes into the order of their counts first. Then the head is a slice from "
        "the front of that list and the tail one from its end.",
        "`sorted(counts, key=...)` can sort the classes by `counts[c]`. The recall of class c is "
        "the share of rows with `y_true == c` whose answer is c too; take a mean of such recalls.",
    ),
)
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


def answers(
    rng: np.random.Generator, classes: list[int], rows: list[int]
) -> tuple[np.ndarray, np.ndarray]:
    """Return true classes and answers: more right ones for the classes named first."""
    y = rng.permutation(np.repeat(classes, rows))
    rank = {c: place for place, c in enumerate(classes)}
    right = np.linspace(0.9, 0.3, len(classes))[[rank[label] for label in y.tolist()]]
    return y, np.where(rng.uniform(size=len(y)) < right, y, rng.choice(classes, size=len(y)))


@head_tail_recall.cases
def cases(rng):
    y = np.array([0, 0, 1, 1, 1, 1, 2, 2, 3, 3])
    p = np.array([0, 0, 1, 1, 0, 1, 2, 1, 1, 3])
    yield (y, p, {3: 5, 1: 90, 0: 400, 2: 20}, 1)
    y = np.array([4, 4, 4, 4, 6, 6, 7, 7, 7, 8, 8, 8, 8, 8, 9, 9])
    p = np.array([4, 4, 4, 6, 6, 6, 7, 4, 4, 8, 7, 6, 6, 6, 4, 9])
    yield (y, p, {4: 70, 6: 10, 7: 30, 8: 900, 9: 12}, 2)
    y = np.repeat(np.arange(7), [2, 3, 4, 5, 3, 2, 4])
    p = np.array([0, 0, 1, 1, 5, 2, 2, 2, 0, 3, 3, 3, 0, 6, 4, 0, 0, 0, 5, 6, 1, 2, 3])
    yield (y, p, {6: 60, 5: 500, 2: 33, 4: 150, 0: 20, 1: 2000, 3: 80})
    # Among the three largest one is never found: their mean is not their median.
    yield (y, np.where(p == 1, 0, p), {6: 60, 5: 500, 2: 33, 4: 150, 0: 20, 1: 2000, 3: 80})
    # Four at each end of seven share one.
    yield (y, p, {6: 60, 5: 500, 2: 33, 4: 150, 0: 20, 1: 2000, 3: 80}, 4)
    # Head and tail share a class.
    y = np.array([0, 0, 1, 1, 1, 2, 2, 2, 2])
    yield (y, np.array([0, 1, 1, 1, 0, 2, 2, 2, 0]), {1: 90, 2: 8, 0: 30}, 2)
    for k, size in ((4, 1), (6, 2)):
        classes = [int(c) for c in rng.permutation(np.arange(10))[:k]]
        rows = [int(n) for n in rng.permutation(np.arange(2, 2 + k))]
        yield (*answers(rng, classes, rows), random_counts(rng, classes), size)


@head_tail_recall.alternatives
class Alternatives:
    def by_sklearn(y_true, y_pred, counts, size=3):
        classes, rows = np.array(list(counts)), np.array(list(counts.values()))
        order = classes[np.argsort(rows)]
        found = recall_score(y_true, y_pred, labels=order, average=None, zero_division=0)
        return float(found[-size:].mean()), float(found[:size].mean())

    def by_loop(y_true, y_pred, counts, size=3):
        def mean_recall(classes):
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


def mean_recalls_or_nan(
    y: np.ndarray, p: np.ndarray, groups: list[list[int]]
) -> tuple[float, float]:
    with np.errstate(all="ignore"):
        head, tail = (
            [float(np.sum((p == c) & (y == c)) / np.float64(np.sum(y == c))) for c in group]
            for group in groups
        )
    return float(np.mean(head)), float(np.mean(tail))


@head_tail_recall.mistakes
class Mistakes:
    def swapped(y, p, counts, size=3):
        """You return the tail first. The order is head, then tail: the mean recall of the largest
        classes comes first."""
        return head_tail_recall(y, p, counts, size)[::-1]

    def rows_pooled(y, p, counts, size=3):
        """You pooled the rows of all classes of the head, and likewise of the tail, so that a class
        with more test rows counts more. Work out one recall for each class, then take their
        mean."""
        order = largest_first(counts)
        head, tail = np.isin(y, order[:size]), np.isin(y, order[-size:])
        return float(np.mean(p[head] == y[head])), float(np.mean(p[tail] == y[tail]))

    def precision(y, p, counts, size=3):
        """You divide by the rows that were called c: that is the precision. Recall divides by the
        rows that are of class c."""
        order = largest_first(counts)
        found = [float(np.mean(y[p == c] == c)) if np.any(p == c) else 0.0 for c in order]
        return float(np.mean(found[:size])), float(np.mean(found[-size:]))

    def ordered_by_id(y, p, counts, size=3):
        """You took the first and the last class ids. Largest and smallest are meant by `counts`:
        sort the classes by their counts."""
        order = sorted(counts)
        return mean_recalls(y, p, [order[:size], order[-size:]])

    def ordered_as_written(y, p, counts, size=3):
        """You took the classes in the order in which the dict was written. It may come in any
        order: sort the classes by their counts."""
        order = list(counts)
        return mean_recalls(y, p, [order[:size], order[-size:]])

    def ordered_by_test_rows(y, p, counts, size=3):
        """You counted the rows of `y_true` to find large and small classes. Those are test rows;
        what makes a class small is given in `counts`."""
        return head_tail_recall(y, p, {c: int(np.sum(y == c)) for c in counts}, size)

    def all_the_rest(y, p, counts, size=3):
        """Your tail holds every class that is not in the head. Take only the `size` smallest ones;
        those in the middle belong to neither."""
        order = largest_first(counts)
        return mean_recalls(y, p, [order[:size], order[size:]])

    def size_ignored(y, p, counts, size=3):
        """You always take three classes at each end. How many is said by `size`."""
        return head_tail_recall(y, p, counts)

    def weighted_by_counts(y, p, counts, size=3):
        """You weighted the recalls by `counts`, so that large classes count more. The counts only
        say which classes belong to the head and which to the tail: take the plain mean."""
        order = largest_first(counts)
        recalls = [float(np.mean(p[y == c] == c)) for c in order]
        rows = [counts[c] for c in order]
        head, tail = slice(size), slice(-size, None)
        return (
            float(np.average(recalls[head], weights=rows[head])),
            float(np.average(recalls[tail], weights=rows[tail])),
        )

    def smallest_class_left_out(y, p, counts, size=3):
        """The very smallest class is missing from your tail: a slice that ends at -1 stops before
        the last entry. With a size of 1 nothing is left."""
        order = largest_first(counts)
        return mean_recalls(y, p, [order[:size], order[-size:-1]])

    def divided_by_all_rows(y, p, counts, size=3):
        """You divided by the number of all rows. The recall of a class divides by the rows of that
        class."""
        shares = [float(np.mean((p == c) & (y == c))) for c in largest_first(counts)]
        return float(np.mean(shares[:size])), float(np.mean(shares[-size:]))

    def tail_without_the_head(y, p, counts, size=3):
        """Your tail leaves out the classes that are in the head already. With few classes the two
        share some: take the `size` smallest, whatever the head has."""
        order = largest_first(counts)
        return mean_recalls(y, p, [order[:size], order[size:][-size:]])

    def recalls_added_up(y, p, counts, size=3):
        """You add up the recalls at each end. Their mean is asked for."""
        head, tail = head_tail_recall(y, p, counts, size)
        return head * min(size, len(counts)), tail * min(size, len(counts))

    def divided_by_training_rows(y, p, counts, size=3):
        """You divided the hits by `counts`, the rows to train on. The recall of a class divides by
        its rows in `y_true`."""
        order = largest_first(counts)
        found = [float(np.sum((p == c) & (y == c)) / counts[c]) for c in order]
        return float(np.mean(found[:size])), float(np.mean(found[-size:]))

    def one_class_too_many(y, p, counts, size=3):
        """You take one class too many at each end. `size` says how many there are."""
        order = largest_first(counts)
        return mean_recalls(y, p, [order[: size + 1], order[-size - 1 :]])

    def places_for_classes(y, p, counts, size=3):
        """You sorted places in the dict, as `np.argsort` of its values gives them, and took them
        for classes. The keys of `counts` are the classes."""
        order = np.argsort([-n for n in counts.values()]).tolist()
        found = [float(np.mean(p[y == c] == c)) if c in y else 0.0 for c in order]
        return float(np.mean(found[:size])), float(np.mean(found[-size:]))

    def best_and_worst(y, p, counts, size=3):
        """You sorted the recalls, and took the best and the worst ones. What is large and what is
        small `counts` says, not the recall."""
        found = sorted((float(np.mean(p[y == c] == c)) for c in counts), reverse=True)
        return float(np.mean(found[:size])), float(np.mean(found[-size:]))

    def test_rows_by_bincount(y, p, counts, size=3):
        """You counted `y_true` with `np.bincount`. These are test rows, and it counts classes that
        there aren't, too. What is large and what is small `counts` says: sort its keys."""
        order = np.argsort(np.bincount(y), kind="stable")[::-1].tolist()
        return mean_recalls_or_nan(y, p, [order[:size], order[-size:]])

    def classes_from_zero(y, p, counts, size=3):
        """You take the numbers 0, 1, 2 and so on for the classes, in this order, and stop with a
        KeyError where `counts` has others. Its keys are the classes: sort them by their counts."""
        found = {c: float(np.mean(p[y == c] == c)) for c in counts}
        k = len(counts)
        head, tail = ([found[c] for c in ids] for ids in (range(size), range(k - size, k)))
        return float(np.mean(head)), float(np.mean(tail))

    def ordered_by_id_downwards(y, p, counts, size=3):
        """You sorted the class ids themselves, from the last to the first. Sort them by their
        counts: `sorted` needs a `key`."""
        order = sorted(counts, reverse=True)
        return mean_recalls(y, p, [order[:size], order[-size:]])

    def recalls_by_place(y, p, counts, size=3):
        """You have the recalls in an array and ask it by class id. It has one for each class, in
        the order of the ids: the ids themselves may be larger than its length."""
        found = recall_score(y, p, average=None, zero_division=0)
        order = largest_first(counts)
        return float(found[order[:size]].mean()), float(found[order[-size:]].mean())

    def precision_of_what_is_said(y, p, counts, size=3):
        """You take the mean over the rows that were called c: that is the precision, and it is NaN
        where no row was called so. Recall looks at the rows that are of class c."""
        order = largest_first(counts)
        with np.errstate(all="ignore"):
            found = [y[p == c] == c for c in order]
            precision = [float(hits.sum() / np.float64(len(hits))) for hits in found]
        return float(np.mean(precision[:size])), float(np.mean(precision[-size:]))
