"""The usual measures of answers and scores: one may come out where another is asked for."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from sklearn import metrics

Measure = Callable[[np.ndarray, np.ndarray], float]
_CALM = {"zero_division": 0.0}

# Of classes and answers of any number of classes.
_OF_CLASSES: dict[str, Measure] = {
    "accuracy": metrics.accuracy_score,
    "error rate": metrics.zero_one_loss,
    "mean of the classes' recalls": lambda t, p: metrics.recall_score(
        t, p, average="macro", labels=np.unique(t), **_CALM
    ),
    "mean of the classes' precisions": lambda t, p: metrics.precision_score(
        t, p, average="macro", **_CALM
    ),
    "mean of the classes' F1": lambda t, p: metrics.f1_score(t, p, average="macro", **_CALM),
    "weighted mean of the classes' precisions": lambda t, p: metrics.precision_score(
        t, p, average="weighted", **_CALM
    ),
    "weighted mean of the classes' F1": lambda t, p: metrics.f1_score(
        t, p, average="weighted", **_CALM
    ),
    "Matthews correlation": metrics.matthews_corrcoef,
    "Cohen's kappa": metrics.cohen_kappa_score,
}


def _share(part: Any, whole: Any) -> float:
    return float(np.sum(part) / np.sum(whole)) if np.sum(whole) else 0.0


# Of rows that are positive and rows that are called so, as booleans.
_OF_ONE_CLASS: dict[str, Measure] = {
    "precision": lambda t, p: _share(t & p, p),
    "recall": lambda t, p: _share(t & p, t),
    "F1": lambda t, p: _share(2.0 * (t & p), 1.0 * t + p),
    "specificity": lambda t, p: _share(~t & ~p, ~t),
    "false positive rate": lambda t, p: _share(~t & p, ~t),
    "share of misses, 1 minus the recall": lambda t, p: _share(t & ~p, t),
    "share of false alarms, 1 minus the precision": lambda t, p: _share(~t & p, p),
    "negative predictive value": lambda t, p: _share(~t & ~p, ~p),
    "Jaccard index": lambda t, p: _share(t & p, t | p),
    "share of positive rows": lambda t, p: float(t.mean()),
    "share of rows called positive": lambda t, p: float(p.mean()),
    "share of hits among all rows": lambda t, p: float((t & p).mean()),
    "accuracy": lambda t, p: float((t == p).mean()),
    "mean of recall and specificity": lambda t, p: (_share(t & p, t) + _share(~t & ~p, ~t)) / 2,
    "number of hits": lambda t, p: float((t & p).sum()),
    "number of misses": lambda t, p: float((t & ~p).sum()),
    "number of false alarms": lambda t, p: float((~t & p).sum()),
    "number of errors": lambda t, p: float((t != p).sum()),
}

# Of classes 0 and 1 and scores.
_OF_SCORES: dict[str, Measure] = {
    "area under the ROC curve": metrics.roc_auc_score,
    "average precision": metrics.average_precision_score,
    "Brier score": lambda y, p: float(np.mean((p - y) ** 2)),
    "mean distance of scores from their targets": lambda y, p: float(np.mean(np.abs(p - y))),
    "mean score": lambda y, p: float(np.mean(p)),
    "mean score of class 1": lambda y, p: float(np.mean(p[y == 1])),
    "correlation of scores and targets": lambda y, p: float(np.corrcoef(y, p)[0, 1]),
}


def measures(names: list[str]) -> Iterator[tuple[str, Callable[..., float]]]:
    """Yield measures as functions of an exercise's arguments, each with what to call it.

    A measure of one class is that of the argument `positive`, else of class 1; where there are
    scores, answers are made of them at the argument `threshold`, else at 0.5. Each raises TypeError
    or ValueError for arguments of other kinds.
    """
    for words, measure in _OF_CLASSES.items():
        yield words, lambda *args, measure=measure: measure(*_two(names, args, "iu"))
    for words, measure in _OF_SCORES.items():
        yield words, lambda *args, measure=measure: measure(*_two(names, args, "f"))
    for words, measure in _OF_ONE_CLASS.items():
        yield words, lambda *args, measure=measure: measure(*_called(names, args))


def _two(names: list[str], args: tuple[Any, ...], kinds: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the first two arrays: whole numbers (n,), and an array (n,) of some kinds."""
    arrays = [np.ravel(arg) for arg in args if isinstance(arg, np.ndarray)]
    if len(arrays) < 2 or arrays[0].shape != arrays[1].shape or arrays[0].dtype.kind not in "iu":
        raise TypeError("no classes with answers or scores")
    if arrays[1].dtype.kind not in kinds:
        raise TypeError("answers where scores are due, or scores for answers")
    return arrays[0], arrays[1]


def _called(names: list[str], args: tuple[Any, ...]) -> tuple[np.ndarray, np.ndarray]:
    given: Mapping[str, Any] = dict(zip(names, args, strict=False))
    y, answers = _two(names, args, "iuf")
    if answers.dtype.kind == "f":
        return y == 1, answers >= given.get("threshold", 0.5)
    positive = given.get("positive", 1)
    return y == positive, answers == positive
