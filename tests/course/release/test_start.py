"""`course start`: a place of one's own, where nothing that one has written is lost."""

import nbformat
import pytest

from course.cli import main
from course.folders import lesson_folders
from course.release.lessons import release
from course.release.start import start
from tests.course.release.test_release import change_cell

LESSON = "01_small"


@pytest.fixture
def course(small_course, monkeypatch):
    release(small_course, lesson_folders(small_course))
    monkeypatch.chdir(small_course)
    return small_course


def write_into(file, text):
    notebook = nbformat.read(file, as_version=4)
    notebook.cells[3].source = text
    nbformat.write(notebook, file)


def test_the_lessons_are_copied_with_their_checks_and_the_glossary(course):
    assert main(["start"]) == 0
    names = {file.name for file in (course / "work").rglob("*") if file.is_file()}
    assert names == {"01_small.ipynb", "checks.json", "glossary.md"}


def test_what_somebody_has_written_stays_and_an_untouched_copy_follows_the_course(course):
    mine = course / "work" / LESSON / f"{LESSON}.ipynb"
    start(course, [LESSON])
    change_cell(course, "title", "small", "other")
    release(course, lesson_folders(course))
    start(course, [LESSON])
    assert "other lesson" in mine.read_text()
    write_into(mine, "def double(y):\n    return y + y")
    change_cell(course, "title", "other", "third")
    release(course, lesson_folders(course))
    start(course, [LESSON])
    assert "y + y" in mine.read_text()


def test_to_begin_anew_puts_the_work_aside(course, capsys):
    mine = course / "work" / LESSON / f"{LESSON}.ipynb"
    start(course, [LESSON])
    write_into(mine, "mine")
    assert main(["start", "01", "--anew"]) == 0
    assert "mine" not in mine.read_text()
    [aside] = mine.parent.glob("01_small-*.ipynb")
    assert "mine" in aside.read_text()
    assert aside.name in capsys.readouterr().out


def test_work_from_the_old_place_comes_along(course):
    write_into(course / "notebooks" / LESSON / f"{LESSON}.ipynb", "mine")
    start(course, [LESSON])
    assert "mine" in (course / "work" / LESSON / f"{LESSON}.ipynb").read_text()


def test_files_of_ones_own_are_not_overwritten(course):
    start(course, [LESSON])
    (course / "notebooks" / LESSON / "table.csv").write_text("theirs")
    (course / "work" / LESSON / "table.csv").write_text("mine")
    start(course, [LESSON])
    assert (course / "work" / LESSON / "table.csv").read_text() == "mine"


def test_to_begin_all_lessons_anew_needs_a_name(course, capsys):
    assert main(["start", "--anew"]) == 2
    assert "--anew needs the lesson's name" in capsys.readouterr().err
