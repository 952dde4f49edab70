"""A machine without the pictures, and one that has them."""

from pathlib import Path

import pytest

from tests.helpers.data.small_pictures import Machine


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


@pytest.fixture
def stocked(machine: Machine) -> Machine:
    machine.fill_cache()
    return machine
