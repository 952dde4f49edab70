"""The numbers by which two classes' scores are judged, side by side."""

import numpy as np
from sklearn.metrics import accuracy_score, average_precision_score, precision_score, recall_score


def rates(y: np.ndarray, scores: np.ndarray) -> dict[str, float]:
    """Rate scores, and the answers that they give at a threshold of 0.5.

    y (int array (n,)): True classes, 0 or 1.
    scores (float array (n,)): From 0 to 1; high ones say 1.
    Returns (dict of str to float): 'accuracy', and 'recall', 'precision' and 'PR-AUC' of class 1; a
        precision is 0 where no row is called 1.
    """
    answers = (scores >= 0.5).astype(int)
    return {
        "accuracy": float(accuracy_score(y, answers)),
        "recall": float(recall_score(y, answers)),
        "precision": float(precision_score(y, answers, zero_division=0)),
        "PR-AUC": float(average_precision_score(y, scores)),
    }
