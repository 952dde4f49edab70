"""A figure takes the colours of the page that it stands on."""

import matplotlib.pyplot as plt
import pytest

from helpers import plots
from helpers.plots.look.colours import DARK, INK
from helpers.plots.look.page import NARROWEST, framed, svg_of
from tests.browser.accessibility import serious_findings

pytestmark = pytest.mark.browser

LIGHT_INK, DARK_INK = INK, DARK[INK]


@pytest.fixture(scope="module")
def figure() -> str:
    drawn = plots.metric_chart({"plain": {"recall": 0.4, "precision": 0.6}})
    html = framed(svg_of(drawn), "Two metrics of one model.")
    plt.close("all")
    return html


@pytest.mark.parametrize(
    ("body", "scheme", "ink"),
    [
        ("", "light", LIGHT_INK),
        ("", "dark", LIGHT_INK),  # a page without a theme has white paper
        ("data-jp-theme-light=true", "dark", LIGHT_INK),
        ("data-jp-theme-light=false", "light", DARK_INK),
        ("data-theme=light", "dark", LIGHT_INK),
        ("data-theme=dark", "light", DARK_INK),
        ("data-theme=auto", "light", LIGHT_INK),
        ("data-theme=auto", "dark", DARK_INK),
        ("class=vscode-dark", "light", DARK_INK),
    ],
)
def test_its_texts_have_the_ink_of_the_theme(browser, figure, body, scheme, ink):
    page = browser.new_page(color_scheme=scheme)
    page.set_content(f"<body {body}>{figure}</body>")
    fills = page.evaluate(
        "[...new Set([...document.querySelectorAll('use')].map(e => getComputedStyle(e).fill))]"
    )
    red, green, blue = (int(ink[at : at + 2], 16) for at in (1, 3, 5))
    assert f"rgb({red}, {green}, {blue})" in fills
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_narrow_page_it_scrolls_in_itself_and_keeps_nobody_out(browser, figure, scheme):
    page = browser.new_page(color_scheme=scheme, viewport={"width": 390, "height": 800})
    page.set_content(f"<body data-theme=auto><main>{figure}</main></body>")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.querySelector('svg').clientWidth") >= NARROWEST
    assert serious_findings(page, "main") == []
    assert page.get_by_role("img", name="Two metrics of one model.").is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.course-figure').scrollLeft > 0")
    page.close()
