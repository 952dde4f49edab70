"""A learner's folder of lesson 01, and a kernel in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from course.compiled import bank_to_text
from helpers.checks.bank import CHECKS_FILE, bank_from_source
from helpers.checks.source import BANK_FOLDER
from tests.helpers.checks.jupyter.sessions import COURSE, LESSON, Session, kernel_in


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a learner's folder of lesson 01."""
    folder = tmp_path_factory.mktemp("learner") / LESSON
    folder.mkdir()
    bank = bank_from_source(COURSE / "solutions" / LESSON / BANK_FOLDER)
    (folder / CHECKS_FILE).write_text(bank_to_text(bank), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def session(folder: Path) -> Iterator[Session]:
    """Start a kernel in that folder."""
    with kernel_in(folder) as session:
        yield session
