"""The lessons of the site are run once, and again when their code has changed."""

import shutil

import nbformat
import pytest

from course.folders import CourseError, course_folder, lesson_folders
from course.site.build import lessons_to_run, released_lessons, run_lessons, write_pages
from tests.small_course import edit


def printed(solved):
    return [
        output.text
        for cell in solved["01_small"].cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream"
    ]


def test_a_lesson_is_run_once_and_anew_when_it_has_changed(small_course, tmp_path):
    # Each run prints something else: the time in nanoseconds.
    edit(small_course, "claim", "import time\nprint(time.time_ns())")
    first = printed(run_lessons(small_course, tmp_path / "kept", "cifar10", quick=True))
    assert printed(run_lessons(small_course, tmp_path / "kept", "cifar10", quick=True)) == first
    edit(small_course, "claim", "print('changed')")
    assert printed(run_lessons(small_course, tmp_path / "kept", "cifar10", quick=True)) == [
        "changed\n"
    ]
    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_text_that_has_changed_is_new_beside_the_outputs_of_the_run_before(small_course, tmp_path):
    edit(small_course, "claim", "import time\nprint(time.time_ns())")
    first = printed(run_lessons(small_course, tmp_path / "kept", "cifar10", quick=True))
    edit(small_course, "double", "### Exercise 1: `double` (2 points)\n\nReturn twice y.")
    again = run_lessons(small_course, tmp_path / "kept", "cifar10", quick=True)
    assert printed(again) == first
    assert "Return twice y." in again["01_small"].cells[2].source


def test_a_run_that_was_stopped_goes_on_with_the_lesson_where_it_stopped(small_course, tmp_path):
    lessons = small_course / "solutions"
    shutil.copytree(lessons / "01_small", lessons / "02_small")
    (lessons / "02_small" / "01_small.ipynb").rename(lessons / "02_small" / "02_small.ipynb")
    edit(small_course, "claim", "1 / 0", lesson="02_small")
    with pytest.raises(CourseError, match="02_small fails"):
        run_lessons(small_course, tmp_path / "kept", "cifar10", quick=True)
    edit(small_course, "claim", "1 / 1", lesson="02_small")
    waiting = lessons_to_run(small_course, tmp_path / "kept", "cifar10", quick=True)
    assert [folder.name for folder in waiting] == ["02_small"]


def test_a_lesson_that_fails_is_not_published(small_course, tmp_path):
    edit(small_course, "claim", 'claim("Two is less than one.", 2 < 1)')
    with pytest.raises(CourseError, match="01_small fails, so there is no site"):
        run_lessons(small_course, tmp_path / "kept", "cifar10", quick=False)
    assert not list((tmp_path / "kept").glob("*.ipynb"))


def test_what_somebody_has_written_into_notebooks_is_not_on_the_site(small_course, tmp_path):
    work = small_course / "notebooks" / "01_small" / "01_small.ipynb"
    work.parent.mkdir()
    work.write_text("no notebook")
    released = released_lessons(small_course, tmp_path / "released")
    sources = [cell.source for cell in released["01_small"].cells]
    assert any("return ..." in source for source in sources)
    assert work.read_text() == "no notebook"


def test_a_page_leads_into_the_browser_where_its_lesson_runs_there(tmp_path):
    course = course_folder()
    names = [folder.name for folder in lesson_folders(course)]
    lessons = {
        name: nbformat.read(course / "notebooks" / name / f"{name}.ipynb", as_version=4)
        for name in names
    }
    there = tmp_path / "lite" / "files" / "notebooks" / names[0] / f"{names[0]}.ipynb"
    there.parent.mkdir(parents=True)
    there.touch()
    write_pages(course, lessons, lessons, tmp_path / "pages", lite=tmp_path / "lite")
    pages = {name: (tmp_path / "pages" / "lessons" / f"{name}.ipynb") for name in names}
    assert [name for name in names if "Try it here" in pages[name].read_text()] == names[:1]
