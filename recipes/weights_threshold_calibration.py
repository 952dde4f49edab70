"""Weights, threshold and calibration side by side: what each one costs on your rows.

Put in your X, y, prices and model. Columns: the cost of a mean row, recall, precision, and the mean
probability beside the true share of ones, which tells whether scores can be read as risks.
"""
# SPDX-License-Identifier: MIT

import numpy as np
from sklearn.base import ClassifierMixin, clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, make_scorer
from sklearn.model_selection import (
    FixedThresholdClassifier,
    TunedThresholdClassifierCV,
    train_test_split,
)


def mean_cost(y_true: np.ndarray, y_pred: np.ndarray, *, c_fp: float, c_fn: float) -> float:
    """Return the cost of a mean row: false alarms cost c_fp, misses c_fn, the rest nothing."""
    _, fp, fn, _ = confusion_matrix(y_true, y_pred, labels=[0, 1]).ravel()
    return float(c_fp * fp + c_fn * fn) / len(y_true)


def ways(model: ClassifierMixin, c_fp: float, c_fn: float) -> dict[str, ClassifierMixin]:
    """Return five classifiers for the same prices, not yet fitted.

    A calibrated model is cheapest from probability c_fp / (c_fp + c_fn) on (Elkan 2001, eq. 2).
    `model` must take `class_weight`, and 1 is the rare class.
    """
    t = c_fp / (c_fp + c_fn)
    plain = clone(model).set_params(class_weight=None)
    weighted = clone(model).set_params(class_weight={0: c_fp, 1: c_fn})
    cost = make_scorer(mean_cost, greater_is_better=False, c_fp=c_fp, c_fn=c_fn)
    return {
        "plain at 0.5": plain,
        "class_weight at 0.5": weighted,
        # Without pos_label it would take the last class in the order of the alphabet.
        "fixed threshold": FixedThresholdClassifier(plain, threshold=t, pos_label=1),
        "tuned threshold": TunedThresholdClassifierCV(plain, scoring=cost, cv=5, random_state=0),
        "weighted, calibrated, fixed": FixedThresholdClassifier(
            CalibratedClassifierCV(weighted, method="sigmoid", cv=5), threshold=t, pos_label=1
        ),
    }


def side_by_side(
    model: ClassifierMixin, X: np.ndarray, y: np.ndarray, c_fp: float, c_fn: float, seed: int = 0
) -> dict[str, dict[str, float]]:
    """Return what each way gives on 30 % of the rows, kept from training."""
    X_train, X_test, y_train, y_test = train_test_split(
        X, y, test_size=0.3, stratify=y, random_state=seed
    )
    table = {}
    for name, way in ways(model, c_fp, c_fn).items():
        y_pred = way.fit(X_train, y_train).predict(X_test)
        table[name] = {
            "cost": mean_cost(y_test, y_pred, c_fp=c_fp, c_fn=c_fn),
            "recall": float(y_pred[y_test == 1].mean()),
            "precision": float(y_test[y_pred == 1].mean()) if y_pred.any() else 0.0,
            "mean p": float(way.predict_proba(X_test)[:, 1].mean()),
            "share": float(y_test.mean()),
        }
    return table


if __name__ == "__main__":
    X, y = make_classification(20_000, weights=[0.97], flip_y=0.01, random_state=0)
    table = side_by_side(LogisticRegression(max_iter=1000), X, y, c_fp=1, c_fn=20)
    for name, row in table.items():
        print(f"{name:28}", *(f"{key} {value:.3f}" for key, value in row.items()), sep="  ")
    assert max([row["cost"] for row in table.values()][1:]) < table["plain at 0.5"]["cost"]
    assert table["class_weight at 0.5"]["mean p"] > 3 * table["class_weight at 0.5"]["share"]
    assert abs(table["weighted, calibrated, fixed"]["mean p"] - y.mean()) < 0.01
    print("Self-check passed.")
