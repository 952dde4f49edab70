"""`00_start.ipynb`: made of what lessons and guide say, copied to `work/` with what is done."""

import json

import nbformat
import pytest

from course.folders import CourseError, lesson_folders
from course.release.first_page import first_page
from course.release.lessons import drift, release
from course.release.start import start
from helpers.checks.desk.progress import PROGRESS_FILE
from tests.course.release.test_release import change_cell

GUIDE = """\
| lesson | title | minutes | computing, two cores / one | can |
| --- | --- | --- | --- | --- |
| 01 | A small lesson | 5 | 1 s / 2 s | double anything |

### Half an hour

| at | minutes | what |
| --- | --- | --- |
| 12:00 | 5 | Welcome |
| 12:05 | 3 | 01, its first half |

### Half a day

| at | minutes | what |
| --- | --- | --- |
| 09:00 | 5 | 01 and its claims |
"""
LINK = "[01 A small lesson](01_small/01_small.ipynb)"


@pytest.fixture
def course(small_course):
    change_cell(small_course, "title", "# A small lesson", "# A small lesson\n\n5 minutes.")
    (small_course / "docs").mkdir()
    (small_course / "docs" / "teacher.md").write_text(GUIDE)
    return small_course


@pytest.fixture
def mine(course):
    """Return the learner's copy, as `course start` makes it."""
    release(course, lesson_folders(course))
    start(course, ["01_small"])
    return course / "work" / "00_start.ipynb"


def shown(file) -> str:
    """Return what the copy shows before anything is run."""
    [output] = nbformat.read(file, as_version=4).cells[1].outputs
    return output.data["text/plain"]


def test_lessons_stand_there_with_minutes_and_what_one_can_do_after_them(course):
    text = first_page(course).cells[2].source
    assert f"| {LINK} | 5 | double anything |" in text.splitlines()


def test_the_ways_through_are_the_schedules_of_the_guide(course):
    text = first_page(course).cells[3].source
    hour, day, whole = (part for part in text.split("\n\n**")[1:])
    assert hour.startswith("Half an hour:")
    assert f"- {LINK}: its first half (3 minutes)" in hour
    assert "Welcome" not in hour
    assert f"- {LINK}: and its claims (5 minutes)" in day
    assert whole.startswith("All of it:")


@pytest.mark.parametrize("missing", ["### Half an hour", "| 01 | A small lesson"])
def test_what_the_guide_lacks_is_said(course, missing):
    (course / "docs" / "teacher.md").write_text(GUIDE.replace(missing, "| 99"))
    with pytest.raises(CourseError, match=r"docs/teacher\.md"):
        first_page(course)


def test_a_release_writes_it_and_a_change_is_drift(course):
    release(course, lesson_folders(course))
    assert drift(course) == []
    page = course / "notebooks" / "00_start.ipynb"
    page.write_text(page.read_text().replace("double anything", "halve it"))
    assert drift(course) == [
        "notebooks/00_start.ipynb differs from solutions/: run `course release`."
    ]


def test_the_copy_shows_what_is_done_and_where_to_go_on(course, mine):
    assert shown(mine).startswith("Begin with: 01 A small lesson\n")
    done = {"exercises": {"double": {"state": "right", "tries": 2, "hints": 0}}}
    (course / "work" / "01_small" / PROGRESS_FILE).write_text(json.dumps(done))
    start(course, ["01_small"])
    assert shown(mine).startswith("✓ All lessons are done\n")


def test_a_copy_that_was_run_follows_and_one_with_words_of_ones_own_stays(course, mine):
    notebook = nbformat.read(mine, as_version=4)
    notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text="of yesterday")]
    nbformat.write(notebook, mine)
    start(course, ["01_small"])
    assert "Begin with" in shown(mine)
    notebook.cells[0].source = "My plan"
    nbformat.write(notebook, mine)
    start(course, ["01_small"])
    assert "My plan" in mine.read_text()
