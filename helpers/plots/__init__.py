"""Figures of the lessons: readable without colour, each with a text that says what it shows."""

from helpers.plots.answers import confusion_matrices, metric_chart, roc_and_pr
from helpers.plots.calibration import reliability
from helpers.plots.changes import before_and_after
from helpers.plots.costs import cost_spread, loss_triangles
from helpers.plots.labels import label_recalls, landed_weights
from helpers.plots.long_tail import batch_pulls, long_tail, weight_family
from helpers.plots.pictures import picture_sheet
from helpers.plots.roads import gains, logits_apart, on_one_curve
from helpers.plots.style import in_words, show
from helpers.plots.tradeoffs import alarm_shares, brief_costs, group_recalls
from helpers.plots.weights import loss_shares, row_losses, weight_sweep

__all__ = [
    "alarm_shares",
    "batch_pulls",
    "before_and_after",
    "brief_costs",
    "confusion_matrices",
    "cost_spread",
    "gains",
    "group_recalls",
    "in_words",
    "label_recalls",
    "landed_weights",
    "logits_apart",
    "long_tail",
    "loss_shares",
    "loss_triangles",
    "metric_chart",
    "on_one_curve",
    "picture_sheet",
    "reliability",
    "roc_and_pr",
    "row_losses",
    "show",
    "weight_family",
    "weight_sweep",
]
