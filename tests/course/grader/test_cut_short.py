"""A cell of the lesson that is cut short leaves what answers need of it as it was."""

import nbformat
import pytest

from course.grader import running
from course.release.lessons import release
from tests.course.grader.small_class import LESSON, grade, hand_in, notebook_with, row
from tests.small_course import make_small_course, small_lesson

# As a training of several networks: it begins with nothing, and fills a table.
SLOW = """import time

rounds = {}
for number in range(4):
    time.sleep(0.3)
    rounds[number] = number"""
# Of a text that is run nobody knows what it needs: so all that the lesson shows is tried.
ANSWER = "def double(y):\n    return eval('y + y') if rounds[3] == 3 else None"


@pytest.fixture
def course(tmp_path, empty_gradebook, monkeypatch):
    course = make_small_course(tmp_path / "course", empty_gradebook)
    lesson = small_lesson()
    place = next(n for n, cell in enumerate(lesson.cells) if cell.id == "double-solution")
    lesson.cells.insert(place, nbformat.v4.new_code_cell(SLOW, id="rounds"))
    nbformat.write(lesson, course / "solutions" / LESSON / f"{LESSON}.ipynb")
    release(course, [course / "solutions" / LESSON])
    monkeypatch.chdir(course)
    monkeypatch.setattr(running, "SECONDS_PER_EXTRA_CELL", 0.5)
    return course


def test_what_a_cell_has_begun_anew_when_it_is_cut_short_is_run_again(course):
    hand_in(course, "ann", notebook_with(course, ANSWER))
    assert row(grade(course), "ann")["points"] == 2
