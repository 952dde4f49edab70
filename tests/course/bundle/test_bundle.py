"""`course bundle`: one file with all that a learner needs, without answers; whole or absent."""

import errno
import json
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from course.bundle import build as bundling
from course.bundle.build import bundle
from course.bundle.learner_packages import MACHINES, chosen_machine, learner_pins, missing_packages
from course.bundle.setup_offline import sha256
from course.cli import main
from course.folders import CourseError
from course.release.lessons import release
from helpers.data import CIFAR10, SYNTHETIC, in_cache

COURSE = Path(__file__).resolve().parents[3]
LINUX = MACHINES["linux-x86_64"]
TOP = "rare-class-course/"
SECRETS = ("solutions/", "exercises/", "gradebook.db", "submitted/", "tests/", ".git/")


def wheel_name(pin: str) -> str:
    name, _, version = pin.partition("==")
    return f"{name.replace('-', '_')}-{version}-py3-none-any.whl"


def write_wheel(file: Path, *requirements: str) -> None:
    name, version, *_ = file.name.split("-")
    about = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    about += "".join(f"Requires-Dist: {line}\n" for line in requirements)
    with zipfile.ZipFile(file, "w") as wheel:
        wheel.writestr(f"{name}-{version}.dist-info/METADATA", about)


@pytest.fixture
def course(small_course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small course that can be bundled: pip writes empty wheels, the data are few."""
    for name in (*bundling.BESIDE, *bundling.SOURCES, "requirements.txt"):
        shutil.copy(COURSE / name, small_course)
    (small_course / "helpers").mkdir()
    (small_course / "grading" / "seed.json").write_text("7")
    release(small_course, [small_course / "solutions" / "01_small"])

    def pip(folder: Path, arguments: list[str], packages: int) -> None:
        target = Path(arguments[arguments.index("-d" if "-d" in arguments else "-w") + 1])
        pins = [word for word in arguments if "==" in word and not word.startswith("-")]
        for pin in pins or ["rare-class-course==1"]:
            write_wheel(target / wheel_name(pin))

    data = tmp_path / "cache" / "cifar10.npy"
    data.parent.mkdir()
    data.write_bytes(b"pictures")
    monkeypatch.setattr(bundling, "_pip", pip)
    monkeypatch.setattr(bundling, "in_cache", lambda: CIFAR10)
    monkeypatch.setattr(bundling, "is_cached", lambda pictures: True)
    monkeypatch.setattr(bundling, "cache_file", lambda pictures: data)
    return small_course


@pytest.fixture
def output(tmp_path: Path) -> Iterator[Path]:
    """Return a folder for the bundle; nothing half-written may be in it at the end."""
    folder = tmp_path / "out"
    yield folder
    assert not [file for file in folder.iterdir() if file.suffix != ".zip"]


def refused(course: Path, output: Path) -> str:
    """Return why no bundle was made, having seen that an older one is as it was."""
    output.mkdir()
    older = output / "older.zip"
    older.write_bytes(b"older")
    with pytest.raises(CourseError) as caught:
        bundle(course, older, LINUX, "3.11")
    assert older.read_bytes() == b"older"
    return str(caught.value)


def test_a_bundle_has_the_learners_side_and_nothing_of_the_teachers(course, output):
    file = bundle(course, output, LINUX, "3.11")
    names = {name.removeprefix(TOP) for name in zipfile.ZipFile(file).namelist()}
    assert {name for name in names if not name.startswith("wheels/")} == {
        "setup_offline.py",
        "bundle.json",
        "START.txt",
        "LICENSE",
        "LICENSE-TEXT",
        "DATA.md",
        "data/cifar10.npy",
        "notebooks/01_small/01_small.ipynb",
        "notebooks/01_small/checks.json",
        "notebooks/glossary.md",
    }
    assert not [name for name in names if any(secret in name for secret in SECRETS)]


def test_what_the_teacher_typed_into_a_notebook_stays_at_home(course, output):
    notebook = course / "notebooks" / "01_small" / "01_small.ipynb"
    released = notebook.read_text()
    notebook.write_text(released.replace("return ...", "return y * 2"))
    file = bundle(course, output, LINUX, "3.11")
    inside = zipfile.ZipFile(file).read(f"{TOP}notebooks/01_small/01_small.ipynb").decode()
    assert inside == released
    assert "y * 2" in notebook.read_text()


def test_it_is_named_after_machine_and_python(course, output):
    file = bundle(course, output, MACHINES["windows-amd64"], "3.12")
    assert file.name == "rare-class-course-windows-amd64-py3.12.zip"


@pytest.mark.parametrize(
    ("machine", "command"),
    [
        ("linux-x86_64", "python3.12 setup_offline.py"),
        ("windows-amd64", "py -3.12 setup_offline.py"),
    ],
)
def test_a_page_at_its_top_says_what_to_type(course, output, machine, command):
    file = bundle(course, output, MACHINES[machine], "3.12")
    text = zipfile.ZipFile(file).read(f"{TOP}START.txt").decode("ascii")
    assert f"Type:  {command}\r\n" in text
    assert "Python 3.12 of 64 bits" in text


def test_the_manifest_says_for_which_machine_and_lists_packages_and_data(course, output, tmp_path):
    file = bundle(course, output, LINUX, "3.11")
    with zipfile.ZipFile(file) as archive:
        archive.extractall(tmp_path / "unpacked")
    folder = tmp_path / "unpacked" / TOP
    manifest = json.loads((folder / "bundle.json").read_text())
    assert (manifest["python"], manifest["system"]) == ("3.11", "Linux")
    assert manifest["machines"][0] == "x86_64"
    assert manifest["longest_name"] == max(
        len(name) for wheel in folder.glob("wheels/*") for name in zipfile.ZipFile(wheel).namelist()
    )
    files = [*folder.glob("wheels/*"), folder / "data" / "cifar10.npy"]
    assert manifest["files"] == {
        part.relative_to(folder).as_posix(): {
            "bytes": part.stat().st_size,
            "sha256": sha256(part),
        }
        for part in files
    }


def test_a_learner_gets_no_tools_of_the_tests():
    names = {pin.partition("==")[0] for pin in learner_pins(COURSE, LINUX, "3.11.9")}
    assert {"keras", "jupyterlab", "tensorflow-cpu", "ipykernel"} <= names
    assert not {"pytest", "mypy", "ruff", "hypothesis", "jupyter-repo2docker"} & names


def test_another_machine_gets_its_own_packages():
    names = {
        pin.partition("==")[0] for pin in learner_pins(COURSE, MACHINES["windows-amd64"], "3.12.9")
    }
    assert {"tensorflow", "pywinpty", "colorama"} <= names
    assert not {"tensorflow-cpu", "pexpect"} & names


def test_a_bundle_fits_every_patch_of_its_python(course, output):
    lock = course / "requirements.txt"
    lock.write_text(
        lock.read_text()
        + "special==1 ; python_full_version < '3.11.5'\n"
        + "special==2 ; python_full_version >= '3.11.5'\n"
    )
    file = bundle(course, output, LINUX, "3.11")
    names = [Path(name).name for name in zipfile.ZipFile(file).namelist()]
    assert {wheel_name("special==1"), wheel_name("special==2")} <= set(names)


def test_a_package_without_a_pin_is_found_before_a_room_finds_it(tmp_path):
    write_wheel(tmp_path / wheel_name("keras==3"), "rich", "only-windows; os_name == 'nt'")
    assert missing_packages(tmp_path, ["keras>=3"], LINUX, "3.11.9") == ["rich"]
    windows = MACHINES["windows-amd64"]
    expected = ["only-windows", "rich"]
    assert missing_packages(tmp_path, ["keras>=3"], windows, "3.11.9") == expected


def test_a_lock_that_lacks_a_package_makes_no_bundle(course, output):
    lock = course / "requirements.txt"
    lines = lock.read_text().splitlines()
    lock.write_text("\n".join(line for line in lines if not line.startswith("keras==")))
    assert "has no pin for keras" in refused(course, output)


def test_without_data_it_says_how_to_get_them(course, output, monkeypatch):
    monkeypatch.setattr(bundling, "is_cached", lambda pictures: False)
    assert "run `course data` first" in refused(course, output)


def test_a_set_of_pictures_that_there_is_not_is_named(course, output, monkeypatch):
    monkeypatch.setattr(bundling, "in_cache", in_cache)
    monkeypatch.setenv("COURSE_DATA", "cifar")
    assert "COURSE_DATA is 'cifar'" in refused(course, output)


def test_a_disk_with_too_little_room_is_seen_at_once(course, output, monkeypatch):
    usage = shutil.disk_usage(course)._replace(free=10**9)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    monkeypatch.setattr(bundling, "_pip", None)
    assert "has too little room" in refused(course, output)


def test_a_disk_that_fills_up_on_the_way_is_named(course, output, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(bundling, "_pack", full)
    assert "has too little room" in refused(course, output)


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
        bundling._pip(tmp_path, ["download"], 1)


def test_pip_on_a_full_disk_is_told_from_other_faults(broken_pip, tmp_path):
    broken_pip.write_text("ERROR: Could not install: [Errno 28] No space left on device\n")
    with pytest.raises(OSError, match="No space left"):
        bundling._pip(tmp_path, ["download"], 1)


def test_the_course_is_packed_as_a_wheel_of_helpers_alone(tmp_path):
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    bundling._build_helpers(COURSE, tmp_path, wheels)
    (wheel,) = wheels.iterdir()
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0] for name in names if "dist-info" not in name} == {"helpers"}
    assert "helpers/checks/checker.py" in names
    assert not [name for name in names if any(secret in name for secret in SECRETS)]


def test_a_machine_that_nobody_makes_packages_for_is_told_the_others(monkeypatch):
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    with pytest.raises(CourseError, match="riscv64: name a machine .* linux-x86_64, linux-aarch64"):
        chosen_machine()
    assert chosen_machine("macos-arm64").system == "Darwin"


def test_the_command_makes_a_bundle_for_this_machine(course, output, monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(course)
    figures = tmp_path / "figures.json"
    assert main(["bundle", "--output", str(output), "--json", str(figures)]) == 0
    (file,) = output.iterdir()
    said = capsys.readouterr().out
    assert str(file) in said
    assert "Its pictures: CIFAR-10." in said
    assert json.loads(figures.read_text())["bytes"] == file.stat().st_size


@pytest.mark.parametrize("asked", [True, False])
def test_drawn_pictures_are_put_in_aloud_where_nobody_asked_for_them(
    course, output, monkeypatch, capsys, asked
):
    monkeypatch.chdir(course)
    monkeypatch.setattr(bundling, "in_cache", lambda: SYNTHETIC)
    if asked:
        monkeypatch.setenv("COURSE_DATA", "synthetic")
    else:
        monkeypatch.delenv("COURSE_DATA", raising=False)
    assert main(["bundle", "--output", str(output)]) == 0
    said = capsys.readouterr().err
    assert ("CIFAR-10 is not in the cache" in said) is not asked


def test_a_bundle_that_can_not_be_made_ends_the_command_with_its_sentence(
    course, monkeypatch, capsys
):
    monkeypatch.chdir(course)
    monkeypatch.setattr(bundling, "is_cached", lambda pictures: False)
    assert main(["bundle"]) != 0
    assert capsys.readouterr().err.startswith("course: there are no pictures in ")
