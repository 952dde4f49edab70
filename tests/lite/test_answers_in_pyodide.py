"""All answers of the course in Pyodide, under Node: right, or their own hint, as elsewhere."""

import json
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from tests.lite.node import run_in_pyodide

pytestmark = pytest.mark.lite
HERE = Path(__file__).parent

# What can't be the same in Pyodide 0.27.7. A matrix product rounds in another way: where two
# answers cost the same, another one is least. Its SciPy has no `rng=` yet, and its scikit-learn
# says in other words what it can't take.
OTHER_ROUNDING = {"dead_rows.cheapest_answer"}
OLDER_SCIPY = {"paired_bootstrap.by_scipy", "paired_bootstrap.corrected_for_bias"}
OLDER_SKLEARN = {"average_precision.arguments_swapped"}


@pytest.fixture(scope="module")
def tried(pyodide: Path) -> dict[str, Any]:
    said = run_in_pyodide(pyodide, HERE / "try_answers.py", "numpy", "ipython", "scikit-learn")
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found


def test_right_answers_are_right_and_mistakes_get_their_own_hint(tried):
    assert tried["tried"] > 1000
    known = OLDER_SCIPY | OLDER_SKLEARN | OTHER_ROUNDING
    assert tried["faults"].keys() == known, tried["faults"]


def test_a_check_takes_a_tenth_of_a_second(tried):
    assert median(tried["seconds"].values()) < 0.1


def test_a_loop_without_end_is_broken_off(pyodide, tmp_path):
    script = tmp_path / "endless.py"
    script.write_text(
        "from course.lite.page.limit import keep_limits\n"
        "from helpers.checks.calls import call\n"
        "from helpers.checks.exercise import Case\n"
        "def endless():\n"
        "    while True:\n"
        "        try:\n"
        "            while True: pass\n"
        "        except BaseException: pass\n"
        "keep_limits()\n"
        "print(call(endless, Case(()), seconds=0.3).error)\n"
    )
    assert run_in_pyodide(pyodide, script, "numpy", "ipython").strip() == "TooSlow"


def test_what_lessons_do_not_need_there_is_not_imported(pyodide, tmp_path):
    script = tmp_path / "imports.py"
    script.write_text(
        "import sys\n"
        "from helpers import check, claim\n"
        "from helpers.data import CLASS_NAMES\n"
        "from helpers.lessons import long_tail, twenty_rows\n"
        "unwanted = {'keras', 'tensorflow', 'ipywidgets', 'tqdm', 'platformdirs'}\n"
        "print(*sorted(unwanted & {*sys.modules}))\n"
    )
    packages = "numpy", "ipython", "scikit-learn"
    assert run_in_pyodide(pyodide, script, *packages).strip() == ""
