import hashlib

import numpy as np

from course.exercise import exercise

from ._fields_of_a_card import COMPARED, FIELDS, broken_fields, forgetting, rounded, weights_of
from ._held_cards import held_cards
from .weight_card import weight_card


@exercise(
    gives="sorted list of names",
    eight_bytes=True,
    hints=(
        "Two questions for each of the seven fields: is it there, and, for 'weights' and "
        "'split_sha256', is it what these labels and weights give? Collect the names.",
        "Make the digest of `y_train` and the weights with text keys once more, as for the card, "
        "and compare. Ask `name in card` first, and `sorted(...)` at the end.",
    ),
)
def verify_card(card: dict, y_train: np.ndarray, class_weight: dict[int, float]) -> list[str]:
    """Return the sorted names of the card's fields that don't hold, [] if all do.

    card: as weight_card makes it, or read from JSON; fields may be missing. A field doesn't hold
    if it is missing, if 'weights' are not class_weight, or if 'split_sha256' is not y_train's. The
    seven fields: prices, seeds, source, split_sha256, threshold, versions, weights.
    """
    digest = hashlib.sha256(y_train.astype("<i8").tobytes()).hexdigest()
    expected = {
        "weights": {str(c): float(weight) for c, weight in class_weight.items()},
        "split_sha256": digest,
    }
    names = ("prices", "seeds", "source", "split_sha256", "threshold", "versions", "weights")
    return [
        name
        for name in names
        if name not in card or (name in expected and card[name] != expected[name])
    ]


@verify_card.cases
def cases(rng):
    yield from held_cards(rng)


@verify_card.alternatives
class Alternatives:
    def by_another_card(card, y_train, class_weight):
        made = weight_card(y_train, class_weight, 0.5, 0, 0, "", [], {})
        broken = {name for name in made if name not in card}
        broken |= {n for n in ("weights", "split_sha256") if card.get(n) != made[n]}
        return sorted(broken)

    def by_step(card, y_train, class_weight):
        problems = list(set(FIELDS) - set(card))
        if "weights" in card:
            read = {int(key): weight for key, weight in card["weights"].items()}
            if read != class_weight:
                problems.append("weights")
        if "split_sha256" in card:
            labels = np.asarray(y_train, dtype="<i8")
            if hashlib.sha256(labels.tobytes()).hexdigest() != card["split_sha256"]:
                problems.append("split_sha256")
        problems.sort()
        return problems


@verify_card.mistakes
class Mistakes:
    def int_keys_compared(card, y_train, class_weight):
        """'weights' never hold for you, even on a good card. Its keys are text, those of
        class_weight are ints: compare like with like."""
        return broken_fields(card, y_train, class_weight, weights=False)

    def yes_or_no(card, y_train, class_weight):
        """You answer True or False. Whoever finds a card that doesn't hold needs to know where:
        return the names of the fields."""
        return not verify_card(card, y_train, class_weight)

    def missing_not_reported(card, y_train, class_weight):
        """A field that is missing isn't in your list. It can't be checked, so it doesn't hold."""
        return [name for name in verify_card(card, y_train, class_weight) if name in card]

    def missing_raises(card, y_train, class_weight):
        """A missing field makes your function stop with a KeyError. Ask whether the field is there
        before you look into it."""
        made = weight_card(y_train, class_weight, 0.5, 0, 0, "", [], {})
        return [name for name in COMPARED if card[name] != made[name]]

    def first_only(card, y_train, class_weight):
        """You stop at the first field that doesn't hold. Go on: all of them are asked for."""
        return verify_card(card, y_train, class_weight)[:1]

    def in_reverse_order(card, y_train, class_weight):
        """The names are right, but not sorted: they should stand in the order of the alphabet."""
        return verify_card(card, y_train, class_weight)[::-1]

    def order_of_the_card(card, y_train, class_weight):
        """The names are right, but in the order in which the card is written. Sort them."""
        return sorted(verify_card(card, y_train, class_weight), key=FIELDS.index)

    def fields_that_hold(card, y_train, class_weight):
        """You list the fields that hold. The others are asked for."""
        return sorted(set(FIELDS) - set(verify_card(card, y_train, class_weight)))

    def extra_class_passes(card, y_train, class_weight):
        """You look up the classes of class_weight in the card, and never ask whether the card has
        other classes too. A card with one class too many doesn't hold."""
        same = class_weight.items() <= weights_of(card).items()
        return broken_fields(card, y_train, class_weight, weights=same)

    def values_only(card, y_train, class_weight):
        """You compare the weights without their classes. Two classes that have changed places
        pass."""
        same = sorted(weights_of(card).values()) == sorted(class_weight.values())
        return broken_fields(card, y_train, class_weight, weights=same)

    def bytes_as_they_come(card, y_train, class_weight):
        """You hash the labels as they come, so the same labels as int32 don't hold. Turn them into
        little-endian int64 first, as the card does."""
        same = card.get("split_sha256") == hashlib.sha256(y_train.tobytes()).hexdigest()
        return broken_fields(card, y_train, class_weight, split_sha256=same)

    def class_too_few_passes(card, y_train, class_weight):
        """You look up the classes of the card in class_weight, and never ask whether class_weight
        has other classes too. A card with one class too few doesn't hold."""
        same = weights_of(card).items() <= class_weight.items()
        return broken_fields(card, y_train, class_weight, weights=same)

    def weights_rounded(card, y_train, class_weight):
        """You compare rounded weights, so that 3.0 and 3.1 are the same. JSON keeps a float
        exactly: compare the weights as they are."""
        same = rounded(weights_of(card), 0) == rounded(class_weight, 0)
        return broken_fields(card, y_train, class_weight, weights=same)

    def missing_ends_it(card, y_train, class_weight):
        """Where a field is missing you don't look at the others. Go on: 'weights' and
        'split_sha256' may be wrong as well."""
        return sorted(set(FIELDS) - set(card)) or verify_card(card, y_train, class_weight)

    def empty_is_missing(card, y_train, class_weight):
        """You take an empty field for a missing one, as `if not card.get(...)` does. An empty list
        of seeds is there: ask whether the name is in the card."""
        empty = [name for name in FIELDS if not card.get(name)]
        return sorted({*verify_card(card, y_train, class_weight), *empty})

    def two_fields_only(card, y_train, class_weight):
        """You look at 'weights' and 'split_sha256' only. The other five fields don't hold where
        they are missing."""
        return [name for name in verify_card(card, y_train, class_weight) if name in COMPARED]

    seeds_forgotten = forgetting("seeds")
    source_forgotten = forgetting("source")
    threshold_forgotten = forgetting("threshold")
    source_and_seeds_forgotten = forgetting("source", "seeds")

    def unknown_fields_named(card, y_train, class_weight):
        """You name fields that the card has beyond the seven. They do no harm: only the seven are
        asked about."""
        return sorted({*verify_card(card, y_train, class_weight), *(set(card) - set(FIELDS))})

    def split_not_checked(card, y_train, class_weight):
        """You ask whether there is a digest, not whether it is that of y_train. Work it out again,
        and compare."""
        return broken_fields(card, y_train, class_weight, split_sha256=True)

    def only_missing_fields(card, y_train, class_weight):
        """You name the missing fields only. 'weights' and 'split_sha256' may be there and wrong:
        work them out again, and compare."""
        return sorted(set(FIELDS) - set(card))

    def weights_nearly_equal(card, y_train, class_weight):
        """You let weights pass that are nearly equal, as `isclose` and `round` do. JSON keeps a
        float exactly: exactly equal is asked for."""
        same = rounded(weights_of(card), 6) == rounded(class_weight, 6)
        return broken_fields(card, y_train, class_weight, weights=same)

    def none_is_missing(card, y_train, class_weight):
        """You take a field that holds None for a missing one, as `card.get(...) is None` does. It
        is there: ask whether the name is in the card."""
        none = [name for name in FIELDS if card.get(name) is None]
        return sorted({*verify_card(card, y_train, class_weight), *none})

    def missing_field_is_an_error(card, y_train, class_weight):
        """Your function stops with a KeyError where a field is missing. That is what it has to
        find: ask first whether the name is in the card."""
        for name in ("weights", "split_sha256"):
            card[name]
        return verify_card(card, y_train, class_weight)

    def named_twice(card, y_train, class_weight):
        """You name a field twice where it is missing, since a missing one isn't equal either. Once
        is enough."""
        missing = [name for name in COMPARED if name not in card]
        return sorted(verify_card(card, y_train, class_weight) + missing)

    def weights_counted(card, y_train, class_weight):
        """You only compare how many weights there are. Compare each class and its weight."""
        same = len(weights_of(card)) == len(class_weight)
        return broken_fields(card, y_train, class_weight, weights=same)

    def no_source_is_missing(card, y_train, class_weight):
        """You take an empty source for a missing one. A field is missing only if the card lacks its
        name."""
        return broken_fields(card, y_train, class_weight, source=card.get("source") != "")

    def digest_never_holds(card, y_train, class_weight):
        """'split_sha256' never holds for you, even on a good card: your digest is of other bytes
        than that of the card, or of another kind."""
        return broken_fields(card, y_train, class_weight, split_sha256=False)

    def sorted_labels_hashed(card, y_train, class_weight):
        """You sort the labels before you hash them. Then other labels than those of the card have
        the same digest: their order is part of it."""
        return verify_card(card, np.sort(y_train), class_weight)

    def ratios_compared(card, y_train, class_weight):
        """You let weights pass that are others, but stand to each other as those of the card do.
        Exactly equal is asked for."""
        there = weights_of(card)
        ratios = {round(there.get(c, 0.0) / w, 9) for c, w in class_weight.items() if w}
        same = there.keys() == class_weight.keys() and len(ratios) <= 1
        return broken_fields(card, y_train, class_weight, weights=same)

    def values_in_their_order(card, y_train, class_weight):
        """You compare the weights by their place in the two dicts. It is the class that says which
        weight belongs to which."""
        same = list(weights_of(card).values()) == list(class_weight.values())
        return broken_fields(card, y_train, class_weight, weights=same)

    def order_of_the_dict_counts(card, y_train, class_weight):
        """A good card doesn't hold for you where its classes are written in another order. The same
        keys and the same values are asked for, in any order."""
        same = list(weights_of(card).items()) == list(class_weight.items())
        return broken_fields(card, y_train, class_weight, weights=same)

    def ints_are_others(card, y_train, class_weight):
        """For you a weight of 3 and one of 3.0 are not the same. They are equal numbers."""
        there = weights_of(card)
        same = sorted(map(repr, there.items())) == sorted(map(repr, class_weight.items()))
        return broken_fields(card, y_train, class_weight, weights=same)
