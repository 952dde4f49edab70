import numpy as np
from sklearn.utils import compute_sample_weight

from course.exercise import exercise

from ._class_weights import looked_up, random_weights, strictly, zero_as_missing


@exercise(
    gives="{'output': float array (n,)}",
    hints=(
        "Each output is a task of its own: its targets, its dict, its array of weights. Go through "
        "the outputs by name, and do for each what you did for one in lesson 02.",
        "`for output, y in targets.items()` gives name and targets; `class_weights[output]` is the "
        "dict that belongs to them, whatever its place. Put the array under the same name.",
    ),
)
def per_output(
    targets: dict[str, np.ndarray], class_weights: dict[str, dict[int, float]]
) -> dict[str, np.ndarray]:
    """Return {output: float weights (n,)}, those of each row at this output.

    targets: {output: int classes (n,)}; class_weights: {output: {class: weight}} with the
    same outputs in any order; a class without a key counts 1.0.
    """
    weights = {}
    for output, y in targets.items():
        of_class = class_weights[output]
        weights[output] = np.array([of_class.get(int(c), 1.0) for c in y], dtype=float)
    return weights


@per_output.cases
def cases(rng):
    targets = {"kind": np.array([0, 2, 1, 0]), "wet": np.array([0, 0, 1, 0])}
    yield (targets, {"kind": {0: 0.5, 1: 2.0, 2: 4.0}, "wet": {0: 1.0, 1: 9.0}})
    targets = {"dog": np.array([1, 0, 0]), "night": np.array([0, 1, 1])}
    yield (targets, {"night": {1: 3.0, 0: 0.5}, "dog": {1: 5.0}})
    # Names that differ in capitals only; a class that is left out; one output of one row.
    targets = {"Kind": np.array([0, 1, -1]), "kind": np.array([1, 1, 0])}
    yield (targets, {"kind": {0: 2.0, 1: 4.0}, "Kind": {1: 5.0, -1: 6.0}})
    yield ({"dog": np.array([1, 0, 1])}, {"dog": {0: 0.0, 1: 9.0}})
    yield ({"dog": np.array([1])}, {"dog": {1: 9.0}})
    for names, n in ((("colour", "age"), 6), (("left", "right", "top"), 7)):
        y_of = {name: rng.permutation([0, 1, 2, *rng.integers(0, 3, size=n - 3)]) for name in names}
        y_of[names[0]] = (y_of[names[1]] + 1) % 3  # so that the outputs' targets differ
        dicts = {name: random_weights(rng, [2, 0]) for name in reversed(names)}
        yield (y_of, dicts)


@per_output.alternatives
class Alternatives:
    def by_masks(targets, class_weights):
        result = {output: np.ones(len(y)) for output, y in targets.items()}
        for output, of_class in class_weights.items():
            for c, weight in of_class.items():
                result[output][targets[output] == c] = weight
        return result

    def by_sklearn(targets, class_weights):
        return {
            output: compute_sample_weight(
                {c: class_weights[output].get(c, 1.0) for c in np.unique(y).tolist()}, y
            )
            for output, y in targets.items()
        }


@per_output.mistakes
class Mistakes:
    def first_dict_for_all(targets, class_weights):
        """You weigh all outputs with the dict of the first one. Each output has its own, under its
        name."""
        first = class_weights[next(iter(targets))]
        return {name: looked_up(y, first) for name, y in targets.items()}

    def last_dict_for_all(targets, class_weights):
        """You weigh all outputs with the dict of the last one, as functions do that are made in a
        loop and called after it. Each output has its own, under its name."""
        last = class_weights[list(targets)[-1]]
        return {name: looked_up(y, last) for name, y in targets.items()}

    def all_dicts_merged(targets, class_weights):
        """You put all dicts into one, where the later ones overwrite the earlier. The same class
        number means something else at each output: keep them apart."""
        merged: dict[int, float] = {}
        for of_class in class_weights.values():
            merged |= of_class
        return {name: looked_up(y, merged) for name, y in targets.items()}

    def first_output_only(targets, class_weights):
        """You return the first output and stop, as a `return` inside the loop does. All outputs are
        asked for."""
        name = next(iter(targets))
        return {name: looked_up(targets[name], class_weights[name])}

    def zero_counts_one(targets, class_weights):
        """A class with a weight of 0 weighs 1 in your result, as with `or 1.0`. Only a class
        without a key counts 1.0."""
        return {name: zero_as_missing(y, class_weights[name]) for name, y in targets.items()}

    def lists_returned(targets, class_weights):
        """Your weights are lists. Keras wants an array for each output."""
        return {n: looked_up(y, class_weights[n]).tolist() for n, y in targets.items()}

    def first_targets_for_all(targets, class_weights):
        """You look up the targets of the first output in every dict. Each output has targets of its
        own, under its name."""
        first = next(iter(targets.values()))
        return {name: looked_up(first, class_weights[name]) for name in targets}

    def paired_by_order(targets, class_weights):
        """You pair targets and dicts by their order. The two may be written in different orders:
        pair them by the name of the output."""
        pairs = zip(targets.items(), class_weights.values(), strict=True)
        return {name: looked_up(y, of_class) for (name, y), of_class in pairs}

    def one_product_for_all(targets, class_weights):
        """All outputs get the same weights from you, a product over the outputs. A row that is rare
        for one output may be common for another: keep them apart."""
        return dict.fromkeys(targets, Mistakes.one_array(targets, class_weights))

    def one_array(targets, class_weights):
        """You return one array. Keras would use it for every output: return a dict with an array
        for each."""
        return np.prod([looked_up(y, class_weights[name]) for name, y in targets.items()], axis=0)

    def list_of_arrays(targets, class_weights):
        """You return a list. Where the targets are a dict, Keras refuses a list of weights: put
        each array under its output's name."""
        return [looked_up(y, class_weights[name]) for name, y in targets.items()]

    def missing_key_raises(targets, class_weights):
        """Your function stops with a KeyError where a class has no key. Such a class counts 1.0."""
        return {name: strictly(y, class_weights[name]) for name, y in targets.items()}

    def missing_key_is_zero(targets, class_weights):
        """Rows of a class without a key weigh 0 in your result. Such a class counts 1.0."""
        return {name: looked_up(y, class_weights[name], 0.0) for name, y in targets.items()}

    def class_1_only(targets, class_weights):
        """You use the weight of class 1 only. Each class may have one: look up the class of each
        row."""
        return {n: np.where(y == 1, class_weights[n].get(1, 1.0), 1.0) for n, y in targets.items()}

    def two_classes_only(targets, class_weights):
        """You know the classes 0 and 1 only. Classes can have any numbers: look each one up."""
        weights = {}
        for name, y in targets.items():
            of_class = class_weights[name]
            weights[name] = np.where(y == 1, of_class.get(1, 1.0), of_class.get(0, 1.0))
        return weights

    def mean_made_one(targets, class_weights):
        """The ratios are right, but you divided the weights of each output by their mean. They are
        wanted as they stand in the dict."""
        right = per_output(targets, class_weights)
        return {name: weights / weights.mean() for name, weights in right.items()}

    def names_of_the_lesson(targets, class_weights):
        """Your function stops with a KeyError at a name. Other models don't call their outputs as
        this lesson does: go through the names in `targets`. The inner dicts have no names at all:
        their keys are classes."""
        return {n: looked_up(targets[n], class_weights[n]) for n in ("frog", "animal")}

    def whole_numbers(targets, class_weights):
        """You cut the weights to whole numbers, so that 0.5 becomes 0. Weights are floats: leave
        them as they are."""
        right = per_output(targets, class_weights)
        return {name: weights.astype(int) for name, weights in right.items()}

    def named_by_their_order(targets, class_weights):
        """You pair targets and dicts by their order, and name them after the dicts. The two may be
        written in different orders: it is the name of the output that pairs them."""
        pairs = zip(class_weights.items(), targets.values(), strict=True)
        return {output: looked_up(y, weights) for (output, weights), y in pairs}

    def one_sum_for_all(targets, class_weights):
        """All outputs get the same weights from you, a sum over the outputs. A row that is rare for
        one output may be common for another: keep them apart."""
        total = sum(looked_up(y, class_weights[output]) for output, y in targets.items())
        return {output: total.copy() for output in targets}

    def dict_written_first_for_all(targets, class_weights):
        """You weigh all outputs with the dict that is written first. Each output has its own, under
        its name."""
        (weights, *_) = class_weights.values()
        return {output: looked_up(y, weights) for output, y in targets.items()}

    def no_class_found(targets, class_weights):
        """All your weights are 1: no class was found in its dict. Its keys are ints, under the name
        of the output."""
        return {output: np.ones(len(y)) for output, y in targets.items()}

    def values_as_an_array(targets, class_weights):
        """You made an array of a dict's values, and stop with an IndexError where a class is larger
        than their number. Classes are keys, not places: ask the dict."""
        arrays = {name: np.array(list(w.values())) for name, w in class_weights.items()}
        return {name: arrays[name][y] for name, y in targets.items()}

    def added_to_one(targets, class_weights):
        """You add a class's weight to 1, so that 9 becomes 10. A weight multiplies the loss of its
        row: take it as it stands in the dict."""
        return {name: 1 + looked_up(y, class_weights[name], 0.0) for name, y in targets.items()}

    def weights_taken_for_classes(targets, class_weights):
        """You put the weights in place of the classes, one after the other, in one array. A weight
        that is there already may then be taken for a class: write into an array of ones, and look
        at the classes in `targets`."""
        result = {}
        for output, y in targets.items():
            result[output] = y.astype(float)
            for c, weight in class_weights[output].items():
                result[output][result[output] == c] = weight
        return result

    def class_for_its_weight(targets, class_weights):
        """A class without a key weighs its own number in your result. It counts 1.0."""
        result = {}
        for output, y in targets.items():
            result[output] = y.astype(float)
            for c, weight in class_weights[output].items():
                result[output][y == c] = weight
        return result

    def last_row_only(targets, class_weights):
        """You keep one number for each output, that of the last row: each row overwrites the one
        before. Collect them in an array, a number for each row."""
        right = per_output(targets, class_weights)
        return {output: float(weights[-1]) for output, weights in right.items()}
