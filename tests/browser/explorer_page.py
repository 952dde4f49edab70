"""A notebook with nothing but the explorer, open in JupyterLab."""

from pathlib import Path
from typing import Any

import nbformat

SECONDS = 1000
KERNEL = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "name": "python3"}}
CODE = """
import numpy as np
from helpers.lessons import explorer

rng = np.random.default_rng(0)
y = np.tile(np.repeat([0, 1], [9, 1]), ({train} + {test}) // 10)
features = rng.normal(size=(len(y), {columns})).astype("float32")
features[:, :2] += y[:, np.newaxis] * np.array([1.5, 0.5], "float32")
explorer.explore(
    train=(features[:{train}], y[:{train}]), test=(features[{train}:], y[{train}:]),
    c_fp=1, c_fn=9,
    threshold_of=lambda c_fp, c_fn: c_fp / (c_fp + c_fn), shift_of=np.log,
)
"""


def open_explorer(
    page: Any, folder: Path, *, train: int = 2000, test: int = 2000, columns: int = 5
) -> Any:
    """Open a notebook with an explorer over made-up rows and run it.

    Parameters
    ----------
    page : playwright.sync_api.Page
        A page of the JupyterLab that was started in the folder.
    folder : Path
    train, test, columns : int
        How many rows to fit and to judge, and how many features.

    Returns
    -------
    playwright.sync_api.Locator
        What the cell shows: slider, picture, sentence.
    """
    code = CODE.format(train=train, test=test, columns=columns)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)], metadata=KERNEL)
    nbformat.write(notebook, folder / "explorer.ipynb")
    page.goto("lab/tree/explorer.ipynb?reset")
    page.locator(".jp-Notebook").wait_for(timeout=60 * SECONDS)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60 * SECONDS)
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Control+Enter")
    area = page.locator(".jp-CodeCell .jp-OutputArea-output")
    area.get_by_role("slider").wait_for(timeout=60 * SECONDS)
    return area
