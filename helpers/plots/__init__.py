"""Figures of the lessons: readable without colour, each with a text that says what it shows."""

from helpers.plots.answers import confusion_matrices, metric_chart, roc_and_pr
from helpers.plots.pictures import picture_sheet
from helpers.plots.style import in_words, show
from helpers.plots.weights import loss_shares, row_losses, weight_sweep

__all__ = [
    "confusion_matrices",
    "in_words",
    "loss_shares",
    "metric_chart",
    "picture_sheet",
    "roc_and_pr",
    "row_losses",
    "show",
    "weight_sweep",
]
