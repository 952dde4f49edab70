#!/usr/bin/env bash
# pandas 3.1.1. One would guess that a sample of a tenth of each class keeps something of every class. Seen: the
# number of rows is rounded for each class, and a class of 5 is left out.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet pandas==3.1.1
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import pandas as pd

table = pd.DataFrame({"y": [0] * 95 + [1] * 5})
for share in (0.1, 0.2):
    drawn = table.groupby("y").sample(frac=share, random_state=0)
    print(f"{share}: {drawn['y'].value_counts().to_dict()}")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
0.1: {0: 10}
0.2: {0: 19, 1: 1}
SEEN
