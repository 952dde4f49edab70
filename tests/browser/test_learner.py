"""A learner opens lesson 01 in JupyterLab, answers wrong, reads why, and answers right."""

import re
from pathlib import Path

import nbformat
import pytest

pytestmark = pytest.mark.browser

LESSON = "01_accuracy_paradox"
SECONDS = 1000
NUMBERED = re.compile(r"\[\d+\]")

WRONG = "def dog_targets(y):\n    return (y == 5).astype(int)"
LAST_CELL = 'coded = {"0 or 1"'
RIGHT = "def dog_targets(y):\n    return (np.ravel(y) == 5).astype(int)"
IMPORTS = "import numpy as np\nfrom helpers import check"
CHECK = 'check("dog_targets", dog_targets)'
KERNEL = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "name": "python3"}}


class Notebook:
    """The notebook that is open in a page, cell by cell."""

    def __init__(self, page, name: str) -> None:
        self.page = page
        page.goto(f"lab/tree/notebooks/{LESSON}/{name}.ipynb?reset")
        page.locator(".jp-Notebook").wait_for(timeout=60 * SECONDS)
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60 * SECONDS)

    def cell(self, text: str):
        """Return the code cell that contains a text, scrolled into view."""
        cells = self.page.locator(".jp-CodeCell")
        cell = cells.filter(has=self.page.locator(".cm-content", has_text=text)).first
        for _ in range(60):
            if cell.count():
                break
            self.page.mouse.move(700, 500)
            self.page.mouse.wheel(0, 350)
            self.page.wait_for_timeout(100)
        cell.scroll_into_view_if_needed()
        return cell

    def run(self, text: str):
        """Run the cell that contains a text with the keyboard, and wait for its end."""
        cell = self.cell(text)
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        done = cell.locator(".jp-InputPrompt").filter(has_text=NUMBERED)
        done.wait_for(timeout=60 * SECONDS)
        self.page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60 * SECONDS)
        return cell

    def restart(self) -> None:
        """Restart the kernel, as the menu does."""
        self.page.get_by_role("menuitem", name="Kernel", exact=True).click()
        self.page.get_by_role("menuitem", name=re.compile("^Restart Kernel(…|[.]{3})")).click()
        self.page.get_by_role("button", name="Confirm Kernel Restart").click()
        self.page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60 * SECONDS)

    def answer(self, text: str, code: str) -> None:
        """Replace the code of the cell that contains a text, and run it."""
        self.cell(text).locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(code)
        self.run(text)


@pytest.fixture
def notebook(page):
    return Notebook(page, LESSON)


def test_formulas_are_typeset_though_no_other_host_can_be_reached(page):
    page.route(re.compile(r"^https?://(?!localhost)"), lambda route: route.abort())
    page.goto("lab/tree/notebooks/07_choose_the_weight/07_choose_the_weight.ipynb?reset")
    page.locator("mjx-container").first.wait_for(timeout=60 * SECONDS)


@pytest.fixture
def desk(page, learners_folder):
    """Return a short notebook in the lesson's folder, with a kernel of its own."""
    cells = [
        nbformat.v4.new_code_cell(code) for code in (IMPORTS, WRONG, CHECK, "check.progress()")
    ]
    file = learners_folder / "notebooks" / LESSON / "desk.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=KERNEL), file)
    return Notebook(page, "desk")


def test_the_card_names_the_mistake_and_turns_when_it_is_mended(notebook, tmp_path: Path):
    notebook.run("load_cifar10()")
    notebook.run("def dog_targets")
    cell = notebook.run('check("dog_targets"')
    cell.get_by_text("Not attempted").wait_for()

    notebook.answer("def dog_targets", WRONG)
    cell = notebook.run('check("dog_targets"')
    cell.get_by_text("Not yet").first.wait_for()
    assert "column" in cell.inner_text()
    assert "Traceback" not in cell.inner_text()
    notebook.page.screenshot(path=tmp_path / "wrong.png")

    notebook.answer("def dog_targets", RIGHT)
    cell = notebook.run('check("dog_targets"')
    cell.get_by_text("Right").first.wait_for()
    assert "Not yet" not in cell.inner_text()
    notebook.page.screenshot(path=tmp_path / "right.png")


def test_the_lesson_runs_from_its_first_cell_to_its_last(notebook):
    page = notebook.page
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    prompt = notebook.cell(LAST_CELL).locator(".jp-InputPrompt")
    prompt.filter(has_text=NUMBERED).wait_for(timeout=180 * SECONDS)
    assert page.get_by_text("Traceback").count() == 0


def test_a_syntax_error_is_told_and_a_restart_forgets_the_answer_but_not_the_work(desk):
    desk.run(IMPORTS.splitlines()[1])
    desk.answer("def dog_targets", RIGHT)
    desk.run(CHECK).get_by_text("is right in all").wait_for()
    desk.answer("def dog_targets", RIGHT.replace("(y):", "(y)"))
    cell = desk.run(CHECK)
    cell.get_by_text("syntax error in line 1").wait_for()
    assert "is right" not in cell.inner_text()

    desk.restart()
    desk.run(IMPORTS.splitlines()[1])
    cell = desk.run(CHECK)
    cell.get_by_text("run your answer's cell first").wait_for()
    assert "NameError" not in cell.inner_text()
    assert cell.locator("pre", has_text="not yet").count() == 1
    desk.run("check.progress()").get_by_text("✓ right").wait_for()


def test_hints_open_on_the_card_by_keyboard(desk):
    page = desk.page
    desk.run(IMPORTS.splitlines()[1])
    desk.run("def dog_targets")
    cell = desk.run(CHECK)
    cell.get_by_text("Not yet").first.wait_for()
    focused = "document.activeElement.tagName + ' ' + document.activeElement.innerText"
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate(focused).startswith("SUMMARY"):
            break
    for number, key in ((1, "Enter"), (2, "Space")):
        assert page.evaluate(focused) == f"SUMMARY Hint {number} of 2"
        hint = cell.locator("details").nth(number - 1)
        assert not hint.evaluate("details => details.open")
        page.keyboard.press(key)
        assert hint.evaluate("details => details.open")
        page.keyboard.press("Tab")
    page.keyboard.press("Escape")
