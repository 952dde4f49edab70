"""A lesson's notebook as the page shows it, from which the bar below it gives back the lesson's own.

A cell that the page changes keeps, in its metadata, both codes: the page's and the lesson's. Cells
of the page alone say so.
"""

from copy import deepcopy

import nbformat
from nbformat import NotebookNode

KEY = "course_page"
_KERNEL = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
_OPENING = """\
# Only in the browser: fetch the course's helpers, and what was stored for this lesson.
import piplite
await piplite.install("rare-class-course", deps=False)
from helpers.page import open_lesson, packages
stored = await open_lesson("{lesson}", "{stored}")"""
_NOTE = """\
> **You are in a browser.** Nothing is installed, and what you write stays on this machine: this browser keeps it \
for this page. Run the cells from the top with Shift and Enter. What needs TensorFlow, or all the pictures, was \
computed when this page was made, with seed {seed}, on pictures that the course draws itself; such lines are \
comments here. Everything else runs here, with {versions}: where the lesson speaks of newer ones, what you see is what \
these do. A check breaks off a loop that doesn't end after two seconds. If a cell of your own doesn't end, \
*Restart Python* below ends it and your answers stay. *Download* gives your notebook as a file to hand in, or to go on \
with in the full course."""


def page_notebook(
    lesson: str,
    released: NotebookNode,
    sources: dict[str, str],
    *,
    stored: str,
    seed: int,
    versions: str,
) -> NotebookNode:
    """Return the notebook of a page.

    lesson (str): The lesson's folder.
    released (NotebookNode): The learner's notebook.
    sources (dict of str to str): The code of each cell that has another one on the page, by its id.
    stored (str): The digest of what is stored for the lesson, as `open_lesson` takes it.
    seed (int): The seed of what is stored.
    versions (str): What Python and its packages are on the page, in words.
    """
    page = deepcopy(released)
    cells: list[NotebookNode] = []
    opened = False
    for cell in page.cells:
        if cell.cell_type == "code" and not opened:
            opened = True
            cells.append(_note(seed, versions))
            cells.append(
                _added("code", "page-opening", _OPENING.format(lesson=lesson, stored=stored))
            )
        if cell.id in sources:
            here = sources[cell.id]
            cell.metadata[KEY] = {"here": here, "lesson": cell.source}
            cell.source = here
        cells.append(cell)
    page.cells = cells
    page.metadata[KEY] = {"kernelspec": dict(page.metadata["kernelspec"])}
    page.metadata["kernelspec"] = NotebookNode(_KERNEL)
    return page


def _note(seed: int, versions: str) -> NotebookNode:
    return _added("markdown", "page-note", _NOTE.format(seed=seed, versions=versions))


def _added(kind: str, cell_id: str, source: str) -> NotebookNode:
    make = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
    return make(source, id=cell_id, metadata={KEY: {"added": True}})
