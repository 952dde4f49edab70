"""From a key to the picture of the explorer: ``python tests/browser/explorer_delay.py``.

The explorer gets as many rows and features as in lesson 07. In Chromium the arrow keys move its
slider, one at a time; each is timed in the page, from the key to the frame with the new picture.
"""

import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from conftest import chromium, jupyterlab

from tests.browser.explorer_page import open_explorer

KEYS = 20
LONGEST_MS = 250
WATCH = """() => {
    window.pressed = 0;
    window.delays = [];
    document.addEventListener("keydown", () => { window.pressed = performance.now(); }, true);
    const drawn = () => requestAnimationFrame(() => requestAnimationFrame(
        () => window.delays.push(performance.now() - window.pressed)));
    const isPicture = (node) => node.querySelector?.("[role=img] svg");
    new MutationObserver((changes) => {
        const added = changes.flatMap((change) => [...change.addedNodes]);
        added.filter(isPicture).forEach(drawn);
    }).observe(document.querySelector(".jp-Cell-outputArea"), {childList: true, subtree: true});
}"""


def delays(page: Any, folder: Path) -> list[float]:
    """Press the arrow keys one after the other; return milliseconds to each new picture."""
    output = open_explorer(page, folder, train=50_000, test=10_000, columns=64)
    output.get_by_role("slider").focus()
    page.evaluate(WATCH)
    for key in range(KEYS):
        # To both ends of the slider, where the heads differ most.
        page.keyboard.press("ArrowRight" if key < KEYS // 2 else "ArrowLeft")
        page.wait_for_function("count => window.delays.length >= count", arg=key + 1)
        page.wait_for_timeout(100)
    return list(page.evaluate("window.delays"))


def main() -> int:
    """Print the delays; return 1 if their median is too long."""
    with (
        tempfile.TemporaryDirectory() as name,
        jupyterlab(Path(name)) as address,
        chromium() as browser,
    ):
        page = browser.new_page(viewport={"width": 1280, "height": 1000}, base_url=address)
        times = delays(page, Path(name))
    middle = statistics.median(times)
    print(
        f"{len(times)} keys: from key to picture {middle:.0f} ms in the median, "
        f"{min(times):.0f} to {max(times):.0f} ms"
    )
    return int(middle > LONGEST_MS)


if __name__ == "__main__":
    sys.exit(main())
