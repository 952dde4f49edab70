"""`python -m tests.lite.first_card [PAGE] [LESSON]`: seconds and bytes to the first card.

PAGE is `build/lite` where nothing is said, made with `make lite PYODIDE=folder`; Chromium opens it.
The first visit has an empty cache, and runs the lesson to its end; the second comes after the
browser was closed.
"""

import functools
import gzip
import http.server
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, ClassVar

from tests.browser.conftest import CHROMIUM_OPTIONS
from tests.lite.node import COURSE
from tests.lite.visit import LESSON, Visit


class Counting(http.server.SimpleHTTPRequestHandler):
    """A server that keeps what it sends, to be counted."""

    protocol_version = "HTTP/1.1"
    sent: ClassVar[list[bytes]] = []

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Send a file and keep it."""
        content = source.read()
        self.sent.append(content)
        outputfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def visit(
    playwright: Any, folder: str, address: str, lesson: str, *, to_its_end: bool
) -> list[str]:
    """Return what a visit took: to the first card, and perhaps to the end of the lesson."""
    context = playwright.chromium.launch_persistent_context(
        folder,
        executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
        args=CHROMIUM_OPTIONS,
        chromium_sandbox=False,
    )
    Counting.sent.clear()
    started = time.perf_counter()
    moments = []

    def note(what: str) -> None:
        moments.append((what, time.perf_counter() - started, len(Counting.sent)))

    there = Visit(context.new_page(), address, lesson)
    note("Python ready")
    cells = there.code_cells()
    first = next(n for n, cell in enumerate(cells) if cell.endswith("-check"))
    there.run(*cells[: first + 1])
    note(f"first card ({cells[first]})")
    if to_its_end:
        there.run(*cells[first + 1 :])
        note("end of the lesson")
    context.close()
    return [
        f"{what}: {seconds:.1f} s, {megabytes(Counting.sent[:files])}"
        for what, seconds, files in moments
    ]


def megabytes(contents: list[bytes]) -> str:
    """Return their size, and what travels where a server compresses each of them by gzip."""
    smaller = sum(min(len(one), len(gzip.compress(one, 6))) for one in contents)
    return f"{sum(map(len, contents)) / 1e6:.1f} MB, {smaller / 1e6:.1f} MB compressed"


def main() -> None:
    """Print what two visits take."""
    from playwright.sync_api import sync_playwright

    page, lesson = [*sys.argv[1:], *(str(COURSE / "build" / "lite"), LESSON)[len(sys.argv) - 1 :]]
    handler = functools.partial(Counting, directory=str(Path(page)))
    with (
        http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server,
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        for cache in ("empty", "warm"):
            for line in visit(playwright, folder, address, lesson, to_its_end=cache == "empty"):
                print(f"{cache} cache, {line}")
        server.shutdown()


if __name__ == "__main__":
    main()
