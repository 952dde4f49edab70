import math

import numpy as np

from course.exercise import exercise

from ._random_counts import VANISHING, random_counts


@exercise(
    hints=(
        "A weight above 1 is the logarithm itself, so the floor doesn't matter. What undoes a "
        "natural logarithm?",
        "Write ln(mu * N / n) = weight, take the exponential of both sides (`math.exp`), and "
        "solve for mu.",
    )
)
def mu_for_weight(counts: dict[int, int], cls: int, weight: float) -> float:
    """Return the mu with which the log rule gives class `cls` this weight.

    counts: {class: rows}, in any order; cls: one of them, with a row or more; weight: above 1.
    """
    return float(math.exp(weight) * counts[cls] / sum(counts.values()))


@mu_for_weight.cases
def cases(rng):
    yield ({0: 90, 1: 10}, 1, 2.0)
    yield (dict(VANISHING), 1, 20.0)
    yield ({5: 700, 2: 40, 0: 260}, 0, 3.5)
    yield ({0: 300, 1: 0, 2: 20}, 2, 4.0)
    # The largest class: with the weight for mu its logarithm would be below the floor.
    yield ({0: 90, 1: 10}, 0, 1.5)
    for k in (3, 5):
        counts = random_counts(rng, [int(c) for c in rng.permutation(np.arange(2 * k))[:k]])
        cls = int(rng.choice(list(counts)))
        yield (counts, cls, round(float(rng.uniform(1.5, 6)), 2))


@mu_for_weight.alternatives
class Alternatives:
    def by_logs(counts, cls, weight):
        total = sum(counts.values())
        return math.exp(weight + math.log(counts[cls]) - math.log(total))

    def by_share(counts, cls, weight):
        rows = np.array(list(counts.values()))
        share = counts[cls] / rows.sum()
        return float(np.exp(weight) * share)


@mu_for_weight.mistakes
class Mistakes:
    def log_not_undone(counts, cls, weight):
        """You solved mu * N / n = weight. The logarithm is still there: take the exponential of the
        weight."""
        return float(weight * counts[cls] / sum(counts.values()))

    def log_taken_again(counts, cls, weight):
        """You took the logarithm of the weight. It is a logarithm already: the exponential undoes
        it."""
        return float(math.log(weight) * counts[cls] / sum(counts.values()))

    def ten_to_the_power(counts, cls, weight):
        """You took 10 to the power of the weight. The rule uses the natural logarithm, undone by
        `math.exp`."""
        return float(10**weight * counts[cls] / sum(counts.values()))

    def share_upside_down(counts, cls, weight):
        """You multiplied by N / n. The rule has that fraction already, so it goes over to the other
        side upside down."""
        return float(math.exp(weight) * sum(counts.values()) / counts[cls])

    def rows_left_out(counts, cls, weight):
        """The rows of the class have no part in your result: a rarer class needs a smaller mu."""
        return float(math.exp(weight) / sum(counts.values()))

    def total_left_out(counts, cls, weight):
        """You left out N. The rule looks at the share of the class among all rows."""
        return float(math.exp(weight) * counts[cls])

    def largest_class_as_total(counts, cls, weight):
        """You took the largest class for N. N counts all rows, of every class."""
        return float(math.exp(weight) * counts[cls] / max(counts.values()))

    def other_classes_as_total(counts, cls, weight):
        """You divided by the rows of the other classes. N counts the class itself as well."""
        return float(math.exp(weight) * counts[cls] / (sum(counts.values()) - counts[cls]))

    def by_place(counts, cls, weight):
        """You looked up the class by its place among the counts. A dict is asked by its key: the
        classes may come in any order."""
        rows = list(counts.values())
        return float(math.exp(weight) * rows[min(cls, len(rows) - 1)] / sum(rows))

    def rarest_class(counts, cls, weight):
        """You took the rows of the rarest class. Any class can be asked for: it is the argument
        `cls`."""
        return float(math.exp(weight) * min(counts.values()) / sum(counts.values()))

    def classes_added_up(counts, cls, weight):
        """You added up the ids of the classes: `sum(counts)` goes through the keys of a dict. N
        counts the rows, which are its values."""
        return float(math.exp(weight) * counts[cls] / sum(counts))

    def floor_taken_off(counts, cls, weight):
        """You took 1 off the weight, for the floor. A weight above 1 is the logarithm as it is."""
        return float(math.exp(weight - 1) * counts[cls] / sum(counts.values()))

    def two_to_the_power(counts, cls, weight):
        """You took 2 to the power of the weight. The rule uses the natural logarithm, undone by
        `math.exp`."""
        return float(2**weight * counts[cls] / sum(counts.values()))

    def e_times_the_weight(counts, cls, weight):
        """You multiplied e by the weight. A logarithm is undone by e to the power of it."""
        return float(math.e * weight * counts[cls] / sum(counts.values()))

    def exponential_of_all(counts, cls, weight):
        """You took the exponential of the whole product. It belongs to the weight alone: n / N
        comes as a factor afterwards."""
        return math.exp(weight * counts[cls] / sum(counts.values()))

    def minus_the_weight(counts, cls, weight):
        """You took e to the power of minus the weight. A larger weight needs a larger mu: leave the
        sign out."""
        return float(math.exp(-weight) * counts[cls] / sum(counts.values()))

    def exponential_minus_one(counts, cls, weight):
        """Your exponential is smaller by 1, as `math.expm1` gives it. The rule has a plain
        logarithm, not that of 1 plus something."""
        return float(math.expm1(weight) * counts[cls] / sum(counts.values()))

    def weight_of_the_rule(counts, cls, weight):
        """You put the weight where mu stands and work out the log rule. Here the weight is known
        and mu is asked for: solve for it."""
        return max(1.0, math.log(weight * sum(counts.values()) / counts[cls]))

    def class_id_for_its_rows(counts, cls, weight):
        """You took the class itself for its number of rows. `cls` is a key: the count stands in
        `counts`."""
        return math.exp(weight) * cls / sum(counts.values())

    def weight_to_the_power(counts, cls, weight):
        """You took the weight to the power of e. It is the other way round: e to the power of the
        weight."""
        return weight**math.e * counts[cls] / sum(counts.values())

    def weight_of_the_rule_without_floor(counts, cls, weight):
        """You put the weight where mu stands and work out the logarithm. Here the weight is known
        and mu is asked for: solve for it."""
        return math.log(weight * sum(counts.values()) / counts[cls])
