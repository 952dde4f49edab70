"""What `course doctor` says of packages: missing, of another version, half installed."""

import sys
from pathlib import Path

import pytest

from course.doctor import packages


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
