"""Lesson 01 in Chromium, without a server behind it and with every other host out of reach."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from course.lite.addresses import address_of
from tests.browser.accessibility import serious_findings
from tests.browser.small_class_of_lesson_01 import grade
from tests.lite.conftest import COURSE, LESSON
from tests.lite.visit import PANEL, SECONDS, Visit

pytestmark = pytest.mark.lite

WRONG = "def dog_targets(y):\n    return np.ravel(y) == 5\n"
RIGHT = "def dog_targets(y):\n    return (np.ravel(y) == 5).astype(int)\n"
WRITTEN = (
    "dog-targets-solution", "majority-baseline-solution", "confusion-counts-solution", "first-sheet"
)  # fmt: skip
CHECK, ANSWER = "dog-targets-check", "dog-targets-solution"


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """Return the addresses that the visit asks for."""
    return []


@pytest.fixture(scope="module")
def visit(browser: Any, address: str, asked: list[str]) -> Iterator[Visit]:
    """Return a visit on a wide screen; its tests go on from each other in their order."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.on("request", lambda request: asked.append(request.url))
    yield Visit(context.new_page(), address)
    context.close()


def test_the_first_card_says_that_nothing_was_attempted(visit):
    visit.run("page-opening", "imports-and-data", ANSWER)
    assert "Not attempted: dog_targets" in visit.run(CHECK)


def test_a_wrong_answer_is_named(visit):
    visit.write(ANSWER, WRONG)
    visit.run(ANSWER)
    assert "You return True and False" in visit.run(CHECK)


def test_a_right_one_is_green(visit):
    visit.write(ANSWER, RIGHT)
    visit.run(ANSWER)
    assert "✓ Right: dog_targets" in visit.run(CHECK)


def test_axe_finds_nothing_serious_in_what_is_ours(visit):
    assert serious_findings(visit.page, "#course-bar") == []
    assert serious_findings(visit.page, ".jp-OutputArea-output") == []


def test_the_next_cells_draw_pictures(visit):
    for cell in ("first-sheet", "dogs-and-not-dogs"):
        assert "data:image/png" in visit.run(cell), visit.outputs(cell)


def test_what_was_trained_is_at_hand_and_its_claims_are_checked_here(visit):
    solved = json.loads((COURSE / "solutions" / LESSON / f"{LESSON}.ipynb").read_text())
    answers = {cell["id"]: "".join(cell["source"]) for cell in solved["cells"]}
    visit.write("confusion-counts-solution", answers["confusion-counts-solution"])
    visit.run("confusion-counts-solution", "confusion-counts-check")
    assert "Test accuracy: 0." in visit.run("train-plain")
    assert "After one epoch accuracy is at least 0.89." in visit.run("confusion-of-plain")


def test_a_float_stays_one_on_its_way_into_the_browser(visit):
    solved = json.loads((COURSE / "solutions" / LESSON / f"{LESSON}.ipynb").read_text())
    answers = {cell["id"]: "".join(cell["source"]) for cell in solved["cells"]}
    visit.write("majority-baseline-solution", answers["majority-baseline-solution"])
    visit.run("majority-baseline-solution")
    assert "✓ Right: majority_baseline" in visit.run("majority-baseline-check")


def test_answers_are_there_after_a_reload(visit):
    visit.saved()
    visit.page.reload()
    visit.wait_until_ready()
    assert visit.source(ANSWER) == RIGHT


def test_a_cell_that_does_not_end_is_ended_and_answers_stay(visit):
    visit.write("first-sheet", "while True: pass")
    visit.page.evaluate(f"{PANEL}.content.activeCellIndex = {visit.ids.index('first-sheet')}")
    visit.page.evaluate(f"{PANEL}.content.activate()")
    visit.page.keyboard.press("Control+Enter")
    visit.page.wait_for_selector("#course-bar p:has-text('at work')", timeout=SECONDS)
    visit.page.get_by_role("button", name="Restart Python").click()
    visit.wait_until_ready()
    visit.run("page-opening", "imports-and-data", ANSWER)
    assert "✓ Right: dog_targets" in visit.run(CHECK)


@pytest.fixture(scope="module")
def downloaded(visit: Visit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the notebook that 'Download' gives."""
    file = tmp_path_factory.mktemp("downloads") / f"{LESSON}.ipynb"
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == file.name
    download.value.save_as(file)
    return file


def test_the_notebook_comes_home_as_the_lessons_own(downloaded):
    released = json.loads((COURSE / "notebooks" / LESSON / f"{LESSON}.ipynb").read_text())
    given = json.loads(downloaded.read_text())
    assert given["metadata"]["kernelspec"] == released["metadata"]["kernelspec"]
    ours = {cell["id"]: cell for cell in released["cells"]}
    assert [cell["id"] for cell in given["cells"]] == list(ours)
    for cell in given["cells"]:
        assert cell["metadata"].get("nbgrader") == ours[cell["id"]]["metadata"].get("nbgrader")
        if cell["id"] not in WRITTEN:
            assert "".join(cell["source"]) == "".join(ours[cell["id"]]["source"]), cell["id"]


def test_it_is_marked_like_any_other(downloaded, tmp_path):
    course = tmp_path / "course"
    for part in ("solutions", "notebooks"):
        shutil.copytree(COURSE / part / LESSON, course / part / LESSON)
    shutil.copy(COURSE / "nbgrader_config.py", course)
    handed_in = course / "grading" / "submitted" / "ada" / LESSON / f"{LESSON}.ipynb"
    handed_in.parent.mkdir(parents=True)
    shutil.copy(downloaded, handed_in)
    grade(course, "--json", str(tmp_path / "marks.json"))
    [marks] = json.loads((tmp_path / "marks.json").read_text())["submissions"]
    outcomes = {name: exercise["outcome"] for name, exercise in marks["exercises"].items()}
    right = [name for name, outcome in outcomes.items() if outcome == "right"]
    assert right == ["dog_targets", "majority_baseline", "confusion_counts"], marks


def test_no_other_host_was_asked(visit, asked, address):
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


def test_it_fits_a_phone_in_the_dark(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 850}, color_scheme="dark")
    page = context.new_page()
    page.goto(address)
    assert serious_findings(page) == []
    page.goto(address + address_of(LESSON))
    page.wait_for_selector("#course-bar", timeout=SECONDS)
    page.wait_for_selector(".jp-Notebook h1", timeout=SECONDS)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    cut_off = "(code) => Math.max(...code.map((one) => one.scrollWidth - one.clientWidth))"
    code = ".jp-CodeCell .cm-scroller"
    page.wait_for_function(PANEL, timeout=SECONDS)
    page.evaluate(f"{PANEL}.content.scrollToItem(3)")
    page.wait_for_selector(code, state="attached", timeout=SECONDS)
    assert page.eval_on_selector_all(code, cut_off) <= 1  # of a line of code
    assert serious_findings(page, "#course-bar") == []
    colour = page.evaluate(
        "getComputedStyle(document.querySelector('#course-bar')).backgroundColor"
    )
    assert sum(int(part) for part in colour[4:-1].split(",")) < 300
    context.close()
