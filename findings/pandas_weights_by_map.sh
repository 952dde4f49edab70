#!/usr/bin/env bash
# pandas 3.1.1. One would guess that mapping labels to weights by a dict stops at a label that the dict doesn't
# hold. Seen: the weight is NaN, for every row where labels are text and keys are numbers.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet pandas==3.1.1
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import pandas as pd

weights = {0: 1.0, 1: 9.0}
for labels in ([0, 1, 2], ["0", "1", "1"]):
    print(f"{labels}: {pd.Series(labels).map(weights).tolist()}")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
[0, 1, 2]: [1.0, 9.0, nan]
['0', '1', '1']: [nan, nan, nan]
SEEN
