"""Kinds of machine that a bundle is made for."""

import pytest

from course.bundle.machines import MACHINES, this_machine
from course.folders import CourseError


@pytest.mark.parametrize(
    ("system", "processor", "name"),
    [
        ("Linux", "x86_64", "linux-x86_64"),
        ("Linux", "aarch64", "linux-aarch64"),
        ("Darwin", "arm64", "macos-arm64"),
        ("Windows", "AMD64", "windows-amd64"),
    ],
)
def test_this_machine_is_known_by_its_system_and_processor(system, processor, name, monkeypatch):
    monkeypatch.setattr("platform.system", lambda: system)
    monkeypatch.setattr("platform.machine", lambda: processor)
    assert this_machine() is MACHINES[name]


def test_a_machine_that_nobody_makes_packages_for_is_told_the_others(monkeypatch):
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    with pytest.raises(CourseError, match="riscv64: name a machine .* linux-x86_64, linux-aarch64"):
        this_machine()
