"""`course lab`: a quiet desk for learners, and the whole room for whoever teaches."""

import json
import re
import urllib.request
from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
from jupyter_client.blocking.client import BlockingKernelClient

from course.desk.lab import lab_environment
from tests.desk import LESSON, Desk, copy_of_course, course_lab

PANELS = "@jupyter/nbgrader"
TRAINING = (
    "import numpy as np\nfrom helpers import meanwhile\nmeanwhile.load_keras()\n"
    "from helpers.models import small_cnn\nmodel = small_cnn()\n"
    "model.compile('adam', 'binary_crossentropy')\n"
    "_ = model.fit(np.zeros((8, 32, 32, 3), 'uint8'), np.zeros(8), verbose=0)"
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Iterator[Desk]:
    with course_lab(copy_of_course(tmp_path_factory.mktemp("learner"))) as desk:
        yield desk


@pytest.fixture(scope="module")
def teachers_desk(tmp_path_factory) -> Iterator[Desk]:
    with course_lab(copy_of_course(tmp_path_factory.mktemp("teacher")), "--teach") as desk:
        yield desk


def asked(desk: Desk, page: str, **data: str) -> str:
    """Return what the server answers; with data, to a POST."""
    body = json.dumps(data).encode() if data else None
    request = urllib.request.Request(f"{desk.address}{page}", body)
    request.add_header("Authorization", f"token {desk.token}")
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read().decode()


def disabled(desk: Desk) -> list[str]:
    """Return the extensions that JupyterLab's page leaves out."""
    [data] = re.findall(r'id="jupyter-config-data"[^>]*>(.*?)</script>', asked(desk, "lab"))
    return json.loads(data)["disabledExtensions"]


def listed(desk: Desk, folder: str) -> set[str]:
    """Return the names that the file browser shows of a folder."""
    content: list[dict[str, Any]] = json.loads(asked(desk, f"api/contents/{folder}"))["content"]
    return {entry["name"] for entry in content}


def page_that_opens(desk: Desk) -> str:
    return urllib.request.urlopen(f"{desk.address}?token={desk.token}", timeout=60).geturl()


def test_a_learner_has_none_of_nbgraders_panels(desk):
    assert PANELS in disabled(desk)
    with pytest.raises(urllib.error.HTTPError, match="404"):
        asked(desk, "formgrader")


def test_the_numbers_of_checks_and_the_solutions_are_out_of_a_learners_sight(desk):
    assert listed(desk, f"work/{LESSON}") == {f"{LESSON}.ipynb"}
    assert {"work", "notebooks"} <= listed(desk, "")
    assert "solutions" not in listed(desk, "")


def test_the_first_page_is_open_and_says_where_to_begin(desk):
    assert "/lab/tree/work/00_start.ipynb" in page_that_opens(desk)
    page = nbformat.reads(asked(desk, "files/work/00_start.ipynb"), as_version=4)
    shown = page.cells[1].outputs[0].data["text/plain"]
    assert shown.startswith("Begin with: 01 Ninety per cent right and useless\n")


def test_the_terminal_shows_the_address_and_nothing_else_though_a_network_is_trained(desk):
    kernel = json.loads(asked(desk, "api/kernels", name="python3"))["id"]
    runtime = desk.terminal.parent / ".home" / "runtime"
    client = BlockingKernelClient(connection_file=str(runtime / f"kernel-{kernel}.json"))
    client.load_connection_file()
    client.start_channels()
    reply = client.execute_interactive(TRAINING, output_hook=lambda message: None, timeout=120)
    client.stop_channels()
    assert reply["content"]["status"] == "ok", reply["content"]
    lines = [line for line in desk.said().splitlines() if line.strip()]
    assert re.fullmatch(r"\[C [^]]* ServerApp\] ", lines[0])
    known = r" +(To access the server|Or copy and paste|file:///|https?://).*"
    assert [line for line in lines[1:] if not re.fullmatch(known, line)] == []


def test_a_teacher_has_the_panels_the_solutions_and_all_files(teachers_desk):
    assert PANELS not in disabled(teachers_desk)
    assert "/lab/tree/solutions" in page_that_opens(teachers_desk)
    assert "checks.json" in listed(teachers_desk, f"notebooks/{LESSON}")
    assert "formgrader" in asked(teachers_desk, "formgrader").lower()


def test_settings_of_ones_own_are_read_after_the_courses():
    path = lab_environment({"JUPYTER_CONFIG_PATH": "/mine"}, teach=True)["JUPYTER_CONFIG_PATH"]
    assert path.endswith(":/mine")
    assert "quiet" in path
