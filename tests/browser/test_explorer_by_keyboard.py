"""The explorer in JupyterLab, moved with the keyboard alone."""

from pathlib import Path

import pytest

from tests.browser.accessibility import serious_findings
from tests.browser.explorer_page import SECONDS, open_explorer
from tests.browser.test_accessibility import choose_theme

pytestmark = pytest.mark.browser


@pytest.fixture
def output(page, learners_folder: Path):
    """Return what a notebook with nothing but the explorer shows when it has run."""
    return open_explorer(page, learners_folder)


def seen(output) -> tuple[str, str, str]:
    """Return the picture, its text and the sentence."""
    picture = output.get_by_role("img")
    sentence = output.get_by_role("status").inner_text()
    return picture.inner_html(), picture.get_attribute("aria-label"), sentence


def test_the_arrow_keys_move_the_picture_its_text_and_the_sentence(output, page, tmp_path: Path):
    before = seen(output)
    assert "At weight 9 " in before[2]
    page.screenshot(path=tmp_path / "before.png")
    output.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    output.get_by_text("At weight 10 ").wait_for(timeout=10 * SECONDS)
    after = seen(output)
    page.screenshot(path=tmp_path / "after.png")
    assert all(one != other for one, other in zip(before, after, strict=True))
    assert "weight 10:" in after[1]
    page.keyboard.press("ArrowLeft")
    output.get_by_text("At weight 9 ").wait_for(timeout=10 * SECONDS)


def test_the_slider_says_what_it_is_and_where_it_stands(output, page):
    name = output.get_by_text("Weight of a dog: ")
    assert name.inner_text() == "Weight of a dog: 9"
    assert name.get_attribute("title") != "null"
    output.get_by_role("slider").focus()
    page.keyboard.press("End")
    output.get_by_text("Weight of a dog: 100").wait_for(timeout=10 * SECONDS)


def test_no_number_can_be_typed_that_the_slider_does_not_follow(output):
    assert not output.locator("[contenteditable=true]:visible, input:visible").count()


def test_a_line_says_that_the_first_picture_takes_a_while(output):
    assert output.get_by_text("this takes a few seconds.").is_visible()


def test_picture_and_sentence_keep_nobody_out(output, page):
    # The slider's handle is ipywidgets' own and has no name; the sentence, which is read aloud
    # at each move, tells the weight.
    assert serious_findings(page, ".jp-OutputArea-output:has(svg)") == []
    assert output.get_by_role("status").get_attribute("aria-live") == "polite"


def test_many_fast_moves_end_at_the_last_one_and_most_are_skipped(output, page):
    output.get_by_role("slider").focus()
    page.evaluate(
        """() => {
            window.pictures = [];
            const pictures = (node) => node.querySelectorAll?.("[role=img]") ?? [];
            const seen = new MutationObserver((changes) => {
                const added = changes.flatMap((change) => [...change.addedNodes]);
                window.pictures.push(...added.flatMap((node) => [...pictures(node)])
                    .map((picture) => picture.ariaLabel));
            });
            const area = document.querySelector(".jp-Cell-outputArea");
            seen.observe(area, {childList: true, subtree: true});
        }"""
    )
    moves = 40
    for move in range(moves):
        page.keyboard.press("ArrowLeft" if move % 2 else "ArrowRight")
    page.keyboard.press("End")
    output.get_by_text("At weight 100 ").wait_for(timeout=10 * SECONDS)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=10 * SECONDS)
    drawn = page.evaluate("window.pictures")
    assert 0 < len(drawn) < moves / 2
    assert "weight 100:" in drawn[-1]


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_it_fits_on_a_small_screen_and_grows_with_a_large_one(theme, page, learners_folder):
    choose_theme(learners_folder, theme)
    widths = []
    for width, height in ((1280, 720), (1600, 1000)):
        page.set_viewport_size({"width": width, "height": height})
        output = open_explorer(page, learners_folder)
        output.get_by_role("slider").scroll_into_view_if_needed()
        output.last.scroll_into_view_if_needed()
        top = output.locator(".widget-slider").bounding_box()
        figure = output.locator(".course-figure").bounding_box()
        table = output.get_by_role("table").bounding_box()
        picture = output.get_by_role("img").bounding_box()
        # All of it is seen between JupyterLab's toolbar, above, and its status bar.
        assert figure["y"] + figure["height"] - top["y"] <= height - 91 - 30
        assert table["x"] >= picture["x"] + picture["width"]  # beside the picture
        assert table["x"] + table["width"] <= width
        widths.append(picture["width"])
    assert widths[1] > 1.3 * widths[0]
