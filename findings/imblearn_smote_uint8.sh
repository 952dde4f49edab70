#!/usr/bin/env bash
# imbalanced-learn 0.14.2 with numpy 2.4.6. One would guess that SMOTE on pixels of type uint8 gives what it
# gives on the same numbers as floats, but for the digits after the point. Seen: differences between neighbours
# are taken in uint8 and wrap round (3 - 5 is 254), so that made-up pixels are off by up to 250. There is
# neither an error nor a warning.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet imbalanced-learn==0.14.2 scikit-learn==1.9.1 numpy==2.4.6
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import numpy as np
from imblearn.over_sampling import SMOTE

# Ten rare rows and fifty others; every rare pixel lies between 100 and 120.
rng = np.random.default_rng(0)
pixels = np.r_[rng.integers(100, 121, size=(10, 20)), rng.integers(0, 256, size=(50, 20))]
y = np.repeat([1, 0], [10, 50])
for kind in ("float64", "int64", "uint8"):
    made = SMOTE(random_state=0).fit_resample(pixels.astype(kind), y)[0][60:]
    within = np.mean((made >= 100) & (made <= 120))
    print(f"{kind}: {within:.0%} of the new pixels lie between 100 and 120")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
float64: 100% of the new pixels lie between 100 and 120
int64: 100% of the new pixels lie between 100 and 120
uint8: 56% of the new pixels lie between 100 and 120
SEEN
