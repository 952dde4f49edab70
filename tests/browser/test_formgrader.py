"""An instructor opens nbgrader's formgrader in JupyterLab and marks what a program can't."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.browser.small_class_of_lesson_01 import LESSON, grade

pytestmark = pytest.mark.browser

SECONDS = 1000


def submissions(page: Any) -> dict[str, str]:
    """Return what the formgrader's table of submissions says of each learner."""
    page.goto(f"formgrader/gradebook/{LESSON}/{LESSON}")
    page.get_by_role("link", name="Submission #1").wait_for(timeout=30 * SECONDS)
    rows = page.locator("tbody tr")
    return {name: rows.filter(has_text=name).text_content() for name in ("Änne", "bob", "cyd")}


def open_notebook(page: Any, student: str) -> None:
    """Open a learner's marked notebook in the formgrader."""
    page.goto(f"formgrader/gradebook/{LESSON}/{LESSON}")
    row = page.locator("tbody tr").filter(has_text=student)
    row.wait_for(timeout=30 * SECONDS)
    page.goto(row.locator("a").first.get_attribute("href"))
    page.locator("#supplier-written").wait_for(timeout=30 * SECONDS)
    # Before that, the page writes over what is typed.
    page.wait_for_function(
        "window.formgrader?.grades?.loaded && window.formgrader?.comments?.loaded",
        timeout=30 * SECONDS,
    )


def card(page: Any, exercise: str) -> Any:
    return page.get_by_role("status").filter(has_text=exercise)


def test_jupyterlab_opens_the_formgrader_from_its_menu_and_it_shows_the_lesson(instructors_page):
    page = instructors_page
    page.goto("lab")
    page.get_by_role("menuitem", name="Nbgrader").click(timeout=60 * SECONDS)
    page.get_by_role("menuitem", name="Formgrader").click()
    formgrader = page.frame_locator("iframe[src*=formgrader]")
    row = formgrader.get_by_role("row").filter(has_text=LESSON)
    row.wait_for(timeout=60 * SECONDS)
    assert "3" in row.locator(".num-submissions").inner_text()


def test_marks_are_shown_and_which_of_them_wait_for_a_mark_by_hand(instructors_page):
    rows = submissions(instructors_page)
    assert re.search(r"7 / 9\s*7 / 7\s*0 / 2", rows["Änne"])
    assert re.search(r"6 / 7", rows["bob"])
    assert re.search(r"0 / 7", rows["cyd"])


def test_a_marked_notebook_shows_the_cards_and_keeps_html_as_text(instructors_page):
    page = instructors_page
    open_notebook(page, "Änne")
    assert "Right" in card(page, "dog_targets").first.inner_text()
    # Behind each `<` stands a sign that nobody sees.
    typed = re.compile("Nine of ten <\u2060?b>metres<\u2060?/b> are whole.")
    assert page.get_by_text(typed).is_visible()
    open_notebook(page, "bob")
    assert "Not yet" in card(page, "dog_targets").first.inner_text()


def test_a_mark_and_a_comment_by_hand_outlive_the_next_run(
    instructors_page, graded_course: Path, tmp_path: Path
):
    page = instructors_page
    open_notebook(page, "Änne")
    page.locator("#supplier-written").fill("1.5")
    comment = page.locator(".comment").last
    with page.expect_response(re.compile("api/grade/")):
        comment.fill("Say of **which** class.")
    with page.expect_response(re.compile("api/comment/")):
        page.locator("#supplier-written").focus()
    page.screenshot(path=tmp_path / "marked.png")

    grade(graded_course, "--again")

    open_notebook(page, "Änne")
    page.wait_for_function("document.querySelector('#supplier-written').value === '1.5'")
    assert page.locator(".comment").last.input_value() == "Say of **which** class."
    file = graded_course / "grading" / "feedback" / "Änne" / LESSON / f"{LESSON}.html"
    page.goto(file.as_uri())
    assert page.get_by_text("8.5 of 9 points").is_visible()
    assert page.get_by_text("Say of **which** class.").is_visible()
