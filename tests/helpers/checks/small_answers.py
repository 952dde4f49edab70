"""Right answers to the two exercises of the small bank, and how one is tried."""

from helpers.checks.attempt import try_function
from helpers.checks.bank import Bank
from helpers.checks.judge import Verdict


def half(y):
    return y / 2


def rows(counts):
    for name, count in counts.items():
        if not count:
            raise ValueError(f"class {name} is empty")
    return counts


def attempt(bank: Bank, function, name: str = "halves") -> Verdict:
    return try_function(bank.exercise(name), function)
