"""One figure of each kind that the course draws, from made-up numbers."""

from collections.abc import Callable

import numpy as np
from matplotlib.figure import Figure

from helpers import plots
from helpers.plots.explorer import ROADS, ExplorerFigure

RNG = np.random.default_rng(0)
Y = np.repeat([0, 1], [300, 100])
P, Q = RNG.random(400), RNG.random(400)
MODELS = {"plain": P, "tuned": Q, "weighted": P**0.5}
TABLE = {name: {"recall": 0.4, "precision": 0.6} for name in MODELS}
COUNTS = {"tn": 90, "fp": 10, "fn": 4, "tp": 6}
PICTURES = RNG.integers(0, 256, size=(46, 8, 8, 3), dtype=np.uint8)
TEN = np.repeat(np.arange(10), [9, 8, 7, 6, 5, 4, 3, 2, 1, 1])
RULES = ("none", "log", "root", "effective", "balanced")
RATIOS = (0.25, 1, 9, 100)


def explorer() -> Figure:
    costs = {name: np.linspace(0.9, 0.4, len(RATIOS)) for name in ROADS}
    return ExplorerFigure(0.1, RATIOS, costs, 9, 0.9).figure


def triangles() -> Figure:
    return plots.loss_triangles(
        lambda y, p, matrix: matrix[y, p.argmax(axis=1)],
        lambda y, p, matrix: (matrix[y] * p).sum(axis=1),
        lambda y, p, matrix: p * (matrix[y] - (matrix[y] * p).sum(axis=1, keepdims=True)),
    )


DRAWN: dict[str, Callable[[], Figure]] = {
    "alarm_shares": lambda: plots.alarm_shares(
        {name: {"cat": 0.3, "ship": 0.1} for name in MODELS}
    ),
    "batch_pulls": lambda: plots.batch_pulls(
        {"none": P[:20]}, (P[:20] > 0.8).tolist(), "batch with a truck"
    ),
    "before_and_after": lambda: plots.before_and_after(
        {"forest": ({"recall": 0.2}, {"recall": 0.8})}, ("before", "after"), {"recall": 0.1}
    ),
    "brief_costs": lambda: plots.brief_costs(
        {"shelter": {"never": 50.0, "chosen": 20.0}}, "chosen", {"shelter": 19.0}
    ),
    "confusion_matrices": lambda: plots.confusion_matrices({"plain": COUNTS, "other": COUNTS}),
    "cost_spread": lambda: plots.cost_spread({"plain": {"argmax": [0.9, 1], "least": [0.6, 0.7]}}),
    "explorer": explorer,
    "gains": lambda: plots.gains({"a": (0.01, 0.05, 0.09), "b": (-0.02, 0.0, 0.03)}, "gain"),
    "guess_and_truth": lambda: plots.guess_and_truth(0.9, 0.25, "recall"),
    "group_recalls": lambda: plots.group_recalls(
        {name: {"dark": 0.4, "bright": 0.6} for name in MODELS}, {"dark": 90, "bright": 80}
    ),
    "label_recalls": lambda: plots.label_recalls(
        np.c_[Y, 1 - Y], {"plain": np.c_[P, Q], "weighted": np.c_[Q, P]}, ["flies", "swims"]
    ),
    "landed_weights": lambda: plots.landed_weights(
        {"W": np.array([[9.0, 0.0], [1.0, 5.0]])}, np.array([[1, -1], [0, 1]]), "ab", "xy"
    ),
    "logits_apart": lambda: plots.logits_apart(Y, {"moved": (P, Q)}, 2.2),
    "long_tail": lambda: plots.long_tail(PICTURES, TEN, "abcdefghij"),
    "loss_shares": lambda: plots.loss_shares({"none": {0: 0.5, 1: 0.3, 2: 0.2}}, "abc"),
    "loss_triangles": triangles,
    "metric_chart": lambda: plots.metric_chart({**TABLE, "fourth": TABLE["plain"]}),
    "threshold_costs": lambda: plots.threshold_costs(
        Y,
        {"plain": P, "weight 9": Q},
        1,
        9,
        {
            "plain": {"by the formula": 0.1, "chosen": 0.5},
            "weight 9": {"by the formula": 0.3, "chosen": 0.7},
        },
    ),
    "on_one_curve": lambda: plots.on_one_curve(Y, {str(n): P ** (1 / n) for n in range(1, 9)}),
    "picture_sheet": lambda: plots.picture_sheet(
        {"All": PICTURES[:3]}, captions="abc", framed=[True, False, False]
    ),
    "pr_curves": lambda: plots.pr_curves(Y, {**MODELS, "fourth": Q**2}),
    "reliability": lambda: plots.reliability(Y, MODELS),
    "roc_and_pr": lambda: plots.roc_and_pr(Y, MODELS),
    "row_losses": lambda: plots.row_losses(np.array([0, 1, 2]), P[:3], P[:3]),
    "weight_family": lambda: plots.weight_family(
        {c: 1000 // (c + 1) for c in range(10)},
        {rule: {c: (c + 1) ** (n / 4) for c in range(10)} for n, rule in enumerate(RULES)},
        dict.fromkeys(RULES, (0.7, 0.2)),
    ),
    "weight_sweep": lambda: plots.weight_sweep(
        {
            w: {
                "share": 0.05 * w,
                "probability": 0.05 * w,
                "plain mean": 0.05 * w,
                "recall": 0.3,
                "precision": 0.5,
            }
            for w in (1, 9)
        }
    ),
}
