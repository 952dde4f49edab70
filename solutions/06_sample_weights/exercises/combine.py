import numpy as np
from sklearn.utils import compute_sample_weight

from course.exercise import exercise

from ._class_weights import looked_up, random_weights, strictly, zero_as_missing


@exercise(
    gives="float array (n,)",
    hints=(
        "Turn the dict into one weight for each row first, as in lesson 02. Then there are two "
        "numbers for each row: what is left of a loss that is weighted by one, then the other?",
        "A weight multiplies the loss of its row, so two weights multiply it one after the other. "
        "`class_weight.get(c, 1.0)` looks up a class that may have no key.",
    ),
)
def combine(class_weight: dict[int, float], sample_weight: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return one weight for each row in which both weights are at work.

    class_weight: a missing key counts 1.0; sample_weight: floats (n,); y: int classes (n,).
    Returns a float array (n,).
    """
    by_class = np.array([class_weight.get(int(c), 1.0) for c in y])
    return by_class * sample_weight


@combine.cases
def cases(rng):
    yield ({0: 1.0, 1: 9.0}, np.array([1.0, 2.0, 1.0, 2.0]), np.array([0, 0, 1, 1]))
    yield ({1: 9.0}, np.array([0.5, 3.0, 0.0, 2.0, 4.0]), np.array([1, 0, 1, 0, 1]))
    yield ({7: 4.0, 3: 0.5}, np.array([2.0, 1.5, 3.0, 0.5]), np.array([3, 7, 5, 7]))
    # A class that is left out, and a row that comes twice; a negative id; a single row.
    yield ({0: 0.0, 1: 2.5}, np.array([2.0, 3.0, 2.0, 1.0]), np.array([0, 1, 0, 1]))
    yield ({0: 0.5, -1: 2.5}, np.array([2.0, 3.0, 1.0, 2.0]), np.array([0, -1, 1, 0]))
    yield ({4: 3.0}, np.array([1.5]), np.array([4]))
    for n in (6, 9):
        classes = np.sort(rng.choice(np.arange(1, 12), size=4, replace=False)).tolist()
        weights = random_weights(rng, [classes[2], classes[0], classes[1]])
        y = rng.permutation([*classes, *rng.choice(classes, size=n - 4).tolist()])
        yield (weights, np.round(rng.uniform(0.2, 4.0, size=n), 2), y)


@combine.alternatives
class Alternatives:
    def by_masks(class_weight, sample_weight, y):
        weights = sample_weight.copy()
        for c, weight in class_weight.items():
            weights[y == c] *= weight
        return weights

    def by_sklearn(class_weight, sample_weight, y):
        complete = {c: class_weight.get(c, 1.0) for c in np.unique(y).tolist()}
        return np.multiply(sample_weight, compute_sample_weight(complete, y))

    def by_loop(class_weight, sample_weight, y):
        pairs = zip(y.tolist(), sample_weight.tolist(), strict=True)
        return np.array([w * class_weight[c] if c in class_weight else w for c, w in pairs])


@combine.mistakes
class Mistakes:
    def added(class_weight, sample_weight, y):
        """You added the two weights. A weight multiplies a loss, and a row that should count twice
        and nine times counts 18 times, not 11."""
        return looked_up(y, class_weight) + sample_weight

    def mean_of_both(class_weight, sample_weight, y):
        """You took the mean of the two weights, so that neither has its full effect. Each of them
        multiplies the loss."""
        return (looked_up(y, class_weight) + sample_weight) / 2

    def larger_of_both(class_weight, sample_weight, y):
        """You kept the larger of the two weights. The other one is lost: let both multiply."""
        return np.maximum(looked_up(y, class_weight), sample_weight)

    def class_weight_only(class_weight, sample_weight, y):
        """Only the classes count in your result. The sample weight of each row is missing."""
        return looked_up(y, class_weight)

    def sample_weight_only(class_weight, sample_weight, y):
        """You return the sample weights as they came. The weight of each row's class is missing."""
        return sample_weight.copy()

    def nine_for_class_1(class_weight, sample_weight, y):
        """You gave class 1 a weight of 9, as in the lesson, and the dict has no part in it. Look up
        the class of each row."""
        return np.where(y == 1, 9.0, 1.0) * sample_weight

    def missing_key_raises(class_weight, sample_weight, y):
        """Your function stops with a KeyError where a class has no key. Such a class counts 1.0."""
        return strictly(y, class_weight) * sample_weight

    def missing_key_is_zero(class_weight, sample_weight, y):
        """Rows of a class without a key weigh 0 in your result: nothing is learnt from them. Such a
        class counts 1.0."""
        return looked_up(y, class_weight, 0.0) * sample_weight

    def zero_counts_one(class_weight, sample_weight, y):
        """A class with a weight of 0 weighs 1 in your result, as with `or 1.0`. Only a class
        without a key counts 1.0: 0 leaves its rows out."""
        return zero_as_missing(y, class_weight) * sample_weight

    def sample_weight_first(class_weight, sample_weight, y):
        """You use the class's weight only where the sample weight is 1. Both are at work in every
        row: let both multiply."""
        return np.where(sample_weight == 1, looked_up(y, class_weight), sample_weight)

    def class_weight_first(class_weight, sample_weight, y):
        """You use the sample weight only where the class has no key. Both are at work in every row:
        let both multiply."""
        known = np.isin(y, list(class_weight))
        return np.where(known, looked_up(y, class_weight), sample_weight)

    def smaller_of_both(class_weight, sample_weight, y):
        """You kept the smaller of the two weights. The other one is lost: let both multiply."""
        return np.minimum(looked_up(y, class_weight), sample_weight)

    def root_of_the_product(class_weight, sample_weight, y):
        """You took the square root of the product. Each weight has its full effect: multiply, and
        no more."""
        return np.sqrt(combine(class_weight, sample_weight, y))

    def by_position(class_weight, sample_weight, y):
        """You took the values of the dict in the order in which they stand. A dict is asked by its
        key, the class id."""
        return (
            np.array([[*class_weight.values(), *[1.0] * 12][c] for c in y.tolist()]) * sample_weight
        )

    def mean_made_one(class_weight, sample_weight, y):
        """The products are right, but you divided them by their mean. Keras would have applied both
        weights as they are."""
        weights = combine(class_weight, sample_weight, y)
        return weights / weights.mean()

    def changed_in_place(class_weight, sample_weight, y):
        """The values are right, but you change sample_weight, your input: run the cell twice, and
        the classes count twice. Make a new array."""
        sample_weight *= looked_up(y, class_weight)
        return sample_weight

    def missing_key_makes_one(class_weight, sample_weight, y):
        """Rows of a class without a key weigh 1 in your result, whatever their sample weight. Such
        a class counts 1.0, and the sample weight of the row multiplies it."""
        return np.where(
            np.isin(y, list(class_weight)), looked_up(y, class_weight) * sample_weight, 1.0
        )

    def two_classes_only(class_weight, sample_weight, y):
        """You know the classes 0 and 1 only. Classes can have any numbers: look each one up."""
        of_row = np.where(y == 1, class_weight.get(1, 1.0), class_weight.get(0, 1.0))
        return of_row * sample_weight

    def class_1_only(class_weight, sample_weight, y):
        """You use the weight of class 1 only. Each class may have one: look up the class of each
        row."""
        return np.where(y == 1, class_weight.get(1, 1.0), 1.0) * sample_weight

    def values_as_an_array(class_weight, sample_weight, y):
        """You made an array of the dict's values, and stop with an IndexError where a class id is
        larger than their number. The ids are keys, not places: ask the dict."""
        return np.array(list(class_weight.values()))[y] * sample_weight

    def first_key_only(class_weight, sample_weight, y):
        """Only the first class of the dict gets its weight, as where a loop ends too early. Each
        class of the dict counts."""
        first = dict(list(class_weight.items())[:1])
        return looked_up(y, first) * sample_weight

    def added_above_one(class_weight, sample_weight, y):
        """You added up what the two weights have above 1, so that 9 and 2 make 10. They multiply:
        such a row counts 18 times."""
        return looked_up(y, class_weight) + sample_weight - 1

    def class_1_by_its_key(class_weight, sample_weight, y):
        """You ask the dict for class 1, and stop with a KeyError where it has no such key. Each row
        is looked up by its own class, whatever its number."""
        return np.where(y == 1, class_weight[1] * sample_weight, sample_weight)

    def whole_array_into_a_mask(class_weight, sample_weight, y):
        """You put the weights of all rows into the places of one class, and NumPy refuses: there
        are more of them. The mask belongs on both sides: `sample_weight[y == c]`."""
        weights = np.ones(len(y))
        for c, weight in class_weight.items():
            weights[y == c] = weight * sample_weight
        return weights

    def weight_of_the_sample_weight(class_weight, sample_weight, y):
        """You look up the sample weights in the dict. Its keys are classes: look up what stands in
        `y`."""
        found = [class_weight.get(weight, 1.0) for weight in sample_weight.tolist()]
        return np.array(found) * sample_weight
