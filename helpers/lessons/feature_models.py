"""Fitting scikit-learn's models on a network's features, and judging them on rows set aside."""

from typing import Any

import numpy as np
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    precision_score,
    recall_score,
    roc_auc_score,
)
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from helpers.quiet_keras import keras
from helpers.settings import course_seed, quick_run
from helpers.training import QUICK_ROWS, hidden_features


def features(network: keras.Model, *pictures: np.ndarray) -> list[np.ndarray]:
    """Return what a network's last layer sees of pictures, scaled: float64 (n, d) for each array.

    network (keras.Model): A trained sequential model.
    *pictures (ndarray): Arrays of pictures. Each feature gets the mean 0 and the standard deviation
        1 in the first of them, as linear models like it, and all others are scaled alike.
    """
    hidden = [hidden_features(network, x).astype(float) for x in pictures]
    scaler = StandardScaler().fit(hidden[0])
    return [scaler.transform(rows) for rows in hidden]


def set_aside(X: np.ndarray, y: np.ndarray) -> list[np.ndarray]:
    """Draw 30 % of the rows; return X and y of the others, then X and y of these."""
    X_train, X_val, y_train, y_val = train_test_split(
        X, y, test_size=0.3, random_state=course_seed()
    )
    return [X_train, y_train, X_val, y_val]


def rates(
    model: Any, X: np.ndarray, y: np.ndarray, X_val: np.ndarray, y_val: np.ndarray
) -> dict[str, float]:
    """Fit a classifier on X and y, and rate its answers and scores for other rows.

    Returns (dict of str to float): 'accuracy', and 'recall', 'precision' and 'PR-AUC' of class 1.
    """
    scores = _scores(model, X, y, X_val)
    predicted = (scores >= 0.5).astype(int)
    return {
        "accuracy": float(accuracy_score(y_val, predicted)),
        "recall": float(recall_score(y_val, predicted)),
        "precision": float(precision_score(y_val, predicted, zero_division=0)),
        "PR-AUC": float(average_precision_score(y_val, scores)),
    }


def ranking(
    model: Any, X: np.ndarray, y: np.ndarray, X_val: np.ndarray, y_val: np.ndarray
) -> float:
    """Fit a classifier on X and y, and return the ROC-AUC of its scores for other rows."""
    return float(roc_auc_score(y_val, _scores(model, X, y, X_val)))


def _scores(model: Any, X: np.ndarray, y: np.ndarray, X_val: np.ndarray) -> np.ndarray:
    """Fit a classifier, in a quick run on about 2,000 rows; return the scores of other rows."""
    # Not the first rows: those may be all of one class.
    step = max(len(y) // QUICK_ROWS, 1) if quick_run() else 1
    return model.fit(X[::step], y[::step]).predict_proba(X_val)[:, 1]
