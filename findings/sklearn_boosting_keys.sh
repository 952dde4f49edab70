#!/usr/bin/env bash
# scikit-learn 1.9.1. One would guess that the keys of class_weight are the labels in every classifier. Seen:
# HistGradientBoostingClassifier looks up their places in the sorted labels, so it refuses the dict that a
# logistic regression takes, and takes the one that a logistic regression refuses.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet scikit-learn==1.9.1
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

rng = np.random.default_rng(0)
X = rng.normal(size=(600, 4))
y = np.where(X[:, 0] + rng.normal(size=600) > 1.9, "rare", "common")
for kind in (LogisticRegression, HistGradientBoostingClassifier):
    for weights in ({"common": 1, "rare": 9}, {0: 1, 1: 9}):
        try:
            kind(class_weight=weights).fit(X, y)
            answer = "fitted"
        except ValueError as error:
            answer = str(error)
        print(f"{kind.__name__}, {weights}: {answer}")
PYTHON
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
LogisticRegression, {'common': 1, 'rare': 9}: fitted
LogisticRegression, {0: 1, 1: 9}: The classes, ['common', 'rare'], are not in class_weight
HistGradientBoostingClassifier, {'common': 1, 'rare': 9}: The classes, [0, 1], are not in class_weight
HistGradientBoostingClassifier, {0: 1, 1: 9}: fitted
SEEN
