"""What is handed in beside the notebook is there, and what isn't there costs only what needs it."""

import pytest

from course.grader.marks.marking import mark_submission
from course.grader.marks.marks import Graded
from course.grader.notebook.find import Submission
from course.rehearsal.handed import code_cell, filled, to_bytes

pytestmark = pytest.mark.sandbox
RIGHT = "def double(y):\n    return y + y"
FILES = {"my.csv": b"2", "data/more.csv": b"3"}


def marked(small, server, answer: str, *before: str, files: dict[str, bytes] = FILES) -> Graded:
    notebook = filled(small, {"double": answer})
    for source in reversed(before):
        notebook["cells"].insert(1, code_cell(source))
    handed = Submission("ann", None, content=to_bytes(notebook), files=files)
    return mark_submission(small, handed, server)


def shown(graded: Graded) -> str:
    return str([cell.get("outputs") for cell in graded.notebook["cells"]])


@pytest.mark.parametrize("name", FILES)
def test_a_file_beside_the_notebook_can_be_read_and_not_written_to(name, small, small_boxed):
    tried = (
        "import os\nprint([os.access(name, os.W_OK) for name in NAMES])\n"
        "try:\n    open(NAME, 'a').close()\nexcept OSError as error:\n"
        "    print(type(error).__name__)"
    )
    code = tried.replace("NAMES", repr([*FILES])).replace("NAME", repr(name))
    graded = marked(small, small_boxed, RIGHT, code, f"print('read', open({name!r}).read())")
    assert "[False, False]\\nPermissionError" in shown(graded)
    assert f"read {FILES[name].decode()}" in shown(graded)
    assert (graded.points, graded.notes) == (2, [])


@pytest.mark.parametrize(
    ("before", "answer"),
    [
        ("with open('my.csv', 'w') as file: print(2, file=file)\nfactor = 2", "return y * factor"),
        ("", "open('my.csv', 'w').write('9')\n    return y * 2"),
        ("%%writefile my.csv\n2", "return y * int(open('my.csv').read())"),
        ("import numpy as np", "np.savetxt('data/more.csv', y)\n    return y * 2"),
    ],
    ids=["cell", "answer", "magic", "package"],
)
def test_a_notebook_that_writes_once_more_what_it_once_wrote_keeps_its_marks(
    before, answer, small, small_boxed
):
    graded = marked(small, small_boxed, f"def double(y):\n    {answer}", before)
    assert (graded.points, graded.notes) == (2, [])


def test_an_error_that_only_looks_like_one_of_writing_ends_nothing(small, small_boxed):
    answer = "def double(y):\n    raise PermissionError(13, 'no', 'my.csv')"
    graded = marked(small, small_boxed, answer, "raise PermissionError('my.csv')")
    assert graded.points == 0
    assert "PermissionError" in graded.marks["double"].message


@pytest.mark.parametrize(
    "before",
    [
        "import pandas_that_is_not_there as pd",
        "from google.colab import drive",
        "from google.colab import drive\ndrive.mount('/content/drive')",
        "import numpy as np, seaborn_that_is_not_there as sns, math\nsns.set_theme()",
        "import xgboost_that_is_not_there.sklearn as x\nmodel = x.Model()\nmodel.fit([1])",
        "%matplotlib inline\nfrom nowhere import *",
        "from mylib import helper",
        "try:\n    import nowhere\nexcept ImportError:\n    !pip install nowhere",
    ],
)
def test_a_missing_import_that_no_answer_needs_costs_nothing(before, small, small_boxed):
    graded = marked(small, small_boxed, RIGHT, before, files={})
    assert (graded.points, graded.notes) == (2, [])
