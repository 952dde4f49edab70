from collections import Counter

import numpy as np
from sklearn.metrics import recall_score

from course.exercise import exercise

from ._rows_in_groups import grouped_targets, hits_of, in_each_group, share


@exercise(
    gives="{group: recall of class 1}",
    bounds=(0, 1),
    hints=(
        "Recall looks at the rows that truly are of class 1. For one group, which rows are these, "
        "and what share of them was called 1?",
        "`(group == g) & (y_true == 1)` picks the rows of one group; the mean of their answers is "
        "the recall. `np.unique(group).tolist()` lists the groups as plain ints or texts.",
    ),
)
def recall_by_group(y_true: np.ndarray, y_pred: np.ndarray, group: np.ndarray) -> dict:
    """Return {group: recall of class 1 among its rows}, with plain int or str keys.

    y_true, y_pred: int arrays (n,) of 0 and 1; group: ints or texts (n,), each group has a row
    of class 1.
    """
    return {
        g: float(np.mean(y_pred[(group == g) & (y_true == 1)] == 1))
        for g in np.unique(group).tolist()
    }


@recall_by_group.cases
def cases(rng):
    yield (
        np.array([1, 1, 0, 1, 0, 1, 1, 0, 0]),
        np.array([1, 0, 1, 1, 0, 1, 1, 1, 0]),
        np.array(["dark", "dark", "dark", "dark", "dark", *["bright"] * 4]),
    )
    yield (
        np.array([1, 0, 1, 1, 0, 1, 1, 1, 0, 1]),
        np.array([0, 1, 1, 0, 1, 1, 0, 1, 0, 0]),
        np.array([7, 7, 3, 3, 3, 3, 7, 7, 7, 3]),
    )
    # Names that differ in capitals only, a group without a zero, one of which nothing is found.
    yield (
        np.array([1, 1, 0, 1, 1, 1, 0]),
        np.array([1, 0, 1, 1, 1, 0, 0]),
        np.array(["Ayr", "Ayr", "Ayr", "ayr", "ayr", "Oban", "Oban"]),
    )
    # Negative numbers, and a row that comes twice.
    yield (np.array([1, 1, 1, 0, 1]), np.array([1, 1, 0, 1, 0]), np.array([-1, -1, -1, 4, 4]))
    yield grouped_targets(rng, ["Leith", "Oban"], text=True)
    numbers = [int(n) for n in rng.choice(np.arange(1, 30), size=2, replace=False)]
    yield grouped_targets(rng, numbers, text=False)


@recall_by_group.alternatives
class Alternatives:
    def by_counter(y_true, y_pred, group):
        rows = list(zip(group.tolist(), y_true.tolist(), y_pred.tolist(), strict=True))
        there = Counter(g for g, true, _ in rows if true == 1)
        found = Counter(g for g, true, predicted in rows if true == 1 and predicted == 1)
        return {g: found[g] / n for g, n in there.items()}

    def by_sklearn(y_true, y_pred, group):
        return {
            g.item(): recall_score(y_true[group == g], y_pred[group == g]) for g in np.unique(group)
        }

    def by_bincount(y_true, y_pred, group):
        names, place = np.unique(group, return_inverse=True)
        there = np.bincount(place, weights=y_true)
        found = np.bincount(place, weights=y_true * y_pred)
        return dict(zip(names.tolist(), (found / there).tolist(), strict=True))


@recall_by_group.mistakes
class Mistakes:
    def accuracy(y_true, y_pred, group):
        """You count all right answers of a group: its accuracy. Recall asks only about the rows
        that truly are of class 1."""
        return in_each_group(lambda y, p: np.mean(y == p), y_true, y_pred, group)

    def precision(y_true, y_pred, group):
        """You divide by the rows that are called 1: precision. Recall divides by the rows that
        truly are 1."""
        return in_each_group(lambda y, p: np.mean(y[p == 1]), y_true, y_pred, group)

    def called_one(y_true, y_pred, group):
        """That is the share of a group's rows that are called 1, rightly or wrongly. Look only at
        those that truly are 1."""
        return in_each_group(lambda y, p: np.mean(p), y_true, y_pred, group)

    def missed(y_true, y_pred, group):
        """That is the share that is missed. Recall is the share that is found."""
        return in_each_group(lambda y, p: np.mean(p[y == 1] == 0), y_true, y_pred, group)

    def false_alarms(y_true, y_pred, group):
        """You look at the rows of class 0: the share of false alarms. Recall is about the rows of
        class 1."""
        return in_each_group(lambda y, p: np.mean(p[y == 0]), y_true, y_pred, group)

    def share_of_all_found(y_true, y_pred, group):
        """You share the finds out among the groups, so that they add up to 1. A large group then
        looks well served: divide by the ones of the group itself."""
        hits = in_each_group(hits_of, y_true, y_pred, group)
        return {g: n / hits_of(y_true, y_pred) for g, n in hits.items()}

    def share_of_all_ones(y_true, y_pred, group):
        """You divide each group's finds by the ones of all groups. Divide by those of the group."""
        hits = in_each_group(hits_of, y_true, y_pred, group)
        return {g: float(n / y_true.sum()) for g, n in hits.items()}

    def whole_group_below(y_true, y_pred, group):
        """You divide the finds by all rows of the group, zeros too. Divide by its rows of class
        1."""
        return in_each_group(lambda y, p: np.mean((y == 1) & (p == 1)), y_true, y_pred, group)

    def balanced_accuracy(y_true, y_pred, group):
        """You take the mean of both classes' recalls: balanced accuracy. Only the recall of class 1
        is asked for."""

        def balanced(y, p):
            return (np.mean(p[y == 1]) + np.mean(p[y == 0] == 0)) / 2

        return in_each_group(balanced, y_true, y_pred, group)

    def f1(y_true, y_pred, group):
        """That is the F1 of each group, in which precision has a part. Recall looks only at rows
        that truly are 1."""
        return in_each_group(
            lambda y, p: 2 * hits_of(y, p) / (y.sum() + p.sum()), y_true, y_pred, group
        )

    def smoothed(y_true, y_pred, group):
        """You added one find and one miss to each group. The share of what is found is asked for as
        it is."""
        return in_each_group(
            lambda y, p: (hits_of(y, p) + 1) / (y.sum() + 2), y_true, y_pred, group
        )

    def against_all_rows(y_true, y_pred, group):
        """You subtract the recall of all rows from each group's. The recall itself is asked for."""
        overall = float(np.mean(y_pred[y_true == 1]))
        return {g: r - overall for g, r in recall_by_group(y_true, y_pred, group).items()}

    def capitals_ignored(y_true, y_pred, group):
        """You write all names in small letters, so that Ayr and ayr become one. Use the groups as
        they are."""
        if group.dtype.kind != "U":
            return recall_by_group(y_true, y_pred, group)
        return recall_by_group(y_true, y_pred, np.char.lower(group))

    def numpy_keys(y_true, y_pred, group):
        """The recalls are right, but the keys came out of an array as NumPy scalars. Make them
        plain with `tolist()` or `item()`."""
        return {g: recall_by_group(y_true, y_pred, group)[g.item()] for g in np.unique(group)}

    def numbered_from_zero(y_true, y_pred, group):
        """Your keys are 0, 1, 2 and so on. Use the groups themselves, so that everybody sees who is
        meant."""
        return dict(enumerate(recall_by_group(y_true, y_pred, group).values()))

    def one_recall_for_all(y_true, y_pred, group):
        """Every group gets the recall of all rows together. The mean is what hides a group that is
        served badly: pick each group's own rows."""
        return dict.fromkeys(np.unique(group).tolist(), float(np.mean(y_pred[y_true == 1])))

    def precision_or_zero(y_true, y_pred, group):
        """You divide each group's finds by its rows that are called 1, and say 0.0 where there is
        none: that is its precision. Recall divides by the rows that truly are of class 1."""
        return in_each_group(lambda y, p: share(y[p == 1]), y_true, y_pred, group)

    def first_group_only(y_true, y_pred, group):
        """You return the first group and stop, as a `return` inside the loop does. All groups are
        asked for."""
        (first, *_) = recall_by_group(y_true, y_pred, group).items()
        return dict([first])

    def recall_of_class_0(y_true, y_pred, group):
        """You take the recall of class 0, which a group without a zero hasn't got. Look at the rows
        that are 1."""
        with np.errstate(invalid="ignore"):
            return in_each_group(lambda y, p: np.mean(p[y == 0] == 0), y_true, y_pred, group)

    def whole_number_keys(y_true, y_pred, group):
        """You turn all group names into whole numbers, and stop where they are texts. Use the
        groups as they are: `tolist()` gives plain ints or texts."""
        return {int(g): recall_by_group(y_true, y_pred, group)[g.item()] for g in np.unique(group)}

    def one_more_below(y_true, y_pred, group):
        """You divide by one more than there are ones. Divide by the number of ones in the group."""
        return in_each_group(lambda y, p: hits_of(y, p) / (y.sum() + 1), y_true, y_pred, group)

    def false_alarms_or_zero(y_true, y_pred, group):
        """That is the share of each group's zeros that are called 1, and 0.0 where there is none.
        Recall looks at the rows that truly are 1."""
        return in_each_group(lambda y, p: share(p[y == 0]), y_true, y_pred, group)

    def zeros_or_nothing(y_true, y_pred, group):
        """That is the share of each group's zeros that are called 0, and 0.0 where there is none.
        Recall looks at the rows that truly are 1."""
        return in_each_group(lambda y, p: share(p[y == 0] == 0), y_true, y_pred, group)

    def zeros_or_one(y_true, y_pred, group):
        """That is the share of each group's zeros that are called 0, and 1.0 where there is none.
        Recall looks at the rows that truly are 1."""
        return in_each_group(lambda y, p: share(p[y == 0] == 0, if_none=1.0), y_true, y_pred, group)

    def mean_of_both_recalls(y_true, y_pred, group):
        """You took the mean recall of the classes that a group has. The recall of class 1 is asked
        for."""
        return in_each_group(
            lambda y, p: np.mean([np.mean(p[y == c] == c) for c in np.unique(y)]),
            y_true,
            y_pred,
            group,
        )

    def called_over_ones(y_true, y_pred, group):
        """You divide all rows that are called 1 by the ones of the group, so that false alarms
        count as finds. Count the rows that are 1 and are called 1."""
        return in_each_group(lambda y, p: p.sum() / y.sum(), y_true, y_pred, group)

    def finds_over_all_rows(y_true, y_pred, group):
        """You divide each group's finds by all rows of all groups. Divide by the ones of the
        group."""
        hits = in_each_group(hits_of, y_true, y_pred, group)
        return {g: float(n / len(y_true)) for g, n in hits.items()}

    def macro_recall(y_true, y_pred, group):
        """You took scikit-learn's `macro` recall, the mean over both classes. That of class 1 is
        asked for, which needs no `average`."""
        return in_each_group(
            lambda y, p: recall_score(y, p, average="macro", zero_division=0), y_true, y_pred, group
        )
