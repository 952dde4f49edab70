"""What is handed in beside the notebook is there, and what isn't there costs only what needs it."""

import pytest

from course.grader.marks.marking import mark_submission
from course.grader.marks.marks import Graded
from course.grader.notebook.find import find_submissions
from course.grader.notebook.read import read_submission
from course.grader.notebook.submission import Submission
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


@pytest.mark.parametrize(
    "line",
    [
        "name = input('name? ')",
        "n = int(input())\nimport math",
        "from getpass import getpass\nkey: str = getpass()",
        "import getpass\nfor _ in range(2):\n    getpass.getpass('key')",
        "while (said := input()) != 'q':\n    print(said)",
    ],
)
def test_a_cell_that_waits_for_somebody_to_type_goes_on(line, small, small_boxed):
    graded = marked(small, small_boxed, f"{line}\n\n{RIGHT}", files={})
    assert (graded.points, graded.notes) == (2, [])
    assert "Nobody can type here" in shown(graded)


@pytest.mark.parametrize(
    "lines",
    [
        "from google.colab import drive, files\ndrive.mount('/content/drive')\nfiles.upload()",
        "import seaborn_not_there as sns\nsns.set_theme()\nsns.utils.x.y(1)",
        "import torch_not_there\ntorch_not_there.manual_seed(0); torch_not_there.x[1].y()",
        "import pandas_not_there as pd\ntable = pd.DataFrame([1])\ntable['x'] = 2 * table\n"
        "table.columns = ['x']\nmean: float = table['x'].mean() / 2\nprint(f'{mean:.2f}')",
        "import pandas_not_there as pd\na, (b, *c) = pd.read()\nfor row in a:\n    print(row)",
        "import torch_not_there as torch\nwith torch.no_grad():\n    print(1)\n"
        "if torch.cuda.is_available():\n    torch.set()\nnumber = 1\nnumber += torch.pi",
        "import tqdm_not_there as tqdm\nfor n in tqdm.tqdm(range(3)):\n    print(n)",
    ],
)
def test_what_is_done_with_a_missing_package_above_an_answer_costs_nothing(
    lines, small, small_boxed
):
    graded = marked(small, small_boxed, f"{lines}\n\n{RIGHT}", files={})
    assert (graded.points, graded.notes) == (2, [])


def test_a_function_that_waits_for_somebody_to_type_still_hears_of_it(small, small_boxed):
    graded = marked(small, small_boxed, "def double(y):\n    return input()", files={})
    assert "nobody can type into input()" in graded.marks["double"].message


@pytest.mark.parametrize("line", ["from helpers.data import gone_by_now", "import helpers.gone"])
def test_a_name_that_is_gone_from_helpers_is_of_an_older_version(line, small, small_boxed):
    graded = marked(small, small_boxed, f"{line}\n\ndef double(y):\n    return y**2")
    assert graded.notes == [
        "the notebook is of an older version of the course: a name that it takes from `helpers` is "
        "gone, so what uses it can't run"
    ]


def test_a_package_that_a_function_imports_in_vain_is_named(small, small_boxed):
    answer = "def double(y):\n    import seaborn_not_there.x as sns\n    return sns.twice(y)"
    graded = marked(small, small_boxed, answer, files={})
    assert graded.notes == [
        "not among the course's packages, so what uses it can't run: seaborn_not_there"
    ]


def test_an_answer_that_needs_what_a_missing_package_gives_hears_of_it(small, small_boxed):
    answer = "import seaborn_not_there as sns\n\ndef double(y):\n    return sns.twice(y)"
    graded = marked(small, small_boxed, answer, files={})
    assert "ModuleNotFoundError" in graded.marks["double"].message
    assert graded.points == 0


@pytest.mark.sandbox
def test_a_package_may_look_up_which_libraries_are_loaded(small, small_boxed):
    answer = "from threadpoolctl import threadpool_limits\n\ndef double(y):\n    "
    answer += "with threadpool_limits(1) as limited:\n        return y + y"
    graded = marked(small, small_boxed, answer, files={})
    assert (graded.points, graded.notes) == (2, [])


OTHER = to_bytes(
    {"cells": [code_cell("%matplotlib inline\nfactor = 2")], "nbformat": 4, "metadata": {}}
)
WITH_ERRORS = to_bytes(
    {"cells": [code_cell("1 / 0"), code_cell("factor = 2")], "nbformat": 4, "metadata": {}}
)


@pytest.mark.parametrize(
    ("name", "content", "before"),
    [
        ("other.ipynb", OTHER, "%run other.ipynb"),
        ("my other.ipynb", OTHER, "import time; time.sleep(0)\n%run -i 'my other.ipynb'"),
        ("other.ipynb", OTHER, "%run ./other"),
        ("other.ipynb", OTHER, "%run /content/drive/MyDrive/other.ipynb"),
        ("helper.py", b"factor = 2", "%run helper.py"),
        ("helper.py", b"factor = 2", r"%run 'C:\Users\ann\helper.py'"),
        ("other.ipynb", OTHER, "import import_ipynb\nfrom other import factor"),
        ("my other.ipynb", OTHER, "import import_ipynb, my_other\nfactor = my_other.factor"),
        ("other.ipynb", WITH_ERRORS, "import nbimporter\nfrom other import *"),
        ("other.ipynb", OTHER, "from ipynb.fs.full.other import factor"),
    ],
)
def test_another_notebook_or_program_beside_can_be_run(name, content, before, small, small_boxed):
    answer = "def double(y):\n    return y * factor"
    graded = marked(small, small_boxed, answer, before, files={name: content})
    assert (graded.points, graded.notes) == (2, [])


@pytest.mark.parametrize(
    "before", ["%run other.ipynb", "%run -i ../other.ipynb", "%run other.ipynb -x 1"]
)
def test_another_notebook_that_is_not_there_is_named(before, small, small_boxed):
    answer = "def double(y):\n    return y * factor"
    graded = marked(small, small_boxed, answer, before, files={})
    assert graded.points == 0
    assert graded.notes == [
        "a cell asked for what was not handed in beside the notebook: other.ipynb"
    ]
    graded = marked(small, small_boxed, RIGHT, f"{before}\n1 / 0", files={})
    assert (graded.points, graded.notes) == (2, [])


def test_another_notebook_comes_along_only_where_it_is_run(tmp_path):
    for name in ("other.ipynb", "data.csv"):
        (tmp_path / "ann" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "ann" / name).write_bytes(OTHER)
    file = tmp_path / "ann" / "01_small.ipynb"
    for source, files in [("%run other.ipynb", ["data.csv", "other.ipynb"]), ("1", ["data.csv"])]:
        file.write_bytes(to_bytes({"cells": [code_cell(source)], "nbformat": 4, "metadata": {}}))
        [found] = find_submissions(tmp_path, "01_small")
        assert sorted(read_submission(found).files) == files


def test_a_notebook_beside_may_hold_the_answer_where_its_cell_was_deleted(small, small_boxed):
    answers = [code_cell("def double(y):\n    return y + y")]
    beside = to_bytes({"cells": answers, "nbformat": 4, "metadata": {}})
    notebook = filled(small, {})
    notebook["cells"] = [c for c in notebook["cells"] if c["id"] != "double-solution"]
    notebook["cells"].insert(2, code_cell("%run answers.ipynb"))
    one = Submission(
        "ann", None, content=to_bytes(notebook), beside=("answers.ipynb",),
        files={"answers.ipynb": beside},
    )  # fmt: skip
    assert mark_submission(small, one, small_boxed).points == 2
