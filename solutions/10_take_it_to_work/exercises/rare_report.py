import numpy as np
from sklearn.metrics import auc, average_precision_score, precision_recall_curve, roc_auc_score

from course.exercise import exercise

from ._shares_of_rows import f1, mean_recall, share_of_ones


@exercise(
    bounds=(0.0, 1.0),
    gives="dict of six floats",
    hints=(
        "Turn the probabilities into answers first. Four of the six numbers are means: of which "
        "rows, and of what?",
        "Recall is the mean of the answers in the rows where y is 1. Precision is the mean of y in "
        "the rows that were called 1, if there are any. The better of 'always 0' and 'always 1' "
        "is the baseline.",
    ),
)
def rare_report(y: np.ndarray, p: np.ndarray, threshold: float) -> dict[str, float]:
    """Return what a report on a rare class must hold, as a dict of floats.

    y: int array (n,) of 0 and 1, both occur; p: float array (n,); call a row 1 if p >= threshold.
    Keys: base_rate, baseline_accuracy (of the better constant answer), accuracy, recall, precision
    (0.0 if no row is called 1), average_precision (scikit-learn's).
    """
    called = p >= threshold
    base_rate = np.mean(y)
    report = {
        "base_rate": base_rate,
        "baseline_accuracy": max(base_rate, 1 - base_rate),
        "accuracy": np.mean(called == y),
        "recall": np.mean(called[y == 1]),
        "precision": np.mean(y[called]) if called.any() else 0.0,
        "average_precision": average_precision_score(y, p),
    }
    return {name: float(value) for name, value in report.items()}


@rare_report.cases
def cases(rng):
    # Cases that differ in one argument only are among these six, for each argument: no others are
    # added, and a check by scikit-learn's functions, which take their time, stays short.
    p = np.array([0.1, 0.6, 0.3, 0.9, 0.2, 0.3, 0.05, 0.4])
    tied = np.array([0.2, 0.6, 0.6, 0.8, 0.1, 0.3, 0.3, 0.3])  # a 1 with a 0 below it
    for y in (np.array([0, 1, 0, 0, 0, 1, 0, 0]), np.array([1, 1, 0, 0, 1, 1, 1, 0])):
        yield (y, p, 0.3)
        yield (y, p, 0.95)  # which no row reaches
        yield (y, tied, 0.3)
    y = rng.permutation([0, 0, 0, 0, 0, 0, 1, 1, *rng.integers(0, 2, size=2)])
    p = np.round(0.6 * rng.random(len(y)) + 0.2 * y, 2)
    yield (y, p, float(np.sort(p)[-4]))


@rare_report.alternatives
class Alternatives:
    def by_sklearn(y, p, threshold):
        from sklearn.dummy import DummyClassifier
        from sklearn.metrics import accuracy_score, precision_score, recall_score

        called = np.where(p >= threshold, 1, 0)
        constant = DummyClassifier(strategy="most_frequent").fit(p.reshape(-1, 1), y)
        return {
            "base_rate": float(y.sum() / y.size),
            "baseline_accuracy": float(constant.score(p.reshape(-1, 1), y)),
            "accuracy": float(accuracy_score(y, called)),
            "recall": float(recall_score(y, called)),
            "precision": float(precision_score(y, called, zero_division=0)),
            "average_precision": float(average_precision_score(y, p)),
        }

    def by_counting(y, p, threshold):
        tp = sum(1 for truth, score in zip(y, p, strict=True) if score >= threshold and truth == 1)
        fp = sum(1 for truth, score in zip(y, p, strict=True) if score >= threshold and truth == 0)
        ones, n = int(y.sum()), len(y)
        area = sum(np.mean(y[p >= score]) for score in p[y == 1]) / ones
        return {
            "base_rate": ones / n,
            "baseline_accuracy": max(ones, n - ones) / n,
            "accuracy": (tp + n - ones - fp) / n,
            "recall": tp / ones,
            "precision": tp / (tp + fp) if tp + fp else 0.0,
            "average_precision": float(area),
        }


@rare_report.mistakes
class Mistakes:
    def strictly_above_the_threshold(y, p, threshold):
        """You call a row 1 only above the threshold. A row that stands exactly on it is called
        1, too."""
        just_above = np.nextafter(threshold, np.inf)
        return rare_report(y, p, just_above)

    def one_half_as_threshold(y, p, threshold):
        """You decide at 0.5, whatever threshold is given. Use the argument."""
        return rare_report(y, p, 0.5)

    def baseline_of_the_rare_class(y, p, threshold):
        """Your baseline is the share of class 1. A model that never looks answers with the more
        frequent class: whichever that is."""
        return rare_report(y, p, threshold) | {"baseline_accuracy": float(np.mean(y))}

    def baseline_is_never(y, p, threshold):
        """Your baseline always answers 0. Where class 1 is the more frequent one, the better
        constant answer is 1."""
        return rare_report(y, p, threshold) | {"baseline_accuracy": float(1 - np.mean(y))}

    def recall_and_precision_swapped(y, p, threshold):
        """Recall and precision are swapped. Recall looks at the rows that are 1, precision at
        those that were called 1."""
        right = rare_report(y, p, threshold)
        return right | {"recall": right["precision"], "precision": right["recall"]}

    def roc_auc_as_average_precision(y, p, threshold):
        """Your average precision is the area under the ROC curve, which looks good for any rare
        class. Take the area under the steps of the precision-recall curve."""
        return rare_report(y, p, threshold) | {"average_precision": float(roc_auc_score(y, p))}

    def average_precision_of_decisions(y, p, threshold):
        """You worked out the average precision from the decisions, 0 and 1. It ranks rows, so
        it needs the probabilities as they are."""
        area = float(average_precision_score(y, p >= threshold))
        return rare_report(y, p, threshold) | {"average_precision": area}

    def base_rate_of_answers(y, p, threshold):
        """Your base rate is the share of rows that were called 1. It is the share of rows that
        are 1."""
        return rare_report(y, p, threshold) | {"base_rate": float(np.mean(p >= threshold))}

    def precision_of_nothing_is_one(y, p, threshold):
        """Where no row is called 1 your precision is 1.0. There was nothing to be right about:
        it is set to 0.0 there."""
        called = p >= threshold
        return rare_report(y, p, threshold) | ({} if called.any() else {"precision": 1.0})

    def average_precision_by_trapezoids(y, p, threshold):
        """Your average precision is the area by trapezoids, between the points of the curve.
        scikit-learn's goes in steps: take `average_precision_score`."""
        precision, recall, _ = precision_recall_curve(y, p)
        return rare_report(y, p, threshold) | {"average_precision": float(auc(recall, precision))}

    def balanced_accuracy(y, p, threshold):
        """Your accuracy is the balanced one, the mean of both classes' recalls. The share of right
        answers among all rows is asked for."""
        return rare_report(y, p, threshold) | {"accuracy": mean_recall(y, p >= threshold)}

    def precision_of_both_classes(y, p, threshold):
        """Your precision is the mean over both classes (`macro`). Only that of class 1 is asked
        for."""
        called = p >= threshold
        mean = (share_of_ones(y, called) + share_of_ones(1 - y, ~called)) / 2
        return rare_report(y, p, threshold) | {"precision": mean}

    def f1_as_recall(y, p, threshold):
        """Your recall is the F1, in which precision has a part. Recall is the share of the ones
        that are called 1."""
        return rare_report(y, p, threshold) | {"recall": f1(y, p >= threshold)}

    def recall_of_the_zeros(y, p, threshold):
        """Your recall is that of class 0: the share of zeros that are called 0. Look at the rows
        that are 1."""
        return rare_report(y, p, threshold) | {"recall": float(np.mean(p[y == 0] < threshold))}

    def recall_as_accuracy(y, p, threshold):
        """Your accuracy looks at rows of class 1 only: that is the recall. Accuracy is the share of
        right answers among all rows."""
        right = rare_report(y, p, threshold)
        return right | {"accuracy": right["recall"]}

    def accuracy_as_recall(y, p, threshold):
        """Your recall is the accuracy, as with `micro`. Recall is the share of the ones that are
        called 1."""
        right = rare_report(y, p, threshold)
        return right | {"recall": right["accuracy"]}

    def baseline_of_the_answers(y, p, threshold):
        """Your baseline is the share of the more frequent answer of the model. A model that never
        looks is compared with the truth: the share of the more frequent class."""
        share = float(np.mean(p >= threshold))
        return rare_report(y, p, threshold) | {"baseline_accuracy": max(share, 1 - share)}

    def average_precision_upside_down(y, p, threshold):
        """Your average precision ranks the rows the wrong way round, by 1 - p. A high probability
        means class 1."""
        area = float(average_precision_score(y, 1 - p))
        return rare_report(y, p, threshold) | {"average_precision": area}

    def average_precision_row_by_row(y, p, threshold):
        """Your average precision goes row by row, and separates rows of equal score. No threshold
        can do that: they are called 1 together."""
        order = np.argsort(-p, kind="stable")
        hits = np.cumsum(y[order]) / np.arange(1, len(y) + 1)
        area = float(np.sum(hits[y[order] == 1]) / y.sum())
        return rare_report(y, p, threshold) | {"average_precision": area}

    def precision_of_nothing_is_none(y, p, threshold):
        """Where no row is called 1 your precision is None. There was nothing to be right about: it
        is set to 0.0 there."""
        called = p >= threshold
        return rare_report(y, p, threshold) | ({} if called.any() else {"precision": None})

    def recall_of_both_classes(y, p, threshold):
        """Your recall is the mean of both classes' recalls. That of class 1 is asked for."""
        return rare_report(y, p, threshold) | {"recall": mean_recall(y, p >= threshold)}

    def precision_by_rows_of_both_classes(y, p, threshold):
        """Your precision is the mean of both classes' precisions, each counted by its rows. That of
        class 1 is asked for."""
        called, share = p >= threshold, float(np.mean(y))
        mean = share * share_of_ones(y, called) + (1 - share) * share_of_ones(1 - y, ~called)
        return rare_report(y, p, threshold) | {"precision": mean}

    def false_alarm_share_as_precision(y, p, threshold):
        """Your precision is the share of the zeros that are called 1. The share of ones among the
        rows that are called 1 is asked for."""
        share = float(np.mean(p[y == 0] >= threshold))
        return rare_report(y, p, threshold) | {"precision": share}

    def share_of_false_alarms(y, p, threshold):
        """Your precision is the share of zeros among the rows that are called 1. That of the ones
        is asked for."""
        said = p >= threshold
        share = float(1 - y[said].mean()) if said.any() else 0.0
        return rare_report(y, p, threshold) | {"precision": share}

    def class_0_for_class_1(y, p, threshold):
        """Your recall and precision are those of class 0. The rare class is class 1: both are asked
        for class 1."""
        said = p < threshold
        return rare_report(y, p, threshold) | {
            "recall": float(said[y == 0].mean()),
            "precision": float(1 - y[said].mean()) if said.any() else 0.0,
        }

    def f1_as_average_precision(y, p, threshold):
        """Your average precision is the F1 at the threshold. It has nothing to do with a threshold:
        it ranks rows by their probabilities."""
        return rare_report(y, p, threshold) | {"average_precision": f1(y, p >= threshold)}

    def nothing_called(y, p, threshold):
        """Where no row is called 1 your precision is 0 / 0. It is set to 0.0 there."""
        none = {} if (p >= threshold).any() else {"precision": float("nan")}
        return rare_report(y, p, threshold) | none
