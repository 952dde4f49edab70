"""A figure as a piece of a page: nothing of it reaches out into the page, and it has its text."""

import re
from xml.etree import ElementTree as ET

import matplotlib.pyplot as plt
import numpy as np
import pytest

from helpers import plots
from helpers.plots.look.page import NARROWEST, framed, own_names, size_in_pixels, svg_of
from tests.helpers.plots.drawn import DRAWN


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    plt.close("all")


@pytest.fixture(scope="module", params=["confusion_matrices", "reliability", "picture_sheet"])
def page(request) -> str:
    return framed(svg_of(DRAWN[request.param]()), 'Two "numbers" & a <sign>.')


def test_it_is_well_formed_and_its_text_stands_in_it(page):
    root = ET.fromstring(page)
    assert root.attrib["aria-label"] == 'Two "numbers" & a <sign>.'
    desc = root.find(".//{http://www.w3.org/2000/svg}desc")
    assert desc is not None
    assert desc.text == root.attrib["aria-label"]


def test_the_style_sheet_of_matplotlib_which_would_reach_all_of_the_page_is_gone(page):
    assert "*{" not in page


def test_each_part_that_is_asked_for_is_there_and_no_other_has_a_name(page):
    asked = set(re.findall(r'(?:url\(|href=")#([\w.-]+)', page))
    assert asked == set(re.findall(r' id="([^"]*)"', page))


def test_two_figures_on_a_page_share_no_names():
    one, other = (
        set(re.findall(r' id="([^"]*)"', svg_of(DRAWN[name]())))
        for name in ("confusion_matrices", "reliability")
    )
    assert one
    assert other
    assert not one & other


def test_names_are_kept_where_they_are_used():
    svg = own_names('<svg><g id="axes_1"/><path id="A"/><use xlink:href="#A"/></svg>')
    assert re.fullmatch(r'<svg><g/><path id="(\w{7}-0)"/><use xlink:href="#\1"/></svg>', svg)


def test_a_wide_figure_scrolls_on_a_phone_and_a_small_one_shrinks_into_it():
    wide, small = plt.figure(figsize=(8, 2)), plt.figure(figsize=(4.4, 2))
    for figure in (wide, small):
        figure.add_axes((0, 0, 1, 1))
    assert f"min-width:{NARROWEST}px" in framed(svg_of(wide), "wide")
    width, _ = size_in_pixels(svg_of(small))
    [narrowest] = re.findall(r"min-width:(\d+)px", framed(svg_of(small), "small"))
    assert width / 2 < int(narrowest) < 350 < width < NARROWEST


def test_the_same_figure_gives_the_same_page():
    draw = DRAWN["confusion_matrices"]
    assert svg_of(draw()) == svg_of(draw())


def test_a_picture_keeps_its_points_and_is_enlarged_smoothly_by_the_page():
    pictures = np.arange(2 * 32 * 32 * 3, dtype=np.uint8).reshape(2, 32, 32, 3)
    svg = svg_of(plots.picture_sheet({"Two": pictures}))
    assert svg.count("<image") == 2
    assert "pixelated" not in svg
    assert len(svg) < 40_000
