import itertools
import math
from collections.abc import Callable

import numpy as np

from course.exercise import exercise

from ._random_counts import Counts, Weights, random_counts


@exercise(
    gives="sorted list of tuples (a, b), a < b",
    hints=(
        "Every pair of classes is looked at once, the smaller id first. Two questions decide: do "
        "the counts differ, and are the weights the same?",
        "Two loops over `sorted(counts)`, one inside the other, meet every pair, in order. Keep "
        "those with a < b, different counts, and weights that are at most 1e-12 apart.",
    ),
)
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


@merged_pairs.cases
def cases(rng):
    yield ({4: 90, 1: 500, 0: 500, 7: 30}, {0: 1.0, 1: 1.0, 4: 1.0, 7: 2.5})
    yield ({0: 60, 1: 50, 2: 40, 3: 7}, {0: 0.1 + 0.2, 1: 0.3, 2: 0.3004, 3: 3.0})
    yield ({2: 800, 6: 90, 5: 90, 3: 20}, {2: 1.0, 3: 4.0, 5: 2.2, 6: 2.2})
    yield ({8: 300, 3: 12, 5: 40, 1: 900}, {1: 1.0, 3: 3.1, 5: 3.1, 8: 1.0})
    # 2e-13 apart on both sides of an edge of rounding; 1e-9 apart; 3e-12 apart.
    near = {0: 2 + 4e-13, 1: 2 + 6e-13, 2: 3.0, 3: 3 + 1e-9, 4: 5.0, 5: 5 + 3e-12}
    yield ({0: 90, 1: 80, 2: 30, 3: 20, 4: 6, 5: 5}, near)
    # Counts that differ by 1; weights 3e-13 apart, and just 1e-12.
    near = {0: 1.0, 1: 1.0, 2: 4.0, 3: 4 + 3e-13, 4: 0.0, 5: 1e-12}
    yield ({0: 41, 1: 40, 2: 9, 3: 8, 4: 7, 5: 6}, near)
    for k in (4, 6):
        classes = [int(c) for c in rng.permutation(np.arange(12))[:k]]
        counts = random_counts(rng, classes)
        by_rows = sorted(counts, key=lambda c: counts[c])
        weights = dict.fromkeys(classes, 1.0) | {by_rows[0]: round(float(rng.uniform(2, 5)), 2)}
        yield (counts, weights)


@merged_pairs.alternatives
class Alternatives:
    def by_combinations(counts, class_weight):
        pairs = []
        for a, b in itertools.combinations(counts, 2):
            close = math.isclose(class_weight[a], class_weight[b], rel_tol=0, abs_tol=1e-12)
            if close and counts[a] != counts[b]:
                pairs.append((min(a, b), max(a, b)))
        return sorted(pairs)

    def by_matrix(counts, class_weight):
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


@merged_pairs.mistakes
class Mistakes:
    def same_counts_too(counts, class_weight):
        """You also list classes that have the same number of rows. For these the same weight is
        right: a pair is merged only if the counts differ."""
        return pairs_where(counts, class_weight, lambda a, b: abs(a - b) <= 1e-12, False)

    def at_the_floor_only(counts, class_weight):
        """You only look at classes whose weight is 1. Two classes can share any other weight too,
        by another rule or by hand."""
        return pairs_where(counts, class_weight, lambda a, b: a == b == 1)

    def exactly_equal(counts, class_weight):
        """You compare weights with ==. To a computer 0.1 + 0.2 is not 0.3: allow a difference of
        1e-12."""
        return pairs_where(counts, class_weight, lambda a, b: a == b)

    def nearly_equal(counts, class_weight):
        """You take weights that are only near each other for the same. They may differ by 1e-12, no
        more."""
        return pairs_where(counts, class_weight, lambda a, b: abs(a - b) <= 0.001)

    def both_orders(counts, class_weight):
        """Each pair comes twice, as (a, b) and as (b, a). Keep the one with the smaller class
        first."""
        return sorted(
            pair for a, b in merged_pairs(counts, class_weight) for pair in ((a, b), (b, a))
        )

    def neighbours_only(counts, class_weight):
        """You only compare each class with the next one. Classes that are further apart can share a
        weight too: look at every pair."""
        neighbours = set(itertools.pairwise(sorted(counts)))
        return [pair for pair in merged_pairs(counts, class_weight) if pair in neighbours]

    def in_order_of_the_dict(counts, class_weight):
        """Your pairs come in the order in which `counts` was written. Put the smaller class first
        in each pair, and sort the pairs."""
        merged = merged_pairs(counts, class_weight)
        in_order = itertools.combinations(counts, 2)
        return [pair for pair in in_order if tuple(sorted(pair)) in merged]

    def different_weights(counts, class_weight):
        """You list the pairs that the weights tell apart. Asked are those that they don't."""
        return pairs_where(counts, class_weight, lambda a, b: abs(a - b) > 1e-12)

    def wider_than_asked(counts, class_weight):
        """You allow for more than 1e-12. `np.isclose` and `math.isclose` do so unless told
        otherwise, single precision and rounding to a few digits too: say how far apart is still the
        same."""
        return pairs_where(counts, class_weight, lambda a, b: abs(a - b) <= 1e-6)

    def rounded_first(counts, class_weight):
        """You rounded the weights before you compared them. Two that nearly agree can be rounded to
        different numbers: look at their difference."""
        return pairs_where(counts, class_weight, lambda a, b: round(a, 12) == round(b, 12))

    def relative_difference(counts, class_weight):
        """Weights count as the same for you that are more than 1e-12 apart. Do you measure their
        difference by their size, as `rel_tol` does? It is the plain difference that counts."""
        return pairs_where(counts, class_weight, lambda a, b: abs(a - b) <= 1e-12 * max(a, b))

    def sign_kept(counts, class_weight):
        """You forgot the sign of the difference: where the second weight is larger it is negative,
        and below any limit. Take the absolute value."""
        return pairs_where(counts, class_weight, lambda a, b: a - b <= 1e-12)

    def larger_class_first(counts, class_weight):
        """Your list is sorted, but in some pairs the larger class comes first, as `counts` has it.
        Put the smaller one first in each."""
        merged = merged_pairs(counts, class_weight)
        pairs = itertools.combinations(counts, 2)
        return sorted(pair for pair in pairs if tuple(sorted(pair)) in merged)

    def counts_for_classes(counts, class_weight):
        """You return the counts of the classes. Their ids are asked for: the keys, not the
        values."""
        return [(counts[a], counts[b]) for a, b in merged_pairs(counts, class_weight)]

    def relative_by_default(counts, class_weight):
        """You compare weights by `math.isclose` as it comes. It allows for a billionth of the
        larger one, and near 0 for nothing: set `rel_tol` and `abs_tol`."""
        return pairs_where(counts, class_weight, math.isclose)

    def machine_precision(counts, class_weight):
        """You allow for less than 1e-12, such as the precision of a float. Weights that are up to
        1e-12 apart count as the same."""
        return pairs_where(counts, class_weight, lambda a, b: abs(a - b) <= 2.3e-16)

    def weights_by_place(counts, class_weight):
        """You gave the weights to the classes by their places in the two dicts. These may be
        written in different orders: look each weight up by its class."""
        placed = dict(zip(counts, class_weight.values(), strict=True))
        return merged_pairs(counts, placed)

    def every_pair_twice(counts, class_weight):
        """Each pair comes twice, as (a, b) and as (b, a), in the order of the dict. Keep the one
        with the smaller class first, and sort the list."""
        order = itertools.permutations(counts, 2)
        merged = merged_pairs(counts, class_weight)
        return [pair for pair in order if tuple(sorted(pair)) in merged]

    def every_equal_pair_twice(counts, class_weight):
        """Each pair comes twice, as (a, b) and as (b, a). Keep the one with the smaller class
        first, sort the list, and allow for a difference of 1e-12 where you have `==`."""
        merged = Mistakes.exactly_equal(counts, class_weight)
        order = itertools.permutations(counts, 2)
        return [pair for pair in order if tuple(sorted(pair)) in merged]

    def same_counts_too_and_exactly(counts, class_weight):
        """You also list classes that have the same number of rows. A pair is merged only if the
        counts differ. Then allow for a difference of 1e-12 where you have `==`."""
        return pairs_where(counts, class_weight, lambda a, b: a == b, False)

    def after_one_comparison(counts, class_weight):
        """You return the list after the first comparison, when it is still empty, as with a
        `return` inside the inner loop. It belongs behind both loops."""
        return []

    def after_the_first_class(counts, class_weight):
        """You compare the first class of the dict with the others and stop, as with a `return`
        inside the outer loop. Go on with the other classes."""
        first = next(iter(counts))
        return [pair for pair in merged_pairs(counts, class_weight) if pair[0] == first]

    def after_the_first_pair(counts, class_weight):
        """You return the first pair that you find. All pairs are asked for: collect them in a list,
        and return it behind the loops."""
        return merged_pairs(counts, class_weight)[:1]

    def one_partner_each(counts, class_weight):
        """You keep one partner of each class, the last one, as a dict with a value for each class
        does. A class can share its weight with several: collect the pairs in a list."""
        return list(dict(merged_pairs(counts, class_weight)).items())

    def classes_in_one_line(counts, class_weight):
        """You list the classes of the pairs one after the other. Put the two of a pair into a
        tuple: `(a, b)`."""
        return [c for pair in merged_pairs(counts, class_weight) for c in pair]

    def classes_from_zero(counts, class_weight):
        """You take the numbers 0, 1, 2 and so on for the classes, and stop with a KeyError where
        `counts` has others. Go through its keys."""
        ids = range(len(counts))
        return merged_pairs({c: counts[c] for c in ids}, {c: class_weight[c] for c in ids})
