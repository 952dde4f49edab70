"""All figures of the lessons, under one roof: what `plots.NAME` finds in a notebook."""

from helpers.plots.answers import (
    confusion_matrices,
    metric_chart,
    pr_curves,
    reliability,
    roc_and_pr,
)
from helpers.plots.comparisons import before_and_after, guess_and_truth
from helpers.plots.labels import label_recalls, landed_weights
from helpers.plots.pictures import picture_sheet
from helpers.plots.style import in_words, show
from helpers.plots.tails import batch_pulls, long_tail, weight_family
from helpers.plots.tradeoffs import alarm_shares, brief_costs, cost_spread, group_recalls
from helpers.plots.triangles import loss_triangles
from helpers.plots.weight_or_threshold import gains, logits_apart, on_one_curve, threshold_costs
from helpers.plots.weights import loss_shares, row_losses, weight_sweep

__all__ = [
    "alarm_shares", "batch_pulls", "before_and_after", "brief_costs", "confusion_matrices",
    "cost_spread", "gains", "group_recalls", "guess_and_truth", "in_words", "label_recalls",
    "landed_weights", "logits_apart", "long_tail", "loss_shares", "loss_triangles", "metric_chart",
    "on_one_curve", "picture_sheet", "pr_curves", "reliability", "roc_and_pr", "row_losses", "show",
    "threshold_costs", "weight_family", "weight_sweep",
]  # fmt: skip
