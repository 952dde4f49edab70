"""The lessons of the site are run once, and again when something has changed."""

import nbformat
import pytest

from course.folders import CourseError, lesson_folders, lesson_notebook
from course.site.build import released_lessons, run_lessons


def edit(course, cell_id, source):
    [folder] = lesson_folders(course)
    notebook = nbformat.read(lesson_notebook(folder), as_version=4)
    [cell] = [cell for cell in notebook.cells if cell.id == cell_id]
    cell.source = source
    nbformat.write(notebook, lesson_notebook(folder))


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
