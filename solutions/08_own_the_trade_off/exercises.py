"""Exercise bank of lesson 08: references, cases, and the mistakes people make."""

import copy
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import recall_score

from helpers.checks.exercise import Case, Exercise, Mistake


def shuffled_targets(rng: np.random.Generator, zeros: int, ones: int) -> np.ndarray:
    """Return so many targets of each kind in random order."""
    return rng.permutation(np.repeat([0, 1], [zeros, ones]))


# ---------------------------------------------------------------------------------------------
# 1. implied_cost_ratio


def implied_cost_ratio(y: np.ndarray) -> float:
    """Return how many false alarms a miss costs, if balanced weights are right.

    y: int array (n,) of 0 and 1, both occur.
    """
    return float(np.sum(y == 0) / np.sum(y == 1))


def implied_cost_ratio_by_share(y: np.ndarray) -> float:
    share = y.mean()
    return float((1 - share) / share)


def implied_cost_ratio_by_weights(y: np.ndarray) -> float:
    zero, one = len(y) / (2 * np.bincount(y))
    return float(one / zero)


def implied_cost_ratio_by_counter(y: np.ndarray) -> float:
    counts = Counter(y.tolist())
    return counts[0] / counts[1]


def implied_cost_ratio_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case((np.repeat([0, 1], [9, 1]),))
    yield Case((np.array([0, 1, 0, 0, 1, 0, 0]),))
    yield Case((np.array([1, 1, 0, 1, 1, 1, 0]),))
    for ones in (2, 3):
        yield Case((shuffled_targets(rng, int(rng.integers(8, 30)), ones),))


IMPLIED_COST_RATIO = Exercise(
    name="implied_cost_ratio",
    signature="implied_cost_ratio(y) -> float",
    reference=implied_cost_ratio,
    cases=implied_cost_ratio_cases,
    alternatives=[
        implied_cost_ratio_by_share,
        implied_cost_ratio_by_weights,
        implied_cost_ratio_by_counter,
    ],
    hints=[
        "Balanced weights are N / (2 n_c). Write down the weight of a 1 and the weight of a 0, "
        "and divide one by the other. What is left of N and of the 2?",
        "A miss costs as much as n_0 / n_1 false alarms. Count the zeros and the ones with "
        "`np.sum(y == ...)`, and return a plain float.",
    ],
    mistakes=[
        Mistake(
            "upside_down",
            lambda y: float(np.sum(y == 1) / np.sum(y == 0)),
            "You divided the ones by the zeros: that is what a false alarm costs in misses. Of a "
            "rare class one miss is said to cost several false alarms.",
        ),
        Mistake(
            "all_rows_over_ones",
            lambda y: float(len(y) / np.sum(y)),
            "You divided all rows by the ones. The two weights share the factor N, and it drops "
            "out: only the zeros belong on top.",
        ),
        Mistake(
            "share_of_ones",
            lambda y: float(np.mean(y)),
            "That is the share of ones among all rows. The ratio of the two balanced weights is "
            "asked for, and it compares the two counts.",
        ),
        Mistake(
            "weight_of_a_one",
            lambda y: float(len(y) / (2 * np.sum(y))),
            "You return the balanced weight of a 1. What counts is how it stands to the weight of "
            "a 0: divide by that one too.",
        ),
        Mistake(
            "larger_over_smaller",
            lambda y: float(max(np.bincount(y)) / min(np.bincount(y))),
            "You divided the larger count by the smaller. Where the ones are the more frequent "
            "class, balanced weights say that a miss costs less than a false alarm.",
        ),
        Mistake(
            "rounded",
            lambda y: round(float(np.sum(y == 0) / np.sum(y == 1))),
            "You rounded to whole false alarms. A ratio such as 2.5 is a price as well.",
        ),
        Mistake(
            "share_of_zeros",
            lambda y: float(np.mean(y == 0)),
            "You return the share of zeros: r / (1 + r) of the ratio r that is asked for. Leave "
            "it as a ratio, zeros to ones.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 2. weight_card

FIELDS = ("prices", "weights", "source", "split_sha256", "seeds", "versions")


def weight_card(
    y_train: np.ndarray,
    class_weight: dict[int, float],
    c_fp: float,
    c_fn: float,
    source: str,
    seeds: list[int],
    versions: dict[str, str],
) -> dict:
    """Return a JSON-safe dict of what a training was decided on.

    y_train: int array (n,) of any int type; c_fp, c_fn: prices of a false alarm and of a miss;
    source: who set them. Keys: 'prices' ({'false_positive', 'false_negative'}), 'weights' (those
    of class_weight, keys as text), 'source', 'split_sha256' (of y_train as little-endian int64
    bytes), and 'seeds' and 'versions' as given.
    """
    digest = hashlib.sha256(y_train.astype("<i8").tobytes()).hexdigest()
    return {
        "prices": {"false_positive": float(c_fp), "false_negative": float(c_fn)},
        "weights": {str(c): float(weight) for c, weight in class_weight.items()},
        "source": source,
        "split_sha256": digest,
        "seeds": list(seeds),
        "versions": dict(versions),
    }


def weight_card_by_updates(
    y_train: np.ndarray,
    class_weight: dict[int, float],
    c_fp: float,
    c_fn: float,
    source: str,
    seeds: list[int],
    versions: dict[str, str],
) -> dict[str, Any]:
    sha = hashlib.sha256()
    for label in y_train.tolist():
        sha.update(int(label).to_bytes(8, "little", signed=True))
    card: dict[str, Any] = {"source": source, "seeds": seeds, "versions": versions}
    card["prices"] = {"false_positive": c_fp, "false_negative": c_fn}
    card["weights"] = json.loads(json.dumps(class_weight))  # JSON turns the keys into text
    card["split_sha256"] = sha.hexdigest()
    return card


def weight_card_by_json(
    y_train: np.ndarray,
    class_weight: dict[int, float],
    c_fp: float,
    c_fn: float,
    source: str,
    seeds: list[int],
    versions: dict[str, str],
) -> dict[str, Any]:
    labels = np.ascontiguousarray(y_train, dtype=np.dtype(np.int64).newbyteorder("<"))
    card = {
        "versions": versions,
        "seeds": seeds,
        "split_sha256": hashlib.new("sha256", labels.tobytes()).hexdigest(),
        "source": source,
        "weights": class_weight,
        "prices": {"false_negative": c_fn, "false_positive": c_fp},
    }
    read: dict[str, Any] = json.loads(json.dumps(card))
    return read


def card_with(change: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Return `weight_card` with some fields changed: change(y_train, class_weight) gives them."""

    def wrong(y_train: np.ndarray, class_weight: dict[int, float], *rest: Any) -> dict[str, Any]:
        return weight_card(y_train, class_weight, *rest) | change(y_train, class_weight)

    return wrong


def digest_of(data: bytes) -> dict[str, str]:
    return {"split_sha256": hashlib.sha256(data).hexdigest()}


def card_without_versions(*args: Any) -> dict[str, Any]:
    return {name: value for name, value in weight_card(*args).items() if name != "versions"}


def swapped_prices(*args: Any) -> dict[str, Any]:
    prices = {"false_positive": float(args[3]), "false_negative": float(args[2])}
    return weight_card(*args) | {"prices": prices}


def listed_prices(*args: Any) -> dict[str, Any]:
    return weight_card(*args) | {"prices": [float(args[2]), float(args[3])]}


SOURCES = ["shelter's board, 3 May", "customs office, letter of 9 June", "our own guess"]


def drawn_card_arguments(rng: np.random.Generator, dtype: str = "int64") -> tuple[Any, ...]:
    """Return labels of three classes, weights, prices and the rest."""
    classes = np.sort(rng.choice(np.arange(0, 9), size=3, replace=False))
    y = rng.permutation(np.repeat(classes, [5, 3, 2])).astype(dtype)
    # Many decimals, so that rounding shows.
    drawn = (rng.choice(np.arange(120, 900), size=3, replace=False) / 97).tolist()
    weights = dict(zip(classes.tolist(), drawn, strict=True))
    fp, fn = (float(p) for p in rng.choice(np.arange(1, 40), size=2, replace=False) / 2)
    source = str(rng.choice(SOURCES))
    seeds = [int(s) for s in rng.choice(100, size=2, replace=False)]
    return y, weights, fp, fn, source, seeds, {"keras": f"3.{rng.integers(5, 20)}.0"}


def weight_card_cases(rng: np.random.Generator) -> Iterator[Case]:
    versions = {"keras": "3.15.1", "numpy": "2.4.0"}
    y = np.array([0, 0, 1, 0, 0, 0])
    yield Case((y, {0: 0.6, 1: 3.0}, 1, 5, SOURCES[0], [0], versions))
    y = np.array([0, 1, 0, 0], dtype="int32")
    yield Case((y, {0: 2 / 3, 1: 2.0}, 2.5, 1.0, SOURCES[1], [3, 1], versions))
    y = np.array([7, 2, 2, 300, 2], dtype=">i2")
    yield Case((y, {2: 0.5, 300: 2.0, 7: 1.5}, 1, 0.25, SOURCES[2], [], {}))
    yield Case(drawn_card_arguments(rng))
    yield Case(drawn_card_arguments(rng, dtype="uint8"))


WEIGHT_CARD = Exercise(
    name="weight_card",
    signature=(
        "weight_card(y_train, class_weight, c_fp, c_fn, source, seeds, versions) -> JSON-safe dict"
    ),
    reference=weight_card,
    cases=weight_card_cases,
    alternatives=[weight_card_by_updates, weight_card_by_json],
    points=2,
    hints=[
        "Four of the six fields only have to be put in place. For the weights, make a new dict "
        "whose keys are `str(...)`. For the digest: `astype`, `tobytes`, `hashlib.sha256`.",
        "`astype('<i8')` makes little-endian int64 of any ints, `tobytes()` the bytes, and "
        "`hashlib.sha256(those).hexdigest()` a text of 64 characters.",
    ],
    mistakes=[
        Mistake(
            "weights_with_int_keys",
            card_with(lambda y, w: {"weights": dict(w)}),
            "The keys of your weights are ints. JSON has text keys only, so the card would come "
            "back from its file as another one: make them text yourself.",
        ),
        Mistake(
            "prices_swapped",
            swapped_prices,
            "The price of a false alarm stands under 'false_negative', and that of a miss under "
            "'false_positive'. A false positive is a false alarm.",
        ),
        Mistake(
            "prices_as_list",
            listed_prices,
            "Your prices are a list: whoever reads it has to guess which is which. Make a dict "
            "with the keys 'false_positive' and 'false_negative'.",
        ),
        Mistake(
            "bytes_as_they_come",
            card_with(lambda y, w: digest_of(y.tobytes())),
            "You hash the bytes of the array as they come. The same labels as int32 or uint8 "
            "have other bytes, and so another digest: turn them into little-endian int64 first.",
        ),
        Mistake(
            "big_endian",
            card_with(lambda y, w: digest_of(y.astype(">i8").tobytes())),
            "Your bytes are in big-endian order, the most significant one first. Little-endian "
            "is written '<'.",
        ),
        Mistake(
            "four_bytes_a_label",
            card_with(lambda y, w: digest_of(y.astype("<i4").tobytes())),
            "You gave each label four bytes (int32). The card asks for int64: eight bytes.",
        ),
        Mistake(
            "labels_sorted",
            card_with(lambda y, w: digest_of(np.sort(y).astype("<i8").tobytes())),
            "You sorted the labels before hashing. Then any other split with as many rows of each "
            "class has the same digest: keep the rows in their order.",
        ),
        Mistake(
            "labels_as_text",
            card_with(lambda y, w: digest_of(str(y.tolist()).encode())),
            "You hash the labels written as text. The card asks for the digest of their bytes, so "
            "that other programs get the same.",
        ),
        Mistake(
            "another_digest",
            card_with(
                lambda y, w: {"split_sha256": hashlib.md5(y.astype("<i8").tobytes()).hexdigest()}
            ),
            "That is an MD5 digest, of 32 characters. The field promises SHA-256.",
        ),
        Mistake(
            "weights_rounded",
            card_with(lambda y, w: {"weights": {str(c): round(float(v), 2) for c, v in w.items()}}),
            "You rounded the weights. The card must hold the very weights that were trained "
            "with: JSON keeps a float exactly.",
        ),
        Mistake(
            "weights_numbered_from_zero",
            card_with(
                lambda y, w: {"weights": {str(i): float(v) for i, v in enumerate(w.values())}}
            ),
            "Your weights are numbered 0, 1, 2 and so on. Keep the classes as keys, as text.",
        ),
        Mistake(
            "versions_left_out",
            card_without_versions,
            "The versions are missing. With another version of a library the same weights and "
            "seeds can give another model.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 3. verify_card


def verify_card(card: dict, y_train: np.ndarray, class_weight: dict[int, float]) -> list[str]:
    """Return the sorted names of the card's fields that don't hold, [] if all do.

    card: as weight_card makes it, or read from JSON; fields may be missing. A field doesn't hold
    if it is missing, if 'weights' are not class_weight, or if 'split_sha256' is not y_train's.
    """
    digest = hashlib.sha256(y_train.astype("<i8").tobytes()).hexdigest()
    expected = {
        "weights": {str(c): float(weight) for c, weight in class_weight.items()},
        "split_sha256": digest,
    }
    names = ("prices", "seeds", "source", "split_sha256", "versions", "weights")
    return [
        name
        for name in names
        if name not in card or (name in expected and card[name] != expected[name])
    ]


def verify_card_by_another_card(
    card: dict[str, Any], y_train: np.ndarray, class_weight: dict[int, float]
) -> list[str]:
    made = weight_card(y_train, class_weight, 0, 0, "", [], {})
    broken = {name for name in made if name not in card}
    broken |= {n for n in ("weights", "split_sha256") if card.get(n) != made[n]}
    return sorted(broken)


def verify_card_step_by_step(
    card: dict[str, Any], y_train: np.ndarray, class_weight: dict[int, float]
) -> list[str]:
    problems = list(
        {"prices", "weights", "source", "split_sha256", "seeds", "versions"} - set(card)
    )
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


def same_digest(card: dict[str, Any], y: np.ndarray) -> bool:
    return bool(card["split_sha256"] == digest_of(y.astype("<i8").tobytes())["split_sha256"])


def present_only(card: dict[str, Any], y: np.ndarray, w: dict[int, float]) -> list[str]:
    return [name for name in verify_card(card, y, w) if name in card]


def by_indexing(card: dict[str, Any], y: np.ndarray, w: dict[int, float]) -> list[str]:
    wrong = [] if same_digest(card, y) else ["split_sha256"]
    return wrong + (["weights"] if card["weights"] != weight_texts(w) else [])


def weight_texts(class_weight: dict[int, float]) -> dict[str, float]:
    return {str(c): float(weight) for c, weight in class_weight.items()}


def int_keys_compared(card: dict[str, Any], y: np.ndarray, w: dict[int, float]) -> list[str]:
    return sorted({*verify_card(card, y, w), "weights"})


def extra_class_passes(card: dict[str, Any], y: np.ndarray, w: dict[int, float]) -> list[str]:
    wrong = verify_card(card, y, w)
    if "weights" in card and all(card["weights"].get(str(c)) == v for c, v in w.items()):
        wrong = [name for name in wrong if name != "weights"]
    return wrong


def values_only(card: dict[str, Any], y: np.ndarray, w: dict[int, float]) -> list[str]:
    wrong = verify_card(card, y, w)
    if "weights" in card and sorted(card["weights"].values()) == sorted(w.values()):
        wrong = [name for name in wrong if name != "weights"]
    return wrong


def bytes_as_they_come(card: dict[str, Any], y: np.ndarray, w: dict[int, float]) -> list[str]:
    wrong = [name for name in verify_card(card, y, w) if name != "split_sha256"]
    sha = hashlib.sha256(y.tobytes()).hexdigest()
    return sorted(wrong + (["split_sha256"] if card.get("split_sha256") != sha else []))


def split_not_checked(card: dict[str, Any], y: np.ndarray, w: dict[int, float]) -> list[str]:
    wrong = verify_card(card, y, w)
    return [name for name in wrong if name != "split_sha256" or name not in card]


def verify_card_cases(rng: np.random.Generator) -> Iterator[Case]:
    y, weights = np.array([0, 0, 1, 0, 0, 0]), {0: 0.6, 1: 3.0}
    versions = {"keras": "3.15.1"}
    good = weight_card(y, weights, 1, 5, SOURCES[0], [0], versions)
    yield Case((good, y, weights))
    yield Case((good, y[::-1].copy(), {0: 0.6, 1: 4.0}))
    yield Case(({"source": "our own guess", "seeds": [1]}, y, weights))
    yield Case((good, y.astype("int32"), {1: 3.0, 0: 0.6}))
    yield Case((good, y, {0: 3.0, 1: 0.6}))
    labels, drawn, *rest = drawn_card_arguments(rng)
    card = weight_card(labels, drawn, *rest)
    lost = str(rng.choice(["prices", "seeds", "source", "versions"]))
    yield Case(({name: value for name, value in card.items() if name != lost}, labels, drawn))
    changed = np.roll(labels, int(rng.integers(1, 3)))
    if np.array_equal(changed, labels):  # can't be, for three classes in unequal numbers
        raise AssertionError("the roll changes nothing")
    yield Case((copy.deepcopy(card), changed, drawn))
    first, *others = drawn
    fewer = {c: drawn[c] for c in others}
    yield Case((copy.deepcopy(card), labels, fewer))
    yield Case((copy.deepcopy(card), labels, drawn | {first: drawn[first] + 0.5}))


VERIFY_CARD = Exercise(
    name="verify_card",
    signature="verify_card(card, y_train, class_weight) -> sorted list of names",
    reference=verify_card,
    cases=verify_card_cases,
    alternatives=[verify_card_by_another_card, verify_card_step_by_step],
    hints=[
        "Two questions for each of the six fields: is it there, and, for 'weights' and "
        "'split_sha256', is it what these labels and weights give? Collect the names.",
        "Make the digest of `y_train` and the weights with text keys once more, as for the card, "
        "and compare. Ask `name in card` first, and `sorted(...)` at the end.",
    ],
    mistakes=[
        Mistake(
            "int_keys_compared",
            int_keys_compared,
            "'weights' never hold for you, even on a good card. Its keys are text, those of "
            "class_weight are ints: compare like with like.",
        ),
        Mistake(
            "yes_or_no",
            lambda card, y, w: not verify_card(card, y, w),
            "You answer True or False. Whoever finds a card that doesn't hold needs to know "
            "where: return the names of the fields.",
        ),
        Mistake(
            "missing_not_reported",
            present_only,
            "A field that is missing isn't in your list. It can't be checked, so it doesn't hold.",
        ),
        Mistake(
            "missing_raises",
            by_indexing,
            "A missing field makes your function stop with a KeyError. Ask whether the field is "
            "there before you look into it.",
        ),
        Mistake(
            "first_only",
            lambda card, y, w: verify_card(card, y, w)[:1],
            "You stop at the first field that doesn't hold. Go on: all of them are asked for.",
        ),
        Mistake(
            "in_reverse_order",
            lambda card, y, w: verify_card(card, y, w)[::-1],
            "The names are right, but not sorted: they should stand in the order of the alphabet.",
        ),
        Mistake(
            "order_of_the_card",
            lambda card, y, w: sorted(verify_card(card, y, w), key=FIELDS.index),
            "The names are right, but in the order in which the card is written. Sort them.",
        ),
        Mistake(
            "fields_that_hold",
            lambda card, y, w: sorted(set(FIELDS) - set(verify_card(card, y, w))),
            "You list the fields that hold. The others are asked for.",
        ),
        Mistake(
            "extra_class_passes",
            extra_class_passes,
            "You look up the classes of class_weight in the card, and never ask whether the card "
            "has other classes too. A card with one class too many doesn't hold.",
        ),
        Mistake(
            "values_only",
            values_only,
            "You compare the weights without their classes. Two classes that have changed places "
            "pass.",
        ),
        Mistake(
            "bytes_as_they_come",
            bytes_as_they_come,
            "You hash the labels as they come, so the same labels as int32 don't hold. Turn them "
            "into little-endian int64 first, as the card does.",
        ),
        Mistake(
            "split_not_checked",
            split_not_checked,
            "You ask whether there is a digest, not whether it is that of y_train. Work it out "
            "again, and compare.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 4. final_decision


def cost_of(y: np.ndarray, said: np.ndarray, c_fp: float, c_fn: float) -> float:
    return float(c_fp * np.sum((y == 0) & (said == 1)) + c_fn * np.sum((y == 1) & (said == 0)))


def final_decision(
    y_val: np.ndarray, p_val: np.ndarray, p_test: np.ndarray, c_fp: float, c_fn: float
) -> np.ndarray:
    """Return an answer, 0 or 1, for each row of the test set: int array (n_test,).

    y_val: int array (n_val,), 0 and 1; p_val, p_test: float arrays (n_val,) and (n_test,), one
    model's scores from 0 to 1, not calibrated; c_fp, c_fn: prices of a false alarm and of a miss.
    """
    thresholds = np.append(np.unique(p_val), np.inf)
    costs = [
        c_fp * np.sum((p_val >= t) & (y_val == 0)) + c_fn * np.sum((p_val < t) & (y_val == 1))
        for t in thresholds
    ]
    return (p_test >= thresholds[np.argmin(costs)]).astype(int)


def final_decision_by_sorting(
    y_val: np.ndarray, p_val: np.ndarray, p_test: np.ndarray, c_fp: float, c_fn: float
) -> np.ndarray:
    # From the highest score down: each row called 1 saves a miss or costs a false alarm.
    order = np.argsort(-p_val)
    gains = np.concatenate([[0.0], np.cumsum(np.where(y_val[order] == 1, c_fn, -c_fp))])
    called = int(gains.argmax())
    if called == 0:
        return np.zeros(len(p_test), dtype=int)
    return np.where(p_test >= p_val[order][called - 1], 1, 0)


def final_decision_by_calibrating(
    y_val: np.ndarray, p_val: np.ndarray, p_test: np.ndarray, c_fp: float, c_fn: float
) -> np.ndarray:
    calibrated = IsotonicRegression(out_of_bounds="clip").fit(p_val, y_val).predict(p_test)
    return np.asarray(calibrated >= c_fp / (c_fp + c_fn), dtype=int)


def final_decision_by_midpoints(
    y_val: np.ndarray, p_val: np.ndarray, p_test: np.ndarray, c_fp: float, c_fn: float
) -> np.ndarray:
    values = np.unique(p_val)
    middles = np.concatenate([[-1.0], (values[1:] + values[:-1]) / 2, [2.0]])
    costs = [cost_of(y_val, p_val >= t, c_fp, c_fn) for t in middles]
    return (p_test > middles[int(np.argmin(costs))]).astype(int)


Decision = Callable[[np.ndarray, np.ndarray, np.ndarray, float, float], np.ndarray]


def by_validation(goodness: Callable[[np.ndarray, np.ndarray], float]) -> Decision:
    """Return a decision whose threshold makes something on validation largest, prices ignored."""

    def decide(
        y_val: np.ndarray, p_val: np.ndarray, p_test: np.ndarray, c_fp: float, c_fn: float
    ) -> np.ndarray:
        values = np.unique(p_val)
        best = values[np.argmax([goodness(y_val, (p_val >= t).astype(int)) for t in values])]
        return (p_test >= best).astype(int)

    return decide


def f1(y: np.ndarray, said: np.ndarray) -> float:
    return float(2 * np.sum(y & said) / (y.sum() + said.sum()))


def mean_recall(y: np.ndarray, said: np.ndarray) -> float:
    return float(said[y == 1].mean() - said[y == 0].mean())


def as_many_as_in_validation(
    y_val: np.ndarray, p_val: np.ndarray, p_test: np.ndarray, c_fp: float, c_fn: float
) -> np.ndarray:
    return (p_test >= np.quantile(p_test, 1 - y_val.mean())).astype(int)


def on_a_grid(
    y_val: np.ndarray, p_val: np.ndarray, p_test: np.ndarray, c_fp: float, c_fn: float
) -> np.ndarray:
    grid = np.arange(1, 10) / 10
    costs = [cost_of(y_val, p_val >= t, c_fp, c_fn) for t in grid]
    return (p_test >= grid[int(np.argmin(costs))]).astype(int)


def nothing_chosen(
    y_val: np.ndarray, p_val: np.ndarray, p_test: np.ndarray, c_fp: float, c_fn: float
) -> np.ndarray:
    always = c_fp * np.sum(y_val == 0) < c_fn * np.sum(y_val == 1)
    return np.full(len(p_test), int(always))


def priced_case(
    y_val: np.ndarray,
    p_val: np.ndarray,
    y_test: np.ndarray,
    p_test: np.ndarray,
    c_fp: float,
    c_fn: float,
) -> Case:
    """Return a case in which at least 0.9 of what can be saved on test must be saved."""
    prices = np.column_stack([c_fn * (y_test == 1), c_fp * (y_test == 0)]).astype(float)
    thresholds = np.append(np.unique(p_test), np.inf)
    nothing = float(prices.sum(axis=0).min())
    best = min(cost_of(y_test, p_test >= t, c_fp, c_fn) for t in thresholds)
    at_most = nothing - 0.9 * (nothing - best)
    return Case((y_val, p_val, p_test, c_fp, c_fn), prices=prices, at_most=at_most + 1e-9)


def drawn_decision(
    rng: np.random.Generator, rows: tuple[int, int], shift: float, prices: tuple[float, float]
) -> Case:
    """Return a case with so many zeros and ones in validation, and a few zeros fewer in test.

    The scores are the true log-odds of two normal classes, moved by `shift`: calibrated at 0 only.
    The test rows are those of validation, moved by a trifle and never to the wrong side: whoever
    chooses well on the one does well on the other, with every seed.
    """
    apart, y = 1.7, np.repeat([0, 1], rows)
    evidence = rng.normal(size=len(y)) + apart * y
    log_odds = apart * evidence - apart**2 / 2 + np.log(rows[1] / rows[0]) + shift
    moved = log_odds + rng.uniform(0, 0.002, size=len(y)) * np.where(y == 1, 1, -1)
    p_val, p_test = (np.round(1 / (1 + np.exp(-x)), 6) for x in (log_odds, moved))
    val, test = rng.permutation(len(y)), rng.permutation(np.argsort(p_test)[5:])
    return priced_case(y[val], p_val[val], y[test], p_test[test], *prices)


def final_decision_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield priced_case(
        y_val=np.array([0, 0, 0, 1, 0, 1, 0, 1]),
        p_val=np.array([0.1, 0.2, 0.3, 0.35, 0.4, 0.6, 0.7, 0.9]),
        y_test=np.array([0, 1, 0, 1, 0, 1]),
        p_test=np.array([0.05, 0.36, 0.15, 0.65, 0.5, 0.95]),
        c_fp=1,
        c_fn=5,
    )
    # Scores far too low, misses dear; scores far too high, false alarms dear.
    yield drawn_decision(rng, (130, 24), shift=-4.0, prices=(1, 20))
    yield drawn_decision(rng, (90, 60), shift=2.5, prices=(4, 1))
    shift, price = float(rng.uniform(2.0, 3.0)), float(rng.integers(4, 9)) / 2
    yield drawn_decision(rng, (110, 40), shift, prices=(price, 1.0))
    yield drawn_decision(rng, (80, 60), -shift, prices=(1.0, price))


FINAL_DECISION = Exercise(
    name="final_decision",
    signature="final_decision(y_val, p_val, p_test, c_fp, c_fn) -> int array (n_test,) of 0 and 1",
    reference=final_decision,
    cases=final_decision_cases,
    alternatives=[
        final_decision_by_sorting,
        final_decision_by_calibrating,
        final_decision_by_midpoints,
    ],
    points=2,
    hints=[
        "The validation rows have labels, so a threshold can be tried on them: what do its false "
        "alarms and its misses cost together? The cheapest one then decides the test rows.",
        "Try every value of `p_val` as a threshold, and one above them all: it says 'nobody'. Add "
        "up c_fp for each false alarm and c_fn for each miss. `np.argmin` finds the cheapest.",
    ],
    mistakes=[
        Mistake(
            "half",
            lambda y, p, q, fp, fn: (q >= 0.5).astype(int),
            "You decide at 0.5: right for calibrated scores, if a miss costs as much as a false "
            "alarm. The prices have no part in your answer.",
        ),
        Mistake(
            "threshold_from_the_prices",
            lambda y, p, q, fp, fn: (q >= fp / (fp + fn)).astype(int),
            "Your threshold comes from the prices alone: the right one for calibrated scores. "
            "These are not, as after a training with weights: let the validation rows decide.",
        ),
        Mistake(
            "prices_swapped",
            lambda y, p, q, fp, fn: final_decision(y, p, q, fn, fp),
            "Your prices have changed places: each false alarm is counted at the price of a miss. "
            "c_fp belongs to rows of class 0 that are called 1.",
        ),
        Mistake(
            "best_accuracy",
            by_validation(lambda y, said: float(np.mean(y == said))),
            "You chose the threshold with the most right answers on validation. That is the least "
            "cost only if both mistakes cost the same.",
        ),
        Mistake(
            "best_f1",
            by_validation(f1),
            "You chose the threshold with the best F1 on validation. F1 has prices of its own "
            "built in, whatever c_fp and c_fn say.",
        ),
        Mistake(
            "best_balanced_accuracy",
            by_validation(mean_recall),
            "You chose the threshold with the best balanced accuracy. That is the price n_0/n_1 "
            "once more, which nobody has set here: use c_fp and c_fn.",
        ),
        Mistake(
            "nothing_missed",
            by_validation(lambda y, said: float(np.min(said[y == 1])) - float(np.mean(said))),
            "Your threshold finds every positive of the validation rows, however many false "
            "alarms that brings. They have a price too.",
        ),
        Mistake(
            "as_many_as_in_validation",
            as_many_as_in_validation,
            "You call as large a share of the test rows 1 as there are in validation. How many "
            "alarms are worth their price depends on the prices.",
        ),
        Mistake(
            "coarse_grid",
            on_a_grid,
            "You tried thresholds at 0.1, 0.2 and so on. Scores needn't be spread over that "
            "range, and may all lie below 0.1: try the values that occur.",
        ),
        Mistake(
            "the_same_for_all",
            nothing_chosen,
            "You give the same answer to all rows, the cheaper of the two. That is the baseline; "
            "the scores can save a good part of its cost.",
        ),
        Mistake(
            "below_the_threshold",
            lambda y, p, q, fp, fn: 1 - final_decision(y, p, q, fp, fn),
            "Your threshold is right, but you call the rows below it 1. A high score means 1.",
        ),
        Mistake(
            "validation_rows_decided",
            lambda y, p, q, fp, fn: final_decision(y, p, p, fp, fn),
            "You return answers for the validation rows. They are there to choose by; the test "
            "rows are to be decided.",
        ),
        Mistake(
            "booleans",
            lambda y, p, q, fp, fn: final_decision(y, p, q, fp, fn).astype(bool),
            "Your answers are True and False. Turn them into the ints 1 and 0: `astype(int)`.",
        ),
    ],
)

# ---------------------------------------------------------------------------------------------
# 5. recall_by_group


def recall_by_group(y_true: np.ndarray, y_pred: np.ndarray, group: np.ndarray) -> dict:
    """Return {group: recall of class 1 among its rows}, with plain int or str keys.

    y_true, y_pred: int arrays (n,) of 0 and 1; group: ints or texts (n,), each group has a row
    of class 1.
    """
    return {
        g: float(np.mean(y_pred[(group == g) & (y_true == 1)] == 1))
        for g in np.unique(group).tolist()
    }


def recall_by_group_by_counter(
    y_true: np.ndarray, y_pred: np.ndarray, group: np.ndarray
) -> dict[Any, float]:
    rows = list(zip(group.tolist(), y_true.tolist(), y_pred.tolist(), strict=True))
    there = Counter(g for g, true, _ in rows if true == 1)
    found = Counter(g for g, true, said in rows if true == 1 and said == 1)
    return {g: found[g] / n for g, n in there.items()}


def recall_by_group_by_sklearn(
    y_true: np.ndarray, y_pred: np.ndarray, group: np.ndarray
) -> dict[Any, float]:
    return {
        g.item(): recall_score(y_true[group == g], y_pred[group == g]) for g in np.unique(group)
    }


def recall_by_group_by_bincount(
    y_true: np.ndarray, y_pred: np.ndarray, group: np.ndarray
) -> dict[Any, float]:
    names, place = np.unique(group, return_inverse=True)
    there = np.bincount(place, weights=y_true)
    found = np.bincount(place, weights=y_true * y_pred)
    return dict(zip(names.tolist(), (found / there).tolist(), strict=True))


def in_each_group(measure: Callable[..., Any]) -> Callable[..., dict[Any, float]]:
    """Return a function that measures (y_true, y_pred) of each group's rows by itself."""

    def by_group(
        y_true: np.ndarray, y_pred: np.ndarray, group: np.ndarray
    ) -> dict[int | str, float]:
        return {
            g: float(measure(y_true[group == g], y_pred[group == g]))
            for g in np.unique(group).tolist()
        }

    return by_group


def share_of_all_found(
    y_true: np.ndarray, y_pred: np.ndarray, group: np.ndarray
) -> dict[Any, float]:
    found = np.sum((y_true == 1) & (y_pred == 1))
    hits = in_each_group(lambda y, said: float(np.sum((y == 1) & (said == 1))))
    return {g: float(n / found) for g, n in hits(y_true, y_pred, group).items()}


def share_of_all_ones(
    y_true: np.ndarray, y_pred: np.ndarray, group: np.ndarray
) -> dict[Any, float]:
    hits = in_each_group(lambda y, said: float(np.sum((y == 1) & (said == 1))))
    return {g: float(n / y_true.sum()) for g, n in hits(y_true, y_pred, group).items()}


def grouped_targets(
    rng: np.random.Generator, names: Sequence[int | str], text: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return shuffled targets, answers and groups.

    In each group: 2 to 4 ones with at least one hit, 3 to 6 zeros with at least one false alarm;
    the first group misses a one.
    """
    true: list[int] = []
    said: list[int] = []
    group: list[int | str] = []
    for number, name in enumerate(names):
        ones, zeros = int(rng.integers(2, 5)), int(rng.integers(3, 7))
        hits = 1 if number == 0 else int(rng.integers(1, ones + 1))
        alarms = int(rng.integers(1, zeros))
        true += [1] * ones + [0] * zeros
        said += [1] * hits + [0] * (ones - hits) + [1] * alarms + [0] * (zeros - alarms)
        group += [name] * (ones + zeros)
    order = rng.permutation(len(true))
    kind = str if text else int
    return np.array(true)[order], np.array(said)[order], np.array(group, dtype=kind)[order]


def recall_by_group_cases(rng: np.random.Generator) -> Iterator[Case]:
    yield Case(
        (
            np.array([1, 1, 0, 1, 0, 1, 1, 0, 0]),
            np.array([1, 0, 1, 1, 0, 1, 1, 1, 0]),
            np.array(["dark", "dark", "dark", "dark", "dark", *["bright"] * 4]),
        )
    )
    yield Case(
        (
            np.array([1, 0, 1, 1, 0, 1, 1, 1, 0, 1]),
            np.array([0, 1, 1, 0, 1, 1, 0, 1, 0, 0]),
            np.array([7, 7, 3, 3, 3, 3, 7, 7, 7, 3]),
        )
    )
    yield Case(grouped_targets(rng, ["Leith", "Oban", "Ayr"], text=True))
    numbers = [int(n) for n in rng.choice(np.arange(1, 30), size=3, replace=False)]
    yield Case(grouped_targets(rng, numbers, text=False))


RECALL_BY_GROUP = Exercise(
    name="recall_by_group",
    signature="recall_by_group(y_true, y_pred, group) -> {group: recall of class 1}",
    reference=recall_by_group,
    cases=recall_by_group_cases,
    alternatives=[
        recall_by_group_by_counter,
        recall_by_group_by_sklearn,
        recall_by_group_by_bincount,
    ],
    bounds=(0, 1),
    hints=[
        "Recall looks at the rows that truly are of class 1. For one group, which rows are these, "
        "and what share of them was called 1?",
        "`(group == g) & (y_true == 1)` picks the rows of one group; the mean of their answers is "
        "the recall. `np.unique(group).tolist()` lists the groups as plain ints or texts.",
    ],
    mistakes=[
        Mistake(
            "accuracy",
            in_each_group(lambda y, said: np.mean(y == said)),
            "You count all right answers of a group: its accuracy. Recall asks only about the "
            "rows that truly are of class 1.",
        ),
        Mistake(
            "precision",
            in_each_group(lambda y, said: np.mean(y[said == 1])),
            "You divide by the rows that are called 1: precision. Recall divides by the rows that "
            "truly are 1.",
        ),
        Mistake(
            "called_one",
            in_each_group(lambda y, said: np.mean(said)),
            "That is the share of a group's rows that are called 1, rightly or wrongly. Look only "
            "at those that truly are 1.",
        ),
        Mistake(
            "missed",
            in_each_group(lambda y, said: np.mean(said[y == 1] == 0)),
            "That is the share that is missed. Recall is the share that is found.",
        ),
        Mistake(
            "false_alarms",
            in_each_group(lambda y, said: np.mean(said[y == 0])),
            "You look at the rows of class 0: the share of false alarms. Recall is about the rows "
            "of class 1.",
        ),
        Mistake(
            "share_of_all_found",
            share_of_all_found,
            "You share the finds out among the groups, so that they add up to 1. A large group "
            "then looks well served: divide by the ones of the group itself.",
        ),
        Mistake(
            "share_of_all_ones",
            share_of_all_ones,
            "You divide each group's finds by the ones of all groups. Divide by those of the "
            "group.",
        ),
        Mistake(
            "whole_group_below",
            in_each_group(lambda y, said: np.mean((y == 1) & (said == 1))),
            "You divide the finds by all rows of the group, zeros too. Divide by its rows of "
            "class 1.",
        ),
        Mistake(
            "numpy_keys",
            lambda y, said, group: {
                g: recall_by_group(y, said, group)[g.item()] for g in np.unique(group)
            },
            "The recalls are right, but the keys came out of an array as NumPy scalars. Make them "
            "plain with `tolist()` or `item()`.",
        ),
        Mistake(
            "numbered_from_zero",
            lambda y, said, group: dict(enumerate(recall_by_group(y, said, group).values())),
            "Your keys are 0, 1, 2 and so on. Use the groups themselves, so that everybody sees "
            "who is meant.",
        ),
        Mistake(
            "one_recall_for_all",
            lambda y, said, group: dict.fromkeys(
                np.unique(group).tolist(), float(np.mean(said[y == 1]))
            ),
            "Every group gets the recall of all rows together. The mean is what hides a group "
            "that is served badly: pick each group's own rows.",
        ),
    ],
)

EXERCISES: list[Exercise] = [
    IMPLIED_COST_RATIO,
    WEIGHT_CARD,
    VERIFY_CARD,
    FINAL_DECISION,
    RECALL_BY_GROUP,
]
