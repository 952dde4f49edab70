"""Code that answers an exercise, in a cell of another answer or in a text, is found as well."""

import pytest

from course.grader.marks.marking import mark_submission
from course.grader.notebook.submission import Submission
from course.rehearsal.handed import cell_of, code_cell, filled, to_bytes

pytestmark = pytest.mark.sandbox
THREE = ("double", "twice", "times_two")
ANSWERS = {name: f"def {name}(y):\n    return y + y" for name in THREE}
ALL = "\n\n".join(ANSWERS.values())


def marked(lesson, notebook, server):
    graded = mark_submission(lesson, Submission("ann", None, content=to_bytes(notebook)), server)
    return graded, {name for name, mark in graded.marks.items() if mark.points}


@pytest.mark.parametrize("bare", [False, True], ids=["", "without metadata"])
@pytest.mark.parametrize("place", ["imports", "double-solution", "times-two-solution", "end"])
def test_all_answers_in_one_cell_count_beside_stubs(place, bare, several, small_boxed):
    notebook = filled(several, {})
    if place == "end":
        notebook["cells"].append(code_cell(ALL))
    elif place == "imports":
        cell_of(notebook, place)["source"] += f"\n\n{ALL}"
    else:
        cell_of(notebook, place)["source"] = ALL
    if bare:
        notebook["cells"] = [{**cell, "id": "", "metadata": {}} for cell in notebook["cells"]]
    graded, right = marked(several, notebook, small_boxed)
    assert right == {*THREE}
    assert "stands in the cell of another answer" in " ".join(graded.notes)


def test_a_copy_in_another_answers_cell_takes_no_answers_place(several, small_boxed):
    notebook = filled(several, {**ANSWERS, "twice": f"{ANSWERS['twice']}\n\ndouble = None"})
    assert marked(several, notebook, small_boxed)[1] == {*THREE}


@pytest.mark.parametrize("fence", ["```python", "```", "~~~ python", "``` {code-cell} ipython3"])
@pytest.mark.parametrize("where", ["below", "statement", "end"])
def test_an_answer_in_a_text_between_lines_of_backticks_counts(fence, where, several, small_boxed):
    notebook = filled(several, {"twice": ANSWERS["twice"]})
    text = f"My answer:\n\n{fence}\n{ANSWERS['double']}\n{fence[:3]}\n\nI think so."
    cell = {"cell_type": "markdown", "metadata": {}, "source": text}
    if where == "statement":
        cell_of(notebook, "double")["source"] += f"\n\n{text}"
    elif where == "end":
        notebook["cells"].append(cell)
    else:
        place = notebook["cells"].index(cell_of(notebook, "double-solution"))
        notebook["cells"].insert(place + 1, cell)
    assert marked(several, notebook, small_boxed)[1] == {"double", "twice"}


def test_code_in_a_text_doesn_t_replace_an_answer_in_a_cell(several, small_boxed):
    notebook = filled(several, {"double": ANSWERS["double"]})
    cell_of(notebook, "double")["source"] += "\n\n```\ndef double(y):\n    return y\n```"
    assert marked(several, notebook, small_boxed)[1] == {"double"}
