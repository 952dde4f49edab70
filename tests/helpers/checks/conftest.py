"""A bank of two exercises, on the instructor's side and on the learner's."""

import json
from pathlib import Path

import pytest

from course.compiled import bank_to_text
from helpers.checks.bank import Bank, bank_from_data, bank_from_source
from helpers.checks.checker import Checker

HALVES = '''
import numpy as np

from course.exercise import exercise
from helpers.checks.exercise import Case


@exercise(
    gives="float array (n,)",
    points=2,
    bounds=(0, 1),
    hints=("Think of a division.", "Divide `y` by 2."),
)
def halves(y):
    """Return half of each number."""
    return np.asarray(y) / 2


@halves.cases
def cases(rng):
    return [(np.array([1.0, 2.0]),), (np.array([0.5]),), Case((rng.random(4),))]


@halves.alternatives
class Alternatives:
    def by_product(y):
        return y * 0.5


@halves.mistakes
class Mistakes:
    def doubled(y):
        """You doubled it. We want half."""
        return y * 2

    def unchanged(y):
        """You returned <y> itself & no more."""
        return y.copy()

    def rounded(y):
        """You cut off what
        follows the point."""
        return np.floor(y / 2)

    def mean(y):
        """That is one number for all."""
        return float(y.mean() / 2)
'''
CHECK_ROWS = '''
from course.exercise import exercise
from helpers.checks.exercise import Case

from ._copies import copy_of


@exercise(hints=("First hint.", "Second hint."))
def check_rows(counts) -> dict:
    """Return the counts, or raise ValueError naming a class without rows."""
    for name, count in counts.items():
        if count == 0:
            raise ValueError(f"class {name} has no rows")
    return copy_of(counts)


@check_rows.cases
def cases(rng):
    yield ({1: 5, 2: 3},)
    yield Case(({3: 0, 4: 1},), mentions=("3",))
    yield ({0: int(rng.integers(1, 9))},)


@check_rows.mistakes
class Mistakes:
    def no_error(counts):
        """An empty class must be an error."""
        return copy_of(counts)
'''
FILES = {
    "check_rows.py": CHECK_ROWS,
    "halves.py": HALVES,
    "_copies.py": "def copy_of(counts):\n    return dict(counts)\n",
}
NOTEBOOK = {"cells": [{"id": "halves-check"}, {"id": "title"}, {"id": "check-rows-check"}]}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Return a course's folder with the lesson `01_small`: its bank, and the ids of its cells."""
    folder = tmp_path / "course" / "solutions" / "01_small"
    (folder / "exercises").mkdir(parents=True)
    (folder / "01_small.ipynb").write_text(json.dumps(NOTEBOOK))
    for name, code in FILES.items():
        (folder / "exercises" / name).write_text(code)
    return tmp_path / "course"


@pytest.fixture
def bank(course: Path) -> Bank:
    """Return the bank of the lesson, from its source."""
    return bank_from_source(course / "solutions" / "01_small" / "exercises")


@pytest.fixture
def released(tmp_path: Path, bank: Bank) -> Path:
    """Return a learner's folder: `checks.json`, and no solutions anywhere near."""
    folder = tmp_path / "elsewhere" / "01_small"
    folder.mkdir(parents=True)
    (folder / "checks.json").write_text(bank_to_text(bank), encoding="utf-8")
    return folder


@pytest.fixture
def compiled(released: Path) -> Bank:
    """Return the bank of the lesson as a learner has it."""
    return bank_from_data(released / "checks.json")


@pytest.fixture
def check(released: Path, monkeypatch: pytest.MonkeyPatch) -> Checker:
    """Return a fresh `check` on a learner's machine."""
    monkeypatch.chdir(released)
    return Checker()


@pytest.fixture
def check_with_solutions(course: Path, monkeypatch: pytest.MonkeyPatch) -> Checker:
    """Return a fresh `check` in the learner's notebook of somebody who has the whole course."""
    folder = course / "notebooks" / "01_small"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return Checker()


@pytest.fixture(params=["from source", "from data"])
def both(request: pytest.FixtureRequest, bank: Bank, compiled: Bank) -> Bank:
    """Return the bank twice: compiled here, and read back from `checks.json`."""
    return bank if request.param == "from source" else compiled
