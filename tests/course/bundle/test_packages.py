"""The packages of a bundle: all that a learner needs on a machine, as wheels, and nothing else."""

import sys
import zipfile
from pathlib import Path

import pytest

from course.bundle import packages
from course.bundle.machines import MACHINES
from course.bundle.packages import build_helpers, fetch_wheels, learner_pins, see_that_all_are_there
from course.folders import CourseError
from tests.course.bundle.wheels import write_wheel
from tests.small_course import COURSE

LINUX, WINDOWS = MACHINES["linux-x86_64"], MACHINES["windows-amd64"]
BY_PATCH = ("earlier; python_full_version < '3.11.5'", "later; python_full_version >= '3.11.5'")


@pytest.fixture
def course(course_without_lessons: Path) -> Path:
    return course_without_lessons


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an empty folder to fetch wheels into."""
    empty = tmp_path / "empty"
    empty.mkdir()
    return empty


def names(wheels: Path) -> set[str]:
    return {file.name.split("-")[0] for file in wheels.glob("*.whl")}


def test_a_learner_gets_what_the_course_asks_for_and_what_that_asks_for(course):
    assert set(learner_pins(course, LINUX, "3.11.9")) == {"keras==1", "only-here==1", "rich==1"}


def test_another_machine_gets_its_own_packages(course):
    expected = {"keras==1", "only-windows==1", "rich==1"}
    assert set(learner_pins(course, WINDOWS, "3.12.9")) == expected


@pytest.mark.parametrize("machine", MACHINES.values(), ids=lambda machine: machine.name)
def test_a_package_without_a_wheel_for_the_machine_is_named(course, offered, machine):
    (offered / "rich-1-py3-none-any.whl").unlink()
    write_wheel(offered, "rich", tag="py3-none-manylinux_2_39_riscv64")
    with pytest.raises(CourseError, match=f"{machine.name} .* rich==1 has no wheels with a match"):
        learner_pins(course, machine, "3.11.9")


def test_a_package_without_a_wheel_for_the_python_is_named(course, offered):
    (offered / "rich-1-py3-none-any.whl").unlink()
    write_wheel(offered, "rich", tag="cp311-cp311-manylinux2014_x86_64")
    assert "rich==1" in learner_pins(course, LINUX, "3.11.9")
    with pytest.raises(CourseError, match="rich==1 has no wheels with a matching Python"):
        learner_pins(course, LINUX, "3.12.9")


def test_a_mac_is_taken_to_have_macos_14(course, offered):
    (offered / "rich-1-py3-none-any.whl").unlink()
    write_wheel(offered, "rich", tag="cp311-cp311-macosx_14_0_arm64")
    assert "rich==1" in learner_pins(course, MACHINES["macos-arm64"], "3.11.9")


def test_a_lock_that_lacks_a_package_is_told_so(course):
    lock = course / "requirements.txt"
    lock.write_text(lock.read_text().replace("rich==1\n", ""))
    with pytest.raises(CourseError, match="no pin for rich, which linux-x86_64 needs"):
        learner_pins(course, LINUX, "3.11.9")


def test_a_python_without_uv_is_told_what_to_install(course, tmp_path, monkeypatch):
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'python: No module named uv' >&2\nexit 1\n")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    with pytest.raises(CourseError, match="needs uv: run `pip install -r requirements.txt`"):
        learner_pins(course, LINUX, "3.11.9")


def test_wheels_are_the_learners_alone_and_fit_every_patch_of_the_python(course, offered, folder):
    write_wheel(offered, "keras", *BY_PATCH)
    for name in ("earlier", "later"):
        write_wheel(offered, name)
    with (course / "requirements.txt").open("a") as lock:
        lock.write("earlier==1\nlater==1\n")
    wheels = fetch_wheels(course, folder, LINUX, "3.11")
    assert names(wheels) == {"keras", "earlier", "later", "only_here", "rare_class_course"}


def test_a_package_that_is_lacking_is_found_before_a_room_finds_it(tmp_path):
    write_wheel(tmp_path, "rare-class-course", "keras>=1")
    write_wheel(tmp_path, "keras", "rich", "only-windows; os_name == 'nt'")
    with pytest.raises(CourseError, match="rich"):
        see_that_all_are_there(tmp_path, LINUX, "3.11.9")
    write_wheel(tmp_path, "rich")
    see_that_all_are_there(tmp_path, LINUX, "3.11.9")
    with pytest.raises(CourseError, match="only-windows"):
        see_that_all_are_there(tmp_path, WINDOWS, "3.11.9")


def test_the_course_is_packed_as_a_wheel_of_helpers_alone(tmp_path):
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    build_helpers(COURSE, tmp_path, wheels)
    (wheel,) = wheels.glob("*.whl")
    files = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in files if ".dist-info/" not in name}
    assert tops == {"helpers"}
    assert "helpers/checks/checker.py" in files


@pytest.fixture
def broken_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file whose text a false pip prints before it fails."""
    words = tmp_path / "words"
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\ncat "{words}"\nexit 1\n')
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    return words


def test_pip_that_fails_is_quoted(broken_pip, tmp_path):
    broken_pip.write_text("Collecting keras\nERROR: No matching distribution found for keras\n")
    with pytest.raises(CourseError, match="No matching distribution found for keras"):
        packages._download(["keras==1"], tmp_path, tmp_path, LINUX, "3.11.9")


def test_pip_on_a_full_disk_is_told_from_other_faults(broken_pip, tmp_path):
    broken_pip.write_text("ERROR: Could not install: [Errno 28] No space left on device\n")
    with pytest.raises(OSError, match="No space left"):
        packages._download(["keras==1"], tmp_path, tmp_path, LINUX, "3.11.9")
