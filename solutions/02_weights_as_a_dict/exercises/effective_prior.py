from collections import Counter

import numpy as np

from course.exercise import exercise

from ._random_weights import weights_and_labels


@exercise(
    any_keys=True,
    gives="{class: share of the total weight}",
    bounds=(0, 1),
    hints=(
        "How much do all rows of one class weigh together? And all rows of all classes?",
        "A class weighs (its weight) * (its number of rows). Work that out for every class "
        "first, then divide each by the sum of them all.",
    ),
)
def effective_prior(class_weight: dict[int, float], y: np.ndarray) -> dict[int, float]:
    """Return {class: its share of the total weight of all rows}.

    class_weight: exactly the classes of y; y: int array (n,).
    """
    mass = {c: weight * int(np.sum(y == c)) for c, weight in class_weight.items()}
    total = sum(mass.values())
    return {c: float(m / total) for c, m in mass.items()}


@effective_prior.cases
def cases(rng):
    yield ({0: 1.0, 1: 3.0}, np.repeat([0, 1], [9, 1]))
    yield ({0: 1, 1: 50, 2: 2}, np.repeat([0, 1, 2], [15, 1, 4]))
    yield ({7: 2.0, 2: 0.5, 4: 3.5}, np.array([2, 2, 7, 4, 2, 2, 2, 7, 2]))
    yield ({3: 0.0, 1: 2.5, 6: 1.5}, np.array([3, 1, 3, 6, 1, 3, 3]))
    for classes in ([0, 1], [1, 3, 8]):
        yield weights_and_labels(rng, classes)


@effective_prior.alternatives
class Alternatives:
    def by_rows(class_weight, y):
        weights = np.array([class_weight[int(label)] for label in y], dtype=float)
        return {int(c): float(weights[y == c].sum() / weights.sum()) for c in np.unique(y)}

    def by_bincount(class_weight, y):
        mass = np.bincount(y, weights=[class_weight[label] for label in y.tolist()])
        return {c: float(mass[c] / mass.sum()) for c in class_weight}

    def by_counter(class_weight, y):
        counts = Counter(y.tolist())
        total = sum(class_weight[c] * n for c, n in counts.items())
        return {c: class_weight[c] * n / total for c, n in counts.items()}


@effective_prior.mistakes
class Mistakes:
    def rows_left_out(class_weight, y):
        """You shared out the weights without asking how many rows have them. A class of nine rows
        of weight 1 weighs as much as one row of weight 9."""
        return {c: weight / sum(class_weight.values()) for c, weight in class_weight.items()}

    def weights_left_out(class_weight, y):
        """These are the shares of the rows, as they are without weights. Count each row by its
        weight."""
        return {c: float(np.mean(y == c)) for c in class_weight}

    def divided_by_each_weight_once(class_weight, y):
        """You divided by the sum of the dict's weights, in which each class counts once. Divide by
        the weight of all rows."""
        total = sum(class_weight.values())
        return {c: m / total for c, m in Mistakes.not_divided(class_weight, y).items()}

    def not_divided(class_weight, y):
        """You return how much each class weighs, not its share: divide by the weight of all rows,
        so that the results add up to 1."""
        return {c: weight * float(np.sum(y == c)) for c, weight in class_weight.items()}

    def divided_by_the_number_of_rows(class_weight, y):
        """You divided by the number of rows, so your shares add up to 1 only if the mean weight
        happens to be 1. Divide by the summed weight of all rows."""
        return {c: m / len(y) for c, m in Mistakes.not_divided(class_weight, y).items()}

    def odds(class_weight, y):
        """You divided each class by all the others together: these are odds. A share divides by the
        whole, the class itself included."""
        mass = Mistakes.not_divided(class_weight, y)
        return {c: m / (sum(mass.values()) - m) for c, m in mass.items()}

    def divided_by_the_count(class_weight, y):
        """You divided each weight by the rows of its class. More rows mean a larger share:
        multiply."""
        per_row = {c: weight / float(np.sum(y == c)) for c, weight in class_weight.items()}
        return {c: value / sum(per_row.values()) for c, value in per_row.items()}

    def zero_becomes_one(class_weight, y):
        """A weight of 0 counts as 1 in your result: to `or` and `if`, 0 is as good as nothing. A
        class that weighs 0 has no share."""
        return effective_prior({c: weight or 1.0 for c, weight in class_weight.items()}, y)

    def counts_in_another_order(class_weight, y):
        """You multiplied the weights, in the order of the dict, with counts in sorted order. So a
        class is counted with the rows of another: look both up by the class."""
        counts = np.unique(y, return_counts=True)[1]
        mass = [w * int(n) for w, n in zip(class_weight.values(), counts, strict=True)]
        return {c: m / sum(mass) for c, m in zip(class_weight, mass, strict=True)}

    def weights_in_another_order(class_weight, y):
        """You took the weights in the order of the dict, and `np.unique` gives the classes in
        sorted order. So a class gets the weight of another one: look it up by the class."""
        return effective_prior(
            dict(zip(sorted(class_weight), class_weight.values(), strict=True)), y
        )

    def every_number_a_class(class_weight, y):
        """You go through all numbers from 0 to the largest class, so those that are no class get a
        key, too. Go through the keys of the dict."""
        shares = effective_prior(class_weight, y)
        return {c: shares.get(c, 0.0) for c in range(max(shares) + 1)}

    def counts_squared(class_weight, y):
        """You multiplied by the count twice. A class of n rows weighs n times the weight of one
        row."""
        mass = {c: w * int(np.sum(y == c)) ** 2 for c, w in class_weight.items()}
        return {c: m / sum(mass.values()) for c, m in mass.items()}

    def softmax_of_the_weights(class_weight, y):
        """You took a softmax of the weights. Here nothing is raised to a power: a share is a part
        of the total weight, rows counted."""
        mass = {c: float(np.exp(w)) for c, w in class_weight.items()}
        return {c: m / sum(mass.values()) for c, m in mass.items()}

    def one_row_of_each_class(class_weight, y):
        """You divided the weight of a single row by that of all rows. A class has the weight of all
        its rows together: multiply by their number."""
        total = sum(Mistakes.not_divided(class_weight, y).values())
        return {c: weight / total for c, weight in class_weight.items()}

    def ids_without_gaps(class_weight, y):
        """You go through all numbers from 0 to the largest id, and stop with a KeyError at one that
        is no class. Go through the keys of the dict."""
        counts = np.bincount(y)
        mass = {c: class_weight[c] * int(n) for c, n in enumerate(counts)}
        return {c: m / sum(mass.values()) for c, m in mass.items()}
