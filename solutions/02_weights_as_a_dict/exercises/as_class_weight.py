import math

import numpy as np

from course.exercise import exercise
from helpers.checks.exercise import Case

from ._lenient import lenient
from ._random_weights import random_weights


@exercise(
    gives="dict int -> float, or ValueError",
    points=2,
    hints=(
        "Three steps: turn a list or array into a dict, once its length is right; compare the "
        "keys with the classes, both ways; look at each weight.",
        "`dict(zip(classes, weights))` pairs a list with its classes. A key that is not among the "
        "classes is extra, a class that is not among the keys is missing. "
        "`0 <= w < float('inf')` is false for NaN as well. Put the class into the text of each "
        "ValueError.",
    ),
)
def as_class_weight(
    weights: dict | list | np.ndarray, classes: list | np.ndarray
) -> dict[int, float]:
    """Return {class: float weight} with a plain int key for each of classes.

    weights: dict, or list or array in the order of classes; classes: list or array of ints.
    Raises ValueError naming the class if its weight is missing, NaN, infinite or negative (0 is
    allowed) or a key is not one of classes (text never is); naming the length of a list if wrong.
    """
    known = [int(c) for c in classes]
    if not isinstance(weights, dict):
        if len(weights) != len(known):
            raise ValueError(f"{len(weights)} weights came for {len(known)} classes")
        weights = dict(zip(known, weights, strict=True))
    for key in weights:
        if key not in known:
            raise ValueError(f"{key!r} has a weight but is not one of the classes")
    for c in known:
        if c not in weights:
            raise ValueError(f"class {c} has no weight")
        if not 0 <= weights[c] < float("inf"):  # false for NaN too
            raise ValueError(f"class {c} has the weight {weights[c]}, not a number from 0 up")
    return {c: float(weights[c]) for c in known}


@as_class_weight.cases
def cases(rng):
    # Whoever numbers the weights of a list from 0 is right here: that is not to refuse a list.
    yield ([1, 9], np.array([0, 1]))
    # Weights may be large, and all 0. Arrays have no 0 here: who refuses them refuses no zeros.
    yield (np.array([0.5, 250.0, 12500.0]), [2, -5, 1])
    yield ({0: 0.0, 1: 0.0}, [0, 1])
    yield Case(({2: 1.0, 8: 5.0}, [2, 3, 8]), mentions=("3",))
    yield Case(({0: 1.0, 1: 9.0, 7: 2.0}, [0, 1]), mentions=("7",))
    yield Case(({0: 1.0, 3: 9.0, "3": 5.0}, [0, 3]), mentions=("3",))
    yield Case(({0: 1.0, 1: 2.0, "dog": 5.0}, [0, 1]), mentions=("dog",))
    yield Case(([1.0, math.nan], [0, 6]), mentions=("6",))
    yield Case((np.array([1.0, math.inf]), [0, 5]), mentions=("5",))
    # A text that lists all that came, with no class by name, is cut before it gets there.
    yield Case((np.append(np.ones(89), math.nan), np.arange(100, 190)), mentions=("189",))
    yield Case((dict.fromkeys(range(100, 190), 1.0), list(range(100, 189))), mentions=("189",))
    yield Case(([1.0, -0.25, 4.0], [0, 9, 4]), mentions=("9",))
    yield Case(([1.0, 2.0], [3, 4, 5]), mentions=("2",))
    yield Case((np.array([1.0, 2.0, 4.0, 8.0]), [1, 5]), mentions=("4",))
    classes = [int(c) for c in rng.permutation(np.arange(10, 20))[:4]]
    values = random_weights(rng, classes)
    yield (list(values.values()), np.array(classes))
    # A large weight in a dict as well: who refuses it refuses no array.
    yield (dict(reversed((values | {classes[0]: 12500.0}).items())), classes)
    wrong = classes[int(rng.integers(0, 4))]
    for weight in (math.nan, math.inf, -1.5):
        yield Case((values | {wrong: weight}, classes), mentions=(str(wrong),))
    yield Case(
        ({c: weight for c, weight in values.items() if c != wrong}, classes), mentions=(str(wrong),)
    )


@as_class_weight.alternatives
class Alternatives:
    def by_sets(weights, classes):
        ids = np.asarray(classes).tolist()
        if isinstance(weights, list | np.ndarray):
            if len(weights) != len(ids):
                raise ValueError(f"got {len(weights)} weights, need {len(ids)}")
            weights = {c: weights[place] for place, c in enumerate(ids)}
        different = set(weights) ^ set(ids)
        if different:
            raise ValueError(f"missing or unknown: {different}")
        bad = [c for c in ids if not np.isfinite(weights[c]) or weights[c] < 0]
        if bad:
            raise ValueError(f"these classes have impossible weights: {bad}")
        return {c: float(weights[c]) for c in ids}

    def by_one(weights, classes):
        if isinstance(weights, dict):
            pairs = list(weights.items())
        else:
            if len(weights) != len(classes):
                raise ValueError(f"wrong length: {len(weights)}")
            pairs = list(zip(classes, weights, strict=True))
        result: dict[int, float] = {}
        for key, weight in pairs:
            if isinstance(key, str) or key not in list(classes):
                raise ValueError(f"unknown class {key}")
            if math.isnan(weight) or math.isinf(weight) or weight < 0:
                raise ValueError(f"bad weight {weight} for class {key}")
            result[int(key)] = float(weight)
        missing = [int(c) for c in classes if int(c) not in result]
        if missing:
            raise ValueError(f"no weight for class {missing[0]}")
        return result


@as_class_weight.mistakes
class Mistakes:
    def missing_counts_one(weights, classes):
        """A class without a weight gets 1.0 from you. That is what Keras does, and why a forgotten
        class is never noticed: raise a ValueError that names it."""
        return lenient(weights, classes, forgive="", missing=1.0)

    def missing_not_noticed(weights, classes):
        """You look at the weights that came, and never ask which class has none. Raise a ValueError
        that names it."""
        return lenient(weights, classes, forgive="missing")

    def missing_is_a_key_error(weights, classes):
        """A missing class makes your function stop with a KeyError. Look first, and raise a
        ValueError that names the class."""
        if isinstance(weights, dict):
            absent = [int(c) for c in classes if int(c) not in weights]
            if absent:
                raise KeyError(absent[0])
        return as_class_weight(weights, classes)

    def extra_dropped(weights, classes):
        """A key that is not one of the classes is dropped, and nothing is said. Most often it is a
        typing error or a label of the wrong kind: raise a ValueError that names it."""
        return lenient(weights, classes, forgive="extra")

    def text_keys_accepted(weights, classes):
        """You turn the key '3' into 3. It would work here, but text among the keys is a sign of
        labels that are text too: treat it as extra, and raise a ValueError."""
        if isinstance(weights, dict):
            weights = {int(key) if str(key).isdecimal() else key: w for key, w in weights.items()}
        return as_class_weight(weights, classes)

    def text_beside_the_number_accepted(weights, classes):
        """You look for `int(key)` among the classes, so the key '3' passes where 3 is there, too.
        Text is never a class: look for the key as it stands."""
        if isinstance(weights, dict):
            twins = [k for k in weights if isinstance(k, str) and k.isdecimal()]
            weights = {k: w for k, w in weights.items() if k not in twins or int(k) not in weights}
        return as_class_weight(weights, classes)

    def nan_accepted(weights, classes):
        """NaN gets through: every comparison with NaN is false, so `w < 0` does not catch it. Don't
        test whether a weight is bad: test whether it is good, and refuse all else."""
        return lenient(weights, classes, forgive="nan")

    def infinity_accepted(weights, classes):
        """An infinite weight gets through, and makes the loss infinite or NaN. Raise a ValueError
        that names its class."""
        return lenient(weights, classes, forgive="infinite")

    def negative_accepted(weights, classes):
        """A negative weight gets through. With it the model is rewarded for being wrong on that
        class: raise a ValueError that names it."""
        return lenient(weights, classes, forgive="negative")

    def zero_refused(weights, classes):
        """You refuse a weight of 0. It is allowed: it leaves a class out of the training on
        purpose."""
        return lenient(weights, classes, forgive="no zero")

    def numbered_from_zero(weights, classes):
        """You number the weights of a list 0, 1, 2 and so on. They belong to the entries of
        classes, in that order, and those may be 3, 5, 1."""
        if isinstance(weights, dict):
            return as_class_weight(weights, classes)
        checked = as_class_weight(weights, classes)
        return dict(enumerate(checked.values()))

    def length_not_checked(weights, classes):
        """A list of the wrong length isn't refused as such: `zip` stops at the shorter of the two.
        Compare the lengths first, and name the wrong one in the ValueError."""
        return lenient(weights, classes, forgive="length")

    def lists_not_looked_at(weights, classes):
        """You only look at the weights of a dict: NaN, infinite and negative ones get through in a
        list or an array. Make a dict of it first, then look at each weight."""
        if isinstance(weights, dict) or len(weights) != len(classes):
            return as_class_weight(weights, classes)
        return {int(c): float(w) for c, w in zip(classes, weights, strict=True)}

    def only_dicts_accepted(weights, classes):
        """You take a dict only. A list or an array in the order of classes is just as clear, so it
        should be accepted."""
        if not isinstance(weights, dict):
            raise ValueError(f"{type(weights).__name__} is no dict")
        return as_class_weight(weights, classes)

    def list_numbered_before_the_check(weights, classes):
        """You number the weights of a list 0, 1, 2 and so on, and then miss these numbers among the
        classes. The weights belong to the entries of classes, in that order."""
        if not isinstance(weights, dict):
            if len(weights) != len(classes):
                raise ValueError(f"{len(weights)} weights came for {len(classes)} classes")
            weights = dict(enumerate(weights))
        return as_class_weight(weights, classes)

    def list_asked_by_class(weights, classes):
        """You ask a list or an array for the weight at the place `c`. Its weights stand in the
        order of classes, whose ids may be 3, 5, 1: pair the two first. The bad cases are still to
        come."""
        return {int(c): float(weights[c]) for c in classes}

    def arrays_refused(weights, classes):
        """You take a dict or a list only, and refuse an array. It is as good as a list: its weights
        stand in the order of classes."""
        if not isinstance(weights, dict | list):
            raise ValueError(f"{type(weights).__name__} is neither a dict nor a list")
        return as_class_weight(weights, classes)

    def only_below_zero_refused(weights, classes):
        """NaN and infinity get through: `w < 0` is false for both. Test whether a weight
        is good, a number from 0 up and below infinity, and refuse all else."""
        return lenient(weights, classes, forgive="not below 0")
