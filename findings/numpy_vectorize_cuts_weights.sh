#!/usr/bin/env bash
# NumPy 2.4.6. One would guess that np.vectorize returns the numbers that the function returns. Seen: the type of the
# first result is the type of all. Where row weights are looked up in a dict and the first row's class weighs 1 (an
# int), every later weight is cut to a whole number, without a word; with a first weight of 1.0 nothing is cut.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet numpy==2.4.6
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import numpy as np

y = np.array([0, 1, 1, 2])
for common in (1, 1.0):
    weights = {0: common, 1: 4.5, 2: 0.75}
    print(f"first weight {common}: {np.vectorize(weights.get)(y).tolist()}")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
first weight 1: [1, 4, 4, 0]
first weight 1.0: [1.0, 4.5, 4.5, 0.75]
SEEN
