"""`make pictures`: the README's pictures, of a card and of the explorer, from today's lessons.

Beside the pictures lies `pictures.json` with the texts that can be read in them. A test that needs
no browser compares these with the lessons (tests/project/test_pictures.py).
"""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat

from course.files import write_json
from tests.browser.conftest import COURSE, chromium, jupyterlab
from tests.browser.explorer_page import KERNEL, SECONDS

FOLDER = COURSE / "docs" / "_static"
CARD_LESSON = "01_accuracy_paradox"
CARD_EXERCISE = "dog_targets"
WRONG = """def dog_targets(y):
    return (y == 5).astype(int)"""
EXPLORER_LESSON = "07_choose_the_weight"
# All cells are drawn at once, so that none moves while another is looked at.
_NOTEBOOKS = "@jupyterlab/notebook-extension/tracker.jupyterlab-settings"
_OUTPUT = ".jp-OutputArea-output"


def main() -> int:
    """Take both pictures and write down what they say."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part, lesson in (("notebooks", CARD_LESSON), ("solutions", EXPLORER_LESSON)):
            shutil.copytree(COURSE / part / lesson, folder / part / lesson)
        write_json(folder / ".lab" / "settings" / _NOTEBOOKS, {"windowingMode": "none"})
        with jupyterlab(folder) as address, chromium() as browser:
            page = browser.new_page(
                base_url=address, viewport={"width": 900, "height": 1000}, device_scale_factor=2
            )
            texts = {"card.png": card(page, folder)}
            page.set_viewport_size({"width": 1280, "height": 1000})
            texts["explorer.png"] = explorer(page)
    write_json(FOLDER / "pictures.json", texts)
    print(f"{' and '.join(texts)} are in {FOLDER.relative_to(COURSE)}.")
    return 0


def card(page: Any, folder: Path) -> dict[str, Any]:
    """Take the picture of an answer and its card; return what the card says."""
    cells = ["from helpers import check", WRONG, f'check("{CARD_EXERCISE}", {CARD_EXERCISE})']
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(code) for code in cells], metadata=KERNEL
    )
    nbformat.write(notebook, folder / "notebooks" / CARD_LESSON / "card.ipynb")
    opened(page, f"notebooks/{CARD_LESSON}/card.ipynb")
    run_all(page)
    output = page.locator(_OUTPUT, has=page.get_by_role("status"))  # the card, not the error
    output.wait_for(timeout=60 * SECONDS)
    page.locator(".jp-CodeCell").first.click()  # the frame of the open cell is on none of the two
    answer = page.locator(".jp-CodeCell").nth(1)
    page.screenshot(path=FOLDER / "card.png", clip=around(answer, output))
    return {"lesson": CARD_LESSON, "exercise": CARD_EXERCISE, "says": lines(output)}


def explorer(page: Any) -> dict[str, Any]:
    """Take the picture of the explorer in the solved lesson; return what it says."""
    opened(page, f"solutions/{EXPLORER_LESSON}/{EXPLORER_LESSON}.ipynb")
    run_all(page)
    slider = page.get_by_role("slider").first
    slider.wait_for(timeout=180 * SECONDS)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=180 * SECONDS)
    area = page.locator(".jp-OutputArea", has=slider)
    picture = area.locator(_OUTPUT, has=page.get_by_role("status"))
    area.evaluate("area => area.scrollIntoView({block: 'center'})")
    page.wait_for_timeout(2000)
    page.screenshot(path=FOLDER / "explorer.png", clip=around(area, area))
    alt = picture.get_by_role("img").first.get_attribute("aria-label")
    return {"lesson": EXPLORER_LESSON, "says": lines(picture), "alt": alt}


def opened(page: Any, notebook: str) -> None:
    """Open a notebook with nothing beside it, and wait for its kernel."""
    page.goto(f"doc/tree/{notebook}?reset")
    page.locator(".jp-Notebook").wait_for(timeout=60 * SECONDS)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60 * SECONDS)


def run_all(page: Any) -> None:
    """Run all cells of the open notebook, as the menu does."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def lines(output: Any) -> list[str]:
    """Return the lines of an output as they are read."""
    return [line for line in (text.strip() for text in output.inner_text().splitlines()) if line]


def around(first: Any, last: Any) -> dict[str, float]:
    """Return the rectangle of a page around two of its elements, one above the other."""
    above, below = first.bounding_box(), last.bounding_box()
    left = min(above["x"], below["x"])
    right = max(above["x"] + above["width"], below["x"] + below["width"])
    height = below["y"] + below["height"] - above["y"]
    return {"x": left, "y": above["y"], "width": right - left, "height": height}


if __name__ == "__main__":
    sys.exit(main())
