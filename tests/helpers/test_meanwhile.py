"""Keras is loaded while somebody reads on, and nothing else has to wait for it."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator

import nbformat
import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel

from course.folders import lesson_folders, lesson_notebook
from helpers import meanwhile, plots
from tests.small_course import COURSE

LESSONS = lesson_folders(COURSE)
PRINT = "print(json.dumps(loaded))"


@pytest.fixture
def kernel() -> Iterator[BlockingKernelClient]:
    manager, client = start_new_kernel(cwd=str(COURSE))
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def run(client: BlockingKernelClient, code: str) -> str:
    """Run a cell that must not fail; return what it prints."""
    said: list[str] = []

    def collect(message: dict) -> None:
        said.append(message["content"].get("text", ""))

    reply = client.execute_interactive(code, output_hook=collect, timeout=120)
    assert reply["content"]["status"] == "ok", reply["content"]
    return "".join(said)


def python(code: str) -> str:
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=COURSE, capture_output=True, text=True, check=True
    )
    return ended.stdout


def test_keras_comes_in_a_thread_and_whoever_imports_it_gets_all_of_it(kernel):
    start = "import sys\nfrom helpers import meanwhile\nmeanwhile.load_keras()\n"
    said = run(kernel, f"{start}print('helpers.training' in sys.modules)")
    assert said == "Keras is being loaded while you read on.\nFalse\n"
    beside = "import matplotlib.pyplot, scipy.stats, sklearn.ensemble, sklearn.metrics, PIL.Image\n"
    use = "from helpers.models import small_cnn\nprint(small_cnn().count_params() > 0)"
    assert run(kernel, beside + use) == "True\n"
    assert run(kernel, "import os\nprint(os.fstat(2).st_rdev == os.stat(os.devnull).st_rdev)") == (
        "False\n"
    )


def test_a_cell_that_imports_something_begins_when_keras_is_there(kernel):
    run(kernel, "import sys, threading\nfrom helpers import meanwhile\nmeanwhile.load_keras()")
    here = "print([t.name for t in threading.enumerate() if t.name == 'load_keras'])"
    assert run(kernel, here) == "['load_keras']\n"
    assert run(kernel, f"import sklearn.metrics\n{here}") == "[]\n"
    assert run(kernel, "print('keras' in sys.modules)") == "True\n"


def test_a_keras_that_cannot_be_loaded_is_named_by_the_cell_that_needs_it(kernel):
    run(kernel, "import sys\nfrom helpers import meanwhile\nsys.modules['keras'] = None")
    assert run(kernel, "meanwhile.load_keras()") == "Keras is being loaded while you read on.\n"
    needs = "try:\n    from helpers.models import small_cnn\nexcept ImportError as error:\n"
    assert "keras" in run(kernel, f"{needs}    print(error)")


def test_where_nobody_reads_nothing_is_loaded():
    code = (
        "import sys, threading\nfrom helpers import meanwhile\nmeanwhile.load_keras()\n"
        "print(threading.active_count(), 'keras' in sys.modules)"
    )
    assert python(code) == "1 False\n"


def test_in_a_browser_which_has_no_threads_nothing_is_loaded(monkeypatch, capsys):
    monkeypatch.setattr(meanwhile, "_IN_A_BROWSER", True)
    monkeypatch.setattr(meanwhile, "in_notebook", lambda: True)
    before = threading.active_count()
    meanwhile.load_keras()
    assert threading.active_count() == before
    assert capsys.readouterr().out == ""


@pytest.fixture(scope="module")
def loaded() -> dict[str, set[str]]:
    """Return what is loaded after the imports of each lesson's first cell, one after another.

    What loads Keras does so where it is imported first: that lesson is told from those before it.
    """
    code = "import json, sys\nloaded = {}\n"
    for folder in LESSONS:
        cells = nbformat.read(lesson_notebook(folder), as_version=4).cells
        first = next(cell.source for cell in cells if cell.cell_type == "code")
        imports = [line for line in first.splitlines() if line.startswith(("from", "import"))]
        code += "\n".join([*imports, f"loaded[{folder.name!r}] = list(sys.modules)\n"])
    return {name: set(names) for name, names in json.loads(python(code + PRINT)).items()}


@pytest.mark.parametrize("folder", LESSONS, ids=lambda folder: folder.name)
def test_the_first_cell_of_a_lesson_waits_for_no_keras(folder, loaded):
    assert not {"keras", "tensorflow"} & loaded[folder.name]
    if folder.name.startswith("01"):  # the first of all
        assert not {"sklearn", "matplotlib"} & loaded[folder.name]


def test_what_draws_is_loaded_too_while_somebody_reads_and_a_figure_waits_for_all_of_it(kernel):
    run(kernel, "import sys\nfrom helpers import meanwhile, plots\nmeanwhile.load_keras()")
    drawn = "print(plots.metric_chart.__module__, 'matplotlib' in sys.modules)"
    assert run(kernel, drawn) == "helpers.plots.answers True\n"


def test_a_figure_that_does_not_exist_is_named():
    with pytest.raises(AttributeError, match="'helpers.plots' has no attribute 'metric_chrt'"):
        plots.metric_chrt  # noqa: B018


def test_no_module_of_figures_hides_a_figure_of_its_name():
    modules = {file.stem for file in (COURSE / "helpers" / "plots").glob("*.py")}
    assert not modules & {*dir(plots)}
