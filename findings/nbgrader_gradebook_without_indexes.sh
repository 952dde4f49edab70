#!/usr/bin/env bash
# nbgrader 0.9.6. One would guess that the gradebook finds a learner's grades by an index. Seen: the tables `grade`,
# `comment` and `submitted_notebook` have none on the columns by which nbgrader itself looks them up, so SQLite reads
# the whole class's grades for each learner, and the time of a run grows with the square of the class.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet nbgrader==0.9.6
export PATH="$folder/venv/bin:$PATH"
cd "$folder"
"$folder/venv/bin/python" -W ignore - 2>/dev/null >"$folder/seen" <<'PYTHON'
import sqlite3

from nbgrader.api import Gradebook

with Gradebook("sqlite:///gradebook.db"):
    pass
book = sqlite3.connect("gradebook.db")
for table, column in (
    ("grade", "notebook_id"),
    ("comment", "notebook_id"),
    ("submitted_notebook", "assignment_id"),
):
    plan = book.execute(f"explain query plan select * from {table} where {column} = 'x'")
    print(f"{table} by {column}: {next(plan)[3].split(' USING')[0]}")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
grade by notebook_id: SCAN grade
comment by notebook_id: SCAN comment
submitted_notebook by assignment_id: SCAN submitted_notebook
SEEN
