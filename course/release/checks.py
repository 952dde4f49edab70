"""The content of `checks.json`: a lesson's exercises as data, with their relatives."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from course.release.relatives import relatives_of, telling_cases, telling_properties
from helpers.checks.bank import Bank, bank_from_source, compile_cases
from helpers.checks.source import BANK_FOLDER, load_exercises


def bank_with_relatives(folder: Path) -> Bank:
    """Return the bank of a lesson's folder, each exercise compiled together with its relatives."""
    bank = bank_from_source(folder / BANK_FOLDER)
    others = _references(folder.parent)
    for name in bank.names:
        source = bank.sources[name]
        cases = telling_cases(source, others)
        bank.compiled[name] = replace(
            compile_cases(source, cases),
            relatives=relatives_of(source, cases, others),
            telling=telling_properties(source, cases, others),
        )
    return bank


@cache
def _references(solutions: Path) -> Mapping[str, Callable[..., Any]]:
    """Return the references of all exercises of the course, by name."""
    folders = sorted(folder for folder in solutions.glob(f"*/{BANK_FOLDER}") if folder.is_dir())
    found = {one.name: one.reference for folder in folders for one in load_exercises(folder)}
    return dict(sorted(found.items()))
