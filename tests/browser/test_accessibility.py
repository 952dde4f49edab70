"""Nothing of ours keeps out somebody who can't see well, or who has no mouse: axe-core says so."""

import json
from pathlib import Path

import nbformat
import pytest

from tests.browser.accessibility import serious_findings
from tests.browser.small_class_of_lesson_01 import LESSON

pytestmark = pytest.mark.browser

SECONDS = 1000
KERNEL = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "name": "python3"}}
OUTPUTS = ".jp-OutputArea-output"
CELLS = {
    "imports": "import numpy as np\nfrom helpers import check\n"
    "from helpers.predictions import reveal",
    "Right": 'check("dog_targets", lambda y: (np.ravel(y) == 5).astype(int))',
    "result is a column": 'check("dog_targets", lambda y: (y == 5).astype(int))',
    "expected": 'check("dog_targets", lambda y: np.ravel(y) % 2)',
    "not an": 'check("dog_targets", lambda y: "dogs")',
    "Not attempted": 'check("dog_targets", lambda y: ...)',
    "Not run yet": 'check("dog_targets", dog_targets)',
    "expected ':'": "def dog_targets(y)\n    return y",
    "Syntax error": 'check("dog_targets", dog_targets)',
    "Waiting for": 'check.needs("dog_targets")',
    "Hint 1 of 2": 'check.hint("dog_targets")',
    "exercises done": "check.progress()",
    "Next lesson": "check.finish()",
    "Solution of": 'check.solution("dog_targets")',
    "You said": 'reveal(0.5, 0.9, "accuracy")',
}


def test_the_finder_finds_what_is_gravely_wrong(browser):
    page = browser.new_page()
    page.set_content("<main><p style='color: #bbb'>faint</p><img src='x'></main>")
    rules = {finding.partition(":")[0] for finding in serious_findings(page, "main")}
    page.close()
    assert rules == {"color-contrast", "image-alt"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_grading(scheme, graded_course, reported, browser):
    feedback = graded_course / "grading" / "feedback"
    files = [reported, *(feedback / name / LESSON / f"{LESSON}.html" for name in ("Änne", "bob"))]
    page = browser.new_page(color_scheme=scheme, viewport={"width": 390, "height": 800})
    for file in files:
        page.goto(file.as_uri())
        assert serious_findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


@pytest.mark.parametrize("theme", ["Dark", "Light"])
def test_every_card_in_jupyterlab(theme, page, learners_folder):
    choose_theme(learners_folder, theme)
    name = f"notebooks/{LESSON}/cards_{theme}.ipynb"  # a kernel of its own
    cells = [
        nbformat.v4.new_code_cell(code, metadata={"tags": ["raises-exception"]})
        for code in CELLS.values()
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=KERNEL), learners_folder / name)
    page.set_viewport_size({"width": 1280, "height": 3000})  # all cells are drawn
    page.goto(f"lab/tree/{name}?reset")
    page.locator(".jp-Notebook").wait_for(timeout=60 * SECONDS)
    page.locator(f"body[data-jp-theme-name='JupyterLab {theme}']").wait_for(state="attached")
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60 * SECONDS)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.locator(OUTPUTS).filter(has_text="You said").wait_for(timeout=60 * SECONDS)
    for hint in page.locator("summary").all():
        hint.evaluate("button => { button.parentElement.open = true; }")
    for text in list(CELLS)[1:]:
        assert page.locator(OUTPUTS).filter(has_text=text).count(), text
    assert serious_findings(page, OUTPUTS) == []


def choose_theme(folder: Path, theme: str) -> None:
    """Write down the theme that JupyterLab takes when it is opened the next time."""
    settings = folder / ".lab" / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True, exist_ok=True)
    file = settings / "themes.jupyterlab-settings"
    file.write_text(json.dumps({"theme": f"JupyterLab {theme}"}))
