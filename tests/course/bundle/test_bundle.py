"""`course bundle`: one file with all that a learner needs, without answers; whole or absent."""

import errno
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from course.bundle import build as bundling
from course.bundle.build import bundle
from course.bundle.machines import MACHINES, Machine
from course.bundle.setup_offline import FIRST_PAGE, sha256
from course.cli import main
from course.folders import CourseError
from course.release.lessons import release
from helpers.data import CIFAR10, SYNTHETIC, in_cache
from tests.course.bundle.wheels import write_wheel
from tests.course.release.test_first_page import GUIDE
from tests.course.release.test_release import change_cell

LINUX = MACHINES["linux-x86_64"]
TOP = "rare-class-course/"


@pytest.fixture
def course(packed_course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small course that can be bundled; the data are few."""
    (packed_course / "grading" / "seed.json").write_text("7")
    release(packed_course, [packed_course / "solutions" / "01_small"])
    data = tmp_path / "cache" / "cifar10.npy"
    data.parent.mkdir()
    data.write_bytes(b"pictures")
    monkeypatch.setattr(bundling, "in_cache", lambda: CIFAR10)
    monkeypatch.setattr(bundling, "is_cached", lambda pictures: True)
    monkeypatch.setattr(bundling, "cache_file", lambda pictures: data)
    return packed_course


def with_guide(course: Path) -> None:
    """Give the small course what its first page is made of."""
    (course / "docs" / "teacher.md").write_text(GUIDE)
    change_cell(course, "title", "# A small lesson", "# A small lesson\n\n5 minutes.")


@pytest.fixture
def ready_wheels(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put one wheel in the place of all packages, for what has nothing to do with them."""

    def one_wheel(course: Path, folder: Path, machine: Machine, python: str) -> Path:
        (folder / "wheels").mkdir()
        return write_wheel(folder / "wheels", "rare-class-course").parent

    monkeypatch.setattr(bundling, "fetch_wheels", one_wheel)


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
        "docs/decide.md",
        "docs/tools.md",
        "data/cifar10.npy",
        "notebooks/01_small/01_small.ipynb",
        "notebooks/01_small/checks.json",
        "notebooks/glossary.md",
    }
    packages = {name.split("/")[1].split("-")[0] for name in names if name.startswith("wheels/")}
    assert packages == {"keras", "only_here", "rich", "rare_class_course"}


def test_no_file_in_a_bundle_or_in_its_wheels_is_of_the_tools_the_answers_or_the_tests(
    course, output
):
    with zipfile.ZipFile(bundle(course, output, LINUX, "3.11")) as archive:
        names = archive.namelist()
        for wheel in (name for name in names if name.endswith(".whl")):
            names += zipfile.ZipFile(io.BytesIO(archive.read(wheel))).namelist()
    assert f"{TOP}notebooks/01_small/01_small.ipynb" in names
    assert "helpers/__init__.py" in names
    parts = {part for name in names for part in name.removeprefix(TOP).split("/")}
    assert not parts & {"course", "solutions", "tests", "exercises", "gradebook.db", "submitted"}


@pytest.mark.usefixtures("ready_wheels")
def test_the_page_that_opens_first_is_in_a_bundle(course, output):
    with_guide(course)
    names = zipfile.ZipFile(bundle(course, output, LINUX, "3.11")).namelist()
    assert f"{TOP}{FIRST_PAGE}" in names


@pytest.mark.usefixtures("ready_wheels")
def test_what_the_teacher_typed_into_a_notebook_stays_at_home(course, output):
    notebook = course / "notebooks" / "01_small" / "01_small.ipynb"
    released = notebook.read_text()
    notebook.write_text(released.replace("return ...", "return y * 2"))
    file = bundle(course, output, LINUX, "3.11")
    inside = zipfile.ZipFile(file).read(f"{TOP}notebooks/01_small/01_small.ipynb").decode()
    assert inside == released
    assert "y * 2" in notebook.read_text()


@pytest.mark.usefixtures("ready_wheels")
def test_it_is_named_after_machine_and_python(course, output):
    file = bundle(course, output, MACHINES["windows-amd64"], "3.12")
    assert file.name == "rare-class-course-windows-amd64-py3.12.zip"


@pytest.mark.usefixtures("ready_wheels")
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
    assert "a 64-bit Python 3.12" in text


@pytest.mark.usefixtures("ready_wheels")
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
        part.relative_to(folder).as_posix(): {"bytes": part.stat().st_size, "sha256": sha256(part)}
        for part in files
    }


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
    monkeypatch.setattr(bundling, "fetch_wheels", None)
    assert "has too little room" in refused(course, output)


@pytest.mark.usefixtures("ready_wheels")
def test_a_disk_that_fills_up_on_the_way_is_named(course, output, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(bundling, "_pack", full)
    assert "has too little room" in refused(course, output)


@pytest.mark.usefixtures("ready_wheels")
def test_the_command_makes_a_bundle_for_this_machine(course, output, monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(course)
    figures = tmp_path / "figures.json"
    assert main(["bundle", "--output", str(output), "--json", str(figures)]) == 0
    (file,) = output.iterdir()
    said = capsys.readouterr().out
    assert str(file) in said
    assert "Its pictures: CIFAR-10." in said
    assert json.loads(figures.read_text())["bytes"] == file.stat().st_size


@pytest.mark.usefixtures("ready_wheels")
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
