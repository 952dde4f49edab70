from collections import Counter

import numpy as np

from course.exercise import exercise

from ._random_weights import weights_and_labels


@exercise(
    any_keys=True,
    gives="{class: weight}, mean row weight 1",
    hints=(
        "To keep the ratios, multiply or divide all weights by one and the same number. Which "
        "number is it, if the mean over the rows is to become 1?",
        "Work out the mean weight of a row: each class's weight counts as often as the class has "
        "rows. Divide every weight by that mean, and put the results in a new dict.",
    ),
)
def rescale(class_weight: dict[int, float], y: np.ndarray) -> dict[int, float]:
    """Return the weights times one factor, so that the mean weight of a row is 1.

    class_weight: exactly the classes of y, all above 0; y: int array (n,).
    """
    total = sum(weight * int(np.sum(y == c)) for c, weight in class_weight.items())
    return {c: float(weight * len(y) / total) for c, weight in class_weight.items()}


@rescale.cases
def cases(rng):
    yield ({0: 1, 1: 9}, np.repeat([0, 1], [9, 1]))
    yield ({0: 1.0, 1: 50.0, 2: 2.0}, np.repeat([0, 1, 2], [15, 1, 4]))
    yield ({6: 0.02, 4: 0.01}, np.array([4, 6, 4, 4, 4]))
    for classes in ([0, 1], [1, 3, 8]):
        yield weights_and_labels(rng, classes)


@rescale.alternatives
class Alternatives:
    def by_rows(class_weight, y):
        mean = np.mean([class_weight[label] for label in y.tolist()])
        return {c: float(weight / mean) for c, weight in class_weight.items()}

    def by_shares(class_weight, y):
        factor = 1 / sum(weight * float(np.mean(y == c)) for c, weight in class_weight.items())
        return {c: factor * weight for c, weight in class_weight.items()}

    def by_counter(class_weight, y):
        scaled = dict(class_weight)
        mean = sum(scaled[c] * n for c, n in Counter(y.tolist()).items()) / y.size
        for c in scaled:
            scaled[c] = scaled[c] / mean
        return scaled


def scaled_by(class_weight: dict[int, float], factor: float) -> dict[int, float]:
    return {c: float(weight * factor) for c, weight in class_weight.items()}


def mean_row_weight(class_weight: dict[int, float], y: np.ndarray) -> float:
    return float(np.mean([class_weight[label] for label in y.tolist()]))


@rescale.mistakes
class Mistakes:
    def mean_over_classes(class_weight, y):
        """The mean over the classes is 1 in your result. A class with many rows must count more
        often: we want the mean over the rows."""
        return scaled_by(class_weight, len(class_weight) / sum(class_weight.values()))

    def classes_sum_to_one(class_weight, y):
        """Your weights add up to 1 over the classes. What should be 1 is the mean over all rows."""
        return scaled_by(class_weight, 1 / sum(class_weight.values()))

    def rows_sum_to_one(class_weight, y):
        """Now the weights of all rows add up to 1, and their mean is 1 / n: the loss is nearly 0.
        You divided by their sum; divide by their mean."""
        return scaled_by(class_weight, 1 / (mean_row_weight(class_weight, y) * len(y)))

    def rows_over_the_classes_sum(class_weight, y):
        """You divided the number of rows by the sum of the weights over the classes. In that sum
        each class has to count as often as it has rows."""
        return scaled_by(class_weight, len(y) / sum(class_weight.values()))

    def largest_is_one(class_weight, y):
        """The largest weight is 1 in your result. The ratios are right, but what should be 1 is the
        mean over the rows."""
        return scaled_by(class_weight, 1 / max(class_weight.values()))

    def smallest_is_one(class_weight, y):
        """The smallest weight is 1 in your result. The ratios are right, but what should be 1 is
        the mean over the rows."""
        return scaled_by(class_weight, 1 / min(class_weight.values()))

    def multiplied_by_the_mean(class_weight, y):
        """You have the right number, the mean row weight, but you multiplied by it. Weights that
        are too large have to become smaller."""
        return scaled_by(class_weight, mean_row_weight(class_weight, y))

    def shifted(class_weight, y):
        """You shifted all weights by the same amount. The mean is 1 now, but the ratios have
        changed, and a weight can even be negative: divide, don't subtract."""
        return {c: float(v - mean_row_weight(class_weight, y) + 1) for c, v in class_weight.items()}

    def balanced(class_weight, y):
        """You made balanced weights from the counts. The ratios of the weights that are given have
        to stay: take these, times one factor."""
        counts = Counter(y.tolist())
        return {c: len(y) / (len(counts) * counts[c]) for c in class_weight}

    def counts_in_another_order(class_weight, y):
        """You multiplied the weights, in the order of the dict, with counts in sorted order. So a
        class is counted with the rows of another: look both up by the class."""
        counts = np.unique(y, return_counts=True)[1]
        total = float(np.dot(list(class_weight.values()), counts))
        return scaled_by(class_weight, len(y) / total)

    def changed_while_summing(class_weight, y):
        """You work out the sum again for each class, while some weights are changed already. Take
        one factor from the weights as they were given."""
        found = dict(class_weight)
        for c in found:
            found[c] = found[c] / mean_row_weight(found, y)
        return found

    def balanced_on_top(class_weight, y):
        """You multiplied the weights with balanced ones. The ratios that are given have to stay:
        all weights get one and the same factor."""
        n = Counter(y.tolist())
        return {c: w * len(y) / (len(n) * n[c]) for c, w in class_weight.items()}

    def dict_divided(class_weight, y):
        """You divide the dict itself, and a dict can't be divided. Divide each of its weights, and
        put the results in a new dict."""
        return class_weight / mean_row_weight(class_weight, y)
