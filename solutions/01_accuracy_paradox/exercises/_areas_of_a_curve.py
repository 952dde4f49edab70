import numpy as np


def area_in_order(y_true: np.ndarray, order: np.ndarray) -> float:
    """Return the area, one row at a time in the order given: ties are not kept together."""
    y = y_true[order]
    precision = np.cumsum(y) / np.arange(1, len(y) + 1)
    return float(np.sum(precision * y) / y.sum())


def curve(y_true: np.ndarray, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (precision, recall) at each score, the lowest first; the last point is (1, 0)."""
    predicted = [scores >= threshold for threshold in np.unique(scores)]
    precision = [np.mean(y_true[rows]) for rows in predicted]
    recall = [np.sum(y_true[rows]) / np.sum(y_true) for rows in predicted]
    return np.array([*precision, 1.0]), np.array([*recall, 0.0])


def trapezoids_from_the_first_step(y_true: np.ndarray, scores: np.ndarray, start: bool) -> float:
    """Join the points but (0, 1); with `start`, by a level line from recall 0 to the first step."""
    precision, recall = curve(y_true, scores)
    first = float(recall[-2] * precision[-2]) if start else 0.0
    return first + float(-np.trapezoid(precision[:-1], recall[:-1]))


def area_over(
    thresholds: np.ndarray, y_true: np.ndarray, scores: np.ndarray, recall: float = 0.0
) -> float:
    """Return the right sum over thresholds in the order given, beginning with this recall.

    A threshold that no score reaches adds nothing.
    """
    area = 0.0
    for threshold in thresholds:
        predicted, before = scores >= threshold, recall
        if predicted.any():
            recall = float(np.sum(y_true[predicted]) / y_true.sum())
            area += (recall - before) * float(np.mean(y_true[predicted]))
    return area
