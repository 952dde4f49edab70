"""A bank of two exercises, on the instructor's side and on the learner's."""

from pathlib import Path

import pytest

from helpers.checks.bank import Bank, bank_from_data, bank_from_source, bank_to_text

SOURCE = '''
import numpy as np

from helpers.checks.exercise import Case, Exercise, Mistake


def halves(y):
    """Return half of each number."""
    return np.asarray(y) / 2


def check_rows(counts):
    """Return the counts, or raise ValueError naming a class without rows."""
    for name, count in counts.items():
        if count == 0:
            raise ValueError(f"class {name} has no rows")
    return dict(counts)


EXERCISES = [
    Exercise(
        name="halves",
        signature="halves(y) -> float array (n,)",
        reference=halves,
        cases=lambda rng: [
            (np.array([1.0, 2.0]),),
            (np.array([0.5]),),
            Case((rng.random(4),)),
        ],
        alternatives=[lambda y: y * 0.5],
        mistakes=[
            Mistake("doubled", lambda y: y * 2, "You doubled it. We want half."),
            Mistake("unchanged", lambda y: y.copy(), "You returned <y> itself & no more."),
            Mistake("rounded", lambda y: np.floor(y / 2), "You cut off what follows the point."),
            Mistake("mean", lambda y: float(y.mean() / 2), "That is one number for all."),
        ],
        hints=["Think of a division.", "Divide `y` by 2."],
        points=2,
        bounds=(0, 1),
    ),
    Exercise(
        name="check_rows",
        signature="check_rows(counts) -> dict",
        reference=check_rows,
        cases=lambda rng: [
            ({1: 5, 2: 3},),
            Case(({3: 0, 4: 1},), mentions=("3",)),
            ({0: int(rng.integers(1, 9))},),
        ],
        alternatives=[],
        mistakes=[
            Mistake("no_error", lambda c: dict(c), "An empty class must be an error."),
        ],
        hints=["First hint.", "Second hint."],
    ),
]
'''


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Return a course's folder with the lesson `01_small`, its bank and nothing else."""
    folder = tmp_path / "course" / "solutions" / "01_small"
    folder.mkdir(parents=True)
    (folder / "exercises.py").write_text(SOURCE)
    return tmp_path / "course"


@pytest.fixture
def bank(course: Path) -> Bank:
    """Return the bank of the lesson, from its source."""
    return bank_from_source(course / "solutions" / "01_small" / "exercises.py")


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
