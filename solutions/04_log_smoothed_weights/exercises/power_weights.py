import numpy as np
from sklearn.utils import compute_class_weight

from course.exercise import exercise

from ._random_counts import random_counts, times, to_mean_row_weight


@exercise(
    gives="{class: weight}, mean row weight 1",
    hints=(
        "Two steps: work out (N / n_c) to the power a for every class, then divide all of them by "
        "the mean weight of a row.",
        "In the mean over the rows each class counts as often as it has rows: add up weight times "
        "count, and divide by N. `**` is the power.",
    ),
)
def power_weights(counts: dict[int, int], a: float) -> dict[int, float]:
    """Return {class: (N / n_c) ** a} times one factor: the mean weight of a row is 1.

    counts: {class: n_c rows}, N rows in all, none 0; a: 0 for no weights, 1 for balanced ones.
    """
    total = sum(counts.values())
    raw = {c: (total / n) ** a for c, n in counts.items()}
    mean = sum(raw[c] * n for c, n in counts.items()) / total
    return {c: float(weight / mean) for c, weight in raw.items()}


@power_weights.cases
def cases(rng):
    yield ({0: 90, 1: 10}, 0.5)
    yield ({3: 80, 7: 15, 5: 5}, 1.0)
    yield (random_counts(rng, [0, 1, 2]), 0.0)
    yield ({4: 640, 2: 40, 9: 320}, 0.25)
    for k in (3, 5):
        counts = random_counts(rng, [int(c) for c in rng.permutation(np.arange(2 * k))[:k]])
        yield (counts, round(float(rng.uniform(0.2, 0.9)), 2))


@power_weights.alternatives
class Alternatives:
    def by_numpy(counts, a):
        n = np.array(list(counts.values()), dtype=float)
        raw = n**-a
        weights = raw / np.average(raw, weights=n)
        return dict(zip(counts, weights.tolist(), strict=True))

    def by_sklearn(counts, a):
        classes = np.sort(list(counts))
        y = np.repeat(classes, [counts[c] for c in classes.tolist()])
        raw = compute_class_weight(class_weight="balanced", classes=classes, y=y) ** a
        by_class = dict(zip(classes.tolist(), raw.tolist(), strict=True))
        mean = float(np.mean(raw[np.searchsorted(classes, y)]))
        return {c: by_class[c] / mean for c in counts}


@power_weights.mistakes
class Mistakes:
    def not_rescaled(counts, a):
        """Your ratios are right, but you forgot the second step: divide by the mean weight of a
        row, so that it becomes 1."""
        total = sum(counts.values())
        return {c: float((total / n) ** a) for c, n in counts.items()}

    def mean_over_classes(counts, a):
        """The mean over the classes is 1 in your result. A class with many rows must count more
        often: we want the mean over the rows."""
        return times(
            Mistakes.not_rescaled(counts, a),
            len(counts) / sum(Mistakes.not_rescaled(counts, a).values()),
        )

    def classes_sum_to_one(counts, a):
        """Your weights add up to 1 over the classes. What should be 1 is the mean over all rows."""
        return times(
            Mistakes.not_rescaled(counts, a), 1 / sum(Mistakes.not_rescaled(counts, a).values())
        )

    def balanced_to_the_power(counts, a):
        """You took the balanced weights to the power a. The ratios are right, but the mean weight
        of a row is 1 only if a is 0 or 1: rescale at the end."""
        return times(Mistakes.not_rescaled(counts, a), len(counts) ** -a)

    def upside_down(counts, a):
        """You have the fraction upside down: large classes weigh most. Divide N by the count."""
        return to_mean_row_weight(Mistakes.not_rescaled(counts, -a), counts)

    def multiplied_by_a(counts, a):
        """You went the share a of the way from 1 to N / n_c, in a straight line. A power bends: `**
        a`."""
        raw = {c: 1.0 + a * (w - 1) for c, w in Mistakes.not_rescaled(counts, 1).items()}
        return to_mean_row_weight(raw, counts)

    def always_the_root(counts, a):
        """You always take the square root. The power is the argument `a`."""
        return to_mean_row_weight(Mistakes.not_rescaled(counts, 0.5), counts)

    def a_left_out(counts, a):
        """a has no part in your result: these are the balanced weights, which is a = 1."""
        return to_mean_row_weight(Mistakes.not_rescaled(counts, 1), counts)

    def one_minus_a(counts, a):
        """You took the power 1 - a, so that your a = 0 is balanced. It is the other way round: a =
        0 leaves all weights at 1."""
        return to_mean_row_weight(Mistakes.not_rescaled(counts, 1 - a), counts)

    def between_one_and_balanced(counts, a):
        """You went the share a of the way from 1 to the balanced weights, in a straight line. Here
        a is a power: of N / n_c, and what comes out is rescaled."""
        total, k = sum(counts.values()), len(counts)
        return {c: a * total / (k * n) + 1 - a for c, n in counts.items()}

    def largest_class_is_one(counts, a):
        """You divided the largest count by each, so that the largest class weighs 1. The ratios are
        right, but what should be 1 is the mean over the rows."""
        return {c: float((max(counts.values()) / n) ** a) for c, n in counts.items()}

    def changed_while_summing(counts, a):
        """You work out the sum again for each class, while some weights are changed already. Take
        one factor from the weights as they were at first."""
        N = sum(counts.values())
        found = {c: (N / n) ** a for c, n in counts.items()}
        for c in found:
            found[c] *= N / sum(found[other] * counts[other] for other in found)
        return found

    def times_a(counts, a):
        """You multiplied N / n_c by a. With a = 0 all weights are 0 then, and their mean divides by
        0. It is a power: `** a`."""
        raw = {c: a * w for c, w in Mistakes.not_rescaled(counts, 1).items()}
        mean = sum(raw[c] * n for c, n in counts.items()) / sum(counts.values())
        return {c: w / mean for c, w in raw.items()}

    def multiplied_by_the_mean(counts, a):
        """You multiplied by the mean weight of a row. To bring it to 1, divide by it."""
        raw = Mistakes.not_rescaled(counts, a)
        return times(raw, sum(raw[c] * n for c, n in counts.items()) / sum(counts.values()))

    def sum_of_classes_over_rows(counts, a):
        """You added up the weights of the classes, each once, and divided by N. In the mean over
        the rows each class counts as often as it has rows."""
        raw = Mistakes.not_rescaled(counts, a)
        return times(raw, sum(counts.values()) / sum(raw.values()))

    def root_of_order_a(counts, a):
        """You took the power 1 / a, a root in place of the power: with a = 0 that divides by 0. The
        power is `a` itself."""
        return to_mean_row_weight(Mistakes.not_rescaled(counts, 1 / a), counts)

    def a_to_the_power(counts, a):
        """You took a to the power of the rarity. It is the other way round: N / n_c to the power
        a."""
        raw = {c: a ** (sum(counts.values()) / n) for c, n in counts.items()}
        mean = sum(raw[c] * n for c, n in counts.items()) / sum(counts.values())
        return {c: w / mean for c, w in raw.items()}
