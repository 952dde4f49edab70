"""What stands beside a moved threshold in lesson 07: networks and heads.

There are no answers in here: a shift of the logit comes from the learner's own function.
"""

import gc
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_expit
from sklearn.metrics import accuracy_score, average_precision_score, brier_score_loss
from sklearn.preprocessing import StandardScaler

from helpers.lessons.softmax_layer import with_ones
from helpers.lessons.weighted_head import fit_head, logit, scores
from helpers.models import small_cnn
from helpers.quiet_keras import keras
from helpers.training import hidden_features, probabilities, train

GAMMA = 2.0  # of the focal loss, as its authors advise
BETA = 0.9999  # of the effective number of rows: the largest that its authors try
EPOCHS = (1, 2)
REPEATS = 60  # of a draw of few rows


@dataclass(frozen=True)
class Network:
    """A trained small network.

    model (keras.Model): After the last epoch.
    after (dict of int to float array (n,)): For each epoch, its probabilities for the rows it was
        tried on.
    """

    model: keras.Model
    after: dict[int, np.ndarray]

    def features(self, x: np.ndarray) -> np.ndarray:
        """Return what the last layer sees of each row: float32 (n, d)."""
        return hidden_features(self.model, x)


def network(x: np.ndarray, y: np.ndarray, x_test: np.ndarray, ratio: float, seed: int) -> Network:
    """Train a small network for two epochs; rows of class 1 weigh `ratio` times the others.

    x, y (ndarray): Pictures, and classes 0 or 1.
    x_test (ndarray): Pictures to try it on after each epoch.
    ratio (float): The weights are scaled so that the mean row weight is 1.
    seed (int): Decides how the network starts and in which order it sees the rows.
    """
    keras.utils.set_random_seed(seed)
    model = small_cnn()
    model.compile(loss="binary_crossentropy", optimizer="adam")
    unit = 1 / (1 + (ratio - 1) * float(np.mean(y)))
    x = keras.ops.convert_to_tensor(x)  # once: each call of fit on an array makes a copy
    after = {}
    for epoch in EPOCHS:
        name = f"weight {ratio:g}, epoch {epoch}"
        train(model, x, y, class_weight={0: unit, 1: ratio * unit}, description=name)
        after[epoch] = probabilities(model, x_test)
    del x
    gc.collect()  # what fit leaves behind refers to itself in circles, and holds the pictures
    return Network(model, after)


def head_pairs(
    features: np.ndarray, y: np.ndarray, features_test: np.ndarray, ratio: float, seed: int
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return what plain and weighted heads say of test rows, for two kinds of labels.

    The drawn labels are those of a world in which the plain head is right: each row is of class 1
    with the probability that the head gives it.

    features: float array (n, d).
    y (int array (n,)): True classes, 0 or 1.
    features_test: float array (m, d).
    ratio (float): What a row of class 1 weighs in the weighted head.
    seed (int): Of the drawn labels.
    Returns (dict of str to pair of float array (m,)): Probabilities of the plain head and of the
        weighted one.
    """
    plain = fit_head(features, y, 1)
    drawn = (np.random.default_rng(seed).random(len(y)) < scores(plain, features)).astype(int)
    pairs = {}
    for name, labels in {"drawn labels": drawn, "true labels": y}.items():
        one, other = (fit_head(features, labels, r, plain) for r in (1, ratio))
        pairs[name] = scores(one, features_test), scores(other, features_test)
    return pairs


def ways(
    features: np.ndarray,
    y: np.ndarray,
    features_test: np.ndarray,
    shift_of: Callable[[float], float],
    seed: int,
) -> dict[str, np.ndarray]:
    """Return what older and newer ways of favouring the rare class say: probabilities (n,).

    - weight: class 1 weighs n_0 / n_1 ('balanced').
    - oversampling: rows of class 1 drawn with replacement until there are n_0.
    - undersampling: n_1 of the rows of class 0.
    - effective number: weights (1 - beta) / (1 - beta ** n_c); Y. Cui and others (2019),
      "Class-balanced loss based on effective number of samples", eq. 2 and section 4.
    - focal loss: -(1 - p_t) ** gamma * log(p_t), without its alpha, which is a class weight;
      T.-Y. Lin and others (2017), "Focal loss for dense object detection", eq. 4.
    - logit adjustment: after an ordinary training, a class's log prior is taken from its logit;
      A. K. Menon and others (2021), "Long-tail learning via logit adjustment", eq. 9, tau = 1.

    features, y, features_test: As in `head_pairs`; class 1 is the rarer.
    shift_of (callable): The learner's `logit_shift`.
    seed (int): Of the rows that are drawn.
    Returns (dict of str to float array (m,)): The plain head first.
    """
    rng = np.random.default_rng(seed)
    zeros, ones = np.flatnonzero(y == 0), np.flatnonzero(y == 1)
    balanced = len(zeros) / len(ones)
    effective = (1 - BETA ** len(zeros)) / (1 - BETA ** len(ones))
    more_ones = np.append(zeros, rng.choice(ones, size=len(zeros)))
    fewer_zeros = np.append(ones, rng.choice(zeros, size=len(ones), replace=False))
    plain = fit_head(features, y, 1)
    heads = {
        "plain": plain,
        f"weight {balanced:.0f}": fit_head(features, y, balanced, plain),
        "effective number": fit_head(features, y, effective, plain),
        "logit adjustment": np.append(plain[:-1], plain[-1] + shift_of(balanced)),
        "focal loss": _focal_head(features, y, plain),
        "oversampling": fit_head(features[more_ones], y[more_ones], 1, plain),
        "undersampling": fit_head(features[fewer_zeros], y[fewer_zeros], 1, plain),
    }
    return {name: scores(head, features_test) for name, head in heads.items()}


def _focal_head(features: np.ndarray, y: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Return the head with the least mean focal loss, starting from another head."""
    scaler = StandardScaler().fit(features)
    rows = with_ones(scaler.transform(features)).astype(np.float32)
    sign = np.where(y == 1, 1.0, -1.0)

    def loss_and_slope(head: np.ndarray) -> tuple[float, np.ndarray]:
        log_p = log_expit(sign * (rows @ head.astype(np.float32)))
        p = np.exp(log_p)
        slope = (1 - p) ** GAMMA * (GAMMA * p * log_p - (1 - p))
        slopes = rows.T @ (slope * sign / len(y)).astype(np.float32)
        return float(-np.mean((1 - p) ** GAMMA * log_p)), slopes.astype(float)

    first = np.append(start[:-1] * scaler.scale_, start[-1] + start[:-1] @ scaler.mean_)
    best = minimize(loss_and_slope, first, jac=True, method="L-BFGS-B", options={"maxiter": 60}).x
    slopes = best[:-1] / scaler.scale_
    return np.append(slopes, best[-1] - slopes @ scaler.mean_)


def level_spread(
    features: np.ndarray, y: np.ndarray, ratio: float, positives: int, seed: int
) -> tuple[float, float]:
    """Return how far chance moves the mean logit of a plain and of a weighted head.

    Each repeat draws a few rows of class 1 and nine times as many of class 0, and fits both heads
    on these. Their one feature is the logit of a head fitted on all rows, so that few rows suffice.
    What a shift adds to all logits has no part in the spread.

    features, y, ratio: As in `head_pairs`.
    positives (int): Rows of class 1 in a draw.
    seed: int.
    Returns (tuple of float): Standard deviation over the repeats: plain, weighted.
    """
    rng = np.random.default_rng(seed)
    zeros, ones = np.flatnonzero(y == 0), np.flatnonzero(y == 1)
    whole = fit_head(features, y, 1)
    logits = logit(whole, features).reshape(-1, 1)
    middle, levels = logits.mean(axis=0), []
    for _ in range(REPEATS):
        few = rng.choice(ones, size=positives, replace=False)
        rows = np.append(few, rng.choice(zeros, size=9 * positives, replace=False))
        heads = [fit_head(logits[rows], y[rows], r) for r in (1, ratio)]
        levels.append([head[:-1] @ middle + head[-1] for head in heads])
    plain, weighted = np.std(levels, axis=0)
    return float(plain), float(weighted)


def measures(
    rows: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
    ratio: float,
    threshold: float,
    price: float,
    recall_of: Callable[[np.ndarray, np.ndarray, float], float],
) -> dict[str, float]:
    """Fit a head and return what it is worth on test rows.

    rows (tuple of ndarray): Features and classes to fit on, features and classes of the test rows.
    ratio (float): What a row of class 1 weighs.
    threshold (float): From which probability it says 1.
    price (float): What a miss costs; a false alarm costs 1.
    recall_of (callable): The learner's `best_recall`.
    Returns (dict of str to float): Accuracy, PR-AUC, the best recall at a precision of 0.3 or more,
        Brier score, mean cost.
    """
    features, y, features_test, y_test = rows
    p = scores(fit_head(features, y, ratio), features_test)
    predicted = p >= threshold
    return {
        "accuracy": float(accuracy_score(y_test, predicted)),
        "PR-AUC": float(average_precision_score(y_test, p)),
        "recall at precision 0.3": recall_of(y_test, p, 0.3),
        "Brier score": float(brier_score_loss(y_test, p)),
        "mean cost": binary_cost(y_test, predicted, price),
    }


def binary_cost(y: np.ndarray, predicted: np.ndarray, price: float) -> float:
    """Return the mean cost of answers, bool (n,): a miss costs `price` and a false alarm 1."""
    return float(np.mean(predicted & (y == 0)) + price * np.mean(~predicted & (y == 1)))


def first_loss(x: np.ndarray, y: np.ndarray, bias: float, seed: int) -> float:
    """Return the loss of an untrained small network whose last layer begins with a bias."""
    keras.utils.set_random_seed(seed)
    model = small_cnn()
    model.layers[-1].bias.assign([bias])
    model.compile(loss="binary_crossentropy")
    return float(model.evaluate(x, y, batch_size=1000, verbose=0))


def found(y: np.ndarray, p: np.ndarray, alarms: int) -> np.ndarray:
    """Return, for each row of class 1, 1 if it is among the `alarms` rows of highest p, else 0."""
    first = np.argsort(-p, kind="stable")[:alarms]
    chosen = np.zeros(len(y), dtype=int)
    chosen[first] = 1
    return chosen[y == 1]
