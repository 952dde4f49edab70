"""A visit to a lesson's page: cells are run by keyboard, and what they put out is read."""

import json
from typing import Any

from course.lite.addresses import address_of
from tests.lite.conftest import LESSON

PANEL = "document.getElementById('course-bar').panel"
SECONDS = 180_000  # as Playwright counts them: CI's machine may do other things


class Visit:
    """A page of Chromium with the lesson open."""

    def __init__(self, page: Any, address: str, lesson: str = LESSON) -> None:
        self.page = page
        page.goto(f"{address}{address_of(lesson)}")
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Wait until the bar says that Python is ready."""
        self.page.wait_for_selector("#course-bar p:has-text('ready')", timeout=SECONDS)
        self.ids = self.page.evaluate(f"{PANEL}.content.widgets.map((cell) => cell.model.id)")

    def code_cells(self) -> list[str]:
        """Return the ids of the cells of code, in their order."""
        kinds = self.page.evaluate(f"{PANEL}.content.widgets.map((cell) => cell.model.type)")
        return [cell for cell, kind in zip(self.ids, kinds, strict=True) if kind == "code"]

    def run(self, *cells: str) -> str:
        """Run cells by keyboard; return what the last one put out, as JSON."""
        for cell in cells:
            model = f"{PANEL}.content.widgets[{self.ids.index(cell)}].model"
            self.page.evaluate(
                f"{PANEL}.content.activeCellIndex = {self.ids.index(cell)};"
                f"{PANEL}.content.mode = 'command'; {PANEL}.content.activate();"
                f"{model}.executionCount = null"
            )
            self.page.keyboard.press("Control+Enter")
            self.page.wait_for_function(f"{model}.executionCount !== null", timeout=SECONDS)
        return self.outputs(cells[-1])

    def outputs(self, cell: str) -> str:
        """Return a cell's outputs as JSON."""
        model = f"{PANEL}.content.widgets[{self.ids.index(cell)}].model"
        return json.dumps(self.page.evaluate(f"{model}.toJSON().outputs"), ensure_ascii=False)

    def source(self, cell: str) -> str:
        """Return a cell's code."""
        place = self.ids.index(cell)
        code = f"{PANEL}.content.widgets[{place}].model.sharedModel.getSource()"
        return str(self.page.evaluate(code))

    def write(self, cell: str, code: str) -> None:
        """Write a cell's code."""
        place = self.ids.index(cell)
        self.page.evaluate(
            f"(code) => {PANEL}.content.widgets[{place}].model.sharedModel.setSource(code)", code
        )

    def saved(self) -> None:
        """Wait until the browser has stored what was written."""
        self.page.wait_for_function(f"!{PANEL}.context.model.dirty", timeout=60_000)
