"""Whose copy it is: one setting, filled in by a command, and never published unfilled."""

import shutil

import pytest

from course import owner
from course.folders import CourseError
from course.site.__main__ import main as make_site
from tests.small_course import COURSE


@pytest.fixture
def course(tmp_path):
    for file in ("pyproject.toml", *owner.PAGES):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        shutil.copy(COURSE / file, tmp_path / file)
    return tmp_path


def test_the_command_fills_in_every_address(course):
    assert owner.set_owner(course, "ann-example") == ["pyproject.toml", *owner.PAGES]
    assert owner.owner(course) == "ann-example"
    for page in owner.PAGES:
        text = (course / page).read_text()
        assert "ann-example/rare-class-course" in text
        assert owner.UNFILLED not in text


def test_another_owner_takes_the_place_of_the_first(course):
    owner.set_owner(course, "ann")
    owner.set_owner(course, "bob")
    assert owner.owner(course) == "bob"
    assert "ann/" not in (course / owner.PAGES[0]).read_text()


def test_the_same_owner_changes_nothing(course):
    owner.set_owner(course, "ann")
    assert owner.set_owner(course, "ann") == []


@pytest.mark.parametrize("name", ["", "a b", "-ann", "ann-", "a/b", "x" * 40, "OWNER"])
def test_what_is_no_account_is_refused(course, name):
    with pytest.raises(CourseError, match="be a GitHub account"):
        owner.set_owner(course, name)


def test_an_address_without_an_owner_reaches_no_reader(course):
    with pytest.raises(CourseError, match="course owner NAME"):
        owner.require_owner(course)
    owner.set_owner(course, "ann")
    owner.require_owner(course)


def test_a_site_without_an_owner_is_not_published(course, monkeypatch, capsys):
    monkeypatch.setattr("course.site.__main__.course_folder", lambda: course)
    assert make_site(["--publish"]) == 1
    assert "course owner NAME" in capsys.readouterr().err


def test_the_workflow_that_publishes_fills_in_the_owner_and_asks_for_the_refusal():
    publishing = [
        text
        for file in (COURSE / ".github" / "workflows").glob("*.yml")
        if "actions/deploy-pages" in (text := file.read_text(encoding="utf-8"))
    ]
    assert publishing
    for text in publishing:
        assert text.index("course owner") < text.index("SITE_FLAGS=--publish")


def test_every_page_that_names_the_repository_is_among_those_filled_in():
    files = [COURSE / "README.md", COURSE / "CONTRIBUTING.md", *(COURSE / "docs").glob("*.md")]
    naming = {
        file.relative_to(COURSE).as_posix()
        for file in files
        if owner._ADDRESS.search(file.read_text())
    }
    assert naming == set(owner.PAGES)
