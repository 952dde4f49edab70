#!/usr/bin/env bash
# nbgrader 0.9.6 with scikit-learn 1.9.1. One would guess that a test cell whose assertions hold gets its
# points. Seen: any line on stderr counts as an error, so a correct answer gets 0 when scikit-learn only warns,
# as precision_score does where nothing is predicted to be rare. (nbgrader does so on purpose, for kernels that
# report errors there.)
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet nbgrader==0.9.6 ipykernel==7.4.0 scikit-learn==1.9.1
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


answer = "from sklearn.metrics import precision_score"
for test in (
    "assert precision_score([0, 1], [0, 0]) == 0.0",
    "assert precision_score([0, 1], [0, 0], zero_division=0) == 0.0",
):
    print(f"{test}: {points(answer, test):g} of 2 points")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
assert precision_score([0, 1], [0, 0]) == 0.0: 0 of 2 points
assert precision_score([0, 1], [0, 0], zero_division=0) == 0.0: 2 of 2 points
SEEN
