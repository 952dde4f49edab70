import hashlib
import json
from typing import Any

import numpy as np

from course.exercise import exercise

from ._cards import SOURCES, digest_as, digest_of, drawn_card_arguments, prices_of


@exercise(
    gives="JSON-safe dict",
    points=2,
    json_safe=True,
    eight_bytes=True,
    tolerance=0.0,  # JSON keeps a float exactly
    hints=(
        "Five of the seven fields only have to be put in place. For the weights, make a new dict "
        "whose keys are `str(...)`. For the digest: `astype`, `tobytes`, `hashlib.sha256`.",
        "`astype('<i8')` makes little-endian int64 of any ints, `tobytes()` the bytes, and "
        "`hashlib.sha256(those).hexdigest()` a text of 64 characters.",
    ),
)
def weight_card(
    y_train: np.ndarray,
    class_weight: dict[int, float],
    threshold: float,
    c_fp: float,
    c_fn: float,
    source: str,
    seeds: list[int],
    versions: dict[str, str],
) -> dict:
    """Return a JSON-safe dict of what a model and its use were decided on.

    y_train: int array (n,) of any int type; threshold: the lowest score at which it says 1;
    c_fp, c_fn: prices of a false alarm and of a miss; source: who set them.
    Keys: 'prices' ({'false_positive', 'false_negative'}), 'weights' (those of class_weight, keys
    as text), 'threshold', 'source', 'split_sha256' (of y_train as little-endian int64 bytes),
    'seeds' and 'versions'. Weights, threshold and prices become plain floats, seeds plain ints;
    source and versions are texts.
    """
    digest = hashlib.sha256(y_train.astype("<i8").tobytes()).hexdigest()
    return {
        "prices": {"false_positive": float(c_fp), "false_negative": float(c_fn)},
        "weights": {str(c): float(weight) for c, weight in class_weight.items()},
        "threshold": float(threshold),
        "source": source,
        "split_sha256": digest,
        "seeds": [int(seed) for seed in seeds],
        "versions": dict(versions),
    }


@weight_card.cases
def cases(rng):
    versions = {"keras": "3.15.1", "numpy": "2.4.0"}
    y = np.array([0, 0, 1, 0, 0, 0])
    yield (y, {0: 0.6, 1: 3.0}, 0.5, 1, 5, SOURCES[0], [0], versions)
    y = np.array([0, 1, 0, 0], dtype="int32")
    yield (y, {0: 2 / 3, 1: 2.0}, 1 / 3, 2.5, 1.0, SOURCES[1], [3, 1], versions)
    y = np.array([7, 2, 2, 300, 2], dtype=">i2")
    yield (y, {2: 0.5, 300: 2.0, 7: 1.5}, 0.8, 1, 0.25, SOURCES[2], [], {})
    # A negative label, prices below 1, a weight of 0, no source, and a seed twice.
    y = np.array([0, -1, 1, 0], dtype="int8")
    yield (y, {-1: 0.5, 0: 0.0, 1: 2.5}, 0.4, 0.5, 0.75, "", [2, 2], {"keras": "3.15.1"})
    # NumPy numbers, as they come out of an array: JSON keeps none of these.
    weights = {0: np.float32(0.5), 1: np.float32(2.25)}
    seeds = [np.int64(4), np.int64(1)]
    prices = np.int64(2), np.int64(7)
    yield (y, weights, np.float32(0.125), *prices, SOURCES[0], seeds, versions)
    yield drawn_card_arguments(rng, dtype="uint8")


@weight_card.alternatives
class Alternatives:
    def by_updates(y_train, class_weight, threshold, c_fp, c_fn, source, seeds, versions):
        sha = hashlib.sha256()
        for label in y_train.tolist():
            sha.update(int(label).to_bytes(8, "little", signed=True))
        card: dict[str, Any] = {"source": source, "seeds": list(map(int, seeds))}
        card["versions"] = versions
        card["prices"] = {"false_positive": float(c_fp), "false_negative": float(c_fn)}
        weights = {c: float(weight) for c, weight in class_weight.items()}
        card["weights"] = json.loads(json.dumps(weights))  # JSON turns the keys into text
        card["split_sha256"] = sha.hexdigest()
        card["threshold"] = float(threshold)
        return card

    def by_json(y_train, class_weight, threshold, c_fp, c_fn, source, seeds, versions):
        labels = np.ascontiguousarray(y_train, dtype=np.dtype(np.int64).newbyteorder("<"))
        card = {
            "versions": versions,
            "seeds": seeds,
            "split_sha256": hashlib.new("sha256", labels.tobytes()).hexdigest(),
            "source": source,
            "threshold": threshold,
            "weights": class_weight,
            "prices": {"false_negative": c_fn, "false_positive": c_fp},
        }
        read: dict[str, Any] = json.loads(json.dumps(card, default=lambda number: number.item()))
        return read


@weight_card.mistakes
class Mistakes:
    def weights_with_int_keys(y_train, class_weight, *rest):
        """The keys of your weights are ints. JSON has text keys only, so the card would come back
        from its file as another one: make them text yourself."""
        return weight_card(y_train, class_weight, *rest) | {"weights": dict(class_weight)}

    def prices_swapped(*args):
        """The price of a false alarm stands under 'false_negative', and that of a miss under
        'false_positive'. A false positive is a false alarm."""
        return weight_card(*args) | prices_of(float(args[4]), float(args[3]))

    def prices_as_list(*args):
        """Your prices are a list: whoever reads it has to guess which is which. Make a dict with
        the keys 'false_positive' and 'false_negative'."""
        return weight_card(*args) | {"prices": [float(args[3]), float(args[4])]}

    def bytes_as_they_come(y_train, class_weight, *rest):
        """You hash the bytes of the array as they come. The same labels as int32 or uint8 have
        other bytes, and so another digest: turn them into little-endian int64 first."""
        return weight_card(y_train, class_weight, *rest) | digest_of(y_train.tobytes())

    def big_endian(y_train, class_weight, *rest):
        """Your bytes are in big-endian order, the most significant one first. Little-endian is
        written '<'."""
        return weight_card(y_train, class_weight, *rest) | digest_as(">i8", y_train)

    def four_bytes_a_label(y_train, class_weight, *rest):
        """You gave each label four bytes (int32). The card asks for int64: eight bytes."""
        return weight_card(y_train, class_weight, *rest) | digest_as("<i4", y_train)

    def labels_sorted(y_train, class_weight, *rest):
        """You sorted the labels before hashing. Then any other split with as many rows of each
        class has the same digest: keep the rows in their order."""
        return weight_card(y_train, class_weight, *rest) | digest_as("<i8", np.sort(y_train))

    def labels_as_text(y_train, class_weight, *rest):
        """You hash the labels written as text. The card asks for the digest of their bytes, so that
        other programs get the same."""
        return weight_card(y_train, class_weight, *rest) | digest_of(str(y_train.tolist()).encode())

    def classes_hashed(y_train, class_weight, *rest):
        """You hash each class once. Then every split of these classes has the same digest: hash the
        label of every row."""
        return weight_card(y_train, class_weight, *rest) | digest_as("<i8", np.unique(y_train))

    def floats_hashed(y_train, class_weight, *rest):
        """You turned the labels into floats before hashing. A float has other bytes than an
        int64."""
        return weight_card(y_train, class_weight, *rest) | digest_as("<f8", y_train)

    def bytes_of_the_digest(y_train, class_weight, *rest):
        """You call `digest`, which gives bytes, and JSON can't write these. Its text in hexadecimal
        digits is asked for."""
        digest = hashlib.sha256(y_train.astype("<i8").tobytes()).digest()
        return weight_card(y_train, class_weight, *rest) | {"split_sha256": digest}

    def threshold_left_out(*args):
        """The threshold is missing. Weights and prices alone don't say at which score the model
        begins to say 1: give it a field of its own."""
        return {name: value for name, value in weight_card(*args).items() if name != "threshold"}

    def threshold_from_the_prices(*args):
        """You worked the threshold out of the prices. That one is right for true risks; the card
        keeps the threshold that was chosen, as it was given."""
        return weight_card(*args) | {"threshold": args[3] / (args[3] + args[4])}

    def threshold_always_half(*args):
        """You wrote down 0.5, whatever the threshold was. Keep the one that was given."""
        return weight_card(*args) | {"threshold": 0.5}

    def threshold_rounded(*args):
        """You rounded the threshold. Two digits decide otherwise for the rows in between: keep it
        as it is."""
        return weight_card(*args) | {"threshold": round(float(args[2]), 2)}

    def threshold_as_text(*args):
        """Your threshold is a text. JSON keeps numbers as numbers: leave it a float."""
        return weight_card(*args) | {"threshold": str(args[2])}

    def prices_whole(*args):
        """You cut the prices down to whole numbers. A price such as 2.5 has to stay as it is."""
        return weight_card(*args) | prices_of(int(args[3]), int(args[4]))

    def seeds_sorted(*args):
        """You sorted the seeds, or left out those that come twice. They go into the card as
        given."""
        return weight_card(*args) | {"seeds": sorted(set(args[6]))}

    def weights_as_text(y_train, class_weight, *rest):
        """You made texts of the weights too. Only the keys become text: a weight stays a number."""
        weights = {str(c): str(weight) for c, weight in class_weight.items()}
        return weight_card(y_train, class_weight, *rest) | {"weights": weights}

    def zero_weights_left_out(y_train, class_weight, *rest):
        """You left out classes with a weight of 0. They were trained with it: keep them all."""
        weights = {str(c): float(weight) for c, weight in class_weight.items() if weight}
        return weight_card(y_train, class_weight, *rest) | {"weights": weights}

    def another_digest(y_train, class_weight, *rest):
        """That is an MD5 digest, of 32 characters. The field promises SHA-256."""
        return weight_card(y_train, class_weight, *rest) | digest_as("<i8", y_train, "md5")

    def weights_rounded(y_train, class_weight, *rest):
        """You rounded the weights. The card must hold the very weights that were trained with: JSON
        keeps a float exactly."""
        weights = {str(c): round(float(weight), 2) for c, weight in class_weight.items()}
        return weight_card(y_train, class_weight, *rest) | {"weights": weights}

    def versions_left_out(*args):
        """The versions are missing. With another version of a library the same weights and seeds
        can give another model."""
        return {name: value for name, value in weight_card(*args).items() if name != "versions"}

    def array_as_text(y_train, class_weight, *rest):
        """You hash the array as it is printed. A long array is printed with an ellipsis, whatever
        stands in its middle: hash the bytes of all labels."""
        return weight_card(y_train, class_weight, *rest) | digest_of(str(y_train).encode())

    def older_digest(y_train, class_weight, *rest):
        """That is a SHA-1 digest, of 40 characters. The field promises SHA-256, with 64."""
        return weight_card(y_train, class_weight, *rest) | digest_as("<i8", y_train, "sha1")

    def digest_in_capitals(*args):
        """Your digest is in capitals. Texts are compared letter by letter: leave it as `hexdigest`
        gives it."""
        card = weight_card(*args)
        return card | {"split_sha256": card["split_sha256"].upper()}

    def weights_in_single_precision(y_train, class_weight, *rest):
        """Your weights went through single precision, which keeps seven digits. The card must hold
        the very weights that were trained with."""
        weights = {str(c): float(np.float32(weight)) for c, weight in class_weight.items()}
        return weight_card(y_train, class_weight, *rest) | {"weights": weights}

    def one_byte_a_label(y_train, class_weight, *rest):
        """You gave each label one byte (uint8). The card asks for int64: eight bytes."""
        return weight_card(y_train, class_weight, *rest) | digest_as("uint8", y_train)
