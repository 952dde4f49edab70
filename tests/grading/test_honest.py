"""Right work gets full marks, however a learner has got at it."""

from collections.abc import Iterator

import pytest
from conftest import COURSE, make_small_course

from helpers.grading.honest import WAYS, honest
from helpers.grading.lesson import Lesson, load_lesson
from helpers.grading.marking import mark_submission
from helpers.grading.sandbox import make_box
from helpers.grading.warm import Server
from helpers.release import release

from .small_class import LESSON, RIGHT

pytestmark = pytest.mark.sandbox


@pytest.fixture(scope="module")
def small(tmp_path_factory, empty_gradebook) -> Lesson:
    course = make_small_course(tmp_path_factory.mktemp("honest") / "course", empty_gradebook)
    release(course, [course / "solutions" / LESSON])
    return load_lesson(course, LESSON, 1)


@pytest.fixture(scope="module")
def server(small) -> Iterator[Server]:
    made = Server(small.modules(), make_box([COURSE]))
    yield made
    made.close()


@pytest.mark.parametrize("name", WAYS)
def test_a_way_of_working_gets_full_marks(name, small, server):
    [one] = [handed for handed in honest(small, {"double": RIGHT}) if handed.name == name]
    graded = mark_submission(small, "ann", one.content, server)
    shown = [cell["outputs"] for cell in graded.notebook["cells"] if cell.get("outputs")]
    assert graded.marks["double"].points == 2, (graded.marks["double"].message, shown)
