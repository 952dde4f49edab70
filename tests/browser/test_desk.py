"""A learner's desk, as `make lab` opens it: all lessons at a glance, and no teacher's tools."""

import re

import pytest

from tests.browser.conftest import watched_page
from tests.desk import LESSON, copy_of_course, course_lab

pytestmark = pytest.mark.browser

SECONDS = 1000


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with course_lab(copy_of_course(tmp_path_factory.mktemp("desk"))) as desk:
        yield desk


@pytest.fixture
def desk_page(desk, browser):
    with watched_page(browser, desk.address) as page:
        page.goto(f"lab/tree/work/00_start.ipynb?reset&token={desk.token}")
        page.locator(".jp-Notebook").wait_for(timeout=60 * SECONDS)
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60 * SECONDS)
        yield page


def test_the_first_page_shows_where_to_begin_and_leads_there(desk_page, tmp_path):
    begin = desk_page.locator(".jp-OutputArea").filter(has_text="Begin with:")
    desk_page.screenshot(path=tmp_path / "start.png")
    begin.get_by_role("link", name="01 Ninety per cent right and useless").first.click()
    desk_page.get_by_role("heading", name="Ninety per cent right and useless").wait_for(
        timeout=60 * SECONDS
    )
    desk_page.screenshot(path=tmp_path / "lesson.png")


def test_a_learner_sees_no_tools_of_a_teacher_and_no_numbers_of_the_checks(desk_page):
    files = desk_page.locator(".jp-DirListing-content")
    files.get_by_text("00_start.ipynb").wait_for(timeout=60 * SECONDS)
    files.get_by_text(LESSON).dblclick()
    files.get_by_text(f"{LESSON}.ipynb").wait_for(timeout=60 * SECONDS)
    assert files.get_by_text("checks.json").count() == 0
    assert desk_page.get_by_text(re.compile("Validate|Create Assignment|Formgrader")).count() == 0
    desk_page.get_by_role("menuitem", name="View", exact=True).click()
    desk_page.get_by_text("Activate Command Palette").wait_for(timeout=60 * SECONDS)
    menu = re.compile("Nbgrader|Formgrader|Assignment List", re.IGNORECASE)
    assert desk_page.get_by_text(menu).count() == 0
