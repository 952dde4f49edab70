"""Models of lesson 07 for which a moved threshold isn't all: too simple, many classes, votes.

There are no answers in here: thresholds and shifts come from the learner's own functions.
"""

from collections.abc import Callable

import numpy as np
from sklearn.ensemble import VotingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

from helpers.lessons.weight_or_threshold import binary_cost
from helpers.lessons.weighted_head import fit_head, scores

ROWS_KEPT = 10_000  # the last ones, on which thresholds are tuned
TEN_ROWS = 10_000  # those before them: enough for ten classes of mean colours
THRESHOLDS_TRIED = 60


def colour_grid(pictures: np.ndarray) -> np.ndarray:
    """Return the mean colours of 4 x 4 squares of each picture: float32 (n, 48), from 0 to 1."""
    squares = pictures.reshape(len(pictures), 4, 8, 4, 8, 3).mean(axis=(2, 4), dtype=np.float32)
    return squares.reshape(len(pictures), 48) / 255


def colour_costs(
    x: np.ndarray,
    y: np.ndarray,
    x_test: np.ndarray,
    y_test: np.ndarray,
    price: float,
    threshold: float,
    tune: Callable[[np.ndarray, np.ndarray, float, float], float],
) -> dict[str, float]:
    """Return what three roads cost a model that sees mean colours only, and how it then ranks.

    The models learn from all rows but the last 10,000 (the last fifth of fewer than 50,000).

    x, x_test (uint8 array (n, 32, 32, 3), (m, 32, 32, 3)): Pictures.
    y, y_test (int array (n,), (m,)): True classes, 0 or 1.
    price (float): What a miss costs, and what a row of class 1 weighs on the last road; a false
        alarm costs 1.
    threshold (float): On the first road.
    tune (callable): The learner's `best_threshold`, which finds the threshold of the second road on
        the rows that were kept.
    Returns (dict of str to float): The mean cost of 'threshold', of 'tuned' and of 'weight';
        'PR-AUC plain' and 'PR-AUC weighted'.
    """
    features, features_test = colour_grid(x), colour_grid(x_test)
    learnt = slice(0, len(x) - _kept(x))
    kept = slice(len(x) - _kept(x), None)
    plain, weighted = (fit_head(features[learnt], y[learnt], ratio) for ratio in (1, price))
    tuned = tune(y[kept], scores(plain, features[kept]), 1, price)
    p, q = scores(plain, features_test), scores(weighted, features_test)
    return {
        "threshold": binary_cost(y_test, p >= threshold, price),
        "tuned": binary_cost(y_test, p >= tuned, price),
        "weight": binary_cost(y_test, q >= 0.5, price),
        "PR-AUC plain": float(average_precision_score(y_test, p)),
        "PR-AUC weighted": float(average_precision_score(y_test, q)),
    }


def ten_class_costs(
    x: np.ndarray,
    y: np.ndarray,
    x_test: np.ndarray,
    y_test: np.ndarray,
    rare: int,
    price: float,
    threshold: float,
    shift: float,
) -> dict[str, float]:
    """Return the mean cost of four roads in a problem of many classes.

    A missed row of the class `rare` costs `price`, every other mistake costs 1. All four are
    multinomial logistic regressions on mean colours, fitted on 10,000 rows at most; an ordinary
    one takes the first three roads.

    - threshold: say `rare` where its probability reaches the threshold, else the likeliest other.
    - tuned: the same with the threshold that costs least on 10,000 other rows.
    - shift: add the shift to the logit of `rare`, then say the likeliest class.
    - weight: fitted with weight `price` for `rare` and 1 for all others.

    x, y, x_test, y_test (ndarray): As in `colour_costs`, but the classes are ids from 0 to k - 1.
    rare: int.
    price, threshold, shift (float): The last two as the learner's functions give them.
    """
    cut = len(x) - _kept(x)
    learnt = slice(max(cut - TEN_ROWS, 0), cut)
    features, kept, tested = (colour_grid(p) for p in (x[learnt], x[cut:], x_test))
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, tol=1e-3))
    model.fit(features, y[learnt])
    logits_kept, logits = (model.predict_log_proba(rows) for rows in (kept, tested))

    def cost(predicted: np.ndarray) -> float:
        return _cost_of_classes(y_test, predicted, rare, price)

    tuned = _cheapest_threshold(y[cut:], logits_kept, rare, price)
    shifted = logits + shift * (np.arange(logits.shape[1]) == rare)
    weights = np.where(y[learnt] == rare, price, 1.0)
    model.fit(features, y[learnt], logisticregression__sample_weight=weights)
    return {
        "threshold": cost(_from(threshold, logits, rare)),
        "tuned": cost(_from(tuned, logits, rare)),
        "shift": cost(shifted.argmax(axis=1)),
        "weight": cost(model.predict(tested)),
    }


def _cheapest_threshold(y: np.ndarray, logits: np.ndarray, rare: int, price: float) -> float:
    tried = np.quantile(np.exp(logits[:, rare]), np.linspace(0, 1, THRESHOLDS_TRIED))
    costs = [_cost_of_classes(y, _from(t, logits, rare), rare, price) for t in tried]
    return float(tried[np.argmin(costs)])


def _cost_of_classes(y: np.ndarray, predicted: np.ndarray, rare: int, price: float) -> float:
    return float(np.mean(np.where(y == rare, price, 1.0) * (predicted != y)))


def _from(threshold: float, logits: np.ndarray, rare: int) -> np.ndarray:
    """Return `rare` where its probability reaches the threshold, else the likeliest other class."""
    others = logits.copy()
    others[:, rare] = -np.inf
    return np.where(np.exp(logits[:, rare]) >= threshold, rare, others.argmax(axis=1))


def _kept(x: np.ndarray) -> int:
    return min(ROWS_KEPT, len(x) // 5)


def vote(ratio: float) -> VotingClassifier:
    """Return three models that each have one vote; in all of them class 1 weighs `ratio`."""
    weights = {0: 1.0, 1: ratio}
    members = [("line", make_pipeline(StandardScaler(), LogisticRegression(class_weight=weights)))]
    for depth in (3, 6):
        tree = DecisionTreeClassifier(max_depth=depth, class_weight=weights, random_state=0)
        members.append((f"tree of depth {depth}", tree))
    return VotingClassifier(members, voting="hard")
