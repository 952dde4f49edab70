"""A lesson's notebook as the page shows it; the bar below it gives back the lesson's own.

A cell that the page changes keeps, in its metadata, both codes: the page's and the lesson's. Cells
of the page alone say so.
"""

from copy import deepcopy
from pathlib import Path

import nbformat
from nbformat import NotebookNode

KEY = "course_page"
_KERNEL = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
_OPENING = """\
# Only in the browser: fetch what was stored for this lesson.
from course_page import open_lesson, packages
stored = await open_lesson("{lesson}", "{stored}")"""
_NOTE = Path(__file__).parent / "templates" / "note.md"


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
    return _added(
        "markdown",
        "page-note",
        _NOTE.read_text(encoding="utf-8").strip().format(seed=seed, versions=versions),
    )


def _added(kind: str, cell_id: str, source: str) -> NotebookNode:
    make = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
    return make(source, id=cell_id, metadata={KEY: {"added": True}})
