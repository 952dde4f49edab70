import math

import numpy as np

from course.exercise import exercise

from ._random_counts import Weights, random_counts, times, to_mean_row_weight


# Y. Cui et al. (2019), "Class-Balanced Loss Based on Effective Number of Samples", equation 2
@exercise(
    gives="{class: weight}, sum k",
    hints=(
        "Two steps: work out the formula for every class, then multiply all of them by the one "
        "factor that makes their sum the number of classes.",
        "`beta**n` is beta to the power of the count. The factor is the number of classes, over "
        "the sum of what you worked out.",
    ),
)
def effective_number_weights(counts: dict[int, int], beta: float) -> dict[int, float]:
    """Return {class: (1 - beta) / (1 - beta ** n_c)} times one factor: they add up to k.

    counts: {class: n_c rows}, k classes, none without rows; beta: 0 or more, below 1.
    """
    raw = {c: (1 - beta) / (1 - beta**n) for c, n in counts.items()}
    factor = len(raw) / sum(raw.values())
    return {c: float(weight * factor) for c, weight in raw.items()}


@effective_number_weights.cases
def cases(rng):
    yield ({0: 90, 1: 10}, 0.9)
    yield ({3: 800, 7: 150, 5: 5}, 0.99)
    yield (random_counts(rng, [0, 1, 2]), 0.0)
    yield ({4: 5000, 2: 645, 9: 50}, 0.999)
    for k in (3, 5):
        counts = random_counts(rng, [int(c) for c in rng.permutation(np.arange(2 * k))[:k]])
        yield (counts, round(float(rng.uniform(0.95, 0.995)), 4))


@effective_number_weights.alternatives
class Alternatives:
    def by_numpy(counts, beta):
        numbers = (1 - np.power(beta, list(counts.values()))) / (1 - beta)
        weights = len(counts) * (1 / numbers) / np.sum(1 / numbers)
        return dict(zip(counts, weights.tolist(), strict=True))

    def by_loop(counts, beta):
        # The leading 1 - beta is a common factor: the rescaling cancels it.
        result, total = {}, 0.0
        for c, n in counts.items():
            result[c] = 1 / (1 - beta**n)
            total += result[c]
        return {c: weight * len(counts) / total for c, weight in result.items()}

    def by_mean(counts, beta):
        inverse = {c: (1 - beta) / -math.expm1(n * math.log(beta)) if beta else 1.0
                   for c, n in counts.items()}  # fmt: skip
        mean = float(np.mean(list(inverse.values())))
        return {c: value / mean for c, value in inverse.items()}


def sum_to_k(weights: Weights) -> Weights:
    return times(weights, len(weights) / sum(weights.values()))


@effective_number_weights.mistakes
class Mistakes:
    def not_rescaled(counts, beta):
        """Your ratios are right, but you forgot the second step: rescale the weights, so that they
        add up to the number of classes."""
        return {c: float((1 - beta) / (1 - beta**n)) for c, n in counts.items()}

    def sum_to_one(counts, beta):
        """Your weights add up to 1. Cui and others let them add up to the number of classes."""
        weights = Mistakes.not_rescaled(counts, beta)
        return times(weights, 1 / sum(weights.values()))

    def mean_row_weight_one(counts, beta):
        """You rescaled to a mean row weight of 1, as for the power rule. Cui and others let the
        weights of the classes add up to their number."""
        return to_mean_row_weight(Mistakes.not_rescaled(counts, beta), counts)

    def upside_down(counts, beta):
        """You used the effective number itself, so large classes weigh most. The weight is one over
        it."""
        return sum_to_k({c: 1 / w for c, w in Mistakes.not_rescaled(counts, beta).items()})

    def multiplied_in_place_of_power(counts, beta):
        """You multiplied beta by the count. It is a power: `beta**n`."""
        return sum_to_k({c: (1 - beta) / (1 + beta * n) for c, n in counts.items()})

    def power_of_one_minus_beta(counts, beta):
        """All your weights are 1, or nearly so. Did you take 1 - beta to the power of the count,
        or beta to the power of all rows? It is beta, to the power of the rows of one class."""
        return sum_to_k(
            {c: (1 - beta) / (1 - (1 - beta) ** n) if beta else 1.0 for c, n in counts.items()}
        )

    def power_of_the_rest(counts, beta):
        """You took 1 - beta to the power of the count, so that a beta of 0 has you divide by 0. It
        is beta that is raised to the power."""
        return sum_to_k({c: (1 - beta) / (1 - (1 - beta) ** n) for c, n in counts.items()})

    def all_rows_in_the_power(counts, beta):
        """You took beta to the power of the share of the class. The formula has its number of
        rows."""
        shares = {c: n / sum(counts.values()) for c, n in counts.items()}
        return sum_to_k({c: (1 - beta) / (1 - beta**s) if beta else 1.0 for c, s in shares.items()})

    def balanced(counts, beta):
        """beta has no part in your result: these are the balanced ratios, which the rule only nears
        as beta goes to 1."""
        return sum_to_k({c: 1 / n for c, n in counts.items()})

    def one_row_too_few(counts, beta):
        """Your power is n - 1. One row has an effective number of 1, so the power is n itself."""
        return sum_to_k({c: 1 / (1 - beta ** (n - 1)) if beta else 1.0 for c, n in counts.items()})

    def paired_in_sorted_order(counts, beta):
        """Your weights come in the order of the dict, but you paired them with sorted classes. A
        class gets the weight of another: go through classes and counts together."""
        weights = effective_number_weights(counts, beta).values()
        return dict(zip(sorted(counts), weights, strict=True))

    def mean_over_own(counts, beta):
        """You divided the mean effective number by that of each class. The ratios are right, but
        the weights don't add up to the number of classes: invert first, then rescale."""
        numbers = {c: 1 / w for c, w in Mistakes.not_rescaled(counts, beta).items()}
        return {c: sum(numbers.values()) / (len(numbers) * e) for c, e in numbers.items()}

    def largest_is_one(counts, beta):
        """You divided by the largest weight. The ratios are right, but Cui and others let the
        weights of the classes add up to their number."""
        weights = Mistakes.not_rescaled(counts, beta)
        return times(weights, 1 / max(weights.values()))

    def smallest_is_one(counts, beta):
        """You divided by the smallest weight. The ratios are right, but Cui and others let the
        weights of the classes add up to their number."""
        weights = Mistakes.not_rescaled(counts, beta)
        return times(weights, 1 / min(weights.values()))

    def numbers_not_turned_over(counts, beta):
        """You return the effective numbers themselves. The weight of a class is one over its
        number; then comes the factor."""
        return {c: float((1 - beta**n) / (1 - beta)) for c, n in counts.items()}

    def one_row_too_many(counts, beta):
        """Your power is n + 1. One row has an effective number of 1, so the power is n itself."""
        return sum_to_k({c: 1 / (1 - beta ** (n + 1)) for c, n in counts.items()})

    def rows_over_the_number(counts, beta):
        """You divided the rows of a class by its effective number. The weight is one over the
        number alone."""
        return sum_to_k({c: n * (1 - beta) / (1 - beta**n) for c, n in counts.items()})

    def numbers_squared(counts, beta):
        """Your weights before the factor are squared: one over the effective number is enough."""
        return sum_to_k({c: ((1 - beta) / (1 - beta**n)) ** 2 for c, n in counts.items()})

    def power_rule(counts, beta):
        """You took the counts to the power of minus beta. That is the power rule; here beta is
        raised to the power of the count."""
        return sum_to_k({c: float(n) ** -beta for c, n in counts.items()})

    def share_of_new_rows(counts, beta):
        """You used 1 - beta**n without turning it over, so that large classes weigh most. It stands
        below the line."""
        return {c: float(1 - beta**n) for c, n in counts.items()}

    def changed_while_summing(counts, beta):
        """You work out the sum again for each class, while some weights are changed already. Take
        one factor from the weights as they were at first."""
        found = {c: (1 - beta) / (1 - beta**n) for c, n in counts.items()}
        for c in found:
            found[c] = len(found) * found[c] / sum(found.values())
        return found

    def number_over_rows(counts, beta):
        """You divided the effective number of a class by its rows. The rows have done their part in
        the power: the weight is one over the number."""
        return sum_to_k({c: (1 - beta**n) / (1 - beta) / n for c, n in counts.items()})

    def brackets_left_out(counts, beta):
        """You left out the brackets: without them Python divides before it subtracts. Write
        `(1 - beta) / (1 - beta**n)`."""
        return sum_to_k({c: 1 - beta / 1 - beta**n for c, n in counts.items()})

    def brackets_above_left_out(counts, beta):
        """You left out the brackets above the line: without them Python divides before it
        subtracts. Write `(1 - beta) / (1 - beta**n)`."""
        return sum_to_k({c: 1 - beta / (1 - beta**n) for c, n in counts.items()})

    def first_row_left_out(counts, beta):
        """Your sum begins with beta. The first row adds 1, which is beta to the power 0: without it
        a beta of 0 leaves nothing to divide by."""
        raw = {c: 1 / sum(beta**i for i in range(1, n)) for c, n in counts.items()}
        return sum_to_k(raw)

    def multiplied_by_the_sum(counts, beta):
        """You multiplied by the sum and divided by the number of classes. The factor is the other
        way round: the number of classes over the sum."""
        weights = Mistakes.not_rescaled(counts, beta)
        return times(weights, sum(weights.values()) / len(weights))
