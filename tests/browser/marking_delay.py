"""How quickly the marking page goes on: ``python -m tests.browser.marking_delay``.

A class of 300 has answered a question in words. In Chromium it is timed from the address to the
first answer's words, and from the key that keeps a mark to the next answer's words on the screen.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import chromium
from tests.conftest import make_empty_gradebook
from tests.course.grader.by_hand.test_server import TOKEN, served
from tests.course.grader.by_hand.written_class import written_course
from tests.course.grader.small_class import grade

LEARNERS, KEYS = 300, 60
LONGEST_TO_FIRST_MS, LONGEST_TO_NEXT_MS = 1000, 100
WORDS = (
    "Where $p(x)$ is a true risk, the threshold is $c/(c+d)$, and **{number}** rows lie above it. "
)
# Timed in the page: from Enter to the frame in which another answer has the focus, with its words.
WATCH = """() => {
    window.delays = [];
    document.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        const pressed = performance.now(), before = document.activeElement.closest("article");
        const look = () => {
            const now = document.activeElement.closest("article");
            if (now && now !== before && now.querySelector(".words").textContent)
                window.delays.push(performance.now() - pressed);
            else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
    }, true);
}"""


def marked(page: Any, address: str) -> tuple[float, list[float]]:
    """Open the page and mark answers; return milliseconds to the first and to each next one."""
    begun = time.perf_counter()
    page.goto(f"{address}/?token={TOKEN}")
    page.wait_for_function("document.querySelector('.words')?.textContent.length > 0")
    first = (time.perf_counter() - begun) * 1000
    page.evaluate(WATCH)
    for key in range(KEYS):
        page.keyboard.type("1.5")
        page.keyboard.press("Enter")
        page.wait_for_function("count => window.delays.length >= count", arg=key + 1)
    page.get_by_text(f"{KEYS} of {LEARNERS} marked").wait_for()
    return first, list(page.evaluate("window.delays"))


def main() -> int:
    """Print the delays; return 1 if one is longer than it may be."""
    answers = {f"s{n:03}": WORDS.format(number=n) * 12 for n in range(LEARNERS)}
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as monkeypatch:
        gradebook = make_empty_gradebook(Path(name) / "gradebook.db")
        course = written_course(Path(name) / "course", gradebook, answers)
        monkeypatch.chdir(course)
        grade(course)
        with served(course) as address, chromium() as browser:
            first, nexts = marked(browser.new_page(bypass_csp=True), address)
    print(
        f"{LEARNERS} answers: the first one after {first:.0f} ms; the next by key after "
        f"{statistics.median(nexts):.0f} ms in the median, {max(nexts):.0f} ms at most of {KEYS}"
    )
    return int(first > LONGEST_TO_FIRST_MS or max(nexts) > LONGEST_TO_NEXT_MS)


if __name__ == "__main__":
    sys.exit(main())
