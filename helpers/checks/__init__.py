"""The engine of exercises: run the learner's function, recognise its mistake, show a card."""

from helpers.checks.checker import Checker

check = Checker()

__all__ = ["check"]
