#!/usr/bin/env bash
# nbgrader 0.9.6. With `penalty_method = "zero"` one would guess that a late submission ends with 0 points. Seen: the
# penalty is worked out when the notebook is autograded, from the points that it has at that moment. Points that a
# teacher gives by hand afterwards aren't touched by it, so a written answer that is three hours late keeps all its
# points, until somebody autogrades the submission again.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet nbgrader==0.9.6 ipykernel==7.4.0
export PATH="$folder/venv/bin:$PATH"
mkdir -p "$folder/course/source/ps1"
cd "$folder/course"
cat >nbgrader_config.py <<'CONFIG'
c = get_config()
c.CourseDirectory.course_id = "course"
c.LateSubmissionPlugin.penalty_method = "zero"
CONFIG
"$folder/venv/bin/python" -W ignore - 2>/dev/null >"$folder/seen" <<'PYTHON'
import os
import shutil
import subprocess
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

mark = {"grade": True, "solution": True, "locked": False, "grade_id": "words", "points": 3}
mark |= {"schema_version": 3, "cell_type": "markdown"}
cell = nbformat.v4.new_markdown_cell("Your answer", metadata={"nbgrader": mark})
nbformat.write(nbformat.v4.new_notebook(cells=[cell]), "source/ps1/words.ipynb")


def nbgrader(*arguments):
    subprocess.run(["nbgrader", *arguments], check=True, capture_output=True)


def total(when):
    with Gradebook("sqlite:///gradebook.db") as book:
        notebook = book.find_submission("ps1", "ada").notebooks[0]
        late = notebook.late_submission_penalty or 0
        print(f"{when}: score {notebook.score:g}, penalty {late:g}, left {notebook.score - late:g}")


nbgrader("generate_assignment", "ps1")
with Gradebook("sqlite:///gradebook.db") as book:
    book.update_or_create_assignment("ps1", duedate="2026-01-01 12:00 UTC")
handed_in = Path("submitted/ada/ps1")
handed_in.mkdir(parents=True)
cell.source = "An answer of my own"
nbformat.write(nbformat.v4.new_notebook(cells=[cell]), handed_in / "words.ipynb")
(handed_in / "timestamp.txt").write_text("2026-01-01 15:00 UTC")
nbgrader("autograde", "ps1")
total("autograded")
with Gradebook("sqlite:///gradebook.db") as book:
    grade = book.find_submission("ps1", "ada").notebooks[0].grades[0]
    grade.manual_score, grade.needs_manual_grade = 3.0, False
    book.db.commit()
total("marked by hand")
nbgrader("autograde", "ps1", "--force")
total("autograded again")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
autograded: score 0, penalty 0, left 0
marked by hand: score 3, penalty 0, left 3
autograded again: score 3, penalty 3, left 0
SEEN
