"""What an answer is worth is tried here, and not how long it takes on a machine that is busy."""

from functools import partial

import pytest

from helpers.checks import attempt
from helpers.checks.calls import call


@pytest.fixture(autouse=True)
def with_patience(monkeypatch):
    """Let each call take far longer than a learner's may."""
    monkeypatch.setattr(attempt, "call", partial(call, seconds=30.0))
