import math
from collections.abc import Callable

import numpy as np

from course.exercise import exercise
from helpers.checks.exercise import Case

from ._random_counts import PAIRED, VANISHING, Counts, Weights, random_counts


# A snippet, `create_class_weight`, that is copied from answer to answer; no paper is known.
@exercise(
    gives="{class: weight}, or ValueError",
    points=2,
    hints=(
        "Three steps: look for a class without rows; add up all rows; then for each class take "
        "the logarithm, or 1 where it is smaller.",
        "`math.log` is the natural logarithm. `max(1.0, ...)` is the floor. An f-string puts the "
        'class into the message: `f"class {c} ..."`.',
    ),
)
def log_smoothed(counts: dict[int, int], mu: float = 0.15) -> dict[int, float]:
    """Return {class: max(1, ln(mu * N / n_c))}.

    counts: {class: n_c rows}, N rows in all.
    mu: above 0; the larger it is, the more classes weigh above 1.
    Raises ValueError naming the class if one has 0 rows.
    """
    for c, n in counts.items():
        if n == 0:
            raise ValueError(f"class {c} has no rows")
    total = sum(counts.values())
    return {c: max(1.0, math.log(mu * total / n)) for c, n in counts.items()}


@log_smoothed.cases
def cases(rng):
    yield (dict(PAIRED),)
    yield (dict(VANISHING),)
    yield ({3: 900, 7: 100, 5: 1}, 0.5)
    yield ({0: 60, 1: 30}, 6.0)  # so large a mu that the most common class leaves the floor too
    yield Case(({0: 500, 4: 0, 6: 20},), mentions=("4",))
    # A text that lists all classes, with no class by name, is cut before it gets to the empty one.
    yield Case(({100 + place: 80 - place for place in range(81)},), mentions=("180",))
    for k, mu in ((3, 0.3), (5, 1.2)):
        counts = random_counts(rng, [int(c) for c in rng.permutation(np.arange(10))[:k]])
        yield (counts, round(mu * float(rng.uniform(0.8, 1.2)), 3))
    classes = [int(c) for c in rng.permutation(np.arange(10, 30))[:4]]
    counts = random_counts(rng, classes)
    yield Case((counts | {classes[1]: 0}, 0.2), mentions=(str(classes[1]),))


@log_smoothed.alternatives
class Alternatives:
    def by_numpy(counts, mu=0.15):
        n = np.array(list(counts.values()))
        if not n.all():
            raise ValueError(f"no rows in {[c for c, rows in counts.items() if not rows]}")
        weights = np.maximum(np.log(mu * n.sum() / n), 1)
        return dict(zip(counts, weights.tolist(), strict=True))

    def by_floor(counts, mu=0.15):
        if 0 in counts.values():
            raise ValueError("without rows: " + ", ".join(str(c) for c in counts if counts[c] == 0))
        scale = math.log(mu) + math.log(sum(counts.values()))
        weights = {}
        for c, n in counts.items():
            score = scale - math.log(n)
            weights[c] = score if score > 1 else 1.0
        return weights


def smoothed(
    counts: Counts, score: Callable[[float], float], total: float | None = None, floor: float = 1.0
) -> Weights:
    """Do what the reference does, with another function of N / n_c, another N or another floor."""
    empty = [c for c, n in counts.items() if n == 0]
    if empty:
        raise ValueError(f"no rows of class {empty[0]}")
    rows = sum(counts.values()) if total is None else total
    return {c: max(floor, score(rows / n)) for c, n in counts.items()}


def zero_becomes(counts: Counts, mu: float, weight: float) -> Weights:
    there = {c: n for c, n in counts.items() if n}
    weights = log_smoothed(there, mu)
    return {c: weights.get(c, weight) for c in counts}


@log_smoothed.mistakes
class Mistakes:
    def no_floor(counts, mu=0.15):
        """You left out the floor: large classes get weights below 1, or even below 0, which teach a
        model to deny them."""
        return smoothed(counts, lambda r: math.log(mu * r), floor=-math.inf)

    def floor_at_zero(counts, mu=0.15):
        """Your floor is 0, so that large classes are not learnt from at all. No class may weigh
        less than 1."""
        return smoothed(counts, lambda r: math.log(mu * r), floor=0.0)

    def cap_in_place_of_floor(counts, mu=0.15):
        """You took the smaller of 1 and the logarithm: a cap, so that rare classes can't rise. A
        floor takes the larger one."""
        return {c: min(1.0, weight) for c, weight in Mistakes.no_floor(counts, mu).items()}

    def log_to_base_10(counts, mu=0.15):
        """You took the logarithm to base 10, which is smaller by a factor of 2.3. ln is the natural
        logarithm."""
        return smoothed(counts, lambda r: math.log10(mu * r))

    def log_to_base_2(counts, mu=0.15):
        """You took the logarithm to base 2, which is larger by a factor of 1.4. ln is the natural
        logarithm."""
        return smoothed(counts, lambda r: math.log2(mu * r))

    def one_added_inside(counts, mu=0.15):
        """You added 1 inside the logarithm (log1p). It smooths the rule a little more, but it is
        another rule."""
        return smoothed(counts, lambda r: math.log1p(mu * r))

    def mu_left_out(counts, mu=0.15):
        """mu has no part in your result. It multiplies N inside the logarithm."""
        return smoothed(counts, math.log)

    def mu_outside(counts, mu=0.15):
        """You multiplied the logarithm by mu. It stands inside: ln of mu times N over n_c."""
        return smoothed(counts, lambda r: mu * math.log(r))

    def mu_always_the_default(counts, mu=0.15):
        """You wrote 0.15 into the formula. It is only the default: use the argument `mu`."""
        return smoothed(counts, lambda r: math.log(0.15 * r))

    def largest_class_as_total(counts, mu=0.15):
        """You took the largest class for N. N counts all rows, of every class."""
        return smoothed(counts, lambda r: math.log(mu * r), total=max(counts.values()))

    def classes_as_total(counts, mu=0.15):
        """All your weights are 1. Did you take `len(counts)` or `sum(counts)` for N, which count
        the classes and add up their ids, or is the fraction upside down? N is the sum of the
        values, and stands above the line."""
        return smoothed(counts, lambda r: math.log(mu * r), total=len(counts))

    def numpy_sum_of_values(counts, mu=0.15):
        """Your function stops with a TypeError. Did you give `counts.values()` to `np.sum`? NumPy
        doesn't look inside it: use Python's own `sum`."""
        total = np.sum(counts.values())
        return {c: max(1.0, math.log(mu * total / n)) for c, n in counts.items()}

    def zero_divides(counts, mu=0.15):
        """With 0 rows your function stops with a ZeroDivisionError, which doesn't say which class
        it was. Look first, and raise a ValueError that names it."""
        total = sum(counts.values())
        return {c: max(1.0, math.log(mu * total / n)) for c, n in counts.items()}

    def zero_is_infinite(counts, mu=0.15):
        """A class with 0 rows gets an infinite weight from you. Keras would take it and say
        nothing: raise a ValueError that names the class."""
        return zero_becomes(counts, mu, math.inf)

    def zero_is_one(counts, mu=0.15):
        """A class with 0 rows gets the weight 1 from you, and nobody hears that it is missing.
        Raise a ValueError that names the class."""
        return zero_becomes(counts, mu, 1.0)

    def classes_below_the_line(counts, mu=0.15):
        """You divided by the number of classes as well, as balanced weights do. It has no part in
        this rule: the logarithm is that of mu * N / n_c."""
        return smoothed(counts, lambda r: math.log(mu * r / len(counts)))

    def one_added_outside(counts, mu=0.15):
        """You added 1 to the logarithm before you took the floor. The weight is the larger of 1 and
        the logarithm as it is."""
        return smoothed(counts, lambda r: 1 + math.log(mu * r))

    def one_added_as_floor(counts, mu=0.15):
        """You added 1 to the logarithm. A floor is the larger of the two, not their sum: `max`."""
        return smoothed(counts, lambda r: 1 + math.log(mu * r), floor=-math.inf)

    def rarity_upside_down(counts, mu=0.15):
        """You have the rarity upside down, n_c / N, so that common classes weigh most, if any does.
        N stands above the line."""
        return smoothed(counts, lambda r: math.log(mu / r))

    def classes_from_zero(counts, mu=0.15):
        """You take the numbers 0, 1, 2 and so on for the classes, and stop with a KeyError where
        `counts` has others. Go through its keys."""
        for c in range(len(counts)):
            if counts[c] == 0:
                raise ValueError(f"class {c} has no rows")
        return log_smoothed(counts, mu)

    def mu_below_the_line(counts, mu=0.15):
        """You divided by mu. It multiplies N inside the logarithm: a larger mu makes larger
        weights."""
        return smoothed(counts, lambda r: math.log(r / mu))

    def ids_as_total(counts, mu=0.15):
        """You added up the classes' ids, as `sum(counts)` does. N is the number of rows: add up the
        values."""
        return smoothed(counts, lambda r: math.log(mu * r), total=max(sum(counts), 1))

    def mu_as_floor(counts, mu=0.15):
        """You took mu for the floor. The floor is 1; mu multiplies N inside the logarithm."""
        return smoothed(counts, math.log, floor=mu)

    def total_grows(counts, mu=0.15):
        """You add up N in the same loop in which you use it, so that the first classes see too
        small a total. N is complete before the first weight."""
        zero_becomes(counts, mu, 1.0) if 0 not in counts.values() else log_smoothed(counts, mu)
        total, found = 0, {}
        for c, n in counts.items():
            total += n
            found[c] = max(1.0, math.log(mu * total / n))
        return found

    def mu_added(counts, mu=0.15):
        """You added mu to the logarithm. It is a factor inside: ln of mu times N over n_c."""
        log_smoothed(counts, mu)
        total = sum(counts.values())
        return {c: max(1.0, math.log(total / n) + mu) for c, n in counts.items()}

    def square_root(counts, mu=0.15):
        """You took the square root where the logarithm belongs. The root is another mild rule,
        which comes later in the lesson."""
        log_smoothed(counts, mu)
        total = sum(counts.values())
        return {c: max(1.0, math.sqrt(mu * total / n)) for c, n in counts.items()}

    def floor_where_the_log_is_negative(counts, mu=0.15):
        """You put the floor only where the logarithm is below 0. It may be between 0 and 1, and no
        class may weigh less than 1."""
        found = Mistakes.no_floor(counts, mu)
        return {c: w if w > 0 else 1.0 for c, w in found.items()}
