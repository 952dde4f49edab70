"""Colours of the figures can be read and told from the page on every theme's paper."""

import re
from itertools import product

import matplotlib.pyplot as plt
import pytest
from coloraide import Color
from matplotlib.colors import to_hex
from matplotlib.text import Text

from helpers.plots.look import colours
from helpers.plots.look.colours import DARK, follow_the_theme, stylesheet
from helpers.plots.look.page import svg_of
from helpers.plots.triangles import COLOURS
from tests.helpers.plots.drawn import DRAWN

# The pages that a figure may stand on.
LIGHT_PAGES = {"JupyterLab Light, the site in the light": "#ffffff"}
DARK_PAGES = {
    "JupyterLab Dark": "#111111", "a card in JupyterLab Dark": "#212121",
    "the site in the dark": "#131416", "VS Code Dark": "#1e1e1e",
}  # fmt: skip
TEXTS = (colours.INK, colours.NEUTRAL)
MARKS = sorted({*DARK} - {colours.PAPER, colours.FAINT})
FIXED = {colours.ON_A_PICTURE, colours.RIM_ON_A_PICTURE, colours.RARE_ON_A_PICTURE}
HEX = re.compile(r"#[0-9a-f]{6}\b")


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    return Color(one).contrast(other, method="wcag21")


@pytest.mark.parametrize(("colour", "page"), [*product(TEXTS, LIGHT_PAGES.values())])
def test_text_can_be_read_on_a_light_page(colour, page):
    assert contrast(colour, page) >= 4.5  # 1.4.3


@pytest.mark.parametrize(("colour", "page"), [*product(TEXTS, DARK_PAGES.values())])
def test_text_can_be_read_on_a_dark_page(colour, page):
    assert contrast(DARK[colour], page) >= 4.5


@pytest.mark.parametrize(("colour", "page"), [*product(MARKS, LIGHT_PAGES.values())])
def test_marks_stand_out_from_a_light_page(colour, page):
    assert contrast(colour, page) >= 3  # 1.4.11


@pytest.mark.parametrize(("colour", "page"), [*product(MARKS, DARK_PAGES.values())])
def test_marks_stand_out_from_a_dark_page(colour, page):
    assert contrast(DARK[colour], page) >= 3


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_every_colour_of_a_figure_follows_the_theme_or_lies_on_a_picture(name):
    figure = DRAWN[name]()
    texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
    assert {to_hex(text.get_color()) for text in texts} <= {*TEXTS}
    heat_map = {to_hex(colour) for colour in COLOURS.colors} if name == "loss_triangles" else set()
    assert {*HEX.findall(svg_of(figure))} <= {*DARK, *FIXED, *heat_map}
    plt.close("all")


def test_a_colour_becomes_a_variable_that_is_the_light_one_where_no_theme_says_otherwise():
    assert follow_the_theme('style="fill: #0072b2"') == (
        'style="fill: var(--figure-0072b2,#0072b2)"'
    )
    assert follow_the_theme('style="fill: #123456"') == 'style="fill: #123456"'


def test_black_of_a_learners_own_figure_is_the_ink_of_the_course():
    assert follow_the_theme("stroke: #000000") == follow_the_theme(f"stroke: {colours.INK}")


@pytest.mark.parametrize("colour", sorted(DARK))
def test_every_variable_gets_its_colour_in_the_dark(colour):
    dark = stylesheet().count(f"--figure-{colour[1:]}:")
    assert dark == 2  # by an attribute of the page, and by the system's setting
