"""Each lesson's page runs from its first cell to its last, solved and not."""

import json
from pathlib import Path
from typing import Any

import pytest

from course.folders import lesson_folders
from course.lite.build import write_lessons_pages
from course.lite.kernel import fetch_wheels
from course.lite.recordings import recordings
from tests.lite.node import COURSE, run_in_pyodide

pytestmark = [pytest.mark.lite, pytest.mark.slow]

PACKAGES = "numpy", "ipython"  # the page itself fetches the others


@pytest.fixture(scope="module", params=[folder.name for folder in lesson_folders(COURSE)])
def pages(request: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """Return a lesson and the folder with its page, recorded on little data."""
    folder = tmp_path_factory.mktemp("pages")
    lessons = [COURSE / "solutions" / request.param]
    recorded = recordings(
        COURSE, folder / "recorded", lessons, quick=True, released=COURSE / "notebooks"
    )
    write_lessons_pages(recorded, folder / "source")
    fetch_wheels(COURSE, folder / "pypi")
    return request.param, folder


@pytest.mark.parametrize("solved", ["1", "0"], ids=["solved", "unsolved"])
def test_a_page_runs_to_its_end(pages, solved, pyodide):
    lesson, folder = pages
    pages_folder = folder / "source" / "files" / "notebooks"
    settings = {"PAGES": str(pages_folder), "LESSON": lesson, "SOLVED": solved}
    script = Path(__file__).with_name("run_page.py")
    said = run_in_pyodide(pyodide, script, *PACKAGES, beside=folder, COURSE_QUICK="1", **settings)
    assert json.loads(said.splitlines()[-1]) == {}
