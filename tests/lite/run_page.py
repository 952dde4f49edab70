# Runs in Pyodide: the cells of a lesson's page, solved or not, without a browser around it.
import io
import json
import os
import shutil
import sys
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell

PAGES, LESSON = Path(os.environ["COURSE_PAGE"]), os.environ["LESSON"]
shutil.copytree("course/lite/page", "/beside/course_page")
sys.path.insert(0, "/beside")


def cells_of(file):
    return json.loads(file.read_text())["cells"]


async def errors(solved):
    """Return the cells that fail: each with its error. What waits for an answer is no failure."""
    answers = Path("/course/solutions", LESSON, f"{LESSON}.ipynb")
    right = {cell["id"]: "".join(cell["source"]) for cell in cells_of(answers)}
    shell, found = InteractiveShell.instance(), {}
    for cell in cells_of(PAGES / LESSON / f"{LESSON}.ipynb"):
        if cell["cell_type"] != "code":
            continue
        code = "".join(cell["source"])
        if solved and cell["metadata"].get("nbgrader", {}).get("solution"):
            code = right[cell["id"]]
        out, sys.stdout = sys.stdout, io.StringIO()
        try:
            done = await shell.run_cell_async(code, transformed_cell=code)
        finally:
            sys.stdout = out
        error = done.error_in_exec or done.error_before_exec
        if error is not None and (solved or type(error).__name__ != "NotYet"):
            found[cell["id"]] = f"{type(error).__name__}: {error}"
    return found


async def main():
    """Print the cells that fail, as JSON."""
    Path("/work").mkdir()
    os.chdir("/work")
    print(json.dumps(await errors(solved=os.environ["SOLVED"] == "1")))
