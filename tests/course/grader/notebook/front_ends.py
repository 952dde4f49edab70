"""A notebook as front ends and tools save it: what each adds, changes and loses."""

import copy
import json
import re
import textwrap
from collections.abc import Callable
from typing import Any

Notebook = dict[str, Any]
Cell = dict[str, Any]
Step = Callable[[Notebook], None]


def about(**metadata: Any) -> Step:
    """The notebook has such metadata."""
    return lambda notebook: notebook["metadata"].update(copy.deepcopy(metadata))


def each(**metadata: Any) -> Step:
    """Every cell has such metadata beside its own."""

    def step(notebook: Notebook) -> None:
        for cell in notebook["cells"]:
            cell["metadata"].update(copy.deepcopy(metadata))

    return step


def every(change: Callable[[int, Cell], object]) -> Step:
    """Every cell is changed."""

    def step(notebook: Notebook) -> None:
        for number, cell in enumerate(notebook["cells"]):
            change(number, cell)

    return step


def only(*kept: str) -> Step:
    """The metadata of cells are lost, but for these."""
    return every(
        lambda _, cell: cell.update(
            metadata={key: cell["metadata"][key] for key in kept if key in cell["metadata"]}
        )
    )


def ids(form: str) -> Step:
    """Every cell has another id."""
    return every(lambda number, cell: cell.update(id=form.format(number, number * 7919 + 0xA1B2C3)))


def first(*cells: str) -> Step:
    """Cells of code stand in front."""
    return lambda notebook: notebook["cells"].__setitem__(slice(0, 0), [code(one) for one in cells])


def last(*texts: str) -> Step:
    """Cells of text stand behind."""
    return lambda notebook: notebook["cells"].extend(text(one) for one in texts)


def code(source: str) -> Cell:
    made = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": 1}
    return {**made, "source": source}


def text(source: str) -> Cell:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def without_ids(notebook: Notebook) -> None:
    notebook["nbformat_minor"] = 4
    for cell in notebook["cells"]:
        cell.pop("id", None)


def in_lines(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)


def run(notebook: Notebook) -> None:
    for number, cell in enumerate(notebook["cells"], start=1):
        if cell["cell_type"] == "code":
            shown = {"output_type": "stream", "name": "stdout", "text": ["✓ Right\n"]}
            cell.update(outputs=[shown], execution_count=number)


def cleared(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)


def in_paragraphs(notebook: Notebook) -> None:
    """Each paragraph of a text becomes a cell of its own."""
    cells = []
    for cell in notebook["cells"]:
        parts = re.split(r"\n\s*\n", cell["source"]) if cell["cell_type"] == "markdown" else [""]
        if len(parts) == 1:
            cells.append(cell)
        else:
            cells += [{**copy.deepcopy(cell), "source": part} for part in parts]
    notebook["cells"] = cells


def texts_as_code(form: str) -> Step:
    """Texts are kept as code of a certain form."""

    def step(notebook: Notebook) -> None:
        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown":
                cell.update(code(form.format(cell["source"])) | {"metadata": cell["metadata"]})

    return step


def marked(mark: str) -> Step:
    """Texts begin with the mark that they have in a script."""

    def step(notebook: Notebook) -> None:
        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown":
                cell["source"] = mark + cell["source"]

    return step


def texts(pattern: str, new: str) -> Step:
    """Something is written in another way in all texts."""

    def step(notebook: Notebook) -> None:
        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown":
                cell["source"] = re.sub(pattern, new, cell["source"])

    return step


def wrapped(_: int, cell: Cell) -> None:
    """The lines of texts are short."""
    if cell["cell_type"] == "markdown":
        lines = cell["source"].splitlines()
        cell["source"] = "\n".join(
            textwrap.fill(line, 110, break_on_hyphens=False) for line in lines
        )


def as_comments(notebook: Notebook) -> None:
    """Texts are kept as comments, as in a script that was made a notebook again."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            lines = [f"# {line}".rstrip() for line in cell["source"].splitlines()]
            cell.update(code("\n".join(["# %% [markdown]", *lines])) | {"metadata": {}})


def titled(notebook: Notebook) -> None:
    for number, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] == "code" and not cell["metadata"].get("nbgrader", {}).get("locked"):
            cell["source"] = f"#@title Cell {number}\n{cell['source']}"
            cell["metadata"]["cellView"] = "form"


def twice_over(notebook: Notebook) -> None:
    notebook["cells"] += copy.deepcopy(notebook["cells"])


def windows_lines(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["source"] = cell["source"].replace("\n", "\r\n")


def trailing_blanks(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["source"] = "\n".join(line.rstrip() for line in cell["source"].splitlines()) + "\n"


COLAB = [without_ids, about(colab={"provenance": [], "name": "lesson.ipynb"}, accelerator="GPU")]
EXECUTE_TIME = {"ExecuteTime": {"end_time": "2026-11-01T10:00:00Z", "start_time": "2026-11-01"}}
PYODIDE = {"kernelspec": {"name": "python", "display_name": "Python (Pyodide)"}}
AZURE = {"gather": {"logged": 1700000000000}, "jupyter": {"source_hidden": False}}
DATABRICKS = {"application/vnd.databricks.v1+cell": {"nuid": "0-1", "showTitle": False}}
KAGGLE = (
    "# This Python 3 environment comes with many helpful analytics libraries installed\n"
    "import numpy as np # linear algebra\nimport pandas as pd # data processing\nimport os\n"
    "for dirname, _, filenames in os.walk('/kaggle/input'):\n    for filename in filenames:\n"
    "        print(os.path.join(dirname, filename))"
)
DEEPNOTE = (
    "<a style='text-decoration:none;line-height:16px;display:flex' "
    "href='https://deepnote.com?utm_source=created-in-deepnote-cell' target=\"_blank\">\n"
    "<img alt='Created in deepnote.com' src='data:image/svg+xml;base64,PD94' > </img>\n"
    "Created in <span style='font-weight:600;margin-left:4px;'>Deepnote</span></a>"
)
LOST = only()

FRONT_ENDS: dict[str, list[Step]] = {
    "jupyterlab": [run],
    "jupyterlab_collaboration": [run, each(trusted=True, editable=True)],
    "jupyterlab_collaboration_twice_over": [run, twice_over],
    "jupyterlab_slides": [each(slideshow={"slide_type": "slide"}, editable=True), run],
    "notebook_7": [run, each(trusted=True)],
    "notebook_6": [without_ids, run, each(collapsed=True, hide_input=False), about(toc={"a": 1})],
    "notebook_6_with_widgets": [without_ids, run, about(widgets={"state": {}, "version": "1.1"})],
    "jupyterlite": [run, about(**PYODIDE), first("%pip install -q seaborn")],
    "jupyterlite_piplite": [first("import piplite\nawait piplite.install('seaborn')"), run],
    "colab": [*COLAB, run, every(lambda n, cell: cell["metadata"].update(id=f"a{n}")), in_lines],
    "colab_forms": [*COLAB, titled, run],
    "colab_drive": [
        *COLAB,
        first("from google.colab import drive\ndrive.mount('/content/drive')", "!pip install -q x"),
        run,
    ],
    "colab_without_metadata": [*COLAB, LOST, run],
    "vscode": [run, each(vscode={"languageId": "python"})],
    "vscode_new_ids": [ids("#VSC-{1:08x}"), run, in_lines],
    "vscode_without_metadata": [LOST, ids("{1:08x}"), run],
    "codespaces": [run, about(kernelspec={"name": "python3", "display_name": ".venv (3.11)"})],
    "kaggle": [without_ids, first(KAGGLE), each(trusted=True, _uuid="a-b"), run, about(kaggle={})],
    "kaggle_without_metadata": [LOST, without_ids, first(KAGGLE), each(trusted=True), run],
    "deepnote": [in_paragraphs, LOST, ids("{1:032x}"), run, last(DEEPNOTE), about(deepnote={})],
    "deepnote_whole_texts": [LOST, each(deepnote_cell_type="code", cell_id="a"), last(DEEPNOTE)],
    "databricks": [LOST, without_ids, each(**DATABRICKS), run],
    "databricks_magics": [LOST, without_ids, texts_as_code("%md\n{}"), each(**DATABRICKS)],
    "databricks_markdown_magics": [LOST, ids("{1:x}"), texts_as_code("%md {}")],
    "hex": [LOST, ids("{1:08x}-0000-4000-8000-000000000000"), about(hex_info={"version": "2"})],
    "hex_without_ids": [LOST, without_ids, about(hex_info={"author": "a"}, orig_nbformat=4)],
    "cocalc": [ids("{1:06x}"), run, each(collapsed=False, cocalc={"outputs": {}})],
    "cocalc_without_ids": [without_ids, run, trailing_blanks],
    "sagemaker": [run, about(availableInstances=[{"name": "ml.t3.medium"}], instance_type="ml.t3")],
    "sagemaker_kernel": [without_ids, run, about(kernelspec={"name": "conda_tensorflow2_p310"})],
    "pycharm": [without_ids, run, each(pycharm={"name": "#%%\n"}, collapsed=False)],
    "pycharm_new_ids": [ids("{1:016x}"), run, each(**EXECUTE_TIME), in_lines],
    "dataspell": [run, each(pycharm={"name": "#%% md\n"}, **EXECUTE_TIME)],
    "datalore": [LOST, ids("{1:022x}"), run, each(datalore={"node_id": "a", "type": "CODE"})],
    "azure_ml": [run, each(**AZURE, nteract={"transient": {"deleting": False}})],
    "azure_ml_without_ids": [without_ids, each(**AZURE), run],
    "nteract": [ids("{1:08x}-1111-4111-8111-111111111111"), each(outputExpanded=False), run],
    "vertex_workbench": [run, about(environment={"kernel": "conda-base-py", "name": "tf2-cpu"})],
    "jupytext_paired": [run, about(jupytext={"formats": "ipynb,py:percent"})],
    "jupytext_percent": [cleared, without_ids, trailing_blanks, about(jupytext={"a": 1})],
    "jupytext_markdown": [cleared, only("nbgrader", "tags"), without_ids],
    "jupytext_light": [cleared, LOST, without_ids],
    "nbdime": [run, each(nbdime={"base": "a"}), first("# Merged by hand, see the log.")],
    "nbstripout": [cleared, ids("{0}")],
    "nbstripout_all_metadata": [cleared, LOST, ids("{0}")],
    "nbconvert_clear_output": [cleared, in_lines],
    "papermill": [run, first("# Parameters\nseed = 1"), each(papermill={"status": "completed"})],
    "papermill_stopped": [
        first("# Parameters\nquick = True"),
        lambda notebook: notebook["cells"].insert(
            0, text('<span style="color:red">An Exception was encountered at \'In [5]\'.</span>')
        ),
        run,
    ],
    "marimo": [
        LOST,
        ids("c{0:03d}"),
        texts_as_code('mo.md(r"""\n{}\n""")'),
        first("import marimo as mo"),
        each(marimo={"config": {"hide_code": True}}),
    ],
    "databricks_sandbox_magics": [LOST, without_ids, texts_as_code("%md-sandbox\n%md {}")],
    "marimo_named_texts": [LOST, without_ids, texts_as_code('_a = mo.md(rf"""\n{}\n""")\n_a')],
    "jupyter_text_magics": [LOST, without_ids, texts_as_code("%%markdown\n{}")],
    "pycharm_marked_texts": [LOST, without_ids, marked("#%% md\n")],
    "toc2_numbered_headings": [without_ids, texts(r"(?m)^(#+) ", r"\1 2.1  "), run],
    "prettier_wrapped": [every(wrapped)],
    "colab_links": [texts(r"\]\([^)]*\)", "](https://colab.research.google.com/drive/1a)"), run],
    "html_texts": [LOST, without_ids, texts(r"(?m)^([A-Z].*)$", r"<p class='a'>\1</p>")],
    "p2j": [LOST, without_ids, texts_as_code('"""\n{}\n"""')],
    "vscode_script": [LOST, without_ids, as_comments],
    "marimo_texts": [LOST, without_ids, about(marimo={"version": "0.17"})],
    "quarto": [run, lambda notebook: notebook["cells"].insert(0, {**text("---\ntitle: x\n---"),
                                                              "cell_type": "raw"})],
    "polynote": [LOST, without_ids, each(language="python"), about(config={"dependencies": {}})],
    "curvenote": [run, about(curvenote={"project": "a"}), each(tags=[])],
    "juno_on_an_ipad": [run, windows_lines],
    "carnets_on_an_ipad": [without_ids, run, trailing_blanks],
    "emacs_ein": [without_ids, run, each(autoscroll=False, **{"ein.hycell": False})],
    "neovim": [cleared, LOST, ids("{1:x}"), trailing_blanks],
}  # fmt: skip


def saved(notebook: Notebook, name: str) -> bytes:
    """Return a notebook as a front end saves it."""
    notebook = copy.deepcopy(notebook)
    for step in FRONT_ENDS[name]:
        step(notebook)
    return json.dumps(notebook, ensure_ascii=len(name) % 2 == 0, indent=len(name) % 3).encode()
