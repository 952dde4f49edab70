"""The content of `checks.json`: a lesson's exercises as data, with their relatives."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from course.release.relatives import with_relatives
from helpers.checks.bank import Bank, bank_from_source
from helpers.checks.source import BANK_FOLDER, load_exercises


def bank_with_relatives(folder: Path) -> Bank:
    """Return the bank of a lesson's folder, each exercise compiled together with its relatives."""
    bank = bank_from_source(folder / BANK_FOLDER)
    others = _references(folder.parent)
    for name in bank.names:
        bank.compiled[name] = with_relatives(bank.sources[name], others)
    return bank


@cache
def _references(solutions: Path) -> Mapping[str, Callable[..., Any]]:
    """Return the references of all exercises of the course, by name."""
    folders = sorted(folder for folder in solutions.glob(f"*/{BANK_FOLDER}") if folder.is_dir())
    found = {one.name: one.reference for folder in folders for one in load_exercises(folder)}
    return dict(sorted(found.items()))
