"""What the notebooks of the course import. There are no answers in here."""

import os

# Before TensorFlow is imported anywhere: its start-up messages would fill a learner's first cell.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

from helpers.checks import check
from helpers.claims import claim

__all__ = ["check", "claim"]
