"""An old browser, a full storage, no network: one clear sentence, and nothing is lost."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from course.lite.addresses import address_of
from tests.lite.conftest import LESSON
from tests.lite.visit import SECONDS, Visit

pytestmark = pytest.mark.lite

TROUBLE = "#course-trouble"
ANSWER = "dog-targets-solution"
WRITTEN = "def dog_targets(y):\n    return 'written before the storage was full'\n"
FULL = """() => {
  const full = () => { throw new DOMException("no room", "QuotaExceededError"); };
  IDBObjectStore.prototype.put = IDBObjectStore.prototype.add = full;
}"""


@pytest.fixture
def context(browser: Any) -> Iterator[Any]:
    """Return a browser that has never been here."""
    context = browser.new_context(accept_downloads=True)
    yield context
    context.close()


@pytest.mark.parametrize("missing", ["WebAssembly", "indexedDB", "structuredClone"])
@pytest.mark.parametrize("place", [address_of(LESSON), "tree/index.html"])
def test_an_old_browser_is_told_so_and_starts_nothing(context, address, missing, place):
    context.add_init_script(f"Object.defineProperty(window, '{missing}', {{ value: undefined }})")
    page = context.new_page()
    page.goto(address + place, wait_until="networkidle")
    assert "This browser is too old" in page.text_content(TROUBLE)
    assert page.locator(f"body > *:visible:not({TROUBLE})").count() == 0


def test_at_an_address_that_no_browser_trusts_it_is_said_where_to_open_it(context, address):
    context.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    page = context.new_page()
    page.goto(address + address_of(LESSON), wait_until="networkidle")
    assert "an address that starts with https" in page.text_content(TROUBLE)


@pytest.mark.parametrize("lost", ["/config-utils.js", "/build/notebooks/", "/remoteEntry"])
def test_a_first_visit_that_loses_the_network_is_told_so(context, address, lose, lost):
    lose(lost)
    page = context.new_page()
    page.goto(address + address_of(LESSON))
    page.wait_for_selector(TROUBLE, timeout=SECONDS)
    assert "A first visit needs the network" in page.text_content(TROUBLE)


def test_without_a_network_for_python_the_bar_says_so(context, address, lose):
    lose("/static/pyodide")
    page = context.new_page()
    page.goto(address + address_of(LESSON))
    page.wait_for_selector("#course-bar p:has-text('network')", timeout=SECONDS)


def test_what_was_stored_is_fetched_once_there_is_a_network_again(context, address, lose):
    visit = Visit(context.new_page(), address)
    lose("/stored-")
    assert "can't be reached. A first visit needs the network" in visit.run("page-opening")
    lose("")
    assert visit.run("page-opening") == "[]"


def test_with_a_full_storage_the_bar_says_so_and_the_answers_can_be_downloaded(context, address):
    visit = Visit(context.new_page(), address)
    visit.page.evaluate(FULL)
    visit.write(ANSWER, WRITTEN)
    visit.page.wait_for_selector("#course-bar p:has-text('storage is full')", timeout=SECONDS)
    visit.page.locator(".jp-Dialog button").last.click()  # JupyterLab says so, too
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Download").click()
    cells = json.loads(download.value.path().read_text())["cells"]
    assert "".join(next(cell for cell in cells if cell["id"] == ANSWER)["source"]) == WRITTEN
