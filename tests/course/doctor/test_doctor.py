"""`course doctor`: each thing that can be missing is named, with the way out."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from course import cli
from course.doctor import examine as doctor
from course.doctor import machine, packages
from course.doctor.finding import Finding
from helpers.data import cache as data_cache

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that lists a package as installed in an otherwise empty Python."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.setattr(sys, "path", [str(folder)])

    def install(name: str, version: str, *lines: str, module: bool = True) -> None:
        information = folder / f"{name.replace('-', '_')}-{version}.dist-info"
        information.mkdir()
        text = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *lines]
        (information / "METADATA").write_text("\n".join(text) + "\n")
        if module:
            (folder / f"{name.replace('-', '_')}.py").touch()

    return install


def course_with(folder: Path, dependencies: list[str], pins: list[str]) -> Path:
    (folder / "pyproject.toml").write_text(f"[project]\ndependencies = {dependencies!r}\n")
    (folder / "requirements.txt").write_text("\n".join(["# made by make lock", *pins]) + "\n")
    return folder


def cgroup_with(folder: Path, limit: str, usage: int, reclaimable: int = 0) -> Path:
    (folder / "memory.max").write_text(f"{limit}\n")
    (folder / "memory.current").write_text(f"{usage}\n")
    (folder / "memory.stat").write_text(f"anon 1\ninactive_file {reclaimable}\n")
    return folder


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_supported_pythons_are_fine(version):
    assert packages.python_version(version).ok


@pytest.mark.parametrize("version", [(2, 7), (3, 9), (3, 10), (3, 14), (4, 0)])
def test_other_pythons_are_named_with_the_way_out(version):
    finding = packages.python_version(version)
    assert not finding.ok
    assert f"{version[0]}.{version[1]}" in finding.message
    assert "make setup PYTHON=" in finding.message


def test_packages_at_their_pins_make_one_finding_that_is_ok(tmp_path, site):
    site("first-thing", "1.5")
    site("second", "2.0")
    course = course_with(
        tmp_path, ["first-thing>=1", "second<3"], ["first-thing==1.5", "second==2.0"]
    )
    (finding,) = packages.packages(course)
    assert finding.ok
    assert "2 packages" in finding.message


def test_a_missing_package_is_named_with_the_way_out(tmp_path, site):
    site("first", "1.5")
    course = course_with(tmp_path, ["first", "second"], ["first==1.5", "second==2.0"])
    (finding,) = packages.packages(course)
    assert (finding.name, finding.ok) == ("second", False)
    assert "not installed" in finding.message
    assert "make setup" in finding.message
    assert "pip install -r requirements.txt" in finding.message


def test_another_version_than_the_pin_is_named_with_both_versions(tmp_path, site):
    site("first", "1.5")
    (finding,) = packages.packages(course_with(tmp_path, ["first>=1"], ["first==1.7"]))
    assert not finding.ok
    assert "1.5" in finding.message
    assert "1.7" in finding.message


def test_a_package_whose_files_are_gone_is_named(tmp_path, site):
    site("ghost", "1.5", module=False)
    (finding,) = packages.packages(course_with(tmp_path, ["ghost"], ["ghost==1.5"]))
    assert not finding.ok
    assert "files are gone" in finding.message


def test_every_fault_is_listed(tmp_path, site):
    site("old", "1.0")
    faults = packages.packages(course_with(tmp_path, ["gone", "old"], ["gone==1.0", "old==2.0"]))
    assert [(fault.name, fault.ok) for fault in faults] == [("gone", False), ("old", False)]


def test_a_package_for_other_systems_is_not_asked_for(tmp_path, site):
    site("here", "1.0")
    elsewhere = "elsewhere==1.0 ; sys_platform == 'never'"
    course = course_with(tmp_path, ["here", elsewhere], ["here==1.0", elsewhere])
    (finding,) = packages.packages(course)
    assert finding.ok


def test_the_pin_of_this_system_counts(tmp_path, site):
    site("here", "2.0")
    pins = ["here==1.0 ; sys_platform == 'never'", "here==2.0 ; sys_platform != 'never'"]
    (finding,) = packages.packages(course_with(tmp_path, ["here"], pins))
    assert finding.ok


def test_away_from_the_course_the_ranges_noted_by_pip_count(site):
    site(
        packages.DISTRIBUTION, "0.1", "Requires-Dist: first<2", 'Requires-Dist: x; extra == "test"'
    )
    site("first", "2.5")
    (finding,) = packages.packages(None)
    assert (finding.name, finding.ok) == ("first", False)
    assert "<2" in finding.message


def test_without_any_list_of_packages_the_doctor_says_so(site):
    (finding,) = packages.packages(None)
    assert not finding.ok
    assert "change to the course's folder" in finding.message


def test_without_packaging_the_doctor_still_answers(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "packaging.requirements", None)
    (finding,) = packages.packages(course_with(tmp_path, ["first"], []))
    assert not finding.ok
    assert "packaging is not installed" in finding.message


def test_the_course_itself_is_found_where_it_is_installed(site):
    site(packages.DISTRIBUTION, "0.1")
    assert packages.course_installed().ok


def test_the_course_itself_is_missed_where_only_its_requirements_are_installed(site):
    finding = packages.course_installed()
    assert not finding.ok
    assert "pip install --no-deps -e ." in finding.message


def test_enough_memory_is_fine(tmp_path, monkeypatch):
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=4_000_000_000))
    monkeypatch.setattr(machine, "CGROUP", tmp_path)
    finding = machine.memory()
    assert finding.ok
    assert "4.0 GB" in finding.message


def test_too_little_memory_is_told_with_both_figures(tmp_path, monkeypatch):
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=900_000_000))
    monkeypatch.setattr(machine, "CGROUP", tmp_path)
    finding = machine.memory()
    assert not finding.ok
    assert "0.9 GB" in finding.message
    assert "1.5 GB" in finding.message


@pytest.mark.parametrize(
    ("limit", "usage", "reclaimable", "ok"),
    [
        ("2000000000", 200_000_000, 0, True),
        ("2000000000", 800_000_000, 0, False),
        ("2000000000", 800_000_000, 600_000_000, True),
        ("max", 800_000_000, 0, True),
    ],
)
def test_a_containers_limit_counts(tmp_path, monkeypatch, limit, usage, reclaimable, ok):
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=64_000_000_000))
    monkeypatch.setattr(machine, "CGROUP", cgroup_with(tmp_path, limit, usage, reclaimable))
    assert machine.memory().ok is ok


def test_memory_without_psutil_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "psutil", None)
    finding = machine.memory()
    assert not finding.ok
    assert "psutil" in finding.message


def test_an_empty_cache_is_told_with_the_way_out(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path / "cache"))
    disk, data = machine.data()
    assert disk.ok
    assert not data.ok
    assert str(tmp_path / "cache") in data.message
    assert "course data" in data.message


def test_a_full_cache_needs_no_room(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(data_cache, "_verify", lambda file, wanted: 0)
    monkeypatch.setenv("COURSE_DATA", "synthetic")
    (tmp_path / "synthetic.npy").touch()
    (finding,) = machine.data()
    assert finding.ok
    assert finding.message == f"The synthetic set is in {tmp_path}."


def test_an_unknown_set_is_told(monkeypatch):
    monkeypatch.setenv("COURSE_DATA", "mnist")
    (finding,) = machine.data()
    assert not finding.ok
    assert "COURSE_DATA is 'mnist'" in finding.message


def test_data_that_can_not_be_looked_at_are_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "helpers.data", None)
    (finding,) = machine.data()
    assert not finding.ok
    assert "make setup" in finding.message


def test_room_is_looked_for_where_the_folder_will_be(tmp_path):
    assert machine.disk(tmp_path / "not" / "yet").ok
    assert not (tmp_path / "not").exists()


def test_too_little_room_is_told_with_both_figures(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=100_000_000))
    finding = machine.disk(tmp_path)
    assert not finding.ok
    assert "0.1 GB" in finding.message
    assert "0.6 GB" in finding.message


def test_a_folder_that_can_not_be_written_to_is_told(tmp_path):
    (tmp_path / "file").touch()
    finding = machine.disk(tmp_path / "file" / "cache")
    assert not finding.ok
    assert "COURSE_DATA_DIR" in finding.message


def test_npm_is_found_on_the_path(tmp_path, monkeypatch):
    (tmp_path / "npm").write_text("#!/bin/sh\n")
    (tmp_path / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "npm is there" in machine.npm().message


def test_npm_may_be_missing(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    finding = machine.npm()
    assert finding.ok
    assert "not there" in finding.message


def test_lessons_with_their_checks_are_counted(tmp_path):
    for name in ("01_one", "02_two"):
        (tmp_path / "notebooks" / name).mkdir(parents=True)
        (tmp_path / "notebooks" / name / f"{name}.ipynb").touch()
        (tmp_path / "notebooks" / name / "checks.json").touch()
    finding = doctor.released_lessons(tmp_path)
    assert finding.ok
    assert finding.message.endswith("2.")


def test_a_lesson_without_its_checks_is_named(tmp_path):
    (tmp_path / "notebooks" / "01_one").mkdir(parents=True)
    (tmp_path / "notebooks" / "01_one" / "01_one.ipynb").touch()
    finding = doctor.released_lessons(tmp_path)
    assert not finding.ok
    assert "01_one" in finding.message
    assert "course release" in finding.message


def test_a_course_without_lessons_is_told(tmp_path):
    finding = doctor.released_lessons(tmp_path)
    assert not finding.ok
    assert "course release" in finding.message


def test_the_report_ends_with_what_is_to_be_mended():
    text = doctor.report([Finding("npm", True, "There."), Finding("data", False, "Gone.")])
    lines = text.splitlines()
    assert lines[0].startswith("ok")
    assert lines[1].startswith("MISSING")
    assert lines[-1] == "To put right: data."


def test_the_report_says_so_when_nothing_is_missing():
    assert doctor.report([Finding("npm", True, "There.")]).endswith("needs is there.")


def test_the_command_exits_0_when_nothing_is_missing(monkeypatch, capsys):
    monkeypatch.setattr(doctor, "examine", lambda: [Finding("npm", True, "There.")])
    assert cli.main(["doctor"]) == 0
    assert "There." in capsys.readouterr().out


def run_doctor(tmp_path: Path, start: str = "") -> subprocess.CompletedProcess[str]:
    """Run `course doctor` in a fresh Python, after the given statements, with no data."""
    code = f"import sys; {start}\nfrom course.cli import main\ncode = main(['doctor'])\n"
    code += "print('TensorFlow imported:', 'tensorflow' in sys.modules)\nsys.exit(code)"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "COURSE_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_command_exits_1_when_the_data_are_missing(tmp_path):
    result = run_doctor(tmp_path)
    assert result.returncode == 1
    assert "run `course data`" in result.stdout
    assert not result.stderr


def test_the_command_does_not_import_tensorflow(tmp_path):
    started = time.monotonic()
    result = run_doctor(tmp_path)
    assert "TensorFlow imported: False" in result.stdout
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("package", ["numpy", "IPython"])
def test_the_command_answers_where_a_package_can_not_be_imported(tmp_path, package):
    # None in sys.modules is how Python itself marks a module that can't be had.
    result = run_doctor(tmp_path, f"sys.modules[{package!r}] = None")
    assert result.returncode == 1
    assert "To put right" in result.stdout
    assert "Traceback" not in result.stderr
