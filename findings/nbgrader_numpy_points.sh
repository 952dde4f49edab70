#!/usr/bin/env bash
# nbgrader 0.9.6 with numpy 2.4.6. A test cell can give a part of its points by ending in their number. One
# would guess that it doesn't matter whether that is a number of Python's or of NumPy's, such as a mean. Seen:
# since NumPy 2 the cell shows 'np.float64(0.5)', which nbgrader can't read as a number, and what it can't read
# gets all points.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet nbgrader==0.9.6 ipykernel==7.4.0 numpy==2.4.6
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import nbformat
from nbclient import NotebookClient
from nbgrader.utils import determine_grade


def points(*lines):
    """Return what nbgrader's autograder gives a test cell that is worth 2 points."""
    mark = {"grade": True, "solution": False, "locked": True, "grade_id": "test", "points": 2}
    mark |= {"schema_version": 3, "cell_type": "code"}
    cell = nbformat.v4.new_code_cell("\n".join(lines), metadata={"nbgrader": mark})
    notebook = nbformat.v4.new_notebook(cells=[cell])
    NotebookClient(notebook, kernel_name="python3").execute()
    return determine_grade(cell)[0]


for last in ("0.5", "np.mean([0, 1])", "np.mean([0, 1]).item()"):
    print(f"{last}: {points('import numpy as np', last):g} of 2 points")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
0.5: 0.5 of 2 points
np.mean([0, 1]): 2 of 2 points
np.mean([0, 1]).item(): 0.5 of 2 points
SEEN
