from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from sklearn.utils import compute_sample_weight

from course.exercise import exercise
from helpers.checks.plain import Stream

from ._random_labels import random_classes, random_weights


@exercise(
    gives="generator of (x, y, w)",
    points=2,
    hints=(
        "A function with `yield` in it is a generator: it stops at each `yield` until the next "
        "batch is asked for. Where does the `yield` stand, inside the loop or behind it?",
        "Loop over batches with `for x, y in batches`. In the loop, make the array w of y, with "
        "`class_weight.get(label, 1.0)` for each label, and yield the three as a tuple.",
    ),
)
def with_weights(batches: Iterator[tuple], class_weight: dict[int, float]) -> Iterator[tuple]:
    """Yield (x, y, w) for each (x, y) of batches, reading no batch before it is asked for.

    batches: pairs of arrays x (n, d) and y, ints (n,), perhaps without end;
    class_weight: a missing key counts 1.0. Each w is a float array (n,).
    """
    for x, y in batches:
        w = np.array([class_weight.get(label, 1.0) for label in y.tolist()], dtype=float)
        yield x, y, w


@with_weights.cases
def cases(rng):
    x = np.array([[0.1, 1.0], [0.2, 2.0], [0.3, 3.0]])
    first = (x, np.array([0, 1, 0]))
    yield (Stream([first, (x[:2] + 1, np.array([1, 1]))]), {0: 0.5, 1: 5.0})
    yield (Stream([(x, np.array([3, 5, 7])), (x, np.array([5, 5, 3]))]), {5: 4.5, 1: 7.0})
    yield (Stream([first]), {0: 2.0, 1: 3.0})
    many = [(x[:1] + place, np.array([place % 3])) for place in range(40)]
    yield (Stream(many), {0: 0.0, 1: 2.5})
    for _ in range(2):
        classes = random_classes(rng, 3)
        weights = random_weights(rng, [int(c) for c in rng.permutation(classes)])
        batches = []
        for size in rng.integers(2, 5, size=3).tolist():
            rows = rng.integers(1, 99, size=(size, 2)) / 10
            batches.append((rows, rng.choice(classes, size=size)))
        yield (Stream(batches), weights)


def weights_of(y: np.ndarray, class_weight: dict[int, float]) -> np.ndarray:
    weights = np.ones(len(y))
    for c, weight in class_weight.items():
        weights[y == c] = weight
    return weights


@with_weights.alternatives
class Alternatives:
    def by_expression(batches, class_weight):
        return ((x, y, weights_of(y, class_weight)) for x, y in batches)

    def by_map(batches, class_weight):
        def weighted(batch):
            return (*batch, weights_of(batch[1], class_weight))

        return map(weighted, batches)

    def by_next(batches, class_weight):
        source = iter(batches)
        while True:
            try:
                x, y = next(source)
            except StopIteration:
                return
            yield x, y, weights_of(y, class_weight)


def changed_by(
    batches: Iterable[tuple], class_weight: dict[int, float], change: Any
) -> Iterator[tuple]:
    """Give what the reference gives, each (x, y, w) changed by a function."""
    for x, y in batches:
        yield change(x, y, weights_of(y, class_weight))


@with_weights.mistakes
class Mistakes:
    def list_returned(batches, class_weight):
        """You collect all batches in a list and return it. A stream of batches may be larger than
        the memory, or never end: `yield` each one as it comes."""
        return list(Alternatives.by_expression(batches, class_weight))

    def everything_first(batches, class_weight):
        """Your function yields, but reads too far before the first batch comes out: one batch
        ahead, or to the end. A stream without end never gets there. Take one, give one."""
        yield from [(x, y, weights_of(y, class_weight)) for x, y in batches]

    def only_the_first_batch(batches, class_weight):
        """A `return` in the loop ends the function at the first batch. `yield` hands a batch out
        and goes on where it stopped."""
        for x, y in batches:
            return x, y, weights_of(y, class_weight)
        return None

    def missing_key_raises(batches, class_weight):
        """Your function stops with a KeyError where a class has no key. Such a class weighs 1.0."""
        for x, y in batches:
            yield x, y, np.array([class_weight[label] for label in y.tolist()], dtype=float)

    def all_labels_as_one_key(batches, class_weight):
        """You asked the dict for the whole array y at once. It takes one key at a time, and an
        array can't be one: ask for the label of each row."""
        for x, y in batches:
            yield x, y, class_weight.get(y, 1.0)

    def missing_key_is_zero(batches, class_weight):
        """The rows of a class without a key get the weight 0 from you, so that nothing is learnt
        from them. They weigh 1.0."""
        for x, y in batches:
            yield x, y, np.array([class_weight.get(c, 0.0) for c in y.tolist()], dtype=float)

    def batch_again_for_each_row(batches, class_weight):
        """Your `yield` stands in the loop over the labels, so a batch comes out once for each of
        its rows. Make an array of all its weights first, and yield once."""
        for x, y in batches:
            for label in y.tolist():
                yield x, y, class_weight.get(label, 1.0)

    def single_rows(batches, class_weight):
        """You take the batches apart and hand out single rows. Each batch comes out as it came in,
        with an array of the weights of all its rows."""
        for x, y in batches:
            yield from zip(x, y, weights_of(y, class_weight), strict=True)

    def weights_second(batches, class_weight):
        """Your weights come second. Keras tells the three apart by their places: x, then the
        targets, then the weights."""
        return changed_by(batches, class_weight, lambda x, y, weights: (x, weights, y))

    def targets_left_out(batches, class_weight):
        """You give pairs of x and weights. Keras would take the weights for targets: give all
        three, x, y and w."""
        return changed_by(batches, class_weight, lambda x, y, weights: (x, weights))

    def multiplied_into_x(batches, class_weight):
        """You multiplied the weights into x as well, so the model sees other rows. A weight belongs
        to the loss: x stays as it is."""
        return changed_by(batches, class_weight, lambda x, y, v: (x * v[:, np.newaxis], y, v))

    def weights_as_list(batches, class_weight):
        """Your weights are a list. Keras takes a list of numbers for many inputs: make an array of
        it."""
        return changed_by(batches, class_weight, lambda x, y, v: (x, y, v.tolist()))

    def weights_in_a_column(batches, class_weight):
        """Your weights stand in a column (n, 1). One number for each row is a flat array (n,)."""
        return changed_by(batches, class_weight, lambda x, y, v: (x, y, v.reshape(-1, 1)))

    def balanced_in_the_batch(batches, class_weight):
        """You worked out new balanced weights in each batch. A class then weighs more in one batch
        than in the next: use the dict that is given."""
        for x, y in batches:
            yield x, y, compute_sample_weight("balanced", y)

    def mean_made_one(batches, class_weight):
        """You rescaled the weights to a mean of 1 in each batch. Then a batch with many rare rows
        counts as little as one without: use the weights as they are."""
        return changed_by(batches, class_weight, lambda x, y, v: (x, y, v / v.mean()))

    def zero_becomes_one(batches, class_weight):
        """A weight of 0 becomes 1 in your result: to `or` and `if`, 0 is as good as nothing. Only a
        class without a key weighs 1.0."""
        for x, y in batches:
            yield x, y, np.array([class_weight.get(label) or 1.0 for label in y.tolist()])

    def whole_numbers(batches, class_weight):
        """Your weights have lost what stands behind the decimal point: an array of ints, such as
        `np.ones_like(y)` makes, can't hold it. Make an array of floats."""
        return changed_by(batches, class_weight, lambda x, y, v: (x, y, v.astype(int)))

    def missing_key_weighs_most(batches, class_weight):
        """The rows of a class without a key get the largest weight of the dict from you. In Keras
        they weigh 1.0."""
        most = max(class_weight.values())
        for x, y in batches:
            yield x, y, np.array([class_weight.get(label, most) for label in y.tolist()])

    def weight_of_the_first_row(batches, class_weight):
        """You give all rows of a batch the weight of its first row. A batch holds rows of several
        classes: look at each."""
        for x, y in batches:
            yield x, y, np.full(len(y), weights_of(y, class_weight)[0])

    def missing_gets_the_mean(batches, class_weight):
        """A class without a key gets the mean of the other weights from you. It weighs 1.0."""
        mean = float(np.mean(list(class_weight.values()))) if class_weight else 1.0
        for x, y in batches:
            yield x, y, np.array([class_weight.get(label, mean) for label in y.tolist()], float)

    def type_of_the_first_weight(batches, class_weight):
        """`np.vectorize` makes all weights of the type of the first one: where that is a whole
        number, the others lose what stands behind the decimal point. Give it `otypes=[float]`."""
        for x, y in batches:
            yield x, y, np.vectorize(lambda label: class_weight.get(label, 1))(y)
