#!/usr/bin/env bash
# scikit-learn 1.9.1. One would guess that class weights of a logistic regression count by their ratio alone, as a
# threshold does. Seen: the penalty stays as it is while the sum of losses grows, so that ten times the weights is ten
# times C: the coefficients grow, and "balanced" and {0: 1, 1: 9} are two models, though their ratios are the same.
# With C divided by the mean weight they are one.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet scikit-learn==1.9.1 numpy==2.4.6
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import numpy as np
from sklearn.linear_model import LogisticRegression

rng = np.random.default_rng(0)
y = np.repeat([0, 1], [360, 40])
x = rng.normal(size=(400, 2)) + y[:, None]
mean = (360 * 1 + 40 * 9) / 400
for name, weights, c in (
    ("balanced", "balanced", 0.01),
    ("1 : 9", {0: 1, 1: 9}, 0.01),
    ("10 : 90", {0: 10, 1: 90}, 0.01),
    ("1 : 9, C over the mean weight", {0: 1, 1: 9}, 0.01 / mean),
):
    model = LogisticRegression(class_weight=weights, C=c, tol=1e-8).fit(x, y)
    print(f"{name}: coefficients {model.coef_[0].round(2)}")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
balanced: coefficients [0.41 0.41]
1 : 9: coefficients [0.53 0.54]
10 : 90: coefficients [0.9  0.91]
1 : 9, C over the mean weight: coefficients [0.41 0.41]
SEEN
