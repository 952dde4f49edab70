"""Answers in words are marked in a real browser, by keyboard alone."""

import re

import pytest

from course.grader.by_hand.answers import marks, save
from course.grader.by_hand.asked import questions
from tests.browser.accessibility import serious_findings
from tests.browser.conftest import watched_page
from tests.course.grader.by_hand.test_server import TOKEN, served
from tests.course.grader.by_hand.written_class import copy_of, graded_course
from tests.course.grader.small_class import LESSON, grade

pytestmark = pytest.mark.browser

MS = 10_000
REFUSED = re.compile(
    "status of 4(00|03|09)|ERR_CONNECTION_REFUSED"
)  # the browser notes what the page itself tells


@pytest.fixture(scope="module")
def graded_once(tmp_path_factory, empty_gradebook):
    return graded_course(tmp_path_factory.mktemp("written"), empty_gradebook)


@pytest.fixture
def course(graded_once, tmp_path):
    return copy_of(graded_once, tmp_path)


@pytest.fixture
def marking(course, browser):
    with served(course) as address, watched_page(browser, address, REFUSED) as page:
        page.goto(f"/?token={TOKEN}")
        page.get_by_text("0 of 2 marked").wait_for(timeout=MS)
        yield page


def given(course):
    [question] = questions(course, LESSON)
    return {mark.student: (mark.points, mark.comment) for mark in marks(course, LESSON, question)}


def test_a_class_is_marked_by_keyboard_and_a_reload_loses_nothing(marking, course):
    marking.keyboard.type("1.5")
    marking.keyboard.press("Enter")
    marking.get_by_text("1 of 2 marked").wait_for(timeout=MS)
    marking.keyboard.type("2")
    marking.keyboard.press("Tab")
    marking.keyboard.type("Good.")
    marking.keyboard.press("Alt+ArrowUp")
    marking.get_by_text("2 of 2 marked").wait_for(timeout=MS)
    marking.wait_for_timeout(300)
    marking.reload()
    marking.get_by_text("2 of 2 marked").wait_for(timeout=MS)
    assert given(course) == {"ann": (1.5, ""), "bob": (2.0, "Good.")}


def test_an_answer_shows_its_formula_and_its_html_as_text(marking):
    answers = marking.get_by_role("region", name="Answers")
    answers.locator("math").wait_for(timeout=MS)
    answers.get_by_text("<script>alert(1)</script>").wait_for(timeout=MS)


def test_points_that_cannot_be_are_refused_beside_their_field(marking, course):
    marking.keyboard.type("7")
    marking.keyboard.press("Enter")
    marking.get_by_text("take a number from 0 to 2").wait_for(timeout=MS)
    assert given(course)["ann"] == (None, "")


def test_of_two_markers_the_second_is_shown_what_the_first_gave(marking, course, browser):
    other = browser.new_page()
    other.goto(marking.url)
    other.get_by_text("0 of 2 marked").wait_for(timeout=MS)
    other.keyboard.type("2")
    other.keyboard.press("Enter")
    other.get_by_text("1 of 2 marked").wait_for(timeout=MS)
    other.close()
    marking.keyboard.type("1")
    marking.keyboard.press("Enter")
    marking.get_by_text("Somebody else has marked this answer").wait_for(timeout=MS)
    assert given(course)["ann"] == (2.0, "")


COMMENT = "No reason is given, see the scheme."


@pytest.fixture
def disputed(marking, course):
    """Somebody types a mark and a comment where another marker has just kept theirs."""
    [question] = questions(course, LESSON)
    [seen, _] = marks(course, LESSON, question)
    theirs = {"points": 2, "comment": "Very good.", "version": seen.version}
    save(course, LESSON, question, "ann", theirs)
    marking.keyboard.type("0.5")
    marking.keyboard.press("Tab")
    marking.keyboard.type(COMMENT, delay=60)
    marking.keyboard.press("Tab")
    marking.get_by_text("Yours isn't kept until you choose").wait_for(timeout=MS)
    return marking


def fields_of(page):
    article = page.locator("article").first
    return article.locator("input").input_value(), article.locator("textarea").input_value()


def test_what_somebody_types_stays_beside_what_another_marker_gave(disputed, course):
    assert fields_of(disputed) == ("0.5", COMMENT)
    disputed.get_by_text("Theirs: 2 points, “Very good.”").wait_for(timeout=MS)
    disputed.get_by_text(f"Yours, as in the fields below: 0.5 points, “{COMMENT}”").wait_for()
    disputed.wait_for_timeout(300)
    assert given(course)["ann"] == (2.0, "Very good.")
    assert serious_findings(disputed) == []


@pytest.mark.parametrize(
    ("steps", "kept"), [(1, (0.5, COMMENT)), (2, (2.0, "Very good."))], ids=["yours", "theirs"]
)
def test_of_two_marks_one_is_chosen_by_keyboard(disputed, course, steps, kept):
    disputed.locator("article input").first.focus()
    for _ in range(steps):
        disputed.keyboard.press("Shift+Tab")
    disputed.keyboard.press("Enter")
    disputed.get_by_text("✓ kept").wait_for(timeout=MS)
    assert disputed.get_by_role("button", name="Keep yours").count() == 0
    assert fields_of(disputed) == (f"{kept[0]:g}", kept[1])
    assert given(course)["ann"] == kept


SLOW_ANSWERS = """() => {
    const fetched = window.fetch;
    const later = () => new Promise(done => setTimeout(done, 500));
    window.fetch = (...what) => later().then(() => fetched(...what));
}"""


def test_nobody_is_led_back_from_a_field_in_which_they_type_by_now(marking, course):
    marking.evaluate(SLOW_ANSWERS)
    marking.keyboard.type("7")
    marking.keyboard.press("Enter")
    marking.wait_for_timeout(150)
    marking.keyboard.type("1")
    marking.get_by_text("take a number from 0 to 2").wait_for(timeout=MS)
    marking.keyboard.type(".5")
    marking.keyboard.press("Enter")
    marking.get_by_text("1 of 2 marked").wait_for(timeout=MS)
    assert given(course) == {"ann": (None, ""), "bob": (1.5, "")}


def test_who_marks_words_that_were_replaced_is_shown_the_new_ones(marking, course, monkeypatch):
    monkeypatch.chdir(course)
    file = course / "grading" / "submitted" / "ann" / LESSON / f"{LESSON}.ipynb"
    file.write_text(file.read_text().replace("and **so on**", "I don't know"))
    grade(course)
    marking.keyboard.type("2")
    marking.keyboard.press("Enter")
    marking.get_by_text("Another answer was handed in in the meantime").wait_for(timeout=MS)
    marking.get_by_text("I don't know").first.wait_for(timeout=MS)
    assert given(course)["ann"] == (None, "")
    marking.get_by_role("button", name="Keep yours").click()
    marking.get_by_text("1 of 2 marked").wait_for(timeout=MS)
    assert given(course)["ann"] == (2.0, "")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_is_for_everybody(marking, width, theme):
    marking.emulate_media(color_scheme=theme)
    marking.set_viewport_size({"width": width, "height": 800})
    marking.locator("math").first.wait_for(timeout=MS)
    assert serious_findings(marking) == []
    assert marking.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_page_that_was_left_open_finds_a_server_that_was_started_again(course, browser):
    window = browser.new_context()
    page = window.new_page()
    with served(course) as address:
        page.goto(f"{address}/?token={TOKEN}")
        page.get_by_text("0 of 2 marked").wait_for(timeout=MS)
    page.keyboard.type("1.5")
    page.keyboard.press("Enter")
    page.get_by_text("Not kept: `course mark` doesn't answer").wait_for(timeout=MS)
    with served(course, port=int(address.rsplit(":")[-1]), token="another"):
        page.get_by_text("Not kept: `course mark` was started again").wait_for(timeout=MS)
        assert given(course)["ann"] == (None, "")
        newer = window.new_page()
        newer.goto(f"{address}/?token=another")
        page.get_by_text("1 of 2 marked").wait_for(timeout=MS)
        assert given(course)["ann"] == (1.5, "")
    window.close()


def test_what_is_not_kept_stays_where_it_was_typed(marking, course):
    marking.keyboard.type("7")
    marking.get_by_label("Show").select_option("open")
    marking.get_by_text("take a number from 0 to 2").wait_for(timeout=MS)
    assert marking.locator("article input").first.input_value() == "7"
    assert marking.get_by_label("Show").input_value() == "all"
    marking.keyboard.press("Control+a")
    marking.keyboard.type("2")
    marking.get_by_label("Show").select_option("open")
    marking.get_by_text("1 of 2 marked").wait_for(timeout=MS)
    assert given(course)["ann"] == (2.0, "")


def test_beside_an_answer_in_other_words_stands_what_it_had_before(course, browser, monkeypatch):
    monkeypatch.chdir(course)
    [question] = questions(course, LESSON)
    [seen, _] = marks(course, LESSON, question)
    save(course, LESSON, question, "ann", {"points": 1.5, "comment": "", "version": seen.version})
    file = course / "grading" / "submitted" / "ann" / LESSON / f"{LESSON}.ipynb"
    file.write_text(file.read_text().replace("and **so on**", "I don't know"))
    grade(course)
    with served(course) as address, watched_page(browser, address, REFUSED) as page:
        page.goto(f"/?token={TOKEN}")
        page.get_by_text("before, for other words or other points: 1.5").wait_for(timeout=MS)
        assert page.locator("article input").first.input_value() == ""
