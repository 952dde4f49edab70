from collections import Counter
from collections.abc import Sequence

import numpy as np
from sklearn.preprocessing import LabelEncoder

from course.exercise import exercise

from ._random_weights import random_weights


@exercise(
    gives="(int targets, {int: weight})",
    hints=(
        "Both results must number the classes in the same way: make one sorted list of "
        "the names first, and let both look places up in it.",
        "`enumerate(sorted(weights_by_name))` gives pairs of place and name. Turn each label into "
        "the place of its name, and put each name's weight under its place.",
    ),
)
def string_labels(
    labels: list[str], weights_by_name: dict[str, float]
) -> tuple[np.ndarray, dict[int, float]]:
    """Return (int targets (n,), {int: weight}), the names numbered from 0 in sorted order.

    labels: list of names; weights_by_name: exactly these names, in any order.
    Sorted as Python does it: capitals come before small letters.
    """
    names = sorted(weights_by_name)
    place = {name: number for number, name in enumerate(names)}
    targets = np.array([place[label] for label in labels])
    return targets, {number: weights_by_name[name] for number, name in enumerate(names)}


@string_labels.cases
def cases(rng):
    yield (["dog", "cat", "cat", "dog", "cat"], {"dog": 2.5, "cat": 0.5})
    yield (["ship", "frog", "deer", "ship", "ship"], {"ship": 1.0, "deer": 9.0, "frog": 4.0})
    yield (["crack", "ok", "Rust", "ok", "ok"], {"crack": 3.0, "Rust": 5.0, "ok": 0.4})
    # Here a telephone book has the same order, and small letters before capitals have not.
    yield (["bee", "Ant", "bee"], {"bee": 2.0, "Ant": 7.0})
    # As numbers they would come in another order.
    yield (["9", "10", "9", "2", "9"], {"9": 2.0, "10": 6.0, "2": 3.0})
    pool = ["bird", "cat", "deer", "dog", "frog", "horse", "ship"]
    for size in (3, 4):
        chosen = sorted(pool[i] for i in rng.choice(len(pool), size=size, replace=False))
        # Neither the order of appearance nor that of the dict is the sorted one.
        first_seen = [*chosen[1:], chosen[0]]
        rest = [chosen[i] for i in rng.integers(0, size, size=int(rng.integers(3, 8)))]
        weights = random_weights(rng, list(range(size)))
        by_name = {chosen[i]: weights[i] for i in reversed(range(size))}
        yield (first_seen + rest, by_name)


@string_labels.alternatives
class Alternatives:
    def by_unique(labels, weights_by_name):
        names, targets = np.unique(labels, return_inverse=True)
        return targets, {place: weights_by_name[str(name)] for place, name in enumerate(names)}

    def by_encoder(labels, weights_by_name):
        encoder = LabelEncoder().fit(labels)
        in_order = [weights_by_name[name] for name in encoder.classes_.tolist()]
        return encoder.transform(labels), dict(enumerate(in_order))

    def by_search(labels, weights_by_name):
        names = sorted(set(labels))
        targets = np.searchsorted(names, labels)
        return targets, {names.index(name): weight for name, weight in weights_by_name.items()}


def numbered(
    labels: list[str], names: Sequence[str], weights_by_name: dict[str, float]
) -> tuple[np.ndarray, dict[int, float]]:
    """Number the classes in the order of `names`."""
    order = list(names)
    targets = np.array([order.index(label) for label in labels])
    return targets, {order.index(name): weight for name, weight in weights_by_name.items()}


@string_labels.mistakes
class Mistakes:
    def order_of_appearance(labels, weights_by_name):
        """You numbered the names in the order in which they first appear in labels. Another split
        of the data gives other numbers: use the sorted order."""
        return numbered(labels, list(dict.fromkeys(labels)), weights_by_name)

    def order_of_the_dict(labels, weights_by_name):
        """You numbered the names in the order of the dict. Whoever writes the dict in another order
        gets other targets: use the sorted order."""
        return numbered(labels, list(weights_by_name), weights_by_name)

    def weights_in_another_order(labels, weights_by_name):
        """The targets are right, but the weights are numbered in the order of the dict, not in
        sorted order. So a class trains with the weight of another one, and nothing tells you."""
        return string_labels(labels, weights_by_name)[0], dict(enumerate(weights_by_name.values()))

    def names_kept_as_keys(labels, weights_by_name):
        """The targets are right, but the weights still have names as keys. Keras looks up ints,
        finds none of them, and trains without weights."""
        return string_labels(labels, weights_by_name)[0], dict(weights_by_name)

    def weights_as_targets(labels, weights_by_name):
        """You put the weights of the rows where their class numbers belong. The targets say which
        class a row has, and only the dict says what it weighs."""
        weights = np.array([float(weights_by_name[label]) for label in labels])
        return weights, string_labels(labels, weights_by_name)[1]

    def dict_of_the_numbers(labels, weights_by_name):
        """Your dict leads from the names to their numbers. What `fit` wants leads from the numbers
        to the weights."""
        names = sorted(weights_by_name)
        return string_labels(labels, weights_by_name)[0], {n: i for i, n in enumerate(names)}

    def numbers_as_text(labels, weights_by_name):
        """Your keys are numbers written as text. To Python '1' is not 1: Keras looks up ints, finds
        none of them, and trains without weights."""
        targets, weights = string_labels(labels, weights_by_name)
        return targets, {str(c): weight for c, weight in weights.items()}

    def targets_as_list(labels, weights_by_name):
        """Your targets are a list. Keras refuses lists as targets: make an array of them."""
        targets, weights = string_labels(labels, weights_by_name)
        return targets.tolist(), weights

    def counted_from_one(labels, weights_by_name):
        """You number the classes from 1. A network with k outputs has the classes 0 to k - 1, so
        the last one would have no output."""
        targets, weights = string_labels(labels, weights_by_name)
        return targets + 1, {c + 1: weight for c, weight in weights.items()}

    def swapped(labels, weights_by_name):
        """Both parts are right, in the wrong order: the targets come first, then the weights."""
        return string_labels(labels, weights_by_name)[::-1]

    def capitals_among_small_letters(labels, weights_by_name):
        """You sorted the names as a telephone book does, capitals among small letters. Python's
        own order has all capitals first, and others who sort the names get that one."""
        return numbered(labels, sorted(weights_by_name, key=str.lower), weights_by_name)

    def order_of_the_weights(labels, weights_by_name):
        """You numbered the names in the order of their weights. With other weights the targets
        would change too: sort the names."""
        return numbered(labels, sorted(weights_by_name, key=weights_by_name.get), weights_by_name)

    def order_of_the_counts(labels, weights_by_name):
        """You numbered the names by how often they occur. Another split of the data gives other
        numbers: sort the names."""
        frequent_first = [name for name, _ in Counter(labels).most_common()]
        return numbered(labels, frequent_first, weights_by_name)

    def whole_numbers(labels, weights_by_name):
        """Your weights have lost what stands behind the decimal point. Only the keys have to be
        ints."""
        targets, weights = string_labels(labels, weights_by_name)
        return targets, {c: int(weight) for c, weight in weights.items()}

    def downwards(labels, weights_by_name):
        """You sorted the names from the last to the first. Python's order goes upwards, and so do
        the numbers of others who sort the names."""
        return numbered(labels, sorted(weights_by_name, reverse=True), weights_by_name)

    def digits_as_numbers(labels, weights_by_name):
        """You sort names of digits as numbers, 2 before 10. Names are texts: as texts "10" comes
        before "2"."""

        def size(name):
            return (int(name) if name.isdigit() else 0, name)

        names = sorted(weights_by_name, key=size)
        places = np.array([names.index(label) for label in labels])
        return places, {n: weights_by_name[name] for n, name in enumerate(names)}

    def shortest_first(labels, weights_by_name):
        """You sort the names by their length. Sorted as Python does it they come by their
        letters."""
        names = sorted(weights_by_name, key=lambda name: (len(name), name))
        places = np.array([names.index(label) for label in labels])
        return places, {n: weights_by_name[name] for n, name in enumerate(names)}

    def counts_for_targets(labels, weights_by_name):
        """Your targets say how often a name occurs. A target is the number of the name: its place
        among the sorted names."""
        _, weights = string_labels(labels, weights_by_name)
        return np.array([labels.count(label) for label in labels]), weights

    def small_letters_first(labels, weights_by_name):
        """You sorted small letters before capitals. Python's order has all capitals first."""
        return numbered(labels, sorted(weights_by_name, key=str.swapcase), weights_by_name)

    def repeats_numbered_too(labels, weights_by_name):
        """You sorted the labels with all their repeats, so that numbers are left out and keys come
        more than once. Each name gets one number: sort the names, each of them once."""
        names = sorted(labels)
        targets = np.array([names.index(label) for label in labels])
        return targets, {n: weights_by_name[name] for n, name in enumerate(names)}
