"""The course as a web page, in Chromium: a laptop and a phone, light and dark."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from course.folders import lesson_folders, lesson_notebook
from course.run.lessons import run_lesson
from course.site.build import released_lessons, set_pages, write_pages
from tests.browser.accessibility import serious_findings
from tests.browser.conftest import COURSE

pytestmark = pytest.mark.browser

RUN = "06_sample_weights"  # the quickest; the other lessons are set without outputs
LESSON = f"lessons/{RUN}.html"
FIRST_PAGE_BYTES = 500_000

at_each_size = pytest.mark.parametrize("width", [1280, 390])
in_light_and_dark = pytest.mark.parametrize("scheme", ["light", "dark"])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a site of all lessons, one of them run on little data."""
    folder = tmp_path_factory.mktemp("site")
    solved = {}
    for lesson in lesson_folders(COURSE):
        notebook = lesson_notebook(lesson)
        if lesson.name == RUN:
            notebook = folder / "run.ipynb"
            assert run_lesson(lesson, quick=True, keep=notebook).ok
        solved[lesson.name] = nbformat.read(notebook, as_version=4)
    released = released_lessons(COURSE, folder / "released")
    write_pages(COURSE, solved, released, folder / "pages")
    found = set_pages(folder / "pages", folder / "site")
    assert found.faults == []
    assert found.links > 1000
    assert found.pictures > 3
    return folder / "site"


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Return the address of a server of the site."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def width() -> int:
    """Return the width of the screen, unless a test names its own."""
    return 1280


@pytest.fixture
def scheme() -> str:
    """Return the colour scheme that the reader prefers, unless a test names its own."""
    return "light"


@pytest.fixture
def reader(browser: Any, address: str, width: int, scheme: str) -> Iterator[Any]:
    """Return a page that may ask no other host and whose console stays empty."""
    context = browser.new_context(
        viewport={"width": width, "height": 850}, color_scheme=scheme, base_url=address
    )
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()
    assert said == []
    assert [url for url in asked if not url.startswith((address, "data:"))] == []


def pages(site: Path) -> list[str]:
    return sorted(str(file.relative_to(site)) for file in site.rglob("*.html"))


@at_each_size
def test_no_page_is_wider_than_the_screen(reader, site, width):
    wide = []
    for name in pages(site):
        reader.goto(name)
        if reader.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(name)
    assert wide == []


@at_each_size
@in_light_and_dark
@pytest.mark.parametrize("name", ["index.html", LESSON])
def test_axe_finds_nothing_serious(reader, name):
    reader.goto(name)
    for answer in reader.locator("details.answer > summary").all():
        answer.click()
    assert serious_findings(reader) == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
@pytest.mark.parametrize(
    "name",
    ["glossary.html", "data.html", "two_hours.html", "handout.html", "search.html?q=weights"],
)
def test_axe_finds_nothing_serious_around_the_lessons(reader, name):
    reader.goto(name)
    assert serious_findings(reader) == []


@in_light_and_dark
def test_the_page_follows_the_scheme_that_the_reader_prefers(reader, scheme):
    reader.goto(LESSON)
    colour = reader.evaluate("getComputedStyle(document.body).backgroundColor")
    brightness = sum(int(part) for part in colour[4:-1].split(",")[:3]) / 3
    assert (brightness < 100) == (scheme == "dark")


def test_an_answer_is_folded_and_opens_by_keyboard(reader):
    reader.goto(LESSON)
    answer = reader.locator("details.answer").first
    assert not answer.locator("pre").is_visible()
    answer.locator("summary").focus()
    reader.keyboard.press("Enter")
    assert answer.locator("pre").is_visible()


@pytest.mark.parametrize("width", [390])
def test_wide_code_is_scrolled_by_keyboard(reader):
    reader.goto(LESSON)
    code = reader.locator("pre[tabindex='0']").first
    code.focus()
    reader.keyboard.press("ArrowRight")
    reader.wait_for_function("document.activeElement.scrollLeft > 0")


@in_light_and_dark
def test_figures_are_sharp_and_in_the_colours_of_the_page(reader, scheme):
    reader.goto(LESSON)
    figure = reader.locator(".course-figure").last
    assert len(figure.get_attribute("aria-label")) > 30
    ink = figure.locator("svg").evaluate("svg => getComputedStyle(svg).fill")
    brightness = sum(int(part) for part in ink[4:-1].split(",")[:3]) / 3
    assert (brightness > 150) == (scheme == "dark")


@pytest.mark.parametrize("width", [390])
def test_a_wide_table_and_a_wide_figure_scroll_within_themselves(reader):
    for page, wide in (("tools.html", ".table-wrapper"), (LESSON, ".course-figure")):
        reader.goto(page)
        box = reader.locator(wide).first
        assert box.evaluate("box => box.scrollWidth > box.clientWidth")
        box.focus()
        reader.keyboard.press("ArrowRight")
        reader.wait_for_function("document.activeElement.scrollLeft > 0")


def test_the_page_says_that_it_is_for_reading_and_speaks_of_no_guess(reader):
    reader.goto("lessons/01_accuracy_paradox.html")
    reader.get_by_text("This page is for reading").wait_for()
    assert reader.get_by_text("You made no guess").count() == 0


def test_the_hand_out_is_a_few_sheets_of_paper(reader, tmp_path):
    reader.goto("handout.html")
    for words in ("Half a day", "What do mistakes cost?", "Balanced accuracy"):
        assert reader.get_by_text(words).first.is_visible()
    reader.pdf(path=tmp_path / "handout.pdf", format="A4")
    assert 3 <= (tmp_path / "handout.pdf").read_bytes().count(b"/Type /Page\n") <= 8


def test_a_term_leads_to_the_glossary_and_back(reader):
    reader.goto("lessons/01_accuracy_paradox.html")
    reader.get_by_role("link", name="confusion matrix").first.click()
    assert reader.url.endswith("glossary.html#term-Confusion-matrix")
    entry = reader.locator("dt#term-Confusion-matrix + dd")
    entry.get_by_role("link").click()
    assert "lessons/01_accuracy_paradox.html#" in reader.url


def test_search_finds_a_term(reader):
    reader.goto("index.html")
    reader.get_by_role("textbox", name="Search").first.fill("calibration")
    reader.keyboard.press("Enter")
    reader.locator("#search-results").get_by_role("link", name="One knob").first.wait_for()


def test_search_works_without_a_server(browser, site):
    page = browser.new_page()
    page.goto((site / "search.html").as_uri() + "?q=calibration")
    page.locator("#search-results").get_by_role("link", name="One knob").first.wait_for()
    page.close()


def test_the_first_page_is_light(reader):
    sizes = []
    reader.on("response", lambda response: sizes.append(len(response.body())))
    reader.goto("index.html", wait_until="networkidle")
    assert sum(sizes) < FIRST_PAGE_BYTES
    assert len(sizes) > 5
