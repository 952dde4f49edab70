"""`course grade` takes along what lies beside a notebook, and names what doesn't lie there."""

import json

from course.rehearsal.handed import code_cell
from tests.course.grader.small_class import LESSON, grade, hand_in, notebook_with


def test_what_is_handed_in_beside_the_notebook_is_there_and_counts(course):
    answer = "def double(y):\n    return mylib.double(y, factor)"
    own = "import mylib\nfactor = int(open('my.csv').read())"
    notebook = json.loads(notebook_with(course, answer))
    notebook["cells"].insert(1, code_cell(own))
    file = hand_in(course, "ann", json.dumps(notebook))
    file.with_name("mylib.py").write_text("def double(y, factor):\n    return y * factor\n")
    (file.parent / "my.csv").write_text("2")
    assert grade(course)["submissions"][0]["points"] == 2
    (file.parent / "my.csv").write_text("3")
    assert grade(course)["submissions"][0]["points"] == 0


def test_what_an_answer_does_not_find_is_named_in_note_and_feedback(course):
    notebook = json.loads(notebook_with(course, "def double(y):\n    return mylib.double(y)"))
    notebook["cells"].insert(1, code_cell("import mylib"))
    notebook["cells"].insert(2, code_cell("open('my.csv')"))
    hand_in(course, "ann", json.dumps(notebook))
    [graded] = grade(course)["submissions"]
    assert graded["points"] == 0
    assert graded["notes"] == [
        "not among the course's packages, so what uses it can't run: mylib",
        "a cell asked for what was not handed in beside the notebook: my.csv",
    ]
    page = course / "grading" / "feedback" / "ann" / LESSON / f"{LESSON}.html"
    assert "No module named" in page.read_text()
    assert "my.csv" in page.read_text()
