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
    others = references_until(folder)
    for name in bank.names:
        bank.compiled[name] = with_relatives(bank.sources[name], others)
    return bank


@cache
def references_until(lesson: Path) -> Mapping[str, Callable[..., Any]]:
    """Return the references of a lesson and of those before it, which a learner has met."""
    folders = sorted(f for f in lesson.parent.glob(f"*/{BANK_FOLDER}") if f.is_dir())
    folders = [folder for folder in folders if folder.parent.name <= lesson.name]
    found = {one.name: one.reference for folder in folders for one in load_exercises(folder)}
    return dict(sorted(found.items()))
