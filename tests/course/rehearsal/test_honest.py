"""Right work gets full marks, however a learner has got at it."""

import pytest

from course.grader.marks.marking import mark_submission
from course.grader.notebook.submission import Submission
from course.rehearsal.honest import WAYS, honest
from tests.course.grader.small_class import RIGHT

pytestmark = pytest.mark.sandbox


@pytest.mark.parametrize("name", [*WAYS, "all_answers_below_the_stubs"])
def test_a_way_of_working_gets_full_marks(name, small, small_boxed):
    [one] = [handed for handed in honest(small, {"double": RIGHT}) if handed.name == name]
    graded = mark_submission(small, Submission("ann", None, content=one.content), small_boxed)
    shown = [cell["outputs"] for cell in graded.notebook["cells"] if cell.get("outputs")]
    assert graded.marks["double"].points == 2, (graded.marks["double"].message, shown)
